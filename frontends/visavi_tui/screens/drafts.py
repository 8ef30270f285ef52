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
from visavi_tui.widgets.reading import Reading
from visavi_tui.words import fitted


class Entry(NamedTuple):
    """One line: a draft, and whether it was discarded."""

    draft: Draft
    discarded: bool


def _by_age(drafts: Mapping[str, Draft]) -> list[Draft]:
    return sorted(drafts.values(), key=lambda draft: draft.at)


class DraftsPage(ListPage):
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
        yield Lines(draw=self._drawn)
        yield Reading()

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
        """The draft whole."""
        entry: Entry | None = event.lines.chosen
        self.query_one(Reading).tell("" if entry is None else _shown(entry.draft))
        self.show_keys()

    def on_lines_chosen(self) -> None:
        """Enter keeps them."""
        self.action_keep()

    def _drawn(self, entry: Entry, width: int) -> str:
        """When, with whom, what it is for, and how it begins."""
        draft = entry.draft
        at = draft.at[:16].replace("T", " ")
        text = say("(discarded)") if entry.discarded else " ".join(_shown(draft).split())
        place = f"{self._whose(draft)} {draft.about}".strip()
        return f"{at}  {fitted(place, 32)} {fitted(text, max(width - 51, 4))}"

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
            lines += self._stored(draft)
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


def _shown(draft: Draft) -> str:
    """Somebody may sit beside: private words are shown when they are asked for."""
    return say("(private: c shows it)") if draft.private else draft.text
