"""A store that is busy or goes wrong while something is done: tried again, or told; once or not."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from visavi.store import open_store

from .threads import Brake, slowly, talk

Theatre = Callable[..., Any]
Brakes = Callable[[], Brake]


def _file(stage: Any, dialogue: str) -> str:
    person, _, ending = dialogue.partition(".")
    return os.path.join(str(stage.app.desk.repository.path), "dossiers", person, f"{ending}.json")


@pytest.mark.parametrize(
    ("keys", "words", "more", "deed"),
    [
        (("n", "down"), "", ("enter",), "new"),
        (("o", "s", "p"), "no time", ("ctrl+j",), "park"),
        (("o", "m"), "ill", ("ctrl+j",), "move"),
    ],
    ids=["chooser", "form of a talk", "form of a dialogue"],
)
def test_what_another_writer_holds_up_is_tried_again_from_everywhere_and_done_once(
    theatre: Theatre,
    monkeypatch: pytest.MonkeyPatch,
    keys: tuple[str, ...],
    words: str,
    more: tuple[str, ...],
    deed: str,
) -> None:
    """From a list of answers, and from forms."""
    monkeypatch.setattr("visavi_tui.deeds._PAUSE", 0.01)

    def events(stage: Any) -> list[str]:
        found = stage.app.desk.repository.dialogues_of("kari")
        return [event["deed"] for one in found for event in one["events"]]

    async def scene(stage: Any) -> None:
        await stage.press(*keys)
        if words:
            await stage.type(words)
        before = events(stage)
        with open_store(str(stage.app.desk.repository.path)).changing("another"):
            await stage.press(*more)
            await stage.until(lambda: "Trying again" in stage.frame())
            assert events(stage) == before
        await stage.until(lambda: not stage.app.deeds.under_way)
        await stage.settle()
        assert sorted(events(stage)) == sorted([*before, deed])

    theatre(scene)


def _gone(file: str) -> None:
    folder = Path(file).parents[2]
    folder.rename(f"{folder}.away")


def _damaged(file: str) -> None:
    Path(file).write_text("{", encoding="ascii")


@pytest.mark.parametrize(
    ("harm", "told"),
    [(_gone, "There is no store"), (_damaged, "damaged"), (None, "read-only")],
    ids=["gone", "damaged", "read-only"],
)
def test_a_store_that_goes_wrong_while_something_is_done_is_told_and_the_words_stay(
    theatre: Theatre,
    kari: str,
    brake: Brakes,
    monkeypatch: pytest.MonkeyPatch,
    harm: Callable[[str], None] | None,
    told: str,
) -> None:
    """Nothing was done; the text stands where it was typed."""

    def refuses(*_: Any, **__: Any) -> None:
        raise OSError(30, os.strerror(30))

    async def scene(stage: Any) -> None:
        await talk(stage, "precious")
        slow = brake()
        await slowly(stage, slow, "ctrl+r")
        if harm is None:
            monkeypatch.setattr("visavi.store.files.write_new", refuses)
        else:
            harm(_file(stage, kari))
        slow.let_go.set()
        await stage.settle()
        assert told in stage.frame()
        while not hasattr(stage.app.screen, "text_at_hand") or not stage.app.screen.SCOPE:
            await stage.press("escape")
        assert any("precious" in found.text for found in stage.app.screen.query("Writing"))

    theatre(scene)
