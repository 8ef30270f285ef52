"""A walk told step by step: what a person reads, and the same as data.

Each line has a kind: ``says`` tells, ``quotes`` repeats what an invented person wrote, ``row`` is
an entry of a list, ``cells`` a line of a table, ``refused`` belongs to a refusal. ``holds`` states
what was tried out just now and found so, ``fails`` what was found otherwise.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from textwrap import wrap
from typing import Any, NamedTuple

from visavi.messages import Sentence, say
from visavi.policy.outcomes import Citation, Finding

WIDTH = 79
"""Columns of the printed walk: it fits a terminal of eighty."""

_LEADS: Mapping[str, tuple[str, str]] = {
    "says": ("  ", "  "),
    "row": ("    - ", "      "),
    "cells": ("    ", "      "),
    "quotes": ("      ", "        "),
    "refused": ("    | ", "    |   "),
    "holds": ("    ok   ", "         "),
    "fails": ("    NOT  ", "         "),
}


class Line(NamedTuple):
    """One line or paragraph of a step."""

    kind: str
    text: str


class Step:
    """One step of a walk, while it is told and afterwards."""

    def __init__(self, number: int, step: str, title: str) -> None:
        self.number = number
        self.step = step
        self.title = title
        self.on: date | None = None
        self.lines: list[Line] = []
        self.refusals: list[Finding] = []
        self.ids: dict[str, str] = {}

    @property
    def ok(self) -> bool:
        """Whether all that was tried out was as it should be."""
        return all(line.kind != "fails" for line in self.lines)

    def says(self, sentence: Sentence, /, **values: object) -> None:
        """Tell a sentence of the catalogue."""
        self.lines.append(Line("says", say(sentence, **values)))

    def row(self, sentence: Sentence, /, **values: object) -> None:
        """Add an entry to a list."""
        self.lines.append(Line("row", say(sentence, **values)))

    def table(self, heads: Sequence[Sentence], rows: Iterable[Sequence[str]]) -> None:
        """Add a table under these heads, each column as wide as what stands in it."""
        cells = [[say(head) for head in heads], *rows]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        for row in cells:
            padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.lines.append(Line("cells", "  ".join(padded).rstrip()))

    def quotes(self, who: str, text: str) -> None:
        """Repeat what somebody wrote."""
        self.lines.append(Line("quotes", say("{who}: “{text}”", who=who, text=text)))

    def holds(self, ok: bool, sentence: Sentence, /, **values: object) -> None:
        """State what was tried out just now; ``ok`` is whether it was so."""
        self.lines.append(Line("holds" if ok else "fails", say(sentence, **values)))

    def refused(self, findings: Iterable[Finding]) -> None:
        """Tell a refusal: its rule, its sentence, the ways forward and the source."""
        for finding in findings:
            self.refusals.append(finding)
            self._refusal(say("Refused by {policy}, rule {rule}:", **_named(finding)))
            self._refusal(finding.sentence)
            for way in finding.ways:
                self._refusal(say("You can: {way}", way=way))
            for citation in finding.citations:
                self._refusal(say("Source: {source}", source=source_of(citation)))
        self._refusal(say("Nothing was changed."))

    def as_mapping(self) -> dict[str, Any]:
        """The step as JSON-ready data."""
        return {
            "number": self.number,
            "step": self.step,
            "title": self.title,
            "on": None if self.on is None else self.on.isoformat(),
            "ok": self.ok,
            "ids": dict(self.ids),
            "lines": [{"kind": line.kind, "text": line.text} for line in self.lines],
            "refusals": [finding.as_mapping() for finding in self.refusals],
        }

    def _refusal(self, text: str) -> None:
        self.lines.append(Line("refused", text))


def source_of(citation: Citation) -> str:
    """Document, section and address of a source."""
    parts = (citation.document, citation.section, citation.address)
    return ", ".join(part for part in parts if part)


def printed(step: Mapping[str, Any]) -> Iterator[str]:
    """A step, as data, in lines that fit a terminal of eighty columns."""
    day = step["on"] or ""
    head = f"{step['number']}. {step['title']}"
    yield f"{head}{day:>{max(len(day) + 2, WIDTH - len(head))}}" if day else head
    for line in step["lines"]:
        first, rest = _LEADS[line["kind"]]
        if line["kind"] == "cells":
            yield first + line["text"]
            continue
        yield from wrap(
            line["text"],
            WIDTH,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
    yield ""


def _named(finding: Finding) -> Mapping[str, str]:
    return {"policy": finding.policy, "rule": finding.rule}
