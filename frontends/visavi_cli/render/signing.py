"""Verifications and readers for a person to read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from visavi.messages import say
from visavi_cli.render.common import indented, listed

Row = Mapping[str, Any]

_MARKS = {"holds": "ok", "does-not-hold": "WRONG", "cannot-tell": "?"}


def verification(data: Row) -> Iterator[str]:
    """What was looked at, then each signature with what it proves and what it does not."""
    for check in data["checks"]:
        yield f"{_MARKS[check['outcome']]:<5}  {check['sentence']}"
    for signature in data["signatures"]:
        yield from _signature(signature)
    yield say("Days and times are claimed by whoever wrote them; no clock vouches for them.")
    if data["holds"]:
        yield say("Nothing was found that does not hold.")
    else:
        yield say("Something does not hold: see the lines marked WRONG.")


def readers(rows: Iterable[Row]) -> Iterator[str]:
    """One line each."""
    columns = ("on", "by", "relation", "sections", "reason")
    yield from listed(rows, columns, "Nobody beyond the two has read it.")


def _says(signature: Row) -> bool:
    return bool(signature["reason"] or signature["dissent"])


def _signature(signature: Row) -> Iterator[str]:
    if signature["refused"]:
        yield say("Version {version}, {party} {by}: refused ({level}), because", **signature)
    elif signature["dissent"]:
        yield say("Version {version}, {party} {by}: {level}, with a dissent", **signature)
    else:
        yield say("Version {version}, {party} {by}: {level}", **signature)
    yield from indented(signature["reason"] or signature["dissent"], 7) if _says(signature) else ()
    yield f"       {signature['how']}"
    if signature["noted_by"]:
        yield "       " + say("Noted by {noted_by}: {entered}", **signature)
    yield "       " + say("Proves {what}", what=signature["proves"])
    yield "       " + say("Does not prove {what}", what=signature["does_not_prove"])
