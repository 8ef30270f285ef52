"""What a store is: documents of people, dialogues and matters, and changes that are all or nothing.

A document is a mapping of JSON values with ``schema``, ``id`` and ``revision``. Reading gives the
document as it stands; writing happens in a :class:`Change`.
"""

from collections.abc import Iterator, Mapping, Set
from contextlib import AbstractContextManager
from typing import Any, Protocol

Document = Mapping[str, Any]


class Change(Protocol):
    """Documents to be written together. Leaving the context writes all of them, or none.

    Every ``put`` takes the whole document with the ``revision`` that it was read with (0 or absent
    for a new one); the store writes ``revision + 1``. If the stored revision is another one,
    somebody else came first: :class:`~visavi.errors.Conflict`, and nothing is written.
    """

    def put_person(self, document: Document) -> None:
        """Write a person's part of the register."""

    def put_dialogue(self, document: Document) -> None:
        """Write one dialogue into its employee's dossier."""

    def put_matter(self, document: Document) -> None:
        """Write one matter."""

    def put_register(self, name: str, document: Document) -> None:
        """Write one of the register's own documents: ``units``, ``settings``."""

    def remove_person(self, person: str) -> None:
        """Remove a person's whole dossier: the part of the register, and every dialogue.

        It wins over whatever the same change puts into that dossier, and all derived files go with
        it. Raises :class:`~visavi.errors.NotFound`.
        """

    def remove_matter(self, matter: str) -> None:
        """Remove one matter; raises :class:`~visavi.errors.NotFound`."""


class Repository(Protocol):
    """The store as use cases see it. Any method may raise :class:`~visavi.errors.StoreError`."""

    @property
    def unread(self) -> Set[str]:
        """The ids of people and dialogues that were met and are left out, as a newer program's."""

    def register(self, name: str) -> Document:
        """One of the register's own documents; an empty one with revision 0 if never written."""

    def person(self, person: str) -> Document:
        """One person; raises :class:`~visavi.errors.NotFound`."""

    def people(self) -> Iterator[Document]:
        """Everybody, in the order of their ids, one at a time."""

    def dialogue(self, dialogue: str) -> Document:
        """One dialogue; raises :class:`~visavi.errors.NotFound`."""

    def dialogues_of(self, employee: str) -> Iterator[Document]:
        """The dialogues of one employee, in the order of their ids."""

    def matter(self, matter: str) -> Document:
        """One matter; raises :class:`~visavi.errors.NotFound`."""

    def matters(self) -> Iterator[Document]:
        """All matters, in the order of their ids. Who may know of one is the caller's to ask."""

    def changing(self, holder: str) -> AbstractContextManager[Change]:
        """The store for one writer at a time; ``holder`` is named to whoever has to wait."""

    def changed_people(self, since: int) -> tuple[int, tuple[str, ...]]:
        """The present mark of the log of changed people, and who changed after mark ``since``.

        A ``since`` that the log does not know (it was thrown away) gives ``(mark, ("*",))``:
        everybody may have changed.
        """

    def derived(self, name: str) -> bytes | None:
        """A derived file; ``None`` where there is none. It may be thrown away at any time."""

    def put_derived(self, name: str, content: bytes) -> None:
        """Replace a derived file, whole but without waiting for the disk."""
