"""What every use case is given: the store, the policies, and who acts on which day."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from attrs import field, frozen

from visavi.errors import NotFound
from visavi.model import ids
from visavi.model.people import Person, Unit, Units
from visavi.policy.policy import Policy
from visavi.serial import from_document
from visavi.store.repository import Change, Repository
from visavi.usecases.actor import Actor as Actor


class PolicyBook(Protocol):
    """The institution's policies: the base and the layers of its units."""

    @property
    def base(self) -> Policy:
        """The policy of everybody whose unit has no layer of its own."""

    def for_units(self, units: tuple[str, ...]) -> Policy:
        """The policy of a unit, given with the units above it."""

    def by_id(self, policy: str) -> Policy:
        """The policy or layer of that id."""


class StoreRegister:
    """The register of a store as policies ask for it; each person and unit is read once."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._people: dict[str, Person | None] = {}
        self._units: dict[str, Unit] | None = None

    def person(self, person: str) -> Person | None:
        """The person, if the register holds one of that id."""
        if person not in self._people:
            try:
                found = from_document(Person, self._repository.person(person))
            except NotFound:
                found = None
            self._people[person] = found
        return self._people[person]

    def unit(self, unit: str) -> Unit | None:
        """The unit, if the register holds one of that code."""
        if self._units is None:
            document = self._repository.register("units")
            units = from_document(Units, document) if document.get("units") else Units()
            self._units = {found.id: found for found in units.units}
        return self._units.get(unit)


@frozen
class Workspace:
    """One store with its policies. With ``dry_run`` every deed is judged and nothing is written."""

    repository: Repository
    policies: PolicyBook
    dry_run: bool = False
    draw: Callable[[int], str] = field(default=ids.draw)

    def register(self) -> StoreRegister:
        """The register as it stands now."""
        return StoreRegister(self.repository)

    @contextmanager
    def changing(self, by: Actor) -> Iterator[Change]:
        """The store for one writer; on a dry run what is put is dropped."""
        with self.repository.changing(by.person or "keeper") as change:
            yield _Dropped() if self.dry_run else change


class _Dropped:
    """A change that is never made."""

    def put_person(self, document: object) -> None:
        """Drop it."""

    def put_dialogue(self, document: object) -> None:
        """Drop it."""

    def put_matter(self, document: object) -> None:
        """Drop it."""

    def put_register(self, name: str, document: object) -> None:
        """Drop it."""
