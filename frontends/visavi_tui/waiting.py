"""A deed on a store that somebody else is writing to: tried again for a while, keys stay free."""

from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TYPE_CHECKING

from visavi.errors import Busy
from visavi.messages import say

if TYPE_CHECKING:
    from textual.screen import Screen

    from visavi_tui.app import VisaviApp

PATIENCE = 10.0
"""Seconds for which a deed is tried again."""
_PAUSE = 0.5


class Waiting:
    """At most one deed waits; it is tried again as long as its screen is in sight."""

    def __init__(self, app: "VisaviApp") -> None:
        self._app = app
        self._until = 0.0
        self._what: object = None
        self.trying = False
        """Whether a deed is under way that can be tried again."""

    def has(self, what: object) -> bool:
        """Whether this very deed waits already: pressed twice, it is done once."""
        return self._what is not None and self._what == what

    def done(self) -> None:
        """Nothing waits any more."""
        self._what = None

    def later(self, what: object, error: Busy, again: Callable[[], Awaitable[bool]]) -> None:
        """Try again soon, or tell that it was not done."""
        page = self._app.screen
        if self._what is None:
            self._until = monotonic() + PATIENCE
        self._what = what
        left = self._until - monotonic()
        if left <= 0:
            self.done()
            self._app.tell_error(error)
            return
        sentence = "Another visavi on this computer is saving. Trying again ({seconds} s)."
        self._app.tell(say(sentence, seconds=int(left) + 1))
        self._app.set_timer(_PAUSE, lambda: self._again(page, again))

    async def _again(self, page: "Screen[object]", again: Callable[[], Awaitable[bool]]) -> None:
        if self._app.screen is page:
            await again()
        else:
            self.done()
            self._app.tell(say("You left: what waited for the store was not done."))
