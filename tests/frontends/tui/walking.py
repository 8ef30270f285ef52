"""The walk through every screen of the app, by every action that is offered there."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from visavi_tui.actions import EVERYWHERE
from visavi_tui.app import VisaviApp
from visavi_tui.screens.choose import ChoosePage
from visavi_tui.screens.form import FormPage
from visavi_tui.screens.page import Page
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.search import Search
from visavi_tui.widgets.writing import Writing

if TYPE_CHECKING:
    from .conftest import Stage

LOW = (60, 15)
"""The smallest window that the screens stand in."""


class Walk:
    """Goes through every screen that can be reached from some, by every action that is offered.

    ``look`` is called with the stage whenever another screen stands there. What would leave the
    app is left out. Forms are filled with ``words``, by the name of the field, and sent off.
    """

    def __init__(
        self, stage: "Stage", look: "Callable[[Stage], None]", words: Callable[[str], str]
    ) -> None:
        self.stage = stage
        self.app = stage.app
        self.look = look
        self.words = words
        self.done: set[tuple[str, str]] = set()
        self.pages: set[type[Page]] = set()
        self.low: set[str] = set()
        """What was looked at in the smallest window as well."""
        self.looks = 0
        self.app.leave = self.app.end = lambda wish: None  # type: ignore[method-assign]

    async def through(self, *openings: Callable[[VisaviApp], Page]) -> None:
        """Open each of these, and walk on from there until nothing new is found."""
        for opening in openings:
            known = -1
            while known < len(self.done):
                known = len(self.done)
                self.app.act_as(self.app.desk.person)
                self.app.start_anew()
                await self.stage.settle()
                page = opening(self.app)
                self.app.push_screen(page)
                await self._visit(page)

    async def _visit(self, page: Screen[Any]) -> None:
        await self.stage.settle()
        self.look(self.stage)
        self.looks += 1
        if isinstance(page, Page) and self._kind(page) not in self.low:
            self.low.add(self._kind(page))
            size = self.app.size
            await self.stage.resize(*LOW)
            self.look(self.stage)
            await self.stage.resize(*size)
        if isinstance(page, Page):
            self.pages.add(type(page))
            while page in self.app.screen_stack and (name := self._next(page)):
                await self._return_to(page)
                await self._act(page, name)

    def _kind(self, page: Page) -> str:
        kind = type(page).__name__
        return f"{kind} {page.place()[0]}" if isinstance(page, (ChoosePage, FormPage)) else kind

    def _next(self, page: Page) -> str | None:
        """The next thing to do here that was not done on a screen like this one."""
        kind, titled = type(page).__name__, self._kind(page)
        own = [action.name for action in page.offered()]
        own += ["choose"] * isinstance(page, ChoosePage) + ["search"] * bool(page.query(Search))
        for what, name in (*((titled, n) for n in own), *((kind, n) for n in EVERYWHERE_LED_TO)):
            if (what, name) not in self.done:
                self.done.add((what, name))
                return name
        return None

    async def _act(self, page: Page, name: str) -> None:
        if name == "choose":
            page.query_one(Lines).action_choose()
        elif name == "search" and page.query(Search):
            page.query_one(Search).insert("zq")
        elif name == "done" and isinstance(page, FormPage):
            for writing in page.query(Writing):
                writing.insert(self.words(writing.id or ""))
            await self.stage.settle()
            self.look(self.stage)
            page.action_done()
        else:
            await self.app.run_action(name, self.app if name in EVERYWHERE_LED_TO else page)
        await self.stage.settle()
        if self.app.screen is page:
            self.look(self.stage)
        else:
            await self._visit(self.app.screen)

    async def _return_to(self, page: Page) -> None:
        while page in self.app.screen_stack and self.app.screen is not page:
            self.app.pop_screen()
            await self.stage.settle()


EVERYWHERE_LED_TO = tuple(a.name for a in EVERYWHERE if a.name not in ("leave", "quit", "saved"))
"""What works on every screen and may lead to another one."""
