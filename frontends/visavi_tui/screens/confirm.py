"""Asks once more before what cannot be undone: what will happen, and what will not."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.types import CSSPathType
from textual.widget import Widget

from visavi_tui.actions import bindings
from visavi_tui.deeds import deed
from visavi_tui.screens.page import Page
from visavi_tui.widgets.reading import Reading


class ConfirmPage(Page):
    """One named key does it; Enter does nothing, Esc goes back and changes nothing."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss"]
    SCOPE = "confirm"
    ABOUT = (
        "This cannot be undone, so it is asked once more. Read what will happen and what will "
        "not; Enter does nothing here, and Esc goes back without it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("confirm")]

    def __init__(
        self,
        title: str,
        lines: Sequence[str],
        go: Callable[[], Awaitable[object]],
        *,
        audience: str = "",
        ready: str,
    ) -> None:
        super().__init__()
        self._title = title
        self._text = lines
        self._go = go
        self._audience = audience
        self._sentence = ready

    def place(self) -> tuple[str, str]:
        """What is about to happen."""
        return self._title, self._audience

    def body(self) -> Iterator[Widget]:
        """All of it, to read first."""
        yield Reading("\n".join(self._text))

    def fill(self) -> None:
        """Nothing is done yet."""
        self.query_one(Reading).focus()
        self.say(self._sentence)

    @deed
    async def action_go(self) -> None:
        """Do it; what is said against it is told, and nothing was done."""
        await self._go()
        self.leave_with(True)
