"""What a policy says: obligations and their states, findings, refusals, the clock, silences."""

import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from visavi.errors import PolicyFailed
from visavi.model.dialogues import Party, State
from visavi.model.people import Delegation, EmploymentForm, Fact, Person, ReviewExclusion
from visavi.policy import engine, gather
from visavi.policy.checks import obligation_rule, rule_from
from visavi.policy.document import Exemption, Kind, ObligationSpec, RuleSpec
from visavi.policy.facts import DialogueEntry, DialogueFacts, MatterFacts, PersonFacts
from visavi.policy.outcomes import Due, Obligation
from visavi.policy.policy import Policy
from visavi.policy.rules import (
    MUST,
    SHOULD,
    Duty,
    Found,
    Rule,
    dialogue_rule,
    matter_rule,
    person_rule,
    rules_in,
)
from visavi_testing.builders import WINDOW, People, dialogue, entry, person, policy
from visavi_testing.strategies import days, people

ON = date(2026, 2, 10)
GOALS = Kind("t.goals", window="goals", conductor="delegable")
WORK = Kind("t.work")
KINDS = {kind.id: kind for kind in (GOALS, WORK)}


def tiny(*rules: Rule, **more: Any) -> Policy:
    more.setdefault("values", {"goals": WINDOW})
    return policy(*rules, kinds=(GOALS, WORK), **more)


def demanding(rule: str = "T-1", **spec: Any) -> Policy:
    """A policy with one demand of the register."""
    spec.setdefault("kind", "t.goals")
    settings = spec.pop("settings", {"basis": "calendar-year", "strength": "must"})
    made = obligation_rule(ObligationSpec(rule, "should", **spec), KINDS.get(spec["kind"]))
    return tiny(made, settings=settings)


def facts_of(
    one: Person, rules: Policy, on: date = ON, entries: Iterable[DialogueEntry] = ()
) -> PersonFacts:
    return gather.person_facts(People(one, person("mia", "top")), one, on, rules, entries)


def owed(
    rules: Policy,
    on: date = ON,
    one: Person | None = None,
    entries: Iterable[DialogueEntry] = (),
    **words: Any,
) -> list[Obligation]:
    return engine.obligations(
        rules, facts_of(one or person("anna", "mia"), rules, on, entries), **words
    )


def states(obligations: Iterable[Obligation]) -> list[tuple[str, Due]]:
    return [(one.cycle, one.state) for one in obligations]


def test_a_cycle_is_open_from_its_first_to_its_last_day_and_overdue_after() -> None:
    rules = demanding()
    opens, closes = date(2025, 12, 1), date(2026, 3, 31)
    one = timedelta(days=1)
    assert states(owed(rules, opens - one))[-1] == ("2026", Due.UPCOMING)
    assert states(owed(rules, opens)) == [("2026", Due.OPEN)]
    assert states(owed(rules, closes)) == [("2026", Due.OPEN)]
    assert states(owed(rules, closes + one)) == [("2026", Due.OVERDUE)]


def test_an_unmet_cycle_is_dropped_when_the_next_one_opens() -> None:
    rules = demanding()
    last = owed(rules, date(2026, 11, 30))
    assert states(last) == [("2026", Due.OVERDUE), ("2027", Due.UPCOMING)]
    assert states(owed(rules, date(2026, 12, 1))) == [("2027", Due.OPEN)]


def test_what_lies_beyond_the_horizon_is_not_asked_yet() -> None:
    rules = demanding()
    assert states(owed(rules, date(2026, 10, 31))) == [
        ("2026", Due.OVERDUE),
        ("2027", Due.UPCOMING),
    ]
    assert states(owed(rules, date(2026, 10, 30))) == [("2026", Due.OVERDUE)]


@given(on=days)
def test_every_obligations_state_follows_from_its_days(on: date) -> None:
    for one in owed(demanding(), on, person("anna", "mia", start=None)):
        assert one.opens is not None
        assert one.due is not None
        wanted = Due.UPCOMING if on < one.opens else Due.OPEN if on <= one.due else Due.OVERDUE
        assert one.state is wanted


REACHED = [
    ({"planned": ON}, None, ()),
    ({"invited": ON}, None, ("offered", "invited")),
    ({"invited": ON}, State.DECLINED, ("offered", "invited")),
    ({"planned": ON}, State.DECLINED, ("offered",)),
    ({"held": ON}, None, ("offered", "invited", "held")),
    ({"held": ON, "signed": ON}, None, ("offered", "invited", "held", "signed")),
    ({"invited": ON}, State.CANCELLED, ()),
]


@pytest.mark.parametrize(("reached", "state", "met"), REACHED, ids=str)
def test_what_was_wanted_is_met_by_it_or_by_what_comes_after(
    reached: dict[str, date], state: State | None, met: tuple[str, ...]
) -> None:
    known = entry("t.goals", "2026", state=state, **reached)  # type: ignore[arg-type]
    for wants in ("offered", "invited", "held", "signed"):
        (one,) = owed(demanding(wants=wants), entries=(known,))
        assert (one.state is Due.MET) == (wants in met)
        before = owed(demanding(wants=wants), ON - timedelta(days=1), entries=(known,))
        assert Due.MET not in {one.state for one in before}


def test_only_a_dialogue_of_the_kind_and_cycle_meets_an_obligation() -> None:
    others = (
        entry("t.work", "2026", held=ON),
        entry("t.goals", "2025", held=ON),
    )
    assert states(owed(demanding(), entries=others)) == [("2026", Due.OPEN)]


def test_a_met_obligation_names_its_dialogue_also_beside_one_that_was_cancelled() -> None:
    entries = (
        entry("t.goals", "2026", entry_id="anna.bbbbbb", state=State.CANCELLED),
        entry("t.goals", "2026", entry_id="anna.cccccc", held=ON),
    )
    (one,) = owed(demanding(), entries=entries)
    assert (one.state, one.dialogue) == (Due.MET, "anna.cccccc")


def test_a_waived_dialogue_settles_the_cycle() -> None:
    waived = entry("t.goals", "2026", state=State.WAIVED)
    assert states(owed(demanding(), entries=(waived,))) == [("2026", Due.WAIVED)]


def test_another_rule_can_lift_a_demand_and_is_named() -> None:
    rules = demanding(exempt=(Exemption("T-9", {"staff_groups": ("doctoral",)}),))
    (lifted,) = owed(rules, one=person("anna", "mia", group="doctoral"))
    (plain,) = owed(rules)
    assert (lifted.state, lifted.exempt_by) == (Due.EXEMPT, "T-9")
    assert lifted.facts["staff_group"] == "doctoral"
    assert (plain.state, plain.exempt_by) == (Due.OPEN, None)
    held = entry("t.goals", "2026", held=ON)
    assert states(owed(rules, one=person("anna", "mia", group="doctoral"), entries=(held,))) == [
        ("2026", Due.MET)
    ]


def test_an_exclusion_from_the_review_counts_for_the_cycles_year_not_the_days() -> None:
    rules = demanding(exempt=(Exemption("T-9", {"excluded_from_review": True}),))
    one = person("anna", "mia", exclusions=(ReviewExclusion(2026),))
    assert states(owed(rules, date(2025, 12, 15), one)) == [("2026", Due.EXEMPT)]
    assert states(owed(rules, date(2026, 12, 15), one)) == [("2027", Due.OPEN)]


def test_only_who_is_employed_on_the_day_is_asked_unless_the_rule_says_so() -> None:
    gone = person("anna", "mia", end=ON)
    guest = person("anna", "mia", form=EmploymentForm.NOT_EMPLOYED)
    assert owed(demanding(), ON, gone)
    assert owed(demanding(), ON + timedelta(days=1), gone) == []
    assert owed(demanding(), ON, guest) == []
    assert owed(demanding(when={"employed": False}), ON, guest)


def test_who_came_after_the_window_does_not_owe_it() -> None:
    on = date(2026, 6, 1)
    late = person("anna", "mia", start=date(2026, 4, 1))
    in_time = person("anna", "mia", start=date(2026, 3, 31))
    assert owed(demanding(), on, late) == []
    assert states(owed(demanding(), on, in_time)) == [("2026", Due.OVERDUE)]


def test_a_yearly_demand_is_the_calendar_year_or_twelve_months_as_the_setting_says() -> None:
    spec: dict[str, Any] = {"kind": "t.work", "every": "year", "basis": "basis"}
    calendar = demanding(**spec)
    rolling = demanding(**spec, settings={"basis": "rolling-12-months"})
    held = entry("t.work", "2025", held=date(2025, 6, 15))
    (one,) = owed(calendar, entries=(held,))
    assert (one.cycle, one.opens, one.due) == ("2026", date(2026, 1, 1), date(2026, 12, 31))
    assert owed(rolling, date(2026, 4, 13), entries=(held,)) == []
    (one,) = owed(rolling, date(2026, 6, 16), entries=(held,))
    assert (one.cycle, one.due, one.state) == (
        "from 2025-06-15",
        date(2026, 6, 15),
        Due.OVERDUE,
    )


def test_a_waived_rolling_year_is_waived_until_the_next_one_opens() -> None:
    rolling = demanding(
        kind="t.work", every="year", basis="basis", settings={"basis": "rolling-12-months"}
    )
    waived = entry("t.work", "from 2015-01-01", state=State.WAIVED)
    one = person("anna", "mia", start=date(2015, 1, 1))
    assert states(owed(rolling, date(2016, 6, 1), one, (waived,))) == [
        ("from 2015-01-01", Due.WAIVED)
    ]
    assert states(owed(rolling, date(2016, 12, 1), one, (waived,))) == [
        ("from 2016-01-01", Due.OPEN)
    ]


def test_what_is_owed_once_at_an_age_opens_on_the_birthday_and_stays_open() -> None:
    rules = demanding(kind="t.work", every="once", at_age=60)
    born = person("anna", "mia", born=date(1964, 2, 29))
    assert owed(rules, date(2023, 12, 1), born) == []
    assert states(owed(rules, date(2024, 2, 28), born)) == [("once", Due.UPCOMING)]
    assert states(owed(rules, date(2024, 2, 29), born)) == [("once", Due.OPEN)]
    assert states(owed(rules, date(2030, 1, 1), born)) == [("once", Due.OPEN)]
    met = entry("t.work", "2024", held=date(2024, 5, 1))
    assert states(owed(rules, date(2030, 1, 1), born, (met,))) == [("once", Due.MET)]
    assert owed(rules, one=person("anna", "mia")) == []


def test_an_age_can_count_from_the_calendar_year() -> None:
    rules = demanding(kind="t.work", every="once", at_age=60, anchor="calendar-year")
    (one,) = owed(rules, date(2026, 1, 1), person("anna", "mia", born=date(1966, 12, 31)))
    assert (one.opens, one.due) == (date(2026, 1, 1), date(2026, 12, 31))


def test_what_is_owed_after_the_start_is_due_so_long_after_it() -> None:
    rules = demanding(kind="t.work", every="once", after_start="1 month")
    new = person("anna", "mia", start=date(2026, 1, 31))
    (one,) = owed(rules, ON, new)
    assert (one.opens, one.due, one.state) == (date(2026, 1, 31), date(2026, 2, 28), Due.OPEN)
    assert owed(rules, one=person("anna", "mia", start=None)) == []


def test_a_dated_fact_meets_a_demand_in_its_period() -> None:
    rules = demanding(kind=None, wants="fact", fact="t.course", every="year", basis="basis")
    early, late = (
        person("anna", "mia", facts=(Fact("t.course", day),))
        for day in (date(2025, 12, 31), date(2026, 1, 1))
    )
    assert [one.kind for one in owed(rules, one=early)] == ["t.course"]
    assert states(owed(rules, one=early)) == [("2026", Due.OPEN)]
    assert states(owed(rules, one=late)) == [("2026", Due.MET)]


def test_a_setting_can_say_how_strong_a_demand_is() -> None:
    (one,) = owed(demanding(modality_setting="strength"))
    assert one.modality is MUST


@pytest.mark.parametrize(
    ("owner", "who"), [("conductor", "per"), ("manager", "mia"), ("employee", "anna")]
)
def test_an_obligation_is_owed_by_whom_the_policy_names(owner: str, who: str) -> None:
    rules = demanding(owner=owner)
    anna = person("anna", "mia")
    mia = person("mia", delegations=(Delegation("d", "per"),))
    facts = gather.person_facts(People(anna, mia), anna, ON, rules, ())
    (one,) = engine.obligations(rules, facts)
    assert one.owner == who


def test_sentences_are_filled_with_names_and_days_where_they_are_asked_for() -> None:
    texts = {
        "rule": {"T-1": {"finds": "{person}: {kind} for {cycle}, by {due} ({staff_group})."}},
        "kind": {"t.goals": {"name": "Goals talk"}},
        "staff_group": {"postdoc": {"name": "postdocs"}},
    }
    made = obligation_rule(
        ObligationSpec("T-1", "should", kind="t.goals", when={"staff_groups": ("postdoc",)}), GOALS
    )
    rules = tiny(made, texts=texts)
    one = person("anna", "mia", group="postdoc")
    (silent,) = owed(rules, one=one)
    (told,) = owed(rules, one=one, words=True)
    assert silent.sentence == ""
    assert told.sentence == "anna: Goals talk for 2026, by 2026-03-31 (postdocs)."


def test_many_people_are_answered_in_their_order_with_the_rules_collected_once() -> None:
    made = obligation_rule(ObligationSpec("T-1", "should", kind="t.goals"), GOALS)
    asked = 0

    class Counting(Policy):
        @property
        def rules(self) -> tuple[Rule, ...]:
            nonlocal asked
            asked += 1
            return (made,)

    plain = tiny(made)
    rules = Counting(plain.plain, texts=plain._texts, rules=lambda: (made,))
    everybody = [facts_of(person(f"p{number}", "mia"), rules) for number in range(50)]
    found = engine.obligations_of_all(rules, everybody)
    assert [one.person for one in found] == [f"p{number}" for number in range(50)]
    assert asked == 1


@given(people(st.sampled_from(("anna", "mia", "top"))), days)
def test_asking_twice_gives_the_same_answers(one: Person, on: date) -> None:
    rules = demanding(exempt=(Exemption("T-9", {"absent": ("parental",)}),))
    assert owed(rules, on, one) == owed(rules, on, one)


def test_a_dialogue_planned_now_belongs_to_what_is_owed() -> None:
    goals, rolling = (
        demanding(),
        demanding(
            kind="t.work", every="year", basis="basis", settings={"basis": "rolling-12-months"}
        ),
    )
    on = date(2026, 12, 15)
    held = entry("t.work", "x", held=date(2026, 1, 10))
    anna = person("anna", "mia")
    assert engine.cycle_of(goals, facts_of(anna, goals, on), "t.goals") == "2027"
    facts = facts_of(anna, rolling, on, (held,))
    assert engine.cycle_of(rolling, facts, "t.work") == "from 2026-01-10"
    assert engine.cycle_of(goals, facts_of(anna, goals, on), "t.work") == "2026"


# Rules with code


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


def judged(
    rules: Policy, deed: str | None = None, state: State = State.INVITED, **record: Any
) -> DialogueFacts:
    entries = (entry("t.goals", "2026", conductor="otto", entry_id="anna.bbbbbb"),)
    register = People(person("anna", "mia"))
    return gather.dialogue_facts(
        register, dialogue(state=state, **record), ON, rules, entries, deed=deed
    )


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
        "the contract names: not known.",
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


# Rules that fail


class Unloved(BaseException):
    """Not even an ``Exception``."""


def _raises(error: BaseException) -> Any:
    def check(facts: Any) -> Iterator[Any]:
        raise error
        yield

    return check


def _answers(*answers: Any) -> Any:
    def check(facts: Any) -> Any:
        return iter(answers)

    return check


def _nothing(facts: Any) -> Any:
    return None


def _endless(facts: Any) -> Iterator[Any]:
    while True:
        yield Found()


RUBBISH = [
    (_raises(ZeroDivisionError("secret")), "ZeroDivisionError (policy/test_engine.py:"),
    (_raises(SystemExit(0)), "SystemExit"),
    (_raises(Unloved()), "Unloved"),
    (_raises(RecursionError()), "RecursionError"),
    (_nothing, "it answered NoneType instead of a list"),
    (_answers("x"), "it answered str instead of a"),
    (_answers(True), "it answered bool instead of a"),
    (_endless, "it answered"),
]


@pytest.mark.parametrize(("check", "reason"), RUBBISH)
def test_a_rule_that_raises_or_answers_rubbish_fails_its_policy_and_nothing_is_allowed(
    check: Any, reason: str
) -> None:
    person_check = person_rule("T-BAD", MUST, cite="c")(check)
    dialogue_check = dialogue_rule("T-BAD", MUST, cite="c", refuses=("hold",))(person_check)
    rules = tiny(*rules_in({"bad": dialogue_check}))
    with pytest.raises(PolicyFailed) as on_agenda:
        owed(rules)
    with pytest.raises(PolicyFailed) as on_deed:
        engine.refusals(rules, judged(rules, "hold"))
    for raised in (on_agenda, on_deed):
        assert raised.value.message.startswith("The rule T-BAD of the policy tiny 1 failed: ")
        assert reason in raised.value.message
        assert "secret" not in str(raised.value)
    del check.__visavi_rules__


@pytest.mark.parametrize(
    "duty",
    [
        Duty("t.goals", 2026, None, None),  # type: ignore[arg-type]
        Duty("t.goals", "2026", "2026-01-01", None),  # type: ignore[arg-type]
        Duty("t.goals", "2026", None, None, facts={"x": [1]}),  # type: ignore[dict-item]
        Found(),
    ],
)
def test_a_duty_of_the_wrong_parts_is_rubbish(duty: Any) -> None:
    rules = tiny(*rules_in({"bad": person_rule("T-BAD", MUST, cite="c")(_answers(duty))}))
    with pytest.raises(PolicyFailed, match="T-BAD"):
        owed(rules)


def test_a_rule_with_an_unknown_condition_fails_by_name() -> None:
    rules = tiny(*rules_in({"bad": person_rule("T-BAD", MUST, cite="c", colour=1)(_answers())}))
    with pytest.raises(PolicyFailed, match="T-BAD"):
        owed(rules)


def test_a_parameter_without_a_value_is_named() -> None:
    def check(facts: PersonFacts) -> Iterator[Duty]:
        facts.values.value("missing", facts.on)
        yield from ()

    rules = tiny(*rules_in({"bad": person_rule("T-BAD", MUST, cite="c")(check)}))
    with pytest.raises(PolicyFailed, match="no parameter missing"):
        owed(rules)


def test_what_a_rule_prints_does_not_reach_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    def check(facts: PersonFacts) -> Iterator[Duty]:
        print("talkative")
        yield from ()

    owed(tiny(*rules_in({"loud": person_rule("T-LOUD", MUST, cite="c")(check)})))
    assert capsys.readouterr() == ("", "talkative\n")


@pytest.mark.skipif(sys.platform == "win32", reason="no interval timers there")
def test_a_rule_that_never_comes_back_is_stopped() -> None:
    def check(facts: PersonFacts) -> Iterator[Duty]:
        while True:
            try:
                sum(range(1000))
            except Exception:
                continue
        yield

    rules = tiny(*rules_in({"slow": person_rule("T-SLOW", MUST, cite="c")(check)}))
    with pytest.raises(PolicyFailed, match="did not come back in time"):
        owed(rules)


def test_an_interrupt_by_the_user_stays_one() -> None:
    rules = tiny(
        *rules_in({"int": person_rule("T-INT", MUST, cite="c")(_raises(KeyboardInterrupt()))})
    )
    with pytest.raises(KeyboardInterrupt):
        owed(rules)


def test_an_error_of_the_caller_is_not_blamed_on_a_rule() -> None:
    rules = demanding()

    def everybody() -> Iterator[PersonFacts]:
        yield facts_of(person("anna", "mia"), rules)
        raise OSError("the disk")

    with pytest.raises(OSError, match="the disk"):
        engine.obligations_of_all(rules, everybody())


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
