"""Days as people type them in Norway, Sweden and elsewhere; what could be two days is asked."""

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

from visavi.errors import InvalidInput
from visavi.messages import say, spoken
from visavi.model.time import add_months
from visavi_tui.daywords import (
    DAYS,
    MONTHS,
    MONTHS_OF,
    NAMED,
    WEEKDAYS,
    count_of,
    number_of,
    plain,
)
from visavi_tui.words import day_of

_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})|(\d{4})(\d{2})(\d{2})")
_NUMBERS = re.compile(r"(\d{1,2})\s*([./ -])\s*(\d{1,2})\.?(?:\s*[./ -]\s*(\d{4}|\d{2}))?")
_DAY_FIRST = re.compile(r"(\d{1,2})\.?\s*([^\W\d]{3,})\.?,?(?:\s+(\d{4}|\d{2}))?")
_MONTH_FIRST = re.compile(r"([^\W\d]{3,})\.?\s+(\d{1,2})(?:,?\s+(\d{4}))?")
_WEEKDAY_AND = re.compile(r"([^\W\d]{3,})[.,]?\s+(?:den\s+|the\s+)?(.*\d.*)")
_NEXT = re.compile(r"(next|neste|nästa)\s+(\w+)")
_COMING = re.compile(r"(?:this|coming|kommende|kommande|førstkommende|denne|på)\s+(\w+)")
_IN = re.compile(r"(?:in|om)\s+(\w+)\s+(\w+)")
_NEXT_WEEK = r"(?:next week|neste uke|neste veke|nästa vecka)"
_THIS_WEEK = r"(?:this week|denne uk[ea]n?|denne vek[ea]|den här veckan|denna vecka)"
_IN_WEEK = re.compile(
    rf"(\w+)\s+(?:i\s+|in\s+)?(?:({_NEXT_WEEK})|({_THIS_WEEK})|(?:week|uke|veke|vecka|v)\.?\s*(\d{{1,2}}))"
)


def day_from(text: str, today: date | None = None) -> date:
    """``2026-12-01``, ``1.12.``, ``1 des``, ``next tuesday``; raises :class:`InvalidInput`.

    A day without its year is the next one from ``today`` on. What could be two days is refused
    with both; without ``today`` only a day with its year is understood.
    """
    for found in _readings(plain(text), today):
        return found
    raise InvalidInput(
        "{text} is not a day that can be understood.",
        todo="Write it as 2026-12-01, 1.12.2026 or 1 Dec.",
        text=repr(text.strip()[:40]),
    )


def _readings(text: str, today: date | None) -> Iterator[date]:
    """What the text can mean, the first reading first; each is tried on its own form only."""
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in match.groups() if part)
        yield _existing(day, month, year)
    if match := _NUMBERS.fullmatch(text):
        yield _of_numbers(match, today)
    if match := _DAY_FIRST.fullmatch(text):
        yield from _with_month(match[2], int(match[1]), match[3], today)
    if match := _MONTH_FIRST.fullmatch(text):
        yield from _with_month(match[1], int(match[2]), match[3], today)
    if today is not None:
        yield from _relative(text, today)
    if match := _WEEKDAY_AND.fullmatch(text):
        weekday = number_of(match[1], WEEKDAYS)
        if weekday is not None:
            yield from (_on(weekday, day, match[1]) for day in _readings(match[2], today))


def _on(weekday: int, day: date, typed: str) -> date:
    """The day, if it has the weekday that was typed with it."""
    if day.weekday() != weekday:
        raise InvalidInput(
            "{typed} does not fit: it is {day}.",
            todo="Correct the weekday or the day.",
            typed=repr(typed[:20]),
            day=day_of(day),
        )
    return day


def _of_numbers(match: re.Match[str], today: date | None) -> date:
    day, sign, month, year = int(match[1]), match[2], int(match[3]), match[4]
    if sign == "/" and month > 12 >= day:
        return _placed(month, day, year, today)
    placed = _placed(day, month, year, today)
    northern = spoken() != "en" or "-" in match[0].partition("/")[2]
    if sign in "/-" and not northern and day != month and day <= 12:
        raise InvalidInput(
            "{text} could be {first} or {second}.",
            todo="Write the day with dots, its month second.",
            text=match[0],
            first=day_of(placed),
            second=day_of(_placed(month, day, year, today)),
        )
    return placed


def _with_month(name: str, day: int, year: str | None, today: date | None) -> Iterator[date]:
    month = number_of(name, MONTHS)
    if month is not None:
        yield _placed(day, month + 1, year, today)


def _relative(text: str, today: date) -> Iterator[date]:
    if text in NAMED:
        yield today + timedelta(days=NAMED[text])
    coming = _COMING.fullmatch(text)
    weekday = number_of(coming[1] if coming else text, WEEKDAYS)
    if weekday is not None:
        yield _coming(weekday, today)
    if match := _NEXT.fullmatch(text):
        weekday = number_of(match[2], WEEKDAYS)
        if weekday is not None:
            yield _next(text, weekday, today)
    if match := _IN_WEEK.fullmatch(text):
        weekday = number_of(match[1], WEEKDAYS)
        if weekday is not None:
            yield _in_week(match, weekday, today)
    if match := _IN.fullmatch(text):
        yield from _after(count_of(match[1]), match[2], today)


def _after(count: int | None, unit: str, today: date) -> Iterator[date]:
    """So many days, weeks, months or years from today."""
    if count is None or count > 999:
        return
    for names, days in DAYS.items():
        if unit in names.split():
            yield today + timedelta(days=count * days)
    for names, months in MONTHS_OF.items():
        if unit in names.split():
            yield add_months(today, count * months)


def _in_week(match: re.Match[str], weekday: int, today: date) -> date:
    """The weekday in this week, the next one, or the next one of that number."""
    monday = today - timedelta(days=today.weekday())
    if match[4] is None:
        return monday + timedelta(days=weekday + (7 if match[2] else 0))
    number, year = int(match[4]), today.isocalendar().year
    for one in (year, year + 1):
        try:
            found = date.fromisocalendar(one, number, weekday + 1)
        except ValueError:
            continue
        if found >= today:
            return found
    raise InvalidInput("{text} is not a week that comes.", text=match[4])


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
    if (day, month) != (29, 2):
        _existing(day, month, today.year + (month < today.month))
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


def echo_day(text: str, today: date | None = None) -> str:
    """How a day was understood, or that it was not."""
    if not text:
        return say("No day.")
    try:
        return told(day_from(text, today), today)
    except InvalidInput as error:
        return str(error)


_TWO_YEARS = 730
"""Days from which on how long ago a day was is told in years."""


def told(day: date, today: date | None) -> str:
    """The day with its weekday and week, and how far off it is."""
    week = day.isocalendar().week
    if today is None:
        return say("Understood: {day}, week {week}", day=day_of(day), week=week)
    days, named = (day - today).days, {"day": day_of(day), "week": week}
    if days < -_TWO_YEARS:
        years = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
        return say("Understood: {day}, week {week}; {years} years ago", years=years, **named)
    if days < 0:
        return say("Understood: {day}, week {week}; that is {days} days ago", days=-days, **named)
    if days < 2:
        return say("Understood: {day}, week {week}", **named)
    return say("Understood: {day}, week {week}, in {days} days", days=days, **named)
