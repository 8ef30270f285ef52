"""What the system or somebody at a shell asks of the program: to end, to wait, to go on."""

import asyncio
import os
import signal
import sys
import time
from typing import TYPE_CHECKING, Any

from visavi.messages import say
from visavi_tui.desk import Wish
from visavi_tui.guard import end_by_signal, terminal_is_gone

if TYPE_CHECKING:
    from visavi_tui.app import VisaviApp

PATIENCE = 3.0
"""Seconds for which a deed may go on before the program waits: it may hold the store."""
_PAUSE = 0.1
_AT_ONCE = 0.05
"""Seconds in which a program that can be stopped has been stopped."""


class Signals:
    """Before each, what was typed is kept; the screen is wiped of words as long as it waits."""

    def __init__(self, app: "VisaviApp") -> None:
        self._app = app
        self._waits = False
        self._until = 0.0

    def begin(self) -> None:
        """Listen, where signals come."""
        if sys.platform == "win32" or not end_by_signal(lambda: self._app.end(Wish("quit"))):
            return
        self._app.set_interval(1.0, self._end_at_a_gone_terminal)
        if self._app.is_headless:
            return
        loop = asyncio.get_running_loop()

        def asked_to_wait(*_: Any) -> None:
            if self._app.lent:  # whoever has the terminal now waits as well
                os.kill(os.getpid(), signal.SIGSTOP)
            elif not self._waits:
                loop.call_soon_threadsafe(self.wait)

        def going_on(*_: Any) -> None:
            if not self._app.lent:  # somebody else may have drawn on the terminal meanwhile
                loop.call_soon_threadsafe(self._app.outside, _nothing)

        signal.signal(signal.SIGTSTP, asked_to_wait)
        signal.signal(signal.SIGCONT, going_on)

    def wait(self) -> None:
        """Give the terminal to the shell until that brings the program back; not amid a deed."""
        if not self._waits:
            self._until = time.monotonic() + PATIENCE
        self._waits = self._app.deeds.under_way
        if self._waits and time.monotonic() < self._until:
            self._app.set_timer(_PAUSE, self.wait)
            return
        self._waits = False
        self._app.keep_drafts()
        if not self._app.outside(_stopped):
            self._app.tell(say("There is no shell here that could bring visavi back."))

    def _end_at_a_gone_terminal(self) -> None:
        if terminal_is_gone():
            self._app.end(Wish("quit"))


def _nothing() -> None:
    """The terminal is drawn on anew after that."""


def _stopped() -> bool:
    """Stop the whole job, as the shell would; whether it was stopped: without a shell it is not."""
    assert sys.platform != "win32", "there is no such signal there"
    continued: list[int] = []
    before = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    then = signal.signal(signal.SIGCONT, lambda number, _: continued.append(number))
    try:
        sys.stderr.write(say("visavi waits. fg and Enter bring it back.") + "\n")
        sys.stderr.flush()
        os.kill(0, signal.SIGTSTP)
        time.sleep(_AT_ONCE)
    finally:
        signal.signal(signal.SIGTSTP, before)
        signal.signal(signal.SIGCONT, then)
    return bool(continued)
