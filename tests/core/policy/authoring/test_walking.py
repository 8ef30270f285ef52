"""The walk through a whole cycle finds the policies in which somebody gets stuck."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from visavi.errors import PolicyFailed
from visavi.policy.loading import load_policy
from visavi.policy.policy import Policy
from visavi_testing import walking
from visavi_testing.builders import person

EXAMPLE = Path(__file__).parents[4] / "plugins" / "visavi_example"
HEAD = """
from datetime import date
from visavi.policy import MUST, Duty, Found, dialogue_rule, person_rule
ASKED = []
"""
STUCK = {
    "EX-7 refuses start": """
@dialogue_rule("EX-7", MUST, cite="guideline.year", refuses=["start"])
def never(facts):
    yield Found(meeting="")
""",
    "EX-7 refuses close": """
@dialogue_rule("EX-7", MUST, cite="guideline.year", refuses=["close"])
def for_ever(facts):
    yield Found(meeting="")
""",
    "is still owed": """
@person_rule("EX-7", MUST, cite="guideline.year")
def never_enough(facts):
    yield Duty("example.year", "2026", None, None, wants="fact")
""",
    "another answer the second time": """
@person_rule("EX-7", MUST, cite="guideline.year")
def by_luck(facts):
    ASKED.append(1)
    if len(ASKED) % 3 == 1:
        yield Duty("example.year", "2026", None, None)
""",
}
LIFE = walking.Life(
    person("anna", "mia", group="staff", start=date(2026, 1, 10)), date(2026, 3, 10)
)


def changed(folder: Path, rule: str) -> Policy:
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__init__.py"))
    (folder / "rules.py").write_text(HEAD + rule, encoding="utf-8")
    return load_policy("example", policy_dirs=[str(folder)])


@pytest.mark.parametrize(("told", "rule"), STUCK.items(), ids=STUCK)
def test_whoever_is_stuck_is_found(told: str, rule: str, tmp_path: Path) -> None:
    """The rule is named, and what it stands in the way of."""
    policy = changed(tmp_path / "example", rule)

    with pytest.raises((AssertionError, PolicyFailed), match=told):
        walking.walk(policy, LIFE)


def test_a_walk_holds_what_is_owed() -> None:
    """The yearly dialogue and the welcome talk; nobody is left with anything."""
    assert walking.walk(load_policy("example"), LIFE) == 2


def test_whoever_has_no_manager_walks_nowhere() -> None:
    """Nothing can be held, and that is for the register to mend."""
    alone = walking.Life(person("anna", group="staff"), LIFE.on)

    assert walking.walk(load_policy("example"), alone) == 0
