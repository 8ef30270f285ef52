"""Numbers for a person to read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from visavi.messages import Label, say
from visavi_cli.render.common import listed, table

Row = Mapping[str, Any]
_NONE = "There is nothing to count."


def completion(data: Row) -> Iterator[str]:
    """A table for each kind, with the total below."""
    if not data:
        yield say(_NONE)
    for kind, part in data.items():
        yield kind
        yield from _units(part, ("owed", "met", "share_met"))


def cycles(data: Row) -> Iterator[str]:
    """For each kind a row for each unit and cycle."""
    if not data:
        yield say(_NONE)
    for kind, part in data.items():
        yield kind
        rows = []
        for row in (*part["units"], {"unit": say("all"), "cycles": part["total"]}):
            unit = {"unit": row["unit"] or say("no unit")}
            columns = ("owed", "met", "share_met")
            rows += [
                {**unit, "cycle": one["cycle"], **_cells(one, columns)}
                for one in row.get("cycles") or ()
            ]
            if not row.get("cycles"):
                rows.append({**unit, "cycle": "-", **_cells({}, columns)})
        for text in table(rows, ("unit", "cycle", "owed", "met", "share_met")):
            yield f"  {text}"
        yield from _note(part)


def activities(data: Row) -> Iterator[str]:
    """One table by unit."""
    if not data["units"]:
        yield say(_NONE)
        return
    yield from _units(data, ("open", "done", "closed", "carried"))


def obligations(rows: Iterable[Row]) -> Iterator[str]:
    """One line for each rule and state; a withheld number says so."""
    flat = [
        {"rule": row["rule"], "state": state, "people": _number(number)}
        for row in rows
        for state, number in row["states"].items()
    ]
    yield from listed(flat, ("rule", "state", "people"), _NONE)


def _units(part: Row, columns: tuple[Label, ...]) -> Iterator[str]:
    rows = [
        {"unit": row["unit"] or say("no unit"), **_cells(row, columns)} for row in part["units"]
    ]
    rows.append({"unit": say("all"), **_cells(part["total"] or {}, columns)})
    for text in table(rows, ("unit", *columns)):
        yield f"  {text}"
    yield from _note(part)


def _note(part: Row) -> Iterator[str]:
    """Why a number is missing."""
    if any("withheld" in row for row in part["units"]) or part["total"] is None:
        yield "  " + say(
            "Withheld: about fewer than five people, or such a number could be worked out."
        )


def _cells(row: Row, columns: tuple[str, ...]) -> dict[str, str]:
    return {name: _number(row.get(name), share=name == "share_met") for name in columns}


def _number(number: int | None, *, share: bool = False) -> str:
    if number is None:
        return say("withheld")
    return f"{number} %" if share else str(number)
