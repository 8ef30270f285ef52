"""What was promised, in lines: the late ones first, and what became of each."""

from collections.abc import Mapping
from typing import Any, ClassVar

from visavi.messages import Sentence, say
from visavi.usecases.activities import adapt_activity, finish_activity, remark_activity
from visavi_tui.days import day_from
from visavi_tui.linear.lines import Lines, Question
from visavi_tui.linear.place import Place
from visavi_tui.linear.plan import as_fields, fields_of
from visavi_tui.record import Teller
from visavi_tui.session import Session
from visavi_tui.words import day_of


class FollowUp(Place):
    """Of one employee, or of all whose plans this person may read."""

    ABOUT = "What was promised. A number tells one in full. :? for commands."
    COMMANDS: ClassVar[Mapping[str, Sentence]] = {
        "l": "The promises once more, the late ones first.",
        "note": "How that one goes: a word after the number; it stays open.",
        "done": "That one is done; a word may follow the number.",
        "move": "Another day for that one; both sign the change.",
        "adapt": "Change that one, field by field; both sign the change.",
        "letgo": "That one cannot be done: close it with a word after the number.",
    }

    def __init__(self, session: Session, lines: Lines, employee: str | None = None) -> None:
        super().__init__(session, lines)
        self._employee = employee
        self._rows: list[dict[str, Any]] = []

    def arrive(self) -> None:
        """The list."""
        self.do_l("")

    def do_l(self, _: str) -> None:
        """Numbered anew."""
        rows = list(self.session.activities(self._employee))
        self._rows = sorted(
            rows, key=lambda r: (r["progress"] != "open", r["when"] or "9999", r["id"])
        )
        for row in self._rows:
            row["late"] = self._late(row)
        late = sum(row["late"] for row in self._rows)
        self.tell(say("{late} late, {all} in all.", late=late, all=len(rows)))
        self.numbered(map(self._drawn, self._rows))

    def _late(self, row: dict[str, Any]) -> bool:
        today = self.session.actor.on.isoformat()
        return row["progress"] == "open" and bool(row["when"]) and row["when"] < today

    def _drawn(self, row: dict[str, Any]) -> str:
        return say(
            "{state}, {day}, {name}: {what}",
            state=say("late") if row["late"] else say(row["progress"]),
            day=day_of(row["when"]),
            name=self.session.name(row["employee"]),
            what=row["what"] or say("(not yours to read)"),
        )

    def _told(self, row: dict[str, Any]) -> Teller:
        return Teller(self.session, self.session.show(row["dialogue"]))

    def pick(self, number: str) -> None:
        """One in full."""
        row = self.chosen(number, self._rows)
        now = self.session.activities(row["employee"])
        found = next(one for one in now if one["id"] == row["id"])
        self.tell(*self._told(found).activity(found))

    def do_note(self, rest: str) -> None:
        """How it goes."""
        number, _, word = rest.partition(" ")
        row = self.chosen(number, self._rows)
        asked = [] if word else [Question("word", say("How it goes"))]

        def deed(given: dict[str, str]) -> None:
            self.session.do(remark_activity, row["id"], word=word or given["word"])

        self.form(asked, deed, key=f"{row['id']}/note", done=say("Noted."))

    def do_move(self, rest: str) -> None:
        """Another day."""
        row = self.chosen(rest, self._rows)
        today = self.session.actor.on

        def deed(given: dict[str, str]) -> None:
            fields = {"when": day_from(given["when"], today)}
            self.session.do(adapt_activity, row["id"], word=given["word"], fields=fields)

        asked = [
            next(one for one in fields_of(row, today) if one.name == "when"),
            Question("word", say("Why it changes; both sign the change")),
        ]
        self.form(asked, deed, key=f"{row['id']}/move", done=say("Changed."))

    def do_done(self, rest: str) -> None:
        """It is done."""
        number, _, word = rest.partition(" ")
        row = self.chosen(number, self._rows)
        self.do(finish_activity, row["id"], word=word.strip(), done=say("Done."))

    def do_letgo(self, rest: str) -> None:
        """It cannot be done."""
        number, _, word = rest.partition(" ")
        row = self.chosen(number, self._rows)
        asked = [] if word else [Question("word", say("Why it cannot be done"))]

        def deed(given: dict[str, str]) -> None:
            self.session.do(adapt_activity, row["id"], word=word or given["word"])

        self.form(asked, deed, key=f"{row['id']}/letgo", done=say("Let go."))

    def do_adapt(self, rest: str) -> None:
        """It is changed."""
        row = self.chosen(rest, self._rows)
        label = say("Why it changes; both sign the change")

        def deed(given: dict[str, str]) -> None:
            fields = as_fields(given, self.session.actor.on)
            self.session.do(adapt_activity, row["id"], word=given["word"], fields=fields)

        asked = [Question("word", label), *fields_of(row, self.session.actor.on)]
        self.form(asked, deed, key=f"{row['id']}/adapt", done=say("Changed."))
