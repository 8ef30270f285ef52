"""What goes wrong while somebody works: told in words, the app stays, and nothing typed is lost."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from visavi.store import open_store
from visavi_tui.screens.small import SmallPage

Theatre = Callable[..., Any]

TALK = ("o", "s", "enter")


async def _note(stage: Any, text: str = "a word of mine") -> None:
    await stage.press(*TALK)
    await stage.type(text)


def _folder(stage: Any) -> str:
    return str(stage.app.desk.repository.path)


def _notes(stage: Any, dialogue: str) -> list[str]:
    return [n["text"] for t in stage.dialogue(dialogue)["topics"] for n in t.get("notes", ())]


def test_a_deed_waits_for_another_writer_and_is_done_once(theatre: Theatre, kari: str) -> None:
    """Keys stay free meanwhile; the same key pressed again does not do it twice."""

    async def scene(stage: Any) -> None:
        await _note(stage)
        with open_store(_folder(stage)).changing("another"):
            await stage.press("ctrl+r")
            assert "Another visavi on this computer is saving. Trying again" in stage.frame()
            await stage.press("ctrl+r")
            await stage.type(" and one more")
            assert "and one more" in stage.frame()
            assert not _notes(stage, kari)
        await stage.until(lambda: bool(_notes(stage, kari)))
        await stage.settle()
        assert _notes(stage, kari) == ["a word of mine"]
        assert stage.app.screen.text.text == " and one more"
        assert [d.text for d in stage.app.drafts.all().values()] == [" and one more"]

    theatre(scene)


def test_who_goes_away_leaves_what_waited_undone(theatre: Theatre, kari: str) -> None:
    """It is said, and the text is still a draft."""

    async def scene(stage: Any) -> None:
        await _note(stage)
        with open_store(_folder(stage)).changing("another"):
            await stage.press("ctrl+r", "escape", "escape")
            await stage.until(lambda: "was not done" in stage.frame())
        assert not _notes(stage, kari)
        assert [d.text for d in stage.app.drafts.all().values()] == ["a word of mine"]

    theatre(scene)


def test_another_writer_who_stays_is_told_in_the_end(
    theatre: Theatre, kari: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trying ends; nothing was changed and the text stands there."""
    monkeypatch.setattr("visavi_tui.deeds.PATIENCE", 0.0)

    async def scene(stage: Any) -> None:
        await _note(stage)
        with open_store(_folder(stage)).changing("another"):
            await stage.press("ctrl+r")
            assert "another" in stage.frame()
            assert "a word of mine" in stage.frame() or "That did not work" in stage.frame()
        assert not _notes(stage, kari)

    theatre(scene)


def _full(*_: Any, **__: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _read_only(*_: Any, **__: Any) -> None:
    raise OSError(errno.EROFS, os.strerror(errno.EROFS))


@pytest.mark.parametrize(
    ("fault", "why"), [(_full, "The disk is full."), (_read_only, "The disk is read-only.")]
)
def test_a_disk_that_takes_nothing_is_named_until_it_does(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch, fault: Any, why: str
) -> None:
    """The text stays on the screen, through other screens; then it is saved."""

    async def scene(stage: Any) -> None:
        await _note(stage, "precious")
        monkeypatch.setattr("visavi.store.derived.write_new", fault)
        await stage.until(lambda: f"NOT SAVED: {why}" in stage.frame())
        assert "precious" in stage.frame()
        await stage.press("escape", "escape")
        assert f"NOT SAVED: {why}" in stage.frame()
        monkeypatch.undo()
        await stage.until(lambda: "Saved 09:30:00" in stage.frame())
        assert [d.text for d in stage.app.drafts.all().values()] == ["precious"]

    theatre(scene)


def test_a_store_that_is_gone_is_told_and_the_text_stays(theatre: Theatre) -> None:
    """Put back, it takes the text."""

    async def scene(stage: Any) -> None:
        await _note(stage, "precious")
        folder = _folder(stage)
        os.rename(folder, f"{folder}.away")
        await stage.until(lambda: "NOT SAVED: There is no store" in stage.frame())
        await stage.press("ctrl+r")
        assert "There is no store" in stage.frame()
        await stage.press("escape")
        os.rename(f"{folder}.away", folder)
        await stage.until(lambda: "Saved" in stage.frame())
        assert [d.text for d in stage.app.drafts.all().values()] == ["precious"]

    theatre(scene)


def test_enter_on_a_list_of_a_store_that_is_gone_is_told(theatre: Theatre) -> None:
    """Numbers, in which Enter reads more of the store: the app stays."""

    async def scene(stage: Any) -> None:
        folder = _folder(stage)
        os.rename(folder, f"{folder}.away")
        await stage.press("enter")
        assert "There is no store" in stage.frame()
        os.rename(f"{folder}.away", folder)
        await stage.press("escape", "enter")
        assert "Completion ·" in stage.frame()

    theatre(scene, person="hege")


def test_a_screen_that_is_opened_while_the_store_is_gone_tells_it(theatre: Theatre) -> None:
    """Also one that asks the store where it is: Esc leads back."""

    async def scene(stage: Any) -> None:
        folder = _folder(stage)
        os.rename(folder, f"{folder}.away")
        await stage.press("p")
        assert "There is no store" in stage.frame()
        os.rename(f"{folder}.away", folder)
        await stage.press("escape", "escape", "p")
        assert "Kari Nordhagen" in stage.frame()

    theatre(scene)


def test_a_dialogue_that_is_damaged_is_named_and_the_others_stay(
    theatre: Theatre, kari: str
) -> None:
    """Nothing is written over it."""

    async def scene(stage: Any) -> None:
        person, _, ending = kari.partition(".")
        file = os.path.join(_folder(stage), "dossiers", person, f"{ending}.json")
        with open(file, "w", encoding="ascii") as damaged:
            damaged.write("{")
        await stage.press("o")
        assert "damaged" in stage.frame().casefold()
        await stage.press("escape", "r")
        with open(file, encoding="ascii") as damaged:
            assert damaged.read() == "{"

    theatre(scene)


def test_a_terminal_that_shrinks_to_nothing_comes_back_with_the_text(theatre: Theatre) -> None:
    """One column, one line; then as before."""

    async def scene(stage: Any) -> None:
        await _note(stage, "precious")
        for size in ((40, 10), (1, 1), (80, 24)):
            await stage.pilot.resize_terminal(*size)
            await stage.settle()
        assert "precious" in stage.frame()
        await stage.type(" and more")
        assert "precious and more" in stage.frame()

    theatre(scene)


def test_a_window_can_shrink_again_before_the_sentence_stands_there(theatre: Theatre) -> None:
    """The page that says it is asked before it is put together."""

    async def scene(stage: Any) -> None:
        page = SmallPage()
        page.tell(1, 1)
        stage.app.push_screen(page)
        await stage.settle()
        assert "This window is 1x1." in stage.frame()

    theatre(scene)


def test_a_text_that_is_loaded_is_no_edit(theatre: Theatre, kari: str) -> None:
    """Opening a talk with a draft in it writes nothing and says nothing of saving."""

    async def scene(stage: Any) -> None:
        await _note(stage, "half a thought")
        stage.app.keep_drafts()

    async def again(stage: Any) -> None:
        await stage.press("w", "o", "c", "enter")
        assert "half a thought" in stage.frame()
        assert not stage.app.keeper.state

    theatre(scene)
    theatre(again)


def test_a_text_that_was_emptied_is_no_draft_any_more(theatre: Theatre) -> None:
    """What was taken back does not come again."""

    async def scene(stage: Any) -> None:
        await _note(stage, "a slip")
        stage.app.keep_drafts()
        await stage.press("ctrl+a", "ctrl+k", "ctrl+u", "escape")
        assert not stage.app.drafts.all()

    theatre(scene)


def test_nobody_else_acts_before_a_text_is_kept(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words that the disk does not take never go over to somebody else's drafts."""

    async def scene(stage: Any) -> None:
        await _note(stage, "precious")
        monkeypatch.setattr("visavi.store.derived.write_new", _full)
        assert not stage.app.act_as("kari")
        assert stage.app.session.person == "ingrid"
        monkeypatch.undo()
        assert stage.app.act_as("kari")
        stage.app.start_anew()
        await stage.settle()
        stage.app.keep_drafts()
        assert not stage.app.drafts.all()

    theatre(scene)


def test_while_a_text_is_kept_nowhere_a_key_tells_what_can_be_done(theatre: Theatre) -> None:
    """Without leaving: a copy elsewhere, or another try, which leads back to the text."""
    disk = pytest.MonkeyPatch()

    async def scene(stage: Any) -> None:
        await _note(stage, "precious")
        disk.setattr("visavi.store.derived.write_new", _full)
        await stage.press("ctrl+s")
        assert "NOT SAVED: The disk is full. Kept on screen; ^s tells" in stage.frame()
        assert "Into a file" in stage.frame()
        assert "Lose them" not in stage.frame()
        await stage.press("t")
        assert "NOT SAVED" in stage.frame()
        disk.undo()
        await stage.press("t")
        assert "precious" in stage.frame()
        assert "Saved 09:30:00" in stage.frame()

    theatre(scene)


def test_leaving_asks_where_a_text_is_kept_nowhere(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It can be put elsewhere, or one stays; Enter loses nothing, and once kept, leaving leaves."""
    left: list[object] = []
    disk = pytest.MonkeyPatch()

    async def scene(stage: Any) -> None:
        monkeypatch.setattr(stage.app, "exit", left.append)
        await _note(stage, "precious")
        disk.setattr("visavi.store.derived.write_new", _full)
        await stage.press("ctrl+q")
        assert "NOT SAVED: The disk is full." in stage.frame()
        assert "precious" not in stage.frame()
        await stage.press("enter", "ctrl+q", "t", "f", "ctrl+a", "ctrl+k")
        await stage.type(str(tmp_path / "kept.txt"))
        await stage.press("ctrl+j")
        assert "Written to" in stage.frame()
        assert (tmp_path / "kept.txt").read_text(encoding="utf-8") == "precious\n"
        assert (tmp_path / "kept.txt").stat().st_mode & 0o777 == 0o600
        await stage.press("escape")
        assert "precious" in stage.frame()
        await stage.press("ctrl+q")
        assert not left
        await stage.press("x")
        assert len(left) == 1
        disk.undo()
        await stage.press("t")
        assert len(left) == 2
        monkeypatch.undo()

    theatre(scene)
