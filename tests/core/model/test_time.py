"""Civil dates: ages, month ends, leap days, and both ends of a period."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavi.errors import InvalidInput
from visavi.model.time import (
    add_months,
    age_on,
    birthday,
    covers,
    day_in_year,
    overlaps,
    parse_date,
    parse_meeting_time,
)

DAYS = st.dates(date(1920, 1, 1), date(2080, 12, 31))


@given(DAYS, st.integers(0, 110))
def test_an_age_is_reached_on_its_birthday_and_not_the_day_before(born: date, age: int) -> None:
    """For every birth date, leap days included."""
    day = birthday(born, age)

    assert age_on(born, day) == age
    assert age == 0 or age_on(born, day - timedelta(days=1)) == age - 1


def test_a_leap_day_birthday_falls_on_the_first_of_march_in_common_years() -> None:
    """Nobody is older before the anniversary has passed."""
    assert birthday(date(1964, 2, 29), 61) == date(2025, 3, 1)
    assert birthday(date(1964, 2, 29), 60) == date(2024, 2, 29)


@given(DAYS, st.integers(-240, 240))
def test_months_keep_the_day_or_take_the_months_last(day: date, months: int) -> None:
    """Adding months never leaves the month that was meant."""
    moved = add_months(day, months)

    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)


def test_both_ends_of_a_period_belong_to_it() -> None:
    """First and last day count; the days beside them do not."""
    first, last = date(2025, 12, 1), date(2026, 3, 31)

    assert covers(first, last, first)
    assert covers(first, last, last)
    assert not covers(first, last, date(2025, 11, 30))
    assert not covers(first, last, date(2026, 4, 1))
    assert overlaps(date(2026, 3, 31), None, first, last)
    assert not overlaps(date(2026, 4, 1), None, first, last)


def test_the_29th_of_february_becomes_the_28th_in_a_common_year() -> None:
    """A window that ends on the leap day ends with February."""
    assert day_in_year("02-29", 2024) == date(2024, 2, 29)
    assert day_in_year("02-29", 2026) == date(2026, 2, 28)


@pytest.mark.parametrize(
    "text",
    ["2026-02-30", "2026-13-01", "26-01-01", "20260101", "tomorrow", "", "2026-1-1", "x" * 99],
)
def test_what_is_no_date_is_refused_with_an_example(text: str) -> None:
    """The error says how a date is written."""
    with pytest.raises(InvalidInput, match="2026-11-21"):
        parse_date(text)


@given(DAYS)
def test_a_date_is_read_as_it_is_written(day: date) -> None:
    """parse(format(day)) is the day."""
    assert parse_date(day.isoformat()) == day


def test_a_meeting_time_needs_its_zone() -> None:
    """A wall clock alone does not say when people meet."""
    assert parse_meeting_time("2026-02-10T10:00+01:00").utcoffset() == timedelta(hours=1)
    with pytest.raises(InvalidInput, match="zone"):
        parse_meeting_time("2026-02-10T10:00")
