"""Find words in everything that this person may read; Enter opens the place."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, ClassVar

from textual.types import CSSPathType
from textual.widget import Widget

from visavi.messages import Sentence, say
from visavi.usecases.search import BOTH, search
from visavi_tui.deeds import reading
from visavi_tui.record import Teller
from visavi_tui.screens.page import Page
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.search import Search
from visavi_tui.widgets.words import Words
from visavi_tui.widgets.writing import Writing
from visavi_tui.words import fitted

Row = Mapping[str, Any]

PLACES: Mapping[str, Sentence] = {
    "note": "note",
    "view": "view",
    "question": "own question",
    "reason": "reason",
    "pay": "salary",
    "activity": "activity",
    "word": "follow-up",
    "supplement": "supplement",
    "dissent": "dissent",
    "refusal": "refusal",
    "history": "history",
    "prepared": "prepared",
    "private": "own note",
}
"""The places in words."""

LEAST = 2
"""Letters from which on is searched: one alone stands everywhere."""


class FindPage(Page):
    """The answer is the hit. With a ``talk`` only what the two of it share is looked through."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss", "find.tcss"]
    ABOUT = (
        "Words in your own dialogues: records, plans, what you prepared. Each line says who can "
        "read the place. Separate follow-ups are never looked through."
    )

    def __init__(self, talk: Teller | None = None) -> None:
        super().__init__()
        self._talk = talk

    def place(self) -> tuple[str, str]:
        """What is looked through, and who may see what is found."""
        if self._talk is not None:
            return say("Find in this talk"), self._talk.both()
        return say("Find in everything that you may read"), say("ONLY YOU")

    def body(self) -> Iterator[Widget]:
        """A line for words, the hits, and the one under the cursor."""
        yield Search()
        yield Lines(draw=self._drawn, steered=True)
        yield Words(id="whole")

    def fill(self) -> None:
        """Begin to type."""
        self.query_one(Search).focus()
        self.say(say("Type words. Enter opens the place, Esc goes back."))

    def on_writing_typed(self, event: Writing.Typed) -> None:
        """Look again, in the background."""
        words = event.writing.text.strip()
        if len(words) < LEAST:
            self.query_one(Lines).show([])
            return
        self._look(words)

    @reading
    async def _look(self, words: str) -> None:
        session, talk = self.session, self._talk
        find = partial(search, session.repository, session.actor, words)
        dialogue = None if talk is None else str(talk.shown["id"])
        hits = await self.read(partial(find, dialogue=dialogue, shared_only=talk is not None))
        self.query_one(Lines).show(hits, cursor=0)
        self.say(say("Found: {n}.", n=len(hits)))

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """The hit under the cursor, and who can read it."""
        hit: Row | None = event.lines.chosen
        lines = [] if hit is None else [f"{self._where(hit)} · {self._audience(hit)}"]
        self.query_one("#whole", Words).tell([*lines, hit["excerpt"]] if hit else "")

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Open the place."""
        self.dismiss(event.lines.chosen)

    def leave_text(self) -> None:
        """The line to type in is the screen: leaving one leaves the other."""
        self.go_back()

    def _other(self, hit: Row) -> str:
        return str(hit["conductor" if hit["employee"] == self.session.person else "employee"])

    def _audience(self, hit: Row) -> str:
        if hit["audience"] != BOTH:
            return say("only you")
        return say("you and {name}", name=self.session.first_name(self._other(hit)))

    def _where(self, hit: Row) -> str:
        name = self.session.name(self._other(hit))
        return say(
            "{name}, {day}: {place}", name=name, day=hit["on"], place=say(PLACES[hit["place"]])
        )

    def _drawn(self, hit: Row, width: int) -> str:
        name = fitted(self.session.name(self._other(hit)), 16)
        audience = fitted(self._audience(hit), 14)
        place = fitted(say(PLACES[hit["place"]]), 10)
        return f"{name} {place} {audience} {fitted(hit['excerpt'], max(width - 43, 4))}"
