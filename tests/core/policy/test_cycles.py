"""Cycles and windows: both ends inside, leap days, month ends and the turn of the year."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavi.model.time import add_months
from visavi.policy import cycles
from visavi.policy.document import Kind
from visavi.policy.owed import period_after
from visavi_testing.builders import WINDOW, policy
from visavi_testing.strategies import days

TINY = policy(values={"window": WINDOW})


def month_days() -> st.SearchStrategy[str]:
    return st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: day.strftime("%m-%d"))


def test_a_window_may_open_in_the_year_before() -> None:
    cycle = cycles.in_window(WINDOW, 2026)
    assert cycle == cycles.Cycle("2026", 2026, date(2025, 12, 1), date(2026, 3, 31))


def test_a_window_on_a_leap_day_ends_on_the_28th_in_a_common_year() -> None:
    window = {"opens": "01-01", "closes": "02-29"}
    common, leap = cycles.in_window(window, 2026), cycles.in_window(window, 2028)
    assert common is not None
    assert leap is not None
    assert (common.due, leap.due) == (date(2026, 2, 28), date(2028, 2, 29))


def test_an_empty_window_is_no_cycle() -> None:
    assert cycles.in_window({}, 2026) is None


@given(opens=month_days(), on=days, horizon=st.integers(0, 366), shift=st.integers(-1, 0))
def test_the_last_opened_cycle_is_asked_and_the_next_only_within_the_horizon(
    opens: str, on: date, horizon: int, shift: int
) -> None:
    tiny = policy(values={"w": {"opens": opens, "closes": "12-31", "opens_year": shift}})
    all_near = cycles.windows_around(tiny, "w", on)
    asked = cycles.asked(all_near, on, horizon)
    opened = [cycle for cycle in all_near if cycle.opens <= on]
    assert asked[0] == opened[-1]
    for later in asked[1:]:
        assert on < later.opens <= on + timedelta(days=horizon)
    nxt = all_near[len(opened)]
    assert (nxt in asked) == (nxt.opens <= on + timedelta(days=horizon))


@given(days)
def test_on_the_day_a_window_opens_the_older_cycle_is_over(on: date) -> None:
    near = cycles.windows_around(TINY, "window", on)
    for older, newer in pairwise(near):
        assert cycles.asked(near, newer.opens, 0) == (newer,)
        assert cycles.asked(near, newer.opens - timedelta(days=1), 0) == (older,)


@given(days, st.integers(0, 366))
def test_the_years_cycle_holds_its_first_and_last_day(on: date, horizon: int) -> None:
    this, *later = cycles.asked_years(on, horizon)
    assert this.opens <= on <= (this.due or on)
    assert all(cycle.year == on.year + 1 for cycle in later)


@given(last=days, later=st.integers(0, 3000))
def test_a_rolling_cycle_is_due_twelve_months_after_the_last_dialogue(
    last: date, later: int
) -> None:
    cycle = cycles.rolling(last, None, last + timedelta(days=later))
    assert cycle.id == f"from {last.isoformat()}"
    assert cycle.due == add_months(last, 12)
    assert cycle.opens == add_months(last, 12) - timedelta(days=31)


def test_a_rolling_year_from_a_leap_day_ends_on_the_28th() -> None:
    cycle = cycles.rolling(date(2024, 2, 29), None, date(2024, 3, 1))
    assert cycle.due == date(2025, 2, 28)


def test_without_a_dialogue_a_rolling_year_counts_from_the_start_of_employment() -> None:
    assert cycles.rolling(None, date(2025, 8, 1), date(2026, 1, 1)).due == date(2026, 8, 1)
    assert cycles.rolling(None, None, date(2026, 1, 1)).due == date(2026, 12, 31)


@given(last=days, later=st.integers(0, 3000))
def test_a_waived_rolling_year_gives_way_when_the_next_one_opens(last: date, later: int) -> None:
    on = last + timedelta(days=later)
    cycle = cycles.rolling(last, None, on, waived=lambda cycle: True)
    assert add_months(cycle.due or on, 12) - timedelta(days=31) > on


@pytest.mark.parametrize(
    ("on", "cycle"),
    [
        (date(2025, 11, 30), "2026"),
        (date(2025, 12, 1), "2026"),
        (date(2026, 3, 31), "2026"),
        (date(2026, 6, 1), "2026"),
        (date(2026, 10, 30), "2026"),
        (date(2026, 10, 31), "2027"),
    ],
)
def test_a_dialogue_planned_on_a_day_belongs_to_the_window_that_is_open_or_near(
    on: date, cycle: str
) -> None:
    kind = Kind("t.goals", window="window")
    assert cycles.cycle_for(kind, TINY, on, 31) == cycle


def test_a_kind_without_a_window_belongs_to_the_year() -> None:
    assert cycles.cycle_for(Kind("t.work"), TINY, date(2026, 12, 31), 31) == "2026"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1 month", date(2026, 2, 28)),
        ("13 months", date(2027, 2, 28)),
        ("30 days", date(2026, 3, 2)),
        ("1 day", date(2026, 2, 1)),
        ("2 weeks", date(2026, 2, 14)),
        ("2 years", date(2028, 1, 31)),
    ],
)
def test_a_time_after_a_start_keeps_to_the_end_of_a_month(text: str, day: date) -> None:
    assert period_after(date(2026, 1, 31), text) == day


def test_a_year_without_a_value_has_no_cycle() -> None:
    tiny: Any = policy(values={})
    assert cycles.windows_around(tiny, "window", date(2026, 1, 1)) == ()


@pytest.mark.parametrize("on", [date.min, date.max])
def test_the_first_and_last_day_of_the_calendar_are_days_like_others(on: date) -> None:
    assert isinstance(cycles.asked(cycles.windows_around(TINY, "window", on), on, 31), tuple)
    assert cycles.asked_years(on, 31)[0].year == on.year
