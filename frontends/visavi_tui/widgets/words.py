"""Running text: literal, and never wider than the eye can follow."""

from collections.abc import Iterable

from textual.widgets import Static

from visavi_tui.literal import literal
from visavi_tui.words import MEASURE


class Words(Static, can_focus=False):
    """Lines of text that the person reads; wrapped, at most :data:`MEASURE` columns."""

    def __init__(
        self,
        text: str = "",
        *,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(literal(text), id=id, classes=classes, markup=False)
        self.styles.max_width = MEASURE
        self.text = text

    def tell(self, lines: Iterable[str] | str) -> None:
        """Show these lines instead; nothing else moves where they take as much room."""
        text = lines if isinstance(lines, str) else "\n".join(lines)
        if text != self.text:
            self.text = text
            before = self._lines()
            self.update(literal(text), layout=False)
            if not before or self._lines() != before:
                self.refresh(layout=True)

    def _lines(self) -> int:
        """How many lines it takes as wide as it is now; 0 where it was not laid out yet."""
        size = self.content_size
        return size.width and self.get_content_height(size, size, size.width)
