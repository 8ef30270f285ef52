"""Who did what when, and texts as they stood before: any of them comes back as a new draft."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, NamedTuple

from textual.binding import BindingType
from textual.types import CSSPathType
from textual.widget import Widget

from visavi.errors import VisaviError
from visavi.messages import Sentence, say
from visavi.usecases import deed_words
from visavi.usecases.versions import versions_of
from visavi_tui.actions import bindings
from visavi_tui.record import LABELS, Teller
from visavi_tui.screens.listing import ListPage
from visavi_tui.screens.text import TextPage
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.words import Words
from visavi_tui.words import day_of

Row = Mapping[str, Any]

PLACES: Mapping[str, Sentence] = {
    "note": "note",
    "view": "view",
    "activity": "activity",
    "prepared": "prepared",
    "private": "own note",
}


class Entry(NamedTuple):
    """One line: an event, or an earlier version with its place."""

    shown: str
    version: Row | None = None


class HistoryPage(ListPage):
    """Nothing is rewritten here: what was signed stays as it was signed."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss", "history.tcss"]
    SCOPE = "history"
    ABOUT = (
        "What happened, the last first; before it texts as they stood earlier, yours and shared "
        "ones. Enter brings one back as a draft: it waits where you write such a text."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("history")]

    def __init__(self, told: Teller) -> None:
        super().__init__()
        self._told = told

    def place(self) -> tuple[str, str]:
        """Whose dialogue; the two read its history."""
        name = self.session.name(self._told.other())
        return say("History · {name}", name=name), self._told.both()

    def body(self) -> Iterator[Widget]:
        """Versions and events, and one version in full."""
        yield Lines(draw=lambda entry, _: entry.shown)
        yield Words(id="whole")

    def fill(self) -> None:
        """Read both anew."""
        dialogue = str(self._told.shown["id"])
        self._told = Teller(self.session, self.session.show(dialogue))
        found = versions_of(self.session.repository, self.session.actor, dialogue)
        versions = [Entry(self._where(row), row) for row in found]
        events = [Entry(self._event(event)) for event in reversed(self._told.shown["events"])]
        lines = self.query_one(Lines)
        lines.show([*versions, *events])
        lines.focus()
        self.say(say("Earlier versions: {n}. Events: {m}.", n=len(versions), m=len(events)))

    def offers(self) -> Iterator[str]:
        """Only an earlier version can be brought back."""
        if self._version is not None:
            yield "bring"
            if self._version["audience"] != "both":
                yield "read"

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """The version in full, unless it is for one pair of eyes."""
        version = self._version
        if version is None:
            told = event.lines.chosen.shown if event.lines.chosen else ""
        elif version["audience"] == "both":
            told = "\n".join(self._words(version))
        else:
            told = say("Only you can read it: press r where nobody looks on.")
        self.query_one("#whole", Words).tell(told)
        self.show_keys()

    def on_lines_chosen(self) -> None:
        """Enter brings back."""
        if self._version is not None:
            self.action_bring()

    def action_read(self) -> None:
        """Read what is for nobody else."""
        version = self._version
        assert version is not None, "it is offered on a version only"
        text = "\n".join(self._words(version))
        self.app.push_screen(TextPage(self._where(version), text, say("ONLY YOU")))

    def action_bring(self) -> None:
        """The version is a draft again, beside what is being written there."""
        version = self._version
        assert version is not None, "it is offered on a version only"
        at = self.visavi.desk.moment()
        try:
            for key, text in self._drafts(version):
                before = self.visavi.drafts.find(key)
                whole = f"{text}\n\n{before.text}" if before and before.text != text else text
                self.visavi.drafts.keep(key, whole, self._where(version), at)
        except VisaviError as error:
            self.complain(error)
            return
        self.say(say("A draft now: it waits where you write such a text. Nothing was changed."))

    @property
    def _version(self) -> Row | None:
        entry: Entry | None = self.query_one(Lines).chosen if self.is_mounted else None
        return None if entry is None else entry.version

    def _where(self, version: Row) -> str:
        signed, place = version["signed"], say(PLACES[version["place"]])
        if signed:
            what = say("signed version {n}, {place}", n=signed, place=place)
        else:
            what = say("earlier {place}", place=place)
        about = self._about(version)
        day = day_of(version["on"])
        return f"{day}  {what}: {about}" if about else f"{day}  {what}"

    def _about(self, version: Row) -> str:
        if version["place"] == "activity":
            return str(version["fields"]["what"] or "")
        return self._told.about(version["about"]) if version["about"] else ""

    def _words(self, version: Row) -> Iterator[str]:
        if version["fields"] is None:
            yield from str(version["text"]).split("\n")
            return
        for name, value in version["fields"].items():
            if value:
                yield f"{say(LABELS[name])}: {value}"

    def _event(self, event: Row) -> str:
        by = self.session.name(event["by"])
        reason = f": {event['reason']}" if event.get("reason") else ""
        return f"{day_of(event['on'])}  {by}: {deed_words.told(event['deed'])}{reason}"

    def _drafts(self, version: Row) -> Iterator[tuple[str, str]]:
        """The drafts that the version becomes: where such a text is written."""
        dialogue, about = str(self._told.shown["id"]), version["about"]
        text = str(version["text"])
        match version["place"]:
            case "note":
                yield f"{dialogue}/note/{about}", text
            case "view":
                mine = "mine" if version["author"] == self.session.person else "other"
                yield f"{dialogue}/views/{about}/{mine}", text
            case "prepared":
                yield f"{dialogue}/before/shared/{about}/text", text
            case "private":
                stage = "after" if about in self._asked_afterwards() else "before"
                yield f"{dialogue}/{stage}/private/{about}/text", text
            case _:
                agreed = (self._told.shown.get("plan") or {}).get("activities", ())
                still = any(activity["id"] == about for activity in agreed)
                place = f"{dialogue}.{about}/edit" if still else f"{dialogue}/activity"
                for name, value in version["fields"].items():
                    if value and name != "responsible":
                        yield f"{place}/{name}", str(value)

    def _asked_afterwards(self) -> set[str]:
        return {q.id for q in self._told.policy.self_questions if q.stage == "after"}
