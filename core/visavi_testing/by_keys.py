"""A dialogue by keys alone: what the invented people of the walk do, as somebody would in the app.

Every deed waits for what the screen says of it. All of them begin and end on the queue.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from visavi.demo.talk import Part, Prepared, Talk
from visavi.model.plans import FIELDS
from visavi.policy.policy import Policy
from visavi.store.repository import Repository
from visavi_testing.tmux import Tmux

GLYPHS = {"cover": "v", "park": "p", "skip": "x"}
"""How a topic stands in the rail of the talk, by how it ends."""

RESPONSIBLE = {"employee": "1", "manager": "2", "both": "3"}
"""The digit that picks who answers for an activity."""


class ByKeys:
    """Somebody at the terminal, on the queue; ``names`` are everybody's whole names by id."""

    def __init__(self, terminal: Tmux, policy: Policy, names: Mapping[str, str]) -> None:
        self.terminal = terminal
        self.press = terminal.press
        self.types = terminal.types
        self.sees = terminal.sees
        self._policy = policy
        self._names = names
        self.sees("? Help")

    def act_as(self, person: str) -> None:
        """Somebody else sits down at this computer; begins and ends on the queue."""
        self.press("w", "Who acts from now on?")
        self.types(person)
        self.press("Enter", f"· {self._names[person]}")
        self.sees("Next step: ")

    def line(self, person: str, kind: str = "") -> None:
        """Put the cursor on the line of the person and the kind of dialogue."""
        words = " ".join(filter(None, (self._names[person], kind and self.text("kind", kind))))
        self.press("/", "Type some letters")
        self.types(words)
        self.press("Enter", "? Help")
        self.sees(f"── {words.replace(self._names[person], self._names[person] + ' ·', 1)}")

    def all_lines(self) -> None:
        """Show the whole queue again."""
        self.press("Escape", "All lines again")

    def open(self, person: str, kind: str = "") -> None:
        """Open the dialogue on that line."""
        self.line(person, kind)
        self.press("o", "you are:")

    def leave(self) -> None:
        """From the dialogue back to the whole queue."""
        self.press("Escape", "Only lines with")
        self.all_lines()

    def text(self, table: str, id: str, key: str = "name") -> str:  # noqa: A002
        """A text of the policy."""
        return self._policy.text(table, id, key)

    def to(self, text: str) -> None:
        """Move the cursor of a list, line by line, to the one with this text."""
        text = text[:50]
        frame = self.terminal.until(lambda frame: bool(_here(frame)), text)
        while text not in _here(frame):
            rows = frame.splitlines()
            there = next((n for n, row in enumerate(rows) if text in row), len(rows))
            self.press("Down" if there > rows.index(_here(frame)) else "Up")
            frame = self._moved(_here(frame))

    def picks(self, words: str, *, many: bool = False) -> None:
        """Choose an answer of the field in sight from its list, by some letters."""
        self.press("Space", "+----")
        self.types(words)
        self.press("Enter")
        if many:
            self.sees("[x]")
            self.press("Escape")
        self.terminal.misses("+----")

    def _moved(self, row: str) -> str:
        """The frame, once the cursor is no longer on that row."""
        return self.terminal.until(lambda frame: _here(frame) not in ("", row), "another line")

    # -- before the talk ---------------------------------------------------------------------

    def plan(self, person: str, kind: str) -> None:
        """Plan the dialogue of that line; the invitation waits."""
        self.line(person, kind)
        self.press("Enter", "Both of you see time and place")
        self.press("Escape")
        self.press("Escape", ": planned")
        self.leave()

    def invite(self, talk: Talk, when: str, minutes: int | None = None) -> None:
        """Invite to what the line asks for; ``when`` is the day and time as somebody types them.

        ``minutes`` are other ones than the policy proposes.
        """
        self.line(talk.employee, talk.kind)
        self.press("Enter", "Both of you see time and place")
        self.types(when)
        self.sees("Understood: ")
        self.press("Tab")
        if minutes is not None:
            self.press("C-u")
            self.types(str(minutes))
        self.press("Tab C-u")
        self.types(talk.place)
        self.press("C-j", "This is what")
        self.press("y", "Invited.")
        self.leave()

    def prepare(self, person: str, kind: str, prepared: Prepared) -> None:
        """Write and tick what is prepared, for both and for oneself; then submit."""
        self.open(person, kind)
        self.press("p", "ONLY YOU until")
        if prepared.private:
            self.to("A note for yourself")
            self._writes(prepared.private, "(ONLY YOU)", "Kept.")
        for item in prepared.ticks:
            self._ticks(self.text("preparation", item, "text"))
        for about, text in prepared.answers:
            self.to(self.text("topic", about.partition(".")[0]))
            self._writes(text, "YOU, AND", "Kept.")
        self.press("z", "Nothing is done yet.")
        self.press("y", "Submitted. It is read")
        self.press("Escape", "you are:")
        self.leave()

    def _ticks(self, text: str) -> None:
        self.to(text)
        self.press("Enter")
        ticked = re.compile(rf"> \[x\] .*{re.escape(text[:50])}")
        self.terminal.until(lambda frame: ticked.search(frame) is not None, text)

    def submit(self, person: str, kind: str) -> None:
        """Submit without a word."""
        self.open(person, kind)
        self.press("z", "Nothing is done yet.")
        self.press("y", ": submitted")
        self.leave()

    def _writes(self, text: str, form: str, outcome: str) -> None:
        self.press("Enter", form)
        self.types(text)
        self.press("C-j", outcome)

    # -- the talk ----------------------------------------------------------------------------

    def begin(self, talk: Talk) -> None:
        """The two have met: from the queue into the talk."""
        self.open(talk.employee, talk.kind)
        self.press("s", "Your words on it")

    def enter(self, person: str, kind: str) -> None:
        """Into a talk that is going on."""
        self.open(person, kind)
        self.press("c", "Your words on it")

    def leave_talk(self) -> None:
        """Out of the talk, back to the whole queue."""
        self.press("Escape", "Left at topic")
        self.leave()

    def topic(self, topic: str) -> None:
        """To this topic of the talk, by some letters of its name."""
        name = self.text("topic", topic)
        self.press("C-g", "Which topic?")
        self.types(name)
        self.press("Enter", "Your words on it")
        self.sees(name[:12])

    def says(self, text: str) -> None:
        """A note under the topic in sight, into the record."""
        self.press("w", "Esc Leave")
        self.types(text)
        self.press("C-j")
        self.terminal.until(lambda frame: _told(text, frame), text)
        self.press("Escape", "w Write")

    def sees_it(self, text: str) -> None:
        """The own view of the topic in sight, beside the other's."""
        self.press("v", "You see it like this")
        self.types(text)
        self.press("C-j", "Your words on it")
        self.terminal.until(lambda frame: _told(text, frame), text)

    def asks(self, question: str) -> None:
        """Pick a question of the bank for the topic in sight."""
        self.press("C-t", "questions.")
        self.to(self.text("question", question, "text")[:60])
        self.press("Space", "Picked.")
        self.press("Escape", "Your words on it")

    def ends(self, part: Part) -> None:
        """The topic in sight is covered, or parked or left out for a reason."""
        if part.ends == "cover":
            self.press("c")
        else:
            self.press({"park": "p", "skip": "s"}[part.ends], "Why it ")
            self.types(part.reason)
            self.press("C-j")
        marked = f"> {GLYPHS[part.ends]} {self.text('topic', part.topic)[:12]}"
        self.sees(marked)

    def talk(self, talk: Talk) -> None:
        """The whole talk: the conductor asks, the employee answers at the same computer, and back.

        It ends with the conductor on the dialogue, which is held.
        """
        employees = [p for p in talk.parts if any("employee" in s for s in (*p.notes, *p.views))]
        self.begin(talk)
        for part in talk.parts:
            if part.question:
                self.topic(part.topic)
                self.asks(part.question)
        self.leave_talk()
        self.act_as(talk.employee)
        self.enter(talk.employee, talk.kind)
        for part in employees:
            self.topic(part.topic)
            for text in (text for party, text in part.notes if party == "employee"):
                self.says(text)
            for text in (text for party, text in part.views if party == "employee"):
                self.sees_it(text)
        self.leave_talk()
        self.act_as(talk.conductor)
        self.enter(talk.employee, talk.kind)
        for part in talk.parts:
            self.topic(part.topic)
            for text in (text for party, text in part.notes if party == "conductor"):
                self.says(text)
            for text in (text for party, text in part.views if party == "conductor"):
                self.sees_it(text)
            self.ends(part)
        self.press("e", "The talk is over")

    # -- the plan and the signatures ---------------------------------------------------------

    def agree(self, activities: tuple[Mapping[str, Any], ...]) -> None:
        """Each activity with its seven fields; from the dialogue and back to it."""
        self.press("a", "Action plan · ")
        for activity in activities:
            self.press("n", "What is to be achieved")
            self.fields(activity)
            self.press("C-j", "In the plan.")
        self.press("Escape", "you are:")

    def fields(self, activity: Mapping[str, Any]) -> None:
        """Fill in the form of an activity, from its first field on."""
        for name in FIELDS:
            value = activity[name]
            if name == "responsible":
                self.press(f"{RESPONSIBLE[value]} Enter")
            else:
                self.types(value.isoformat() if isinstance(value, date) else value)
                self.press("Tab")

    def sign(self, person: str, *, here: bool = False, dissent: str = "") -> None:
        """Sign what is read; ``here`` is the employee's answer at the conductor's computer."""
        self.press("e" if here else "s", "types the id")
        self.types(person)
        if dissent:
            self.press("Tab")
            self.types(dissent)
        self.press("C-j", f"Signed by {self._names[person]}")


def _here(frame: str) -> str:
    """The row of a list that the cursor is on."""
    return next((row for row in frame.splitlines() if row.startswith(" > ")), "")


def _told(text: str, frame: str) -> bool:
    """Whether a text stands in the record on the screen, and no more where it was typed."""
    rows = [row for row in frame.splitlines() if text[:20] in row]
    return bool(rows) and not any("|" in row for row in rows)


def told_in(repository: Repository) -> dict[str, Any]:
    """What a store tells: all of its people, dialogues and matters.

    Left out is by which clock, with which ids and salts, in which order the events came; that
    somebody looked; and how a signature was given, for only who sits at a computer signs ``here``.
    """
    people = {str(person["id"]): person for person in repository.people()}
    dialogues = [one for person in people for one in repository.dialogues_of(person)]
    names = {one["id"]: f"{one['employee']}/{one['kind']}/{one['cycle']}" for one in dialogues}
    whole = {
        "people": people,
        "dialogues": {names[one["id"]]: one for one in dialogues},
        "matters": list(repository.matters()),
    }
    text = json.dumps(whole)
    for id_, name in names.items():
        text = text.replace(id_, name)
    found: dict[str, Any] = json.loads(text, object_hook=_lasting)
    return found


def _lasting(told: dict[str, Any]) -> dict[str, Any]:
    left = {name: value for name, value in told.items() if name not in PASSING}
    if str(left.get("id", "")).startswith("m-"):
        del left["id"]
    if "about" in left:
        left["about"] = left["about"].partition(".")[0]
    if "events" in left:
        events = [one for one in left["events"] if one["deed"] != "read"]
        left["events"] = sorted(events, key=str)
    return left


PASSING = ("at", "audit", "digest", "level", "revision")
"""What is another one each time although the same was done."""
