"""What rules with code say: duties, findings, refusals, the duty clock, and why some are silent."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from visavi.model.dialogues import Party, State
from visavi.model.people import Fact
from visavi.policy import engine
from visavi.policy.checks import obligation_rule, rule_from
from visavi.policy.document import ObligationSpec, RuleSpec
from visavi.policy.facts import DialogueFacts, MatterFacts, PersonFacts
from visavi.policy.outcomes import Due
from visavi.policy.policy import Policy
from visavi.policy.rules import (
    MUST,
    SHOULD,
    Duty,
    Found,
    dialogue_rule,
    matter_rule,
    person_rule,
    rules_in,
)
from visavi_testing.asking import KINDS, ON, demanding, facts_of, judged, owed, tiny
from visavi_testing.builders import WINDOW, person


@person_rule("T-DAYS", MUST, cite="c", min_age=62)
def senior_days(facts: PersonFacts) -> Iterator[Duty]:
    """Days of the year, met by taking them."""
    yield Duty(
        "t.days",
        str(facts.on.year),
        None,
        None,
        wants="fact",
        amount=Decimal(12),
        settled=facts.amount_of("t.days", facts.on.year) >= 12,
        owner=facts.manager,
        text="year-of-62",
        facts={"percent": facts.percent},
    )


@dialogue_rule("T-SAME", MUST, cite="c", refuses=("hold",), kinds=["t.work"])
def same_manager(facts: DialogueFacts) -> Iterator[Found]:
    """One conductor for all dialogues of a cycle."""
    for other in facts.siblings:
        if other.conductor != facts.entry.conductor:
            yield Found(other=other.conductor)
            yield Found(modality=SHOULD, text="again", other=other.conductor)


@matter_rule("T-SEVERE", MUST, cite="c", refuses=("close",), concerns=["harassment"])
def severity(facts: MatterFacts) -> Iterator[Found]:
    """A severity is judged."""
    if facts.severity is None:
        yield Found()


CODED = rules_in(globals())
TEXTS = {
    "rule": {
        "T-SAME": {
            "finds": "Another one held it: {other}.",
            "ways": ["Ask {other}."],
            "again": {"finds": "Again {other}."},
        }
    }
}


def test_a_coded_duty_keeps_its_amount_owner_and_own_sentence() -> None:
    rules = tiny(
        *CODED, texts={"rule": {"T-DAYS": {"finds": "x", "year-of-62": {"finds": "{amount} days"}}}}
    )
    one = person("anna", "mia", born=date(1960, 1, 1), percent=50)
    (days_owed,) = owed(rules, one=one, words=True)
    assert (days_owed.amount, days_owed.owner) == (Decimal(12), "mia")
    assert days_owed.sentence == "12 days"
    assert days_owed.facts == {"age": 66, "percent": Decimal(50)}
    taken = evolve(one, facts=(Fact("t.days", ON, Decimal(12)),))
    assert [one.state for one in owed(rules, one=taken)] == [Due.MET]


def test_a_finding_has_its_sentence_fact_ways_and_modality() -> None:
    rules = tiny(*CODED, texts=TEXTS)
    first, again = engine.findings(rules, judged(rules))
    assert (first.rule, first.about, first.modality) == ("T-SAME", "anna.aaaaaa", MUST)
    assert first.sentence == "Another one held it: otto."
    assert first.facts == {"other": "otto"}
    assert first.ways == ("Ask otto.",)
    assert (again.modality, again.sentence) == (SHOULD, "Again otto.")


def test_only_the_deeds_that_a_rule_names_are_refused() -> None:
    rules = tiny(*CODED)
    assert engine.refusals(rules, judged(rules, "hold"))
    assert engine.refusals(rules, judged(rules, "invite")) == []


@pytest.mark.parametrize("state", [State.SIGNED, State.CLOSED, State.WAIVED, State.CANCELLED])
def test_what_is_finished_is_judged_only_by_rules_that_name_its_state(state: State) -> None:
    told = rule_from(RuleSpec("T-TOLD", "may", "told", arguments={"states": [str(state)]}))
    rules = tiny(*CODED, told)
    assert [one.rule for one in engine.findings(rules, judged(rules, state=state))] == ["T-TOLD"]
    assert engine.refusals(rules, judged(rules, "hold", state=state))
    silences = {one.rule: one.because for one in engine.silences(rules, judged(rules, state=state))}
    assert silences["T-SAME"] == f"The dialogue is {state}: it is not judged again."


def matter(rules: Policy, on: date, **more: Any) -> MatterFacts:
    return MatterFacts("m-1", "harassment", date(2026, 2, 1), on, rules, handler="mia", **more)


def test_a_matter_is_judged_and_its_close_can_be_refused() -> None:
    rules = tiny(*CODED)
    assert [one.rule for one in engine.matter_findings(rules, matter(rules, ON))] == ["T-SEVERE"]
    assert engine.matter_refusals(rules, matter(rules, ON, deed="close"))
    assert engine.matter_refusals(rules, matter(rules, ON, deed="step")) == []
    assert engine.matter_findings(rules, matter(rules, ON, severity="low")) == []


STEPS = (
    {"id": "confirm", "within": "week", "rule": "T-SEVERE"},
    {"id": "check"},
    {"id": "threat-only", "within": "week", "concerns": ["threat"]},
)


@pytest.mark.parametrize(
    ("on", "taken", "state"),
    [
        (date(2026, 2, 8), None, Due.OPEN),
        (date(2026, 2, 9), None, Due.OVERDUE),
        (date(2026, 2, 9), date(2026, 2, 9), Due.MET),
        (date(2026, 2, 9), date(2026, 2, 10), Due.OVERDUE),
    ],
)
def test_the_duty_clock_counts_from_the_opening_and_names_nobody_affected(
    on: date, taken: date | None, state: Due
) -> None:
    rules = tiny(*CODED, values={"goals": WINDOW, "week": 7}, steps=STEPS)
    steps = {} if taken is None else {"confirm": taken}
    (one,) = engine.matter_duties(rules, matter(rules, on, steps=steps))
    assert (one.person, one.owner, one.kind) == ("m-1", "mia", "matter.confirm")
    assert (one.due, one.state, one.rule) == (date(2026, 2, 8), state, "T-SEVERE")


def test_every_rule_that_says_nothing_says_why() -> None:
    specs: dict[str, dict[str, Any]] = {
        "T-AGE": {"kind": "t.work", "every": "once", "at_age": 60},
        "T-START": {"kind": "t.work", "every": "once", "after_start": "1 month"},
        "T-GROUP": {"kind": "t.goals", "when": {"staff_groups": ("postdoc",)}},
        "T-YEAR": {"kind": "t.goals", "when": {"excluded_from_review": True}},
        "T-SPOKE": {"kind": "t.goals"},
    }
    rules = tiny(
        *(
            obligation_rule(ObligationSpec(rule, "should", **spec), KINDS[spec["kind"]])
            for rule, spec in specs.items()
        ),
        *CODED,
    )
    facts = facts_of(person("anna", "mia", start=None), rules)
    assert {one.rule: one.because for one in engine.silences(rules, facts)} == {
        "T-AGE": "The birth date is not known.",
        "T-START": "The first day of employment is not known.",
        "T-GROUP": "It holds for the staff groups postdoc; this one is technical-administrative.",
        "T-YEAR": "It depends on being outside that year's review (yes); "
        "the contract names no year.",
        "T-DAYS": "It holds from the age of 62; here it is not known.",
    }
    gone = facts_of(person("anna", "mia", end=date(2025, 1, 1)), rules)
    assert {one.because for one in engine.silences(rules, gone)} == {"Not employed on 2026-02-10."}


def test_a_demand_that_lies_ahead_or_was_over_too_early_says_when() -> None:
    at_sixty = demanding(kind="t.work", every="once", at_age=60)
    young = facts_of(person("anna", "mia", born=date(1990, 5, 1)), at_sixty)
    assert [one.because for one in engine.silences(at_sixty, young)] == [
        "It is asked from 2050-05-01."
    ]
    late = facts_of(person("anna", "mia", start=date(2026, 5, 1)), demanding(), date(2026, 6, 1))
    assert [one.because for one in engine.silences(demanding(), late)] == [
        "Not employed from 2025-12-01 to 2026-03-31."
    ]


def test_a_rule_that_holds_by_construction_says_what_makes_sure_of_it() -> None:
    rules = tiny(rule_from(RuleSpec("T-HOLDS", "must", "stated", enforced_by="access")), *CODED)
    silent = {one.rule: one.because for one in engine.silences(rules, judged(rules))}
    assert silent == {"T-HOLDS": "It is made sure of: access."}
    calm = {
        one.rule: one.because for one in engine.silences(rules, matter(rules, ON, severity="low"))
    }
    assert calm == {"T-SEVERE": "Nothing to report."}


def test_a_dialogue_has_findings_for_both_parties_in_the_order_of_the_rules() -> None:
    rules = tiny(
        rule_from(RuleSpec("T-2", "should", "signed-by-both")),
        rule_from(RuleSpec("T-1", "must", "plan-exists")),
    )
    found = engine.findings(rules, judged(rules, state=State.HELD, held=ON))
    assert [(one.rule, one.facts.get("party")) for one in found] == [
        ("T-2", str(Party.EMPLOYEE)),
        ("T-2", str(Party.CONDUCTOR)),
        ("T-1", None),
    ]
