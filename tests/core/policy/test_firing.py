"""What can never matter in a policy is a mistake with its line, and a scenario of nothing too."""

from pathlib import Path

import pytest

from visavi.policy.authoring.checking import check
from visavi.policy.authoring.scenario import read_scenario, run_scenario
from visavi.policy.loading import Policies
from visavi_testing.policy_folder import POLICY, TEXTS, write_policy

RULE = '[[rule]]\nid = "T-3"\nmodality = "should"\ncite = "guide"\ncheck = "told"\nwhen = '
SAYS = '\n[rule.T-3]\nsays = "So."\nfinds = "So."\nways = ["So."]\n'


def told(folder: Path, more: str, texts: str = "", rules: str = "") -> list[str]:
    place = write_policy(folder / "tiny", f"{POLICY}\n{more}\n", TEXTS + texts, rules=rules)
    problems = check(place)
    assert all(problem.line for problem in problems)
    return [problem.sentence for problem in problems]


def test_a_topic_that_nobody_sees_is_a_mistake(tmp_path: Path) -> None:
    """A question for it is enough to see it by."""
    topic = '[[topic]]\nid = "lost"\n'
    question = '[[question]]\nid = "lost.1"\ntopic = "lost"\ncite = "guide"\n'
    name, text = '\n[topic.lost]\nname = "Lost"\n', '\n[question."lost.1"]\ntext = "Where?"\n'

    assert told(tmp_path, topic, name) == [
        "No dialogue has this topic and no question is for it: nobody will see it."
    ]
    assert told(tmp_path, topic + question, name + text) == []


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ('{ staff_groups = ["staff"], not_staff_groups = ["staff"] }', "leave nobody"),
        ('{ forms = "hourly", not_forms = ["hourly", "temporary"] }', "leave nobody"),
        ("{ min_age = 61, max_age = 60 }", "min_age lies above max_age"),
        ("{ min_percent = 50, max_percent = 20 }", "min_percent lies above"),
        ("{ since = 2026-01-02, until = 2026-01-01 }", "since lies above until"),
        ('{ forms = ["hourly", "permanent"], not_forms = "hourly" }', ""),
        ("{ min_age = 60, max_age = 60 }", ""),
        ("{ since = 2026-01-01, until = 2026-01-01 }", ""),
    ],
)
def test_a_rule_that_can_never_be_asked_is_a_mistake(tmp_path: Path, when: str, why: str) -> None:
    """Bounds that meet in one value still leave it."""
    found = told(tmp_path, RULE + when, SAYS)

    assert len(found) == (1 if why else 0)
    assert all("never hold together" in one and why in one for one in found)


def test_so_is_one_that_is_written_in_code(tmp_path: Path) -> None:
    """With the line of its function."""
    rules = (
        "from visavi.policy import MUST, Found, dialogue_rule\n\n\n"
        '@dialogue_rule("T-3", MUST, cite="guide", min_age=70, max_age=60)\n'
        "def nobody(facts):\n    yield Found()\n"
    )

    (found,) = told(tmp_path, "", SAYS, rules)
    assert "T-3: its conditions never hold together" in found


def test_a_scenario_that_asks_about_nothing_does_not_hold(tmp_path: Path) -> None:
    """With a subject it does: that nothing is owed is an answer."""
    policies = Policies("tiny", policy_dirs=[write_policy(tmp_path / "tiny")])
    path = tmp_path / "one.toml"
    head = 'title = "x"\npolicy = "tiny"\nas_of = 2026-03-10\n[[person]]\nid = "anna"\n'
    head += "employed = { from = 2030-01-01 }\n[expect]\n"

    path.write_text(head + "subjects = []\n")
    (told,) = run_scenario(read_scenario(str(path)), policies).differences
    assert told.startswith("It tests nothing")

    path.write_text(head)
    assert run_scenario(read_scenario(str(path)), policies).ok
