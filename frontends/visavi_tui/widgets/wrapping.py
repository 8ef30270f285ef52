"""A text as it is wrapped: of a long paragraph only what an edit moved is wrapped anew."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from textual._wrap import compute_wrap_offsets
from textual.document._document import Location
from textual.document._wrapped_document import WrappedDocument

LONG = 1000
"""Letters of a paragraph from which on it pays."""

_WORD = re.compile(r"\S+\s*")
_MORE = 4
"""Lines after an edit within which the old breaks are mostly met again."""


class Wrapping(WrappedDocument):
    """Breaks every paragraph where the toolkit breaks it."""

    _seen: Sequence[str] = ()

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Wrap everything."""
        super().wrap(width, tab_width)
        self._seen = list(self.document.lines)

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Wrap what an edit changed."""
        row = start[0]
        if row == old_end[0] == new_end[0] and self._within_a_paragraph(row):
            self._wrap_within(row)
        else:
            super().wrap_range(start, old_end, new_end)
        self._seen = list(self.document.lines)

    def _within_a_paragraph(self, row: int) -> bool:
        if not self._width or not 0 <= row < len(self._seen) == self.document.line_count:
            return False
        old, new = self._seen[row], self.document.get_line(row)
        return min(len(old), len(new)) >= LONG and "\t" not in old and "\t" not in new

    def _wrap_within(self, row: int) -> None:
        new = self.document.get_line(row)
        before = self._wrap_offsets[row]
        after = rewrapped(self._seen[row], new, before, self._width, self._tab_width)
        self._wrap_offsets[row] = after
        shift = len(after) - len(before)
        if not shift:
            return
        top = self._line_index_to_offsets[row][0]
        sections = range(len(after) + 1)
        self._offset_to_line_info[top : top + len(before) + 1] = [(row, n) for n in sections]
        self._line_index_to_offsets[row] = [top + n for n in sections]
        for below in range(row + 1, len(self._line_index_to_offsets)):
            moved = self._line_index_to_offsets[below]
            self._line_index_to_offsets[below] = [offset + shift for offset in moved]

    def get_sections(self, line_index: int) -> list[str]:
        """The lines that a paragraph takes."""
        text, breaks = self.document[line_index], self._wrap_offsets[line_index]
        return [text[a:b] for a, b in zip([0, *breaks], [*breaks, len(text)], strict=True)]

    def section_at(self, y: int) -> tuple[int, int, str] | None:
        """Paragraph, number and text of the line that stands there; none below the text.

        The text of a paragraph's last line ends in a newline.
        """
        if not 0 <= y < len(self._offset_to_line_info):
            return None
        row, number = self._offset_to_line_info[y]
        text, breaks = self.document[row], self._wrap_offsets[row]
        begin = breaks[number - 1] if number else 0
        if number == len(breaks):
            return row, number, text[begin:] + "\n"
        return row, number, text[begin : breaks[number]]

    def section_of(self, location: Location) -> tuple[int, int]:
        """Paragraph and number of the line that a place in the text stands in."""
        row, column = location
        return row, bisect_right(self.get_offsets(row), column)


def rewrapped(
    old: str, new: str, breaks: Sequence[int], width: int, tab_width: int = 4
) -> list[int]:
    """Where the ``new`` text breaks, when the ``old`` one broke at ``breaks``; neither has tabs.

    A line that begins with a word begins as if the text began there. So the lines up to one before
    the change stay, and as soon as the same word begins a line again, so do all that follow.
    """
    same = _alike(old, new)
    tail = _alike(old[same:][::-1], new[same:][::-1])
    shift, changed = len(new) - len(old), len(old) - tail
    starts = [0, *breaks]
    first = bisect_right(starts, same) - 2
    while first > 0 and not _stands(new, starts[first], same):
        first -= 1
    first = max(first, 0)
    begin, kept = starts[first], list(breaks[:first])
    later = [o for o in breaks[bisect_right(breaks, changed) :] if _begins(new, o + shift)]
    for at in range(0, len(later) - 1, _MORE):
        again, end = later[at] + shift, later[min(at + _MORE, len(later) - 1)] + shift
        found = [begin + o for o in compute_wrap_offsets(new[begin:end], width, tab_width)]
        met = next((o for o in found if o >= again and o - shift in later), None)
        if met is not None:
            rest = breaks[bisect_right(breaks, met - shift) :]
            return [*kept, *(o for o in found if o <= met), *(o + shift for o in rest)]
    found = [begin + o for o in compute_wrap_offsets(new[begin:], width, tab_width)]
    return [*kept, *found]


def _alike(one: str, other: str) -> int:
    """How many letters both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _begins(text: str, at: int) -> bool:
    """Whether a word begins there."""
    return 0 < at < len(text) and text[at - 1].isspace() and not text[at].isspace()


def _stands(text: str, at: int, changed: int) -> bool:
    """Whether a word begins there that is over, with the space after it, before the change."""
    if not _begins(text, at):
        return False
    word = _WORD.match(text, at)
    return word is not None and word.end() < changed
