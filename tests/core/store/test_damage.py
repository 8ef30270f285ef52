"""Damage is noticed, named by its file, never opened as empty and never written over."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from visavi.errors import Conflict, NotFound, StoreDamaged, StoreError, StoreMissing, StoreNewer
from visavi.store import TinyRepository, check, create_store, open_store

PERSON = "dossiers/anna/person.json"


@pytest.fixture
def repository(tmp_path: Path) -> TinyRepository:
    """A store with two people."""
    made = create_store(str(tmp_path / "store"), wait=0.0)
    with made.changing("test") as change:
        change.put_person({"id": "anna", "name": "Anna Å", "year": 1961})
        change.put_person({"id": "berta", "name": "Berta"})
    return made


def by_hand(**fields: object) -> str:
    """A person's file as somebody might write it without visavi."""
    return json.dumps({"schema": "visavi.person/1", "id": "anna", "revision": 1, **fields})


def refused(repository: TinyRepository, place: str, kind: type[StoreError] = StoreDamaged) -> None:
    """Anna cannot be read, checked away or written; the other one can."""
    content = Path(repository.path, place).read_bytes()
    with pytest.raises(kind, match=re.escape(os.path.basename(place))):
        repository.person("anna")
    with pytest.raises(kind), repository.changing("test") as change:
        change.put_person({"id": "anna", "revision": 1})
    assert Path(repository.path, place).read_bytes() == content
    assert repository.person("berta")["name"] == "Berta"
    assert [p.place for p in check(repository) if p.code == "damaged"] == [place]


def test_every_cut_of_a_document_is_refused_by_name(repository: TinyRepository) -> None:
    """From nothing at all to all but the last byte."""
    path = Path(repository.path, PERSON)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])

        with pytest.raises(StoreDamaged, match=r"person\.json"):
            repository.person("anna")


def test_every_flipped_bit_of_a_document_is_refused_by_name(repository: TinyRepository) -> None:
    """One in the name of the checksum too."""
    path = Path(repository.path, PERSON)
    whole = path.read_bytes()
    for place in range(len(whole)):
        for bit in range(8):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
            with pytest.raises(StoreDamaged, match=r"person\.json"):
                repository.person("anna")


def test_every_cut_of_the_description_is_refused_by_name(repository: TinyRepository) -> None:
    """A store without its description is not a new store."""
    path = Path(repository.path, "store.json")
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])

        with pytest.raises(StoreDamaged, match=r"store\.json"):
            open_store(repository.path)
        assert path.read_bytes() == whole[:length]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b"7",
        b"{}",
        b'"text"',
        b"\x00" * 64,
        by_hand().encode()[:-1] + b', "a": 1, "a": 2}',
        by_hand().encode()[:-1] + b', "a": {"b": 1, "b": 1}}',
        by_hand(a=float("nan")).encode(),
        by_hand(a=float("inf")).encode(),
        by_hand(a="\ud800").encode(),
        by_hand(a=2**64).encode(),
        by_hand(name="Å").encode("utf-16"),
        by_hand().encode() + b" {}",
        by_hand().encode() + b"\x00",
        b"\xef\xbb\xbf" + by_hand().encode(),
        by_hand(a="å").encode()[:-3] + b'\xe5"}',
        by_hand().encode()[:-1] + b', "a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        by_hand(crc32="00000000").encode(),
        by_hand(id="berta").encode(),
        by_hand(revision=0).encode(),
        by_hand(revision=True).encode(),
        by_hand(revision="1").encode(),
        by_hand(schema="visavi.dialogue/1").encode(),
        by_hand(schema="visavi.person/x").encode(),
        by_hand(schema=None).encode(),
    ],
    ids=lambda content: ascii(content[:60]),
)
def test_a_file_that_is_not_the_document_is_refused_by_name(
    repository: TinyRepository, content: bytes
) -> None:
    """It stays as it is, and the rest of the store can be used."""
    Path(repository.path, PERSON).write_bytes(content)

    refused(repository, PERSON)


def test_a_document_of_a_newer_program_is_named_so(repository: TinyRepository) -> None:
    """It is not damaged, and it is not touched."""
    Path(repository.path, PERSON).write_text(by_hand(schema="visavi.person/2"))

    refused(repository, PERSON, StoreNewer)


def test_a_document_edited_by_hand_can_be_read_and_changed(repository: TinyRepository) -> None:
    """As long as it follows the rules; the checksum has to go."""
    path = Path(repository.path, PERSON)
    document = json.loads(path.read_bytes())
    del document["crc32"]
    path.write_text(json.dumps({**document, "name": "Änna", "own": [1.5]}, indent=2) + "\n")

    with repository.changing("test") as change:
        change.put_person({**repository.person("anna"), "more": 1})

    assert repository.person("anna")["name"] == "Änna"
    assert repository.person("anna")["own"] == [1.5]
    assert check(repository) == []


def test_a_checksum_left_after_editing_is_told(repository: TinyRepository) -> None:
    """With what to do about it."""
    path = Path(repository.path, PERSON)
    path.write_text(json.dumps(json.loads(path.read_bytes())))

    with pytest.raises(StoreDamaged, match="take out its member crc32"):
        repository.person("anna")


def _link(path: Path) -> None:
    path.symlink_to(path.parent.parent / "berta" / "person.json")


@pytest.mark.parametrize(
    "make", [Path.mkdir, _link, os.mkfifo], ids=["a folder", "a link", "a pipe"]
)
def test_what_is_not_a_file_is_refused_by_name(
    repository: TinyRepository, make: Callable[[Path], None]
) -> None:
    """Without waiting for a pipe that nobody writes to."""
    path = Path(repository.path, PERSON)
    path.unlink()
    make(path)

    with pytest.raises(StoreDamaged, match=r"person\.json"):
        repository.person("anna")
    with pytest.raises(StoreDamaged), repository.changing("test") as change:
        change.put_person({"id": "anna"})
    assert repository.person("berta")["name"] == "Berta"
    assert PERSON in [problem.place for problem in check(repository)]


@pytest.mark.parametrize("folder", ["dossiers", "register", "matters"])
def test_a_missing_folder_is_damage_and_not_emptiness(
    repository: TinyRepository, folder: str
) -> None:
    """Nobody is told that there are no people, units or matters."""
    os.rename(f"{repository.path}/{folder}", f"{repository.path}-{folder}")
    reading: dict[str, Callable[[], object]] = {
        "dossiers": lambda: list(repository.people()),
        "register": lambda: repository.register("units"),
        "matters": lambda: list(repository.matters()),
    }

    with pytest.raises(StoreDamaged, match=folder):
        reading[folder]()
    assert folder in [problem.place for problem in check(repository)]


def test_a_store_that_went_away_is_missing(repository: TinyRepository) -> None:
    """An unplugged disk does not make people unknown."""
    os.rename(repository.path, f"{repository.path}-away")

    with pytest.raises(StoreMissing):
        repository.person("anna")
    with pytest.raises(StoreMissing):
        list(repository.people())


def test_a_document_taken_away_before_a_change_is_a_conflict(repository: TinyRepository) -> None:
    """It is not made anew from what was read before."""
    anna = repository.person("anna")
    Path(repository.path, PERSON).unlink()

    with pytest.raises(NotFound):
        repository.person("anna")
    with pytest.raises(Conflict), repository.changing("test") as change:
        change.put_person(anna)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"format": "1", "id": "s-x"}', StoreDamaged),
        ('{"format": 1}', StoreDamaged),
        ('{"format": 0, "id": "s-x"}', StoreDamaged),
        ('{"format": 1, "id": "../x"}', StoreDamaged),
    ],
)
def test_a_description_is_understood_or_refused(
    repository: TinyRepository, text: str, kind: type[StoreError]
) -> None:
    """A wrong form is not read."""
    Path(repository.path, "store.json").write_text(text)

    with pytest.raises(kind):
        open_store(repository.path)


def test_a_store_without_its_description_is_damaged(repository: TinyRepository) -> None:
    """The dossiers are there, so it is not nothing."""
    Path(repository.path, "store.json").unlink()

    with pytest.raises(StoreDamaged, match=r"store\.json is missing"):
        open_store(repository.path)


def test_where_there_is_no_store_none_is_made(tmp_path: Path) -> None:
    """Not in an empty folder, not in place of a file, not out of thin air."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    for name in ("file", "empty", "nothing", "file/below"):
        with pytest.raises(StoreMissing):
            open_store(str(tmp_path / name))

    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "file"]


def test_a_new_store_takes_nothing_elses_place(tmp_path: Path) -> None:
    """An empty folder will do; a file or anything in a folder will not."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    (tmp_path / "empty").mkdir()
    for name in ("file", "full"):
        with pytest.raises(Conflict):
            create_store(str(tmp_path / name))

    create_store(str(tmp_path / "empty"))
    create_store(str(tmp_path / "deep" / "down"))

    assert open_store(str(tmp_path / "deep" / "down")).store_id
    assert sorted(p.name for p in tmp_path.iterdir()) == ["deep", "empty", "file", "full"]


def test_a_link_to_a_store_is_followed_once(repository: TinyRepository, tmp_path: Path) -> None:
    """The store then names itself by its own place."""
    (tmp_path / "link").symlink_to(repository.path)

    assert open_store(str(tmp_path / "link")).path == repository.path
