"""Nobody is there: the screen is hidden, a sealed store is locked, and its passphrase opens it."""

import asyncio
import gc
import weakref
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from visavi.errors import StoreLocked
from visavi.policy.loading import Policies
from visavi.sealing.secret import Cost, typed
from visavi.sealing.unlocking import by_passphrase, sealing, unlocking
from visavi.store import create_store, open_store
from visavi.store.local import TinyRepository
from visavi_tui.app import VisaviApp
from visavi_tui.desk import Desk
from visavi_tui.screens.hide import HidePage
from visavi_tui.screens.locked import LockedPage

from .conftest import Stage

WORDS = "a quiet long passphrase"
DAY = date(2026, 1, 12)
TOPICS = ("previous", "tasks", "management", "environment", "development", "goals")


class Holder:
    """Holds the opened store, as the command line does."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.now = datetime.fromisoformat("2026-01-12T09:30:00+01:00")
        self.repository: TinyRepository | None = self.unlock(WORDS)

    def unlock(self, text: str) -> TinyRepository:
        """Open it."""
        unlock = unlocking(lambda: typed(text), str(self.path / "seen"))
        self.repository = open_store(str(self.path / "store"), wait=0.0, unlock=unlock)
        return self.repository

    def lock(self) -> None:
        """Let go of it."""
        assert self.repository is not None
        self.repository.folder.codec.forget()
        self.repository = None

    def desk(self, **more: Any) -> Desk:
        """A desk at the store, for Mia."""
        policies = Policies("uio")
        return Desk(
            self.repository,
            policies,
            "mia",
            lambda: DAY,
            lambda: self.now,
            lambda: policies.base.digest,
            sealed=True,
            lock=self.lock,
            unlock=self.unlock,
            **more,
        )


@pytest.fixture
def holder(tmp_path: Path) -> Holder:
    """A sealed store in which Mia talks with Anna."""
    slots = [by_passphrase(WORDS, Cost(memory=8 * 1024, passes=1))]
    made = create_store(str(tmp_path / "store"), sealing=sealing(slots, str(tmp_path / "seen")))
    post = {"id": "1", "unit": "U1", "staff_group": "technical-administrative"}
    line = [{"manager": "mia", "start": "2020-01-01"}]
    someone = {"employments": [{**post, "start": "2015-01-01"}], "birth_date": "1980-01-01"}
    with made.changing("keeper") as change:
        change.put_register("settings", {**made.register("settings"), "policy": "uio"})
        change.put_person({"id": "mia", "name": "Mia Lead", **someone})
        change.put_person({"id": "anna", "name": "Anna Berg", "line": line, **someone})
        change.put_dialogue(
            {
                "id": "anna.aaaaaa",
                "employee": "anna",
                "conductor": "mia",
                "kind": "uio.work",
                "cycle": "2026",
                "policy": {"id": "uio", "version": "2026.1"},
                "state": "in-progress",
                "events": [{"deed": "start", "on": "2026-01-12", "by": "mia"}],
                "topics": [{"topic": topic} for topic in TOPICS],
            }
        )
    return Holder(tmp_path)


def _play(desk: Desk, scene: Any) -> VisaviApp:
    app = VisaviApp(desk)
    del desk  # it holds the store

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            stage = Stage(app, pilot)
            await stage.settle()
            await scene(stage)

    asyncio.run(run())
    return app


async def _typing(stage: Stage) -> None:
    await stage.press("enter", "enter")
    await stage.type("said between us")


def test_a_sealed_store_is_locked_and_opened_again_where_the_draft_waits(holder: Holder) -> None:
    """The wrong passphrase opens nothing; keys mean nothing until the right one is typed."""

    async def scene(stage: Stage) -> None:
        await _typing(stage)
        holder.now += timedelta(minutes=16)
        await stage.until(lambda: isinstance(stage.app.screen, LockedPage))
        await stage.settle()
        assert "Anna" not in stage.frame()
        assert "between us" not in stage.frame()
        await stage.press("ctrl+f", "ctrl+g", "ctrl+p", "escape", "ctrl+l")
        assert isinstance(stage.app.screen, LockedPage)
        await stage.press(*"sesame", "enter")
        await stage.settle()
        assert isinstance(stage.app.screen, LockedPage)
        assert "sesame" not in stage.frame()
        await stage.press(*(c if c != " " else "space" for c in WORDS), "enter")
        await stage.until(lambda: "Unsaved text found" in stage.frame())
        await stage.press("c")
        assert "said between us" in stage.frame()
        await stage.press("escape", "w")
        assert "Anna Berg" in stage.frame()

    _play(holder.desk(hide_after=0.0, lock_after=900.0), scene)


def test_a_locked_store_leaves_no_key_in_memory(holder: Holder) -> None:
    """What held the keys is gone, and what is left of the old store opens nothing."""
    before = holder.repository
    assert before is not None
    keys = weakref.ref(before.folder.codec._keys)  # type: ignore[attr-defined]

    async def scene(stage: Stage) -> None:
        await _typing(stage)
        assert stage.app.lock()
        await stage.settle()
        gc.collect()
        assert keys() is None
        with pytest.raises(StoreLocked):
            before.person("anna")

    _play(holder.desk(hide_after=0.0, lock_after=900.0), scene)


def test_the_first_key_after_two_days_asleep_only_locks(holder: Holder) -> None:
    """The computer slept: nothing that is pressed blindly is done."""

    async def scene(stage: Stage) -> None:
        await _typing(stage)
        holder.now += timedelta(days=2)
        await stage.press("ctrl+r")
        assert isinstance(stage.app.screen, LockedPage)
        found = holder.unlock(WORDS).dialogue("anna.aaaaaa")
        assert not any(topic.get("notes") for topic in found["topics"])

    _play(holder.desk(hide_after=300.0, lock_after=900.0), scene)


def test_a_text_that_cannot_be_kept_is_hidden_and_not_thrown_away(
    holder: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Locking waits for the disk; the words stay."""

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    async def scene(stage: Stage) -> None:
        await _typing(stage)
        monkeypatch.setattr("visavi.store.derived.write_new", full)
        holder.now += timedelta(minutes=16)
        await stage.until(lambda: isinstance(stage.app.screen, HidePage))
        await stage.press("space")
        assert "said between us" in stage.frame()

    _play(holder.desk(hide_after=600.0, lock_after=900.0), scene)


def test_zero_minutes_is_never(holder: Holder) -> None:
    """Neither hides nor locks."""

    async def scene(stage: Stage) -> None:
        holder.now += timedelta(days=2)
        await stage.press("down")
        assert "Anna Berg" in stage.frame()

    _play(holder.desk(hide_after=0.0, lock_after=0.0), scene)
