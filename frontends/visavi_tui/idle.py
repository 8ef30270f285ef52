"""Nobody is there: after a while everything is hidden, and later a sealed store is locked.

Both clocks count: the one of the wall goes on while the computer sleeps, the other one cannot be
set back.
"""

from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visavi_tui.app import VisaviApp

PAUSE = 1.0
"""Seconds without a key that are a pause in typing."""


class Idle:
    """How long ago the last key was pressed, and what follows from it."""

    def __init__(self, app: "VisaviApp") -> None:
        self._app = app
        self._touch()

    def begin(self) -> None:
        """Look from time to time, if something is to happen at all."""
        after = [s for s in (self._app.desk.hide_after, self._app.desk.lock_after) if s]
        if after:
            self._app.set_interval(min(1.0, *after), self.look)

    def pressed(self) -> bool:
        """A key was pressed; false where it comes so late that it must not do anything more."""
        late = self.look()
        self._touch()
        return not late

    def pressed_since(self, then: float) -> bool:
        """Whether a key was pressed later than then, by the clock that cannot be set back, and
        less than :data:`PAUSE` ago.
        """
        return self._ticks > then and monotonic() - self._ticks < PAUSE

    def look(self) -> bool:
        """Lock or hide, if it is time to; whether it was."""
        desk = self._app.desk
        slept = (desk.moment() - self._at).total_seconds()
        idle = max(slept, monotonic() - self._ticks)
        if desk.lock_after and idle >= desk.lock_after and self._app.lock():
            return True
        if desk.hide_after and idle >= desk.hide_after:
            return self._app.hide()
        return False

    def _touch(self) -> None:
        self._at = self._app.desk.moment()
        self._ticks = monotonic()
