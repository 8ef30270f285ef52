"""Go to a topic or a person, by its number or by some letters of its name."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.widget import Widget

from visavi.messages import say
from visavi_tui.screens.page import Page
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.search import Search
from visavi_tui.widgets.writing import Writing

MOST = 500
"""Lines shown at once: whoever has more types a letter more."""


class Goal(NamedTuple):
    """One line: what to go to, its number, and its name."""

    key: str
    number: int
    name: str


class GotoPage(Page):
    """The answer is the key of the goal. Enter at once goes to the one that ``start`` names."""

    ABOUT = "Type a number or some letters of a name; Enter goes there, Esc goes back."

    def __init__(
        self, question: str, goals: Sequence[Goal], start: int = 0, audience: str = ""
    ) -> None:
        super().__init__()
        self._question = question
        self._goals = goals
        self._start = start
        self._audience = audience

    def place(self) -> tuple[str, str]:
        """Where to?"""
        return self._question, self._audience

    def body(self) -> Iterator[Widget]:
        """A line to type in, and the goals that fit."""
        yield Search()
        yield Lines(draw=lambda goal, _: f"{goal.number:>3}  {goal.name}", steered=True)

    def fill(self) -> None:
        """All of them first."""
        self.query_one(Lines).show(self._goals[:MOST], cursor=self._start)
        self.query_one(Search).focus()
        self.say(say("Type a number or some letters. Enter goes there, Esc goes back."))

    def on_writing_typed(self, event: Writing.Typed) -> None:
        """A number is that line; letters narrow the list."""
        typed = event.writing.text.casefold().split()
        found = [g for g in self._goals if [str(g.number)] == typed]
        found = found or [g for g in self._goals if all(w in g.name.casefold() for w in typed)]
        self.query_one(Lines).show(found[:MOST], cursor=0)

    def on_lines_chosen(self) -> None:
        """Go there."""
        goal: Goal = self.query_one(Lines).chosen
        self.dismiss(goal.key)

    def leave_text(self) -> None:
        """The line to type in is the screen: leaving one leaves the other."""
        self.go_back()
