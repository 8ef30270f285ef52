"""Each action of every screen while the store gives out: it is told in words, and the app stays."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from visavi.errors import StoreDamaged, StoreUnwritable
from visavi.store.repository import Repository
from visavi_tui.actions import EVERYWHERE as REGISTRY
from visavi_tui.screens.dialogue import DialoguePage
from visavi_tui.screens.form import FormPage
from visavi_tui.screens.numbers import NumbersPage
from visavi_tui.screens.page import Page
from visavi_tui.screens.people import PeoplePage
from visavi_tui.screens.team import TeamPage

Theatre = Callable[..., Any]

EVERYWHERE = tuple(action.name for action in REGISTRY)

READING = ("dialogue", "dialogues_of", "person", "people", "matter", "matters", "register")
"""What is damaged while reading fails."""


class Fault:
    """A store that gives out on demand, and counts how often somebody met that."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, repository: Repository) -> None:
        self.what = ""
        self.met = 0
        kind = type(repository)
        for name in READING:
            monkeypatch.setattr(kind, name, self._read(getattr(kind, name)))
        changing = kind.changing

        @contextmanager
        def failing(store: Any, *values: Any, **named: Any) -> Iterator[Any]:
            if self.what == "writing":
                self.met += 1
                raise StoreUnwritable("The planted disk takes nothing.")
            with changing(store, *values, **named) as change:
                yield change

        monkeypatch.setattr(kind, "changing", failing)

    def _read(self, read: Callable[..., Any]) -> Callable[..., Any]:
        def failing(store: Any, *values: Any, **named: Any) -> Any:
            if self.what == "reading":
                self.met += 1
                raise StoreDamaged("The planted file is torn.")
            return read(store, *values, **named)

        return failing


def walking_with(base: Any, fault: Fault, untold: list[str]) -> type:
    """The walk in which the store fails for each action first, and is whole again afterwards."""

    class Failing(base):  # type: ignore[misc]
        async def _visit(self, page: Any) -> None:
            if isinstance(page, Page):
                self.low.add(self._kind(page))  # sizes are looked at elsewhere
                if not isinstance(page, TeamPage):  # and what works everywhere, in one place
                    self.done |= {(type(page).__name__, name) for name in EVERYWHERE}
            await super()._visit(page)

        async def _act(self, page: Page, name: str) -> None:
            for fault.what in ("writing", "reading"):
                before, self.app.greeting = fault.met, ""
                await self._alone(page, name)
                done = name in (*EVERYWHERE, "choose", "search") or self._offers(page, name)
                if fault.met > before and done and not self._tells(name):
                    untold.append(f"{type(page).__name__}.{name}, {fault.what}")
                fault.what = ""
                await self._return_to(page)
                if page not in self.app.screen_stack:
                    return
            await super()._act(page, name)

        def _offers(self, page: Page, name: str) -> bool:
            left = page not in self.app.screen_stack
            return left or name in {action.name for action in page.offered()}

        def _tells(self, name: str) -> bool:
            """Whether the screen says what is wrong, or nothing was asked of the store yet.

            A form that has opened, or that asks what to look for, has done nothing so far; nor
            has taking back where there is nothing to take back.
            """
            asks = isinstance(self.app.screen, FormPage) or name in ("filter", "undo")
            return asks or "planted" in self.stage.frame()

        async def _alone(self, page: Page, name: str) -> None:
            """The action and nothing after it."""
            visit = self._visit
            self._visit = _nothing  # type: ignore[method-assign]
            try:
                await super()._act(page, name)
            finally:
                self._visit = visit  # type: ignore[method-assign]

    return Failing


async def _nothing(page: Page) -> None:
    """The screen that comes up is left at once."""


def test_a_store_that_gives_out_is_told_at_every_action_of_every_screen(
    theatre: Theatre, walking: Any, kari: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Writing or reading: nothing ends the app, and the screen in sight says what is wrong.

    What a screen does not offer while it cannot read what would be offered is not done at all.
    """
    untold: list[str] = []
    walks: list[Any] = []

    async def scene(stage: Any) -> None:
        fault = Fault(monkeypatch, stage.app.desk.repository)
        kind = walking_with(walking, fault, untold)
        walk = kind(stage, lambda _: None, lambda name: "2 Feb 2026 9:00" if name == "when" else "")
        walks.append(walk)
        await walk.through(
            lambda _: TeamPage(),
            lambda _: NumbersPage(),
            lambda _: PeoplePage(),
            lambda _: DialoguePage(kari),
        )
        assert fault.met > 50

    theatre(scene)
    assert untold == []
    assert len(walks[0].pages) > 15


def test_an_action_that_keeps_a_fault_to_itself_is_found(
    theatre: Theatre, walking: Any, kari: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A screen that shows nothing of it would not pass."""
    untold: list[str] = []

    async def scene(stage: Any) -> None:
        monkeypatch.setattr(Page, "complain", lambda *_: None)
        monkeypatch.setattr(type(stage.app), "tell_error", lambda *_: None)
        fault = Fault(monkeypatch, stage.app.desk.repository)
        walk = walking_with(walking, fault, untold)(stage, lambda _: None, lambda _: "")
        page = DialoguePage(kari)
        stage.app.push_screen(page)
        await stage.settle()
        fault.what = "writing"
        await walk._alone(page, "start")
        assert fault.met
        assert not walk._tells("start")

    theatre(scene)
