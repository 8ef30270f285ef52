"""What every screen has: where and who reads, the body, what is saved, the keys."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.types import CSSPathType
from textual.widget import Widget

from visavi.errors import VisaviError
from visavi.messages import Sentence, say
from visavi_tui.actions import EVERYWHERE, Action, actions_of, key_name, verb_of
from visavi_tui.advice import advised, scopes_of
from visavi_tui.screens.painted import Painted
from visavi_tui.widgets.heading import Heading
from visavi_tui.widgets.keys import Entry, Keys
from visavi_tui.widgets.status import Status

if TYPE_CHECKING:
    from visavi_tui.app import VisaviApp
    from visavi_tui.inverse import Inverse
    from visavi_tui.keeping import Entered
    from visavi_tui.session import Session
    from visavi_tui.widgets.writing import Writing

T = TypeVar("T")


class Page(Painted):
    """A screen of the app. ``SCOPE`` names its actions; ``ABOUT`` explains it in the help."""

    CSS_PATH: ClassVar[CSSPathType | None] = "page.tcss"
    SCOPE: ClassVar[str] = ""
    GREETS: ClassVar[bool] = True
    """Whether it says what was done on the screen before; one that goes at once leaves that."""
    COVERS: ClassVar[bool] = False
    """Whether it stands before everything so that nothing can be seen: nothing is told there."""

    TAKES_BACK: ClassVar[bool] = True
    """Whether a change of a list can be taken back here; not beside half-filled fields."""

    ABOUT: ClassVar[Sentence] = ""

    settled = False
    """Whether it is filled in: keys that come before that wait."""

    fetches = False
    """Whether what stands here is still being read by a thread."""

    _was_left = False
    _filling = False
    _unfilled = ""
    _parting: tuple[object] | None = None

    @property
    def visavi(self) -> "VisaviApp":
        """The app."""
        return cast("VisaviApp", self.app)

    @property
    def session(self) -> "Session":
        """Who acts, and where."""
        return self.visavi.session

    def place(self) -> tuple[str, str]:
        """Where this is, and who can read it."""
        return "visavi", ""

    def _headed(self) -> tuple[str, str]:
        try:
            where, audience = self.place()
        except VisaviError:
            where, audience = "visavi", ""  # what fails is told by filling the screen in
        closed = say("READ ONLY") if self.visavi.desk.read_only else ""
        return where, "  ".join(filter(None, (closed, audience)))

    def body(self) -> Iterator[Widget]:
        """What stands between the first lines and the last ones."""
        yield from ()

    def compose(self) -> ComposeResult:
        """Heading, body, status, keys."""
        yield Heading(*self._headed())
        with Vertical(id="body"):
            yield from self.body()
        yield Status()
        yield Keys()

    def on_screen_resume(self) -> None:
        """Fill in, at first and whenever something was done on another screen."""
        if not self.is_current:
            return  # many screens are left at once: this one was in sight for no moment
        if self._parting is not None:
            self.dismiss(self._parting[0])
            return
        for writing in self.query("Writing, Pick") if self._was_left else ():
            self.visavi.keeper.catch_up(cast("Entered", writing))
        self.tell_state(self.visavi.keeper.state)
        self.refill()
        if not (self.GREETS and self.visavi.greeting):
            self.visavi.give_hint(self)
        self.visavi.tell_what_is_left()
        if not self.fetches:
            self.settle()

    def settle(self) -> None:
        """It is filled in: keys go on."""
        self.settled, self.fetches = True, False
        self.call_later(self.visavi.call_later, self.visavi.gate.settled)

    async def _dispatch_message(self, message: Message) -> None:
        """What a store or policy says against a choice in a list is told, as it is for a key."""
        try:
            await super()._dispatch_message(message)
        except VisaviError as error:
            if not self.is_mounted:
                raise
            self.visavi.tell_error(error)

    def refill(self) -> None:
        """Fill in anew; a store or policy that fails meanwhile is told in words."""
        self._filling = True
        try:
            self.fill()
        except VisaviError as error:
            self.complain(error)
        finally:
            self._filling = False
        self.show_keys()

    def fill(self) -> None:
        """Read what is shown here anew."""

    def on_descendant_focus(self) -> None:
        """Other keys count while somebody writes."""
        self.show_keys()

    def on_descendant_blur(self) -> None:
        """Other keys count again; what was typed is kept."""
        self.visavi.keep_drafts()
        self.show_keys()

    def on_screen_suspend(self) -> None:
        """Another screen lies over this one: what was typed is kept first."""
        self.settled, self._was_left = False, True
        self.visavi.keep_drafts()

    def offers(self) -> Iterator[str]:
        """The names of the actions that make sense now, the most important first."""
        for action in actions_of(self.SCOPE) if self.SCOPE else ():
            yield action.name

    def offered(self) -> list[Action]:
        """The actions of this screen that make sense now."""
        known = {action.name: action for action in actions_of(self.SCOPE)} if self.SCOPE else {}
        try:
            return [known[name] for name in self.offers()]
        except VisaviError:
            return []  # what fails is told when the screen is filled, not when keys are drawn

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is offered can be done, by key or otherwise."""
        if self.SCOPE and action in {a.name for a in actions_of(self.SCOPE)}:
            return action in {offered.name for offered in self.offered()}
        return True

    @property
    def writing(self) -> bool:
        """Whether a text is being written."""
        return getattr(self.focused, "takes_words", False)

    def text_at_hand(self) -> "Writing | None":
        """The text that is meant where none is being written: the only one, if it is one."""
        from visavi_tui.widgets.writing import Writing

        texts = [writing for writing in self.query(Writing) if writing.key]
        return texts[0] if len(texts) == 1 else None

    def show_keys(self) -> None:
        """Tell the keys that count now."""
        actions = [a for a in self.offered() if a.typing or not self.writing]
        entries = [Entry(self._key(self.SCOPE, a), verb_of(a)) for a in actions]
        everywhere = {a.name: a for a in EVERYWHERE}
        if self.writing:
            entries.insert(0, Entry(self._key("app", everywhere["leave"]), say("Leave")))
            tail = ("hide", "palette")
        else:
            tail = ("help", "palette")
        entries += [Entry(self._key("app", everywhere[n]), verb_of(everywhere[n])) for n in tail]
        self.query_one(Keys).tell(entries)

    def _key(self, scope: str, action: Action) -> str:
        return key_name(self.visavi.keys.get(f"{scope}.{action.name}", action.key))

    def say(self, sentence: str) -> None:
        """Say this on the status line; where there is none, as the screen was left or is only just
        coming, it is told on the screen in sight.
        """
        line = self.query(Status)
        if line and self.is_open:
            line.first().tell(sentence)
        else:
            self.visavi.greet(sentence)

    def tell_state(self, state: str) -> None:
        """Say on the status line how what is typed stands."""
        self.query_one(Status).tell_state(state)

    def say_instead(self, of: str, sentence: str) -> None:
        """Say this where something was waited for, unless something else was said meanwhile."""
        line = self.query(Status)
        if line and line.first().sentence == of:
            self.say(sentence)

    @property
    def is_open(self) -> bool:
        """Whether it is in sight, or will be when the screens before it are left."""
        return self in self.app.screen_stack

    def retitle(self) -> None:
        """Say anew where this is."""
        self.query_one(Heading).tell(*self._headed())

    async def do(
        self, deed: Callable[..., T], *values: Any, acting: "Session | None" = None, **named: Any
    ) -> T:
        """Do a use case in the thread of deeds, as the acting person or as somebody else.

        It raises what the use case raises, and then nothing was changed.
        """
        session = acting or self.session
        return await self.run(partial(session.do, deed, *values, **named))

    async def run(self, function: Callable[[], T]) -> T:
        """Do what no use case does alone, likewise."""
        return await self.visavi.deeds.run(function)

    async def read(self, function: Callable[[], T]) -> T:
        """What takes long to find out, found out beside everything else."""
        return await self.visavi.deeds.in_thread(function)

    def did(self, said: str, inverse: "Inverse | None" = None) -> None:
        """Show and say what was done, here or where the person is by now, and remember how it is
        taken back.
        """
        if inverse is not None:
            self.visavi.undo.add(said, *inverse)
            how = (
                "{said} Esc, then u, takes it back." if self.writing else "{said} u takes it back."
            )
            said = say(how, said=said)
        if self.is_active:
            self.refill()
            self.say(said)
        else:
            self.visavi.greet(said)

    def cannot_fill(self, error: VisaviError) -> None:
        """What cannot be read is told on a screen of its own once: going back asks again."""
        if str(error) == self._unfilled:
            self.say(self.advised(error))
            return
        self._unfilled = str(error)
        self._complain(error)

    def complain(self, error: VisaviError) -> None:
        """A refusal gets a screen of its own, anything else the status line."""
        if self._filling:
            self.cannot_fill(error)
        else:
            self._complain(error)

    def _complain(self, error: VisaviError) -> None:
        from visavi_tui.screens.text import page_of_error

        said = self.advised(error)
        if (apart := page_of_error(self, error, said)) is not None:
            self.app.push_screen(apart)
        self.say(said)

    def advised(self, error: VisaviError) -> str:
        """What is wrong, and the way forward by keys."""
        return advised(error, scopes_of(self.app.screen_stack), self._key)

    def action_leave(self) -> None:
        """Leave the text; then the screen."""
        if self.writing:
            self.leave_text()
        else:
            self.go_back()

    def leave_text(self) -> None:
        """From the text to what lies around it; what was typed is kept first."""
        self.visavi.keep_drafts()
        self.set_focus(None)
        self.show_keys()

    def leave_with(self, answer: object) -> None:
        """Give the answer and go, at once or, where another screen lies over this one, after it;
        nothing, where it was left already.
        """
        if self.is_active:
            self.dismiss(answer)
        elif self.is_open:
            self._parting = (answer,)

    def go_back(self) -> None:
        """To the screen before; from the last one there is only leaving."""
        if len(self.app.screen_stack) > 2:
            self.dismiss(None)
        else:
            self.say(say("Press {key} to leave visavi.", key=key_name("ctrl+q")))
