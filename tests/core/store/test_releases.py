"""A store of every form that was ever released is kept, and the newest program uses it."""

import shutil
from pathlib import Path

import pytest

from visavi.sealing.secret import typed
from visavi.sealing.unlocking import unlocking
from visavi.store import TinyRepository, backup, check, open_store, restore
from visavi.store.layout import FOLDERS
from visavi.store.local import FORMAT, Unlock
from visavi.usecases.look_through import look_through
from visavi_testing.faults import State, state_of

KEPT = Path(__file__).parents[2] / "data" / "stores"
STORES = sorted(path for path in KEPT.glob("*/*") if path.is_dir())
WORDS = "correct horse battery"


def everything(repository: TinyRepository) -> State:
    """All documents, matters included."""
    return state_of(repository) | {matter["id"]: dict(matter) for matter in repository.matters()}


@pytest.fixture(params=STORES, ids=lambda path: "-".join(path.parts[-2:]))
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a kept store, with the rights and empty folders that git does not keep."""
    copy = Path(shutil.copytree(request.param, tmp_path / "store"))
    for name in FOLDERS:
        (copy / name).mkdir(exist_ok=True)
    for path in (copy, *copy.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return copy


def unlock_for(path: Path) -> Unlock | None:
    """What opens a store of this sort."""
    sealed = b'"sealed"' in (path / "store.json").read_bytes()
    return unlocking(lambda: typed(WORDS), None) if sealed else None


def test_every_form_has_its_stores() -> None:
    """Who changes the form keeps a store of the one before: without it this fails."""
    assert {path.parent.name for path in STORES} == {str(n) for n in range(1, FORMAT + 1)}
    assert {path.name for path in STORES} == {"unsealed", "sealed"}


def test_a_kept_store_is_backed_up_read_changed_and_restored(kept: Path, tmp_path: Path) -> None:
    """Nothing is written before the backup; what it holds comes back as it was."""
    before = {path: path.read_bytes() for path in kept.rglob("*.json")}
    unlock = unlock_for(kept)
    repository = open_store(str(kept), unlock=unlock)
    made = backup(repository, str(tmp_path / "before.tar"), "test")
    assert {path: path.read_bytes() for path in kept.rglob("*.json")} == before

    old = everything(repository)
    assert (check(repository), look_through(repository)) == ([], [])
    with repository.changing("test") as change:
        change.put_person({**repository.person("anna"), "name": "Anna Annan"})
        (matter,) = repository.matters()
        change.put_matter(dict(matter))
    assert (check(repository), look_through(repository)) == ([], [])
    assert everything(open_store(str(kept), unlock=unlock)) != old

    back = restore(made.path, str(tmp_path / "back"), unlock=unlock)
    assert everything(open_store(back.path, unlock=unlock)) == old


def test_a_kept_store_holds_what_was_said(kept: Path) -> None:
    """A signed talk with its plan, a private note, a matter."""
    repository = open_store(str(kept), unlock=unlock_for(kept))
    first, second = sorted(repository.dialogues_of("anna"), key=lambda found: found["cycle"])
    (matter,) = repository.matters()

    assert [person["id"] for person in repository.people()] == ["anna", "mia", "top"]
    assert "Learn it" in first["signed"][0]["text"]
    assert "kept to myself" in str(second["preparations"]["employee"])
    assert "what was disclosed" in str(matter)
