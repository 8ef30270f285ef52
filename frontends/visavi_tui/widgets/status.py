"""The second last line of every screen: is it saved, and what happened last."""

from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from visavi_tui.words import fitted


class Status(Widget):
    """One sentence, in words."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence = ""

    def tell(self, sentence: str) -> None:
        """Say this."""
        self.sentence = sentence
        self.refresh()

    def render(self) -> RenderResult:
        """One line."""
        width = self.size.width
        return Content(f" {fitted(self.sentence, width - 2)} \n{'─' * width}")
