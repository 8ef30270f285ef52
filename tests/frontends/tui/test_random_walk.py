"""Keys at random, of those that the app offers: no fault, no word lost, a way out of everything."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from visavi.store import check
from visavi_tui.actions import EVERYWHERE
from visavi_tui.screens.hide import HidePage
from visavi_tui.screens.page import Page
from visavi_tui.screens.text import TextPage
from visavi_tui.widgets.writing import Writing

Theatre = Callable[..., Any]

STEPS = 70
MOVES = ("down", "down", "up", "enter", "enter", "enter", "tab", "space", "escape", "1", "2", "u")
LEAVING = ("enter", "tab", "escape")
GENERAL = [a.key.partition(",")[0] for a in EVERYWHERE if a.name not in ("quit", "outside")]


class Monkey:
    """Presses keys and types words of its own; looks after each at what must hold."""

    def __init__(self, stage: Any, seed: int) -> None:
        self.stage = stage
        self.app = stage.app
        self.random = random.Random(seed)
        self.folder = Path(stage.app.desk.repository.path)
        self.words: list[str] = []
        self.log: list[str] = []

    async def walk(self) -> None:
        """Many keys, and then the way out."""
        for _ in range(STEPS):
            page, before = self.app.screen, self._documents()
            self.log.append(type(page).__name__)
            await self._step(page)
            self._require_nothing_lost()
            if self._is_refusal(self.app.screen) and self.app.screen is not page:
                assert self._documents() == before, self.log
        for _ in range(30):
            if len(self.app.screen_stack) == 2:
                break
            await self.stage.press("space" if isinstance(self.app.screen, HidePage) else "escape")
            self._require_nothing_lost()
        assert len(self.app.screen_stack) == 2, self.log
        assert check(self.app.desk.repository) == []

    async def _step(self, page: Any) -> None:
        writing = isinstance(page, Page) and page.writing
        if writing and self.random.random() < 0.3:
            word = f"zq{len(self.words)}word"
            if page.focused.key:
                self.words.append(word)
            await self.stage.type(f"{word} ")
            return
        offered = page.offered() if isinstance(page, Page) else ()
        wanted = [a for a in offered if a.name != "takeback" and (a.typing or not writing)]
        own = [a.key.partition(",")[0] for a in wanted]
        keys = self.random.choice((own, own, LEAVING if writing else MOVES, GENERAL)) or LEAVING
        self.log.append(self.random.choice(keys))
        await self.stage.press(self.log[-1])

    def _require_nothing_lost(self) -> None:
        """Each word stands in a text on some screen, or in the store."""
        texts = [w.text for screen in self.app.screen_stack for w in screen.query(Writing)]
        missing = [word for word in self.words if not any(word in text for text in texts)]
        if missing:
            stored = b"".join(f.read_bytes() for f in self.folder.rglob("*") if f.is_file())
            lost = [word for word in missing if word.encode() not in stored]
            assert not lost, (lost, self.log)

    def _documents(self) -> dict[str, bytes]:
        places = (self.folder / "register", self.folder / "dossiers", self.folder / "matters")
        files = (file for place in places for file in place.rglob("*.json"))
        return {str(file): file.read_bytes() for file in files if "log" not in file.name}

    @staticmethod
    def _is_refusal(page: Any) -> bool:
        return isinstance(page, TextPage) and page.place()[1] == "NOT DONE"


@pytest.mark.parametrize(
    ("policy", "person", "begin"),
    [
        ("uio", "ingrid", ("o", "s")),
        ("ki", "mona", ()),
        ("uio", "kari", ("o", "p")),
        ("ki", "hanna", ("p",)),
    ],
    ids=["a talk", "a queue", "preparing", "people"],
)
def test_keys_at_random_lose_no_word_and_find_the_way_out(
    theatre: Theatre, policy: str, person: str, begin: tuple[str, ...]
) -> None:
    """Whoever acts, under both policies; what is refused changes nothing."""

    async def scene(stage: Any) -> None:
        await stage.press(*begin)
        await Monkey(stage, seed=1).walk()

    theatre(scene, policy=policy, person=person)


def test_a_word_that_is_lost_is_found(theatre: Theatre, monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk would not pass if leaving a text kept nothing."""
    monkeypatch.setattr("visavi_tui.keeping.Keeper.keep", lambda _: None)
    monkeypatch.setattr("visavi_tui.keeping.SOON", 1e9)
    monkeypatch.setattr("visavi_tui.keeping.OFTEN", 1e9)

    async def scene(stage: Any) -> None:
        await stage.press("o", "s")
        with pytest.raises(AssertionError, match=r"zq\d+word"):
            await Monkey(stage, seed=2).walk()

    theatre(scene)
