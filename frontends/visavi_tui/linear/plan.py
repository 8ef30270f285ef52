"""The plan in lines: new promises with seven fields, and the answers to the last plan."""

from typing import Any, ClassVar

from visavi.messages import say
from visavi.model.plans import FIELDS, Carry, Responsible
from visavi.usecases.activities import (
    add_activity,
    carry_activity,
    edit_activity,
    finish_activity,
)
from visavi_tui.linear.lines import Chapter
from visavi_tui.record import LABELS
from visavi_tui.times import day_from, echo_day


class Plan(Chapter):
    """Fields are asked for one by one; an empty line leaves a field as it is."""

    ABOUT = "The action plan. :? for commands."
    COMMANDS: ClassVar = {
        "a": "A new activity: seven questions, an empty line leaves a field empty.",
        "edit": "Change the activity of that number, field by field.",
        "l": "The last plan.",
        "keep": "Keep the last plan's activity of that number; a word may follow.",
        "change": "Keep it changed, field by field; the reason follows on the line.",
        "close": "Let it go; the reason follows on the line.",
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
        plan = self.shown.get("plan") or {}
        for number, activity in enumerate(plan.get("activities", ()), 1):
            self.tell(f"{number}. " + "\n".join(self.told.activity(activity)))

    def do_a(self, _: str) -> None:
        """Seven questions."""
        self.do(add_activity, self.dialogue, self._fields({}), done=say("In the plan."))

    def do_edit(self, rest: str) -> None:
        """Field by field."""
        rows = list((self.shown.get("plan") or {}).get("activities", ()))
        if (row := self.chosen(rest, rows)) is not None:
            activity = f"{self.dialogue}.{row['id']}"
            self.do(edit_activity, activity, self._fields(row), done=say("Changed."))

    def do_l(self, _: str) -> None:
        """The last plan, numbered."""
        rows = self.session.last_plan(self.dialogue)
        self.numbered(f"{row['progress']}: {row['what']}" for row in rows)

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
        if (row := self.chosen(number, self.session.last_plan(self.dialogue))) is not None:
            self.do(finish_activity, row["id"], word=word, done=say("Done."))

    def _carry(self, rest: str, decision: Carry) -> None:
        number, _, word = rest.partition(" ")
        row = self.chosen(number, self.session.last_plan(self.dialogue))
        if row is None:
            return
        fields = self._fields(row) if decision is Carry.CHANGE else None
        self.do(
            carry_activity,
            row["id"],
            into=self.dialogue,
            decision=decision,
            word=word,
            fields=fields,
            done=say("Answered: {decision}.", decision=decision),
        )

    def _fields(self, before: dict[str, Any]) -> dict[str, Any]:
        """The fields that were answered."""
        given: dict[str, Any] = {}
        for name in FIELDS:
            question = say(LABELS[name])
            if name == "responsible":
                question += ": " + ", ".join(Responsible)
            if before.get(name):
                question += f" ({before[name]})"
            answer = self.ask(question)
            if not answer:
                continue
            if name == "when":
                self.tell(echo_day(answer))
                given[name] = day_from(answer)
            else:
                given[name] = answer
        return given
