"""All commands that make sense now, found by their words."""

from collections.abc import Iterator
from typing import NamedTuple

from textual.widget import Widget

from visavi.messages import say
from visavi_tui.actions import EVERYWHERE, key_name
from visavi_tui.screens.page import Page
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.search import Search
from visavi_tui.widgets.writing import Writing
from visavi_tui.words import fitted


class Command(NamedTuple):
    """One row: what to run on the screen below, and how it is told."""

    name: str
    key: str
    verb: str
    about: str


class PalettePage(Page):
    """Type words, choose with the arrows, Enter runs it. The answer is the action's name."""

    ABOUT = "Every command that makes sense on the screen you came from."

    def __init__(self, below: Page) -> None:
        super().__init__()
        self._below = below
        self._commands = list(_commands(below))

    def place(self) -> tuple[str, str]:
        """All commands."""
        return say("All commands"), ""

    def body(self) -> Iterator[Widget]:
        """A line to type words in, and the commands that hold them."""
        yield Search()
        yield Lines(
            draw=lambda c, width: fitted(f"{c.key:<7}{c.verb:<16} {c.about}", width), steered=True
        )

    def fill(self) -> None:
        """All of them first."""
        self.query_one(Lines).show(self._commands)
        self.query_one(Search).focus()
        self.say(say("Type some letters. Enter runs the command, Esc goes back."))

    def on_writing_typed(self, event: Writing.Typed) -> None:
        """Keep the commands that hold every word."""
        words = event.writing.text.casefold().split()
        self.query_one(Lines).show(
            [
                c
                for c in self._commands
                if all(w in f"{c.verb} {c.about}".casefold() for w in words)
            ],
            cursor=0,
        )

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Run it on the screen below."""
        self.dismiss(event.lines.chosen.name)

    def leave_text(self) -> None:
        """The search is the screen: leaving one leaves the other."""
        self.go_back()


def _commands(page: Page) -> Iterator[Command]:
    keys = page.visavi.keys
    rows = [(page.SCOPE, action) for action in page.offered()]
    rows += [("app", action) for action in EVERYWHERE if action.name != "palette"]
    for scope, action in rows:
        key = key_name(keys.get(f"{scope}.{action.name}", action.key))
        yield Command(action.name, key, say(action.verb), say(action.about))
