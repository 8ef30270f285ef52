"""The plan in lines: new promises with seven fields, and the answers to the last plan."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from visavi.messages import Sentence, say
from visavi.model.plans import FIELDS, Carry, Responsible
from visavi.usecases.activities import (
    add_activity,
    carry_activity,
    edit_activity,
    finish_activity,
)
from visavi_tui.answers import responsible
from visavi_tui.days import day_from, echo_day
from visavi_tui.linear.lines import Question
from visavi_tui.linear.place import OfDialogue
from visavi_tui.record import LABELS


class Plan(OfDialogue):
    """Fields are asked for one by one; an empty line leaves a field as it is."""

    ABOUT = "The action plan. :? for commands."
    COMMANDS: ClassVar[Mapping[str, Sentence]] = {
        "a": "A new activity: seven questions, an empty line leaves a field empty.",
        "edit": "Change the activity of that number, field by field.",
        "l": "The last plan.",
        "keep": "Keep the last plan's activity of that number; a word may follow.",
        "change": "Keep it changed, field by field; the reason may follow on the line.",
        "close": "Let it go; the reason may follow on the line.",
        "done": "It was done; a word may follow.",
        "show": "The plan as it stands.",
    }

    def here(self) -> None:
        """The plan, and how much of the last one waits for an answer."""
        self.tell(say("Who reads it: {who}", who=self.told.both()))
        self.do_show("")
        waiting = sum(row["progress"] == "open" for row in self.session.last_plan(self.dialogue))
        if waiting:
            self.tell(say("{n} of the last plan have no answer yet: see :l.", n=waiting))

    def do_show(self, _: str) -> None:
        """Numbered activities, each in full."""
        activities = self._activities()
        for number, activity in enumerate(activities, 1):
            self.tell(f"{number}. " + "\n".join(self.told.activity(activity)))
        if not activities:
            self.tell(say("There is no activity yet: :a makes one."))

    def _activities(self) -> list[dict[str, Any]]:
        return list((self.shown.get("plan") or {}).get("activities", ()))

    def pick(self, number: str) -> None:
        """A number changes that activity."""
        self.do_edit(number)

    def do_a(self, _: str) -> None:
        """Seven questions."""

        def deed(given: dict[str, str]) -> None:
            self.session.do(add_activity, self.dialogue, as_fields(given, self.session.actor.on))

        key = f"{self.dialogue}/activity"
        self.form(fields_of({}, self.session.actor.on), deed, key=key, done=say("In the plan."))

    def do_edit(self, rest: str) -> None:
        """Field by field."""
        row = self.chosen(rest, self._activities())
        activity = f"{self.dialogue}.{row['id']}"

        def deed(given: dict[str, str]) -> None:
            self.session.do(edit_activity, activity, as_fields(given, self.session.actor.on))

        self.form(
            fields_of(row, self.session.actor.on),
            deed,
            key=f"{activity}/edit",
            done=say("Changed."),
        )

    def do_l(self, _: str) -> None:
        """The last plan, numbered."""
        rows = self.session.last_plan(self.dialogue)
        self.numbered(f"{say(row['progress'])}: {row['what']}" for row in rows)
        if not rows:
            self.tell(say("There is no last plan."))

    def do_keep(self, rest: str) -> None:
        """It goes on."""
        self._carry(rest, Carry.KEEP)

    def do_change(self, rest: str) -> None:
        """It goes on, changed."""
        self._carry(rest, Carry.CHANGE)

    def do_close(self, rest: str) -> None:
        """It is let go."""
        self._carry(rest, Carry.CLOSE)

    def do_done(self, rest: str) -> None:
        """It was done."""
        number, _, word = rest.partition(" ")
        row = self.chosen(number, self.session.last_plan(self.dialogue))
        self.do(finish_activity, row["id"], word=word, done=say("Done."))

    def _carry(self, rest: str, decision: Carry) -> None:
        number, _, word = rest.partition(" ")
        row = self.chosen(number, self.session.last_plan(self.dialogue))
        asked = []
        if not word and decision is not Carry.KEEP:
            asked = [Question("word", say("The reason"))]
        if decision is Carry.CHANGE:
            asked += fields_of(row, self.session.actor.on)

        def deed(given: dict[str, str]) -> None:
            changed = decision is Carry.CHANGE
            self.session.do(
                carry_activity,
                row["id"],
                into=self.dialogue,
                decision=decision,
                word=word or given.get("word", ""),
                fields=as_fields(given, self.session.actor.on) if changed else None,
            )

        done = say("Answered: {decision}.", decision=say(decision))
        self.form(asked, deed, key=f"{row['id']}/{decision}", done=done)


def fields_of(before: Mapping[str, Any], today: date) -> list[Question]:
    """The seven fields of an activity, with what stands in them."""
    asked = [Question(name, say(LABELS[name]), str(before.get(name) or "")) for name in FIELDS]
    return [_special(question, today) for question in asked]


def _special(question: Question, today: date) -> Question:
    if question.name == "when":
        return question._replace(
            check=lambda text: day_from(text, today) if text else None,
            echo=lambda text: echo_day(text, today),
        )
    if question.name == "responsible":
        label = say("Who answers for it: {words}", words=", ".join(map(say, Responsible)))
        return question._replace(label=label, check=responsible)
    return question


def as_fields(given: Mapping[str, str], today: date) -> dict[str, Any]:
    """The answers as the use case takes them."""
    values: dict[str, Any] = {name: given[name].strip() for name in FIELDS}
    values["when"] = day_from(given["when"], today) if given["when"] else None
    values["responsible"] = responsible(given["responsible"])
    return values
