"""A store that is gone with the program: for tests and for trying things out."""

import threading
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from typing import Any

from visavi.errors import Busy, InvalidInput, NotFound
from visavi.store import documents, layout, strictjson
from visavi.store.documents import EVERYBODY, about, shown, stale
from visavi.store.repository import Document

_PLACES: Mapping[str, Callable[[str], str | None]] = {
    "person": layout.person_place,
    "dialogue": layout.dialogue_place,
    "matter": layout.matter_place,
    "register": layout.register_place,
}


class MemoryRepository:
    """A :class:`~visavi.store.repository.Repository` in memory, as strict as the one on disk."""

    def __init__(self, *, wait: float = 5.0) -> None:
        self._wait = wait
        self._lock = threading.Lock()
        self._holder = ""
        self._documents: dict[tuple[str, str], bytes] = {}
        self._derived: dict[str, bytes] = {}
        self._log: list[str] = []

    @property
    def unread(self) -> Set[str]:
        """Nothing is left out."""
        return frozenset()

    def register(self, name: str) -> Document:
        """One of the register's own documents; an empty one with revision 0 if never written."""
        if layout.register_place(name) is None:
            raise NotFound("There is no {name} in the register.", name=ascii(name[:40]))
        empty = {"schema": "visavi.register/1", "id": name, "revision": 0}
        return self._read("register", name) or empty

    def person(self, person: str) -> Document:
        """One person; raises :class:`NotFound`."""
        found = self._read("person", person)
        if found is None:
            raise NotFound("There is no person {id} for you.", id=shown(person))
        return found

    def people(self) -> Iterator[Document]:
        """Everybody, in the order of their ids, one at a time."""
        return self._all("person")

    def dialogue(self, dialogue: str) -> Document:
        """One dialogue; raises :class:`NotFound`."""
        found = self._read("dialogue", dialogue)
        if found is None:
            raise NotFound("There is no dialogue {id} for you.", id=shown(dialogue))
        return found

    def dialogues_of(self, employee: str) -> Iterator[Document]:
        """The dialogues of one employee, in the order of their ids."""
        return (d for d in self._all("dialogue") if about("dialogue", d["id"]) == employee)

    def matter(self, matter: str) -> Document:
        """One matter; raises :class:`NotFound`."""
        found = self._read("matter", matter)
        if found is None:
            raise NotFound("There is no matter {id} for you.", id=shown(matter))
        return found

    def matters(self) -> Iterator[Document]:
        """All matters, in the order of their ids. Who may know of one is the caller's to ask."""
        return self._all("matter")

    @contextmanager
    def changing(self, holder: str) -> Iterator["MemoryChange"]:
        """The store for one writer at a time; ``holder`` is named to whoever has to wait."""
        if not self._lock.acquire(timeout=self._wait):
            raise Busy(
                "The store is being written to by {holder}.",
                todo="Nothing was changed. Try again in a moment.",
                holder=self._holder,
            )
        try:
            self._holder = holder
            change = MemoryChange(self)
            yield change
            self._documents.update(change.finished())
            self._forget(change)
            self._log.extend(change.people)
        finally:
            self._lock.release()

    def changed_people(self, since: int) -> tuple[int, tuple[str, ...]]:
        """The present mark of the log of changed people, and who changed after mark ``since``."""
        mark = 1 + len(self._log)
        if not 1 <= since <= mark:
            return mark, (EVERYBODY,)
        people = sorted(set(self._log[since - 1 :]))
        return mark, (EVERYBODY,) if EVERYBODY in people else tuple(people)

    def derived(self, name: str) -> bytes | None:
        """A derived file; ``None`` where there is none."""
        return self._derived.get(layout.derived_place(name))

    def put_derived(self, name: str, content: bytes) -> None:
        """Replace a derived file."""
        self._derived[layout.derived_place(name)] = bytes(content)

    def revision(self, kind: str, name: str) -> int:
        """The revision that stands; 0 where there is nothing."""
        found = self._read(kind, name)
        return 0 if found is None else int(found["revision"])

    def _forget(self, change: "MemoryChange") -> None:
        """Take away what the change removes; with a dossier go the derived files and the log."""
        for key in [key for key in self._documents if change.removes(*key)]:
            del self._documents[key]
        if change.gone:
            self._derived.clear()
            self._log.append(EVERYBODY)

    def _read(self, kind: str, name: str) -> dict[str, Any] | None:
        content = self._documents.get((kind, name))
        return None if content is None else strictjson.decode(content, name)

    def _all(self, kind: str) -> Iterator[Document]:
        for key in sorted(key for key in self._documents if key[0] == kind):
            found = self._read(*key)
            if found is not None:
                yield found


class MemoryChange:
    """A :class:`~visavi.store.repository.Change` in memory."""

    def __init__(self, repository: MemoryRepository) -> None:
        self._repository = repository
        self._staged: dict[tuple[str, str], bytes] = {}
        self._failed: Exception | None = None
        self.people: dict[str, None] = {}
        self.gone: set[str] = set()
        self._gone_matters: set[str] = set()

    def put_person(self, document: Document) -> None:
        """Write a person's part of the register."""
        self._put("person", document)

    def put_dialogue(self, document: Document) -> None:
        """Write one dialogue into its employee's dossier."""
        self._put("dialogue", document)

    def put_matter(self, document: Document) -> None:
        """Write one matter."""
        self._put("matter", document)

    def put_register(self, name: str, document: Document) -> None:
        """Write one of the register's own documents: ``units``, ``settings``."""
        self._put("register", {**document, "id": name})

    def remove_person(self, person: str) -> None:
        """Remove a person's dossier with everything in it, and all derived files."""
        self._require("person", person)
        self.gone.add(person)

    def remove_matter(self, matter: str) -> None:
        """Remove one matter."""
        self._require("matter", matter)
        self._gone_matters.add(matter)

    def removes(self, kind: str, name: str) -> bool:
        """Whether a document goes with this change."""
        return name in self._gone_matters if kind == "matter" else about(kind, name) in self.gone

    def finished(self) -> dict[tuple[str, str], bytes]:
        """What is to be written, unless something that belongs to it was refused."""
        if self._failed is not None:
            raise self._failed
        return self._staged

    def _require(self, kind: str, name: str) -> None:
        if not self._repository.revision(kind, name):
            raise NotFound(f"There is no {kind} {{id}} for you.", id=shown(name))

    def _put(self, kind: str, document: Document) -> None:
        try:
            self._stage(kind, document)
        except Exception as error:
            self._failed = error
            raise

    def _stage(self, kind: str, document: Document) -> None:
        name = document.get("id")
        if not isinstance(name, str):
            raise InvalidInput("A document has an id.")
        if _PLACES[kind](name) is None:
            raise InvalidInput("{id} cannot be the id of a {kind}.", id=shown(name), kind=kind)
        revision = self._repository.revision(kind, name)
        if documents.revision_read(document) != revision:
            raise stale(kind, name)
        self._staged[kind, name] = documents.prepared(document, kind, revision + 1)
        if changed := about(kind, name):
            self.people[changed] = None
