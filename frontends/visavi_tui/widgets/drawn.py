"""Lines of a list as they were drawn, kept while they would be drawn the same again."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.strip import Strip

_MOST = 1000
"""Rows that are kept; with more of them all are drawn anew."""


class Look(NamedTuple):
    """What the lines look like: their columns, and all that their colours hang on."""

    width: int
    style: Style
    background: Color
    filters: Sequence[LineFilter]


class Drawn:
    """``text`` gives a row's line with its mark for so many columns; a marked line is bold."""

    def __init__(self, text: Callable[[int, str, int], str]) -> None:
        self._text = text
        self._look: Look | None = None
        self._rows: dict[int, _Row] = {}

    def clear(self) -> None:
        """Nothing is as it was drawn."""
        self._rows.clear()

    def drop(self, rows: Iterable[int]) -> None:
        """These rows are not as they were drawn."""
        for row in rows:
            self._rows.pop(row, None)

    def take(self, look: Look) -> None:
        """From now on lines look like this."""
        if look != self._look or len(self._rows) > _MOST:
            self.clear()
            self._look = look

    def line(self, row: int, mark: str, end: Segment | None) -> Strip:
        """The row's line, and after it the ``end``."""
        texts, strips = self._rows.setdefault(row, ({}, {}))
        strip = strips.get((mark, end))
        if strip is None:
            assert self._look is not None, "lines are drawn for a look"
            if mark not in texts:
                texts[mark] = self._text(row, mark, self._look.width)
            strip = strips[mark, end] = _strip(texts[mark], mark, end, self._look)
        return strip


_Row = tuple[dict[str, str], dict[tuple[str, Segment | None], Strip]]


def _strip(text: str, mark: str, end: Segment | None, look: Look) -> Strip:
    style = look.style if mark == " " else look.style + Style(bold=True)
    segments = [Segment(text, style)] if end is None else [Segment(text, style), end]
    for one in look.filters:
        segments = one.apply(segments, look.background)
    return Strip(segments, look.width + (0 if end is None else end.cell_length))
