"""The talk in lines."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from visavi.errors import OutOfOrder
from visavi.messages import Sentence, say
from visavi.usecases import conduct
from visavi.usecases.activities import add_activity
from visavi.usecases.judge import check_dialogue
from visavi_tui.linear.lines import Question
from visavi_tui.linear.place import Chapter
from visavi_tui.words import because


class Conduct(Chapter):
    """One topic at a time; what is written goes into the record, and both can read it."""

    ABOUT = "The talk. Write under a topic; a lone dot puts it into the record. :? for commands."
    COMMANDS: ClassVar[Mapping[str, Sentence]] = {
        "start": "The two of you have met: the record opens.",
        "n": "The next topic.",
        "p": "The topic before.",
        "t": "Go to the topic of that number; without one, tell all topics.",
        "for": "Put what you have written into the record as said by the other one.",
        "c": "The topic was talked about.",
        "park": "The topic waits; the reason follows on the line, or is asked for.",
        "skip": "The topic is left out; the reason follows on the line, or is asked for.",
        "v": "Put down your view of the topic, and then the other one's.",
        "a": "A new activity; what is to be achieved follows on the line, or is asked for.",
        "b": "The questions of this topic; with a number, pick that one.",
        "own": "A question of your own under this topic.",
        "y": "Why this topic: what the policy says, and where it stands.",
        "show": "All that stands in the record.",
        "e": "The talk is over.",
    }
    topic = 0

    def here(self) -> None:
        """The topic, who reads, and what stands there."""
        topics = self.shown.get("topics", ())
        if not topics:
            self.tell(say("There are no topics that you may read."))
            return
        found = topics[self.topic]
        self.tell(
            say(
                "Topic {n} of {all}: {topic}, {coverage}",
                n=self.topic + 1,
                all=len(topics),
                topic=self.told.topic(found["topic"]),
                coverage=say(found["coverage"]),
            ),
            say("Who reads it: {who}", who=self.told.both()),
            *self.told.in_topic(found),
        )

    @property
    def name(self) -> str:
        """The topic where we are."""
        topics = self.shown.get("topics", ())
        if not topics:
            raise OutOfOrder("There are no topics that you may read.")
        return str(topics[self.topic]["topic"])

    def draft(self) -> str:
        """The same draft that the screen of the talk has."""
        return f"{self.dialogue}/note/{self.name}" if self.shown.get("topics") else ""

    def about(self) -> str:
        """A note under a topic."""
        return say("note under {topic}", topic=self.name)

    def take(self, text: str, written_for: str | None = None) -> bool:
        """Into the record."""
        done = say("In the record. Both of you can read it.")
        if written_for:
            done = say("In the record, as said by the other one.")
        return self.do(
            conduct.note,
            self.dialogue,
            topic=self.name,
            text=text,
            written_for=written_for,
            done=done,
        )

    def do_start(self, _: str) -> None:
        """The two have met."""
        self.do(conduct.start, self.dialogue, done=say("The talk has begun."))

    def do_n(self, _: str) -> None:
        """Next."""
        self._turn(self.topic + 1)

    def do_p(self, _: str) -> None:
        """Before."""
        self._turn(self.topic - 1)

    def do_t(self, rest: str) -> None:
        """All topics, or one of them."""
        topics = list(self.shown.get("topics", ()))
        if rest:
            self._turn(topics.index(self.chosen(rest, topics)))
        else:
            rows = (f"{self.told.topic(t['topic'])}: {say(t['coverage'])}" for t in topics)
            self.numbered(rows)

    def pick(self, number: str) -> None:
        """A number after a colon is a topic."""
        self.do_t(number)

    def _turn(self, to: int) -> None:
        left = "".join(self.waiting).strip()
        if left:
            self.tell(say("What you wrote there is kept as a draft, not in the record."))
        self.topic = to % max(len(self.shown.get("topics", ())), 1)
        self.here()
        self.take_up()

    def do_for(self, _: str) -> None:
        """Written down for the other one: what waits, or what is asked for."""
        other = self.told.other()
        key = self.draft()
        text = "\n".join(self.waiting)
        if not text.strip():
            text = self.ask_text(say("What {name} says:", name=self.session.name(other)), key)
        if text.strip() and self.take(text, other):
            self.drop(key)
        self.waiting = self.draft_of(key)

    def do_c(self, _: str) -> None:
        """Covered."""
        self.do(conduct.cover, self.dialogue, topic=self.name, done=say("Covered."))

    def do_park(self, rest: str) -> None:
        """Parked."""
        self._left(conduct.park, rest, say("Why it waits"), say("Parked."))

    def do_skip(self, rest: str) -> None:
        """Left out."""
        self._left(conduct.skip, rest, say("Why it is left out"), say("Left out."))

    def _left(self, deed: Callable[..., Any], reason: str, label: str, done: str) -> None:
        key = f"{self.dialogue}/{label}/{self.name}"
        reason = reason or self.fill_in([Question("reason", label)], key)["reason"]
        if self.do(deed, self.dialogue, topic=self.name, reason=reason, done=done):
            self.drop(f"{key}/reason")

    def do_v(self, _: str) -> None:
        """Two views; one that somebody else has written is theirs to change."""
        me, other, topic = self.session.person, self.told.other(), self.name
        views = next(t for t in self.shown["topics"] if t["topic"] == topic)["views"]
        standing = {self.shown[party]: view for party, view in views.items()}
        name = self.session.name(other)
        for field, person, question in (
            ("mine", me, say("You see it like this:")),
            ("other", other, say("{name} sees it like this:", name=name)),
        ):
            view = standing.get(person)
            if view is not None and view["author"] != me:
                self.tell(say("{name} has written that view: it stays as it is.", name=name))
                continue
            before = view["text"] if view else ""
            key = f"{self.dialogue}/views/{topic}/{field}"
            begun = "\n".join(self.draft_of(key, tell=False)) or before
            text = self.ask_text(f"{question} {begun}".rstrip(), key, begun)
            if text.strip() and text != before:
                self._differ(topic, text, None if person == me else other, key)
            else:
                self.drop(key)

    def _differ(self, topic: str, text: str, written_for: str | None, key: str) -> None:
        done = say("Both views stand as written. You need not agree.")
        if self.do(
            conduct.differ,
            self.dialogue,
            topic=topic,
            text=text,
            written_for=written_for,
            done=done,
        ):
            self.drop(key)

    def do_a(self, rest: str) -> None:
        """An activity in one line."""
        key = f"{self.dialogue}/capture"
        question = Question("what", say("What is to be achieved?"))
        what = rest or self.fill_in([question], key)["what"]
        done = say("In the plan. Its other fields can wait.")
        if self.do(add_activity, self.dialogue, {"what": what}, done=done):
            self.drop(f"{key}/what")

    def do_b(self, rest: str) -> None:
        """The bank."""
        bank = self.session.questions(self.dialogue, self.name)
        if rest:
            row = self.chosen(rest, bank)
            self.do(conduct.ask, self.dialogue, question=row["id"], done=say("Picked."))
        else:
            self.numbered(row["text"] for row in bank)

    def do_own(self, rest: str) -> None:
        """A question of one's own."""
        key = f"{self.dialogue}/question/{self.name}"
        text = rest or self.fill_in([Question("text", say("Your question"))], key)["text"]
        done = say("It stands under the topic.")
        if self.do(conduct.ask_own, self.dialogue, topic=self.name, text=text, done=done):
            self.drop(f"{key}/text")

    def do_y(self, _: str) -> None:
        """What the policy says of the topic, and what it finds as things are."""
        policy = self.told.policy
        self.tell(policy.text("topic", self.name, "about", default=""))
        cites = policy.topics[self.name].cite
        for cited in policy.citations(cites, self.session.actor.on):
            source = ", ".join(part for part in (cited.document, cited.section) if part)
            self.tell(say("Source: {source}", source=source))
        for finding in self.session.do(check_dialogue, self.dialogue):
            told = because(finding.as_mapping(), self.session)
            self.tell(f"{finding.rule} ({say(finding.modality)})", *told)

    def do_show(self, _: str) -> None:
        """The record and the plan."""
        self.tell(*self.told.record(), *self.told.plan(self.shown.get("plan") or {}))

    def do_e(self, _: str) -> None:
        """The end of the talk; what is still being written is put somewhere first."""
        notes = f"{self.dialogue}/note/"
        waiting = [key for key in self.drafts.all() if key.startswith(notes)]
        if waiting:
            raise OutOfOrder(
                "{n} texts are not in the record yet: put them there, or throw them away.",
                todo="They wait under: {topics}.",
                n=len(waiting),
                topics=", ".join(self.told.topic(key.removeprefix(notes)) for key in waiting),
            )
        done = say("The talk is over. Write the plan, then read back and sign.")
        self.do(conduct.hold, self.dialogue, done=done)
