"""A long text to read and scroll by keys, drawn line by line."""

from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from visavi.messages import Sentence
from visavi_tui.words import MEASURE, fitted, wrapped


class Reading(ScrollView, can_focus=True):
    """Wrapped to the width in sight, at most :data:`MEASURE` columns."""

    purpose: Sentence = "A text to read. Arrows, or j and k, scroll; Space turns a page."

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "scroll_up", show=False),
        Binding("j", "scroll_down", show=False),
        Binding("space", "page_down", show=False),
    ]

    def __init__(self, text: str = "", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.text = text
        self._lines: list[str] = []

    def tell(self, text: str) -> None:
        """Show this text from its beginning."""
        self.text = text
        self._wrap()
        self.scroll_to(y=0, animate=False)

    def on_resize(self, _: Resize) -> None:
        """Wrap anew."""
        self._wrap()

    def render_line(self, y: int) -> Strip:
        """One line in sight."""
        width, index = self.scrollable_content_region.width, y + int(self.scroll_offset.y)
        if index >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        return Strip([Segment(fitted(self._lines[index], width), self.rich_style)], width)

    def _wrap(self) -> None:
        width = min(MEASURE, max(self.size.width - 1, 10))
        self._lines = list(wrapped(self.text, width))
        self.virtual_size = Size(0, len(self._lines))
        self.refresh()
