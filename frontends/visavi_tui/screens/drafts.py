"""Texts that were typed and are nowhere else: keep, compare, discard."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, NamedTuple

from textual.binding import BindingType
from textual.types import CSSPathType
from textual.widget import Widget

from visavi.errors import VisaviError
from visavi.messages import say
from visavi.model import ids
from visavi.usecases.drafts import DAYS, Draft
from visavi_tui.actions import bindings
from visavi_tui.record import Teller
from visavi_tui.screens.listing import ListPage
from visavi_tui.screens.text import TextPage
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.words import Words
from visavi_tui.words import fitted


class Entry(NamedTuple):
    """One line: a draft, and whether it was discarded."""

    draft: Draft
    discarded: bool


def _by_age(drafts: Mapping[str, Draft]) -> list[Draft]:
    return sorted(drafts.values(), key=lambda draft: draft.at)


class DraftsPage(ListPage):
    """Found at the start after an unclean end, and whenever somebody looks for them.

    Somebody may sit beside: the words of a draft are shown when they are asked for.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss"]
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
        """The drafts, and what one of them is for."""
        yield Lines(draw=self._drawn)
        yield Words(id="detail")

    def fill(self) -> None:
        """Which drafts are there?"""
        kept = self.visavi.drafts
        drafts = [Entry(draft, False) for draft in _by_age(kept.all())]
        gone = [Entry(draft, True) for draft in _by_age(kept.discarded())]
        lines = self.query_one(Lines)
        lines.show([*drafts, *gone])
        lines.focus()
        if gone:
            self.say(say("Drafts: {n}; discarded: {m}.", n=len(drafts), m=len(gone)))
        else:
            self.say(say("Drafts: {n}.", n=len(drafts)))

    def offers(self) -> Iterator[str]:
        """What can be done with the draft under the cursor."""
        entry: Entry | None = self.query_one(Lines).chosen if self.is_mounted else None
        yield "keep"
        if entry is not None:
            yield from ("compare", "bring" if entry.discarded else "discard")

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """Which draft it is, in full."""
        entry: Entry | None = event.lines.chosen
        about = [self._place(entry.draft), say("c shows what you typed.")] if entry else ""
        self.query_one("#detail", Words).tell(about)
        self.show_keys()

    def on_lines_chosen(self) -> None:
        """Enter keeps them."""
        self.action_keep()

    def _drawn(self, entry: Entry, width: int) -> str:
        """When, with whom, what it is for, and how long it is."""
        draft = entry.draft
        at = draft.at[:16].replace("T", " ")
        words = say("words: {n}", n=len(draft.text.split()))
        size = say("(discarded)") if entry.discarded else words
        return f"{at}  {fitted(self._place(draft), max(width - 34, 8))} {size}"

    def _place(self, draft: Draft) -> str:
        return f"{self._whose(draft)} {draft.about}".strip()

    def _whose(self, draft: Draft) -> str:
        """The employee in whose dialogue it was typed, unless that is who typed it."""
        employee = draft.key.partition("/")[0].partition(".")[0]
        known = draft.key.startswith(f"{employee}.") and employee != self.session.person
        return self.session.first_name(employee) if known else ""

    def action_keep(self) -> None:
        """All of them wait where they were typed."""
        self.visavi.greet(say("Kept. Each draft is back where you typed it."))
        self.dismiss(None)

    def action_compare(self) -> None:
        """The draft, and what stands in the store now."""
        draft: Draft = self.query_one(Lines).chosen.draft
        lines = [say("Your draft"), draft.text, "", say("What stands there now")]
        try:
            lines += list(self._stored(draft)) or [say("Nothing stands here yet.")]
        except VisaviError as error:
            lines.append(self.advised(error))
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
        """Put the draft aside."""
        draft: Draft = self.query_one(Lines).chosen.draft
        self.visavi.drafts.discard(draft.key, self.visavi.desk.moment())
        self.fill()
        self.say(say("Discarded; for {n} days b brings it back.", n=DAYS))

    def action_bring(self) -> None:
        """A discarded draft is a draft again."""
        draft: Draft = self.query_one(Lines).chosen.draft
        self.visavi.drafts.bring_back(draft.key)
        self.fill()
        self.say(say("A draft again."))
