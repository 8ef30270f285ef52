"""The plan that this dialogue opens with: each promise is kept, changed or closed with a word."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.types import CSSPathType
from textual.widget import Widget

from visavi.errors import VisaviError
from visavi.messages import say
from visavi.model.plans import Carry
from visavi.usecases.activities import carry_activity, finish_activity
from visavi_tui import inverse
from visavi_tui.actions import bindings
from visavi_tui.record import Teller
from visavi_tui.screens import forms
from visavi_tui.screens.form import Field, FormPage
from visavi_tui.screens.page import Page
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.words import Words
from visavi_tui.words import fitted


class LastPlanPage(Page):
    """Nothing is carried silently: signing waits until each unfinished promise has its answer."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss", "lastplan.tcss"]
    SCOPE = "lastplan"
    ABOUT = "The promises of last time. Each unfinished one is kept, changed, closed, or done."
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("lastplan")]

    def __init__(self, dialogue: str) -> None:
        super().__init__()
        self.dialogue = dialogue
        self.told: Teller | None = None

    def place(self) -> tuple[str, str]:
        """The last plan; both read it."""
        return say("Last plan"), self.told.both() if self.told else ""

    def body(self) -> Iterator[Widget]:
        """The promises, and one in full."""
        yield Lines(draw=_drawn)
        yield Words(id="whole")

    def fill(self) -> None:
        """Read it anew."""
        try:
            self.told = Teller(self.session, self.session.show(self.dialogue))
            rows = self.session.last_plan(self.dialogue)
        except VisaviError as error:
            self.complain(error)
            return
        self.retitle()
        lines = self.query_one(Lines)
        lines.show(rows, cursor=_next_open(rows, lines.cursor))
        lines.focus()
        waiting = sum(row["progress"] == "open" for row in rows)
        self.say(say("{n} of {all} have no answer yet.", n=waiting, all=len(rows)))

    def offers(self) -> Iterator[str]:
        """Only an open promise can be answered, and by whoever holds the talk while it is held."""
        row = self.query_one(Lines).chosen if self.is_mounted else None
        if row is not None and self.told is not None and row["progress"] == "open":
            if "activity" in self.session.deeds(dict(self.told.shown)):
                yield from ("keep", "change", "close")
            yield "done"

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """The promise in full."""
        row = event.lines.chosen
        told = self.told
        self.query_one("#whole", Words).tell(told.activity(row) if told and row else "")
        self.show_keys()

    def action_keep(self) -> None:
        """It goes on as it was."""
        self._carry(Carry.KEEP, say("A word on it, if you like"))

    def action_close(self) -> None:
        """It is let go."""
        self._carry(Carry.CLOSE, say("Why it is let go"))

    def action_change(self) -> None:
        """It goes on, changed."""
        assert self.told is not None, "actions come after the first filling"
        row = self.query_one(Lines).chosen

        async def done(values: dict[str, Any]) -> None:
            word = values.pop("word")
            await self._answer(row["id"], Carry.CHANGE, word, values)

        label = say("What changes, and why")
        forms.activity(self, self.told, done, before=row, word=label, draft=f"{row['id']}/change")

    def action_done(self) -> None:
        """It was done."""
        row = self.query_one(Lines).chosen
        self._word(
            say("How it went, if you like"),
            lambda word: self._done(row["id"], word),
        )

    def _carry(self, decision: Carry, label: str) -> None:
        row = self.query_one(Lines).chosen
        self._word(label, lambda word: self._answer(row["id"], decision, word, None))

    async def _answer(
        self, activity: str, decision: Carry, word: str, fields: dict[str, Any] | None
    ) -> None:
        await self.do(
            carry_activity,
            activity,
            into=self.dialogue,
            decision=decision,
            word=word,
            fields=fields,
        )
        self._answered(activity)

    async def _done(self, activity: str, word: str) -> None:
        await self.do(finish_activity, activity, word=word)
        self._answered(activity)

    def _answered(self, activity: str) -> None:
        self.did(say("Answered."), inverse.answered(self.session, activity, self.dialogue))

    def _word(self, label: str, answer: Callable[[str], Awaitable[None]]) -> None:
        assert self.told is not None, "actions come after the first filling"

        async def done(given: dict[str, str]) -> None:
            await answer(given["word"].strip())

        field = Field("word", label, height=2)
        self.app.push_screen(
            FormPage(
                self.place()[0],
                [field],
                done,
                audience=self.told.both(),
                about=str(self.query_one(Lines).chosen["what"] or ""),
                draft=f"{self.query_one(Lines).chosen['id']}/{label}",
            )
        )


def _next_open(rows: list[dict[str, Any]], here: int) -> int:
    """Where the next promise without an answer stands, from here on and then from the top."""
    waiting = [index for index, row in enumerate(rows) if row["progress"] == "open"]
    return next((index for index in waiting if index >= here), waiting[0] if waiting else here)


def _drawn(row: dict[str, Any], width: int) -> str:
    return f"{fitted(say(row['progress']), 9)} {fitted(row['what'] or '', max(width - 10, 4))}"
