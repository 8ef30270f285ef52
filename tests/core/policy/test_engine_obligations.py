"""What a policy makes people owe: the cycles, the days, the states, and who owes it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavi.model.dialogues import State
from visavi.model.people import Delegation, EmploymentForm, Fact, Person, ReviewExclusion
from visavi.policy import engine, gather
from visavi.policy.checks import obligation_rule
from visavi.policy.document import Exemption, ObligationSpec
from visavi.policy.outcomes import Due, Obligation
from visavi.policy.policy import Policy
from visavi.policy.rules import (
    MUST,
    Rule,
)
from visavi_testing.asking import GOALS, ON, demanding, facts_of, owed, tiny
from visavi_testing.builders import People, entry, person
from visavi_testing.strategies import days, people


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
