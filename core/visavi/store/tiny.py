"""TinyDB over the folder, through its own extension points: a storage and a table class.

The storage's state is a mapping of lazy mappings, so asking for one document reads one file. The
table hands a change to the storage as the documents that differ, so changing one writes one file.
TinyDB's way of both is kept (``_read_table`` and ``_update_table`` are all its table class uses),
and with it the answers of its queries.
"""

from collections.abc import Callable, Iterator, MutableMapping
from typing import Any, Protocol

from tinydb import Storage
from tinydb.table import Table

from visavi.store.shelves import Shelf, Shelves


class Pen(Protocol):
    """What may write: the change under way."""

    def save(self, table: str, name: str, document: dict[str, Any]) -> None:
        """Stage a document under its id."""

    def remove(self, table: str, name: str) -> None:
        """Stage the removal of a document."""


class FolderStorage(Storage):
    """The folder as TinyDB's storage. Writing needs a ``pen``: an open change."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves
        self.pen: Pen | None = None

    def read(self) -> Any:
        """The state, as a mapping of lazy mappings."""
        return _State(self._shelves)

    def write(self, data: Any) -> None:
        """Refused: the state as a whole is never written."""
        raise TypeError("a store is changed document by document")

    def writing(self) -> Pen:
        """What may write now."""
        if self.pen is None:
            raise RuntimeError("documents are changed inside Repository.changing")
        return self.pen


class FolderTable(Table):
    """One kind of document as a TinyDB table. Ids are text; a document must bring its own."""

    document_id_class = str  # type: ignore[assignment]  # a class attribute meant to be replaced

    def __init__(self, storage: FolderStorage, name: str) -> None:
        # another process may write at any time, so no query's answer may be kept
        super().__init__(storage, name, cache_size=0)
        self._folder_storage = storage

    def put(self, name: str, document: dict[str, Any]) -> None:
        """Insert or replace a whole document, without reading the one that stands there."""

        def replace(table: MutableMapping[str, dict[str, Any]]) -> None:
            table[name] = document

        self._update_table(replace)

    def _read_table(self) -> Any:
        return self._folder_storage.read()[self.name]

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        pen = self._folder_storage.writing()
        draft = _Draft(self._read_table())
        updater(draft)
        for name, document in draft.written():
            pen.save(self.name, name, document)
        for name in draft.removed():
            pen.remove(self.name, name)


class _State(dict[str, Shelf]):
    """Tables by name, made when asked for."""

    def __init__(self, shelves: Shelves) -> None:
        super().__init__()
        self._shelves = shelves

    def __missing__(self, name: str) -> Shelf:
        return self._shelves.shelf(name)


class _Draft(MutableMapping[str, dict[str, Any]]):
    """A table while it is being changed: reads through, and remembers what was touched."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._read: dict[str, dict[str, Any]] = {}
        self._set: dict[str, dict[str, Any]] = {}
        self._gone: set[str] = set()

    def __getitem__(self, name: str) -> dict[str, Any]:
        if name in self._gone:
            raise KeyError(name)
        if name in self._set:
            return self._set[name]
        if name not in self._read:
            self._read[name] = self._shelf[name]
        return self._read[name]

    def __setitem__(self, name: str, document: dict[str, Any]) -> None:
        self._gone.discard(name)
        self._set[name] = document

    def __delitem__(self, name: str) -> None:
        if name not in self:
            raise KeyError(name)
        self._set.pop(name, None)
        self._gone.add(name)

    def __contains__(self, name: object) -> bool:
        return name not in self._gone and (name in self._set or name in self._shelf)

    def __iter__(self) -> Iterator[str]:
        fresh = (name for name in self._set if name not in self._shelf)
        yield from (name for name in self._shelf if name not in self._gone)
        yield from fresh

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def written(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """What was set, and what was read and then altered in place."""
        yield from self._set.items()
        for name, document in self._read.items():
            if name not in self._set and name not in self._gone and document != self._shelf[name]:
                yield name, document

    def removed(self) -> list[str]:
        """The ids of documents that are to go."""
        return [name for name in self._gone if name in self._shelf]
