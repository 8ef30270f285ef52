"""Demands that hang on months, on a contract's end, on a return from leave; and when they lapse."""

from datetime import date
from typing import Any

import pytest

from visavi.model.dialogues import State
from visavi.model.people import Absence, Employment
from visavi.policy import engine, gather
from visavi.policy.authoring.checking import check
from visavi.policy.document import Kind, ObligationSpec
from visavi.policy.facts import DialogueEntry
from visavi.policy.outcomes import Obligation
from visavi.policy.owed import obligation_rule
from visavi_testing.builders import People, entry, person, policy
from visavi_testing.policy_folder import POLICY, write_policy

KIND = Kind("t.work")


def owed(on: str, *entries: DialogueEntry, spec: dict[str, Any], **more: Any) -> Obligation | None:
    """What anna is owed on the day under one demand."""
    rule = obligation_rule(ObligationSpec("T-1", "must", ("c",), kind="t.work", **spec), KIND)
    anna = person("anna", "mia", **more)
    known = policy(rule)
    facts = gather.person_facts(People(anna), anna, date.fromisoformat(on), known, entries)
    found = engine.obligations(known, facts)
    return found[0] if found else None


def days(found: Obligation | None) -> tuple[str, str, str]:
    """State, first and last day."""
    assert found is not None
    return str(found.state), str(found.opens), str(found.due)


TWO_YEARS = {"every": "months", "months": 24}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2025-12-31", ("upcoming", "2026-01-30", "2026-03-02")),
        ("2026-01-30", ("open", "2026-01-30", "2026-03-02")),
        ("2026-03-02", ("open", "2026-01-30", "2026-03-02")),
        ("2026-03-03", ("overdue", "2026-01-30", "2026-03-02")),
    ],
)
def test_every_second_year_counts_from_the_last_one(
    on: str, expected: tuple[str, str, str]
) -> None:
    """Both ends belong to it; a month before it is in sight."""
    last = entry("t.work", "x", held=date(2024, 3, 2))

    assert days(owed(on, last, spec=TWO_YEARS)) == expected


def test_every_half_year_counts_from_the_start_until_there_was_one() -> None:
    found = owed("2026-06-20", spec={"every": "months", "months": 6}, start=date(2026, 1, 15))

    assert days(found) == ("open", "2026-06-14", "2026-07-15")


PROBATION = {"every": "once", "opens_after": "4 months", "after_start": "5 months"}


@pytest.mark.parametrize(
    ("on", "state"),
    [("2026-04-30", "upcoming"), ("2026-05-01", "open"), ("2026-06-01", "open"),
     ("2026-06-02", "overdue")],
)  # fmt: skip
def test_a_talk_in_the_fifth_month(on: str, state: str) -> None:
    found = owed(on, spec=PROBATION, start=date(2026, 1, 1))

    assert days(found) == (state, "2026-05-01", "2026-06-01")


def test_what_lapses_is_asked_of_nobody_who_came_long_ago() -> None:
    lapsing = PROBATION | {"lapses": "2 months"}

    assert owed("2026-08-01", spec=lapsing, start=date(2026, 1, 1)) is not None
    assert owed("2026-08-02", spec=lapsing, start=date(2026, 1, 1)) is None
    assert owed("2026-08-02", spec=PROBATION, start=date(2015, 1, 1)) is not None


ENDING = {"every": "once", "before_end": "3 months"}


@pytest.mark.parametrize(
    ("on", "state"),
    [("2026-05-30", "upcoming"), ("2026-05-31", "open"), ("2026-08-31", "open")],
)
def test_a_talk_before_the_contract_ends(on: str, state: str) -> None:
    found = owed(on, spec=ENDING, end=date(2026, 8, 31))

    assert days(found) == (state, "2026-05-31", "2026-08-31")
    assert found is not None
    assert found.cycle == "until 2026-08-31"


def test_a_contract_that_goes_on_ends_when_the_next_one_does() -> None:
    """And one without an end has no such talk."""
    first = Employment("e1", "U1", "staff", start=date(2024, 1, 1), end=date(2026, 8, 31))
    second = Employment("e2", "U1", "staff", start=date(2026, 9, 1), end=date(2026, 12, 31))
    after = Employment("e3", "U1", "staff", start=date(2027, 1, 1))
    apart = Employment("e4", "U1", "staff", start=date(2026, 11, 1))

    assert days(owed("2026-10-01", spec=ENDING, employments=(first, second)))[2] == "2026-12-31"
    assert owed("2026-06-30", spec=ENDING, employments=(first, second)) is None
    assert owed("2026-06-30", spec=ENDING, employments=(first, second, after)) is None
    assert days(owed("2026-06-30", spec=ENDING, employments=(first, apart)))[2] == "2026-08-31"
    assert owed("2026-06-30", spec=ENDING) is None


BACK = {
    "every": "absence",
    "absences": ("parental", "sick"),
    "lasting": "30 days",
    "within": "4 weeks",
    "lapses": "6 months",
}


def away(kind: str, start: str, end: str | None) -> Absence:
    """An absence; without an end it goes on."""
    return Absence(kind, date.fromisoformat(start), date.fromisoformat(end) if end else None)


def test_a_talk_after_the_return_from_a_long_leave() -> None:
    gone = (away("parental", "2025-09-01", "2026-02-28"),)

    found = owed("2026-03-01", spec=BACK, absences=gone)

    assert days(found) == ("open", "2026-03-01", "2026-03-29")
    assert found is not None
    met = entry("t.work", found.cycle, held=date(2026, 3, 10), state=State.HELD)
    again = owed("2026-03-20", met, spec=BACK, absences=gone)
    assert again is not None
    assert again.state == "met"
    assert days(owed("2026-03-30", spec=BACK, absences=gone))[0] == "overdue"
    assert owed("2026-10-01", spec=BACK, absences=gone) is None


@pytest.mark.parametrize(
    "gone",
    [
        (away("sick", "2026-02-10", "2026-02-28"),),
        (away("leave", "2025-09-01", "2026-02-28"),),
        (away("parental", "2025-09-01", None),),
        (away("parental", "2025-09-01", "2026-02-28"), away("leave", "2026-03-01", "2026-06-30")),
    ],
    ids=["short", "of another kind", "not over", "goes on as another"],
)
def test_no_talk_after_what_is_no_return(gone: tuple[Absence, ...]) -> None:
    assert owed("2026-03-10", spec=BACK, absences=gone) is None


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ('every = "months"', "months: It says how often by the key months: 1 or more."),
        ('every = "months"\nmonths = 0', "months: It says how often by the key months: 1 or more"),
        ('every = "absence"', "every: It says how soon after an absence by the key within."),
        ('every = "once"\nafter_start = "1 month"\nbefore_end = "1 month"', "needs one of at_age"),
        ('every = "once"\nbefore_end = "1 month"\nopens_after = "1 day"', "only read with after_s"),
        ('every = "cycle"\nlapses = "1 month"', "This is only read with every = once or absence."),
        ('every = "once"\nno_due = true\nlasting = "9 days"', "only read with every = absence."),
    ],
)
def test_keys_that_do_not_fit_together_are_told(keys: str, says: str, tmp_path: Any) -> None:
    text = POLICY.replace('kind = "tiny.year"\nwhen', f'kind = "tiny.year"\n{keys}\nwhen', 1)
    assert text != POLICY

    told = [str(one) for one in check(write_policy(tmp_path / "tiny", text))]

    assert any(says in line for line in told), told
