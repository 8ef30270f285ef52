"""What is kept about somebody, and what may go, for a person to read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from visavi.messages import Label, label, say
from visavi_cli.render.common import indented, listed, word

Row = Mapping[str, Any]

_PARTS: tuple[Label, ...] = (
    "register",
    "log",
    "mentions",
    "dialogues",
    "written",
    "retention",
    "sources",
)
_ROWS: tuple[Label, ...] = (
    "action",
    "address",
    "citations",
    "document",
    "is_the_record",
    "schema",
)
"""Names in the report that are in no part of the model: those of its own rows, to be said."""

_COLUMNS = ("due", "state", "what", "id", "person", "rule", "counted_from")


def due(rows: Iterable[Row]) -> Iterator[str]:
    """One line each."""
    yield from listed(rows, _COLUMNS, "Nothing is due.")


def applied(data: Row) -> Iterator[str]:
    """What went, or would go, and the list's fingerprint."""
    yield from due(data["rows"])
    if data["changed"]:
        yield say("Deleted: {count}. Receipts: {ids}", count=len(data["rows"]), ids=_ids(data))
    else:
        yield say("Not done: dry run. Fingerprint: {hex}", hex=data["fingerprint"])


def access_report(data: Row) -> Iterator[str]:
    """The whole report, part by part."""
    yield say("What is kept about {person}, on {on}", person=data["person"], on=data["on"])
    for name in _PARTS:
        yield ""
        yield label(name)
        yield from _part(data[name], 2)
    yield ""
    yield say("left out")
    for row in data["withheld"]:
        yield f"  {label(row['what'])} ({row['rule']})"
        yield from indented(row["because"])


def _part(value: Any, by: int) -> Iterator[str]:
    """Data of any form, indented; what is empty is left out."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            if item in (None, "", [], {}, ()):
                continue
            head = " " * by + label(name)
            if isinstance(item, Mapping | list | tuple):
                yield f"{head}:"
                yield from _part(item, by + 2)
            elif isinstance(item, str) and "\n" in item:
                yield f"{head}:"
                yield from indented(item, by + 2)
            else:
                yield f"{head}: {word(item)}"
    elif isinstance(value, list | tuple):
        for item in value:
            if isinstance(item, Mapping):
                yield " " * by + "-"
                yield from _part(item, by + 2)
            else:
                yield from _part(item, by)
    else:
        yield from indented(str(value), by)


def _ids(data: Row) -> str:
    return ", ".join(data["receipts"]) or "-"
