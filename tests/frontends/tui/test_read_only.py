"""A store in which nothing can be saved: it is shown, it says so, and no word typed is lost."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from visavi.store import open_store, strictjson

Theatre = Callable[..., Any]


def rewritten(path: Path, **changed: Any) -> None:
    """A file as another program would have written it."""
    content = strictjson.decode(path.read_bytes(), path.name)
    path.write_bytes(strictjson.encode({**content, **changed}))


def files(folder: Path) -> dict[str, bytes]:
    """Every file of the store."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_newer_programs_store_is_shown_and_never_changed(
    theatre: Theatre, demos: Path, tmp_path: Path, kari: str
) -> None:
    """What it does not know is counted, and of whom it does not know all, nothing wrong is said."""
    folder = tmp_path / "newer"
    shutil.copytree(demos / "uio", folder)
    rewritten(folder / "store.json", format=99)
    rewritten(folder / f"dossiers/kari/{kari[-6:]}.json", schema="visavi.dialogue/2")
    before = files(folder)
    repository = open_store(str(folder), wait=0.0)
    why = repository.read_only
    assert why is not None

    async def scene(stage: Any) -> None:
        frame = stage.frame()
        assert "READ ONLY" in frame.splitlines()[0]
        assert "Jonas Mikkelrud" in frame
        assert "1 documents of people" in frame
        assert not [line for line in frame.splitlines() if "Kari" in line and "not plan" in line]
        await stage.press("f", "enter")
        await stage.type("A word that stays")
        await stage.press("ctrl+s")
        assert "NOT SAVED" in stage.frame()
        assert "Into a file" in stage.frame()
        await stage.press("escape")
        assert "A word that stays" in stage.frame()
        await stage.press("ctrl+j")
        assert "made by a newer visavi" in stage.frame()
        await stage.press("escape")
        assert "A word that stays" in stage.frame()

    theatre(
        scene,
        repository=repository,
        read_only=why.message,
        unread=lambda: len(repository.unread),
    )
    assert files(folder) == before
