"""A store of a newer program is read as far as its documents are known, and never written to."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from visavi.errors import StoreNewer
from visavi.store import TinyRepository, backup, create_store, open_store, strictjson
from visavi.store.checking import repair
from visavi.store.local import FORMAT

ANNA, TALK = "dossiers/anna/person.json", "dossiers/anna/aaaaaa.json"


def filled(path: Path) -> TinyRepository:
    """A store with two people, a dialogue, a matter and a derived file."""
    made = create_store(str(path), wait=0.0)
    with made.changing("test") as change:
        for person in ("anna", "berta"):
            change.put_person({"id": person, "name": person.title()})
        change.put_dialogue({"id": "anna.aaaaaa", "state": "held"})
        change.put_dialogue({"id": "anna.bbbbbb", "state": "planned"})
        change.put_matter({"id": "m-aaaaaaaaaaaa", "text": "Said"})
        change.put_register("units", {"units": []})
    made.put_derived("agenda", b"old")
    made.put_derived("drafts-anna", b"typed")
    return made


def rewritten(path: Path, **changed: Any) -> None:
    """A file as another program would have written it."""
    content = strictjson.decode(path.read_bytes(), path.name)
    path.write_bytes(strictjson.encode({**content, **changed}))


def made_newer(path: Path) -> None:
    """The store as one that a newer program has written, with a form and a member of its own."""
    number = FORMAT + 1
    rewritten(path / "store.json", schema=f"visavi.store/{number}", format=number, later="x")


def state_of(path: Path) -> dict[str, tuple[bytes, int]]:
    """Every file with its bytes and its time."""
    files = (file for file in sorted(path.rglob("*")) if file.is_file())
    return {str(file): (file.read_bytes(), file.stat().st_mtime_ns) for file in files}


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The folder of a newer program's store."""
    filled(tmp_path / "store")
    made_newer(tmp_path / "store")
    return tmp_path / "store"


def test_what_is_known_is_read(newer: Path) -> None:
    """People, dialogues, matters, the register, drafts; and the sentence says both numbers."""
    repository = open_store(str(newer))

    assert [one["id"] for one in repository.people()] == ["anna", "berta"]
    assert [one["state"] for one in repository.dialogues_of("anna")] == ["held", "planned"]
    assert [one["text"] for one in repository.matters()] == ["Said"]
    assert repository.register("units")["units"] == []
    assert repository.derived("drafts-anna") == b"typed"
    assert repository.unread == set()
    said = str(repository.read_only)
    assert f"form {FORMAT + 1}, this one knows {FORMAT}" in said
    assert "Opened read-only" in said


WRITING: dict[str, Callable[[TinyRepository, str], Any]] = {
    "change": lambda repository, _: repository.changing("test").__enter__(),
    "draft": lambda repository, _: repository.put_derived("drafts-anna", b"more"),
    "backup": lambda repository, beside: backup(repository, beside, "test"),
    "repair": lambda repository, _: repair(repository, "test"),
}


@pytest.mark.parametrize("name", WRITING)
def test_nothing_is_ever_written(newer: Path, tmp_path: Path, name: str) -> None:
    """Not a byte, and no time of a file; why not is said."""
    before = state_of(tmp_path)
    repository = open_store(str(newer))
    with pytest.raises(StoreNewer, match="read-only"):
        WRITING[name](repository, str(tmp_path / "copy"))

    assert state_of(tmp_path) == before


def test_what_is_derived_stays_in_memory_and_what_lies_there_is_not_trusted(newer: Path) -> None:
    """The newer program's index may mean something else by the same name."""
    before = state_of(newer)
    repository = open_store(str(newer))
    assert repository.derived("agenda") is None
    repository.put_derived("agenda", b"made here")
    assert repository.derived("agenda") == b"made here"
    assert repository.changed_people(0) == (0, ("*",))

    assert state_of(newer) == before


def test_a_document_of_an_unknown_schema_is_left_out_and_counted(newer: Path) -> None:
    """Asked for by itself it is named. Of somebody whose own document is unknown nothing is shown,
    for who may read it follows from that.
    """
    rewritten(newer / TALK, schema="visavi.dialogue/2")
    repository = open_store(str(newer))
    assert [one["id"] for one in repository.dialogues_of("anna")] == ["anna.bbbbbb"]
    assert repository.unread == {"anna.aaaaaa"}
    with pytest.raises(StoreNewer, match=r"aaaaaa\.json"):
        repository.dialogue("anna.aaaaaa")

    rewritten(newer / ANNA, schema="visavi.person/2")
    again = open_store(str(newer))
    assert [one["id"] for one in again.people()] == ["berta"]
    assert list(again.dialogues_of("anna")) == []
    assert "anna" in again.unread


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: (path / "intent.json").write_text("{}"),
        lambda path: rewritten(path / "register/units.json", schema="visavi.register/2"),
        lambda path: rewritten(path / "matters/matters.json", schema="visavi.matters/2"),
        lambda path: (path / "matters/matters.json").unlink(),
    ],
    ids=["interrupted", "register", "matters", "no matters"],
)
def test_what_everything_rests_on_must_be_known_or_nothing_is_read(
    newer: Path, spoil: Callable[[Path], Any]
) -> None:
    """Half a change, or facts that judge the others, are for the newer program alone."""
    spoil(newer)
    before = state_of(newer)

    with pytest.raises(StoreNewer):
        open_store(str(newer))
    assert state_of(newer) == before
