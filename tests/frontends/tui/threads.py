"""Which thread does what: guards for all scenes, and a brake for the policy's word."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual.dom import DOMNode
from textual.widget import Widget

from visavi.policy.containing import boundary
from visavi.usecases.deeds import refuse_if_forbidden
from visavi_tui.session import Session


def _in_the_apps_thread(*apart: str) -> bool:
    """Whether the app itself does this where it takes keys; ``apart`` are modules of no screen."""
    frame = sys._getframe(1)
    modules = set()
    while frame.f_back is not None:
        frame = frame.f_back
        modules.add(str(frame.f_globals.get("__name__")))
    if (
        threading.current_thread() is not threading.main_thread()
        or "asyncio.runners" not in modules
    ):
        return False
    return any(name.startswith("visavi_tui.") and name not in apart for name in modules)


@pytest.fixture(autouse=True)
def threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deeds and rules stay out of the app's thread, and widgets are touched nowhere else."""

    def beside(function: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*values: Any, **named: Any) -> Any:
            if _in_the_apps_thread("visavi_tui.session", "visavi_tui.standing"):
                raise AssertionError(f"{function.__qualname__} keeps keys waiting")
            return function(*values, **named)

        return guarded

    def here(function: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*values: Any, **named: Any) -> Any:
            if threading.current_thread() is not threading.main_thread():
                raise AssertionError(f"{function.__qualname__} belongs to the app's thread")
            return function(*values, **named)

        return guarded

    monkeypatch.setattr(Session, "do", beside(Session.do))
    monkeypatch.setattr("visavi.policy.asking.inside", beside(boundary.inside))
    for kind, name in ((DOMNode, "query_one"), (DOMNode, "query"), (Widget, "refresh")):
        monkeypatch.setattr(kind, name, here(getattr(kind, name)))


class Brake:
    """Holds the policy's word up, on a deed or a question, until it is let go."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.let_go = threading.Event()
        self.error: Exception | None = None

    def wait(self) -> None:
        """As a slow rule does; then it may fail."""
        self.reached.set()
        assert self.let_go.wait(20), "nobody let go"
        if self.error is not None:
            raise self.error

    @contextmanager
    def inside(self, *values: Any) -> Iterator[None]:
        """Stands where rules are asked."""
        self.wait()
        with boundary.inside(*values):
            yield

    def judged(self, *values: Any) -> None:
        """Stands where a deed is judged."""
        self.wait()
        refuse_if_forbidden(*values)


@pytest.fixture
def brake(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Brake]]:
    """Brakes the rules from now on."""
    made: list[Brake] = []

    def begin() -> Brake:
        made.append(Brake())
        monkeypatch.setattr("visavi.policy.asking.inside", made[-1].inside)
        monkeypatch.setattr("visavi.usecases.deeds.refuse_if_forbidden", made[-1].judged)
        return made[-1]

    yield begin
    for one in made:
        one.let_go.set()


SLOW = "This is being done. You can go on meanwhile."
"""What the status line says of it."""


async def slowly(stage: Any, brake: Brake, *keys: str) -> None:
    """Begin something, until it has taken longer than a moment."""
    stage.tap(*keys)
    await stage.until(brake.reached.is_set)
    await stage.until(lambda: not stage.app.deeds.holds)
    await stage.until(lambda: SLOW in stage.frame())


async def talk(stage: Any, words: str = "") -> None:
    """Begin the talk with Kari, and these words in it."""
    await stage.press("o", "s", "enter")
    if words:
        await stage.type(words)
