"""Preparation in lines, and looking back after the talk."""

from collections.abc import Mapping
from typing import Any, ClassVar

from visavi.messages import Sentence, say
from visavi.usecases import prepare
from visavi_tui.linear.place import Chapter


class Prepare(Chapter):
    """What is written is private, until ``:shared`` says otherwise."""

    ABOUT = "Prepare. What you write is for you alone until you say :shared. :? for commands."
    COMMANDS: ClassVar[Mapping[str, Sentence]] = {
        "private": "What follows is for you alone, for ever.",
        "shared": "What follows is read by the other one when both have submitted; a number "
        "names the topic.",
        "l": "The list of what to have done; with a number, tick that one.",
        "o": "Questions to yourself; with a number, what follows answers that one.",
        "show": "All that was prepared, as far as you may read it.",
        "submit": "Let the other one read it, when both have submitted.",
    }
    STAGE = "before"
    private = True
    topic = ""

    @property
    def party(self) -> str:
        """Which of the two we are."""
        return "employee" if self.shown["relation"] == "employee" else "conductor"

    def here(self) -> None:
        """Who will read what is written now."""
        later = say("you, and the other one when both have submitted")
        who = say("only you") if self.private else later
        self.tell(say("Who reads it: {who}", who=who))
        if self.topic:
            self.tell(self.told.about(self.topic))

    def draft(self) -> str:
        """The drafts that the screens have."""
        audience = "private" if self.private else "shared"
        return f"{self.dialogue}/{self.STAGE}/{audience}/{self.topic}/text"

    def about(self) -> str:
        """A text for oneself, or for both."""
        return say("Prepare")

    def take(self, text: str) -> bool:
        """Put it where it belongs."""
        return self.do(
            prepare.prepare,
            self.dialogue,
            text=text,
            about=self.topic,
            private=self.private,
            done=say("Kept for you alone.") if self.private else say("Kept, to be shared later."),
        )

    def _go(self, private: bool, topic: str) -> None:
        self.private, self.topic = private, topic
        self.here()
        self.take_up()

    def do_private(self, _: str) -> None:
        """For nobody else."""
        self._go(True, "")

    def do_shared(self, rest: str) -> None:
        """For both, later."""
        topics = self.told.policy.kinds[self.shown["kind"]].topics
        self._go(False, self.chosen(rest, topics) if rest else "")
        if not rest:
            self.tell(say("A number after :shared names the topic that it is about:"))
            self.numbered(map(self.told.topic, topics))

    def do_l(self, rest: str) -> None:
        """The list."""
        policy, kind = self.told.policy, self.shown["kind"]
        ticks = (self.shown["preparations"].get(self.party) or {}).get("ticks", ())
        items = [
            one.id
            for one in policy.preparations
            if one.party == self.party and (not one.kinds or kind in one.kinds)
        ]
        if rest:
            item = self.chosen(rest, items)
            self.do(prepare.tick, self.dialogue, item=item, done=say("Ticked."))
            return
        for number, one in enumerate(items, 1):
            state = say("done") if one in ticks else say("to do")
            self.tell(f"{number}. {state}: {policy.text('preparation', one, 'text')}")

    def own_questions(self) -> list[Any]:
        """Those to oneself at this stage; only who conducts has them."""
        kind = self.shown["kind"]
        return [
            one.id
            for one in self.told.policy.self_questions
            if self.party == "conductor"
            and one.stage == self.STAGE
            and (not one.kinds or kind in one.kinds)
        ]

    def do_o(self, rest: str) -> None:
        """Questions to oneself."""
        own = self.own_questions()
        if rest:
            self._go(True, self.chosen(rest, own))
        else:
            self.numbered(self.told.about(one) for one in own)

    def do_show(self, _: str) -> None:
        """All of it."""
        self.tell(*self.told.preparations())

    def do_submit(self, _: str) -> None:
        """Submitted."""
        done = say("Submitted. It is read when both have submitted.")
        self.do(prepare.submit, self.dialogue, done=done)


class After(Prepare):
    """Questions to oneself after the talk; nobody else ever reads the answers."""

    ABOUT = "Afterwards. What you write stays with you alone. :? for commands."
    COMMANDS: ClassVar[Mapping[str, Sentence]] = {
        name: Prepare.COMMANDS[name] for name in ("private", "o", "show")
    }
    STAGE = "after"

    def arrive(self) -> None:
        """The questions at once: there is nothing else here."""
        super().arrive()
        self.do_o("")

    def about(self) -> str:
        """A thought afterwards."""
        return say("Afterwards")

    def take(self, text: str) -> bool:
        """A private note after the talk."""
        done = say("Kept for you alone.")
        about = self.topic
        return self.do(prepare.afterthought, self.dialogue, text=text, about=about, done=done)
