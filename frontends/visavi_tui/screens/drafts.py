"""Texts that were typed and are nowhere else: keep, compare, discard."""

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType
from textual.types import CSSPathType
from textual.widget import Widget

from visavi.errors import VisaviError
from visavi.messages import say
from visavi.model import ids
from visavi_tui.actions import bindings
from visavi_tui.drafts import Draft
from visavi_tui.record import Teller
from visavi_tui.screens.page import Page
from visavi_tui.screens.text import TextPage
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.reading import Reading
from visavi_tui.words import fitted


class DraftsPage(Page):
    """Found at the start after an unclean end, and whenever somebody looks for them."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss", "drafts.tcss"]
    SCOPE = "drafts"
    ABOUT = (
        "Texts that you typed and that stand nowhere else. Kept, each waits where you typed it "
        "and is there when you open that place again."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("drafts")]

    def place(self) -> tuple[str, str]:
        """Drafts are for their writer alone."""
        return say("Unsaved text found"), say("ONLY YOU")

    def body(self) -> Iterator[Widget]:
        """The drafts, and one of them whole."""
        yield Lines(draw=_drawn)
        yield Reading()

    def fill(self) -> None:
        """Which drafts are there?"""
        drafts = sorted(self.visavi.drafts.all().values(), key=lambda d: d.at)
        lines = self.query_one(Lines)
        lines.show(drafts)
        lines.focus()
        self.say(say("{n} drafts.", n=len(drafts)) if drafts else say("No drafts."))

    def offers(self) -> Iterator[str]:
        """What can be done with the draft under the cursor."""
        if self.is_mounted and self.query_one(Lines).chosen is not None:
            yield from ("keep", "compare", "discard")

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """The draft whole."""
        draft: Draft | None = event.lines.chosen
        self.query_one(Reading).tell("" if draft is None else _shown(draft))
        self.show_keys()

    def action_keep(self) -> None:
        """All of them wait where they were typed."""
        self.visavi.greet(say("Kept. Each draft is back where you typed it."))
        self.dismiss(None)

    def action_compare(self) -> None:
        """The draft, and what stands in the store now."""
        draft: Draft = self.query_one(Lines).chosen
        lines = [say("Your draft"), draft.text, "", say("What stands there now")]
        try:
            lines += self._stored(draft)
        except VisaviError as error:
            lines.append(str(error))
        self.app.push_screen(TextPage(say("Compare"), "\n".join(lines), say("ONLY YOU")))

    def _stored(self, draft: Draft) -> Iterator[str]:
        place, _, rest = draft.key.partition("/")
        dialogue = ids.dialogue_of(place) if place.rpartition(".")[2].startswith("a") else place
        shown = self.session.show(dialogue)
        told = Teller(self.session, shown)
        what, _, topic = rest.partition("/")
        found = [t for t in shown.get("topics", ()) if what == "note" and t["topic"] == topic]
        if found:
            yield from told.in_topic(found[0])
        else:
            yield from told.whole()

    def action_discard(self) -> None:
        """Throw the draft away."""
        draft: Draft = self.query_one(Lines).chosen
        try:
            self.visavi.drafts.drop(draft.key)
        except VisaviError as error:
            self.complain(error)
            return
        self.fill()
        self.say(say("Discarded."))


def _shown(draft: Draft) -> str:
    """Somebody may sit beside: private words are shown when they are asked for."""
    return say("(private: c shows it)") if draft.private else draft.text


def _drawn(draft: Draft, width: int) -> str:
    at = draft.at[:16].replace("T", " ")
    text = " ".join(_shown(draft).split())
    return f"{at}  {fitted(draft.about, 24)} {fitted(text, max(width - 43, 4))}"
