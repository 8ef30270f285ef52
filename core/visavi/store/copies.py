"""Copies of a store that are read back and compared before anybody is told that they exist."""

import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO
from itertools import chain
from typing import Any, NamedTuple

from visavi.errors import (
    Busy,
    Conflict,
    InvalidInput,
    StoreDamaged,
    StoreError,
    StoreMissing,
    StoreUnwritable,
)
from visavi.store import failures, layout, strictjson
from visavi.store.codec import Codec, PlainCodec
from visavi.store.derived import Derived
from visavi.store.files import (
    CREATE,
    LONGEST,
    Folder,
    Signature,
    appearing,
    make_folder,
    own,
    sync,
    sync_folder,
    write_new,
)
from visavi.store.local import (
    TinyRepository,
    Unlock,
    codec_of,
    described,
    description_of,
    resolved,
)
from visavi.store.lock import Lock
from visavi.store.shelves import Shelves
from visavi.store.staging import recover

Contents = Iterator[tuple[str, bytes]]
"""Places of a store and what stands there, as it is on the disk."""

_DESCRIBING = (layout.STORE, layout.MANIFEST)
_TRIES = 3

Lookup = Callable[[str], bytes | None]


class Copy(NamedTuple):
    """A copy that was made and compared: where, of which store, and how much."""

    path: str
    store_id: str
    files: int
    length: int


def backup(repository: TinyRepository, path: str, holder: str) -> Copy:
    """Copy the store to ``path``: a tar archive if it ends in ``.tar``, else a folder.

    The copy is read back, opened and compared before it gets its name. Derived files are left out.
    Nobody can write meanwhile; where nothing can be locked, as on a read-only disk, nobody may have
    written meanwhile. Raises :class:`~visavi.errors.Conflict` if something is at ``path`` already,
    and :class:`~visavi.errors.StoreDamaged` if the store itself is.
    """
    path, folder = resolved(path), repository.folder
    _refuse_inside(path, folder.path)
    with ExitStack() as held:
        try:
            lock = held.enter_context(Lock(folder, holder, repository.wait))
        except StoreUnwritable as error:
            if not failures.is_read_only(error):
                raise
            return _of_one_moment(repository, path)
        recover(folder, lock, Derived(folder))
        with appearing(path) as beside:
            return _copied(repository, path, beside)


def restore(
    source: str,
    path: str,
    *,
    unlock: Unlock | None = None,
    finish: Callable[[TinyRepository], None] | None = None,
) -> Copy:
    """Make a store at ``path`` from a backup; there must be nothing at ``path`` yet.

    Every document is read before the new store gets its name; one of a sealed store is opened by
    ``unlock``. Raises :class:`~visavi.errors.StoreDamaged` if the backup is not whole.
    """
    path, source = resolved(path), resolved(source)
    _require_backup(source)
    _refuse_another(path, source)
    contents = _of_backup if os.path.isdir(source) else _of_archive
    with appearing(path) as beside:
        codec = codec_of(_description(source), source, unlock)
        copy = Folder(beside, codec)
        _write_folder(copy, contents(source, codec))
        description = description_of(copy)
        files, length = _compare(contents(source, codec), copy.read, Shelves(copy))
        if finish is not None:
            finish(TinyRepository(copy, description, 0.0))
    return Copy(path, description["id"], files, length)


def _refuse_inside(path: str, store: str) -> None:
    """A copy that lies in the store is lost with it."""
    if os.path.commonpath((os.path.realpath(path), os.path.realpath(store))) == os.path.realpath(
        store
    ):
        raise InvalidInput(
            "The backup {path} would lie in the store itself.",
            todo="Nothing was made. Name a place on another disk.",
            path=path,
        )


def _require_backup(path: str) -> None:
    """Raise :class:`~visavi.errors.StoreMissing` for what is neither a file nor a folder."""
    if not os.path.lexists(path):
        raise StoreMissing("There is no backup at {path}.", path=path)
    if os.path.isdir(path) and not os.path.lexists(os.path.join(path, layout.STORE)):
        raise StoreMissing("The folder {path} holds no backup.", path=path)
    if not os.path.isdir(path) and not os.path.isfile(path):
        raise StoreMissing(
            "{path} is {what}, not a file or folder, so it cannot be a backup.",
            path=path,
            what=failures.sort_of(path),
        )


def _of_one_moment(repository: TinyRepository, path: str) -> Copy:
    """A copy made without the lock: if anything changed while it was made, it is made again."""
    for _ in range(_TRIES):
        before = _moment(repository.folder)
        try:
            with appearing(path) as beside:
                made = _copied(repository, path, beside)
                if layout.INTENT not in before and _moment(repository.folder) == before:
                    return made
                raise Busy("The store was written to while it was copied.")
        except (Busy, StoreDamaged):
            if layout.INTENT not in before and _moment(repository.folder) == before:
                raise
    raise Busy(
        "Somebody writes to the store {path} again and again while it is copied.",
        todo="No backup was made. Try again in a moment.",
        path=repository.path,
    )


def _moment(folder: Folder) -> dict[str, Signature | None]:
    """What stands where, to be compared later."""
    places = (layout.STORE, *_places(folder))
    state = {place: folder.signature(place) for place in places}
    unfinished = folder.signature(layout.INTENT)
    return state if unfinished is None else {**state, layout.INTENT: unfinished}


def _copied(repository: TinyRepository, path: str, beside: str) -> Copy:
    """Make the copy under its first name, read it back, and tell how much it is."""
    folder = repository.folder
    if path.endswith(".tar"):
        _write_archive(beside, _with_manifest(_of_folder(folder)), folder.codec)
        lookup: Lookup = dict(_of_archive(beside, folder.codec)).get
    else:
        copy = Folder(beside, folder.codec)
        _write_folder(copy, _with_manifest(_of_folder(folder)))
        lookup = copy.read
    files, length = _compare(_of_folder(folder), lookup, repository.shelves)
    return Copy(path, repository.store_id, files, length)


def _refuse_another(path: str, source: str) -> None:
    """Where a store is nothing is restored: which one is there, and which one it would be."""
    try:
        there = description_of(Folder(path))["id"]
    except StoreError:
        return
    raise Conflict(
        "There is the store {there} at {path} already; the backup is of the store {own}.",
        todo="Nothing was changed. Name a place where nothing is yet.",
        there=there,
        path=path,
        own=_description(source)["id"],
    )


def _compare(original: Contents, lookup: Lookup, shelves: Shelves) -> tuple[int, int]:
    """Hold every file against its copy, and read the copy as the document that it is.

    Gives how many there are and how long they are. Matters are not counted: a count that grew
    would tell that there is one.
    """
    files = length = 0
    for place, content in original:
        if lookup(place) != content:
            strictjson.damaged(place, "the copy differs from it")
        kind = layout.kind_at(place)
        if kind is not None:
            shelves.decoded(content, *kind, place)
        if kind is None or kind[0] not in ("matter", "matters"):
            files, length = files + 1, length + len(content)
    return files, length


def _with_manifest(contents: Contents) -> Contents:
    """The same, and at the end how much it was: a copy that lost its tail shall be noticed."""
    files = length = 0
    for place, content in contents:
        yield place, content
        files, length = files + 1, length + len(content)
    yield layout.MANIFEST, strictjson.encode({"files": files, "length": length})


def _without_manifest(contents: Contents, *, needed: bool) -> Contents:
    """The same without the manifest; raises :class:`StoreDamaged` if that does not agree."""
    files = length = 0
    manifest: dict[str, Any] | None = None
    for place, content in contents:
        if place == layout.MANIFEST:
            manifest = strictjson.decode(content, place)
        else:
            if place == layout.STORE:
                described(content, place)
            yield place, content
            files, length = files + 1, length + len(content)
    if manifest is None and not needed:
        return
    if manifest != {"files": files, "length": length}:
        strictjson.damaged(layout.MANIFEST, "the backup does not hold what was put into it")


def _of_folder(folder: Folder) -> Contents:
    """All data of a store."""
    for place in (layout.STORE, *_places(folder)):
        content = folder.read(place)
        if content is None:
            strictjson.damaged(place, "it is missing")
        yield place, content


def describe_backup(path: str) -> dict[str, Any]:
    """What the store is that a backup was made of, from what stands in it in the open."""
    path = resolved(path)
    _require_backup(path)
    return _description(path)


def no_backup(path: str) -> StoreDamaged:
    """A file that is no archive of ours, or not the whole of one."""
    return StoreDamaged(
        "{path} is not a backup, or is cut off.",
        todo="Nothing was changed. Take another backup.",
        path=path,
    )


def _description(source: str) -> dict[str, Any]:
    """What the store is that a backup was made of."""
    if os.path.isdir(source):
        return description_of(Folder(source))
    members = _members(source, PlainCodec())
    found = next((content for place, content in members if place == layout.STORE), None)
    if found is None:
        strictjson.damaged(layout.STORE, "it is missing")
    return described(found, source)


def _of_backup(path: str, codec: Codec) -> Contents:
    """All data of a backup that is a folder."""
    folder = Folder(path, codec)
    if os.path.lexists(folder.at(layout.INTENT)):
        strictjson.damaged(layout.INTENT, "a change was not finished: open that store first")
    manifest = folder.read(layout.MANIFEST)
    tail = () if manifest is None else ((layout.MANIFEST, manifest),)
    return _without_manifest(chain(_of_folder(folder), tail), needed=False)


def _of_archive(path: str, codec: Codec) -> Contents:
    """All data of a backup that is an archive."""
    return _without_manifest(_members(path, codec), needed=True)


def _members(path: str, codec: Codec) -> Contents:
    """What is in an archive; nothing else than what belongs into a backup may be."""
    try:
        with tarfile.open(path, "r:") as archive:
            for member in archive:
                place = codec.from_disk(member.name)
                kind = layout.kind_at(place)
                if member.type != tarfile.REGTYPE or not (kind or place in _DESCRIBING):
                    strictjson.damaged(ascii(place), "it does not belong into a backup")
                if member.issparse() or member.size > LONGEST:
                    raise failures.too_long(place, LONGEST)
                inner = archive.extractfile(member)
                yield place, inner.read() if inner is not None else b""
    except tarfile.TarError:
        raise no_backup(path) from None
    except OSError as error:
        raise failures.unreadable(error, os.path.basename(path), path) from error


def _places(folder: Folder) -> Iterator[str]:
    """Where documents of a store lie."""
    dossiers = (f"{layout.DOSSIERS}/{name}" for name in folder.names(layout.DOSSIERS))
    for base in (layout.REGISTER, layout.MATTERS, *dossiers):
        if os.path.isdir(folder.at(base)):
            for name in folder.names(base):
                if layout.kind_at(place := f"{base}/{name}") is not None:
                    yield place


def _write_folder(copy: Folder, contents: Contents) -> None:
    """Lay a store out in a new folder."""
    path = copy.path
    make_folder(path)
    made = {path}
    for name in layout.FOLDERS:
        make_folder(f"{path}/{name}")
        made.add(f"{path}/{name}")
    for place, content in contents:
        full = copy.at(place)
        if (base := os.path.dirname(full)) not in made:
            make_folder(base)
            made.add(base)
        write_new(full, content, durable=True)
    for base in made:
        sync_folder(base)


def _write_archive(path: str, contents: Contents, codec: Codec) -> None:
    """Pack the data of a store into one file."""
    handle = os.open(path, CREATE, 0o600)
    with open(handle, "wb") as file:
        own(handle)
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
            for place, content in contents:
                member = tarfile.TarInfo(codec.on_disk(place))
                member.size, member.mode = len(content), 0o600
                archive.addfile(member, BytesIO(content))
        file.flush()
        sync(handle)
