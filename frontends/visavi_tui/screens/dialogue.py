"""One dialogue: what comes next, what else can be done, and all that may be read."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.types import CSSPathType
from textual.widget import Widget

from visavi.messages import say
from visavi.usecases import conduct, invite, sign
from visavi_tui.actions import bindings
from visavi_tui.deeds import deed
from visavi_tui.offers import offers
from visavi_tui.queue import Step, steps
from visavi_tui.record import Teller, reread
from visavi_tui.screens.form import Field, FormPage
from visavi_tui.screens.page import Page
from visavi_tui.screens.text import TextPage
from visavi_tui.session import Session
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.reading import Reading
from visavi_tui.widgets.words import Words
from visavi_tui.words import because, fitted

STRENGTH = ("must", "must-not", "should", "should-not", "may")
"""How strongly a source puts it, the strongest first."""

LOW = 20
"""Lines below which there is only room for the next step."""


class DialoguePage(Page):
    """The next step first; then everything else that this person may do here."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss", "dialogue.tcss"]
    SCOPE = "dialogue"
    ABOUT = (
        "One dialogue. Above is what can be done now, the next step first; Enter does it. Below "
        "is all that you may read; Tab goes there, arrows scroll."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dialogue")]

    def __init__(self, dialogue: str, begin: str = "") -> None:
        super().__init__()
        self.dialogue = dialogue
        self._begin = begin
        self._step: Step | None = None
        self.shown: dict[str, Any] = {}
        self.told: Teller | None = None

    def place(self) -> tuple[str, str]:
        """Whose dialogue, and that the two read it."""
        if self.told is None:
            return say("Dialogue"), ""
        name = self.session.name(self.told.other())
        both = self.shown["relation"] in ("employee", "conductor")
        return f"{name} · {self.told.kind()}", self.told.both() if both else say("FACTS ONLY")

    def body(self) -> Iterator[Widget]:
        """Facts, what can be done, what is to be read."""
        yield Words(id="head")
        yield Lines(id="todo", draw=lambda row, width: fitted(f"{row[1]:<16} {row[2]}", width))
        yield Reading(id="record")

    def fill(self) -> None:
        """Read it anew."""
        told = reread(self)
        if told is None:
            return
        self.retitle()
        step = steps(self.shown, self.session.person)
        low = self.size.height < LOW
        head = [] if low else list(told.head())
        self.query_one("#head", Words).tell([*head, say("Next step: {todo}", todo=step.todo)])
        rows = [(a.name, say(a.verb), say(a.about)) for a in self.offered()]
        lines = self.query_one("#todo", Lines)
        lines.styles.height = min(len(rows), 4 if low else 8)
        led_on, self._step = step != self._step, step
        lines.show(rows, cursor=0 if led_on else None)
        self.query_one(Reading).tell("\n".join(told.whole()))
        if self.focused is None:
            lines.focus()
        self.show_keys()
        if led_on:
            self.say(say("Everything is saved."))
        begin, self._begin = self._begin, ""
        if begin and begin in set(self.offers()):
            self.call_after_refresh(self.run_named, begin)

    def on_screen_suspend(self) -> None:
        """Nothing to read stays behind another screen."""
        self.query_one(Reading).tell("")

    async def run_named(self, name: str) -> None:
        """Do the action of that name."""
        await self.app.run_action(name, self)

    async def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Do what stands under the cursor."""
        await self.run_named(event.lines.chosen[0])

    def offers(self) -> Iterator[str]:
        """What may be done now, the next step first."""
        if self.told is not None:
            yield from offers(self.told)

    # -- screens of their own ----------------------------------------------------------------

    def action_prepare(self) -> None:
        """Prepare, blind until both have submitted."""
        from visavi_tui.screens.prepare import PreparePage

        self.app.push_screen(PreparePage(self.dialogue))

    def action_conduct(self) -> None:
        """The talk."""
        from visavi_tui.screens.conduct import ConductPage

        self.app.push_screen(ConductPage(self.dialogue))

    def action_plan(self) -> None:
        """The action plan."""
        from visavi_tui.screens.plan import PlanPage

        self.app.push_screen(PlanPage(self.dialogue))

    def action_lastplan(self) -> None:
        """The plan that this dialogue opens with."""
        from visavi_tui.screens.lastplan import LastPlanPage

        self.app.push_screen(LastPlanPage(self.dialogue))

    def action_sign(self) -> None:
        """Read back and sign."""
        from visavi_tui.screens.sign import SignPage

        self.app.push_screen(SignPage(self.dialogue))

    def action_after(self) -> None:
        """Questions to oneself."""
        from visavi_tui.screens.prepare import AfterPage

        self.app.push_screen(AfterPage(self.dialogue))

    def action_follow(self) -> None:
        """Its activities."""
        from visavi_tui.screens.followup import FollowUpPage

        self.app.push_screen(FollowUpPage(self.shown["employee"]))

    def action_why(self) -> None:
        """Why is this dialogue asked for?"""
        from visavi_tui.screens import ways

        ways.why(self, self.shown["employee"])

    def action_check(self) -> None:
        """What the policy says of the dialogue as it stands, and why other rules are silent."""
        found = partial(_explained, self.session, self.dialogue)
        self.app.push_screen(TextPage(say("What the policy says"), found))

    def action_history(self) -> None:
        """Who did what when, and earlier versions."""
        from visavi_tui.screens.history import HistoryPage

        assert self.told is not None, "actions come after the first filling"
        self.app.push_screen(HistoryPage(self.told))

    # -- deeds -------------------------------------------------------------------------------

    def action_invite(self) -> None:
        """Time and place, then the invitation."""
        from visavi_tui.screens.invite import invite as ask

        ask(self, self.shown)

    def action_submit(self) -> None:
        """Let the other one read the preparation, when both have submitted."""
        self._once_more("submit")

    @deed
    async def action_start(self) -> None:
        """The two have met."""
        await self._do(conduct.start, say("The talk has begun."))
        if self.is_active:
            self.action_conduct()

    @deed
    async def action_finish(self) -> None:
        """The talk is over."""
        said = say("The talk is over. Write the plan, then read back and sign.")
        await self._do(conduct.hold, said)

    def action_pay(self) -> None:
        """The part on salary."""
        from visavi_tui.screens.salary import pay

        pay(self, self.shown)

    def action_release(self) -> None:
        """Release the record to later managers."""
        self._once_more("release")

    def action_close(self) -> None:
        """The dialogue is over and done."""
        self._once_more("close")

    @deed
    async def action_takeover(self) -> None:
        """Become the one who holds it; what the policy says of that is told at once."""
        from visavi.usecases.plan_dialogue import take_over

        await self._do(take_over, say("You hold this dialogue now."))
        if self.is_current:
            self.action_check()

    def _once_more(self, what: str) -> None:
        from visavi_tui.screens import oncemore

        assert self.told is not None, "actions come after the first filling"
        oncemore.ask(self, self.told, what)

    def action_supplement(self) -> None:
        """Open a later version."""
        self._with_text(
            say("What changes, and why"), lambda text: (sign.supplement, {"what_changes": text})
        )

    def action_move(self) -> None:
        """Put the meeting off."""
        self._with_reason(invite.move)

    def action_decline(self) -> None:
        """The employee declines."""
        self._with_reason(invite.decline)

    def action_waive(self) -> None:
        """Let the duty go."""
        self._with_reason(invite.waive)

    def action_cancel(self) -> None:
        """Call it off."""
        self._with_reason(invite.cancel)

    async def _do(self, use_case: Callable[..., Any], done: str) -> None:
        await self.do(use_case, self.dialogue)
        self.did(done)

    def _with_reason(self, use_case: Callable[..., Any]) -> None:
        self._with_text(say("The reason"), lambda text: (use_case, {"reason": text}))

    def _with_text(
        self, label: str, made: Callable[[str], tuple[Callable[..., Any], dict[str, str]]]
    ) -> None:
        async def done(given: dict[str, str]) -> None:
            use_case, named = made(given["text"])
            await self.run(partial(self.session.do, use_case, self.dialogue, **named))

        assert self.told is not None, "actions come after the first filling"
        field = Field("text", label, height=4)
        key = f"{self.dialogue}/{label}"
        page = FormPage(self.place()[0], [field], done, audience=self.told.both(), draft=key)
        self.app.push_screen(page)


def _explained(session: Session, dialogue: str) -> Iterator[str]:
    """What each rule finds, the strongest first and long lists last, and why others are silent."""
    from visavi.usecases.judge import explain_dialogue

    data = session.do(explain_dialogue, dialogue)
    if not data["findings"]:
        yield say("The policy finds nothing.")
    lengths = Counter(found["rule"] for found in data["findings"])
    for found in sorted(
        data["findings"], key=lambda one: (STRENGTH.index(one["modality"]), lengths[one["rule"]])
    ):
        yield f"{found['rule']} ({say(found['modality'])})"
        yield from (f"  {text}" for text in because(found, session))
    for one in data["silences"]:
        yield say("{rule} is silent: {because}", rule=one["rule"], because=one["because"])
