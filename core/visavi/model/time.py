"""Civil time: dates without zone, periods with both ends inside, ages and anniversaries."""

import calendar
from datetime import date, datetime

from visavi.errors import InvalidInput

FAR_FUTURE_YEAR = 2099
"""HR systems write an open end as 9999-12-31 or 2099-12-31: from this year's end on, it is open."""


def covers(start: date | None, end: date | None, on: date) -> bool:
    """Whether ``on`` lies in the period; both ends belong to it, ``None`` is open."""
    return (start is None or start <= on) and (end is None or on <= end)


def overlaps(start: date | None, end: date | None, first: date, last: date) -> bool:
    """Whether the period shares at least one day with ``first`` to ``last``, ends included."""
    return (start is None or start <= last) and (end is None or end >= first)


def add_months(day: date, months: int) -> date:
    """The same day of the month, or the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def birthday(born: date, age: int) -> date:
    """The day on which the age is reached; a birthday on 29 February falls on 1 March else."""
    year = born.year + age
    if born.month == 2 and born.day == 29 and not calendar.isleap(year):
        return date(year, 3, 1)
    return born.replace(year=year)


def age_on(born: date, on: date) -> int:
    """Full years of age on the day."""
    age = on.year - born.year
    return age if birthday(born, age) <= on else age - 1


def day_in_year(month_day: str, year: int) -> date:
    """``"12-01"`` in a year; 29 February becomes 28 in a common year."""
    month, day = (int(part) for part in month_day.split("-"))
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def parse_date(text: str, what: str = "date") -> date:
    """A civil date written as ``2026-11-21``.

    Raises :class:`InvalidInput` for anything else, dates that do not exist included.
    """
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(
            "{what}: {text} is not a date.",
            todo="Write it as year-month-day, for example 2026-11-21.",
            what=what,
            text=repr(text[:40]),
        ) from None


def parse_meeting_time(text: str) -> datetime:
    """A meeting's time with its offset from UTC, such as ``2026-02-10T10:00+01:00``."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError
    except ValueError:
        raise InvalidInput(
            "{text} is not a meeting time with a zone.",
            todo="Write it as 2026-02-10T10:00+01:00.",
            text=repr(text[:40]),
        ) from None
    return moment
