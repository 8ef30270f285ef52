"""The line at the foot of a list that narrows it: every letter counts at once."""

from collections.abc import Iterator

from textual.containers import Horizontal
from textual.events import Key
from textual.widget import Widget

from visavi.messages import Sentence, say
from visavi_tui.widgets.search import Search
from visavi_tui.widgets.words import Words


class FilterLine(Search):
    """Arrows move in the list; Enter only goes there."""

    purpose: Sentence = (
        "Words that the lines of the list hold. Every letter counts at once; arrows move in the "
        "list, Enter goes there, Esc shows all lines again."
    )

    async def _on_key(self, event: Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Entered())
        else:
            await super()._on_key(event)


class Filter(Horizontal):
    """The words, and before them what they are for."""

    def compose(self) -> Iterator[Widget]:
        """One line high."""
        yield Words(say("Only lines with:"))
        yield FilterLine()
