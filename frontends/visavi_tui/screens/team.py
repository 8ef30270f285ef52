"""My team: a queue of what is to be done next."""

from collections.abc import Iterator
from functools import partial
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.events import Resize
from textual.types import CSSPathType
from textual.widget import Widget

from visavi.errors import VisaviError
from visavi.messages import Sentence, say
from visavi_tui.actions import bindings
from visavi_tui.deeds import deed, reading
from visavi_tui.queue import WIDEST, Entry, drawn, heads
from visavi_tui.screens.listing import ListPage
from visavi_tui.standing import Standing
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.words import Words
from visavi_tui.words import day_of


class TeamPage(ListPage):
    """Who needs me, for what, and by when; Enter does the next step."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss", "team.tcss"]
    SCOPE = "team"
    ABOUT = (
        "Your queue: what needs you now comes first. Each line says how it stands, with whom, "
        "and what comes next; Enter does that."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("team")]

    def __init__(self) -> None:
        super().__init__()
        self._standing: Standing | None = None
        self._also: tuple[str, ...] = ()
        self._first = True

    def place(self) -> tuple[str, str]:
        """Whose team, and the day."""
        demo = say("DEMO") + "  " if self.visavi.desk.demo else ""
        return (
            say("My team · {name}", name=self.session.name(self.session.person)),
            demo + day_of(self.session.actor.on),
        )

    def body(self) -> Iterator[Widget]:
        """How many need me, the queue, and the line under the cursor in full."""
        yield Words(id="sum")
        headings = Words(id="heads")
        headings.styles.max_width = WIDEST + 4
        yield headings
        self._standing = self._fresh()
        yield Lines(id="queue", draw=drawn, rows=self._standing or (), text=_words)
        yield Words(id="detail")

    def fill(self) -> None:
        """The queue as it stands; where something has changed it is made in the background."""
        self.query_one(Lines).focus()
        self.say(say("Everything is saved."))
        self._also = tuple(self._more())
        standing = self._standing if self._first else self._fresh()
        self._first = False
        if standing is not None:
            self._take(standing)
        else:
            if self._standing is None:
                self.query_one("#sum", Words).tell(say("Working out who is due ..."))
            self.fetches, self.settled = True, False
            self._load()

    def _fresh(self) -> Standing | None:
        """The queue as it was made last, if it still is the queue; why not, the worker tells."""
        standing = Standing(self.session.repository, self.session.person)
        try:
            return standing if standing.is_fresh(self.session) else None
        except VisaviError:
            return None

    @reading
    async def _load(self) -> None:
        standing = Standing(self.session.repository, self.session.person)
        await self.read(partial(standing.refresh, self.session))
        self._take(standing)

    def _take(self, standing: Standing) -> None:
        self._standing = standing
        self.query_one("#queue", Lines).show(standing)
        all_lines = len(standing)
        text = say("{now} need you now · {all} lines in all", now=standing.needing, all=all_lines)
        nobody = FAILED if standing.failures else NOBODY
        told = [text if all_lines else say(nobody)]
        unread = self.visavi.desk.unread()
        self.query_one("#sum", Words).tell([*told, say(UNREAD, n=unread)] if unread else told)
        if standing.failures:
            self.say(standing.failures[0])
        self.show_keys()

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """Tell the line under the cursor in full."""
        entry: Entry | None = event.lines.chosen
        self.query_one("#detail", Words).tell("" if entry is None else self._told(entry))
        self.show_keys()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Enter does the next step."""
        self.action_next()

    def offers(self) -> Iterator[str]:
        """What the line under the cursor allows."""
        entry = self.entry
        if entry is not None:
            yield "next"
            if entry.dialogue is not None:
                yield "open"
            if entry.owed is not None:
                yield "why"
            if entry.person != self.session.person:
                yield "new"
        yield from ("follow", "filter", "matters", *self._also)
        yield from ("people", "who", "mine", "keys", "settings", "language", "fresh")

    def _more(self) -> Iterator[str]:
        """What is offered on some computers; looked up once, for it costs a reading."""
        if self.session.keeps_register():
            yield "numbers"
        if self.visavi.drafts.all() or self.visavi.drafts.discarded():
            yield "drafts"

    @property
    def entry(self) -> Entry | None:
        """The line under the cursor."""
        entry: Entry | None = self.query_one(Lines).chosen if self.is_mounted else None
        return entry

    def on_resize(self, event: Resize) -> None:
        """A low window keeps its lines for the queue."""
        low = event.size.height < LOW
        self.query_one("#sum").display = not low
        self.query_one("#detail").display = not low

    def on_mount(self) -> None:
        """The heads stand over the columns."""
        self.watch(self.query_one("#queue"), "columns", self._tell_heads)

    def _tell_heads(self, columns: int) -> None:
        self.query_one("#heads", Words).tell(heads(columns - 2))

    def _told(self, entry: Entry) -> str:
        about = " · ".join(filter(None, (entry.name, entry.facts.kind)))
        lines = [f"── {about}", say("Next step: {todo}", todo=entry.step.todo)]
        if entry.owed is not None and entry.owed.sentence:
            lines.append(_named(entry, entry.owed.sentence))
        if entry.due:
            lines.append(say("Due {day}", day=day_of(entry.due)))
        if entry.late:
            lines.append(say("Late activities: {n}", n=entry.late))
        return "\n".join(lines)

    # -- actions -----------------------------------------------------------------------------

    def action_next(self) -> None:
        """The next step of the line under the cursor."""
        from visavi_tui.screens import ways

        if self.entry is not None:
            ways.go(self, self.entry.step.target, self.entry)

    def action_open(self) -> None:
        """The dialogue with everything that can be done in it."""
        from visavi_tui.screens import ways

        assert self.entry is not None, "it is offered on a line only"
        ways.go(self, "dialogue", self.entry)

    def action_why(self) -> None:
        """Why is this asked?"""
        from visavi_tui.screens import ways

        assert self.entry is not None, "it is offered on a line only"
        ways.go(self, "why", self.entry)

    def action_new(self) -> None:
        """Plan a dialogue with the person."""
        from visavi_tui.screens import ways

        assert self.entry is not None, "it is offered on a line only"
        ways.plan_any(self, self.entry)

    def action_follow(self) -> None:
        """All activities."""
        from visavi_tui.screens.followup import FollowUpPage

        self.app.push_screen(FollowUpPage())

    def action_matters(self) -> None:
        """Separate follow-up."""
        from visavi_tui.screens.matters import MattersPage

        self.app.push_screen(MattersPage())

    def action_drafts(self) -> None:
        """What was typed and put nowhere."""
        from visavi_tui.screens.drafts import DraftsPage

        self.app.push_screen(DraftsPage())

    def action_numbers(self) -> None:
        """Numbers only."""
        from visavi_tui.screens.numbers import NumbersPage

        self.app.push_screen(NumbersPage())

    def action_who(self) -> None:
        """Act as somebody else."""
        from visavi_tui.screens import ways

        ways.choose_person(self)

    def action_people(self) -> None:
        """Who is in the store."""
        from visavi_tui.screens.people import PeoplePage

        self.app.push_screen(PeoplePage())

    @deed
    async def action_mine(self) -> None:
        """What is kept about whoever acts; that it was asked for is kept too."""
        from visavi_tui import kept
        from visavi_tui.screens.text import TextPage

        lines = await self.run(partial(kept.told, self.session))
        if self.is_active:
            text = "\n".join(lines)
            self.app.push_screen(TextPage(say("Kept about you"), text, say("ONLY YOU")))

    def action_keys(self) -> None:
        """The keys."""
        from visavi_tui.screens.keys import KeysPage

        self.app.push_screen(KeysPage())

    def action_settings(self) -> None:
        """The settings of this computer."""
        from visavi_tui.screens.settings import ask

        ask(self)

    def action_language(self) -> None:
        """Speak another language."""
        from visavi_tui.screens.language import LanguagePage

        self.app.push_screen(LanguagePage())

    def action_fresh(self) -> None:
        """Read again."""
        self.fill()


def _named(entry: Entry, sentence: str) -> str:
    """The agenda's sentences name the person by id; a person reads a name."""
    size, at = len(entry.person), sentence.find(entry.person)
    while at >= 0:
        if not (_is_word(sentence[max(at - 1, 0) : at]) or _is_word(sentence[at + size :][:1])):
            return sentence[:at] + entry.name + sentence[at + size :]
        at = sentence.find(entry.person, at + 1)
    return sentence


def _is_word(letter: str) -> bool:
    """Whether an id that stands beside this letter is part of a longer one."""
    return letter.isalnum() or letter in ("_", "-")


def _words(entry: Entry) -> str:
    parts: tuple[Any, ...] = (
        entry.name,
        entry.person,
        entry.step.word,
        entry.step.todo,
        entry.kind,
        *entry.facts,
    )
    return " ".join(str(part) for part in parts).casefold()


LOW = 20
"""Lines below which only the queue has room."""

UNREAD: Sentence = "Not shown, being of a newer visavi: {n} documents of people and dialogues."

FAILED: Sentence = (
    "Nobody can be shown: a policy fails, and without it nobody knows who is due. What it says "
    "stands below; r asks it again."
)

NOBODY: Sentence = (
    "Nobody is due here.\n\n"
    "  p  People: add one person (name and work e-mail is enough), or import a staff list\n"
    "  w  Act as somebody else at this computer"
)
