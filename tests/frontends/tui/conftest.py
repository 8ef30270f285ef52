"""The app in a terminal of any size, driven by keys alone, on a copy of the demo team's store."""

import asyncio
import os
import shutil
import signal
import sys
import unicodedata
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from importlib import import_module
from itertools import count
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from textual.events import Key, Paste, Resize
from textual.geometry import Size
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot

import visavi_tui.screens
from visavi.demo.folder import make_demo
from visavi.policy.loading import Policies
from visavi.store import open_store
from visavi.store.repository import Repository
from visavi_testing.on_terminal import PROGRAM, Screening, Terminal
from visavi_testing.tmux import Tmux
from visavi_tui.app import VisaviApp
from visavi_tui.deeds import GROUP
from visavi_tui.desk import Desk, Wish
from visavi_tui.screens.listing import ListPage
from visavi_tui.screens.page import Page

from .threads import brake, threads
from .walking import Walk

DAY = date(2026, 1, 12)
MOMENT = datetime.fromisoformat("2026-01-12T09:30:00+01:00")
FRAMES = Path(__file__).parent / "frames"
__all__ = ["brake", "threads"]


def _letter(key: str) -> str | None:
    """What a key types, if it types anything."""
    try:
        return unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key)))
    except KeyError:
        return key if len(key) == 1 else None


class Stage:
    """The running app with keys, and what stands on the screen."""

    def __init__(self, app: VisaviApp, pilot: Pilot[Wish]) -> None:
        self.app = app
        self.pilot = pilot

    async def settle(self) -> None:
        """Until nothing is under way: no worker, no message, nothing left to draw."""
        calm = 0
        async with asyncio.timeout(60):  # a screen that never rests is a fault
            while calm < 3 and not self.app._exit:
                await asyncio.sleep(0.001)
                if self.app._exception is not None:
                    raise self.app._exception
                calm = 0 if self._is_busy() or self._draws() else calm + 1

    def _is_busy(self) -> bool:
        nodes = (node for one in self.app.screen_stack for node in one.walk_children())
        pumps = (self.app, *self.app.screen_stack, *nodes)
        if self.app._resize_event is not None:
            return True
        return any(not pump._message_queue.empty() for pump in pumps) or any(
            worker.is_running and not (self.app.deeds.waits and worker.group == GROUP)
            for worker in self.app.workers
        )

    def _draws(self) -> bool:
        """Whether something was left to draw: the toolkit would have done it a moment later."""
        screen = self.app.screen
        left = (
            screen._layout_required
            or screen._scroll_required
            or screen._repaint_required
            or screen._recompose_required
            or bool(screen._dirty_widgets)
            or bool(screen._callbacks)
        )
        if left:
            screen._on_timer_update()
        return left

    async def press(self, *keys: str) -> None:
        """Press these keys, one after the other, each until it has had its effect."""
        for key in keys:
            self.tap(key)
            await self.settle()

    def tap(self, *keys: str) -> None:
        """Press these keys, whatever is under way."""
        for key in keys:
            named = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
            pressed = Key(named, _letter(named))
            pressed.set_sender(self.app)
            assert self.app._driver is not None
            self.app._driver.send_message(pressed)

    async def resize(self, width: int, height: int) -> None:
        """The window has another size."""
        self.app._driver._size = Size(width, height)  # type: ignore[union-attr]
        self.app.post_message(Resize(Size(width, height), Size(width, height)))
        await self.settle()

    async def type(self, text: str) -> None:
        """Type this text, all of it at once."""
        self.app.post_message(Paste(text))
        await self.settle()

    async def until(self, happened: Callable[[], bool]) -> None:
        """Wait until it has happened; the test's own time limit ends the waiting."""
        async with asyncio.timeout(20):
            while not happened():
                await self.pilot.pause()

    def frame(self) -> str:
        """The text on the screen, as somebody without colours reads it."""
        screen = self.app.screen
        strips = screen._compositor.render_strips(self.app.size)
        return "\n".join("".join(s.text for s in strip).rstrip() for strip in strips) + "\n"

    def dialogue(self, dialogue: str) -> dict[str, Any]:
        """The dialogue as it lies in the store."""
        assert self.app.desk.repository is not None
        return dict(self.app.desk.repository.dialogue(dialogue))


Play = Callable[[Stage], Awaitable[None]]
Theatre = Callable[..., VisaviApp]


@pytest.fixture(scope="session")
def demos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo stores of both institutions, made once."""
    folder = tmp_path_factory.mktemp("demos")
    for policy in ("uio", "ki"):
        make_demo(str(folder / policy), Policies(policy), DAY)
    return folder


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the developer's terminal has a say."""
    for name in list(os.environ):
        if name.startswith("TEXTUAL") or name in ("NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name)


@contextmanager
def _drawing_on(screening: Screening | None) -> Iterator[None]:
    """The app draws on this terminal, byte by byte, and not for the test alone."""
    if screening is None:
        yield
        return
    numbers = (signal.SIGTSTP, signal.SIGCONT, signal.SIGWINCH)
    before = [signal.getsignal(number) for number in numbers]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "__stdin__", screening.keys)
        patch.setattr(sys, "__stderr__", screening.screen)
        patch.setenv("TERM", "linux")
        try:
            yield
        finally:
            screening.close()
            for number, handler in zip(numbers, before, strict=True):
                signal.signal(number, handler)


@pytest.fixture
def theatre(demos: Path, tmp_path: Path) -> Theatre:
    """Play a scene in the app; gives the app when it is over."""

    def play(
        scene: Play,
        *,
        person: str | None = "ingrid",
        policy: str = "uio",
        size: tuple[int, int] = (80, 24),
        store: str | None = None,
        day: date = DAY,
        repository: Repository | None = None,
        book: Policies | None = None,
        screening: Screening | None = None,
        **more: Any,
    ) -> VisaviApp:
        if repository is None:
            folder = Path(store) if store else tmp_path / policy
            if store is None and not folder.exists():
                shutil.copytree(demos / policy, folder)
            repository = open_store(str(folder), wait=0.0)
        policies = book or Policies(policy)
        given: dict[str, Any] = {"hide_after": 0.0, "demo": True, "policies": ("ki", "uio")} | more
        desk = Desk(
            None if given.pop("empty", False) else repository,
            policies,
            person,
            lambda: day,
            lambda: MOMENT.replace(year=day.year, month=day.month, day=day.day),
            lambda: policies.base.digest,
            default_store="/somewhere/store",
            **given,
        )
        app = VisaviApp(desk)

        async def act(pilot: Pilot[Any]) -> None:
            stage = Stage(app, pilot)
            await stage.settle()
            await scene(stage)
            if screening is not None:
                app.exit()

        async def run() -> None:
            if screening is not None:
                await app.run_async(size=size, auto_pilot=act)
                return
            async with app.run_test(size=size) as pilot:
                await act(pilot)

        with _drawing_on(screening):
            asyncio.run(run())
        return app

    return play


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare a frame with the one that was looked at; VISAVI_FRAMES=write keeps new ones."""

    def compare(name: str, frame: str) -> None:
        file = FRAMES / f"{name}.txt"
        if os.environ.get("VISAVI_FRAMES") == "write":
            file.write_text(frame, encoding="utf-8")
        assert frame == file.read_text(encoding="utf-8"), name

    return compare


@pytest.fixture
def kari(demos: Path) -> str:
    """The id of the dialogue that Ingrid has invited Kari to."""
    repository = open_store(str(demos / "uio"))
    return next(
        str(d["id"]) for d in repository.dialogues_of("kari") if d.get("state") == "invited"
    )


@pytest.fixture
def walking() -> type[Walk]:
    """The walk through every screen."""
    return Walk


@pytest.fixture(scope="session")
def every_page() -> set[type[Page]]:
    """Every screen class of the app that somebody sees."""
    for module in iter_modules(visavi_tui.screens.__path__):
        import_module(f"visavi_tui.screens.{module.name}")
    found: set[type[Page]] = set()
    new: set[type[Page]] = {Page}
    while new:
        found |= new
        new = {sub for page in new for sub in page.__subclasses__()} - found
    ours = {page for page in found if page.__module__.startswith("visavi_tui.")}
    return ours - {Page, ListPage}


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """A computer of its own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("VISAVI", "TEXTUAL", "XDG"))}
    homes = {f"XDG_{n}_HOME": str(tmp_path / n) for n in ("DATA", "CONFIG", "CACHE", "STATE")}
    return kept | homes | {"HOME": str(tmp_path), "TERM": "xterm-256color"}


@pytest.fixture
def opened(store: Path, surroundings: dict[str, str]) -> Iterator[Callable[..., Terminal]]:
    """Open ``visavi`` on a terminal; whatever still runs at the end is ended."""
    running: list[Terminal] = []

    def start(
        *more: str, size: tuple[int, int] = (80, 24), code: str = "", **variables: str
    ) -> Terminal:
        options = ["--store", str(store), "--as", "ingrid", "--as-of", "2026-01-12"]
        program = [*PROGRAM[:-1], code or PROGRAM[-1]]
        terminal = Terminal([*program, *(more or options)], surroundings | variables, size)
        running.append(terminal)
        return terminal

    yield start
    for terminal in running:
        if terminal.process.poll() is None:
            terminal.process.kill()
        terminal.process.wait()
        terminal.close()


@pytest.fixture
def under_tmux(surroundings: dict[str, str], tmp_path: Path) -> Callable[..., Tmux]:
    """Open ``visavi`` under tmux, as ``with under_tmux("--store", ...) as terminal``."""
    if shutil.which("tmux") is None:
        pytest.skip("there is no tmux here")
    sockets = (tmp_path / f"tmux-{number}" for number in count())

    def start(
        *options: str, size: tuple[int, int] = (80, 24), term: str = "", **variables: str
    ) -> Tmux:
        command = [*PROGRAM, *options]
        return Tmux(command, surroundings | variables, next(sockets), size, term)

    return start
