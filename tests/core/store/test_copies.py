"""Backups are read back before they exist, and restored beside what is there."""

import errno
import os
import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from visavi.errors import (
    Busy,
    Conflict,
    StoreDamaged,
    StoreError,
    StoreMissing,
    StoreNewer,
    StoreUnwritable,
)
from visavi.store import (
    TinyRepository,
    backup,
    check,
    create_store,
    open_store,
    restore,
    strictjson,
)
from visavi.store.files import Folder
from visavi.store.lock import Lock
from visavi_testing.faults import Fault, Faulty, dies_at, state_of


@pytest.fixture
def repository(tmp_path: Path) -> TinyRepository:
    """A store with something of everything."""
    made = create_store(str(tmp_path / "store"), wait=0.0)
    with made.changing("test") as change:
        for person in ("anna", "Berta"):
            change.put_person({"id": person, "name": person})
            change.put_dialogue({"id": f"{person}.aaaaaa", "text": "å" * 200})
        change.put_matter({"id": "m-aaaaaaaaaaaa"})
        change.put_register("units", {"units": ["K8"]})
    made.put_derived("agenda", b"derived")
    return made


@pytest.mark.parametrize("name", ["copy", "copy.tar"])
def test_what_was_backed_up_is_restored(
    repository: TinyRepository, tmp_path: Path, name: str
) -> None:
    """All documents and the store's own id; what is derived is made anew."""
    made = backup(repository, str(tmp_path / name), "test")
    restored = restore(made.path, str(tmp_path / "restored"))

    twin = open_store(restored.path)
    assert state_of(twin) == state_of(repository)
    assert list(twin.matters()) == list(repository.matters())
    assert twin.store_id == made.store_id == restored.store_id == repository.store_id
    assert made.files == restored.files == 6  # a matter is not counted
    assert made.length == restored.length > 400
    assert twin.derived("agenda") is None
    assert check(twin) == []


def test_a_backup_that_is_a_folder_is_a_store(repository: TinyRepository, tmp_path: Path) -> None:
    """It can be opened where it is."""
    made = backup(repository, str(tmp_path / "copy"), "test")

    assert state_of(open_store(made.path)) == state_of(repository)


@pytest.mark.parametrize("name", ["copy", "copy.tar", "restored"])
def test_nothing_is_overwritten(repository: TinyRepository, tmp_path: Path, name: str) -> None:
    """Neither by a backup nor by a restored store."""
    made = backup(repository, str(tmp_path / "made.tar"), "test")
    there = tmp_path / name
    there.mkdir()
    (there / "kept").write_text("kept")

    with pytest.raises(Conflict):
        backup(repository, str(there), "test")
    with pytest.raises(Conflict):
        restore(made.path, str(there))

    assert [path.name for path in there.iterdir()] == ["kept"]


@pytest.mark.parametrize("name", ["copy", "copy.tar"])
def test_a_damaged_store_is_not_backed_up(
    repository: TinyRepository, tmp_path: Path, name: str
) -> None:
    """A backup that could not be restored would be no backup."""
    Path(repository.path, "dossiers/anna/person.json").write_text("{")

    with pytest.raises(StoreDamaged, match=r"person\.json"):
        backup(repository, str(tmp_path / name), "test")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["store"]


def test_a_backup_waits_for_the_writer(repository: TinyRepository, tmp_path: Path) -> None:
    """It is of one moment."""
    with Lock(Folder(repository.path), "writer", 0.0), pytest.raises(Busy, match="writer"):
        backup(repository, str(tmp_path / "copy"), "test")


def cuts(length: int, step: int) -> list[int]:
    """Lengths to cut a file to: in small steps, but for the long filler of the matters."""
    return sorted({*range(0, min(length, 1000), step), *range(0, length, max(step, 4096))})


@pytest.mark.parametrize("name", ["copy", "copy.tar"])
def test_every_cut_of_a_backup_is_refused(
    repository: TinyRepository, tmp_path: Path, name: str
) -> None:
    """Whichever file of it was cut or is gone, nothing is restored."""
    made = Path(backup(repository, str(tmp_path / name), "test").path)
    files = [made] if made.is_file() else sorted(p for p in made.rglob("*.json"))
    for file in files:
        whole = file.read_bytes()
        for length in cuts(len(whole.rstrip(b"\0")), 128 if made.is_file() else 7):
            file.write_bytes(whole[:length])
            with pytest.raises(StoreDamaged):
                restore(str(made), str(tmp_path / "restored"))
        file.write_bytes(whole)

        if made.is_dir() and file.name != "backup.json":
            file.unlink()
            with pytest.raises(StoreError):
                restore(str(made), str(tmp_path / "restored"))
            file.write_bytes(whole)

    assert not (tmp_path / "restored").exists()
    assert restore(str(made), str(tmp_path / "restored")).files == 6


@pytest.mark.parametrize(
    "name", ["../escaped.json", "/escaped.json", "dossiers/anna/../../x.json", "lock", "x"]
)
def test_an_archive_cannot_write_elsewhere(tmp_path: Path, name: str) -> None:
    """Only what belongs into a store is taken from it."""
    with tarfile.open(tmp_path / "evil.tar", "w") as archive:
        member = tarfile.TarInfo(name)
        member.size = 2
        archive.addfile(member, BytesIO(b"{}"))

    with pytest.raises(StoreDamaged, match="does not belong"):
        restore(str(tmp_path / "evil.tar"), str(tmp_path / "inner" / "restored"))

    assert sorted(path.name for path in tmp_path.iterdir()) == ["evil.tar", "inner"]
    assert list((tmp_path / "inner").iterdir()) == []


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    """It could point anywhere."""
    with tarfile.open(tmp_path / "evil.tar", "w") as archive:
        member = tarfile.TarInfo("store.json")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(member)

    with pytest.raises(StoreDamaged):
        restore(str(tmp_path / "evil.tar"), str(tmp_path / "restored"))


def test_a_backup_of_a_newer_program_is_named_so(
    repository: TinyRepository, tmp_path: Path
) -> None:
    """It is not restored half-understood."""
    made = backup(repository, str(tmp_path / "copy"), "test")
    Path(made.path, "store.json").write_text('{"format": 3, "id": "s-x"}')

    with pytest.raises(StoreNewer):
        restore(made.path, str(tmp_path / "restored"))

    assert not (tmp_path / "restored").exists()


def test_no_backup_means_no_store(tmp_path: Path) -> None:
    """Nothing is made of nothing."""
    (tmp_path / "text.tar").write_text("not an archive")
    for name, error in (("nothing", StoreMissing), ("text.tar", StoreDamaged)):
        with pytest.raises(error):
            restore(str(tmp_path / name), str(tmp_path / "restored"))

    assert not (tmp_path / "restored").exists()


@pytest.mark.parametrize("name", ["copy", "copy.tar"])
def test_a_backup_that_is_interrupted_has_no_name(
    repository: TinyRepository, tmp_path: Path, name: str
) -> None:
    """Neither by a kill nor by a full disk; the store itself is as it was."""
    old = state_of(repository)
    for number in range(5, 400, 29):
        if dies_at(number, lambda: _back_up(repository, tmp_path / name)) is None:
            break
        assert not (tmp_path / name).exists() or restore(
            str(tmp_path / name), f"{tmp_path}/{number}"
        )
        assert state_of(open_store(repository.path)) == old
    else:
        pytest.fail("the backup never came to its end")


@pytest.mark.parametrize("name", ["copy", "copy.tar"])
def test_a_full_disk_leaves_no_half_backup(
    repository: TinyRepository, tmp_path: Path, name: str
) -> None:
    """Not even under another name."""
    for number in range(10, 60, 7):
        with Faulty(Fault(number, 28, lasts=True)), pytest.raises(StoreUnwritable):
            _back_up(repository, tmp_path / name)

        assert [path.name for path in tmp_path.iterdir()] == ["store"]


def _back_up(repository: TinyRepository, path: Path) -> None:
    backup(repository, str(path), "test")


class ReadOnly:
    """A disk that takes nothing below a folder; ``meanwhile`` is told what is read from it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
        self.meanwhile: Callable[[str], object] = lambda path: None
        self._folder = folder
        self._open = os.open
        monkeypatch.setattr(os, "open", self._opened)

    def _opened(self, path: str, flags: int, *more: Any) -> int:
        if str(path).startswith(self._folder):
            if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                raise OSError(errno.EROFS, os.strerror(errno.EROFS))
            self.meanwhile(str(path))
        return self._open(path, flags, *more)


@pytest.mark.parametrize("name", ["copy", "copy.tar"])
def test_a_store_on_a_read_only_disk_is_backed_up(
    repository: TinyRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Without the lock."""
    before = state_of(repository)
    ReadOnly(monkeypatch, repository.path)

    made = backup(open_store(repository.path), str(tmp_path / name), "test")

    assert (made.files, restore(made.path, str(tmp_path / "restored")).files) == (6, 6)
    assert state_of(open_store(str(tmp_path / "restored"))) == before


@pytest.mark.parametrize("times", [1, 2, 99])
def test_whoever_writes_to_it_from_elsewhere_meanwhile_is_noticed(
    repository: TinyRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """The backup is made again, and not at all if that goes on."""
    disk, turns = ReadOnly(monkeypatch, repository.path), iter(range(times))
    person = Path(repository.path, "dossiers/anna/person.json")
    other = strictjson.decode(person.read_bytes(), "")

    def written(path: str) -> None:
        if path.endswith("units.json") and next(turns, None) is not None:
            beside = tmp_path / "written elsewhere"
            beside.write_bytes(strictjson.encode({**other, "name": "Elsewhere"}))
            beside.replace(person)

    disk.meanwhile = written
    target = tmp_path / "copy"
    if times == 99:
        with pytest.raises(Busy, match="again and again"):
            backup(repository, str(target), "test")
        assert [path.name for path in tmp_path.iterdir()] == ["store"]
        return
    backup(repository, str(target), "test")
    assert open_store(str(target)).person("anna")["name"] == "Elsewhere"


def test_a_damaged_store_on_a_read_only_disk_is_not_backed_up(
    repository: TinyRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is damage, and nobody is told to wait."""
    Path(repository.path, "dossiers/anna/person.json").write_text("{")
    ReadOnly(monkeypatch, repository.path)

    with pytest.raises(StoreDamaged, match=r"person\.json"):
        backup(repository, str(tmp_path / "copy"), "test")
