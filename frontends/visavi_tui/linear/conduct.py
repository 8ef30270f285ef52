"""The talk in lines."""

from typing import ClassVar

from visavi.messages import say
from visavi.usecases import conduct
from visavi.usecases.activities import add_activity
from visavi.usecases.questions import list_questions
from visavi_tui.linear.lines import Chapter


class Conduct(Chapter):
    """One topic at a time; what is written goes into the record, and both can read it."""

    ABOUT = "The talk. Write under a topic; a lone dot puts it into the record. :? for commands."
    COMMANDS: ClassVar = {
        "start": "The two of you have met: the record opens.",
        "n": "The next topic.",
        "p": "The topic before.",
        "t": "Go to the topic of that number; without one, tell all topics.",
        "for": "Put a text into the record as said by the other one.",
        "c": "The topic was talked about.",
        "park": "The topic waits; the reason follows on the line.",
        "skip": "The topic is left out; the reason follows on the line.",
        "v": "Put down your view of the topic, and then the other one's.",
        "a": "A new activity; what is to be achieved follows on the line.",
        "b": "The questions of this topic; with a number, pick that one.",
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
                coverage=found["coverage"],
            ),
            say("Who reads it: {who}", who=self.told.both()),
            *self.told.in_topic(found),
        )

    @property
    def name(self) -> str:
        """The topic where we are."""
        return str(self.shown["topics"][self.topic]["topic"])

    def draft(self) -> str:
        """The same draft that the screen of the talk has."""
        return f"{self.dialogue}/note/{self.name}"

    def take(self, text: str) -> None:
        """Into the record."""
        done = say("In the record. Both of you can read it.")
        self.do(conduct.note, self.dialogue, topic=self.name, text=text, done=done)

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
        topics = list(self.shown["topics"])
        if not rest:
            self.numbered(f"{self.told.topic(t['topic'])}: {t['coverage']}" for t in topics)
        elif (found := self.chosen(rest, topics)) is not None:
            self._turn(topics.index(found))

    def _turn(self, to: int) -> None:
        self.topic = to % len(self.shown["topics"])
        self.here()

    def do_for(self, _: str) -> None:
        """Written down for the other one."""
        text = self.ask_text(say("What {name} says:", name=self.session.name(self.told.other())))
        self.do(
            conduct.note,
            self.dialogue,
            topic=self.name,
            text=text,
            written_for=self.told.other(),
            done=say("In the record, as said by the other one."),
        )

    def do_c(self, _: str) -> None:
        """Covered."""
        self.do(conduct.cover, self.dialogue, topic=self.name, done=say("Covered."))

    def do_park(self, rest: str) -> None:
        """Parked."""
        self.do(conduct.park, self.dialogue, topic=self.name, reason=rest, done=say("Parked."))

    def do_skip(self, rest: str) -> None:
        """Left out."""
        self.do(conduct.skip, self.dialogue, topic=self.name, reason=rest, done=say("Left out."))

    def do_v(self, _: str) -> None:
        """Two views; an empty one is left as it is."""
        other = self.told.other()
        for person, question in (
            (None, say("You see it like this:")),
            (other, say("{name} sees it like this:", name=self.session.name(other))),
        ):
            text = self.ask_text(question)
            if text.strip():
                self.do(
                    conduct.differ,
                    self.dialogue,
                    topic=self.name,
                    text=text,
                    written_for=person,
                    done=say("Both views stand as written. You need not agree."),
                )

    def do_a(self, rest: str) -> None:
        """An activity in one line."""
        done = say("In the plan. Its other fields can wait.")
        self.do(add_activity, self.dialogue, {"what": rest}, done=done)

    def do_b(self, rest: str) -> None:
        """The bank."""
        bank = list_questions(self.told.policy, kind=self.shown["kind"], topic=self.name)
        if not rest:
            self.numbered(row["text"] for row in bank)
        elif (row := self.chosen(rest, bank)) is not None:
            self.do(conduct.ask, self.dialogue, question=row["id"], done=say("Picked."))

    def do_show(self, _: str) -> None:
        """The record and the plan."""
        self.tell(*self.told.record(), *self.told.plan(self.shown.get("plan") or {}))

    def do_e(self, _: str) -> None:
        """The end of the talk."""
        done = say("The talk is over. Write the plan, then read back and sign.")
        self.do(conduct.hold, self.dialogue, done=done)
