"""Days as people type them in Norway, Sweden and elsewhere; what could be two days is asked."""

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

from visavi.errors import InvalidInput
from visavi.messages import say
from visavi.model.time import add_months
from visavi_tui.words import day_of

MONTHS = (
    "january januar januari",
    "february februar februari",
    "march mars",
    "april",
    "may mai maj",
    "june juni",
    "july juli",
    "august augusti",
    "september",
    "october oktober",
    "november",
    "december desember",
)
WEEKDAYS = (
    "monday mandag måndag",
    "tuesday tirsdag tisdag",
    "wednesday onsdag",
    "thursday torsdag",
    "friday fredag",
    "saturday lørdag lördag",
    "sunday søndag söndag",
)
NAMED = {
    "today": 0,
    "i dag": 0,
    "idag": 0,
    "tomorrow": 1,
    "i morgen": 1,
    "i morgon": 1,
    "imorgon": 1,
    "i overmorgen": 2,
    "i övermorgon": 2,
}
UNITS = {
    "day days dag dager dagar": 1,
    "week weeks uke uker vecka veckor": 7,
    "month months måned måneder månad månader": 0,
}
"""Days of each; a month is counted by the calendar."""

_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})\s*([./ ])\s*(\d{1,2})\.?(?:\s*[./ ]\s*(\d{4}|\d{2}))?")
_DAY_FIRST = re.compile(r"(\d{1,2})\.?\s*([^\W\d]{3,})\.?(?:\s+(\d{4}))?")
_MONTH_FIRST = re.compile(r"([^\W\d]{3,})\.?\s+(\d{1,2})(?:,?\s+(\d{4}))?")
_NEXT = re.compile(r"(next|neste|nästa)\s+(\w+)")
_IN = re.compile(r"(?:in|om)\s+(\d{1,3})\s+(\w+)")


def day_from(text: str, today: date | None = None) -> date:
    """``2026-12-01``, ``1.12.``, ``1 des``, ``next tuesday``; raises :class:`InvalidInput`.

    A day without its year is the next one from ``today`` on. What could be two days is refused
    with both; without ``today`` only a day with its year is understood.
    """
    plain = " ".join(text.casefold().split()).rstrip(",")
    for found in _readings(plain, today):
        return found
    raise InvalidInput(
        "{text} is not a day that can be understood.",
        todo="Write it as 2026-12-01, 1.12.2026 or 1 Dec.",
        text=repr(text.strip()[:40]),
    )


def _readings(text: str, today: date | None) -> Iterator[date]:
    """What the text can mean, the first reading first; each is tried on its own form only."""
    if match := _YEAR_FIRST.fullmatch(text):
        yield _existing(int(match[3]), int(match[2]), int(match[1]))
    if match := _NUMBERS.fullmatch(text):
        yield _of_numbers(match, today)
    if match := _DAY_FIRST.fullmatch(text):
        yield from _with_month(match[2], int(match[1]), match[3], today)
    if match := _MONTH_FIRST.fullmatch(text):
        yield from _with_month(match[1], int(match[2]), match[3], today)
    if today is not None:
        yield from _relative(text, today)


def _of_numbers(match: re.Match[str], today: date | None) -> date:
    day, month, year = int(match[1]), int(match[3]), match[4]
    placed = _placed(day, month, year, today)
    if match[2] == "/" and day != month and day <= 12:
        raise InvalidInput(
            "{text} could be {first} or {second}.",
            todo="Write the day with dots, its month second.",
            text=match[0],
            first=day_of(placed),
            second=day_of(_placed(month, day, year, today)),
        )
    return placed


def _with_month(name: str, day: int, year: str | None, today: date | None) -> Iterator[date]:
    month = _named(name, MONTHS)
    if month is not None:
        yield _placed(day, month + 1, year, today)


def _relative(text: str, today: date) -> Iterator[date]:
    if text in NAMED:
        yield today + timedelta(days=NAMED[text])
    weekday = _named(text, WEEKDAYS)
    if weekday is not None:
        yield _coming(weekday, today)
    if match := _NEXT.fullmatch(text):
        weekday = _named(match[2], WEEKDAYS)
        if weekday is not None:
            yield _next(text, weekday, today)
    if match := _IN.fullmatch(text):
        for names, days in UNITS.items():
            if match[2] in names.split():
                count = int(match[1])
                yield today + timedelta(days=count * days) if days else add_months(today, count)


def _coming(weekday: int, today: date) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _next(text: str, weekday: int, today: date) -> date:
    """Next Tuesday, if the coming one lies in another week; else it is not clear which."""
    coming = _coming(weekday, today)
    if coming.isocalendar().week != today.isocalendar().week:
        return coming
    raise InvalidInput(
        "{text} could be {first} or {second}.",
        todo="Write the day itself.",
        text=text,
        first=day_of(coming),
        second=day_of(coming + timedelta(days=7)),
    )


def _placed(day: int, month: int, year: str | None, today: date | None) -> date:
    if year is not None:
        return _existing(day, month, int(year) + (2000 if len(year) == 2 else 0))
    if today is None:
        raise InvalidInput("This day has no year.", todo="Write it as 2026-12-01.")
    leap = 2000 if (day, month) == (29, 2) else today.year
    _existing(day, month, leap)
    for offset in range(9):
        try:
            found = date(today.year + offset, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return _existing(day, month, today.year)


def _existing(day: int, month: int, year: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        todo = "Look at the month."
        if 1 <= month <= 12 and 1 <= year <= 9999 and day > 0:
            last = date(year, month, calendar.monthrange(year, month)[1])
            todo = say("Did you mean {day}?", day=day_of(last))
        raise InvalidInput(
            "{text} is not a day that exists.",
            todo=todo,
            text=f"{day}.{month}.{year}",
        ) from None


def _named(word: str, names: tuple[str, ...]) -> int | None:
    """Which of the names the word begins, in three letters or more; ``None`` if none or two."""
    if len(word) < 3:
        return None
    found = [
        number
        for number, several in enumerate(names)
        if any(name.startswith(word) for name in several.split())
    ]
    return found[0] if len(found) == 1 else None


def echo_day(text: str, today: date | None = None) -> str:
    """How a day was understood, or that it was not."""
    if not text:
        return say("No day.")
    try:
        return told(day_from(text, today), today)
    except InvalidInput as error:
        return str(error)


def told(day: date, today: date | None) -> str:
    """The day with its weekday and week, and how far off it is."""
    week = day.isocalendar().week
    if today is None:
        return say("Understood: {day}, week {week}", day=day_of(day), week=week)
    days, named = (day - today).days, {"day": day_of(day), "week": week}
    if days < 0:
        return say("Understood: {day}, week {week}; that is {days} days ago", days=-days, **named)
    if days < 2:
        return say("Understood: {day}, week {week}", **named)
    return say("Understood: {day}, week {week}, in {days} days", days=days, **named)
