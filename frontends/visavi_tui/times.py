"""Meetings as people type them; what was understood is always said with its weekday."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from visavi.errors import InvalidInput
from visavi.messages import say
from visavi_tui.days import day_from
from visavi_tui.words import day_of

_WORD = r"(?:kl\.?|klokk[ae]n?|klockan|at|@)\s*"
_HALF = r"\s*([ap])\.?m\.?"
_FORMS = (
    re.compile(rf"(.*?)[\s,T]+({_WORD})?(\d{{1,2}})([:.])(\d{{2}})(?:{_HALF})?", re.IGNORECASE),
    re.compile(rf"(.*?)[\s,]+({_WORD})(\d{{1,2}})()(\d{{2}})?(?:{_HALF})?", re.IGNORECASE),
    re.compile(rf"(.*?)[\s,]+()(\d{{1,2}})()(){_HALF}", re.IGNORECASE),
)
"""The day, the word before the time, hour, sign, minutes, and which half of the day."""


def moment_from(text: str, zone: str, today: date | None = None) -> datetime:
    """A day and a time in the zone: ``1.12. 10:00``, ``1 des kl 10``; see :func:`day_from`.

    Raises :class:`InvalidInput`.
    """
    match = next((m for form in _FORMS if (m := form.fullmatch(text.strip()))), None)
    if match is None:
        raise InvalidInput(
            "{text} is not a day with a time.",
            todo="Write it as 2026-12-01 10:00.",
            text=repr(text[:40]),
        )
    typed, hour, minute = match[1], int(match[3]), int(match[5] or 0)
    if match[6] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if match[6].casefold() == "p" else 0)
    if match[4] == "." and not match[2] and 1 <= minute <= 12 and not re.search(r"\d", typed):
        raise InvalidInput(
            "{text} could be a day or a time.",
            todo="Write the time with a colon: 10:00.",
            text=f"{match[3]}.{match[5]}",
        )
    if hour > 23 or minute > 59:
        raise InvalidInput("{text} is no time of a day.", text=f"{match[3]}:{match[5] or '00'}")
    day = day_from(typed, today)
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
