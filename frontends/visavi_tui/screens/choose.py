"""Choose one of several: a list, and an answer."""

from collections.abc import Iterator, Sequence

from textual.widget import Widget

from visavi.messages import say
from visavi_tui.screens.page import Page
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.words import Words


class ChoosePage(Page):
    """The answer is the value under the cursor; ``shown`` are the words for the values."""

    ABOUT = "Arrows move, Enter chooses, Esc goes back and changes nothing."

    def __init__(
        self, question: str, values: Sequence[str], shown: Sequence[str] = (), audience: str = ""
    ) -> None:
        super().__init__()
        self._question = question
        self._rows = list(zip(values, shown or values, strict=True))
        self._audience = audience

    def place(self) -> tuple[str, str]:
        """The question."""
        return self._question, self._audience

    def body(self) -> Iterator[Widget]:
        """The values."""
        yield Lines(draw=lambda row, _: row[1])
        yield Words(id="rest")

    def fill(self) -> None:
        """Put the cursor on the first one."""
        lines = self.query_one(Lines)
        lines.show(self._rows)
        lines.focus()
        self.say(say("Enter chooses, Esc goes back."))

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """The value under the cursor, whole."""
        if event.lines.chosen is not None:
            self.query_one("#rest", Words).tell(event.lines.chosen[1])

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Answer."""
        self.dismiss(event.lines.chosen[0])
