"""A paragraph of many lines, drawn line by line without being taken apart for each of them."""

from collections.abc import Iterable
from typing import Any

from rich.containers import Lines
from rich.text import Span, Text

_NOTHING = Text()


class Paragraph(Text):
    """A text of one paragraph that is divided where it is wrapped."""

    def divide(self, offsets: Iterable[int]) -> Lines:
        """Its lines; the one that is asked for first is made, the others only count tabs."""
        return _Sections(self, [0, *offsets, len(self.plain)])


class _Sections(Lines):
    def __init__(self, whole: Text, bounds: list[int]) -> None:
        super().__init__()
        self._whole = whole
        self._bounds = bounds
        self._tabs = "\t" in whole.plain
        self._drawn = False

    def __getitem__(self, index: Any) -> Any:
        if self._drawn and not self._tabs:
            return _NOTHING
        self._drawn = True
        start, end = self._bounds[index], self._bounds[index + 1]
        spans = [
            Span(max(0, span.start - start), min(span.end, end) - start, span.style)
            for span in self._whole.spans
            if span.start < end and span.end > start
        ]
        whole = self._whole
        return Text(
            whole.plain[start:end],
            style=whole.style,
            justify=whole.justify,
            overflow=whole.overflow,
            spans=spans,
        )
