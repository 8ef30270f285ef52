"""The app itself: one person, one store, a stack of screens, and what keeps words inside."""

import sys
from collections.abc import Iterable, Mapping
from functools import partial
from gc import collect
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import SystemCommand
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.events import Key, Paste, Resize
from textual.screen import Screen

from visavi.errors import VisaviError
from visavi.messages import say
from visavi.usecases.drafts import Drafts
from visavi_tui import garbage
from visavi_tui.actions import bindings
from visavi_tui.deeds import Deeds
from visavi_tui.desk import Desk, Wish
from visavi_tui.everywhere import Everywhere
from visavi_tui.gate import Gate, Taken
from visavi_tui.guard import clearing_driver, fault_report, fault_sentence
from visavi_tui.idle import Idle
from visavi_tui.keeping import Entered, Keeper
from visavi_tui.screens.hide import HidePage
from visavi_tui.screens.page import Page
from visavi_tui.screens.small import LEAST, SmallPage
from visavi_tui.session import Session
from visavi_tui.sheet import Sheet
from visavi_tui.signals import Signals
from visavi_tui.undo import Undo

if TYPE_CHECKING:
    from textual.actions import ActionParseResult

    from visavi.store.repository import Repository
    from visavi_tui.widgets.writing import Writing


class VisaviApp(Everywhere):
    """Opens on the team of the acting person, or on the first start where there is no store."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]
    CSS = (
        "Screen { background: $background; } SmallPage { align: center middle; overflow: hidden; }"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(driver_class=clearing_driver())
        self.stylesheet = Sheet(variables=self.get_css_variables())
        self._disable_tooltips = self._disable_notifications = True  # both are for a mouse
        self.desk = desk
        if desk.theme:
            self.theme = desk.theme
        self.last_wish = Wish("quit")
        self.keys: dict[str, str] = dict(desk.keys)
        self.greeting = desk.greeting or desk.read_only
        self._session: Session | None = None
        self.undo = Undo()
        self.keeper = Keeper(self)
        self.deeds = Deeds(self)
        self._untold: VisaviError | None = None
        self.hinted: set[str] = set()
        self.idle = Idle(self)
        self.signals = Signals(self)
        self.gate = Gate(self, super().on_event)
        self._locked_for: Wish | None = None
        if desk.repository is not None:
            self.act_as(desk.person)

    @property
    def session(self) -> Session:
        """Who acts, in which store."""
        assert self._session is not None, "only screens of a store ask for it"
        return self._session

    @property
    def drafts(self) -> Drafts:
        """The drafts of the acting person."""
        assert self.keeper.drafts is not None, "only screens of a store ask for it"
        return self.keeper.drafts

    def act_as(self, person: str | None) -> bool:
        """From now on this person acts; false where a text of the one before cannot be kept, or
        something is still being done for them.
        """
        if self.deeds.under_way:
            self.tell(say("Something else is still being done: nothing new was begun."))
            return False
        self.keep_drafts()
        if self.keeper.is_unsaved:
            return False
        self.keeper.let_go()
        self._session = Session(self.desk, person)
        self.keeper.drafts = Drafts(self._session.repository, person)
        self.undo = Undo()
        return True

    def on_mount(self) -> None:
        """Open the first screen; listen to those who end programs."""
        self.set_keymap(self.keys)
        self.keeper.begin()
        garbage.begin(self)
        self.signals.begin()
        self.push_screen(self._first())
        self._recover()
        self.idle.begin()

    def _first(self) -> Screen[Any]:
        if self._session is None:
            from visavi_tui.screens.first import FirstPage

            return FirstPage()
        if self._session.keeps_register():
            if next(iter(self._session.repository.people()), None) is None:
                from visavi_tui.screens.people import PeoplePage

                return PeoplePage()
            from visavi_tui.screens.numbers import NumbersPage

            return NumbersPage()
        from visavi_tui.screens.team import TeamPage

        return TeamPage()

    def _recover(self) -> None:
        """Show the texts that were typed and put nowhere, if there are any."""
        if self.keeper.drafts is not None and self.keeper.drafts.all():
            from visavi_tui.screens.drafts import DraftsPage

            self.push_screen(DraftsPage())

    def use_keys(self, keys: dict[str, str]) -> None:
        """These keys count from now on."""
        self.keys = dict(keys)
        self.set_keymap(self.keys)

    def greet(self, sentence: str) -> None:
        """Say this on the screen that comes next."""
        self.greeting = sentence

    def start_anew(self) -> None:
        """Leave all screens and begin where the acting person begins."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(self._first())
        self._recover()

    # -- keys that work everywhere -----------------------------------------------------------

    async def on_event(self, event: Any) -> None:
        """Any key puts the hiding off; one that comes too late does nothing else."""
        if not isinstance(event, (Key, Paste)) or event.is_forwarded:
            await super().on_event(event)
        elif self.idle.pressed():
            await self.gate.take(event)

    async def on_taken(self, event: Taken) -> None:
        """A key has done what it does."""
        await self.gate.taken(event.turn)

    def action_hide(self) -> None:
        """Hide everything."""
        self.hide()

    def hide(self) -> bool:
        """Hide everything; false where nothing is in sight."""
        self.keep_drafts()
        seen = not isinstance(self.screen, (HidePage, SmallPage)) and not self.is_locked
        if seen:
            self.push_screen(HidePage())
        return seen

    # -- locking -----------------------------------------------------------------------------

    @property
    def is_locked(self) -> bool:
        """Whether a sealed store was closed and waits for its passphrase."""
        return self._locked_for is not None

    def lock(self) -> bool:
        """Close a sealed store and forget all of it; false where a text could not be kept.

        What is being done is done first; everything is hidden meanwhile.
        """
        if not self.desk.sealed or self._session is None:
            return False
        if self.deeds.under_way:
            self.hide()
            self.deeds.then(self.lock, whatever_comes=True)
            return True
        self.keep_drafts()
        if self.keeper.is_unsaved:
            return False
        from visavi_tui.screens.locked import LockedPage

        self._locked_for = Wish("open", person=self._session.person)
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self._session = None
        self.keeper.let_go()
        self.undo = Undo()
        self.gate.forget()
        self.desk.lock()
        self.desk = self.desk._replace(repository=None)
        self.push_screen(LockedPage())
        self.set_timer(0.2, collect)
        return True

    def unlocked(self, repository: "Repository") -> None:
        """Go on with the store that was opened again."""
        assert self._locked_for is not None, "only what is locked is unlocked"
        self.desk = self.desk._replace(repository=repository)
        person, self._locked_for = self._locked_for.person, None
        self.act_as(person)
        self.start_anew()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the store is locked, there is only leaving."""
        return action == "quit" if self.is_locked else super().check_action(action, parameters)

    async def action_quit(self) -> None:
        """Leave; what was typed is kept."""
        self.leave(Wish("quit"))

    def leave(self, wish: Wish) -> None:
        """Keep what was typed, and close the app with this wish; what cannot be kept is asked.

        What is being done is done first, unless this is asked for again; if it is refused, the app
        stays and tells so.
        """
        self.keep_drafts()
        if self.keeper.unkept():
            self.tell_ways_out(wish)
        elif self.deeds.then(partial(self.leave, wish)):
            self.tell(say("This is being done; visavi closes when it is over."))
        else:
            self.exit(wish)

    def tell_ways_out(self, wish: Wish | None) -> None:
        """What can be done about texts that are kept nowhere, where somebody wants to leave or
        asks.
        """
        from visavi_tui.screens.unsaved import UnsavedPage

        if isinstance(self.screen, UnsavedPage):
            self.screen.wish = wish or self.screen.wish
            self.screen.refill()
            self.screen.retitle()
        else:
            self.push_screen(UnsavedPage(wish))

    def end(self, wish: Wish) -> None:
        """Close the app now: nobody is there to be asked, or has answered."""
        self.keep_drafts()
        self.exit(wish)

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action; what a store or policy says against it is told in words."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except VisaviError as error:
            self.tell_error(error)
            return True

    def tell_error(self, error: VisaviError) -> None:
        """Say on the screen in sight what was not done; where all is hidden, on the next one."""
        if isinstance(self.screen, Page) and not self.screen.COVERS:
            self.screen.complain(error)
        else:
            self._untold = error

    def tell_what_is_left(self) -> None:
        """Say what came of something whose screen was left, where nobody has said it yet."""
        page = self.screen
        if not isinstance(page, Page) or page.COVERS or not page.is_mounted:
            return  # one that is being made tells it itself, once it stands
        if not self.deeds.under_way:
            page.say_instead(self.deeds.saying, say("It is over."))
        if self.greeting and page.GREETS:
            greeting, self.greeting = self.greeting, ""
            page.say(greeting)
        error, self._untold = self._untold, None
        if error is not None:
            page.complain(error)

    # -- drafts ------------------------------------------------------------------------------

    def on_writing_typed(self, event: "Writing.Typed") -> None:
        """Remember that this text is not kept yet."""
        if event.writing.key:
            self.keeper.typed(event.writing)

    def on_deeds_over(self, event: Deeds.Over) -> None:
        """A thread has done its part: what began it goes on."""
        event.settle()

    def on_keeper_kept(self, event: Keeper.Kept) -> None:
        """The texts are kept, or are not: it stands on the screen."""
        self.keeper.done(event.texts, event.error)

    def on_app_blur(self) -> None:
        """The person looks elsewhere."""
        self.keep_drafts()

    def keep_drafts(self) -> None:
        """Keep every text that was typed since the last time; say so, or that it is not kept."""
        self.keeper.keep()

    def drop_draft(self, writing: Entered) -> None:
        """The text stands where it belongs now."""
        try:
            self.keeper.forget(writing.key)
        except VisaviError as error:
            self.tell(error.message)

    def tell_state(self, state: str) -> None:
        """Say on the screen in sight how what is typed stands."""
        if isinstance(self.screen, Page) and self.screen.is_mounted:
            self.screen.tell_state(state)

    def tell(self, sentence: str) -> None:
        """Say this on the screen in sight."""
        if isinstance(self.screen, Page) and self.screen.is_mounted:
            self.screen.say(sentence)

    # -- what keeps words inside -------------------------------------------------------------

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """None: the toolkit's own commands include a picture of the screen on the disk."""
        return ()

    def copy_to_clipboard(self, text: str) -> None:
        """Copy within the app only, unless the person has set that it goes to the terminal too."""
        if self.desk.copies_out:
            self.hand_out(text)
        self._clipboard = text

    def hand_out(self, text: str) -> None:
        """Copy to the terminal's clipboard, which keeps it in its own way."""
        super().copy_to_clipboard(text)

    def _fatal_error(self) -> None:
        """A fault: one sentence, without what was at hand."""
        error = sys.exc_info()[1] or self._exception or Exception()
        try:
            self.keep_drafts()
        except Exception:
            self.keeper.state = ""  # a screen that is broken cannot say it; the sentence does
        lost = bool(self.keeper.unkept())
        sentence = fault_sentence(error, self.keeper.state, lost=lost)
        self.last_wish = Wish("fault", sentence, report=fault_report(error))
        self._exit_renderables.clear()
        self._close_messages_no_wait()

    def panic(self, *renderables: Any) -> None:
        """The toolkit's own way to stop: its words may hold ours."""
        self._fatal_error()

    # -- size --------------------------------------------------------------------------------

    def on_resize(self, event: Resize) -> None:
        """Below the least size one sentence stands there; the screens stay as they are."""
        width, height = event.size
        if width < LEAST[0] or height < LEAST[1]:
            if not isinstance(self.screen, SmallPage):
                self.push_screen(SmallPage())
            self.call_after_refresh(self._tell_small, width, height)
        elif isinstance(self.screen, SmallPage):
            self.pop_screen()

    def _tell_small(self, width: int, height: int) -> None:
        if isinstance(self.screen, SmallPage):
            self.screen.tell(width, height)
