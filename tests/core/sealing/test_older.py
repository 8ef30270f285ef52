"""A store or file that was swapped for an older one is noticed by what was last seen here."""

import shutil
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from visavi.errors import StoreOlder
from visavi.store import TinyRepository, check
from visavi.store.files import Folder
from visavi_testing.faults import dies_at


def dialogue_of(repository: TinyRepository) -> Path:
    """The file of the one dialogue."""
    return next(Path(repository.path).rglob("aaaaaa.json"))


class TestOlder:
    """A store that was swapped for an older one."""

    @pytest.fixture
    def old(self, sealed: TinyRepository, tmp_path: Path) -> Path:
        """A copy of the whole folder, before one more change."""
        copy = tmp_path / "old"
        shutil.copytree(sealed.path, copy)
        with sealed.changing("test") as change:
            change.put_dialogue({**sealed.dialogue("annamark.aaaaaa"), "text": "later"})
            change.put_matter({"id": "m-bbbbbbbbbbbb", "text": "new"})
        return copy

    def test_a_whole_older_folder_is_noticed_when_it_is_opened(
        self, computer: Any, sealed: TinyRepository, old: Path
    ) -> None:
        """Before anything is read from it or written to it."""
        shutil.rmtree(sealed.path)
        shutil.copytree(old, sealed.path)

        with pytest.raises(StoreOlder, match="older than it was"):
            computer.open()

    def test_one_older_file_is_noticed_when_it_is_read(
        self, computer: Any, sealed: TinyRepository, old: Path
    ) -> None:
        """Other documents can be read meanwhile."""
        one = dialogue_of(sealed)
        shutil.copy(old / one.relative_to(sealed.path), one)
        opened = computer.open()

        assert opened.person("annamark")["name"] == "NAMEMARK"
        with pytest.raises(StoreOlder):
            opened.dialogue("annamark.aaaaaa")

    def test_what_is_changed_while_it_is_being_read_is_read_again_and_not_called_older(
        self, sealed: TinyRepository, old: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One thread has the file's content when another puts the next one in its place."""
        one = dialogue_of(sealed)
        look = Folder.look
        _, status = look(sealed.folder, str(one.relative_to(sealed.path))) or (b"", None)
        before = [((old / one.relative_to(sealed.path)).read_bytes(), status)]

        def slowly(folder: Folder, place: str) -> Any:
            return before.pop() if before else look(folder, place)

        monkeypatch.setattr(Folder, "look", slowly)

        assert sealed.dialogue("annamark.aaaaaa")["text"] == "later"
        assert not before

    def test_a_document_that_vanished_is_noticed(
        self, computer: Any, sealed: TinyRepository
    ) -> None:
        """When it is asked for, and by a check."""
        gone = dialogue_of(sealed)
        gone.unlink()
        opened = computer.open()

        with pytest.raises(StoreOlder):
            opened.dialogue("annamark.aaaaaa")
        assert [problem.code for problem in check(opened)] == ["gone"]

    def test_older_key_slots_are_noticed(
        self, computer: Any, sealed: TinyRepository, tmp_path: Path
    ) -> None:
        """A passphrase that was taken away does not come back with an old file."""
        from visavi.sealing.secret import typed
        from visavi.sealing.unlocking import by_passphrase, change_slots, opened

        file = Path(sealed.path, "store.json")
        before = file.read_bytes()
        entry = opened(sealed.description, lambda: typed(computer.words), computer.seen)
        new = by_passphrase("quite other words", computer.cost)
        change_slots(sealed, entry, "test", add=[new], remove=["k1"])
        file.write_bytes(before)

        with pytest.raises(StoreOlder):
            computer.open()

    def test_what_was_put_back_on_purpose_can_be_accepted(
        self, computer: Any, sealed: TinyRepository, old: Path
    ) -> None:
        """From then on the store counts as it is."""
        shutil.rmtree(sealed.path)
        shutil.copytree(old, sealed.path)

        computer.open(accept=True)
        assert computer.open().dialogue("annamark.aaaaaa")["text"] == "TALKMARK"

    def test_what_was_removed_on_purpose_is_not_missed(
        self, computer: Any, sealed: TinyRepository
    ) -> None:
        """A dossier with all that is in it."""
        with sealed.changing("test") as change:
            change.remove_person("annamark")

        opened = computer.open()
        assert list(opened.dialogues_of("annamark")) == []
        assert check(opened) == []

    @pytest.mark.parametrize("what", ["person", "matter"])
    def test_what_was_being_removed_when_the_program_died_is_not_missed(
        self, computer: Any, what: str
    ) -> None:
        """Wherever it died: the store opens, is whole, and takes the same document anew."""

        def remove(repository: TinyRepository) -> None:
            with repository.changing("test") as change:
                if what == "person":
                    change.remove_person("anna")
                else:
                    change.remove_matter("m-aaaaaaaaaaaa")

        gone = set()
        for number in count(5, 7):
            repository = computer.make(f"store-{number}")
            with repository.changing("test") as change:
                change.put_matter({"id": "m-aaaaaaaaaaaa", "text": "matter"})
                change.put_person({"id": "anna"})
            ended = dies_at(number, partial(remove, repository))
            opened = computer.open(f"store-{number}")
            there = {"id": "anna"} if what == "person" else {"id": "m-aaaaaaaaaaaa"}
            found = list(opened.people() if what == "person" else opened.matters())
            gone.add(not found)
            assert [p for p in check(opened) if p.code not in ("staged", "index")] == []
            if not found:
                with opened.changing("test") as change:
                    (change.put_person if what == "person" else change.put_matter)(there)
            if ended is None:
                break
        assert gone == {False, True}

    def test_a_change_by_another_program_is_no_rollback(
        self, computer: Any, sealed: TinyRepository
    ) -> None:
        """A program that was open meanwhile looks again before it complains."""
        late = computer.open()
        late.person("annamark")
        with sealed.changing("test") as change:
            change.remove_matter("m-aaaaaaaaaaaa")

        assert list(late.matters()) == []

    def test_a_garbled_memory_is_no_obstacle(
        self, computer: Any, sealed: TinyRepository, old: Path
    ) -> None:
        """Lines that are torn, or forged without the key, count for nothing."""
        memory = Path(computer.seen, sealed.store_id)
        memory.write_bytes(memory.read_bytes()[:-9] + b"\n" + b"00" * 40 + b"\nrubbish\n\xff\n")
        shutil.copy(old / "register" / "units.json", Path(sealed.path, "register"))

        assert computer.open().register("units")["revision"] == 1


def test_a_store_that_cannot_be_remembered_works(computer: Any, tmp_path: Path) -> None:
    """The state folder is somebody else's, or a file: the change is made all the same."""
    Path(computer.seen).parent.mkdir()
    Path(computer.seen).write_text("a file")
    repository = computer.make()
    with repository.changing("test") as change:
        change.put_person({"id": "anna"})

    assert [person["id"] for person in computer.open().people()] == ["anna"]


def test_the_memory_stays_small(computer: Any, sealed: TinyRepository) -> None:
    """However many changes there are, it keeps a place once."""
    from visavi.sealing import seen

    memory = Path(computer.seen, sealed.store_id)
    codec: Any = sealed.folder.codec
    for revision in range(seen._LONGEST + 10):
        codec.wrote(f"register/r{revision % 3}.json", 5 + revision)

    assert len(memory.read_bytes().splitlines()) < 100
    assert memory.stat().st_mode & 0o777 == 0o600
