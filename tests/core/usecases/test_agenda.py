"""The agenda answers for one day, to whom it concerns, and follows every change."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve

from visavi.errors import Busy
from visavi.policy.loading import Policies
from visavi.serial import to_document
from visavi.store import MemoryRepository
from visavi.usecases.agenda import Agenda, Build, Line, agenda, count
from visavi.usecases.agenda_build import AgendaBuilder
from visavi.usecases.line import set_line
from visavi.usecases.people import new_person
from visavi.usecases.workspace import Actor, Workspace
from visavi_testing.team import ON, by, held, planned, someone


def asked(
    workspace: Workspace, actor_id: str | None, on: date = ON, build: Build | None = None, **of: Any
) -> Agenda:
    """The agenda as the person sees it on the day."""
    actor = Actor(actor_id, on)
    make = build or AgendaBuilder(workspace, actor)
    return agenda(workspace.repository, actor, "fingerprint", make, **of)


def people_in(found: Agenda) -> set[str]:
    """Whose obligations they are."""
    return {item["person"] for item in found.items()}


def test_the_keeper_and_hr_see_everybody_and_a_manager_the_own_people(uio: Workspace) -> None:
    """An employee sees the own obligations only."""
    everybody = {"anna", "mia", "otto", "per", "top"}

    assert people_in(asked(uio, None)) >= everybody - {"top"}
    assert people_in(asked(uio, "hanna")) == people_in(asked(uio, None))
    assert people_in(asked(uio, "mia")) == {"anna", "per", "mia"}
    assert people_in(asked(uio, "anna")) == {"anna"}
    assert people_in(asked(uio, "mia", person="anna")) == {"anna"}
    assert people_in(asked(uio, "otto", person="anna")) == set()


def test_an_obligation_says_rule_facts_and_source(uio: Workspace) -> None:
    """Everything that an explanation needs is in the row."""
    row = next(i for i in asked(uio, "mia").items() if i["person"] == "anna")

    assert row["owner"] == "mia"
    assert row["modality"] in ("must", "should")
    assert row["state"] == "open"
    assert row["citations"][0]["document"]
    assert row["sentence"]


def test_a_held_dialogue_meets_its_obligation_at_once(uio: Workspace) -> None:
    """The derived file is mended for who changed, and for nobody else."""
    before = {i["state"] for i in asked(uio, "mia", person="anna").items() if i["wants"] == "held"}
    dialogue = held(uio)
    after = {
        i["state"]
        for i in asked(uio, "mia", person="anna").items()
        if i["wants"] == "held" and i["kind"] == dialogue.kind
    }

    assert before == {"open"}
    assert after == {"met"}


def test_an_unchanged_store_is_not_judged_again(uio: Workspace) -> None:
    """The second answer of the day comes from the derived file alone."""
    first = list(asked(uio, None).items())

    def build(*_: object) -> Any:
        raise AssertionError("judged again")

    assert list(asked(uio, None, build=build).items()) == first


def test_only_the_changed_and_those_they_answer_for_are_judged_again(uio: Workspace) -> None:
    """One changed person costs that person and the people in their line."""
    asked(uio, None)
    planned(uio, employee="per")
    judged: list[list[str] | None] = []
    builder = AgendaBuilder(uio, by(None))

    def build(people: Any) -> Any:
        judged.append(people)
        return builder(people)

    asked(uio, None, build=build)

    assert judged == [["per"]]


def test_a_thrown_away_or_damaged_derived_file_is_made_anew(uio: Workspace) -> None:
    """Nothing but the files of people and dialogues counts."""
    first = list(asked(uio, None).items())
    for content in (b"", b"{}\n", b"rubbish", b'{"schema": "visavi.agenda-index/1"}'):
        uio.repository.put_derived("agenda", content)

        assert list(asked(uio, None).items()) == first


def test_a_lost_part_is_said_once_and_then_made_anew(uio: Workspace) -> None:
    """Half of the derived files is as good as none."""
    first = list(asked(uio, None).items())
    uio.repository.put_derived("agenda-0", b"")

    with pytest.raises(Busy):
        list(asked(uio, None).items())
    assert list(asked(uio, None).items()) == first


def test_the_derived_files_find_what_they_hold(uio: Workspace) -> None:
    """With more people than one file takes: each person's part is that person's, also mended."""
    people = [someone(f"p{number:04}", "mia") for number in range(1203)]
    with uio.changing(by(None)) as change:
        for person in people:
            change.put_person(to_document(person))
    whole = list(asked(uio, None).items())
    planned(uio, employee="p0600")
    with uio.changing(by(None)) as change:
        change.put_person(to_document(someone("p0601x", "mia")))

    mended = list(asked(uio, None).items())

    assert {i["person"] for i in mended} == {i["person"] for i in whole} | {"p0601x"}
    assert mended == sorted(mended, key=lambda item: item["person"])
    for asked_for in ("anna", "p0000", "p0500", "p0600", "p0601x", "p1202"):
        found = list(asked(uio, None, person=asked_for).items())
        assert found == [item for item in mended if item["person"] == asked_for]
        assert found
    counts = asked(uio, None).counts
    assert counts == count(mended)


def test_a_new_manager_gets_the_duty_and_the_old_one_loses_it(uio: Workspace) -> None:
    """From the day on, and without any day before it."""
    later = ON + timedelta(days=1)
    set_line(uio, by(None), "anna", manager="otto", start=later)

    assert "anna" in people_in(asked(uio, "mia"))
    assert "anna" not in people_in(asked(uio, "mia", later))
    owners = {i["owner"] for i in asked(uio, "otto", later, person="anna").items()}
    assert "mia" not in owners


def test_somebody_without_a_post_owes_and_is_owed_nothing(uio: Workspace) -> None:
    """A person who is only entered has no obligations."""
    new_person(uio, by(None), "nora", name="Nora Ny")

    assert "nora" not in people_in(asked(uio, None))


def test_a_layer_that_cannot_be_loaded_costs_its_own_people_only(uio: Workspace) -> None:
    """The others' agenda is whole, and the failure is named once."""
    elsewhere = someone("liv", "mia")
    post = evolve(elsewhere.employments[0], unit="190000")
    with uio.changing(by(None)) as change:
        change.put_person(to_document(evolve(elsewhere, employments=(post,))))
    missing = evolve(uio, policies=Policies("uio", layers={"190000": "not-installed"}))

    found = asked(missing, None)

    assert "liv" not in people_in(found)
    assert people_in(found) == people_in(asked(uio, None)) - {"liv"}
    assert len(found.failures) == 1
    assert "not-installed" in found.failures[0]


def test_an_empty_store_has_an_empty_agenda() -> None:
    """Empty is an answer."""
    repository = MemoryRepository()

    found = agenda(repository, by(None), "x", lambda people: ([], []))

    assert list(found.items()) == []
    assert found.counts == {}


def test_what_is_due_by_a_day_is_found_without_the_files_where_nothing_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before and after somebody changes; what was met long ago asks for no file."""
    from visavi.usecases import agenda_index

    monkeypatch.setattr(agenda_index, "PEOPLE_PER_FILE", 2)
    repository = MemoryRepository()
    owed = {f"p{n}": (f"2026-0{n + 1}-01", "open") for n in range(8)}
    owed |= {"p2": ("2026-01-01", "met"), "p3": ("2026-09-01", "overdue")}
    read: list[str] = []
    derived = repository.derived

    def reading(name: str) -> bytes | None:
        read.append(name)
        return derived(name)

    monkeypatch.setattr(repository, "derived", reading)

    def touch(*people: str) -> None:
        with repository.changing("test") as change:
            for person in people:
                revision = repository.revision("person", person)
                change.put_person({"id": person, "revision": revision})

    def build(people: Any) -> Any:
        def line(person: str) -> Line:
            due, state = owed[person]
            row = {"rule": "R", "person": person, "due": due, "state": state}
            return Line(person, (), (), json.dumps(row, separators=(",", ":")).encode())

        return map(line, sorted(owed) if people is None else people), []

    def due(last: str) -> set[str]:
        found = agenda(repository, Actor(None, ON), "x", build).items_due_by(last)
        return {row["person"] for row in found}

    touch(*owed)
    for _ in range(2):
        for last in ("2025-12-31", "2026-02-15", "2026-08-15", "2026-12-31"):
            wanted = {p for p, (day, state) in owed.items() if day <= last and state != "met"}
            assert due(last) == wanted
        owed |= {"p7": ("2026-02-02", "open"), "p0": ("2026-12-01", "upcoming")}
        touch("p7", "p0")

    read.clear()
    assert due("2026-02-15") == {"p1", "p7"}
    assert sorted(name for name in read if name[-1].isdigit()) == ["agenda-0", "agenda-3"]
