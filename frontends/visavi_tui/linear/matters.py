"""Separate follow-up in lines: what does not belong into a dialogue, apart from every dialogue."""

from collections.abc import Mapping
from typing import Any, ClassVar

from visavi.errors import InvalidInput
from visavi.messages import Label, Sentence, label, say
from visavi.model.matters import Severity
from visavi.usecases import matters
from visavi.usecases.drafts import PRIVATE
from visavi_tui.answers import meant, yes_or_no
from visavi_tui.linear.lines import Lines, Question
from visavi_tui.linear.place import Place
from visavi_tui.session import Session
from visavi_tui.words import because, day_of, word

PEOPLE: tuple[Label, ...] = ("received_by", "handler", "affected")
DECIDED: tuple[Label, ...] = ("severity", "separate_meeting", "immediate_action")
WRITTEN: tuple[Label, ...] = ("text", "assessment", "decision")


class Matters(Place):
    """The matters that this person received or handles; nobody else's are told of."""

    ABOUT = (
        "Separate follow-up, for you only. No dialogue, list, number or export shows that a "
        "matter exists. A number tells one in full. :? for commands."
    )
    COMMANDS: ClassVar[Mapping[str, Sentence]] = {
        "l": "The matters once more.",
        "new": "Write down what somebody told you.",
        "assess": "How serious that one is, and what follows.",
        "step": "Take one of the policy's steps in that one.",
        "close": "Close that one with a decision.",
    }

    def __init__(self, session: Session, lines: Lines) -> None:
        super().__init__(session, lines)
        self._rows: list[dict[str, Any]] = []

    def arrive(self) -> None:
        """The list."""
        self.do_l("")

    def do_l(self, _: str) -> None:
        """Numbered anew."""
        self._rows = list(self.session.do(matters.list_matters))
        self.tell(say("Matters: {n}.", n=len(self._rows)))
        for number, row in enumerate(self._rows, 1):
            state = say("closed") if row["closed"] else say("open")
            concern = self._word(self._shown(row), "concern", row["concern"])
            self.tell(f"{number}. {state}, {day_of(row['opened'])}: {concern}")

    def _shown(self, row: dict[str, Any]) -> dict[str, Any]:
        return self.session.do(matters.show_matter, row["id"])

    def _word(self, shown: dict[str, Any], table: str, name: str) -> str:
        return self.session.workspace.policies.by_id(shown["policy"]).text(table, name)

    def pick(self, number: str) -> None:
        """One in full, with its duty clock."""
        row = self.chosen(number, self._rows)
        shown, name = self._shown(row), self.session.name
        for key in PEOPLE:
            self.tell(f"{label(key)}: {name(shown.get(key))}")
        for key in DECIDED:
            value = shown.get(key)
            decided = say("not decided") if value is None else word(value)
            self.tell(f"{label(key)}: {decided}")
        for key in WRITTEN:
            if shown.get(key):
                self.tell(f"{label(key)}: {shown[key]}")
        for step in shown.get("steps", ()):
            told = self._word(shown, "matter_step", step["step"])
            self.tell(f"{day_of(step['on'])} {told} {step.get('text', '')}".rstrip())
        findings, duties = self.session.do(matters.check_matter, row["id"])
        for duty in duties:
            one = duty.as_mapping()
            self.tell(f"{say(one['state'])}, {day_of(one['due'])}: {one['sentence']}")
        for finding in findings:
            self.tell(*because(finding.as_mapping(), self.session))

    def do_new(self, _: str) -> None:
        """Of what kind, about whom, and what was said."""
        policy = self.session.policy(self.session.actor.named())
        concerns = list(policy.concerns)
        self.numbered(policy.text("concern", concern) for concern in concerns)
        concern = self.chosen(self.ask(say("What does it concern? Its number:")), concerns)
        asked = [
            Question("affected", say("Who was exposed, by id; empty if it is anonymous")),
            Question("concerned", say("Whom it is about, by ids; they cannot reach it")),
            Question("text", say("What you were told, as briefly as will do"), long=True),
        ]

        def deed(given: dict[str, str]) -> None:
            self.session.do(
                matters.open_matter,
                concern=concern,
                affected=given["affected"] or None,
                concerned=tuple(given["concerned"].replace(",", " ").split()),
                text=given["text"],
            )

        self._form(asked, deed, "new", say("Written down."))

    def do_assess(self, rest: str) -> None:
        """How serious it is."""
        row = self.chosen(rest, self._rows)
        asked = [
            Question(
                "severity",
                say("How serious is it? {words}", words=", ".join(map(say, Severity))),
                check=_severity,
            ),
            Question("meeting", say("A separate meeting? yes, no, or empty"), check=yes_or_no),
            Question("action", say("Immediate action? yes, no, or empty"), check=yes_or_no),
            Question("text", say("Your assessment"), long=True),
        ]

        def deed(given: dict[str, str]) -> None:
            self.session.do(
                matters.assess,
                row["id"],
                severity=_severity(given["severity"]),
                separate_meeting=yes_or_no(given["meeting"]),
                immediate_action=yes_or_no(given["action"]),
                assessment=given["text"],
            )

        self._form(asked, deed, row["id"], say("Assessed."))

    def do_step(self, rest: str) -> None:
        """A step of the policy's."""
        row = self.chosen(rest, self._rows)
        shown = self._shown(row)
        policy = self.session.workspace.policies.by_id(shown["policy"])
        steps = [
            s.id for s in policy.matter_steps if not s.concerns or shown["concern"] in s.concerns
        ]
        self.numbered(policy.text("matter_step", step) for step in steps)
        step = self.chosen(self.ask(say("Which step? Its number:")), steps)

        def deed(given: dict[str, str]) -> None:
            self.session.do(matters.take_step, row["id"], step=step, text=given["text"])

        asked = [Question("text", say("What there is to say"), long=True)]
        self._form(asked, deed, f"{row['id']}/{step}", say("Taken."))

    def do_close(self, rest: str) -> None:
        """Closed with a decision."""
        row = self.chosen(rest, self._rows)

        def deed(given: dict[str, str]) -> None:
            self.session.do(matters.close_matter, row["id"], decision=given["text"])

        asked = [Question("text", say("The decision"), long=True)]
        self._form(asked, deed, f"{row['id']}/close", say("Closed."))

    def _form(self, asked: list[Question], deed: Any, what: str, done: str) -> None:
        self.tell(say("Who reads it: {who}", who=say("only you")))
        if self.form(asked, deed, key=f"{PRIVATE}{what}", done=done):
            self.do_l("")


def _severity(text: str) -> Severity | None:
    """One of the words, or nothing said; raises :class:`InvalidInput`."""
    wanted = meant(text, Severity)
    if text.strip() and wanted is None:
        raise InvalidInput(
            "{text} does not say how serious it is.",
            todo="Use one of: {words}.",
            text=repr(text[:40]),
            words=", ".join(map(say, Severity)),
        )
    return Severity(wanted) if wanted else None
