"""Completion in numbers: the rows that may be published, a unit's, and the same as a table."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from typing import Any, NamedTuple

from visavi import access
from visavi.messages import Sentence, say
from visavi.sanitise import cell
from visavi.usecases.reports import PROGRESS, activities, completion_by_cycle
from visavi_tui.session import Session
from visavi_tui.words import fitted

BAR = 12
"""Columns of the bar that stands for a hundred per cent."""


class Count(NamedTuple):
    """How many of those owed are met, in one unit or in all; ``None`` where it is withheld."""

    kind: str
    unit: str
    owed: int | None = None
    met: int | None = None
    share: int | None = None


ALL = "*"
"""Stands for all units together."""


def rows(session: Session) -> list[Count]:
    """The published numbers, kind by kind: each unit, and then all."""
    policy = session.workspace.policies.base
    found: list[Count] = []
    for kind, part in session.completion().items():
        name = policy.text("kind", kind)
        for row in part["units"]:
            values = (row.get("owed"), row.get("met"), row.get("share_met"))
            found.append(Count(name, row["unit"], *values))
        total = part["total"] or {}
        values = (total.get("owed"), total.get("met"), total.get("share_met"))
        found.append(Count(name, ALL, *values))
    return found


def called(unit: str) -> str:
    """A unit's code in words."""
    return say("all") if unit == ALL else unit or say("no unit")


def drawn(row: Count, width: int) -> str:
    """One row with its share as a bar and in words."""
    kind = max(12, min(40, width - 50))
    head = f"{fitted(row.kind, kind)} {fitted(called(row.unit), 14)}"
    if row.owed is None:
        return f"{head} {say('withheld')}"
    return f"{head} {row.owed:>6} {row.met:>6}  {bar(row.share)}"


def heads(width: int) -> str:
    """What stands in which column."""
    kind = max(12, min(40, width - 50))
    head = f"{fitted(say('Dialogue'), kind)} {fitted(say('Unit'), 14)}"
    return f"  {head} {say('Owed'):>6} {say('Met'):>6}  {say('Share')}"


def bar(share: int | None) -> str:
    """A share of a hundred as a bar and a number; of nothing there is no share."""
    if share is None:
        return "-"
    filled = (share * BAR + 50) // 100
    return f"{'#' * filled}{'.' * (BAR - filled)} {share:>3} %"


def of_unit(session: Session, unit: str, found: Iterable[Count]) -> Iterator[str]:
    """A unit's published numbers together: each kind by cycle, and how its promises stand."""
    policy = session.workspace.policies.base
    broken_down = session.completion(completion_by_cycle)
    cycles = {policy.text("kind", kind): part for kind, part in broken_down.items()}
    for row in found:
        if row.unit == unit:
            text = say("withheld") if row.owed is None else f"{row.met} / {row.owed}"
            yield f"{row.kind}: {text}  {bar(row.share) if row.owed is not None else ''}".rstrip()
            if row.kind in cycles:  # nobody may owe it any more since the list was made
                yield from _by_cycle(cycles[row.kind], unit)
    yield ""
    yield say("Promises")
    numbers = _promises(session)
    of_units = {one["unit"]: one for one in numbers["units"]}
    here: Mapping[str, Any] = (numbers["total"] if unit == ALL else of_units.get(unit)) or {}
    if not here or "withheld" in here:
        yield "  " + say("withheld, or none")
        return
    for progress in PROGRESS:
        yield f"  {say(NAMED[progress])}: {here[progress]}"


def _by_cycle(part: Mapping[str, Any], unit: str) -> Iterator[str]:
    of_units = {row["unit"]: row.get("cycles") for row in part["units"]}
    rows = part["total"] if unit == ALL else of_units.get(unit)
    if rows is None:
        yield "  " + say("by cycle: withheld")
        return
    for row in rows:
        yield f"  {row['cycle']}: {row['met']} / {row['owed']}  {bar(row['share_met'])}"


NAMED: Mapping[str, Sentence] = {
    "open": "open",
    "done": "done",
    "closed": "closed",
    "carried": "carried on",
}


def _promises(session: Session) -> dict[str, Any]:
    by = session.actor
    access.require_register(session.repository, by.person, by.on)
    units: dict[str, str] = {}
    dialogues: list[Mapping[str, Any]] = []
    for person in session.repository.people():
        posts = access.posts_on(person, by.on.isoformat())
        units[person["id"]] = posts[0]["unit"] if posts else ""
        dialogues += session.repository.dialogues_of(person["id"])
    return activities(dialogues, units)


def as_csv(found: Iterable[Count]) -> bytes:
    """The rows as a table for a spreadsheet; what is withheld stays empty."""
    text = StringIO(newline="")
    table = csv.writer(text)
    table.writerow([say("Dialogue"), say("Unit"), say("Owed"), say("Met"), say("Share")])
    for row in found:
        numbers = ["" if one is None else one for one in row[2:]]
        table.writerow([cell(row.kind), cell(called(row.unit)), *numbers])
    return text.getvalue().encode("utf-8-sig")
