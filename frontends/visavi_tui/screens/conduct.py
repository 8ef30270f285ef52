"""The talk: topics on the left, one of them on the right with a place to write."""

from collections.abc import Iterator
from typing import Any, ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Key, Resize
from textual.types import CSSPathType
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from visavi.errors import VisaviError
from visavi.messages import say
from visavi.usecases import conduct
from visavi_tui.actions import bindings
from visavi_tui.deeds import deed
from visavi_tui.record import Teller, reread
from visavi_tui.screens import context, forms, talk
from visavi_tui.screens.page import Page
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.words import Words
from visavi_tui.widgets.writing import Writing

SPARE = 3
"""Blanks in the first line, beside the place and the readers."""

GLYPHS = {"open": ".", "covered": "v", "parked": "p", "skipped": "x"}


class ConductPage(Page):
    """Only what both may read is on this screen; preparation and other people are not."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss", "conduct.tcss"]
    SCOPE = "conduct"
    ABOUT = (
        "The talk, in any order. Write under a topic and put it into the record; what you type "
        "is a draft until then. Questions are there to pick from, not to be worked through. "
        "Beside the text, a digit goes to the topic of that number."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("conduct")]

    def __init__(self, dialogue: str, topic: str = "") -> None:
        super().__init__()
        self.dialogue = dialogue
        self._begin = topic
        self.shown: dict[str, Any] = {}
        self.told: Teller | None = None

    def place(self) -> tuple[str, str]:
        """With whom, which topic, since when."""
        if self.told is None or not self._topics:
            return say("The talk"), ""
        number, other = self.query_one("#topics", Lines).cursor + 1, self.told.other()
        where = {"n": number, "all": len(self._topics), "topic": self.told.topic(self.topic)}
        whole = say("{name} · topic {n} of {all} {topic}", name=self.session.name(other), **where)
        clock = context.clock(self.shown, self.visavi.desk.moment())
        readers = f"{self.told.both()}  {clock}"
        if cell_len(whole) + cell_len(readers) + SPARE > self.size.width:
            name = self.session.first_name(other)
            whole = say("{name} {n}/{all} {topic}", name=name, **where)
        return whole, readers

    def body(self) -> Iterator[Widget]:
        """Topics, then the topic in sight; one text area a topic, so that undo survives."""
        try:
            self.shown = self.session.show(self.dialogue)
        except VisaviError:
            self.shown = {}
        with Horizontal():
            with Vertical(id="rail"):
                yield Lines(id="topics", draw=self._draw_topic)
                yield Words(id="side")
            with Vertical(id="topic"):
                with VerticalScroll(can_focus=False):
                    yield Words(id="told")
                yield Words(id="label")
                with ContentSwitcher(initial=None, id="texts"):
                    for topic in self._topics:
                        key = f"{self.dialogue}/note/{topic['topic']}"
                        about = say("note under {topic}", topic=self._named(topic["topic"]))
                        yield Writing(key=key, about=about, id=_widget_id(topic["topic"]))
            yield Words(id="plan")
            yield Words(id="last")

    def _named(self, topic: str) -> str:
        return self.session.policy(self.shown["employee"]).text("topic", topic)

    def on_mount(self) -> None:
        """Bring back what was typed and not put into the record."""
        talk.bring_drafts_back(self)
        context.let_go_below(self)
        self.set_interval(60, self.retitle)
        self.query_one("#topics", Lines).focus()

    @property
    def _topics(self) -> list[dict[str, Any]]:
        return list(self.shown.get("topics", ()))

    @property
    def found(self) -> dict[str, Any]:
        """The topic in sight, as it was read last."""
        return self._topics[self.query_one("#topics", Lines).cursor]

    @property
    def topic(self) -> str:
        """Which topic is in sight."""
        return str(self.found["topic"])

    def fill(self) -> None:
        """Read the record anew."""
        if reread(self) is None:
            return
        begin, self._begin = self._begin, ""
        at = self._number(begin) if begin else None
        self.query_one("#topics", Lines).show(self._topics, cursor=at)
        context.tell(self, self.size.width)
        self._show_topic()

    def _show_topic(self) -> None:
        if not self._topics or self.told is None:
            return
        found = self.found
        lines = list(self.told.in_topic(found))
        if not lines:
            lines = [say("Nothing stands here yet.")]
        self.query_one("#told", Words).tell([f"{say(found['coverage'])}:", *lines])
        label = say("Your words on it ({audience})", audience=self.told.both())
        self.query_one("#label", Words).tell(label)
        self.query_one(ContentSwitcher).current = _widget_id(found["topic"])
        self.retitle()

    def _draw_topic(self, topic: dict[str, Any], width: int) -> str:
        name = self.told.topic(topic["topic"]) if self.told else topic["topic"]
        draft = self.query_one(f"#{_widget_id(topic['topic'])}", Writing).text.strip()
        return f"{GLYPHS[topic['coverage']]}{'*' if draft else ' '}{name}"

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """Another topic is in sight."""
        self._show_topic()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Enter begins to write."""
        self.text.focus()

    @property
    def text(self) -> Writing:
        """The text area of the topic in sight."""
        return self.query_one(f"#{_widget_id(self.topic)}", Writing)

    def text_at_hand(self) -> Writing | None:
        """The text under the topic in sight."""
        return self.text if self._topics else None

    def on_resize(self, event: Resize) -> None:
        """A narrow window has no room for the rail; a wide one has room for more."""
        context.fit(self, event.size.width)
        self.retitle()

    def go_back(self) -> None:
        """Out of the talk; where it stood is said on the screen before."""
        self.visavi.keep_drafts()
        if self.told is not None and self._topics and not self.visavi.keeper.is_unsaved:
            number = self._number(self.topic) + 1
            self.visavi.greet(say("Left at topic {n}. Everything is saved.", n=number))
        super().go_back()

    def leave_text(self) -> None:
        """Back to the topics, also when they have no room on the screen."""
        self.visavi.keep_drafts()
        lines = self.query_one("#topics", Lines)
        self.set_focus(lines if self.query_one("#rail").display else None)
        self.show_keys()

    def offers(self) -> Iterator[str]:
        """What may be done in the talk as it stands."""
        if self.told is None:
            return
        deeds = self.session.deeds(self.shown)
        if "note" in deeds:
            yield from ("record", "write", "nexttopic", "lasttopic")
        if "activity" in deeds:
            yield "activity"
        if "ask" in deeds:
            yield "questions"
        if "note" in deeds:
            yield from ("views", "theirs")
            if talk.own_notes(self):
                yield "rewrite"
        yield from (name for name in ("cover", "park", "skip") if name in deeds)
        if "activity" in deeds and self.shown.get("previous"):
            yield "lastplan"
        if "hold" in deeds:
            yield "finish"
        if self.shown["relation"] == "conductor":
            yield "separate"
        yield from ("peek", "why")

    # -- actions -----------------------------------------------------------------------------

    def action_write(self) -> None:
        """Begin to write under the topic."""
        self.text.focus()

    def go_to(self, topic: str) -> None:
        """This topic; who was writing goes on writing there."""
        self._turn_to(self._number(topic))

    def _number(self, topic: str) -> int:
        return next((n for n, t in enumerate(self._topics) if t["topic"] == topic), 0)

    def on_key(self, event: Key) -> None:
        """Beside the text a digit goes to the topic of that number."""
        if event.key.isdecimal() and not self.writing:
            number = int(event.key)
            if 0 < number <= len(self._topics):
                event.stop()
                self._turn_to(number - 1)

    def action_nexttopic(self) -> None:
        """The next topic, from the last one to the first."""
        self._turn(1)

    def action_lasttopic(self) -> None:
        """The topic before."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        lines = self.query_one("#topics", Lines)
        self._turn_to((lines.cursor + by) % len(lines.rows))

    def _turn_to(self, number: int) -> None:
        writing = self.writing
        self.query_one("#topics", Lines).action_goto(number)
        self._show_topic()
        if writing:
            self.text.focus()

    def action_peek(self) -> None:
        """My own preparation, for a short while."""
        from visavi_tui.screens.peek import PeekPage

        assert self.told is not None, "actions come after the first filling"
        self.app.push_screen(PeekPage(self.told))

    def action_record(self) -> None:
        """Put what is written into the record, as my words."""
        talk.record(self, None)

    def action_theirs(self) -> None:
        """Put it into the record as written down for the other one."""
        assert self.told is not None, "actions come after the first filling"
        talk.record(self, self.told.other())

    def action_rewrite(self) -> None:
        """Write a note of mine anew."""
        talk.rewrite(self)

    def action_cover(self) -> None:
        """The topic was talked about."""
        talk.cover(self)

    def action_park(self) -> None:
        """The topic waits for another time."""
        talk.leave_open(self, conduct.park, say("Why it waits"), say("Parked."))

    def action_skip(self) -> None:
        """The topic is left out on purpose."""
        talk.leave_open(self, conduct.skip, say("Why it is left out"), say("Left out."))

    def action_activity(self) -> None:
        """Capture what is to be achieved in one line; the other fields come in the plan."""
        talk.capture(self)

    def action_lastplan(self) -> None:
        """What became of the promises of last time."""
        from visavi_tui.screens.lastplan import LastPlanPage

        self.app.push_screen(LastPlanPage(self.dialogue))

    def action_questions(self) -> None:
        """The question bank, at this topic."""
        from visavi_tui.screens.questions import QuestionsPage

        assert self.told is not None, "actions come after the first filling"
        self.visavi.keep_drafts()
        self.app.push_screen(QuestionsPage(self.dialogue, self.topic, self.told))

    def action_views(self) -> None:
        """Two views that differ."""
        assert self.told is not None, "actions come after the first filling"
        forms.views(self, self.told, self.topic)

    @deed
    async def action_finish(self) -> None:
        """The talk is over; drafts are put into the record or discarded first."""
        waiting = [w for w in self.query(Writing) if w.text.strip()]
        if waiting:
            self.say(
                say(
                    "{n} texts are not in the record yet: put them there, or empty them.",
                    n=len(waiting),
                )
            )
            return
        await self.do(conduct.hold, self.dialogue)
        self.visavi.greet(say("The talk is over. Write the plan, then read back and sign."))
        self.leave_with(None)

    def action_separate(self) -> None:
        """Straight to a new one: whoever sits beside sees no other matter and no other name."""
        from visavi_tui.screens.matter_forms import open_new

        self.visavi.keep_drafts()
        open_new(self, affected=self.shown["employee"])

    def action_why(self) -> None:
        """Why this topic: its text, where it stands, and what the policy finds as things are."""
        talk.why(self)


def _widget_id(topic: str) -> str:
    return "t-" + "".join(c if c.isalnum() and c.isascii() else f"_{ord(c):x}_" for c in topic)
