"""What every use case is given: the store, the policies, and who acts on which day."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, cast

from attrs import field, frozen

from visavi.audit import extended
from visavi.model import ids
from visavi.policy.policy import Policy
from visavi.store.repository import Change, Document, Repository
from visavi.usecases.actor import Actor as Actor

if TYPE_CHECKING:
    from visavi.usecases.store_register import StoreRegister


class PolicyBook(Protocol):
    """The institution's policies: the base and the layers of its units."""

    @property
    def base(self) -> Policy:
        """The policy of everybody whose unit has no layer of its own."""

    def for_units(self, units: tuple[str, ...]) -> Policy:
        """The policy of a unit, given with the units above it."""

    def by_id(self, policy: str) -> Policy:
        """The policy or layer of that id."""


@frozen
class Workspace:
    """One store with its policies. With ``dry_run`` every deed is judged and nothing is written."""

    repository: Repository
    policies: PolicyBook
    dry_run: bool = False
    draw: Callable[[int], str] = field(default=ids.draw)
    salt: Callable[[int], str] = field(default=ids.draw)

    def register(self) -> "StoreRegister":
        """The register as it stands now."""
        from visavi.usecases.store_register import StoreRegister

        return StoreRegister(self.repository)

    @contextmanager
    def changing(self, by: Actor) -> Iterator[Change]:
        """The store for one writer; on a dry run what is put is dropped."""
        with self.repository.changing(by.person or "keeper") as change:
            yield (
                _Dropped()
                if self.dry_run
                else cast(Change, _Chained(change, self.salt, self.repository))
            )


class _Chained:
    """A change in which every event of a record gets its entry in that record's audit chain."""

    def __init__(self, change: Change, salt: Callable[[int], str], repository: Repository) -> None:
        self._change = change
        self._salt = salt
        self._repository = repository
        self._backups: int | None = None

    def put_dialogue(self, document: Document) -> None:
        """Write one dialogue, with the entries that are missing."""
        self._change.put_dialogue(extended(document, self._salt))

    def put_matter(self, document: Document) -> None:
        """Write one matter, likewise: its chain lies in it."""
        self._change.put_matter(extended(document, self._salt))

    def put_person(self, document: Document) -> None:
        """Write a person's part of the register, with the entries of what was done with it.

        A new one gets the number of backups that were made before.
        """
        if not document.get("revision"):
            document = self._entered(document)
        self._change.put_person(extended(document, self._salt, record=False))

    def _entered(self, document: Document) -> Document:
        if self._backups is None:
            from visavi.usecases.backups import count_of

            self._backups = count_of(self._repository)
        return {**document, "since": self._backups} if self._backups else document

    def __getattr__(self, name: str) -> Any:
        return getattr(self._change, name)


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

    def remove_person(self, person: str) -> None:
        """Leave it."""

    def remove_matter(self, matter: str) -> None:
        """Leave it."""
