"""Separate follow-up: what does not belong into a dialogue, apart from every dialogue."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.types import CSSPathType
from textual.widget import Widget

from visavi.errors import VisaviError
from visavi.messages import label, say
from visavi.model.matters import Severity
from visavi.usecases import matters
from visavi_tui.actions import bindings
from visavi_tui.answers import yes_or_no
from visavi_tui.drafts import PRIVATE
from visavi_tui.screens.choose import ChoosePage
from visavi_tui.screens.form import Field, FormPage
from visavi_tui.screens.page import Page
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.reading import Reading
from visavi_tui.words import because, day_of, word


class MattersPage(Page):
    """The matters that this person received or handles; nobody else's are told of."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss", "matters.tcss"]
    SCOPE = "matters"
    ABOUT = (
        "Use this when something came up that does not belong into a dialogue. No dialogue, list, "
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
        rows = self.do(_listed)
        if rows is None:
            return
        lines = self.query_one(Lines)
        lines.show(rows)
        lines.focus()
        self.say(say("Matters: {n}.", n=len(rows)) if rows else say("No matters for you."))

    def _drawn(self, row: Mapping[str, Any], width: int) -> str:
        concern = self._word(row["id"], "concern", row["concern"])
        state = say("closed") if row["closed"] else say("open")
        return f"{row['opened']}  {state:<8} {concern}"

    def _word(self, matter: str, table: str, name: str) -> str:
        policy = matters.show_matter(self.session.workspace, self.session.actor, matter)["policy"]
        return self.session.workspace.policies.by_id(policy).text(table, name)

    @property
    def row(self) -> dict[str, Any] | None:
        """The matter under the cursor."""
        found: dict[str, Any] | None = self.query_one(Lines).chosen if self.is_mounted else None
        return found

    def offers(self) -> Iterator[str]:
        """What the matter under the cursor allows."""
        row = self.row
        if row is not None and not row["closed"] and row["handler"] == self.session.person:
            yield from ("assess", "step", "closematter")
        if self.session.person is not None:
            yield "open"

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """The matter in full, and its duty clock."""
        row = self.row
        text = "" if row is None else "\n".join(self._told(row["id"]))
        self.query_one(Reading).tell(text)
        self.show_keys()

    def _told(self, matter: str) -> Iterator[str]:
        session = self.session
        try:
            shown = matters.show_matter(session.workspace, session.actor, matter)
            findings, duties = matters.check_matter(session.workspace, session.actor, matter)
        except VisaviError as error:
            yield str(error)
            return
        concern = self._word(matter, "concern", shown["concern"])
        yield say("{concern}, opened {day}", concern=concern, day=day_of(shown["opened"]))
        for key in ("received_by", "handler", "affected"):
            yield f"  {label(key)}: {session.name(shown.get(key))}"
        for key in ("severity", "separate_meeting", "immediate_action"):
            value = shown.get(key)
            decided = say("not decided") if value is None else word(value)
            yield f"  {label(key)}: {decided}"
        for key in ("text", "assessment", "decision"):
            if shown.get(key):
                yield f"{say(key)}:"
                yield f"  {shown[key]}"
        for duty in duties:
            row = duty.as_mapping()
            yield f"{row['state']}, {day_of(row['due'])}: {row['sentence']}"
        for finding in findings:
            yield from because(finding.as_mapping())
        for step in shown.get("steps", ()):
            name = self._word(matter, "matter_step", step["step"])
            yield f"{day_of(step['on'])} {name} {step.get('text', '')}".rstrip()

    def action_open(self) -> None:
        """What kind is it?"""
        policy = self.session.policy(self.session.actor.named())
        concerns = list(policy.concerns)
        names = [policy.text("concern", concern) for concern in concerns]
        page = ChoosePage(say("What does it concern?"), concerns, names, say("ONLY YOU"))
        self.app.push_screen(page, self._open)

    def _open(self, concern: str | None) -> None:
        if concern is None:
            return
        fields = [
            Field("affected", say("Who was exposed, by id; empty if it is anonymous")),
            Field("concerned", say("Whom it is about, by ids; they cannot reach it")),
            Field("text", say("What you were told, as briefly as will do"), height=5),
        ]

        def done(given: dict[str, str]) -> None:
            self.session.do(
                matters.open_matter,
                concern=concern,
                affected=given["affected"].strip() or None,
                concerned=tuple(given["concerned"].replace(",", " ").split()),
                text=given["text"],
            )

        self._ask(say("Separate follow-up"), fields, done, "new")

    def action_assess(self) -> None:
        """How serious is it?"""
        matter = self._matter()
        page = ChoosePage(say("How serious is it?"), list(Severity), (), say("ONLY YOU"))

        def chosen(severity: str | None) -> None:
            if severity is not None:
                self._assess(matter, Severity(severity))

        self.app.push_screen(page, chosen)

    def _assess(self, matter: str, severity: Severity) -> None:
        fields = [
            Field("meeting", say("A separate meeting? yes, no, or empty")),
            Field("action", say("Immediate action? yes, no, or empty")),
            Field("text", say("Your assessment"), height=4),
        ]

        def done(given: dict[str, str]) -> None:
            self.session.do(
                matters.assess,
                matter,
                severity=severity,
                separate_meeting=yes_or_no(given["meeting"]),
                immediate_action=yes_or_no(given["action"]),
                assessment=given["text"],
            )

        self._ask(say("Assess"), fields, done, matter)

    def action_step(self) -> None:
        """A step of the policy's."""
        matter = self._matter()
        shown = matters.show_matter(self.session.workspace, self.session.actor, matter)
        policy = self.session.workspace.policies.by_id(shown["policy"])
        ids = [
            s.id for s in policy.matter_steps if not s.concerns or shown["concern"] in s.concerns
        ]
        names = [policy.text("matter_step", step) for step in ids]

        def chosen(step: str | None) -> None:
            if step is None:
                return

            def done(given: dict[str, str]) -> None:
                self.session.do(matters.take_step, matter, step=step, text=given["text"])

            field = Field("text", say("What there is to say"), height=4)
            self._ask(say("Step"), [field], done, f"{matter}/{step}")

        self.app.push_screen(ChoosePage(say("Which step?"), ids, names, say("ONLY YOU")), chosen)

    def action_closematter(self) -> None:
        """Close with a decision."""
        matter = self._matter()

        def done(given: dict[str, str]) -> None:
            self.session.do(matters.close_matter, matter, decision=given["text"])

        field = Field("text", say("The decision"), height=4)
        self._ask(say("Close"), [field], done, f"{matter}/close")

    def _matter(self) -> str:
        assert self.row is not None, "it is offered on a line only"
        return str(self.row["id"])

    def _ask(self, title: str, fields: list[Field], done: Any, what: str) -> None:
        key = f"{PRIVATE}{what}"
        self.app.push_screen(FormPage(title, fields, done, audience=say("ONLY YOU"), draft=key))


def _listed(workspace: Any, by: Any) -> list[dict[str, Any]]:
    return list(matters.list_matters(workspace, by))
