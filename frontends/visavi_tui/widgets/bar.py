"""The column at the right of a list that tells which part of it is in sight."""

from functools import lru_cache
from math import ceil

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.scrollbar import ScrollBarRender

_STEPS = ScrollBarRender.VERTICAL_BARS
"""The glyphs by which its thumb begins and ends, to an eighth of a line."""


def bar(height: int, rows: int, top: int, thumb: Color, groove: Color) -> list[Segment]:
    """One cell a line of ``height``; none where all the rows are in sight."""
    if rows <= height:
        return []
    size, steps = max(1.0, height * height / rows), len(_STEPS)
    start = int((height - size) * top / (rows - height) * steps)
    end = start + ceil(size * steps)
    (first, above), (last, below) = divmod(start, steps), divmod(end, steps)
    empty, full, head, tail = _cells(thumb, groove)
    cells = [empty] * height
    cells[first:last] = [full] * (last - first)
    if above:
        cells[first] = head._replace(text=_STEPS[steps - 1 - above])
    if below and last < height:
        cells[last] = tail._replace(text=_STEPS[steps - 1 - below])
    return cells


@lru_cache(16)
def _cells(thumb: Color, groove: Color) -> tuple[Segment, Segment, Segment, Segment]:
    """The groove, the thumb, the line in which it begins, and the one in which it ends."""
    edge = Style(color=thumb, bgcolor=groove)
    return (
        Segment(" ", Style(bgcolor=groove)),
        Segment(" ", Style(color=thumb, reverse=True)),
        Segment(" ", edge),
        Segment(" ", edge + Style(reverse=True)),
    )
