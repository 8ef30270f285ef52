"""Choose one of several, or several of them: a list, and words or digits that find a row."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.events import Key
from textual.widget import Widget

from visavi.messages import say
from visavi_tui.screens.page import Page
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.search import Search
from visavi_tui.widgets.words import Words
from visavi_tui.widgets.writing import Writing
from visavi_tui.words import fitted

SHORT = 9
"""Rows that are seen at a glance: each has its digit; in longer lists words find a row."""


class Row(NamedTuple):
    """A value, its words, and how it is marked."""

    value: str
    shown: str
    mark: str


class ChoosePage(Page):
    """The answer is the value under the cursor; ``shown`` are the words for the values.

    With ``many`` it is all values that are picked, with a space between them; ``picked`` are those
    that count already.
    """

    ABOUT = (
        "Arrows move, Enter chooses, Esc goes back and changes nothing. In a short list a digit "
        "goes to its row; in a long one, type some letters."
    )

    def __init__(
        self,
        question: str,
        values: Sequence[str],
        shown: Sequence[str] = (),
        audience: str = "",
        *,
        many: bool = False,
        picked: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._question = question
        self._all = list(zip(values, shown or values, strict=True))
        self._audience = audience
        self._many = many
        self._picked = list(picked)
        self._words: list[str] = []

    def place(self) -> tuple[str, str]:
        """The question."""
        return self._question, self._audience

    def body(self) -> Iterator[Widget]:
        """The values; above a long list a line for words."""
        if len(self._all) > SHORT:
            yield Search()
        yield Lines(
            draw=lambda row, width: fitted(f"{row.mark} {row.shown}", width),
            steered=len(self._all) > SHORT,
        )
        yield Words(id="rest")

    def fill(self) -> None:
        """Put the cursor on what counts already, else on the first one."""
        self._show(next((i for i, (v, _) in enumerate(self._all) if v in self._picked), 0))
        if len(self._all) > SHORT:
            self.query_one(Search).focus()
            self.say(say("Type some letters of it. Enter chooses, Esc goes back."))
        else:
            self.query_one(Lines).focus()
            self.say(say("Enter chooses, Esc goes back."))
        if self._many:
            self.say(say("Enter picks or takes back; Esc goes back with what is picked."))

    def _show(self, cursor: int | None = None) -> None:
        rows = [
            Row(value, shown, self._mark(number, value))
            for number, (value, shown) in enumerate(self._all, 1)
            if all(word in f"{value} {shown}".casefold() for word in self._words)
        ]
        self.query_one(Lines).show(rows, cursor=cursor)

    def _mark(self, number: int, value: str) -> str:
        if self._many:
            return "[x]" if value in self._picked else "[ ]"
        count = f"{number} " if len(self._all) <= SHORT else ""
        return count + ("(*)" if value in self._picked else "( )")

    def on_key(self, event: Key) -> None:
        """A digit goes to its row of a short list."""
        lines = self.query_one(Lines)
        if event.key.isdigit() and self.focused is lines and 0 < int(event.key) <= len(lines.rows):
            event.stop()
            lines.action_goto(int(event.key) - 1)

    def on_writing_typed(self, event: Writing.Typed) -> None:
        """Keep the rows that hold every word."""
        self._words = event.writing.text.casefold().split()
        self._show(0)

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """A value that is longer than its line, whole."""
        row = event.lines.chosen
        cut = row is not None and cell_len(row.shown) > self.size.width - 12
        self.query_one("#rest", Words).tell(row.shown if cut else "")

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Answer, or pick one more."""
        value = event.lines.chosen.value
        if not self._many:
            self.dismiss(value)
            return
        kept = [one for one in self._picked if one != value]
        self._picked = kept if value in self._picked else [*kept, value]
        self._show()

    def leave_text(self) -> None:
        """The words are the screen: leaving one leaves the other."""
        self.go_back()

    def go_back(self) -> None:
        """Without an answer, or with those that were picked."""
        if self._many:
            self.dismiss(" ".join(self._picked))
        else:
            super().go_back()
