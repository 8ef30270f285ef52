"""Follow-up: what was promised, the late ones first."""

from collections.abc import Iterator
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.containers import Container
from textual.events import Resize
from textual.types import CSSPathType
from textual.widget import Widget

from visavi.errors import InvalidInput, VisaviError
from visavi.messages import say
from visavi.usecases.activities import adapt_activity, finish_activity, remark_activity
from visavi_tui import inverse
from visavi_tui.actions import bindings
from visavi_tui.days import day_from, echo_day
from visavi_tui.record import LABELS, Teller
from visavi_tui.screens import context, forms
from visavi_tui.screens.form import Done, Field, FormPage
from visavi_tui.screens.listing import ListPage
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.words import Words
from visavi_tui.words import day_of, fitted


class FollowUpPage(ListPage):
    """Of one employee, or of all whose plans this person may read."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss", "followup.tcss"]
    SCOPE = "followup"
    ABOUT = "What was promised and is not done, the late ones first. Either of the two may say so."
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("followup")]

    def __init__(self, employee: str | None = None) -> None:
        super().__init__()
        self._employee = employee

    def place(self) -> tuple[str, str]:
        """Whose activities, and the day."""
        who = self.session.name(self._employee) if self._employee else say("my people")
        return say("Follow-up · {who}", who=who), day_of(self.session.actor.on)

    def body(self) -> Iterator[Widget]:
        """The list, and one activity in full."""
        lines = Lines(draw=self._drawn, text=self._text)
        yield Container(lines, Words(id="whole"), Words(id="help"), id="split")

    def fill(self) -> None:
        """Read the plans anew."""
        try:
            rows = list(self.session.activities(self._employee))
        except VisaviError as error:
            self.complain(error)
            return
        rows.sort(key=lambda r: (r["progress"] != "open", r["when"] or "9999", r["id"]))
        lines = self.query_one(Lines)
        lines.show(rows)
        lines.focus()
        late = sum(self._late(row) for row in rows)
        text = say("{late} late, {all} in all.", late=late, all=len(rows))
        self.say(text if rows else say("Nothing was promised yet."))

    def on_resize(self, event: Resize) -> None:
        """In a wide window the activity stands beside the list, and help where there is room."""
        self.query_one("#split").set_class(event.size.width >= context.PLAN_FROM, "wide")
        aid = self.query_one("#help", Words)
        aid.display = event.size.width >= context.LAST_FROM
        aid.tell(list(context.help_here(self)) if aid.display else "")

    def _late(self, row: dict[str, Any]) -> bool:
        day = self.session.actor.on.isoformat()
        return row["progress"] == "open" and bool(row["when"]) and row["when"] < day

    def _drawn(self, row: dict[str, Any], width: int) -> str:
        glyph = "!" if self._late(row) else "v" if row["progress"] == "done" else "."
        state = say("late") if self._late(row) else say(row["progress"])
        name = fitted(self.session.name(row["employee"]), 16)
        what = fitted(row["what"] or say("(not yours to read)"), max(width - 42, 8))
        return f"{glyph} {fitted(state, 8)} {row['when'] or '-':<10} {name} {what}"

    def _text(self, row: dict[str, Any]) -> str:
        return f"{self.session.name(row['employee'])} {row['what'] or ''} {self._drawn(row, 80)}"

    def offers(self) -> Iterator[str]:
        """Only an open activity can be answered."""
        row = self.query_one(Lines).chosen if self.is_mounted else None
        if row is not None and row["progress"] == "open":
            deeds = self.session.deeds(self.session.show(row["dialogue"]))
            yield from (name for name, deed in DEED.items() if deed in deeds)

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """The activity in full."""
        row = event.lines.chosen
        try:
            told = "" if row is None else "\n".join(self._told(row).activity(row))
        except VisaviError as error:
            told = self.advised(error)
        self.query_one("#whole", Words).tell(told)
        self.show_keys()

    def _told(self, row: dict[str, Any]) -> Teller:
        return Teller(self.session, self.session.show(row["dialogue"]))

    def on_lines_chosen(self) -> None:
        """Enter writes a word on it, where that may be."""
        if "note" in self.offers():
            self.action_note()

    def action_note(self) -> None:
        """How it goes."""
        row = self.query_one(Lines).chosen
        field = Field("word", say("How it goes"), height=3)

        async def done(given: dict[str, str]) -> None:
            await self.do(remark_activity, row["id"], word=given["word"])
            back = inverse.remarked(self.session, row["id"])
            back = forms.giving_back(self, back, f"{row['id']}/note", say("Note"), given)
            self.did(say("Noted."), back)

        self._ask(row, say("Note"), [field], done, "note")

    def action_move(self) -> None:
        """Another day for it, and why."""
        row = self.query_one(Lines).chosen
        today = self.session.actor.on
        fields = [
            Field(
                "when",
                say(LABELS["when"]),
                value=row["when"] or "",
                echo=lambda text: echo_day(text, today),
                hint=say(forms.HINTS["when"]),
            ),
            Field("word", say("Why it changes; both sign the change"), height=2),
        ]

        async def done(given: dict[str, str]) -> None:
            day = day_from(given["when"], today)
            if day.isoformat() == row["when"]:
                raise InvalidInput("{day} is its day already.", day=day_of(day.isoformat()))
            await self._change(row, given["word"], {"when": day})

        self._ask(row, say("Move date"), fields, done, "move")

    async def _change(self, row: dict[str, Any], word: str, fields: dict[str, Any]) -> None:
        back = inverse.adapted(self.session, row)
        await self.do(adapt_activity, row["id"], word=word, fields=fields)
        self.did(say("Changed. Both sign the change: Read and sign."), back)

    def action_done(self) -> None:
        """It is done."""
        row = self.query_one(Lines).chosen

        async def done(given: dict[str, str]) -> None:
            await self.do(finish_activity, row["id"], word=given["word"].strip())
            self.did(say("Done."), inverse.answered(self.session, row["id"]))

        field = Field("word", say("How it went, if you like"), height=2)
        self._ask(row, say("Done"), [field], done, "done")

    def action_letgo(self) -> None:
        """It cannot be done, and is closed with a word."""
        row = self.query_one(Lines).chosen

        async def done(given: dict[str, str]) -> None:
            await self.do(adapt_activity, row["id"], word=given["word"])
            self.did(say("Let go."), inverse.answered(self.session, row["id"]))

        field = Field("word", say("Why it cannot be done"), height=2)
        self._ask(row, say("Let go"), [field], done, "letgo")

    def action_adapt(self) -> None:
        """It is changed; in a signed dialogue that opens a supplement, which both sign."""
        row = self.query_one(Lines).chosen

        async def done(values: dict[str, Any]) -> None:
            await self._change(row, values.pop("word"), values)

        label = say("Why it changes; both sign the change")
        forms.activity(
            self, self._told(row), done, before=row, word=label, draft=f"{row['id']}/adapt"
        )

    def _ask(
        self, row: dict[str, Any], title: str, fields: list[Field], done: Done, draft: str
    ) -> None:
        self.app.push_screen(
            FormPage(
                title,
                fields,
                done,
                audience=self._told(row).both(),
                about=row["what"] or "",
                draft=f"{row['id']}/{draft}",
            )
        )


DEED = {"note": "remark", "done": "done", "move": "adapt", "adapt": "adapt", "letgo": "adapt"}
"""The deed that each action needs leave for."""
