"""Scenarios are run exactly, and each difference is said in words."""

from collections.abc import Iterator

import pytest

from visavi.model.dialogues import State
from visavi.policy.authoring.scenario import ScenarioResult, read_scenario, run_scenario
from visavi.policy.checks import obligation_rule, rule_from
from visavi.policy.document import Exemption, Kind, ObligationSpec, RuleSpec
from visavi.policy.facts import DialogueFacts
from visavi.policy.policy import Policy
from visavi.policy.rules import MUST, Found, Rule, dialogue_rule, rules_in
from visavi_testing.builders import WINDOW, policy
from visavi_testing.scenarios import HEAD, MATTER, TALK, Write

GOALS = Kind("t.goals", window="goals", topics=("t1", "t2"))

RULES: tuple[Rule, ...] = (
    obligation_rule(
        ObligationSpec(
            "T-1",
            "should",
            kind="t.goals",
            exempt=(Exemption("T-9", {"staff_groups": ("doctoral",)}),),
        ),
        GOALS,
    ),
    rule_from(
        RuleSpec(
            "T-TOPICS",
            "must",
            "topics-covered",
            arguments={"topics": ["t1", "t2"]},
            refuses=("sign",),
        )
    ),
    rule_from(
        RuleSpec("T-CLOSE", "must", "told", refuses=("close",), when={"concerns": ["harassment"]})
    ),
)


class Book:
    """One policy for all, and perhaps another one in a unit."""

    def __init__(self, base: Policy, unit: str = "", layer: Policy | None = None) -> None:
        self.base = base
        self.unit = unit
        self.layer = layer

    def for_units(self, units: tuple[str, ...]) -> Policy:
        return self.layer if self.layer and self.unit in units else self.base

    def by_id(self, policy: str) -> Policy:
        return self.base


def tiny(*rules: Rule) -> Policy:
    made = policy(
        *(rules or RULES),
        kinds=(GOALS,),
        values={"goals": WINDOW, "week": 7},
        settings={"mode": "a"},
        steps=({"id": "confirm", "within": "week"},),
    )
    plain = dict(made.plain)
    for table, names in {
        "staff_group": ("postdoc", "manager", "doctoral"),
        "topic": ("t1", "t2"),
        "concern": ("harassment",),
        "fact": ("t.course",),
    }.items():
        plain[table] = {name: {"id": name, "at": [0, 1]} for name in names}
    return Policy(plain, texts=made._texts, rules=lambda: made.rules)


def run(path: str, book: Book | None = None) -> ScenarioResult:
    return run_scenario(read_scenario(path), book or Book(tiny()))


MET = """
[[expect.obligation]]
person = "anna"
rule = "T-1"
kind = "t.goals"
cycle = "2026"
state = "met"
due = 2026-03-31
modality = "should"
"""

BOTH_FOUND = """
[[expect.finding]]
dialogue = "goals"
rule = "T-TOPICS"
modality = "must"
times = 2
"""

CLOCK = """
[[expect.obligation]]
matter = "report"
rule = ""
kind = "matter.confirm"
cycle = "2026-02-01"
state = "overdue"
due = 2026-02-08
modality = "should"
"""


def test_a_scenario_that_expects_exactly_what_the_policy_says_is_ok(write: Write) -> None:
    result = run(write(HEAD + TALK + "[expect]" + MET + BOTH_FOUND))
    assert result.differences == ()
    assert result.ok


def test_what_is_not_expected_and_what_is_missing_is_said_in_words(write: Write) -> None:
    result = run(write(HEAD + TALK + "[expect]"))
    assert result.differences == (
        "anna has an obligation that was not expected: T-1, t.goals for 2026, should, met, "
        "due 2026-03-31.",
        "goals: the finding T-TOPICS (must) is not expected (2 times).",
    )
    wrong = MET.replace("2026", "2025") + BOTH_FOUND.replace("T-TOPICS", "T-OTHER")
    result = run(write(HEAD + TALK + "[expect]" + wrong))
    assert result.differences[0] == (
        "anna should have the obligation T-1: t.goals for 2025; there is none."
    )
    assert "goals: the finding T-OTHER (must) is missing (2 times)." in result.differences


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        (("met", "open"), "state is met, expected was open"),
        (("2026-03-31", "2026-04-01"), "due is 2026-03-31, expected was 2026-04-01"),
        (('"should"', '"must"'), "modality is should, expected was must"),
        (("due = 2026-03-31\n", ""), "due is 2026-03-31, expected was nothing"),
        (("state", 'owner = "per"\nstate'), "owner is mia, expected was per"),
        (("state", "opens = 2025-12-02\nstate"), "opens is 2025-12-01, expected was 2025-12-02"),
        (("state", 'exempt_by = "T-9"\nstate'), "exempt_by is nothing, expected was T-9"),
        (("state", "amount = 2\nstate"), "amount is nothing, expected was 2"),
    ],
)
def test_each_part_of_an_obligation_that_differs_is_named(
    write: Write, change: tuple[str, str], difference: str
) -> None:
    result = run(write(HEAD + TALK + "[expect]" + MET.replace(*change) + BOTH_FOUND))
    assert result.differences == (f"anna, T-1, t.goals for 2026: {difference}.",)


def test_the_first_person_is_the_subject_unless_others_are_named(write: Write) -> None:
    none = run(write(HEAD + '[expect]\nsubjects = ["mia"]'))
    assert [line.split()[0] for line in none.differences] == ["mia"]
    both = run(write(HEAD + '[expect]\nsubjects = ["anna", "mia"]'))
    assert [line.split()[0] for line in both.differences] == ["anna", "mia"]


REFUSED = """
[[expect.refusal]]
dialogue = "goals"
deed = "sign"
rule = "T-TOPICS"
times = 2
"""


def test_a_deed_is_refused_by_exactly_the_rules_named(write: Write) -> None:
    expected = "[expect]" + MET + BOTH_FOUND
    assert run(write(HEAD + TALK + expected + REFUSED)).ok
    other = run(write(HEAD + TALK + expected + REFUSED.replace("T-TOPICS", "T-OTHER")))
    assert other.differences == (
        "goals: sign should be refused by T-OTHER (2 times), and is not.",
        "goals: sign is refused by T-TOPICS (2 times), which was not expected.",
    )


def test_what_is_allowed_must_not_be_refused(write: Write) -> None:
    allowed = '\n[[expect.allowed]]\ndialogue = "goals"\ndeed = "{deed}"\n'
    expected = "[expect]" + MET + BOTH_FOUND
    assert run(write(HEAD + TALK + expected + allowed.format(deed="hold"))).ok
    refused = run(write(HEAD + TALK + expected + allowed.format(deed="sign")))
    assert refused.differences == (
        "goals: sign is refused by T-TOPICS (2 times), which was not expected.",
    )


@dialogue_rule("T-HOLD", MUST, cite="c", refuses=("hold",))
def held_today(facts: DialogueFacts) -> Iterator[Found]:
    """Finds only what was held on the very day."""
    if facts.state is State.HELD and facts.entry.held == facts.on:
        yield Found()


def test_a_deed_is_judged_as_if_it_were_done(write: Write) -> None:
    tried = '[expect]\nsubjects = []\n[[expect.refusal]]\ndialogue = "goals"\n'
    tried += 'deed = "hold"\nrule = "T-HOLD"\n'
    path = write(HEAD + TALK.replace("held = 2026-02-03", "") + tried)
    assert run(path, Book(tiny(*rules_in({"rule": held_today})))).differences == ()


def test_matters_are_compared_with_their_clock_findings_and_deeds(write: Write) -> None:
    expected = (
        "[expect]\nsubjects = []"
        + CLOCK.replace('rule = ""', 'rule = "none"')
        + '\n[[expect.finding]]\nmatter = "report"\nrule = "T-CLOSE"\nmodality = "must"\n'
        + '\n[[expect.allowed]]\nmatter = "report"\ndeed = "step"\n'
        + '\n[[expect.allowed]]\nmatter = "report"\ndeed = "close"\n'
    )
    result = run(write(HEAD + MATTER + expected))
    assert result.differences == (
        "report should have the obligation none: matter.confirm for 2026-02-01; there is none.",
        "report has an obligation that was not expected: , matter.confirm for 2026-02-01, "
        "should, overdue, due 2026-02-08.",
    )


def test_the_layer_of_the_persons_unit_is_tried(write: Write) -> None:
    layer = tiny(RULES[1])
    path = write(HEAD + '[[unit]]\nid = "U1"\nparent = "U0"\n[expect]\n')
    assert not run(path, Book(tiny())).ok
    assert run(path, Book(tiny(), "U0", layer)).ok


def test_settings_are_chosen_and_a_wrong_one_is_a_difference(write: Write) -> None:
    start = 'settings = { mode = "b" }\n'
    assert run(write(start + HEAD + TALK + "[expect]" + MET + BOTH_FOUND)).ok
    wrong = run(write(start.replace("mode", "mood") + HEAD + "[expect]"))
    assert "has no setting 'mood'" in wrong.differences[0]
    assert not wrong.ok


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        (("postdoc", "postdok"), "no staff group postdok. Did you mean postdoc?"),
        (("t.goals", "t.goal"), "no kind t.goal. Did you mean t.goals?"),
        (("harassment", "harasment"), "no concern harasment. Did you mean harassment?"),
        (("held =", 'topics = { t3 = "covered" }\nheld ='), "no topic t3."),
        (
            ('manager = "mia"', 'manager = "mia"\nfacts = [{ kind = "t.cours", on = 2026-01-01 }]'),
            "no fact t.cours. Did you mean t.course?",
        ),
    ],
)
def test_words_that_the_policy_does_not_have_are_named_first(
    write: Write, change: tuple[str, str], difference: str
) -> None:
    result = run(write((HEAD + TALK + MATTER).replace(*change) + "[expect]"))
    assert any(difference in line for line in result.differences)
