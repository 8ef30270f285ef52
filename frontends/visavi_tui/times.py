"""Days and times as people type them; what was understood is always said with its weekday."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from visavi.errors import InvalidInput
from visavi.messages import say
from visavi.model.time import parse_date
from visavi_tui.words import day_of

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NORDIC = {"mai": 5, "maj": 5, "okt": 10, "des": 12}
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[. ]\s*(\d{1,2}|[A-Za-z]{3,})\.?\s*[. ]?\s*(\d{4})")
_TIME = re.compile(r"(?:kl\.?\s*|at\s+)?(\d{1,2})[:.](\d{2})")


def day_from(text: str) -> date:
    """``2026-12-01``, ``1.12.2026``, ``1 Dec 2026``; raises :class:`InvalidInput`."""
    text = text.strip()
    match = _DAY_FIRST.fullmatch(text)
    if match is None:
        return parse_date(text, say("day"))
    day, month, year = match.groups()
    number = int(month) if month.isdigit() else _month(month)
    try:
        return date(int(year), number, int(day))
    except ValueError:
        raise InvalidInput(
            "{text} is not a day that exists.", todo="Look at the month.", text=repr(text[:40])
        ) from None


def _month(word: str) -> int:
    short = word[:3].casefold()
    if short in _NORDIC:
        return _NORDIC[short]
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def moment_from(text: str, zone: str) -> datetime:
    """A day and a time in the zone: ``2026-12-01 10:00``; raises :class:`InvalidInput`."""
    head, _, tail = text.strip().replace("T", " ").rpartition(" ")
    match = _TIME.fullmatch(tail)
    if not head or match is None:
        raise InvalidInput(
            "{text} is not a day with a time.",
            todo="Write it as 2026-12-01 10:00.",
            text=repr(text[:40]),
        )
    head = re.sub(r"\s+(kl\.?|at)$", "", head)
    hour, minute = (int(part) for part in match.groups())
    if hour > 23 or minute > 59:
        raise InvalidInput("{text} is no time of a day.", text=repr(tail[:40]))
    day = day_from(head)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))


def echo_day(text: str) -> str:
    """How a day was understood, or that it was not."""
    if not text:
        return say("No day.")
    try:
        return say("Understood: {day}", day=day_of(day_from(text)))
    except InvalidInput as error:
        return str(error)


def echo_moment(text: str, zone: str) -> str:
    """How a day with a time was understood, or that it was not."""
    if not text:
        return say("No time yet: it can be found later.")
    try:
        moment = moment_from(text, zone)
    except InvalidInput as error:
        return str(error)
    week = moment.isocalendar().week
    return say(
        "Understood: {day} at {time}, week {week}",
        day=day_of(moment.date()),
        time=f"{moment:%H:%M}",
        week=week,
    )
