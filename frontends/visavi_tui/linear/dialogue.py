"""One dialogue in lines: what comes next, what else can be done, and the ways to each."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from visavi.errors import InvalidInput, OutOfOrder
from visavi.messages import Sentence, say
from visavi.usecases import conduct, deed_words, invite, prepare, sign
from visavi_tui.actions import Action, actions_of
from visavi_tui.linear import forms
from visavi_tui.linear.lines import Lines, Question
from visavi_tui.linear.place import OfDialogue
from visavi_tui.offers import offers
from visavi_tui.queue import steps
from visavi_tui.session import Session
from visavi_tui.words import because, day_of


class Dialogue(OfDialogue):
    """A number does what stands beside it; the next step is number one."""

    ABOUT = "A dialogue. A number does what stands beside it. :? for commands."
    COMMANDS: ClassVar[Mapping[str, Sentence]] = {
        "l": "Once more: the next step, and what else can be done.",
        "show": "All that you may read of it, but for your own private notes.",
    }

    def __init__(self, session: Session, dialogue: str, lines: Lines, begin: str = "") -> None:
        super().__init__(session, dialogue, lines)
        self._begin = begin

    def arrive(self) -> None:
        """What dialogue it is, and at once the step that somebody came for."""
        self.tell(*self.told.head())
        if self._begin in {one.name for one in self._offered()}:
            self.guarded(self.begin, self._begin)
            self.tell_next()
        else:
            self.here()

    def here(self) -> None:
        """What can be done, the next step first."""
        step = steps(self.shown, self.session.person)
        self.tell(say("Next step: {todo}", todo=step.todo))
        self.numbered(f"{say(one.verb)}. {say(one.about)}" for one in self._offered())

    def _offered(self) -> list[Action]:
        known = {action.name: action for action in actions_of("dialogue")}
        return [known[name] for name in offers(self.told)]

    def pick(self, number: str) -> None:
        """Do what stands beside the number."""
        self.begin(self.chosen(number, self._offered()).name)
        self.tell_next()

    def begin(self, name: str) -> None:
        """Do the action of that name, if it can be done now."""
        if name not in {one.name for one in self._offered()}:
            raise OutOfOrder("That cannot be done now.", todo=":l tells what can be done.")
        getattr(self, f"go_{name}")()

    def tell_next(self) -> None:
        """Back from a step: what comes now, which is always number one."""
        todo = steps(self.shown, self.session.person).todo
        self.tell(say("Next step, number 1: {todo}. :l tells all that can be done.", todo=todo))

    def do_l(self, _: str) -> None:
        """Once more."""
        self.here()

    def do_show(self, _: str) -> None:
        """All of it."""
        self.tell(*self.told.whole())

    # -- places of their own -----------------------------------------------------------------

    def go_prepare(self) -> None:
        """Prepare."""
        from visavi_tui.linear.prepare import Prepare

        self.visit(Prepare(self.session, self.dialogue, self.lines))

    def go_conduct(self) -> None:
        """The talk."""
        from visavi_tui.linear.conduct import Conduct

        self.visit(Conduct(self.session, self.dialogue, self.lines))

    def go_plan(self) -> None:
        """The plan."""
        from visavi_tui.linear.plan import Plan

        self.visit(Plan(self.session, self.dialogue, self.lines))

    def go_lastplan(self) -> None:
        """The last plan is answered where the new one is written."""
        self.go_plan()

    def go_sign(self) -> None:
        """Read back and sign."""
        from visavi_tui.linear.sign import Sign

        self.visit(Sign(self.session, self.dialogue, self.lines))

    def go_after(self) -> None:
        """Questions to oneself."""
        from visavi_tui.linear.prepare import After

        self.visit(After(self.session, self.dialogue, self.lines))

    def go_follow(self) -> None:
        """Its activities."""
        from visavi_tui.linear.followup import FollowUp

        self.visit(FollowUp(self.session, self.lines, self.shown["employee"]))

    # -- deeds -------------------------------------------------------------------------------

    def go_invite(self) -> None:
        """Time and place."""
        forms.invite(self)

    def go_pay(self) -> None:
        """The part on salary."""
        forms.pay(self)

    def go_submit(self) -> None:
        """Submitted."""
        self._deed(prepare.submit, say("Submitted. It is read when both have submitted."))

    def go_start(self) -> None:
        """The two have met."""
        if self._deed(conduct.start, say("The talk has begun.")):
            self.go_conduct()

    def go_finish(self) -> None:
        """The talk is over."""
        self._deed(conduct.hold, say("The talk is over. Write the plan, then read back and sign."))

    def go_release(self) -> None:
        """Released by this person."""
        self._deed(sign.release, say("Released by you. It needs both."))

    def go_close(self) -> None:
        """Over and done."""
        self._deed(sign.close, say("Closed. Nothing was published by that."))

    def go_takeover(self) -> None:
        """Become the one who holds it."""
        from visavi.usecases.plan_dialogue import take_over

        self._deed(take_over, say("You hold this dialogue now."))

    def _deed(self, deed: Callable[..., Any], done: str) -> bool:
        return self.do(deed, self.dialogue, done=done)

    def go_supplement(self) -> None:
        """A later version."""
        label = say("What changes, and why")
        self._with_text(sign.supplement, label, "what_changes", say("A supplement is open."))

    def go_move(self) -> None:
        """Put off."""
        self._with_reason(invite.move, say("Put off."))

    def go_decline(self) -> None:
        """The employee declines."""
        self._with_reason(invite.decline, say("Declined."))

    def go_waive(self) -> None:
        """The duty is let go."""
        self._with_reason(invite.waive, say("Waived."))

    def go_cancel(self) -> None:
        """Called off."""
        self._with_reason(invite.cancel, say("Called off."))

    def _with_reason(self, deed: Callable[..., Any], done: str) -> None:
        self._with_text(deed, say("The reason"), "reason", done)

    def _with_text(self, deed: Callable[..., Any], label: str, name: str, done: str) -> None:
        def with_it(given: dict[str, str]) -> None:
            if not given["text"].strip():
                raise InvalidInput("It needs its reason: nothing was done.")
            self.session.do(deed, self.dialogue, **{name: given["text"]})

        self.form([Question("text", label)], with_it, key=f"{self.dialogue}/{label}", done=done)

    # -- to read -----------------------------------------------------------------------------

    def go_check(self) -> None:
        """What the policy says, and why its other rules are silent."""
        from visavi.usecases.judge import explain_dialogue

        data = self.session.do(explain_dialogue, self.dialogue)
        for found in data["findings"]:
            self.tell(f"{found['rule']} ({say(found['modality'])})", *because(found, self.session))
        if not data["findings"]:
            self.tell(say("The policy finds nothing."))
        for one in data["silences"]:
            told = say("{rule} is silent: {because}", rule=one["rule"], because=one["because"])
            self.tell(told)

    def go_history(self) -> None:
        """Who did what when."""
        for event in self.shown.get("events", ()):
            by = self.session.name(event["by"])
            reason = f": {event['reason']}" if event.get("reason") else ""
            did = deed_words.told(event["deed"])
            self.tell(f"{day_of(event['on'])}, {by}: {did}{reason}")

    def go_why(self) -> None:
        """Why is it asked for?"""
        forms.why(self, self.shown["employee"])
