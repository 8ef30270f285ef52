"""Prepare before the talk, and look back after it: what you own, and who will read it."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from typing import Any, ClassVar, NamedTuple

from textual.binding import BindingType
from textual.containers import Horizontal
from textual.events import Resize
from textual.types import CSSPathType
from textual.widget import Widget

from visavi.messages import say
from visavi.usecases import prepare, undoing
from visavi_tui import inverse
from visavi_tui.actions import bindings
from visavi_tui.deeds import deed
from visavi_tui.record import Teller, reread
from visavi_tui.screens import context
from visavi_tui.screens.form import Field, FormPage
from visavi_tui.screens.page import Page
from visavi_tui.screens.text import TextPage
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.words import Words
from visavi_tui.words import fitted


class Thing(NamedTuple):
    """One line: a ``tick`` of the list, a ``private`` note, or a text that is ``shared`` later."""

    what: str
    about: str
    text: str
    done: bool


class PreparePage(Page):
    """The list to tick, questions to oneself, and what the other one may read later."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss", "prepare.tcss"]
    SCOPE = "prepare"
    ABOUT = (
        "Prepare as much or as little as you like. Each line says whether a text stays with you "
        "for ever, or is shared when both have submitted."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("prepare")]
    STAGE = "before"

    def __init__(self, dialogue: str, about: str | None = None) -> None:
        super().__init__()
        self.dialogue = dialogue
        self._begin = about
        self.shown: dict[str, Any] = {}
        self.told: Teller | None = None
        self._bank: list[dict[str, Any]] = []

    def place(self) -> tuple[str, str]:
        """Whose dialogue; at first only for you."""
        if self.told is None:
            return say("Prepare"), say("ONLY YOU")
        name = self.session.name(self.told.other())
        audience = say("ONLY YOU") if self._read_by_both() else say("ONLY YOU until both submit")
        return say("Prepare · {name}", name=name), audience

    def body(self) -> Iterator[Widget]:
        """The lines, and the one under the cursor in full."""
        yield Words(id="sum")
        yield Horizontal(Lines(draw=_drawn), Words(id="last"), Words(id="help"), id="wide")
        yield Words(id="detail")

    def fill(self) -> None:
        """Read anew what I have written."""
        if reread(self) is None:
            return
        self._bank = self.session.questions(self.dialogue)
        self.retitle()
        self.query_one("#sum", Words).tell(self.summed())
        lines = self.query_one(Lines)
        things = list(self.things())
        begin, self._begin = self._begin, None
        places = [n for n, thing in enumerate(things) if begin is not None and thing.about == begin]
        lines.show(things, cursor=places[0] if places else None)
        lines.focus()
        self.say(say("Everything is saved."))
        context.fit_beside(self, self.dialogue, self.told, self.size.width)

    def on_resize(self, event: Resize) -> None:
        """A wide window has room for the last plan, and for help."""
        context.fit_beside(self, self.dialogue, self.told, event.size.width)

    @property
    def party(self) -> str:
        """Which of the two I am."""
        return "employee" if self.shown["relation"] == "employee" else "conductor"

    @property
    def mine(self) -> dict[str, Any]:
        """What I prepared."""
        return self.shown["preparations"].get(self.party) or {}

    def _read_by_both(self) -> bool:
        """Whether what both prepared can be read by both."""
        parts = [self.shown["preparations"].get(one) or {} for one in ("employee", "conductor")]
        return all(part.get("submitted") for part in parts)

    def summed(self) -> str:
        """Who has submitted."""
        other = "conductor" if self.party == "employee" else "employee"
        day = (self.shown["preparations"].get(other) or {}).get("submitted")
        own = self.mine.get("submitted")
        name = self.session.first_name(str(self.shown[other]))
        yours = say("You: submitted {day}.", day=own) if own else say("You: not submitted.")
        theirs = "{name}: submitted {day}." if day else "{name}: not submitted."
        return f"{yours} {say(theirs, name=name, day=day)}"

    def things(self) -> Iterator[Thing]:
        """What can be ticked and written here."""
        assert self.told is not None, "the lines come after the first filling"
        policy, kind = self.told.policy, self.shown["kind"]
        for item in policy.preparations:
            if item.party == self.party and (not item.kinds or kind in item.kinds):
                text = policy.text("preparation", item.id, "text")
                yield Thing("tick", item.id, text, item.id in self.mine.get("ticks", ()))
        yield from self.own_questions()
        if not self.mine.get("submitted"):
            yield Thing(
                "shared", "", say("Something for the other one to read"), self._has("", "answers")
            )
            for topic in policy.kinds[kind].topics:
                yield Thing("shared", topic, self.told.topic(topic), self._has(topic, "answers"))

    def own_questions(self) -> Iterator[Thing]:
        """Questions to oneself, answered for nobody else."""
        assert self.told is not None, "the lines come after the first filling"
        policy, kind = self.told.policy, self.shown["kind"]
        yield Thing("private", "", say("A note for yourself"), self._has("", "notes"))
        if self.party == "conductor":
            for own in policy.self_questions:
                if own.stage == self.STAGE and (not own.kinds or kind in own.kinds):
                    text = policy.text("self_question", own.id, "text")
                    yield Thing("private", own.id, text, self._has(own.id, "notes"))

    def _has(self, about: str, where: str) -> bool:
        return any((one.get("about") or "") == about for one in self.mine.get(where, ()))

    def offers(self) -> Iterator[str]:
        """What the line allows."""
        if self.told is not None:
            yield from ("write", "read")
            if self._last() is not None:
                yield from ("rewrite", "takeback")
            if self._wanted() is not None:
                yield "attach"
            may = self.STAGE == "before" and "submit" in self.session.deeds(self.shown)
            if may and not self.mine.get("submitted"):
                yield "submit"

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """The line in full, with what I wrote there."""
        thing: Thing | None = event.lines.chosen
        if thing is None or self.told is None:
            return
        said = [one["text"] for _, one in self._mine_at(thing)]
        self.query_one("#detail", Words).tell([thing.text, *(f"  {text}" for text in said)])
        self.show_keys()

    def _mine_at(self, thing: Thing) -> list[tuple[int, dict[str, Any]]]:
        """My texts of this line, each with its number among all of mine of that kind."""
        where = {"shared": "answers", "private": "notes"}.get(thing.what, "")
        numbered = enumerate(self.mine.get(where, ()), 1)
        return [(n, one) for n, one in numbered if (one.get("about") or "") == thing.about]

    def _prompts(self, thing: Thing) -> Iterator[str]:
        """The questions of the bank that a topic's line stands for: to think of, not to answer."""
        assert self.told is not None, "the lines come after the first filling"
        if thing.what == "shared" and thing.about:
            rows = (row for row in self._bank if row["topic"] == thing.about)
            yield from (f"  * {question['text']}" for question in rows)

    def _last(self) -> tuple[int, dict[str, Any]] | None:
        """My last text of the line under the cursor, and its number."""
        thing: Thing | None = self.query_one(Lines).chosen if self.is_mounted else None
        found = self._mine_at(thing) if thing is not None and self.told is not None else []
        return found[-1] if found else None

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Enter ticks or writes."""
        self.action_write()

    def action_write(self) -> None:
        """Tick the item, or write to the question."""
        thing: Thing = self.query_one(Lines).chosen
        if thing.what == "tick":
            self._tick(thing)
        else:
            self._write(thing, f"{self.dialogue}/{self.STAGE}/{thing.what}/{thing.about}")

    def action_rewrite(self) -> None:
        """Write my last text of this line anew."""
        last = self._last()
        assert last is not None, "it is offered on a text only"
        thing = self.query_one(Lines).chosen
        key = f"{self.dialogue}/{self.STAGE}/{thing.what}/rewrite/{thing.about}"
        self._write(thing, key, instead=last[0], text=last[1]["text"])

    @deed
    async def action_takeback(self) -> None:
        """Remove my last text of this line."""
        last = self._last()
        assert last is not None, "it is offered on a text only"
        thing: Thing = self.query_one(Lines).chosen
        number, text = last[0], last[1]["text"]
        private = thing.what == "private"
        use_case = undoing.take_answer_back
        await self.do(use_case, self.dialogue, number=number, private=private)
        back = inverse.removed(
            self.session,
            self.dialogue,
            self.party,
            private=private,
            back=self.keeping(text, thing.about, private),
        )
        self.did(say("Removed."), back)

    def _write(self, thing: Thing, key: str, instead: int | None = None, text: str = "") -> None:
        """Ask for the words of a line: new ones, or ``instead`` of the ones of that number."""
        private = thing.what == "private"
        title = self.place()[0]

        def give_back(text: str) -> None:
            self.visavi.drafts.keep(f"{key}/text", text, title, self.visavi.desk.moment())

        async def done(given: dict[str, str]) -> None:
            await self.run(self.keeping(given["text"], thing.about, private, instead))
            about = (self.session, self.dialogue, self.party)
            if instead is None:
                back = inverse.prepared(*about, private=private, give_back=give_back)
            else:
                again = self.keeping(text, thing.about, private, instead)
                back = inverse.removed(*about, private=private, back=again)
            self.did(say("Kept."), back)

        audience = say("ONLY YOU") if private else self._later()
        field = Field("text", say("Your words"), value=text, height=8)
        about = "\n".join((thing.text, *self._prompts(thing)))
        self.app.push_screen(
            FormPage(title, [field], done, audience=audience, about=about, draft=key)
        )

    def _wanted(self) -> str | None:
        """The item of this line, where a rule asks whether it is at hand and nobody said so."""
        thing: Thing | None = self.query_one(Lines).chosen
        if thing is None or self.told is None or "attach" not in self.session.deeds(self.shown):
            return None
        rules = self.told.policy.plain["rule"].values()
        asked = [rule["with"]["items"] for rule in rules if rule.get("check") == "attached"]
        open_ones = set(chain.from_iterable(asked)) - set(self.shown.get("attachments", ()))
        return thing.about if thing.what == "tick" and thing.about in open_ones else None

    @deed
    async def action_attach(self) -> None:
        """Note that it is at hand; its content stays where it is."""
        item = self._wanted()
        if item:
            await self.do(prepare.attach, self.dialogue, item=item)
            self.did(say("Noted: it is at hand."))

    @deed
    async def _tick(self, thing: Thing) -> None:
        use_case = undoing.untick if thing.done else prepare.tick
        await self.do(use_case, self.dialogue, item=thing.about)
        said = say("The tick is off.") if thing.done else say("Ticked.")
        self.did(said, inverse.ticked(self.session, self.dialogue, thing.about, taken=thing.done))

    def keeping(
        self, text: str, about: str, private: bool, instead: int | None = None
    ) -> Callable[[], object]:
        """Puts the text where it belongs, in any thread."""
        return partial(
            self.session.do,
            prepare.prepare,
            self.dialogue,
            text=text,
            about=about,
            private=private,
            instead=instead,
        )

    def _later(self) -> str:
        assert self.told is not None, "texts come after the first filling"
        name = self.session.first_name(self.told.other())
        return say("YOU, AND {name} when both have submitted", name=name.upper())

    def action_submit(self) -> None:
        """From now on the other one may read it, when both have submitted."""
        from visavi_tui.screens import oncemore

        assert self.told is not None, "actions come after the first filling"
        oncemore.ask(self, self.told, "submit")

    def action_read(self) -> None:
        """All that was prepared, as far as it may be read."""
        assert self.told is not None, "actions come after the first filling"
        text = "\n".join(self.told.preparations())
        self.app.push_screen(TextPage(say("Prepared"), text, self.place()[1]))


class AfterPage(PreparePage):
    """Questions to oneself after the talk; nobody else ever reads the answers."""

    ABOUT = "Look back for three minutes. What you write here stays with you alone."
    STAGE = "after"

    def place(self) -> tuple[str, str]:
        """After the talk, for you alone."""
        return say("Afterwards"), say("ONLY YOU")

    def summed(self) -> str:
        """Nothing is submitted here."""
        return ""

    def things(self) -> Iterator[Thing]:
        """Only questions to oneself."""
        yield from self.own_questions()

    def keeping(
        self, text: str, about: str, private: bool, instead: int | None = None
    ) -> Callable[[], object]:
        """Puts a private note after the talk there."""
        note = partial(self.session.do, prepare.afterthought, self.dialogue)
        return partial(note, text=text, about=about, instead=instead)


def _drawn(thing: Thing, width: int) -> str:
    if thing.what == "tick":
        mark, label = ("[x]", say("done")) if thing.done else ("[ ]", say("to do"))
    else:
        mark = " * " if thing.done else " . "
        label = say("only you") if thing.what == "private" else say("shared")
    return f"{mark} {fitted(label, 9)} {fitted(thing.text, max(width - 14, 4))}"
