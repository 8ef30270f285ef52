"""The app in a terminal of any size, driven by keys alone, on a copy of the demo team's store."""

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from visavi.demo.folder import make_demo
from visavi.policy.loading import Policies
from visavi.store import open_store
from visavi_tui.app import VisaviApp
from visavi_tui.desk import Desk, Wish

DAY = date(2026, 1, 12)
MOMENT = datetime.fromisoformat("2026-01-12T09:30:00+01:00")
FRAMES = Path(__file__).parent / "frames"


class Stage:
    """The running app with keys, and what stands on the screen."""

    def __init__(self, app: VisaviApp, pilot: Pilot[Wish]) -> None:
        self.app = app
        self.pilot = pilot

    async def settle(self) -> None:
        """Until nothing is under way: no worker, no message."""
        for _ in range(3):
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press these keys, one after the other, each until it has had its effect."""
        for key in keys:
            await self.pilot.press(key)
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()

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
        **more: Any,
    ) -> VisaviApp:
        folder = Path(store) if store else tmp_path / policy
        if store is None and not folder.exists():
            shutil.copytree(demos / policy, folder)
        policies = Policies(policy)
        given: dict[str, Any] = {"hide_after": 0.0, "demo": True, "policies": ("ki", "uio")} | more
        desk = Desk(
            None if given.pop("empty", False) else open_store(str(folder), wait=0.0),
            policies,
            person,
            lambda: day,
            lambda: MOMENT.replace(year=day.year, month=day.month, day=day.day),
            lambda: policies.base.digest,
            default_store="/somewhere/store",
            **given,
        )
        app = VisaviApp(desk)

        async def run() -> None:
            async with app.run_test(size=size) as pilot:
                stage = Stage(app, pilot)
                await stage.settle()
                await scene(stage)

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
