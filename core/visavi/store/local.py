"""The local store: a folder, read and written through TinyDB."""

import os
import re
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from visavi.errors import (
    NotFound,
    StoreDamaged,
    StoreError,
    StoreLocked,
    StoreMissing,
    StoreNewer,
    StoreOlder,
    StoreUnwritable,
)
from visavi.model.ids import draw
from visavi.store import documents, failures, layout, strictjson
from visavi.store.codec import Codec, PlainCodec
from visavi.store.derived import Derived
from visavi.store.files import (
    Folder,
    appearing,
    make_folder,
    sync_folder,
    write_new,
)
from visavi.store.lock import Lock, require_locks
from visavi.store.repository import Document
from visavi.store.shelves import Shelves

if TYPE_CHECKING:
    from visavi.store.changing import LocalChange
    from visavi.store.tiny import FolderStorage, FolderTable

FORMAT = 2
"""The number of the folder's form; a higher one was written by a newer program."""

SEALED = "sealed"
"""The member of a store's description that holds the key slots of a sealed one."""

_ID = re.compile(r"[a-z0-9-]{1,40}")
"""What the id of a store may be: files on this computer are named by it."""

Unlock = Callable[[Mapping[str, Any]], Codec]
"""Gives the codec of the sealed store that is described so; may ask somebody."""

Sealing = Callable[[str], tuple[Mapping[str, Any], Codec]]
"""Gives the key slots and the codec of a new sealed store with this id."""


def open_store(path: str, *, wait: float = 5.0, unlock: Unlock | None = None) -> "TinyRepository":
    """The store in the folder ``path``.

    A change that the last writer had decided on but not finished is finished first. ``wait`` is
    how many seconds to wait for another writer before :class:`~visavi.errors.Busy`. A sealed store
    is opened by ``unlock``; one of a newer program is read-only. Raises
    :class:`~visavi.errors.StoreError`: missing, damaged, newer, older than last seen, locked.
    """
    path = resolved(path)
    description = description_of(Folder(path), newer=True)
    folder = Folder(path, codec_of(description, path, unlock))
    if description["format"] > FORMAT:
        from visavi.store.frozen import FrozenRepository

        return FrozenRepository(folder, description)
    if os.path.lexists(folder.at(layout.INTENT)):
        from visavi.store.staging import recover

        with Lock(folder, "recovery", wait) as lock:
            recover(folder, lock, Derived(folder))
    repository = TinyRepository(folder, description, wait)
    _look_back(repository)
    return repository


def create_store(
    path: str, *, created_by: str = "visavi", wait: float = 5.0, sealing: Sealing | None = None
) -> "TinyRepository":
    """A new, empty store in a folder that is not there yet or is empty; sealed by ``sealing``.

    It appears whole or not at all. Raises :class:`~visavi.errors.Conflict` if something is there.
    """
    path = resolved(path)
    description: dict[str, Any] = {
        "schema": f"visavi.store/{FORMAT}",
        "format": FORMAT,
        "id": f"s-{draw(12)}",
        "created_by": created_by,
    }
    codec: Codec = PlainCodec()
    if sealing is not None:
        description[SEALED], codec = sealing(description["id"])
    with appearing(path) as beside:
        make_folder(beside)
        for name in layout.FOLDERS:
            make_folder(f"{beside}/{name}")
        write_new(f"{beside}/{layout.STORE}", strictjson.encode(description), durable=True)
        _make_compartment(Folder(beside, codec))
        Derived(Folder(beside, codec)).note(())
        require_locks(Folder(beside, codec), path)
        sync_folder(beside)
    codec.wrote(layout.STORE, 1)
    codec.wrote(layout.COMPARTMENT, 1)
    return open_store(path, wait=wait, unlock=lambda _: codec)


class TinyRepository:
    """A :class:`~visavi.store.repository.Repository` in a folder, with TinyDB as query layer."""

    def __init__(self, folder: Folder, description: Mapping[str, Any], wait: float) -> None:
        self.folder = folder
        self.description = description
        self.wait = wait
        self.shelves = Shelves(folder, description["format"])
        self._derived = Derived(folder)
        self._opened: FolderStorage | None = None
        self._tables: dict[str, FolderTable] = {}

    @property
    def path(self) -> str:
        """The folder, with links resolved."""
        return self.folder.path

    @property
    def store_id(self) -> str:
        """What tells this store from every other one."""
        return str(self.description["id"])

    @property
    def read_only(self) -> StoreError | None:
        """Why nothing can be saved in it now, as far as that can be known without trying."""
        if self.folder.closed is None and not os.access(self.folder.at(layout.STAGED), os.W_OK):
            return StoreUnwritable(
                "Nothing can be saved in this store: it can be read, and not written to.",
                todo="Look at the disk and the permissions of {path}.",
                path=self.path,
            )
        return self.folder.closed

    @property
    def unread(self) -> Set[str]:
        """The ids of people and dialogues that were met and are left out, as a newer program's."""
        return frozenset()

    @property
    def sealed(self) -> bool:
        """Whether nobody can read it without its passphrase."""
        return SEALED in self.description

    def table(self, name: str) -> "FolderTable":
        """A TinyDB table: ``people``, ``dialogues``, ``dialogues/<employee>``, ``matters``.

        Its queries read; what changes it belongs inside :meth:`changing`.
        """
        found = self._tables.get(name)
        if found is None:
            from visavi.store.tiny import FolderTable

            found = FolderTable(self._storage(), name)
            if "/" not in name:
                self._tables[name] = found
        return found

    def register(self, name: str) -> Document:
        """One of the register's own documents; an empty one with revision 0 if never written."""
        found = self._get("register", name)
        if found is None and layout.register_place(name) is None:
            raise NotFound("There is no {name} in the register.", name=ascii(name[:40]))
        return found or {"schema": "visavi.register/1", "id": name, "revision": 0}

    def person(self, person: str) -> Document:
        """One person; raises :class:`NotFound`."""
        found = self._get("people", person)
        if found is None:
            raise NotFound("There is no person {id} for you.", id=documents.shown(person))
        return found

    def people(self) -> Iterator[Document]:
        """Everybody, in the order of their ids, one at a time."""
        return iter(self.table("people"))

    def dialogue(self, dialogue: str) -> Document:
        """One dialogue; raises :class:`NotFound`."""
        found = self._get("dialogues", dialogue)
        if found is None:
            raise NotFound("There is no dialogue {id} for you.", id=documents.shown(dialogue))
        return found

    def dialogues_of(self, employee: str) -> Iterator[Document]:
        """The dialogues of one employee, in the order of their ids."""
        return iter(self.table(f"dialogues/{employee}"))

    def matter(self, matter: str) -> Document:
        """One matter; raises :class:`NotFound`."""
        found = self._get("matters", matter)
        if found is None:
            raise NotFound("There is no matter {id} for you.", id=documents.shown(matter))
        return found

    def matters(self) -> Iterator[Document]:
        """All matters, in the order of their ids. Who may know of one is the caller's to ask."""
        return iter(self.table("matters"))

    @contextmanager
    def changing(self, holder: str) -> Iterator["LocalChange"]:
        """The store for one writer at a time; ``holder`` is named to whoever has to wait."""
        from visavi.store.changing import LocalChange
        from visavi.store.staging import Staging, recover

        with Lock(self.folder, holder, self.wait) as lock:
            storage = self._storage()
            recover(self.folder, lock, self._derived)
            if self.description["format"] < FORMAT:
                from visavi.store.upgrading import upgrade

                upgrade(self, lock, self._derived)
            staging = Staging(self.folder, lock, self._derived)
            change = LocalChange(self, self.shelves, staging)
            storage.pen = change
            try:
                yield change
                change.commit()
            finally:
                storage.pen = None
                staging.end()

    def changed_people(self, since: int) -> tuple[int, tuple[str, ...]]:
        """The present mark of the log of changed people, and who changed after mark ``since``."""
        return self._derived.changed(since)

    def derived(self, name: str) -> bytes | None:
        """A derived file; ``None`` where there is none. It may be thrown away at any time.

        One that cannot be unsealed is as good as none.
        """
        content = self._derived.read(name)
        try:
            place = f"{layout.INDEX}/{name}"
            return None if content is None else self.folder.codec.unseal(content, place)
        except StoreError:
            return None

    def put_derived(self, name: str, content: bytes) -> None:
        """Replace a derived file, whole but without waiting for the disk.

        Where the disk takes nothing the file is left out: it can be made anew.
        """
        place = layout.derived_place(name)
        self._derived.put(name, self.folder.codec.seal(content, place))

    def _get(self, table: str, name: str) -> Document | None:
        found: Document | None = self.table(table).get(doc_id=name)  # type: ignore[call-overload]
        return found

    def _storage(self) -> "FolderStorage":
        if self._opened is None:
            from visavi.store.tiny import FolderStorage

            self._opened = FolderStorage(self.shelves)
        return self._opened


def _make_compartment(folder: Folder) -> None:
    """The file of all matters, without any."""
    place, kind = layout.COMPARTMENT, "matters"
    content = documents.prepared({"id": kind, "matters": {}}, kind, 1)
    write_new(folder.at(place), folder.codec.seal(content, place), durable=True)
    sync_folder(folder.at(layout.MATTERS))


def resolved(path: str) -> str:
    """The path in full; a link to a store is followed once, here."""
    path = os.path.abspath(path)
    return os.path.realpath(path) if os.path.islink(path) else path


def codec_of(description: Mapping[str, Any], path: str, unlock: Unlock | None) -> Codec:
    """How the content of the store that is described so stands on the disk."""
    if SEALED not in description:
        return PlainCodec()
    if unlock is None:
        raise StoreLocked("The store {path} is sealed, and needs its passphrase.", path=path)
    return unlock(description)


def description_of(folder: Folder, *, newer: bool = False) -> dict[str, Any]:
    """What ``store.json`` says, once it is sure that this is a store we can read.

    A ``newer`` one is given as well, to whoever only reads.
    """
    try:
        content = folder.read(layout.STORE)
    except StoreDamaged:
        if os.path.isdir(folder.path):
            raise
        content = None
    if content is None:
        raise _no_store(folder)
    return described(content, folder.path, newer=newer)


def described(content: bytes, path: str, *, newer: bool = False) -> dict[str, Any]:
    """What a ``store.json`` says; raises :class:`StoreNewer` or :class:`StoreDamaged`."""
    description = strictjson.decode(content, layout.STORE)
    number = description.get("format")
    store_id = description.get("id")
    if type(number) is not int or number < 1 or type(store_id) is not str:
        strictjson.damaged(layout.STORE, "it does not describe a store")
    if number > FORMAT and not newer:
        raise StoreNewer(
            "The store {path} was written by a newer visavi (form {number}).",
            todo="Use that version to open it; nothing was changed.",
            path=path,
            number=number,
        )
    if not _ID.fullmatch(store_id):
        strictjson.damaged(layout.STORE, "it has an id that no store has")
    return description


def _look_back(repository: TinyRepository) -> None:
    """Read what was changed last; raises :class:`StoreOlder` if that change is gone again.

    A program that syncs may have put an older version in its place and laid the change beside it:
    then the store opens, so that somebody can choose, and only that document is refused.
    """
    shelves = repository.shelves
    place = next(iter(shelves.codec.remembered()), None)
    kind = None if place is None else layout.kind_at(place)
    if place is not None and kind is not None:
        try:
            shelves.document(*kind, place)
        except StoreOlder:
            from visavi.store.rivals import later_beside

            if not later_beside(repository, place):
                raise
        except StoreError:
            return  # named when somebody asks for that document


def _no_store(folder: Folder) -> StoreMissing | StoreDamaged:
    if os.path.isdir(folder.at(layout.DOSSIERS)):
        return StoreDamaged(
            "store.json is missing in {path}, though the dossiers are there.",
            todo="Nothing was changed. Restore that file from a backup.",
            path=folder.path,
        )
    if os.path.lexists(folder.path) and not os.path.isdir(folder.path):
        return StoreMissing(
            "{path} is {what}, not a folder, so it cannot be a store.",
            todo="Name the folder that holds the store.",
            path=folder.path,
            what=failures.sort_of(folder.path),
        )
    return StoreMissing(
        "There is no store at {path}.",
        todo="Make one with visavi store init, or name another folder.",
        path=folder.path,
    )
