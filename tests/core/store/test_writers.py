"""Several at once, and sudden ends: nothing is lost, and nobody writes over anybody."""

import os
import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from visavi.errors import Busy, Conflict, StoreUnwritable
from visavi.sealing.secret import Cost, typed
from visavi.sealing.unlocking import by_passphrase, sealing, unlocking
from visavi.store import TinyRepository, check, create_store, open_store
from visavi.store.files import Folder
from visavi.store.lock import Lock, holder_of
from visavi_testing.faults import dies_at, in_processes, killed_while_writing

WORDS = "correct horse battery"

Opened = Callable[[], TinyRepository]


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A store with one person and a dialogue."""
    repository = create_store(str(tmp_path / "store"))
    with repository.changing("test") as change:
        change.put_person({"id": "anna"})
        change.put_dialogue({"id": "anna.aaaaaa", "number": 0})
    return repository.path


@pytest.mark.parametrize("sealed", [False, True], ids=["unsealed", "sealed"])
@pytest.mark.parametrize(("writers", "inserts"), [(2, 48), (8, 24), (32, 8)])
def test_many_writers_lose_nothing(
    tmp_path: Path, writers: int, inserts: int, sealed: bool
) -> None:
    """Each puts documents of its own, and all count up one that they share."""
    opened = _shared(tmp_path, sealed)
    codes = in_processes(writers, partial(_insert, opened, inserts))

    repository = opened()
    wanted = {f"w{writer}-{n}" for writer in range(writers) for n in range(inserts)}
    assert codes == [0] * writers
    assert {person["id"] for person in repository.people()} == wanted | {"anna"}
    assert repository.dialogue("anna.aaaaaa")["number"] == writers * inserts
    assert check(repository) == []


def _shared(folder: Path, sealed: bool) -> Opened:
    """A store with one person and a dialogue, opened anew by every process."""
    made = sealing([by_passphrase(WORDS, Cost(8192, 1, 1))], str(folder / "seen"))
    repository = create_store(str(folder / "store"), sealing=made if sealed else None)
    with repository.changing("test") as change:
        change.put_person({"id": "anna"})
        change.put_dialogue({"id": "anna.aaaaaa", "number": 0})
    unlock = unlocking(lambda: typed(WORDS), str(folder / "seen")) if sealed else None
    return lambda: open_store(repository.path, wait=60.0, unlock=unlock)


def _insert(opened: Opened, inserts: int, writer: int) -> None:
    repository = opened()
    for number in range(inserts):
        with repository.changing(f"writer {writer}") as change:
            found = repository.dialogue("anna.aaaaaa")
            change.put_person({"id": f"w{writer}-{number}"})
            change.put_dialogue({**found, "number": found["number"] + 1})


def test_what_was_read_outside_of_a_change_cannot_overwrite_a_later_one(path: str) -> None:
    """Two windows on one dialogue: the second to save is told."""
    mine, theirs = open_store(path), open_store(path)
    read_by_me = mine.dialogue("anna.aaaaaa")
    with theirs.changing("them") as change:
        change.put_dialogue({**theirs.dialogue("anna.aaaaaa"), "number": 1})

    with pytest.raises(Conflict, match=r"anna\.aaaaaa"), mine.changing("me") as change:
        change.put_dialogue({**read_by_me, "number": 2})

    assert mine.dialogue("anna.aaaaaa")["number"] == 1


def test_no_kill_tears_the_store_or_takes_back_what_was_acknowledged(path: str) -> None:
    """Forty kills at random moments; tests/bench/kill_store.py does a thousand."""
    for turn in range(40):
        acknowledged, standing = killed_while_writing(path, "anna.aaaaaa", 1 + turn % 5)

        assert acknowledged <= standing <= acknowledged + 1

    repository = open_store(path)
    with repository.changing("afterwards"):
        pass
    assert check(repository) == []


def test_readers_need_no_lock_and_see_whole_documents(path: str) -> None:
    """While one writes on and on."""
    codes = in_processes(3, partial(_read_or_write, path))

    assert codes == [0, 0, 0]


def _read_or_write(path: str, number: int) -> None:
    repository = open_store(path)
    for turn in range(60):
        if number == 0:
            with repository.changing("writer") as change:
                found = repository.dialogue("anna.aaaaaa")
                text = "word " * (turn * 7919 % 2000)
                change.put_dialogue({**found, "text": text, "length": len(text)})
        else:
            found = repository.dialogue("anna.aaaaaa")
            if len(found.get("text", "")) != found.get("length", 0):
                raise ValueError("torn")


def test_who_holds_the_store_is_told_to_whoever_waits(path: str) -> None:
    """By name and process, with nothing that could drive a terminal."""
    folder = Folder(path)
    with (
        Lock(folder, "Mia\x1b[31m\n Manager", 0.0),
        pytest.raises(Busy, match=rf"Mia\[31m Manager \(process {os.getpid()}\)"),
        open_store(path, wait=0.01).changing("Per"),
    ):
        pass

    assert holder_of(folder)[0] == "Mia[31m Manager"


def test_a_writer_that_waits_gets_its_turn(path: str) -> None:
    """The store is free as soon as the holder has let go, or is dead."""
    assert dies_at(40, partial(_insert, partial(open_store, path), 9, 0)) is not None

    with open_store(path, wait=0.0).changing("next") as change:
        change.put_person({"id": "berta"})


def test_the_lock_file_is_never_deleted(path: str) -> None:
    """Two locks for one store would be none."""
    lock = Path(path, "lock")
    before = lock.stat().st_ino
    for turn in range(3):
        with open_store(path).changing("test") as change:
            change.put_person({"id": f"p{turn}"})

    assert lock.stat().st_ino == before


@pytest.mark.parametrize("new_file", [False, True], ids=["deleted", "replaced"])
def test_a_lock_file_deleted_by_hand_stops_the_change(path: str, new_file: bool) -> None:
    """Somebody else could have come in: nothing is written."""
    lock = Path(path, "lock")

    def write_without_lock() -> None:
        with open_store(path).changing("test") as change:
            change.put_person({"id": "berta"})
            lock.unlink()
            if new_file:
                lock.touch()

    with pytest.raises(Conflict, match="lock file"):
        write_without_lock()

    repository = open_store(path)
    assert [person["id"] for person in repository.people()] == ["anna"]
    with repository.changing("afterwards"):
        pass
    assert check(repository) == []


@pytest.mark.parametrize("several", [False, True], ids=["one document", "several documents"])
def test_a_file_written_past_the_lock_is_noticed_before_it_is_replaced(
    path: str, several: bool
) -> None:
    """A sync program that puts another state there does not lose it."""
    file = Path(path, "dossiers/anna/person.json")

    def change_what_is_synced() -> None:
        repository = open_store(path)
        with repository.changing("test") as change:
            change.put_person({**repository.person("anna"), "name": "mine"})
            if several:
                change.put_person({"id": "berta"})
            other = file.with_suffix(".other")
            other.write_text('{"schema": "visavi.person/1", "id": "anna", "revision": 9}')
            other.replace(file)

    with pytest.raises(Conflict, match=r"person\.json"):
        change_what_is_synced()

    assert open_store(path).person("anna")["revision"] == 9
    assert len(list(open_store(path).people())) == 1


def test_a_file_protected_against_writing_is_not_replaced(path: str) -> None:
    """A rename would go through, and hide the protection."""
    file = Path(path, "dossiers/anna/person.json")
    file.chmod(0o400)
    repository = open_store(path)

    with (
        pytest.raises(StoreUnwritable, match="protected"),
        repository.changing("test") as change,
    ):
        change.put_person({**repository.person("anna"), "name": "new"})

    assert file.stat().st_mode & 0o777 == 0o400


@pytest.mark.parametrize("umask", [0, 0o022, 0o777], ids=oct)
def test_everything_is_its_owners_alone_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    """Files 0600, folders 0700."""
    before = os.umask(umask)
    try:
        _use(create_store(str(tmp_path / "store")))
    finally:
        os.umask(before)

    modes = {
        str(found.relative_to(tmp_path)): stat.S_IMODE(found.lstat().st_mode)
        for found in (tmp_path / "store", *(tmp_path / "store").rglob("*"))
    }
    wanted = {name: 0o700 if (tmp_path / name).is_dir() else 0o600 for name in modes}
    assert modes == wanted
    assert len(modes) > 12


def _use(repository: TinyRepository) -> None:
    with repository.changing("test") as change:
        change.put_person({"id": "anna"})
        change.put_dialogue({"id": "anna.aaaaaa"})
        change.put_matter({"id": "m-aaaaaaaaaaaa"})
        change.put_register("units", {})
    repository.changed_people(0)
    repository.put_derived("agenda", b"x")
