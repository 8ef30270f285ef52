"""Preparation in lines."""

from typing import ClassVar

from visavi.messages import say
from visavi.usecases import prepare
from visavi_tui.linear.lines import Chapter


class Prepare(Chapter):
    """What is written is private, until ``:shared`` says otherwise."""

    ABOUT = "Prepare. What you write is for you alone until you say :shared. :? for commands."
    COMMANDS: ClassVar = {
        "private": "What follows is for you alone, for ever.",
        "shared": "What follows is read by the other one when both have submitted.",
        "l": "The list of what to have done; with a number, tick that one.",
        "o": "Questions to yourself; with a number, what follows answers that one.",
        "show": "All that was prepared, as far as you may read it.",
        "submit": "Let the other one read it, when both have submitted.",
    }
    private = True
    about = ""

    @property
    def party(self) -> str:
        """Which of the two we are."""
        return "employee" if self.shown["relation"] == "employee" else "conductor"

    def here(self) -> None:
        """Who will read what is written now."""
        later = say("you, and the other one when both have submitted")
        who = say("only you") if self.private else later
        self.tell(say("Who reads it: {who}", who=who))
        if self.about:
            self.tell(self.told.about(self.about))

    def draft(self) -> str:
        """One draft for either audience."""
        return f"{self.dialogue}/before/{'private' if self.private else 'shared'}/{self.about}/text"

    def take(self, text: str) -> None:
        """Put it where it belongs."""
        self.do(
            prepare.prepare,
            self.dialogue,
            text=text,
            about=self.about,
            private=self.private,
            done=say("Kept for you alone.") if self.private else say("Kept, to be shared later."),
        )

    def do_private(self, _: str) -> None:
        """For nobody else."""
        self.private = True
        self.here()

    def do_shared(self, _: str) -> None:
        """For both, later."""
        self.private, self.about = False, ""
        self.here()

    def do_l(self, rest: str) -> None:
        """The list."""
        policy, kind = self.told.policy, self.shown["kind"]
        ticks = (self.shown["preparations"].get(self.party) or {}).get("ticks", ())
        items = [
            one.id
            for one in policy.preparations
            if one.party == self.party and (not one.kinds or kind in one.kinds)
        ]
        if not rest:
            self.numbered(
                f"{'[x]' if one in ticks else '[ ]'} {policy.text('preparation', one, 'text')}"
                for one in items
            )
        elif (item := self.chosen(rest, items)) is not None:
            self.do(prepare.tick, self.dialogue, item=item, done=say("Ticked."))

    def do_o(self, rest: str) -> None:
        """Questions to oneself."""
        kind = self.shown["kind"]
        own = [
            one.id
            for one in self.told.policy.self_questions
            if one.stage == "before" and (not one.kinds or kind in one.kinds)
        ]
        if not rest:
            self.numbered(self.told.about(one) for one in own)
        elif (found := self.chosen(rest, own)) is not None:
            self.private, self.about = True, found
            self.here()

    def do_show(self, _: str) -> None:
        """All of it."""
        self.tell(*self.told.preparations())

    def do_submit(self, _: str) -> None:
        """Submitted."""
        done = say("Submitted. It is read when both have submitted.")
        self.do(prepare.submit, self.dialogue, done=done)
