"""What a few keys mean on every screen: help, commands, take back, find, go to, editor, saved."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, TypeVar, cast

from textual.app import App, SuspendNotSupported

from visavi.errors import OutOfOrder, VisaviError
from visavi.messages import say
from visavi_tui.actions import key_name
from visavi_tui.deeds import deed
from visavi_tui.desk import Wish
from visavi_tui.screens.page import Page
from visavi_tui.undo import Undo

if TYPE_CHECKING:
    from visavi_tui.app import VisaviApp

T = TypeVar("T")


class Everywhere(App[Wish]):
    """The part of the app that these keys belong to."""

    undo: Undo
    lent = False
    """Whether something else has the terminal just now."""
    hinted: set[str]

    @property
    def visavi(self) -> "VisaviApp":
        """The app itself."""
        return cast("VisaviApp", self)

    def action_help(self) -> None:
        """Help on the screen in sight."""
        from visavi_tui.screens.help import help_page

        if isinstance(self.screen, Page):
            self.push_screen(help_page(self.screen))

    def action_palette(self) -> None:
        """All commands of the screen in sight."""
        from visavi_tui.screens.palette import PalettePage

        below = self.screen
        if isinstance(below, Page) and not isinstance(below, PalettePage):
            self.push_screen(PalettePage(below), lambda name: self._run_named(below, name))

    async def _run_named(self, page: Page, name: str | None) -> None:
        if name is None:
            return
        if name in {action.name for action in page.offered()}:
            await self.run_action(name, page)
        elif name == "leave":
            page.go_back()
        else:
            await self.run_action(name, self)

    async def action_leave(self) -> None:
        """Back, wherever one is."""
        if isinstance(self.screen, Page):
            self.screen.action_leave()

    def action_undo(self) -> None:
        """Take back the last change of a list."""
        page = self.screen
        if not isinstance(page, Page):
            return
        if page.TAKES_BACK or not self.undo.changes:
            _take_back(page)
        else:
            page.say(say("Nothing is taken back on this screen; Esc leaves it, then u does."))

    def action_find(self) -> None:
        """Find words; Enter opens the place."""
        if self._has_store():
            from visavi_tui.screens import places

            places.find(self.visavi)

    def action_goto(self) -> None:
        """A topic while a talk is going on, else a person."""
        if self._has_store():
            from visavi_tui.screens import places

            places.go(self.visavi)

    def action_outside(self) -> None:
        """Write the text in one's own editor, and take it back from there."""
        from visavi_tui.widgets.writing import Writing

        page, outside = self.screen, self.visavi.desk.outside
        if not isinstance(page, Page):
            return
        writing = page.focused if isinstance(page.focused, Writing) else page.text_at_hand()
        if outside is None or writing is None:
            page.say(say("There is no text to write here."))
            return
        self.visavi.keep_drafts()
        told: list[str] = []
        before = writing.text
        try:
            text = self.outside(lambda: outside.edited(before, told.append))
        except VisaviError as error:
            from visavi_tui.screens.text import TextPage

            said = "\n".join((str(error), *told))
            self.push_screen(TextPage(say("That did not work"), said))
            return
        writing.focus()
        if text != before:
            writing.put(text)
        page.say(told[-1] if told else say("Back from the editor."))

    def outside(self, deed: Callable[[], T]) -> T:
        """Do something on the terminal, which the app lets go of meanwhile, whatever happens.

        Raises :class:`OutOfOrder` where that cannot be, as on Windows.
        """
        raised: list[Exception] = []
        done: list[T] = []
        with ExitStack() as lending:
            try:
                lending.enter_context(self.suspend())
            except SuspendNotSupported:
                raise OutOfOrder(
                    "visavi cannot let go of this terminal: use the command line for it."
                ) from None
            self.lent = True
            try:
                done.append(deed())
            except Exception as error:  # the app must have the terminal back first
                raised.append(error)
            self.lent = False
        if raised:
            raise raised[0]
        return done[0]

    def _has_store(self) -> bool:
        """Whether there is something to go to, and nothing is hidden or asked just now."""
        from visavi_tui.screens.find import FindPage
        from visavi_tui.screens.goto import GotoPage
        from visavi_tui.screens.hide import HidePage
        from visavi_tui.screens.palette import PalettePage

        apart = (FindPage, GotoPage, HidePage, PalettePage)
        page = self.screen
        return self.desk_is_open and isinstance(page, Page) and not isinstance(page, apart)

    def is_typing_since(self, then: float) -> bool:
        """Whether somebody has written on a screen since then, and has not paused yet."""
        page = self.screen
        writes = isinstance(page, Page) and page.writing
        return writes and self.visavi.idle.pressed_since(then)

    @property
    def desk_is_open(self) -> bool:
        """Whether a store is open, for somebody."""
        return self.visavi.desk.workspace is not None

    def give_hint(self, page: Page) -> None:
        """The hint of this screen, if there is one that was not shown before."""
        seen, name = self.visavi.desk.hints_seen, page.SCOPE
        if seen is None or name in seen | self.hinted:
            return
        from visavi_tui.hints import HINTS

        if name in HINTS:
            self.hinted.add(name)
            self.visavi.desk.keep_hint(name)
            page.say(say(HINTS[name]))

    def action_saved(self) -> None:
        """Keep what is typed now, and say that everything is kept; else, what can be done."""
        page = self.screen
        if not isinstance(page, Page):
            return
        self.visavi.keep_drafts()
        if self.visavi.keeper.unkept():
            self.visavi.tell_ways_out(None)
        elif not self.visavi.keeper.is_unsaved:
            page.say(say("Everything is saved; a text that you are writing is kept as a draft."))

    def action_help_quit(self) -> None:
        """Nothing is selected to copy: who wants to leave is told how."""
        page = self.screen
        if isinstance(page, Page):
            key = key_name(self.visavi.keys.get("app.quit", "ctrl+q"))
            page.say(say("Nothing is selected to copy. {key} leaves visavi.", key=key))


@deed
async def _take_back(page: Page) -> None:
    """The last change, as far as it belongs to the dialogue in sight, if one is."""
    dialogue = str(getattr(page, "dialogue", ""))
    try:
        taken = await page.run(partial(page.visavi.undo.take_back, dialogue))
    except VisaviError:
        if page.is_active:
            page.refill()
        raise
    if taken.give is not None:
        taken.give()
    page.did(say("Taken back: {said}", said=taken.said))
