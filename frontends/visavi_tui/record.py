"""A dialogue as lines to read: names instead of ids, topics by their names, words literally."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from visavi.errors import VisaviError
from visavi.messages import Sentence, say
from visavi_tui.session import Session
from visavi_tui.words import day_of, indented, period, word

Row = Mapping[str, Any]


class Showing(Protocol):
    """A screen on one dialogue: as it was read last, and how it is told."""

    dialogue: str
    shown: dict[str, Any]
    told: "Teller | None"

    @property
    def session(self) -> Session:
        """Who acts, in which store."""

    def complain(self, error: VisaviError) -> None:
        """Say why not."""


def reread(screen: Showing) -> "Teller | None":
    """Read the screen's dialogue anew; where that cannot be, say why and leave it as it was."""
    try:
        screen.shown = screen.session.show(screen.dialogue)
    except VisaviError as error:
        screen.complain(error)
        return None
    screen.told = Teller(screen.session, screen.shown)
    return screen.told


class Teller:
    """Tells one dialogue, as it was shown to the acting person."""

    def __init__(self, session: Session, shown: Row) -> None:
        self.session = session
        self.shown = shown
        self.policy = session.policy(shown["employee"])

    def kind(self) -> str:
        """What the policy calls this kind of dialogue."""
        return self.policy.text("kind", self.shown["kind"])

    def topic(self, topic: str) -> str:
        """What the policy calls the topic."""
        return self.policy.text("topic", topic)

    def other(self) -> str:
        """The other one of the two."""
        mine = self.shown["employee"] == self.session.person
        return str(self.shown["conductor" if mine else "employee"])

    def answering(self, responsible: str | None) -> str:
        """Who answers for a promise, by name where it is one of the two."""
        party = {"employee": "employee", "manager": "conductor"}.get(responsible or "")
        if party is None:
            return say(responsible) if responsible else "-"
        person = self.shown[party]
        return say("you") if person == self.session.person else self.session.first_name(person)

    def both(self) -> str:
        """The audience of everything shared."""
        return say("YOU AND {name}", name=self.session.first_name(self.other()).upper())

    def head(self) -> Iterator[str]:
        """What it is, between whom, when."""
        shown, name = self.shown, self.session.name
        yield say(
            "{kind}, {cycle}: {state}",
            kind=self.kind(),
            cycle=period(shown["cycle"]),
            state=say(shown["state"]),
        )
        yield say(
            "Employee {employee}, held by {conductor}; you are: {relation}",
            employee=name(shown["employee"]),
            conductor=name(shown["conductor"]),
            relation=say(shown["relation"]),
        )
        meeting = shown.get("meeting")
        if meeting:
            starts = str(meeting["starts"])
            yield say(
                "Meeting {day} at {time}, {minutes} minutes, {place}",
                day=day_of(starts),
                time=starts[11:16],
                minutes=meeting["minutes"],
                place=meeting["place"] or say("no place given"),
            )

    def whole(self) -> Iterator[str]:
        """All that this person may read, but for own private notes: somebody may sit beside."""
        yield from self.preparations(notes=False)
        yield from self.record()
        yield from self.plan(self.shown.get("plan") or {})
        yield from self.signatures()
        if self.shown.get("supplement"):
            yield say("A supplement is open: {why}", why=self.shown["supplement"])
        for opening in self.shown.get("openings", ()):
            yield say(
                "On {on} {by} opened the store with the escrow's key, and could read all of this.",
                on=opening["on"],
                by=opening["by"],
            )
        if self.shown["withheld"]:
            yield say("Not shown to you: {what}", what=", ".join(map(say, self.shown["withheld"])))

    def record(self) -> Iterator[str]:
        """The topics and the part on salary."""
        for topic in self.shown.get("topics", ()):
            yield f"{self.topic(topic['topic'])}: {say(topic['coverage'])}"
            yield from indented(self.in_topic(topic))
        pay = self.shown.get("pay")
        if pay:
            yield say("Salary")
            for key in ("discussed", "amount", "agreed", "effective", "reasons", "explanation"):
                if pay.get(key) not in (None, "", [], ()):
                    yield f"  {say(key)}: {word(pay[key])}"

    def in_topic(self, topic: Row) -> Iterator[str]:
        """What stands under one topic."""
        if topic.get("reason"):
            yield say("Reason: {reason}", reason=topic["reason"])
        for question in topic.get("questions", ()):
            yield f"* {self.policy.text('question', question, 'text')}"
        for own in topic.get("own_questions", ()):
            yield f"* {own['text']} ({self.session.name(own['author'])})"
        for note in topic.get("notes", ()):
            yield from self.text(note)
        for party, view in topic.get("views", {}).items():
            person, by = self.session.name(self.shown[party]), self.session.name(view["author"])
            if view["author"] == self.shown[party]:
                yield say("{name} sees it like this:", name=person)
            else:
                yield say("{name} sees it like this, as {by} wrote it down:", name=person, by=by)
            yield from indented(str(view["text"]).split("\n"))

    def text(self, written: Row) -> Iterator[str]:
        """A text with its author."""
        by = self.session.name(written["author"])
        if written.get("written_for"):
            by = say("{by} for {other}", by=by, other=self.session.name(written["written_for"]))
        yield f"{by}:"
        yield from indented(str(written["text"]).split("\n"))

    def preparations(self, *, notes: bool = True) -> Iterator[str]:
        """What either wrote beforehand, as far as it may be read; own private notes last."""
        for party, part in self.shown["preparations"].items():
            if party == "put_aside":
                continue
            name = self.session.name(self.shown[party])
            day = part.get("submitted")
            done = say("submitted {day}", day=day_of(day)) if day else say("not submitted")
            yield say("Preparation of {name}: {done}", name=name, done=done)
            for answer in part.get("answers", ()):
                yield from indented(self.prepared(answer))
            for note in part.get("notes", ()) if notes else ():
                yield "  " + say("Only you:")
                yield from indented(self.prepared(note), 4)

    def own_preparation(self) -> Iterator[str]:
        """What the acting person wrote beforehand: for the other later, and for nobody else."""
        mine = self.shown["employee"] == self.session.person
        part = self.shown["preparations"].get("employee" if mine else "conductor") or {}
        for note in (*part.get("notes", ()), *part.get("answers", ())):
            yield from self.prepared(note)

    def prepared(self, answer: Row) -> Iterator[str]:
        """A text written beforehand, under what it is about."""
        if answer.get("about"):
            yield self.about(answer["about"])
        yield from indented(str(answer["text"]).split("\n"))

    def about(self, about: str) -> str:
        """A question or topic in words."""
        for table, key in (("question", "text"), ("self_question", "text"), ("topic", "name")):
            found = self.policy.text(table, about, key, default="")
            if found:
                return found
        return about

    def plan(self, plan: Row) -> Iterator[str]:
        """The activities with what became of them."""
        if plan.get("activities"):
            yield say("Plan")
        for activity in plan.get("activities", ()):
            steps = [s for s in plan.get("steps", ()) if s["activity"] == activity["id"]]
            yield from indented(self.activity({**activity, "steps": steps}))

    def activity(self, activity: Row) -> Iterator[str]:
        """One activity, every field that is filled."""
        steps: Iterable[Row] = activity.get("steps", ())
        progress = [step["progress"] for step in steps][-1:] or ["open"]
        yield f"{say(progress[0])}: {activity['what'] or say('(its words are not yours to read)')}"
        for key, label in LABELS.items():
            if key != "what" and activity.get(key):
                yield from _field(say(label), self._value(key, activity[key]))
        before = "open"
        for step in steps:
            remark = step["progress"] == before == "open"
            said = "" if remark else say(STEPS[step.get("carry") or step["progress"]])
            name = self.session.name(step["by"])
            words = ": ".join(filter(None, (name, said, step["word"])))
            yield f"    {day_of(step['on'])} {words}"
            before = step["progress"]

    def _value(self, key: str, value: Any) -> str:
        if key == "when":
            return day_of(value)
        return self.answering(value) if key == "responsible" else str(value)

    def signatures(self) -> Iterator[str]:
        """Each version with its answers."""
        for version in self.shown.get("signed", ()):
            yield say("Version {number}, fingerprint {digest}", **_version(version))
            for one in version["signatures"]:
                what = (
                    say("refused")
                    if one["refused"]
                    else say("signed ({level})", level=say(one.get("level", "noted")))
                )
                yield f"  {self.session.name(one['by'])}, {day_of(one['on'])}: {what}"
                if one["refused"] or one["dissent"]:
                    yield from indented(str(one["refused"] or one["dissent"]).split("\n"), 4)


STEPS: Mapping[str, Sentence] = {
    "keep": "it goes on",
    "change": "it goes on, changed",
    "close": "let go",
    "closed": "let go",
    "carried": "it goes on",
    "done": "done",
    "open": "open again",
}
"""What was said of an activity, by the answer or by how it stands since."""

LABELS: Mapping[str, Sentence] = {
    "what": "What is to be achieved",
    "how": "How",
    "when": "When",
    "responsible": "Who answers for it",
    "result": "Good enough when",
    "support": "Support needed",
    "follow_up": "Followed up",
}
"""The seven fields of an activity, in the order in which forms show them."""


def _field(label: str, value: str) -> Iterator[str]:
    first, *rest = value.split("\n")
    yield f"    {label}: {first}"
    yield from (f"      {more}" for more in rest)


def _version(version: Row) -> dict[str, Any]:
    return {"number": version["number"], "digest": version["digest"][:12]}
