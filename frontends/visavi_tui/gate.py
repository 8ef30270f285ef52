"""Keys go in one after the other: each finds the screen as the one before it has left it.

The toolkit hands a key to whatever has the focus at that moment, while what the key does comes some
messages later. Of several keys that come at once, as a slow line brings them, a letter would stand
before the Backspace that was pressed first, and words in the field that Tab was to leave.

While a deed is under way keys wait too, for a moment (:data:`~visavi_tui.deeds.MOMENT`).
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual.events import Event, Key
from textual.message import Message

from visavi_tui.actions import EVERYWHERE
from visavi_tui.screens.page import Page

if TYPE_CHECKING:
    from visavi_tui.app import VisaviApp

ROUNDS = 3
"""How often a key's messages may make further ones: a list's choice that opens a form, for one."""

MOST = 1.0
"""Seconds after which the next key goes in although the one before it has not been told done."""


STEPS = frozenset(("up", "down", "j", "k", "pageup", "pagedown", "home", "end"))
"""Keys that move within a list or a text, unless the person has given them to an action."""


class Taken(Message, bubble=True):
    """Goes the way that the key went, behind it: where this arrives, the key has been."""

    def __init__(self, turn: int) -> None:
        super().__init__()
        self.turn = turn


class Gate:
    """Lets keys in by ``let_in``. Words in a text and steps in a list lead nowhere else: of those
    the next one need not wait.
    """

    def __init__(self, app: "VisaviApp", let_in: Callable[[Event], Awaitable[None]]) -> None:
        self._app = app
        self._let_in = let_in
        self._keys: deque[Event] = deque()
        self._turn = self._left = 0
        self._shut = self._behind = False
        self._late: asyncio.TimerHandle | None = None

    async def take(self, event: Event) -> None:
        """A key or a paste has come; hiding and leaving never wait."""
        if isinstance(event, Key) and event.key in self._at_once():
            await self._let_in(event)
            return
        self._keys.append(event)
        await self._go_on()

    def forget(self) -> None:
        """What still waits was meant for a screen that is not there any more."""
        self._keys.clear()

    def _at_once(self) -> set[str]:
        keys = self._app.keys
        found = [a for a in EVERYWHERE if a.name in ("hide", "quit")]
        return {key for a in found for key in keys.get(f"app.{a.name}", a.key).split(",")}

    async def taken(self, turn: int) -> None:
        """A round is over."""
        if turn != self._turn or not self._shut:
            return
        if self._left > 0:
            self._round()
        elif self._settled() and not self._app.deeds.holds:
            await self._open()

    async def settled(self) -> None:
        """A screen has filled itself in, or a deed is over."""
        if not self._shut:
            await self._go_on()
        else:
            self._left = max(self._left, 1)
            self._round()  # a round that was in a screen which is gone comes back no more

    def _settled(self) -> bool:
        return bool(getattr(self._app.screen, "settled", True))

    async def _go_on(self) -> None:
        while self._keys and not self._shut and not self._app.deeds.holds:
            stays = self._stays(self._keys[0])
            if not stays and (self._behind or not self._settled()):
                self._close()
                return
            self._behind = stays
            await self._let_in(self._keys.popleft())
            if not stays:
                self._close()

    def _stays(self, event: Event) -> bool:
        """Whether the focus is certain to stay where it is."""
        page = self._app.screen
        if not isinstance(page, Page):
            return False
        if not isinstance(event, Key):
            return page.writing
        if page.writing:
            return event.is_printable
        return event.key in STEPS and event.key not in self._app.keys.values()

    def _close(self) -> None:
        self._shut, self._left = True, ROUNDS
        self._late = asyncio.get_running_loop().call_later(MOST, self._too_late)
        self._round()

    def _round(self) -> None:
        self._left -= 1
        self._turn += 1
        target = self._app.focused or self._app.screen
        if not target.post_message(Taken(self._turn)):
            self._app.post_message(Taken(self._turn))

    def _too_late(self) -> None:
        self._app.call_next(self._open)

    async def _open(self) -> None:
        if self._late is not None:
            self._late.cancel()
        self._shut = self._behind = False
        await self._go_on()
