"""A dossier is removed whole or not at all, whenever the program dies."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from visavi.errors import NotFound, StoreError
from visavi.store import TinyRepository, check, create_store, open_store

MARKER = b"marker-of-anna"


class Died(BaseException):
    """The program is no more."""


def filled(path: Path) -> TinyRepository:
    """A store with two dossiers; a stray copy of a dialogue lies in the first."""
    repository = create_store(str(path))
    for person, text in (("anna", MARKER.decode()), ("berta", "other")):
        with repository.changing("test") as change:
            change.put_person({"id": person, "text": text})
            change.put_dialogue({"id": f"{person}.aaaaaa", "text": text})
    stray = path / "dossiers" / "anna" / "aaaaaa (conflicted copy).json"
    stray.write_bytes(MARKER)
    stray.chmod(0o600)
    return repository


def remove(repository: TinyRepository) -> None:
    """Anna's dossier goes, and something else is written in the same change."""
    with repository.changing("test") as change:
        change.remove_person("anna")
        change.put_person({**repository.person("berta"), "text": "changed"})


def holding(path: Path) -> list[str]:
    """Every file of the store that holds the marker."""
    files = (Path(base) / name for base, _, names in os.walk(path) for name in names)
    return [str(file) for file in files if MARKER in file.read_bytes()]


def test_no_byte_of_a_removed_dossier_is_left(tmp_path: Path) -> None:
    """Not in stray files, staged files or derived ones, and its folder is gone."""
    repository = filled(tmp_path / "store")
    assert holding(tmp_path)
    remove(repository)

    assert holding(tmp_path) == []
    assert not (tmp_path / "store/dossiers/anna").exists()
    assert b"anna" not in b"".join(p.read_bytes() for p in (tmp_path / "store/index").iterdir())
    assert check(repository) == []


@pytest.mark.parametrize("call", ["rename", "replace", "unlink", "rmdir", "fsync", "open"])
def test_a_death_at_any_call_leaves_the_dossier_whole_or_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """The next opening finishes what was decided; what was not decided is as it was."""
    real: Callable[..., object] = getattr(os, call)
    number, died = 0, True
    while died:
        path = tmp_path / str(number)
        repository = filled(path)
        left = [number]

        def dying(*values: object, left: list[int] = left, **more: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise Died
            return real(*values, **more)

        monkeypatch.setattr(os, call, dying)
        try:
            remove(repository)
            died = False
        except Died:
            died = True
        except StoreError:
            died = left[0] < 0
        monkeypatch.setattr(os, call, real)

        after = open_store(str(path))
        with after.changing("test"):
            pass
        try:
            after.person("anna")
            gone = False
        except NotFound:
            gone = True
        assert after.person("berta")["text"] == ("changed" if gone else "other")
        assert bool(holding(path)) is not gone
        assert not gone or not (path / "dossiers/anna").exists()
        assert len(list(after.dialogues_of("anna"))) == (0 if gone else 1)
        number += 1

    assert number > 1
