"""A page of text: a refusal with its ways forward, an explanation, a help page."""

from collections.abc import Iterator

from textual.widget import Widget

from visavi.messages import say
from visavi_tui.screens.page import Page
from visavi_tui.widgets.reading import Reading


class TextPage(Page):
    """Read, scroll, and go back."""

    TAKES_BACK = False
    ABOUT = "A page to read. Arrows and Space scroll, Esc goes back."

    def __init__(self, title: str, text: str, audience: str = "") -> None:
        super().__init__()
        self.title_text = title
        self.text = text
        self.audience = audience

    def place(self) -> tuple[str, str]:
        """The title."""
        return self.title_text, self.audience

    def body(self) -> Iterator[Widget]:
        """The text."""
        yield Reading(self.text)

    def fill(self) -> None:
        """Nothing changes here; say how to go on."""
        self.say(say("Esc goes back."))
