"""Tables, indented texts, and words for yes, no and nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from visavi.messages import Label, Sentence, label, say
from visavi.sanitise import line

_blocks: ContextVar[bool] = ContextVar("blocks", default=False)


@contextmanager
def in_blocks() -> Iterator[None]:
    """Inside, tables are blocks of ``name: value`` lines, which a screen reader reads in order."""
    before = _blocks.set(True)
    try:
        yield
    finally:
        _blocks.reset(before)


def table(rows: Iterable[Mapping[str, Any]], columns: Sequence[Label]) -> Iterator[str]:
    """The rows under these columns, each as wide as what stands in it; the last one is open."""
    if _blocks.get():
        yield from _in_blocks(rows, columns)
        return
    cells = [[_cell(column, row.get(column)) for column in columns] for row in rows]
    if not cells:
        return
    head = [label(column) for column in columns]
    widths = [max(width(row[i]) for row in (head, *cells)) for i in range(len(columns))]
    for row in (head, *cells):
        padded = (text + " " * (widths[i] - width(text)) for i, text in enumerate(row))
        yield "  ".join(padded).rstrip()


def _in_blocks(rows: Iterable[Mapping[str, Any]], columns: Sequence[Label]) -> Iterator[str]:
    """One line for each value that there is; an empty line between two rows."""
    first = True
    for row in rows:
        if not first:
            yield ""
        first = False
        for column in columns:
            if row.get(column) not in (None, "", (), []):
                yield f"{label(column)}: {_cell(column, row[column])}"


def _cell(column: str, value: object) -> str:
    return say(str(value)) if column in _SAID and value else word(value)


_SAID = frozenset(
    {"coverage", "level", "modality", "party", "progress", "relation", "severity", "state", "wants"}
)
"""Columns whose values are words of ours: they are said, where data keeps them in English."""


def word(value: object) -> str:
    """A value on one line: yes and no in words, a dash for nothing."""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if value is None or value == "":
        return "-"
    if isinstance(value, list | tuple):
        return ", ".join(word(item) for item in value) or "-"
    return line(str(value))


def period(cycle: str) -> str:
    """A cycle as it is called: a year as it is, and in a word what comes once."""
    return say("once") if cycle == "once" else cycle


def width(text: str) -> int:
    """How many columns the text takes on a terminal."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(letter) else 1 + (east_asian_width(letter) in "WF") for letter in text
    )


def indented(text: str, by: int = 4) -> Iterator[str]:
    """A text of several lines, moved to the right."""
    for part in text.split("\n"):
        yield " " * by + part


def listed(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[Label], none: Sentence
) -> Iterator[str]:
    """The table, or a sentence where there is nothing."""
    lines = table(rows, columns)
    first = next(lines, None)
    if first is None:
        yield say(none)
        return
    yield first
    yield from lines
