"""Separate follow-up: what does not belong into a dialogue, apart from every dialogue."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.types import CSSPathType
from textual.widget import Widget

from visavi.errors import VisaviError
from visavi.messages import label, say
from visavi.usecases import matters
from visavi_tui.actions import bindings
from visavi_tui.deeds import reading
from visavi_tui.screens import matter_forms
from visavi_tui.screens.listing import ListPage
from visavi_tui.session import Session
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.reading import Reading
from visavi_tui.words import because, day_of, word


class MattersPage(ListPage):
    """The matters that this person received or handles; nobody else's are told of."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss", "matters.tcss"]
    SCOPE = "matters"
    ABOUT = (
        "Use this when something came up that does not belong in a dialogue. No dialogue, list, "
        "number or export shows that a matter exists, and those whom it is about cannot reach it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("matters")]

    def place(self) -> tuple[str, str]:
        """Neutral words: somebody may see the screen."""
        return say("Separate follow-up"), say("ONLY YOU")

    def body(self) -> Iterator[Widget]:
        """The list, and one in full."""
        yield Lines(draw=self._drawn)
        yield Reading()

    def fill(self) -> None:
        """Read them anew."""
        rows = list(matters.list_matters(self.session.workspace, self.session.actor))
        lines = self.query_one(Lines)
        lines.show(rows)
        lines.focus()
        self.say(say("Matters: {n}.", n=len(rows)) if rows else say("No matters for you."))

    def _drawn(self, row: Mapping[str, Any], width: int) -> str:
        concern = _word(self.session, row["id"], "concern", row["concern"])
        state = say("closed") if row["closed"] else say("open")
        return f"{row['opened']}  {state:<8} {concern}"

    @property
    def row(self) -> dict[str, Any] | None:
        """The matter under the cursor."""
        found: dict[str, Any] | None = self.query_one(Lines).chosen if self.is_mounted else None
        return found

    def offers(self) -> Iterator[str]:
        """What the matter under the cursor allows."""
        row = self.row
        if row is not None and not row["closed"] and row["handler"] == self.session.person:
            yield from ("assess", "step", "handover", "closematter")
        if self.session.person is not None:
            yield "open"

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """The matter in full, and its duty clock."""
        row = self.row
        self.query_one(Reading).tell("")
        if row is not None:
            self._tell(row["id"])
        self.show_keys()

    @reading
    async def _tell(self, matter: str) -> None:
        try:
            text = "\n".join(await self.read(lambda: list(_told(self.session, matter))))
        except VisaviError as error:
            text = self.advised(error)
        self.query_one(Reading).tell(text)

    def action_open(self) -> None:
        """Write down what somebody told."""
        matter_forms.open_new(self)

    def action_assess(self) -> None:
        """How serious is it, and what follows?"""
        matter_forms.assess(self, self._shown())

    def action_step(self) -> None:
        """Take a step of the policy's."""
        matter_forms.step(self, self._shown())

    def action_handover(self) -> None:
        """Let somebody else handle it."""
        matter_forms.hand_over(self, self._shown())

    def action_closematter(self) -> None:
        """Close with a decision."""
        matter_forms.close(self, self._shown())

    def _shown(self) -> dict[str, Any]:
        assert self.row is not None, "it is offered on a line only"
        return matters.show_matter(self.session.workspace, self.session.actor, self.row["id"])


def _told(session: Session, matter: str) -> Iterator[str]:
    """One matter in words, with what the policy wants done by when."""
    shown = matters.show_matter(session.workspace, session.actor, matter)
    findings, duties = session.do(matters.check_matter, matter)
    concern = _word(session, matter, "concern", shown["concern"])
    yield say("{concern}, opened {day}", concern=concern, day=day_of(shown["opened"]))
    for key in ("received_by", "handler", "affected"):
        yield f"  {label(key)}: {session.name(shown.get(key))}"
    for key in ("severity", "separate_meeting", "immediate_action"):
        value = shown.get(key)
        decided = say("not decided") if value is None else say(word(value))
        yield f"  {label(key)}: {decided}"
    for key in ("text", "assessment", "decision"):
        if shown.get(key):
            yield f"{say(key)}:"
            yield f"  {shown[key]}"
    for duty in duties:
        row = duty.as_mapping()
        yield f"{say(row['state'])}, {day_of(row['due'])}: {row['sentence']}"
    for finding in findings:
        yield from because(finding.as_mapping(), session)
    for step in shown.get("steps", ()):
        name = _word(session, matter, "matter_step", step["step"])
        yield f"{day_of(step['on'])} {name} {step.get('text', '')}".rstrip()


def _word(session: Session, matter: str, table: str, name: str) -> str:
    policy = matters.show_matter(session.workspace, session.actor, matter)["policy"]
    return session.workspace.policies.by_id(policy).text(table, name)
