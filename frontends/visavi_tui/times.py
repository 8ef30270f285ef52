"""Meetings as people type them; what was understood is always said with its weekday."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from visavi.errors import InvalidInput
from visavi.messages import say
from visavi_tui.days import day_from
from visavi_tui.words import day_of

_TIME = re.compile(r"(.*?)[\s,T]+(?:(?:kl\.?|at|@)\s*)?(\d{1,2})[:.](\d{2})", re.IGNORECASE)
_HOUR = re.compile(r"(.*?)[\s,]+(?:kl\.?|at|@)\s*(\d{1,2})()", re.IGNORECASE)


def moment_from(text: str, zone: str, today: date | None = None) -> datetime:
    """A day and a time in the zone: ``1.12. 10:00``, ``1 des kl 10``; see :func:`day_from`.

    Raises :class:`InvalidInput`.
    """
    match = _TIME.fullmatch(text.strip()) or _HOUR.fullmatch(text.strip())
    if match is None:
        raise InvalidInput(
            "{text} is not a day with a time.",
            todo="Write it as 2026-12-01 10:00.",
            text=repr(text[:40]),
        )
    hour, minute = int(match[2]), int(match[3] or 0)
    if hour > 23 or minute > 59:
        raise InvalidInput("{text} is no time of a day.", text=f"{match[2]}:{match[3] or '00'}")
    day = day_from(match[1], today)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))


def echo_moment(text: str, zone: str, today: date | None = None) -> str:
    """How a day with a time was understood, or that it was not."""
    if not text:
        return say("No time yet: it can be found later.")
    try:
        moment = moment_from(text, zone, today)
    except InvalidInput as error:
        return str(error)
    week = moment.isocalendar().week
    return say(
        "Understood: {day} at {time}, week {week}",
        day=day_of(moment.date()),
        time=f"{moment:%H:%M}",
        week=week,
    )
