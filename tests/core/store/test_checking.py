"""What a check finds, what a repair puts right, and what it leaves alone."""

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from visavi.errors import Busy, StoreDamaged, StoreUnwritable
from visavi.store import StoreProblem, TinyRepository, check, create_store, open_store, repair
from visavi.store.files import Folder
from visavi.store.lock import Lock
from visavi_testing.faults import DEEDS, Fault, Faulty, Stores, dies_at, state_of


@pytest.fixture
def repository(tmp_path: Path) -> TinyRepository:
    """A store with one person and a dialogue."""
    made = create_store(str(tmp_path / "store"), wait=0.0)
    with made.changing("test") as change:
        change.put_person({"id": "anna"})
        change.put_dialogue({"id": "anna.aaaaaa"})
    return made


def put(place: str, content: bytes = b"x", mode: int = 0o600) -> Callable[[Path], None]:
    """Put a file into the store, past visavi."""

    def do(root: Path) -> None:
        (root / place).parent.mkdir(exist_ok=True)
        (root / place).write_bytes(content)
        (root / place).chmod(mode)

    return do


FINDINGS: dict[str, tuple[Callable[[Path], None], str, str, bool]] = {
    "a copy by a sync program": (
        put("dossiers/anna/aaaaaa (conflicted copy).json"),
        "dossiers/anna/aaaaaa (conflicted copy).json",
        "foreign",
        False,
    ),
    "a stranger's file": (put("notes.txt"), "notes.txt", "foreign", False),
    "a name for a terminal": (put("\x1b[31m"), "'\\x1b[31m'", "foreign", False),
    "a stranger's folder": (
        lambda root: (root / "dossiers" / "Å").mkdir(0o700),
        "dossiers/Å",
        "foreign",
        False,
    ),
    "an empty dossier": (
        lambda root: (root / "dossiers" / "berta").mkdir(),
        "dossiers/berta",
        "folder",
        True,
    ),
    "a dossier without its person": (
        lambda root: (root / "dossiers" / "anna" / "person.json").unlink(),
        "dossiers/anna",
        "incomplete",
        False,
    ),
    "a file for all to read": (
        lambda root: (root / "dossiers" / "anna" / "person.json").chmod(0o644),
        "dossiers/anna/person.json",
        "open",
        False,
    ),
    "a staged file": (
        put("dossiers/anna/.0123456789abcdef.tmp"),
        "dossiers/anna/.0123456789abcdef.tmp",
        "staged",
        True,
    ),
    "a garbled log": (put("index/changes", b"garbage"), "index/changes", "index", True),
    "a missing folder": (lambda root: shutil.rmtree(root / "matters"), "matters", "damaged", False),
}


@pytest.mark.parametrize("what", FINDINGS)
def test_what_is_not_as_it_must_be_is_found(repository: TinyRepository, what: str) -> None:
    """By its place, with a word for what it is, and whether a repair helps."""
    make, place, code, repairable = FINDINGS[what]
    assert check(repository) == []
    make(Path(repository.path))

    found = check(repository)

    assert [(p.place, p.code, p.repairable) for p in found] == [(place, code, repairable)]
    assert found[0].sentence.isprintable()
    assert StoreProblem(**found[0].as_mapping()) == found[0]


@pytest.mark.parametrize("what", FINDINGS)
def test_a_repair_puts_right_what_is_not_data(repository: TinyRepository, what: str) -> None:
    """Everything else stays, byte for byte, and stays a problem."""
    make, _, _, repairable = FINDINGS[what]
    make(Path(repository.path))
    before = _data(repository.path)

    left = repair(repository, "test")

    assert (left == []) is repairable
    assert {p: c for p, c in before.items() if p in _data(repository.path)} == _data(
        repository.path
    )
    assert all(".tmp" in path for path in before.keys() - _data(repository.path).keys())


def test_a_check_changes_nothing(repository: TinyRepository) -> None:
    """And it can be made while somebody writes."""
    before = _data(repository.path)
    with Lock(Folder(repository.path), "writer", 0.0):
        Path(repository.path, "staged", ".0123456789abcdef.tmp").write_bytes(b"half")
        Path(repository.path, "staged", ".0123456789abcdef.tmp").chmod(0o600)
        assert check(repository) == []
        with pytest.raises(Busy):
            repair(repository, "test")

    assert [problem.code for problem in check(repository)] == ["staged"]
    assert {**before, "staged/.0123456789abcdef.tmp": b"half"} == _data(repository.path)


def test_a_repair_throws_away_what_is_derived(repository: TinyRepository) -> None:
    """It is made anew from the documents; whoever asks is told that everybody may have changed."""
    mark, _ = repository.changed_people(0)
    repository.put_derived("agenda", b"old")

    assert repair(repository, "test") == []

    assert repository.derived("agenda") is None
    assert repository.changed_people(mark)[1] == ("*",)


def _decided(tmp_path: Path) -> tuple[Stores, str]:
    """A store whose writer died just after it had decided on a change of several documents."""
    stores = Stores(tmp_path / "equal")
    for number in range(1, 200):
        path = stores.store().path
        dies_at(number, partial(_change, path))
        if os.path.exists(f"{path}/intent.json"):
            return stores, path
    raise AssertionError("no intent was ever left behind")


def _change(path: str) -> None:
    DEEDS["several documents"](open_store(path))


def test_the_next_opening_finishes_what_was_decided(tmp_path: Path) -> None:
    """Readers see all of it, and are told who changed."""
    stores, path = _decided(tmp_path)
    log = Path(path, "index", "changes")
    before = log.read_bytes()

    repository = open_store(path)

    assert log.read_bytes()[len(before) :].split() == [b"anna", b"dora", b"*"]
    assert state_of(repository) == stores.new["several documents"]
    assert check(repository) == []


def test_a_change_that_cannot_be_finished_is_not_hidden(tmp_path: Path) -> None:
    """On a disk that is read-only now, the half of it is not shown as the whole."""
    stores, path = _decided(tmp_path)
    with Faulty(Fault(1, 30, lasts=True)), pytest.raises(StoreUnwritable):
        open_store(path)

    assert state_of(open_store(path)) == stores.new["several documents"]


def test_a_damaged_intent_is_refused_by_name(tmp_path: Path) -> None:
    """Nothing is guessed from it."""
    _, path = _decided(tmp_path)
    intent = Path(path, "intent.json")
    whole = intent.read_bytes()
    for content in (b"", whole[:-3], whole.replace(b"dossiers", b"../x/y"), b'{"moves": []}'):
        intent.write_bytes(content)

        with pytest.raises(StoreDamaged, match=r"intent\.json"):
            open_store(path)
        assert intent.read_bytes() == content


def _data(path: str) -> dict[str, bytes]:
    """All files but derived ones and the lock."""
    return {
        str(found.relative_to(path)): found.read_bytes()
        for found in Path(path).rglob("*")
        if found.is_file() and not str(found.relative_to(path)).startswith(("index", "lock"))
    }
