"""What every store must do: inherit :class:`StoreContract` and give it a repository.

::

    class TestMyStore(StoreContract):
        @pytest.fixture
        def repository(self, tmp_path):
            return my_empty_store(tmp_path, wait=0.05)

The repository must be empty and give up waiting for another writer within a second.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from visavi.errors import Busy, Conflict, InvalidInput, NotFound
from visavi.model.ids import ALPHABET
from visavi.store.repository import Change, Repository
from visavi_testing.removing_contract import RemovingContract
from visavi_testing.stored import HOSTILE, UNSTORABLE, documents

Put = Callable[[Change, Mapping[str, Any]], None]

KINDS: tuple[tuple[str, str, Put], ...] = (
    ("person", "042545", lambda change, document: change.put_person(document)),
    ("dialogue", "042545.abc123", lambda change, document: change.put_dialogue(document)),
    ("matter", "m-abcdefghjkmn", lambda change, document: change.put_matter(document)),
)
"""Each kind of document with an id it may have and how it is put."""


def read(repository: Repository, kind: str, name: str) -> Mapping[str, Any]:
    """One document of the kind."""
    reading = {
        "person": repository.person,
        "dialogue": repository.dialogue,
        "matter": repository.matter,
    }
    return reading[kind](name)


def add_person(repository: Repository, person: str, **fields: Any) -> None:
    """Put a new person."""
    with repository.changing("test") as change:
        change.put_person({"id": person, **fields})


def add_dialogue(repository: Repository, dialogue: str, **fields: Any) -> None:
    """Put a new dialogue."""
    with repository.changing("test") as change:
        change.put_dialogue({"id": dialogue, **fields})


class ReadingContract:
    """What is read, and what answers that nothing is there."""

    @pytest.mark.parametrize(("kind", "name", "put"), KINDS, ids=[kind for kind, _, _ in KINDS])
    def test_what_was_put_is_read_back(
        self, repository: Repository, kind: str, name: str, put: Put
    ) -> None:
        """With schema, id and revision 1, and every field as it was, known or not."""
        with repository.changing("test") as change:
            put(change, {"id": name, "unheard-of": {"list": [1, None, True, "å"]}})

        assert read(repository, kind, name) == {
            "schema": f"visavi.{kind}/1",
            "id": name,
            "revision": 1,
            "unheard-of": {"list": [1, None, True, "å"]},
        }

    @settings(
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,  # one store may take all examples
            HealthCheck.differing_executors,  # every store inherits this test
        ],
        max_examples=60,
        deadline=None,
    )
    @given(document=documents)
    def test_every_document_survives_the_round_trip(
        self, repository: Repository, document: dict[str, Any]
    ) -> None:
        """Whatever JSON can hold comes back equal."""
        try:
            revision = repository.person("round").get("revision", 0)
        except NotFound:
            revision = 0
        with repository.changing("test") as change:
            change.put_person({**document, "id": "round", "revision": revision})

        found = dict(repository.person("round"))
        assert found.pop("revision") == revision + 1
        assert found == {**document, "schema": "visavi.person/1", "id": "round"}

    def test_a_document_read_is_a_copy(self, repository: Repository) -> None:
        """Altering it alters nothing in the store."""
        add_person(repository, "anna", names=["Anna"])

        found: Any = repository.person("anna")
        found["names"].append("Berta")
        found["more"] = 1

        assert repository.person("anna")["names"] == ["Anna"]
        assert "more" not in repository.person("anna")

    @pytest.mark.parametrize("name", [*HOSTILE, "nobody"], ids=ascii)
    def test_nothing_is_there_under_ids_that_cannot_be(
        self, repository: Repository, name: str
    ) -> None:
        """Hostile ids answer as unknown ones do."""
        for reading in (repository.person, repository.dialogue, repository.matter):
            with pytest.raises(NotFound):
                reading(name)
        assert list(repository.dialogues_of(name)) == []

    def test_people_come_in_the_order_of_their_ids(self, repository: Repository) -> None:
        """Ids that differ in capitals only are different people."""
        wanted = ["007", "Anna", "Con", "anna", "anna.b", "con", "nul"]
        for person in reversed(wanted):
            add_person(repository, person, name=person.upper())

        assert [person["id"] for person in repository.people()] == wanted

    def test_dialogues_are_found_by_their_employee(self, repository: Repository) -> None:
        """Not by the beginning of an id."""
        for dialogue in ("ann.aaaaaa", "anna.cccccc", "anna.bbbbbb", "anna.b.dddddd"):
            add_dialogue(repository, dialogue)

        assert [d["id"] for d in repository.dialogues_of("anna")] == ["anna.bbbbbb", "anna.cccccc"]
        assert [d["id"] for d in repository.dialogues_of("ann")] == ["ann.aaaaaa"]
        assert list(repository.dialogues_of("nobody")) == []

    def test_matters_come_in_the_order_of_their_ids(self, repository: Repository) -> None:
        """They lie apart from everybody's dossier."""
        wanted = [f"m-{letter * 12}" for letter in ALPHABET[:3]]
        with repository.changing("test") as change:
            for matter in reversed(wanted):
                change.put_matter({"id": matter})

        assert [matter["id"] for matter in repository.matters()] == wanted
        assert list(repository.people()) == []

    def test_the_register_is_empty_until_it_is_written(self, repository: Repository) -> None:
        """Its documents answer from the start, with revision 0."""
        empty = repository.register("units")
        with repository.changing("test") as change:
            change.put_register("units", {**empty, "units": [{"id": "K8"}]})

        assert empty["revision"] == 0
        assert repository.register("units")["units"] == [{"id": "K8"}]
        assert repository.register("units")["revision"] == 1
        assert repository.register("settings")["revision"] == 0

    @pytest.mark.parametrize("name", ["", "../x", "UNITS", "a" * 5000, "a\nb"], ids=ascii)
    def test_the_register_has_no_documents_of_impossible_names(
        self, repository: Repository, name: str
    ) -> None:
        """Neither to read nor to write."""
        with pytest.raises(NotFound):
            repository.register(name)
        with pytest.raises(InvalidInput), repository.changing("test") as change:
            change.put_register(name, {})


class ChangingContract:
    """Changes are whole, know what they were based on, and refuse what cannot be stored."""

    @pytest.mark.parametrize(("kind", "name", "put"), KINDS, ids=[kind for kind, _, _ in KINDS])
    def test_each_change_counts_the_revision_up(
        self, repository: Repository, kind: str, name: str, put: Put
    ) -> None:
        """What was read can be put back altered."""
        with repository.changing("test") as change:
            put(change, {"id": name})
        for step in range(2, 12):
            with repository.changing("test") as change:
                put(change, {**read(repository, kind, name), "step": step})

            assert read(repository, kind, name)["revision"] == step
            assert read(repository, kind, name)["step"] == step

    @pytest.mark.parametrize("revision", [0, 1, 3])
    def test_a_change_of_what_somebody_else_changed_is_a_conflict(
        self, repository: Repository, revision: int
    ) -> None:
        """Earlier and later revisions are refused alike, and nothing is written."""
        add_person(repository, "anna", name="first")
        with repository.changing("test") as change:
            change.put_person({**repository.person("anna"), "name": "second"})

        with pytest.raises(Conflict, match="anna"), repository.changing("test") as change:
            change.put_person({"id": "anna", "revision": revision, "name": "third"})

        assert repository.person("anna")["name"] == "second"
        assert repository.person("anna")["revision"] == 2

    def test_a_new_document_with_a_revision_is_a_conflict(self, repository: Repository) -> None:
        """Somebody removed what it was based on."""
        with pytest.raises(Conflict), repository.changing("test") as change:
            change.put_person({"id": "anna", "revision": 1})

        assert list(repository.people()) == []

    def test_several_documents_are_changed_together(self, repository: Repository) -> None:
        """All of them, of all kinds."""
        with repository.changing("test") as change:
            change.put_person({"id": "anna"})
            change.put_person({"id": "berta"})
            change.put_dialogue({"id": "anna.aaaaaa"})
            change.put_register("units", {"units": []})
            change.put_matter({"id": "m-aaaaaaaaaaaa"})

        assert [person["id"] for person in repository.people()] == ["anna", "berta"]
        assert repository.dialogue("anna.aaaaaa")["revision"] == 1
        assert repository.register("units")["revision"] == 1
        assert repository.matter("m-aaaaaaaaaaaa")["revision"] == 1

    def test_nothing_is_changed_if_the_change_is_left_by_an_error(
        self, repository: Repository
    ) -> None:
        """However much had been put by then."""
        add_person(repository, "anna", name="old")

        def give_up() -> None:
            with repository.changing("test") as change:
                change.put_person({**repository.person("anna"), "name": "new"})
                change.put_dialogue({"id": "anna.aaaaaa"})
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            give_up()

        assert repository.person("anna")["name"] == "old"
        assert list(repository.dialogues_of("anna")) == []

    def test_a_document_that_was_refused_takes_the_others_with_it(
        self, repository: Repository
    ) -> None:
        """Even if whoever put it did not mind."""

        def not_mind() -> None:
            with repository.changing("test") as change:
                change.put_person({"id": "anna"})
                with pytest.raises(Conflict):
                    change.put_person({"id": "berta", "revision": 9})

        with pytest.raises(Conflict):
            not_mind()

        assert list(repository.people()) == []

    def test_the_last_put_of_a_change_counts(self, repository: Repository) -> None:
        """Both are based on what stood before."""
        with repository.changing("test") as change:
            change.put_person({"id": "berta"})
            for name in ("first", "second", "third"):
                change.put_person({"id": "anna", "name": name})
                change.put_person({"id": "carin", "name": name})

        assert repository.person("anna")["name"] == "third"
        assert repository.person("anna")["revision"] == 1
        assert repository.person("carin")["name"] == "third"

    def test_a_change_of_nothing_changes_nothing(self, repository: Repository) -> None:
        """It needs the store for itself all the same."""
        mark, _ = repository.changed_people(0)
        with repository.changing("test"):
            pass

        assert repository.changed_people(mark) == (mark, ())

    @pytest.mark.parametrize("name", [*HOSTILE, None, 7], ids=ascii)
    def test_a_document_needs_an_id_that_can_be(self, repository: Repository, name: object) -> None:
        """Whatever kind it is."""
        for _, _, put in KINDS:
            with pytest.raises(InvalidInput), repository.changing("test") as change:
                put(change, {"id": name})

    @pytest.mark.parametrize("what", UNSTORABLE)
    def test_what_json_cannot_hold_is_refused(self, repository: Repository, what: str) -> None:
        """It is not altered until it fits, and the store stays as it was."""
        value = UNSTORABLE[what]
        if value is None:
            value = []
            for _ in range(500):
                value = [value]

        with pytest.raises(InvalidInput), repository.changing("test") as change:
            change.put_person({"id": "anna", "value": value})

        assert list(repository.people()) == []

    def test_a_document_of_another_kind_is_refused(self, repository: Repository) -> None:
        """A dialogue is not a person, and the form of tomorrow is not today's."""
        for schema in ("visavi.dialogue/1", "visavi.person/2", "other", 1):
            with pytest.raises(InvalidInput), repository.changing("test") as change:
                change.put_person({"id": "anna", "schema": schema})

    def test_there_is_one_writer_at_a_time(self, repository: Repository) -> None:
        """The other one is told who holds the store, and may try again."""
        with repository.changing("Mia Manager") as change:
            change.put_person({"id": "anna"})
            with pytest.raises(Busy, match="Mia Manager"), repository.changing("Per"):
                pass
        with repository.changing("Per") as change:
            change.put_person({"id": "berta"})

        assert [person["id"] for person in repository.people()] == ["anna", "berta"]


class DerivedContract:
    """Who changed, and what was derived from it."""

    def test_whoever_has_not_asked_before_is_told_that_everybody_may_have_changed(
        self, repository: Repository
    ) -> None:
        """So is who asks with a mark that is not known."""
        add_person(repository, "anna")

        assert repository.changed_people(0)[1] == ("*",)
        assert repository.changed_people(-1)[1] == ("*",)
        assert repository.changed_people(2**70)[1] == ("*",)

    def test_who_changed_is_told_from_mark_to_mark(self, repository: Repository) -> None:
        """A person by their part of the register or by a dialogue of theirs."""
        add_person(repository, "anna")
        first, _ = repository.changed_people(0)
        add_person(repository, "berta")
        add_dialogue(repository, "anna.aaaaaa")
        second, both = repository.changed_people(first)
        add_dialogue(repository, "berta.aaaaaa")

        assert both == ("anna", "berta")
        assert repository.changed_people(second)[1] == ("berta",)
        assert repository.changed_people(first)[1] == ("anna", "berta")

    def test_the_register_concerns_everybody(self, repository: Repository) -> None:
        """Units and settings may change what is due for anyone."""
        mark, _ = repository.changed_people(0)
        with repository.changing("test") as change:
            change.put_register("units", {"units": []})

        assert repository.changed_people(mark)[1] == ("*",)

    def test_a_matter_leaves_no_trace_in_the_log(self, repository: Repository) -> None:
        """Not even its id."""
        mark, _ = repository.changed_people(0)
        with repository.changing("test") as change:
            change.put_matter({"id": "m-aaaaaaaaaaaa", "affected": "anna"})

        assert repository.changed_people(mark) == (mark, ())

    def test_a_derived_file_is_replaced_whole(self, repository: Repository) -> None:
        """There is none until it is put."""
        assert repository.derived("agenda") is None

        for content in (b"long content \x00\xff", b"short", b""):
            repository.put_derived("agenda", content)
            assert repository.derived("agenda") == content
        assert repository.derived("other") is None

    @pytest.mark.parametrize("name", ["", "../x", "a/b", "changes", "a" * 99], ids=ascii)
    def test_a_derived_file_needs_a_plain_name(self, repository: Repository, name: str) -> None:
        """Neither reading nor writing leaves the index."""
        with pytest.raises(InvalidInput):
            repository.derived(name)
        with pytest.raises(InvalidInput):
            repository.put_derived(name, b"x")


class StoreContract(ReadingContract, ChangingContract, RemovingContract, DerivedContract):
    """All of it; see the module."""
