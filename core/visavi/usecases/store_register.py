"""The register of a store, as policies ask for it."""

from visavi.errors import NotFound
from visavi.model.people import Person, Unit, Units
from visavi.serial import from_document
from visavi.store.repository import Repository


class StoreRegister:
    """The register of a store as policies ask for it; each person and unit is read once."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._people: dict[str, Person | None] = {}
        self._units: dict[str, Unit] | None = None

    def person(self, person: str) -> Person | None:
        """The person, if the register holds one with that id."""
        if person not in self._people:
            try:
                found = from_document(Person, self._repository.person(person))
            except NotFound:
                found = None
            self._people[person] = found
        return self._people[person]

    def unit(self, unit: str) -> Unit | None:
        """The unit, if the register holds one with that code."""
        if self._units is None:
            document = self._repository.register("units")
            units = from_document(Units, document) if document.get("units") else Units()
            self._units = {found.id: found for found in units.units}
        return self._units.get(unit)
