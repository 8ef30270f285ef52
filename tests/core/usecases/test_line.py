"""The line: no circles, no gaps made by accident, and every change is felt where it counts."""

from datetime import timedelta

import pytest

from visavi.errors import InvalidInput, NotFound, NotPermitted
from visavi.model.people import Delegation, Disqualification, Person
from visavi.serial import from_document
from visavi.usecases.agenda import agenda
from visavi.usecases.agenda_build import AgendaBuilder
from visavi.usecases.line import delegate, disqualify, end_line, set_line, show_line
from visavi.usecases.people import add_fact
from visavi.usecases.workspace import Workspace
from visavi_testing.team import ON, by


def test_a_line_cannot_run_in_a_circle(uio: Workspace) -> None:
    """Nobody is above their own manager, at any distance, and nobody is their own."""
    for person, manager in (("mia", "anna"), ("top", "anna"), ("anna", "anna")):
        with pytest.raises(InvalidInput):
            set_line(uio, by(None), person, manager=manager, start=ON)


def test_a_new_line_ends_the_old_one_the_day_before(uio: Workspace) -> None:
    """No day is without a manager, and none has two."""
    set_line(uio, by(None), "anna", manager="otto", start=ON)
    anna = from_document(Person, uio.repository.person("anna"))

    assert anna.manager_on(ON) == "otto"
    assert anna.manager_on(ON - timedelta(days=1)) == "mia"


def test_an_ended_line_leaves_nobody(uio: Workspace) -> None:
    """The last day counts."""
    end_line(uio, by(None), "anna", last_day=ON)
    anna = from_document(Person, uio.repository.person("anna"))

    assert anna.manager_on(ON) == "mia"
    assert anna.manager_on(ON + timedelta(days=1)) is None
    assert show_line(uio, by(None, ON + timedelta(days=1)), "anna")["because"] == "nobody"


def test_only_who_keeps_the_register_sets_the_line(uio: Workspace) -> None:
    """A manager cannot take or give away people."""
    for actor in ("mia", "anna", "top"):
        with pytest.raises(NotPermitted):
            set_line(uio, by(actor), "anna", manager="otto", start=ON)


def test_a_manager_delegates_the_own_dialogues_and_nobody_elses(uio: Workspace) -> None:
    """Nor to somebody who is not there, nor to themselves."""
    with pytest.raises(NotPermitted):
        delegate(uio, by("otto"), "mia", Delegation("", "otto", start=ON))
    with pytest.raises(NotFound):
        delegate(uio, by("mia"), "mia", Delegation("", "nobody", start=ON))
    with pytest.raises(InvalidInput):
        delegate(uio, by("mia"), "mia", Delegation("", "mia", start=ON))


def test_a_delegation_is_felt_on_the_agenda_of_the_managers_people(uio: Workspace) -> None:
    """The duty of the people it covers goes to the delegate, though only the manager changed."""

    def owner(person: str) -> str:
        found = agenda(uio.repository, by(None), "x", AgendaBuilder(uio, by(None)), person=person)
        return next(str(i["owner"]) for i in found.items() if i["rule"] == "UIO-FREQ-01")

    before = owner("anna"), owner("per")
    delegate(uio, by("mia"), "mia", Delegation("", "otto", start=ON, people=("anna",)))

    assert before == ("mia", "mia")
    assert (owner("anna"), owner("per")) == ("otto", "mia")


def test_a_disqualification_needs_a_known_ground_and_a_free_stand_in(uio: Workspace) -> None:
    """Neither the manager nor the employee stands in."""
    with pytest.raises(InvalidInput, match="close-relation"):
        disqualify(uio, by(None), "anna", Disqualification("mia", "dislike"))
    for stand_in in ("mia", "anna"):
        fact = Disqualification("mia", "close-relation", replaced_by=stand_in)
        with pytest.raises(InvalidInput):
            disqualify(uio, by(None), "anna", fact)


def test_without_a_stand_in_the_managers_manager_holds_the_dialogue(uio: Workspace) -> None:
    """And the line says why."""
    disqualify(uio, by("mia"), "anna", Disqualification("mia", "close-relation", start=ON))

    shown = show_line(uio, by(None), "anna")

    assert (shown["conductor"], shown["because"]) == ("top", "disqualification")


def test_whoever_does_not_keep_the_register_learns_nothing_from_trying_to_change_it(
    uio: Workspace,
) -> None:
    """Neither who is there nor who leads whom: the answer is the same for every id."""
    said = set()
    for manager in ("otto", "anna", "nobody"):
        with pytest.raises(NotPermitted) as refused:
            set_line(uio, by("per"), "mia", manager=manager, start=ON)
        said.add(str(refused.value))
    for person in ("anna", "nobody"):
        with pytest.raises(NotPermitted) as refused:
            add_fact(uio, by("per"), person, kind="x", on=ON)
        said.add(str(refused.value))

    assert len(said) == 1


def test_nobody_enters_a_disqualification_for_somebody_whom_they_do_not_lead(
    uio: Workspace,
) -> None:
    """It would stand in a stranger's dossier, and tell that there is one."""
    fact = Disqualification("per", "special-ground", ON)
    for person in ("anna", "nobody"):
        with pytest.raises(NotFound):
            disqualify(uio, by("per"), person, fact)
    assert "disqualifications" not in uio.repository.person("anna")
