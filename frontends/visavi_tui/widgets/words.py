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
        """Show these lines instead."""
        self.text = lines if isinstance(lines, str) else "\n".join(lines)
        self.update(literal(self.text))
