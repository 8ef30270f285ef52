"""Every policy that ships keeps the contract, and a policy that breaks it is noticed."""

import shutil
from inspect import signature
from pathlib import Path

import pytest

from visavi.errors import PolicyFailed
from visavi.policy.loading import load_policy
from visavi_testing import crowd
from visavi_testing.policy_contract import PolicyContract

EXAMPLE = Path(__file__).parents[3] / "plugins" / "visavi_example"


class TestExample(PolicyContract):
    """The policy that institutions copy."""

    policy = "example"


class TestKi(PolicyContract):
    """KI's policy."""

    policy = "ki"


class TestUio(PolicyContract):
    """UiO's policy, without a layer."""

    policy = "uio"


class TestIls(PolicyContract):
    """A department's layer on UiO's policy; the other four are checked for their files."""

    policy = "uio-ils"


@pytest.mark.parametrize("layer", ["uio-hf", "uio-iped", "uio-med", "uio-tf"])
def test_the_other_layers_load_and_can_be_explained(layer: str) -> None:
    """Their files hold no mistake, and their rules have sources and ways."""
    contract, loaded = PolicyContract(), load_policy(layer)

    contract.test_every_text_can_be_shown(loaded)
    contract.test_every_rule_value_and_setting_can_be_explained(loaded)
    contract.test_no_rule_refuses_without_a_way_forward(loaded)


BAD_RULES = {
    "test_answers_do_not_depend_on_order": """
@person_rule("EX-7", MUST, cite="guideline.year")
def by_luck(facts):
    ASKED.append(1)
    if len(ASKED) % 2:
        yield Duty("example.year", "2026", None, date(2026, 12, 31))
""",
    "test_rules_touch_nothing_outside": """
@person_rule("EX-7", MUST, cite="guideline.year")
def reads_a_file(facts):
    open("/dev/null").close()
    yield from ()
""",
    "test_its_code_asks_no_clock": """
@person_rule("EX-7", MUST, cite="guideline.year")
def looks_at_the_clock(facts):
    yield Duty("example.year", "2026", None, date.today())
""",
    "test_obligations_of_everybody_on_every_day": """
@person_rule("EX-7", MUST, cite="guideline.year")
def closes_before_it_opens(facts):
    yield Duty("example.year", "2026", date(2026, 6, 1), date(2026, 5, 1))
""",
    "test_nobody_who_is_gone_owes_or_is_owed_a_new_dialogue": """
@person_rule("EX-7", MUST, cite="guideline.year", employed=False)
def asks_those_who_left(facts):
    yield Duty("example.year", "2026", date(2026, 6, 1), date(2026, 7, 1))
""",
    "test_findings_have_sentence_fact_and_source": """
@dialogue_rule("EX-7", MUST, cite="guideline.year")
def forgets_its_facts(facts):
    yield Found()
""",
    "test_what_was_done_as_it_should_be_can_be_signed": """
@dialogue_rule("EX-7", MUST, cite="guideline.year", refuses=["sign"])
def never_content(facts):
    yield Found(meeting="", days=0, back="")
""",
}
HEAD = """
from datetime import date
from visavi.policy import MUST, Duty, Found, dialogue_rule, person_rule
ASKED = []
"""


@pytest.mark.parametrize(("question", "rule"), BAD_RULES.items(), ids=BAD_RULES)
def test_a_rule_that_breaks_the_contract_is_noticed(
    question: str, rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Luck, files, clocks, windows that never open, duties of those who left, gaps, dead ends."""
    folder = tmp_path / "example"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__init__.py"))
    (folder / "rules.py").write_text(HEAD + rule, encoding="utf-8")
    loaded = load_policy("example", policy_dirs=[str(folder)])
    given = {"loaded": loaded, "register": crowd.people(loaded), "monkeypatch": monkeypatch}
    ask = getattr(PolicyContract(), question)
    wanted = {name: given[name] for name in signature(ask).parameters}

    with pytest.raises((AssertionError, PolicyFailed)):
        ask(**wanted)
