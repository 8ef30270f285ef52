"""One store may hold two institutions: each unit is under the policy whose list named it."""

import io
from datetime import date

import pytest

from visavi.errors import InvalidInput
from visavi.policy.loading import Policies
from visavi.store import MemoryRepository
from visavi.store.repository import Repository
from visavi.usecases.import_people import ImportReport, import_people
from visavi.usecases.institution import institution
from visavi.usecases.workspace import Actor, Workspace

ON = date(2026, 11, 21)
KI = "id;name;unit;title;from\n1;Ek, Mia;K8;Prefekt;2019-01-01\n2;Ask, Per;K8;Prefekt;2019-01-01\n"
UIO = "id;name;unit;title;from\n7;Vik, Jo;190000;Professor;2019-01-01\n"


def imported(repository: Repository, policy: str, text: str) -> ImportReport:
    """The list, imported under the policy."""
    workspace = Workspace(repository, Policies(policy))
    return import_people(workspace, Actor(None, ON), io.BytesIO(text.encode()))


def test_the_first_list_gives_the_store_its_policy_and_another_its_units_theirs() -> None:
    """A unit that has a layer of its own is under that layer."""
    repository = MemoryRepository()
    imported(repository, "ki", KI)
    imported(repository, "uio", UIO)

    chosen = institution(repository)

    assert chosen.policy == "ki"
    assert chosen.policy_of(("K8",)) == "ki"
    assert chosen.policy_of(("190000",)) == "uio-ils"


def test_a_list_says_nothing_about_people_under_another_policy() -> None:
    """Nobody of the first institution is absent from the second one's list."""
    repository = MemoryRepository()
    imported(repository, "ki", KI)

    assert imported(repository, "uio", UIO).absent == ()
    assert imported(repository, "ki", KI.rsplit("2;", 1)[0]).absent == ("2",)


def test_a_unit_cannot_change_its_policy_by_a_list() -> None:
    """Nothing is written, and the way out is named."""
    repository = MemoryRepository()
    imported(repository, "ki", KI)

    with pytest.raises(InvalidInput, match="store of its own"):
        imported(repository, "uio", UIO.replace("190000", "K8"))
    assert [person["id"] for person in repository.people()] == ["1", "2"]
