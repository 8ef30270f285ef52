"""When a screen is painted: soon after a key, and not twice."""

from asyncio import sleep
from typing import Any

from textual import on
from textual.screen import Screen
from textual.timer import Timer

from visavi_tui.widgets.lines import Lines

_BETWEEN_REPAINTS = 1 / 120
"""Seconds at least between two repaints."""


class Painted(Screen[Any]):
    """A screen whose repaints do not keep anybody waiting."""

    _repaints: Timer | None = None

    @on(Lines.Moved)
    async def _paint_at_once(self) -> None:
        """After the screen's own answer: what it told other widgets is painted with the list."""
        await sleep(0)  # each of them says so in a turn of its own

    @property
    def _update_timer(self) -> Timer:
        """The clock of repaints. The toolkit's own, of sixty a second, lets a key that comes soon
        after a repaint wait for up to two of them."""
        if self._repaints is None:
            self._repaints = self.set_interval(
                _BETWEEN_REPAINTS, self._on_timer_update, name="screen_update", pause=True
            )
        return self._repaints

    def _compositor_refresh(self) -> None:
        """Paint; not amid a batch, at whose end the toolkit paints all and which it paints for
        nobody: the first screen would be drawn twice."""
        if not self.app._batch_count:
            super()._compositor_refresh()
