"""Documents by id, read from the folder only when they are asked for."""

import os
from _thread import allocate_lock
from collections.abc import ItemsView, Iterator, Mapping
from typing import Any, NamedTuple

from visavi.errors import StoreOlder
from visavi.store import documents, files, layout, strictjson
from visavi.store.files import Folder, Signature

_REMEMBERED = 8
_FOLDERS = 8
"""Who reads in more folders than that reads whole shelves, and meets what lies there anyway."""


class _Recent(NamedTuple):
    """A file as it stood on the disk, what was sealed in it, and the document's revision."""

    content: bytes
    plain: bytes
    revision: int


class Shelves:
    """All shelves of one store, and what was last read from them."""

    def __init__(self, folder: Folder, form: int = 1) -> None:
        self.folder = folder
        self.codec = folder.codec
        self.form = form
        """Of the store; from 2 on all matters lie in one file."""
        self.beside: set[str] = set()
        """Files that were met in folders of documents, and are not documents of ours."""
        self._recent: dict[str, _Recent] = {}
        self._remembering = allocate_lock()
        self._near: dict[str, None] = {}

    def shelf(self, name: str) -> "Shelf":
        """``people``, ``matters``, ``register``, ``dialogues``, or ``dialogues/<employee>``."""
        kind, _, employee = name.partition("/")
        if kind == "dialogues" and employee:
            return OneDossier(self, employee)
        return _SHELVES[kind](self)

    def document(self, kind: str, name: str, place: str) -> dict[str, Any] | None:
        """The document at a place; ``None`` where there is none."""
        found = self.folder.look(place)
        if found is None:
            self.codec.read(place, 0)
            return None
        if len(self._near) < _FOLDERS:
            self._near[place.rpartition("/")[0]] = None
        plain = self._unsealed(found[0], place)
        document = self._checked(plain, kind, name, place)
        try:
            self.codec.read(place, document["revision"])
        except StoreOlder:
            again = self.folder.look(place)
            if again is None or again[0] == found[0]:
                raise
            return self.document(kind, name, place)  # it was changed while it was being read
        self.remember(place, found[0], plain, document["revision"])
        return document

    def look_around(self) -> set[str]:
        """:attr:`beside`, with what lies beside the documents that were read one by one, and beside
        the description of the store. However large the store, that is a handful of folders."""
        for base in list(self._near):
            for name in self._names(self.folder.at(base)):
                place = f"{base}/{name}"
                ours = layout.kind_at(place) or layout.is_staged(place)
                if not ours and not name.endswith(layout.ASIDE):
                    self.beside.add(place)
        if self._near:
            names = self._names(self.folder.path)
            stem = layout.STORE.partition(".")[0]
            self.beside.update(n for n in names if n != layout.STORE and stem in n.casefold())
        return self.beside

    def _names(self, path: str) -> list[str]:
        try:
            return os.listdir(path)
        except OSError:
            return []

    def matters(self) -> dict[str, dict[str, Any]]:
        """The matters in their one file; raises ``StoreDamaged`` where it is missing."""
        found = self.document("matters", "matters", layout.COMPARTMENT)
        if found is None and self.form >= 2:
            strictjson.damaged(layout.COMPARTMENT, "it is missing")
        matters: dict[str, dict[str, Any]] = {} if found is None else found["matters"]
        return matters

    def standing(self, kind: str, name: str, place: str) -> tuple[int, Signature | None]:
        """The revision that stands at a place, and its file's signature; 0 where there is none.

        What was read a moment ago and is still the same is not parsed again.
        """
        found = self.folder.look(place)
        if found is None:
            return 0, None
        content, status = found
        files.refuse_protected(status, place, self.folder.path)
        recent = self._recent.get(place)
        if recent is not None and recent.content == content:
            return recent.revision, files.signature_of(status)
        revision: int = self.decoded(content, kind, name, place)["revision"]
        return revision, files.signature_of(status)

    def decoded(self, content: bytes, kind: str, name: str, place: str) -> dict[str, Any]:
        """The document in the bytes of a file, if it is not older than it was when last seen."""
        document = self.opened(content, kind, name, place)
        self.codec.read(place, document["revision"])
        return document

    def opened(self, content: bytes, kind: str, name: str, place: str) -> dict[str, Any]:
        """The document in bytes that belong to a place, of whatever age they are."""
        return self._checked(self._unsealed(content, place), kind, name, place)

    def remember(self, place: str, content: bytes, plain: bytes, revision: int) -> None:
        """What was read or written last: as long as the very same bytes stand there, they need not
        be unsealed again."""
        recent = self._recent
        with self._remembering:
            recent.pop(place, None)
            recent[place] = _Recent(content, plain, revision)
            if len(recent) > _REMEMBERED:
                del recent[next(iter(recent))]

    def _unsealed(self, content: bytes, place: str) -> bytes:
        recent = self._recent.get(place)
        if recent is not None and recent.content == content:
            return recent.plain
        return self.codec.unseal(content, place)

    def _checked(self, plain: bytes, kind: str, name: str, place: str) -> dict[str, Any]:
        stored = strictjson.decode(plain, place)
        return documents.checked(self.codec.unfolded(stored, place), kind, name, place)


class Shelf(Mapping[str, dict[str, Any]]):
    """The documents of one kind: a mapping that reads a document when it is asked for it."""

    kind = ""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    def place(self, name: str) -> str | None:
        """Where the document with this id lies; ``None`` if that cannot be an id."""
        raise NotImplementedError

    def names(self) -> Iterator[str]:
        """The ids of whatever may be on the shelf, in order."""
        raise NotImplementedError

    def items(self) -> ItemsView[str, dict[str, Any]]:
        """All documents with their ids, each read when its turn comes."""
        return _Items(self)

    def __getitem__(self, name: str) -> dict[str, Any]:
        place = self.place(name)
        document = self._shelves.document(self.kind, name, place) if place else None
        if document is None:
            raise KeyError(name)
        return document

    def __contains__(self, name: object) -> bool:
        place = self.place(name) if isinstance(name, str) else None
        return place is not None and self._shelves.folder.signature(place) is not None

    def __iter__(self) -> Iterator[str]:
        return (name for name in self.names() if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Items(ItemsView[str, dict[str, Any]]):
    """The documents of a shelf; what another process removes meanwhile is left out."""

    def __init__(self, shelf: Shelf) -> None:
        super().__init__(shelf)
        self._shelf = shelf
        self._shelves = shelf._shelves

    def __iter__(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for name in self._shelf.names():
            document = self._shelf.get(name)
            if document is not None:
                yield name, document


class People(Shelf):
    """The people of the register."""

    kind = "person"

    def place(self, name: str) -> str | None:
        return layout.person_place(name)

    def names(self) -> Iterator[str]:
        return iter(employees(self._shelves.folder))


class Dialogues(Shelf):
    """The dialogues of everybody."""

    kind = "dialogue"

    def place(self, name: str) -> str | None:
        return layout.dialogue_place(name)

    def names(self) -> Iterator[str]:
        for employee in employees(self._shelves.folder):
            yield from OneDossier(self._shelves, employee).names()


class OneDossier(Dialogues):
    """The dialogues of one employee."""

    def __init__(self, shelves: Shelves, employee: str) -> None:
        super().__init__(shelves)
        self._employee = employee

    def place(self, name: str) -> str | None:
        mine = name.startswith(f"{self._employee}.")
        return layout.dialogue_place(name) if mine else None

    def names(self) -> Iterator[str]:
        person = layout.person_place(self._employee)
        if person is None:
            return
        base = person.rpartition("/")[0]
        for file in self._shelves.folder.names(base):
            ending = layout.dialogue_ending(file)
            if ending is not None:
                yield f"{self._employee}.{ending}"
            elif file != "person.json":
                self._shelves.beside.add(f"{base}/{file}")


class Compartment(Shelf):
    """The one document that all matters lie in."""

    kind = "matters"

    def place(self, name: str) -> str | None:
        return (
            layout.COMPARTMENT if layout.kind_at(layout.COMPARTMENT) == (self.kind, name) else None
        )

    def names(self) -> Iterator[str]:
        yield self.kind


class Matters(Shelf):
    """All matters: read from their one file, and in a store of form 1 from files of their own."""

    kind = "matter"

    def place(self, name: str) -> str | None:
        return layout.matter_place(name)

    def names(self) -> Iterator[str]:
        own = _names_in(self._shelves, layout.MATTERS, self.kind)
        return iter(sorted({*self._shelves.matters(), *own}))

    def __getitem__(self, name: str) -> dict[str, Any]:
        found = self._shelves.matters().get(name)
        return super().__getitem__(name) if found is None else found

    def __contains__(self, name: object) -> bool:
        return name in self._shelves.matters() or super().__contains__(name)

    def items(self) -> ItemsView[str, dict[str, Any]]:
        """All matters with their ids; the one file is read once."""
        return _Together(self)


class _Together(_Items):
    """The matters with their ids, in order."""

    def __iter__(self) -> Iterator[tuple[str, dict[str, Any]]]:
        found = dict(self._shelves.matters())
        for name in _names_in(self._shelves, layout.MATTERS, Matters.kind):
            document = None if name in found else self._shelf.get(name)
            if document is not None:
                found[name] = document
        yield from sorted(found.items())


class Register(Shelf):
    """The register's own documents."""

    kind = "register"

    def place(self, name: str) -> str | None:
        return layout.register_place(name)

    def names(self) -> Iterator[str]:
        return _names_in(self._shelves, layout.REGISTER, self.kind)


def employees(folder: Folder) -> list[str]:
    """Whoever has a dossier, in the order of the ids."""
    found = (layout.person_of(name) for name in folder.names(layout.DOSSIERS))
    return sorted(person for person in found if person is not None)


def _names_in(shelves: Shelves, place: str, kind: str) -> Iterator[str]:
    for file in shelves.folder.names(place):
        found = layout.kind_at(f"{place}/{file}")
        if found is not None and found[0] == kind:
            yield found[1]
        else:
            shelves.beside.add(f"{place}/{file}")


_SHELVES: dict[str, type[Shelf]] = {
    "people": People,
    "dialogues": Dialogues,
    "matters": Matters,
    "compartment": Compartment,
    "register": Register,
}
