"""Deeds are done in a thread, one at a time; keys stay free, and how it ended is always told.

A function with :func:`deed` before it begins one: it goes on in the app's own thread, and what it
awaits from :meth:`Deeds.run` is done in another one, which posts a message when it is done and
touches no widget. Where another program saves just then it is tried again for a while. Whoever
leaves the screen meanwhile is told on the screen then in sight; nothing is ever half done, for a
store changes whole or not at all.

What becomes of keys while a deed is under way: for a :data:`MOMENT` all of them wait, and go in
their order to the screen that is in sight when it is over, as if the deed had taken no time. Nearly
every deed is over by then. If it takes longer, the status line says so, and keys count at once
again: words go on being typed, lists go on moving, screens are left; only a second deed is not
begun, and that is said too. Hiding and leaving never wait.
"""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial, update_wrapper
from time import monotonic
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from textual.message import Message

from visavi.errors import Busy, VisaviError
from visavi.messages import carried, say

if TYPE_CHECKING:
    from textual.screen import Screen

    from visavi_tui.app import VisaviApp
    from visavi_tui.screens.page import Page

T = TypeVar("T")
P = ParamSpec("P")
S = TypeVar("S", bound="Page")
Work = Callable[[], Coroutine[Any, Any, object]]

MOMENT = 0.25
"""Seconds for which keys wait for a deed."""
PATIENCE = 10.0
"""Seconds for which a deed is tried again while another program saves."""
_PAUSE = 0.5

GROUP = "deeds"
"""The workers of deeds; those of readings have other names."""


def deed(
    work: Callable[Concatenate[S, P], Coroutine[Any, Any, object]],
) -> Callable[Concatenate[S, P], None]:
    """The function, begun as the one deed that is under way; its first argument is the screen."""

    def begun(page: S, /, *values: P.args, **named: P.kwargs) -> None:
        page.visavi.deeds.begin(page, work.__qualname__, partial(work, page, *values, **named))

    update_wrapper(begun, work)
    return begun


def reading(
    work: Callable[Concatenate[S, P], Coroutine[Any, Any, object]],
) -> Callable[Concatenate[S, P], None]:
    """The function, begun beside whatever is under way, to fill in what takes long to find out.

    It belongs to its screen, its first argument: begun anew it counts anew, and it ends when the
    screen is left. Keys wait for it a moment if the screen says that it ``fetches``.
    """

    async def told(page: S, *values: P.args, **named: P.kwargs) -> None:
        try:
            await work(page, *values, **named)
        except VisaviError as error:
            if page.is_active:
                page.cannot_fill(error)
        finally:
            if page.fetches:
                page.settle()

    def begun(page: S, /, *values: P.args, **named: P.kwargs) -> None:
        reads: Any = partial(told, page, *values, **named)
        page.run_worker(reads, group=work.__qualname__, exclusive=True)

    update_wrapper(begun, work)
    return begun


class Deeds:
    """The one deed that is under way, if one is."""

    class Over(Message):
        """A thread has done what it was asked for, or could not."""

        def __init__(self, answer: "asyncio.Future[Any]", settle: Callable[[], None]) -> None:
            super().__init__()
            self._answer = answer
            self._settle = settle

        def settle(self) -> None:
            """Let whoever waits for it go on."""
            if not self._answer.done():
                self._settle()

    def __init__(self, app: "VisaviApp") -> None:
        self._app = app
        self._under_way: tuple[Page, str] | None = None
        self._until = 0.0
        self._long = False
        self._free = 0.0
        self._then: dict[bool, Callable[[], object]] = {}
        self.waits = False
        """Whether it waits for another program that saves."""

    @property
    def under_way(self) -> bool:
        """Whether a deed is being done."""
        return self._under_way is not None

    @property
    def saying(self) -> str:
        """What is said as long as a deed is being done."""
        return say("This is being done. You can go on meanwhile.")

    def begin(self, page: "Page", name: str, work: Work) -> None:
        """Begin it, unless one is under way: then it is said that it is."""
        if self._under_way is not None:
            if not self.waits or self._under_way != (page, name):
                self._app.tell(self._still(self._under_way == (page, name)))
            return
        self._under_way = (page, name)
        self._long = False
        self._until = monotonic() + PATIENCE
        # no coroutine yet: an app that ends before its turn has none to leave unawaited
        through: Any = partial(self._through, work)
        self._app.run_worker(through, group=GROUP)

    @staticmethod
    def _still(same: bool) -> str:
        if same:
            return say("It is still being done.")
        return say("Something else is still being done: nothing new was begun.")

    async def _through(self, work: Work) -> None:
        moment = self._app.set_timer(MOMENT, self._is_long)
        refused = False
        try:
            await work()
        except VisaviError as error:
            refused = True
            self._tell(error)
        finally:
            moment.stop()
            self._under_way, self.waits = None, False
        self._follow(refused)

    def _tell(self, error: VisaviError) -> None:
        """Say why it was not done; a page about it does not come between a word and the next."""
        if self._long and self._app.is_typing_since(self._free):
            self._app.tell(say("NOT DONE. Why is told when you pause."))
            self._app.set_timer(_PAUSE, partial(self._tell, error))
        else:
            self._app.tell_error(error)

    def _is_long(self) -> None:
        """It takes longer than a moment: keys go on, and it is said."""
        if self.under_way and not self._long:
            self._long = True
            self._free = monotonic()
            if not self.waits:
                self._app.tell(self.saying)
            self._app.call_later(self._app.gate.settled)

    # -- in the thread -----------------------------------------------------------------------

    async def run(self, function: Callable[[], T]) -> T:
        """Do it in the thread, tried again while another program saves; for deeds only."""
        while True:
            try:
                return await self.in_thread(function)
            except Busy as error:
                await self._wait(error)
            finally:
                self.waits = False

    async def in_thread(self, function: Callable[[], T]) -> T:
        """What the function gives or raises in a thread, in the language that is in use here."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        call = carried(function)

        def work() -> None:
            try:
                settle = partial(answer.set_result, call())
            except BaseException as error:
                settle = partial(answer.set_exception, error)
            self._app.post_message(self.Over(answer, settle))

        self._app.run_worker(work, thread=True, group=GROUP)
        return await answer

    async def _wait(self, error: Busy) -> None:
        assert self._under_way is not None, "only deeds are tried again"
        left = self._until - monotonic()
        if left <= 0:
            raise error
        if self._under_way[0] not in self._app.screen_stack:
            raise Busy("You left: what waited for the store was not done.")
        self.waits = True
        sentence = "Another visavi on this computer is saving. Trying again ({seconds} s)."
        self._app.tell(say(sentence, seconds=int(left) + 1))
        self._is_long()
        await asyncio.sleep(_PAUSE)

    # -- keys, and what comes afterwards -----------------------------------------------------

    @property
    def holds(self) -> bool:
        """Whether keys wait for the deed that is under way."""
        return self.under_way and not self._long

    def then(self, follows: Callable[[], object], *, whatever_comes: bool = False) -> bool:
        """Do this when the deed under way is over, ``whatever_comes`` of it or only if it is done.

        False where there is nothing to wait for, or where it was asked for before.
        """
        if not self.under_way or whatever_comes in self._then:
            return False
        self._then[whatever_comes] = follows
        return True

    def _follow(self, refused: bool) -> None:
        """What was to come afterwards; then the keys that waited, on the screen in sight."""
        then, self._then = self._then, {}
        for whatever_comes in (True, False):
            if whatever_comes in then and (whatever_comes or not refused):
                then[whatever_comes]()
        self._app.call_later(self._await_screen)

    def _await_screen(self) -> None:
        """Screens may be left just now: wait for the one in sight to be filled."""
        screen = self._app.screen
        screen.call_later(self._settled, screen)

    def _settled(self, screen: "Screen[Any]") -> None:
        """The screen in sight is filled: it tells what no screen has told, and keys go to it."""
        if screen is not self._app.screen:
            self._await_screen()
            return
        self._app.tell_what_is_left()
        self._app.call_later(self._app.gate.settled)
