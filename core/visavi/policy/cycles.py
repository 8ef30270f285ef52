"""Cycles: the periods in which a policy wants its dialogues, and which is asked for on a day.

Both ends of a window belong to it. A cycle with a window is named after its calendar year, however
early the window opens; a rolling one after the day that it counts from.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from attrs import frozen

from visavi.errors import PolicyInvalid
from visavi.model.time import add_months, day_in_year
from visavi.policy.document import Kind
from visavi.policy.facts import Values

ROLLING = "rolling-12-months"
"""The value of a basis setting under which a year counts from the last dialogue."""

ROLLING_NOTICE = 31
"""A rolling cycle opens so many days before it is due."""


@frozen
class Cycle:
    """One period: its name, its calendar year, and its first and last day."""

    id: str
    year: int
    opens: date
    due: date | None


def in_window(window: Mapping[str, Any], year: int) -> Cycle | None:
    """The cycle of a year under a window ``{opens, closes, opens_year, closes_year}``.

    An empty window says that there is no cycle in that year.
    """
    if not window:
        return None
    return Cycle(
        str(year),
        year,
        day_in_year(window["opens"], year + int(window.get("opens_year", 0))),
        day_in_year(window["closes"], year + int(window.get("closes_year", 0))),
    )


def calendar_year(year: int) -> Cycle:
    """The cycle that is a calendar year."""
    return Cycle(str(year), year, date(year, 1, 1), date(year, 12, 31))


def windows_around(values: Values, parameter: str, on: date) -> tuple[Cycle, ...]:
    """The cycles of the years around a day, earliest first.

    A cycle's window is the parameter's value in force on 1 January of its year; a year without a
    value has no cycle.
    """
    found = []
    for year in range(max(on.year - 2, 3), min(on.year + 3, date.max.year - 2)):
        try:
            window = values.value(parameter, date(year, 1, 1))
        except PolicyInvalid:
            continue
        cycle = in_window(window, year)
        if cycle is not None:
            found.append(cycle)
    return tuple(sorted(found, key=lambda cycle: cycle.opens))


def asked(cycles: Iterable[Cycle], on: date, horizon: int) -> tuple[Cycle, ...]:
    """Of cycles in order: the last that has opened, and the next if it opens in ``horizon`` days.

    An older one is over when the next window has opened.
    """
    latest: Cycle | None = None
    for cycle in cycles:
        if cycle.opens <= on:
            latest = cycle
        elif (cycle.opens - on).days <= horizon:
            return (cycle,) if latest is None else (latest, cycle)
        else:
            break
    return () if latest is None else (latest,)


def asked_years(on: date, horizon: int) -> tuple[Cycle, ...]:
    """The calendar year of the day, and the next one if it begins in ``horizon`` days."""
    years = range(on.year, min(on.year + 2, date.max.year + 1))
    return asked(map(calendar_year, years), on, horizon)


def rolling(
    last: date | None,
    start: date | None,
    on: date,
    waived: Callable[[str], bool] = lambda cycle: False,
    months: int = 12,
) -> Cycle:
    """The cycle of so many months from the last dialogue, or from the start of employment.

    Where neither is known it is due at the end of the day's year. A waived cycle gives way to the
    next one when that opens.
    """
    base = last or start
    if base is None or on.year > date.max.year - 3 - months // 6:
        return calendar_year(on.year)
    while True:
        due = add_months(base, months)
        following = add_months(due, months) - timedelta(days=ROLLING_NOTICE)
        cycle = f"from {base.isoformat()}"
        if following > on or not waived(cycle):
            return Cycle(cycle, due.year, due - timedelta(days=ROLLING_NOTICE), due)
        base = due


def cycle_for(kind: Kind, values: Values, on: date, horizon: int) -> str:
    """The cycle that a dialogue of this kind belongs to if it is planned on the day.

    The one whose window is open or opens within ``horizon`` days; else the last one, if it is over
    and nothing newer is near; else the calendar year.
    """
    if kind.window is None:
        return str(on.year)
    near = asked(windows_around(values, kind.window, on), on, horizon)
    for cycle in near:
        if cycle.due is None or cycle.due >= on:
            return cycle.id
    return near[0].id if near else str(on.year)
