"""What reading and changing ask of the disk: counted, as counts do not depend on the machine."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from visavi.store import TinyRepository, backup, create_store, open_store
from visavi_testing.faults import DEEDS, Faulty, Stores, state_of

TEXT = "spoken words " * 900


@pytest.fixture(params=[1, 150], ids=["small store", "larger store"])
def repository(request: pytest.FixtureRequest, tmp_path: Path) -> TinyRepository:
    """A store with one or with many dialogues: the costs are the same."""
    made = create_store(str(tmp_path / "store"))
    with made.changing("test") as change:
        for number in range(request.param):
            change.put_person({"id": f"p{number}"})
            change.put_dialogue({"id": f"p{number}.aaaaaa", "text": TEXT})
    return made


def opened(faulty: Faulty, root: str) -> list[str]:
    """The files inside the store that were opened, in order."""
    names = (os.fspath(args[0]) for name, args in faulty.seen if name == "open")
    return [os.path.relpath(name, root) for name in names if name.startswith(root)]


def test_reading_a_dialogue_opens_its_file_alone(repository: TinyRepository) -> None:
    """No lock, no index, no folder; opening the store itself opens its description."""
    with Faulty() as faulty:
        repository.dialogue("p0.aaaaaa")
    assert opened(faulty, repository.path) == ["dossiers/p0/aaaaaa.json"]
    assert faulty.times("listdir") == 0
    assert faulty.times("write") == 0

    with Faulty() as faulty:
        open_store(repository.path).dialogue("p0.aaaaaa")
    assert opened(faulty, repository.path) == ["store.json", "dossiers/p0/aaaaaa.json"]


def test_a_change_of_one_document_waits_twice_for_the_disk(repository: TinyRepository) -> None:
    """For its content, and for its name."""
    with Faulty() as faulty, repository.changing("test") as change:
        change.put_dialogue({**repository.dialogue("p0.aaaaaa"), "state": "held"})

    assert faulty.times("fsync") == 2
    assert faulty.times("replace") == 1
    assert len(faulty.seen) < 60


def erase(repository: TinyRepository) -> None:
    """Remove somebody with all that is in the dossier."""
    with repository.changing("test") as change:
        change.remove_person("anna")


def read(repository: TinyRepository) -> None:
    """Everything, and that nothing changes."""
    with repository.changing("test"):
        state_of(repository)


WAITS: dict[str, tuple[Callable[[TinyRepository], object], int]] = {
    "one dialogue": (DEEDS["one dialogue"], 2),
    "a new person": (DEEDS["a new person"], 3),
    "several documents": (DEEDS["several documents"], 13),
    "a removal": (DEEDS["removal"], 1),
    "an erasure": (erase, 6),
    "reading it all": (read, 0),
    "a backup": (lambda repository: backup(repository, f"{repository.path}.tar", "test"), 2),
    "a new store": (lambda repository: create_store(f"{repository.path}-2"), 5),
}


@pytest.mark.parametrize("deed", WAITS)
def test_how_often_the_disk_is_waited_for(tmp_path: Path, deed: str) -> None:
    """Content, then names: new documents, the intent, each folder that was touched, and its end."""
    act, times = WAITS[deed]
    repository = Stores(tmp_path).store()

    with Faulty() as faulty:
        act(repository)

    assert faulty.times("fsync") == times


def test_a_change_of_one_document_writes_little_more_than_it(repository: TinyRepository) -> None:
    """At most a tenth more: the holder's name, and who changed."""
    with Faulty() as faulty, repository.changing("test") as change:
        change.put_dialogue({**repository.dialogue("p0.aaaaaa"), "state": "held"})

    written = sum(len(args[1]) for name, args in faulty.seen if name == "write")
    length = os.path.getsize(f"{repository.path}/dossiers/p0/aaaaaa.json")
    assert length <= written <= 1.1 * length


def test_a_change_touches_no_other_document(repository: TinyRepository) -> None:
    """However many there are."""
    with Faulty() as faulty, repository.changing("test") as change:
        change.put_dialogue({**repository.dialogue("p0.aaaaaa"), "state": "held"})

    data = {name for name in opened(faulty, repository.path) if name.endswith(".json")}
    assert data == {"dossiers/p0/aaaaaa.json"}


def test_what_is_derived_waits_for_no_disk(repository: TinyRepository) -> None:
    """It can be made anew."""
    with Faulty() as faulty:
        repository.put_derived("agenda", b"x")
        repository.changed_people(0)

    assert faulty.times("fsync") == 0


@pytest.mark.parametrize(
    ("statement", "loaded"),
    [
        ("import visavi.store", False),
        ("from visavi.store import open_store, create_store; open_store", False),
        ("s = open_store(path); s.changed_people(0); s.derived('agenda')", False),
        ("open_store(path).person('anna')", True),
    ],
)
def test_the_query_layer_is_loaded_for_documents_only(
    tmp_path: Path, statement: str, loaded: bool
) -> None:
    """Derived answers do without TinyDB; documents are really read through it."""
    repository = create_store(str(tmp_path / "store"))
    with repository.changing("test") as change:
        change.put_person({"id": "anna"})
    probe = (
        f"path = {repository.path!r}\nfrom visavi.store import open_store\n{statement}\n"
        "import sys; print(*sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)

    modules = done.stdout.split()
    assert ("tinydb" in modules) is loaded
    assert not {"pathlib", "asyncio", "importlib.metadata", "dataclasses"}.intersection(modules)
