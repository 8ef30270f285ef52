"""The last line of every screen: the keys that matter here and now."""

from typing import NamedTuple

from rich.cells import cell_len
from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from visavi_tui.words import fitted

MOST = 6
"""Entries at eighty columns; a wide screen shows more."""


class Entry(NamedTuple):
    """A key and what it does."""

    key: str
    verb: str


class Keys(Widget):
    """As many entries as fit whole, the most important first; the last two always stand."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def tell(self, entries: list[Entry]) -> None:
        """Show these, in order of importance; the last two are the way to all others."""
        if entries != self.entries:
            self.entries = entries
            self.refresh()

    def render(self) -> RenderResult:
        """One line."""
        width = self.size.width - 1
        *some, help_key, all_keys = [f"{e.key} {e.verb}" for e in self.entries] or ["", "", ""]
        tail = [help_key, all_keys]
        most = MOST if width < 100 else 2 * MOST
        kept: list[str] = []
        for text in some[: most - 2]:
            if cell_len("   ".join([*kept, text, *tail])) <= width:
                kept.append(text)
        return Content(" " + fitted("   ".join([*kept, *tail]), width))
