"""The system itself kills or fails every call of a save, and the store is as it was or is to be.

TinyDB's own file storage goes through the same, and does not stand it.
"""

import shutil
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from tinydb import TinyDB
from tinydb.storages import JSONStorage  # noqa: TID251 -- the control that must fail

from visavi.errors import VisaviError
from visavi.sealing.secret import Cost, typed
from visavi.sealing.unlocking import by_passphrase, sealing, unlocking
from visavi.store import TinyRepository, check, create_store, layout, open_store
from visavi.store.local import Unlock
from visavi_testing import strace
from visavi_testing.faults import DEEDS, state_of
from visavi_testing.strace import ERRORS, KILL, Call, Ending

WHY_NOT = strace.why_not()
pytestmark = pytest.mark.skipif(WHY_NOT != "", reason=WHY_NOT or "-")

MARK = "spoken words"
WORDS = "correct horse battery"
THOROUGH = (("one dialogue", False), ("one dialogue", True), ("several documents", False))
"""Here every distinct call meets every error; elsewhere the errors take turns."""


class Scene(NamedTuple):
    """A folder before a deed, the deed, and how to tell what it left."""

    template: Path
    act: Callable[[str], str]
    state: Callable[[str, Ending], str]


class Table(Counter[tuple[str, str]]):
    """How often each fault left each state."""

    def show(self, title: str) -> None:
        """Print it, for whoever runs the suite with -s."""
        print(f"\n{title}: {self.total()} calls hit")
        for (fault, state), number in sorted(self.items()):
            print(f"  {fault:16} {state:5} {number:4}")

    def states(self) -> set[str]:
        """What was seen at all."""
        return {state for _, state in self}


def swept(scene: Scene, room: Path, *, thorough: bool = True) -> Table:
    """Every call is killed, and every distinct one fails, each in a fresh folder.

    Distinct is what a call does, and to which file. Unless ``thorough``, the errors take turns.
    """
    table = Table()
    path, log = room / "struck", room / "log"
    act = partial(scene.act, str(path))
    _lay_out(scene, path)
    act()  # what is loaded at its first use is loaded now
    _lay_out(scene, path)
    for fault, call in _faults(strace.calls_of(act, path, log), thorough):
        _lay_out(scene, path)
        ending = strace.struck(act, call, fault, log)
        table[fault.partition("=")[2], scene.state(str(path), ending)] += 1
    return table


def _faults(calls: list[Call], thorough: bool) -> list[tuple[str, Call]]:
    distinct = {(call.kind, call.about): call for call in calls}.values()
    every = [
        (error, call)
        for turn, call in enumerate(distinct)
        for error in (ERRORS if thorough else ERRORS[turn % len(ERRORS) :][:1])
    ]
    return [*((KILL, call) for call in calls), *every]


def _lay_out(scene: Scene, path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    shutil.copytree(scene.template, path)


@pytest.mark.parametrize("sealed", [False, True], ids=["unsealed", "sealed"])
@pytest.mark.parametrize("deed", DEEDS)
def test_every_call_killed_or_failing_leaves_old_or_new(
    tmp_path: Path, deed: str, sealed: bool
) -> None:
    """What was told is true, nothing can be mistaken for data, and the next start works."""
    template, unlock = _template(tmp_path, sealed)
    old = state_of(open_store(str(template), unlock=unlock))
    done = shutil.copytree(template, tmp_path / "done")
    DEEDS[deed](open_store(str(done), unlock=unlock))
    new = state_of(open_store(str(done), unlock=unlock))

    def state(path: str, ending: Ending) -> str:
        assert ending.killed or ending.told
        _nothing_readable(Path(path), sealed)
        repository = open_store(path, wait=0.0, unlock=unlock)
        found = state_of(repository)
        assert found in (old, new)
        assert found == new or not _says_new(ending.told)
        assert found == old or ending.killed or _says_new(ending.told)
        _next_start_works(repository)
        return "old" if found == old else "new"

    scene = Scene(template, partial(_save, deed, unlock), state)
    table = swept(scene, tmp_path, thorough=(deed, sealed) in THOROUGH)

    table.show(f"{deed}, {'sealed' if sealed else 'unsealed'}")
    assert table.states() == {"old", "new"}


def test_tinydbs_own_storage_does_not_stand_it(tmp_path: Path) -> None:
    """The control: the same kills and errors tear its file, or lose what it had."""
    template = tmp_path / "template"
    template.mkdir()
    with TinyDB(template / "db.json", storage=JSONStorage) as db:
        db.insert({"text": MARK * 40})

    def state(path: str, ending: Ending) -> str:
        try:
            with TinyDB(f"{path}/db.json", storage=JSONStorage) as db:
                found = [document["text"] for document in db.all()]
        except ValueError:
            return "torn"
        return {MARK * 40: "old", "short": "new"}[found[0]] if found else "lost"

    table = swept(Scene(template, _save_by_tinydb, state), tmp_path)

    table.show("TinyDB's JSONStorage")
    assert "torn" in table.states()
    assert table["SIGKILL", "torn"] > 0
    assert table["ENOSPC", "torn"] > 0


def _template(room: Path, sealed: bool) -> tuple[Path, Unlock | None]:
    """A store with two people and a dialogue each, and what opens copies of it."""
    made = sealing([by_passphrase(WORDS, Cost(8192, 1, 1))], None) if sealed else None
    repository = create_store(str(room / "template"), sealing=made)
    with repository.changing("test") as change:
        for person, ending in (("anna", "aaaaaa"), ("berta", "bbbbbb")):
            change.put_person({"id": person, "name": person.title()})
            change.put_dialogue({"id": f"{person}.{ending}", "text": MARK * 20})
    if not sealed:
        return Path(repository.path), None
    codec = unlocking(lambda: typed(WORDS), None)(repository.description)
    return Path(repository.path), lambda _: codec


def _save(deed: str, unlock: Unlock | None, path: str) -> str:
    try:
        DEEDS[deed](open_store(path, wait=0.0, unlock=unlock))
    except VisaviError as error:
        return error.message
    return "done"


def _save_by_tinydb(path: str) -> str:
    try:
        with TinyDB(f"{path}/db.json", storage=JSONStorage) as db:
            db.update({"text": "short"})
    except OSError as error:
        return str(error)
    return "done"


def _says_new(told: str) -> bool:
    """Whether the user was told that the change is there."""
    return told == "done" or "The change was written" in told or "The change is noted" in told


def _nothing_readable(store: Path, sealed: bool) -> None:
    """What lies beside the documents is not taken for one; sealed, nothing can be read at all."""
    for file in store.rglob("*"):
        if not file.is_file():
            continue
        place = str(file.relative_to(store))
        assert file.stat().st_mode & 0o077 == 0 or file.stat().st_size == 0
        spoken = MARK.encode() in file.read_bytes()
        assert not (sealed and spoken)
        assert not spoken or layout.kind_at(place) or layout.is_staged(place)


def _next_start_works(repository: TinyRepository) -> None:
    with repository.changing("afterwards") as change:
        change.put_person({**repository.person("berta"), "after": True})
    assert [found for found in check(repository) if found.code != "folder"] == []
