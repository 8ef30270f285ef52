"""What every store must do when something is removed: a part of the store's contract."""

from typing import Any

import pytest

from visavi.errors import NotFound
from visavi.store.repository import Repository
from visavi_testing.stored import HOSTILE


def add_person(repository: Repository, person: str, **fields: Any) -> None:
    """Put a new person."""
    with repository.changing("test") as change:
        change.put_person({"id": person, **fields})


def add_dialogue(repository: Repository, dialogue: str) -> None:
    """Put a new dialogue."""
    with repository.changing("test") as change:
        change.put_dialogue({"id": dialogue})


class RemovingContract:
    """What is removed leaves nothing behind, and nothing else goes with it."""

    def test_a_person_goes_with_all_dialogues(self, repository: Repository) -> None:
        """Whoever has a similar id stays."""
        for person in ("anna", "anna.b", "ann"):
            add_person(repository, person)
            add_dialogue(repository, f"{person}.aaaaaa")
        with repository.changing("test") as change:
            change.remove_person("anna")

        assert [person["id"] for person in repository.people()] == ["ann", "anna.b"]
        assert list(repository.dialogues_of("anna")) == []
        with pytest.raises(NotFound):
            repository.dialogue("anna.aaaaaa")
        assert repository.dialogue("anna.b.aaaaaa")["revision"] == 1

    def test_a_removal_is_written_together_with_the_rest_of_the_change(
        self, repository: Repository
    ) -> None:
        """It wins over what is put into the same dossier."""
        add_person(repository, "anna")
        with repository.changing("test") as change:
            change.put_register("units", {"units": [{"id": "K8"}]})
            change.put_dialogue({"id": "anna.aaaaaa"})
            change.remove_person("anna")
            change.put_person({"id": "berta"})

        assert [person["id"] for person in repository.people()] == ["berta"]
        assert list(repository.dialogues_of("anna")) == []
        assert repository.register("units")["units"] == [{"id": "K8"}]

    def test_nothing_is_removed_if_the_change_is_left_by_an_error(
        self, repository: Repository
    ) -> None:
        """Neither the person nor the matter."""
        add_person(repository, "anna")
        with repository.changing("test") as change:
            change.put_matter({"id": "m-aaaaaaaaaaaa"})

        def give_up() -> None:
            with repository.changing("test") as change:
                change.remove_person("anna")
                change.remove_matter("m-aaaaaaaaaaaa")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            give_up()

        assert repository.person("anna")["revision"] == 1
        assert repository.matter("m-aaaaaaaaaaaa")["revision"] == 1

    def test_a_removed_matter_is_gone(self, repository: Repository) -> None:
        """The others are not."""
        with repository.changing("test") as change:
            change.put_matter({"id": "m-aaaaaaaaaaaa"})
            change.put_matter({"id": "m-bbbbbbbbbbbb"})
        with repository.changing("test") as change:
            change.remove_matter("m-aaaaaaaaaaaa")

        assert [matter["id"] for matter in repository.matters()] == ["m-bbbbbbbbbbbb"]

    @pytest.mark.parametrize("name", [*HOSTILE, "nobody"], ids=ascii)
    def test_what_is_not_there_cannot_be_removed(self, repository: Repository, name: str) -> None:
        """Hostile ids answer as unknown ones do."""
        for kind in ("person", "matter"):
            with pytest.raises(NotFound), repository.changing("test") as change:
                getattr(change, f"remove_{kind}")(name)

    def test_derived_files_go_with_a_person(self, repository: Repository) -> None:
        """They may name whoever is gone, and are made anew for everybody."""
        add_person(repository, "anna")
        repository.put_derived("agenda", b"anna")
        mark, _ = repository.changed_people(0)
        with repository.changing("test") as change:
            change.remove_person("anna")

        assert repository.derived("agenda") is None
        assert repository.changed_people(mark)[1] == ("*",)

    def test_a_removed_person_may_come_again(self, repository: Repository) -> None:
        """As somebody new, with revision 1."""
        add_person(repository, "anna", name="old")
        with repository.changing("test") as change:
            change.remove_person("anna")
        add_person(repository, "anna", name="new")

        assert repository.person("anna")["revision"] == 1
        assert repository.person("anna")["name"] == "new"
