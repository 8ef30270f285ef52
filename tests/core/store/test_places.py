"""Where a store cannot be, and what stands in the way of its files: each told in its own words."""

import errno
import os
import tarfile
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from visavi.errors import (
    Conflict,
    InvalidInput,
    StoreDamaged,
    StoreError,
    StoreMissing,
    StoreUnwritable,
)
from visavi.sealing.secret import Cost, typed
from visavi.sealing.unlocking import by_passphrase, sealing, unlocking
from visavi.store import TinyRepository, backup, check, create_store, lock, open_store, restore

WORDS = "correct horse battery"

Again = Callable[[str], TinyRepository]


@pytest.fixture(params=[False, True], ids=["unsealed", "sealed"])
def repository(request: pytest.FixtureRequest, tmp_path: Path) -> TinyRepository:
    """A store with one person."""
    seen = str(tmp_path / "seen")
    made = sealing([by_passphrase(WORDS, Cost(8192, 1, 1))], seen) if request.param else None
    store = create_store(str(tmp_path / "store"), wait=0.0, sealing=made)
    with store.changing("test") as change:
        change.put_person({"id": "anna", "name": "Anna"})
    return store


@pytest.fixture
def again(repository: TinyRepository, tmp_path: Path) -> Again:
    """Open a store as by a new process."""
    seen = str(tmp_path / "seen")
    unlock = unlocking(lambda: typed(WORDS), seen) if repository.sealed else None
    return lambda path: open_store(path, wait=0.0, unlock=unlock)


def rename(repository: TinyRepository, name: str) -> None:
    """Change the one person."""
    with repository.changing("test") as change:
        change.put_person({**repository.person("anna"), "name": name})


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a store but the lock and what is derived."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not str(path.relative_to(folder)).startswith(("lock", "index"))
    }


def test_a_link_to_a_store_is_followed_once_and_shown(
    repository: TinyRepository, again: Again, tmp_path: Path
) -> None:
    """The store says where it really lies; a link that is turned later turns nothing."""
    link = tmp_path / "link"
    link.symlink_to(repository.path)
    opened = again(str(link))
    assert opened.path == repository.path

    (tmp_path / "elsewhere").mkdir()
    link.unlink()
    link.symlink_to(tmp_path / "elsewhere")
    rename(opened, "Berta")

    assert again(repository.path).person("anna")["name"] == "Berta"
    assert list((tmp_path / "elsewhere").iterdir()) == []


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _file(path: Path) -> None:
    path.write_text("kept")


def _dangling(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere")


def _circle(path: Path) -> None:
    path.symlink_to(path)


def _device(path: Path) -> None:
    path.symlink_to("/dev/null")


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("make", [_fifo, _file, _dangling, _circle, _device])
def test_what_is_no_folder_is_no_store(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """It is neither opened nor made into one; a pipe does not make the program wait."""
    path = tmp_path / "store"
    make(path)
    before = os.lstat(path)

    with pytest.raises(StoreMissing, match=r"not a folder|no store at") as told:
        open_store(str(path))
    assert "nowhere" in told.value.message or make is not _dangling
    if make is not _dangling:
        with pytest.raises((Conflict, StoreUnwritable)):
            create_store(str(path))
    assert (os.lstat(path).st_ino, os.lstat(path).st_mode) == (before.st_ino, before.st_mode)


SORTS: dict[Callable[[Path], None], str] = {
    _fifo: "a pipe",
    _file: "a file",
    _circle: "a link that leads nowhere",
}


@pytest.mark.parametrize("make", SORTS)
def test_what_is_no_store_is_called_what_it_is(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    """Nobody has to find out."""
    make(tmp_path / "store")

    with pytest.raises(StoreMissing, match=f"is {SORTS[make]}, not a folder"):
        open_store(str(tmp_path / "store"))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_fifo, "is a pipe"),
        (_dangling, "no backup at"),
        (_device, "is a device"),
        (_folder, "holds no backup"),
        (None, "no backup at"),
    ],
)
def test_what_is_no_backup_is_not_waited_for(
    tmp_path: Path, make: Callable[[Path], None] | None, words: str
) -> None:
    """A pipe that nobody writes to least of all."""
    if make is not None:
        make(tmp_path / "backup")

    with pytest.raises(StoreMissing, match=words):
        restore(str(tmp_path / "backup"), str(tmp_path / "restored"))
    assert not (tmp_path / "restored").exists()


@pytest.mark.parametrize("name", ["inside.tar", "inside", "dossiers/inside", "../link/inside.tar"])
def test_a_backup_in_the_store_itself_is_none(
    repository: TinyRepository, tmp_path: Path, name: str
) -> None:
    """It would be lost with the store; beside it there may be one."""
    (tmp_path / "link").symlink_to(repository.path)
    before = contents(Path(repository.path))

    with pytest.raises(InvalidInput, match="in the store itself"):
        backup(repository, f"{repository.path}/{name}", "test")
    assert contents(Path(repository.path)) == before
    assert backup(repository, f"{repository.path}-2.tar", "test").files == 2


def test_a_device_is_no_lock(repository: TinyRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the system would lock it."""
    with open(os.devnull, "r+b") as device:
        handle = os.dup(device.fileno())
    monkeypatch.setattr(lock.Lock, "_same_file", lambda *_: True)
    opening = os.open
    monkeypatch.setattr(
        os, "open", lambda path, *more: handle if path.endswith("/lock") else opening(path, *more)
    )

    with pytest.raises(StoreUnwritable, match="is a link, a folder or a device"):
        rename(repository, "Berta")


def test_a_folder_that_leads_elsewhere_is_told_by_a_check(
    repository: TinyRepository, tmp_path: Path
) -> None:
    """What is read comes from there."""
    Path(repository.path, "dossiers").rename(tmp_path / "moved")
    Path(repository.path, "dossiers").symlink_to(tmp_path / "moved")

    assert [(p.place, p.code) for p in check(repository)] == [("dossiers", "foreign")]


@pytest.mark.parametrize("name", ["n" * 300, "file/store"])
def test_a_place_that_cannot_be_is_refused_in_words(tmp_path: Path, name: str) -> None:
    """It is missing, and cannot be made there."""
    (tmp_path / "file").write_text("kept")

    with pytest.raises(StoreMissing, match="no store at"):
        open_store(str(tmp_path / name))
    with pytest.raises(StoreUnwritable, match=r"not a folder|longer than names"):
        create_store(str(tmp_path / name))


@pytest.mark.parametrize("make", [_fifo, _dangling, _circle, _device, _folder])
@pytest.mark.parametrize("place", ["store.json", "lock", "person.json"])
def test_what_stands_where_a_file_belongs_is_named(
    repository: TinyRepository, again: Again, place: str, make: Callable[[Path], None]
) -> None:
    """It is not followed, not waited for and not replaced."""
    file = next(Path(repository.path).rglob(place))
    file.unlink()
    make(file)
    before = os.lstat(file)

    with pytest.raises(StoreError, match=rf"{place}\b.* is a link, a folder or a device"):
        rename(again(repository.path), "Berta")
    assert os.lstat(file).st_ino == before.st_ino


@pytest.mark.parametrize("error", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_file_system_without_locks_is_refused_in_words(
    repository: TinyRepository,
    again: Again,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: int,
) -> None:
    """Reading goes on; nothing is written with less than a lock, and no store is made there."""

    def refuse(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    before = contents(Path(repository.path))
    monkeypatch.setattr(lock, "flock", refuse)

    with pytest.raises(StoreUnwritable, match="has no locks"):
        rename(repository, "Berta")
    with pytest.raises(StoreUnwritable, match="has no locks") as told:
        create_store(str(tmp_path / "new"))

    assert str(tmp_path / "new") in told.value.message
    assert ".tmp" not in told.value.message
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("new")]
    assert again(repository.path).person("anna")["name"] == "Anna"
    assert contents(Path(repository.path)) == before


@pytest.mark.parametrize("place", ["store.json", "person.json", "intent.json"])
def test_a_file_of_a_terabyte_fills_no_memory(
    repository: TinyRepository, again: Again, place: str
) -> None:
    """It is named, and not read."""
    found = next(Path(repository.path).rglob(place), Path(repository.path, place))
    with found.open("ab") as file:
        file.truncate(1 << 40)

    with pytest.raises(StoreDamaged, match="larger than 256 MB"):
        rename(again(repository.path), "Berta")
    if place == "person.json":
        assert [problem.code for problem in check(repository)] == ["damaged"]


def test_an_archive_that_claims_a_terabyte_fills_no_memory(tmp_path: Path) -> None:
    """Neither with a long member nor with one that has holes."""
    for name, headers in (
        ("long.tar", {}),
        ("holes.tar", {"GNU.sparse.major": "1", "GNU.sparse.minor": "0"}),
    ):
        with tarfile.open(tmp_path / name, "w", format=tarfile.PAX_FORMAT) as archive:
            member = tarfile.TarInfo("store.json")
            member.size = 1 << 10
            if headers:
                real = {"GNU.sparse.name": "store.json", "GNU.sparse.realsize": str(1 << 40)}
                member.pax_headers = {**headers, **real}
            archive.addfile(member, BytesIO(b"0\n".ljust(1 << 10, b"\0")))
        if not headers:
            _claim(tmp_path / name, 1 << 40)

        with pytest.raises(StoreDamaged):
            restore(str(tmp_path / name), str(tmp_path / "back"))
    assert not (tmp_path / "back").exists()


def _claim(path: Path, size: int) -> None:
    """Write another length into an archive's first header."""
    content = bytearray(path.read_bytes())
    content[124:136] = b"\x80" + size.to_bytes(11, "big")
    content[148:156] = b" " * 8
    content[148:156] = b"%06o\0 " % sum(content[:512])
    path.write_bytes(content)


def test_a_clock_that_jumps_changes_nothing(
    repository: TinyRepository, again: Again, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Revisions order what was written; no file is too old or too young."""
    for turn, moment in enumerate((2_000_000_000, 0, 4_000_000_000, 1), 2):
        monkeypatch.setattr(time, "time", lambda moment=moment: float(moment))
        rename(again(repository.path), f"name {turn}")
        for path in Path(repository.path).rglob("*"):
            os.utime(path, (moment, moment))
        opened = again(repository.path)
        assert (opened.person("anna")["name"], opened.person("anna")["revision"]) == (
            f"name {turn}",
            turn,
        )
        assert check(opened) == []


def test_a_lock_file_that_was_deleted_is_made_again(
    repository: TinyRepository, again: Again
) -> None:
    """As long as nobody was writing."""
    Path(repository.path, "lock").unlink()
    rename(again(repository.path), "Berta")

    assert Path(repository.path, "lock").stat().st_mode & 0o777 == 0o600
    assert check(again(repository.path)) == []


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    """A pipe that was waited for would hang: the alarm ends the test instead."""
    import signal

    signal.alarm(60)
    yield
    signal.alarm(0)
