"""A glance at one's own preparation during the talk: asked for, short, and then gone."""

from collections.abc import Iterator

from textual.widget import Widget

from visavi.messages import say
from visavi_tui.record import Teller
from visavi_tui.screens.page import Page
from visavi_tui.widgets.reading import Reading

SECONDS = 10.0
"""How long it stands there."""


class PeekPage(Page):
    """Closes by itself. Behind another screen nothing of it stays."""

    ABOUT = "Your own preparation, for ten seconds. Esc closes it at once."

    def __init__(self, told: Teller, seconds: float = SECONDS) -> None:
        super().__init__()
        self._told = told
        self._seconds = seconds
        self._over = False

    def place(self) -> tuple[str, str]:
        """For the writer alone."""
        return say("My preparation"), say("ONLY YOU")

    def body(self) -> Iterator[Widget]:
        """What I wrote beforehand."""
        yield Reading()

    def on_mount(self) -> None:
        """Show it, and begin to count."""
        text = "\n".join(self._told.own_preparation())
        self.query_one(Reading).tell(text or say("You wrote nothing beforehand."))
        self.query_one(Reading).focus()
        self.set_timer(self._seconds, self._close)

    def fill(self) -> None:
        """Shown once; whoever comes back from elsewhere finds it closed."""
        if self._over:
            self.dismiss(None)
        else:
            self.say(
                say("Closes by itself after {n} seconds; Esc at once.", n=round(self._seconds))
            )

    def on_screen_suspend(self) -> None:
        """Nothing of it stays behind another screen."""
        self._over = True
        self.query_one(Reading).tell("")

    def _close(self) -> None:
        if self.app.screen is self:
            self.dismiss(None)
