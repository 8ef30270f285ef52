"""A store of a newer form, read as far as this program knows its documents; nothing is written.

What is safe in that rests on one promise of every form, kept by whoever makes the next one: a
document whose schema has not changed means what it meant, and who may read it follows from it as
before. A document of another schema is told of and not shown. Derived files are not read at all,
drafts apart, and what is derived here stays in memory. Where the newer program was interrupted
while it saved, only that program can tell what holds: then nothing is read.
"""

import os
from collections.abc import Iterator, Mapping, Set
from typing import Any

from visavi.errors import StoreDamaged, StoreNewer
from visavi.store import documents, layout
from visavi.store.derived import DRAFTS
from visavi.store.files import Folder
from visavi.store.local import FORMAT, TinyRepository
from visavi.store.repository import Document


class FrozenRepository(TinyRepository):
    """The store of a newer program. Every change of it raises :class:`StoreNewer`."""

    def __init__(self, folder: Folder, description: Mapping[str, Any]) -> None:
        super().__init__(folder, description, 0.0)
        number = description["format"]
        folder.closed = StoreNewer(
            "This store was made by a newer visavi (form {number}, this one knows {known}). "
            "Opened read-only: nothing can be saved in it from here.",
            todo="Read on, or change it with that version. Nothing was changed.",
            number=number,
            known=FORMAT,
        )
        self._unread: set[str] = set()
        self._made: dict[str, bytes] = {}
        self._require_readable(number)

    def _require_readable(self, number: int) -> None:
        """The register's own documents say what everything else is judged by."""
        if os.path.lexists(self.folder.at(layout.INTENT)):
            raise StoreNewer(
                "A newer visavi (form {number}) was interrupted while it saved in {path}.",
                todo="Open the store with that version once; it finishes what it began.",
                number=number,
                path=self.path,
            )
        try:
            for name in self.shelves.shelf("register"):
                self.register(name)
            self.shelves.matters()
        except (StoreDamaged, StoreNewer) as error:
            raise StoreNewer(
                "The store {path} was written by a newer visavi (form {number}).",
                todo="This version cannot read it. Use that one; nothing was changed.",
                path=self.path,
                number=number,
            ) from error

    def people(self) -> Iterator[Document]:
        """Everybody whose own document this program knows."""
        for name in self.shelves.shelf("people"):
            found = self._known("people", name)
            if found is not None:
                yield found

    def dialogues_of(self, employee: str) -> Iterator[Document]:
        """The employee's dialogues that this program knows; none where it does not know whose."""
        if self._known("people", employee) is None:
            return
        for name in self.shelves.shelf(f"dialogues/{employee}"):
            found = self._known("dialogues", name)
            if found is not None:
                yield found

    def changed_people(self, since: int) -> tuple[int, tuple[str, ...]]:
        """Everybody may have changed: the log is the newer program's."""
        return 0, (documents.EVERYBODY,)

    def derived(self, name: str) -> bytes | None:
        """What was derived here since the store was opened, or a draft."""
        return super().derived(name) if name.startswith(DRAFTS) else self._made.get(name)

    def put_derived(self, name: str, content: bytes) -> None:
        """Keep it in memory; a draft cannot be kept."""
        if name.startswith(DRAFTS):
            assert self.folder.closed is not None, "the store was opened so"
            raise self.folder.closed
        self._made[name] = content

    @property
    def unread(self) -> Set[str]:
        """The ids of people and dialogues that were met and are left out."""
        return self._unread

    def _known(self, table: str, name: str) -> Document | None:
        try:
            return self._get(table, name)
        except StoreNewer:
            self._unread.add(name)
            return None
