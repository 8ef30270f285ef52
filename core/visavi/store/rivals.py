"""Two versions of one document, as programs that sync folders leave them, found and settled.

Such a program keeps what came from another computer beside the document, under a name of its own.
It is known here by what is in it, whatever its name. Nothing is merged: somebody chooses, and what
was not chosen is put aside, where it can be chosen again.
"""

import os
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from visavi.errors import Conflict, NotFound, StoreError
from visavi.store import aside, documents, failures, layout, strictjson
from visavi.store.derived import Derived
from visavi.store.files import (
    Folder,
    refuse_protected,
    remove_quietly,
    signature_of,
    sync_folder,
)
from visavi.store.local import SEALED, TinyRepository
from visavi.store.lock import Lock
from visavi.store.staging import Staging, recover

_STEM = re.compile(r"[a-z0-9-]+")

Document = dict[str, Any]


class Rival(NamedTuple):
    """A second version of a document: where it lies, and the place of the one that is in use.

    ``mine`` is the revision in use (``None`` where there is none that can be read), ``theirs`` that
    of the other; ``equal`` tells whether nothing but the revision differs.
    """

    place: str
    document: str
    kind: str
    id: str
    mine: int | None
    theirs: int
    equal: bool

    def as_mapping(self) -> dict[str, Any]:
        """The rival as JSON-ready data; how often matters were changed is nobody's to know."""
        found = self._asdict()
        return found | {"mine": 0, "theirs": 0, "equal": False} if self.kind == "matters" else found


def conflicts(repository: TinyRepository, *, put_aside: bool = False) -> list[Rival]:
    """Every second version in the store, by place; with ``put_aside`` also those settled before.

    Reads the names of all files, and the content of those that are not documents.
    """
    return sorted(_rivals(repository, _everywhere(repository.folder), put_aside))


def among(repository: TinyRepository, places: Iterable[str]) -> list[Rival]:
    """Which of these files are second versions."""
    return sorted(_rivals(repository, places, False))


def later_beside(repository: TinyRepository, place: str) -> bool:
    """Whether a later version of the document at ``place`` lies beside it."""
    base = place.rpartition("/")[0]
    beside = (f"{base}/{name}" for name in repository.folder.names(base))
    rivals = [rival for rival in among(repository, beside) if rival.document == place]
    return any(rival.theirs > (rival.mine or 0) for rival in rivals)


def settle(
    repository: TinyRepository, place: str, holder: str, *, theirs: bool, dry_run: bool = False
) -> str:
    """Keep one version of a document, put the other aside, and tell where it lies then.

    ``place`` is that of the second version, as :func:`conflicts` names it. What is kept gets a
    revision above both, so that every computer takes it for the latest. Raises ``NotFound`` if
    there is no second version, ``Conflict`` if there is no version in use that could be kept.
    """
    folder, derived = repository.folder, Derived(repository.folder)
    with Lock(folder, holder, repository.wait) as lock:
        recover(folder, lock, derived)
        found = [rival for rival in conflicts(repository, put_aside=True) if rival.place == place]
        if not found or found[0].kind == "store":
            raise NotFound(
                "{file} is no second version of a document.",
                todo="visavi store conflicts lists those that there are.",
                file=layout.shown(place),
            )
        rival = found[0]
        if not theirs and rival.mine is None:
            raise Conflict(
                "There is no version of {file} in use that could be kept.",
                todo="Nothing was changed. Keep theirs, or restore that file from a backup.",
                file=rival.document,
            )
        if dry_run:
            return aside.new_place(rival.document)
        staging = Staging(folder, lock, derived)
        try:
            return _settled(repository, staging, rival, theirs)
        finally:
            staging.end()


def _settled(repository: TinyRepository, staging: Staging, rival: Rival, theirs: bool) -> str:
    """First the one that is not kept is safe on the disk, then the other takes its place."""
    folder, place = repository.folder, rival.document
    chosen = _version(repository, rival.place if theirs else place, rival)
    found = folder.look(place)
    put = aside.new_place(place)
    if found is not None:
        refuse_protected(found[1], place, folder.path)
    if not theirs:
        _rename(folder, rival.place, put)
    elif found is not None:
        folder.stage(put, found[0])
        _confirm(folder, put)
    if theirs or rival.theirs >= (rival.mine or 0):
        revision = 1 + max(rival.mine or 0, rival.theirs)
        codec = repository.shelves.codec
        content = documents.prepared(codec.folded(chosen, place), rival.kind, revision)
        about = documents.about(rival.kind, rival.id)
        before = None if found is None else signature_of(found[1])
        staging.put(place, codec.seal(content, place), before, about)
        staging.commit()
        codec.wrote(place, revision)
    if theirs:
        remove_quietly(folder.at(rival.place))
    return put if found is not None else ""


def _rename(folder: Folder, place: str, to: str) -> None:
    try:
        os.rename(folder.at(place), folder.at(to))
    except OSError as error:
        raise failures.unwritable(error, place, folder.path) from error
    _confirm(folder, to)


def _confirm(folder: Folder, place: str) -> None:
    """Wait until the disk has the name of a version that was put aside."""
    try:
        sync_folder(os.path.dirname(folder.at(place)))
    except OSError as error:
        raise failures.unwritable(error, place, folder.path) from error


def _rivals(repository: TinyRepository, places: Iterable[str], put_aside: bool) -> Iterator[Rival]:
    for place in places:
        if _may_be_second(place) and (put_aside or aside.document_of(place) is None):
            rival = _rival(repository, place)
            if rival is not None:
                yield rival


def _rival(repository: TinyRepository, place: str) -> Rival | None:
    """What the file is a second version of, if it is one of any document."""
    folder = repository.folder
    if "/" not in place:
        return _other_description(repository, place)
    content = _content(folder, place)
    if content is None:
        return None
    for candidate in _candidates(folder, place):
        kind, name = layout.kind_at(candidate) or ("", "")
        other = _decoded(repository, content, kind, name, candidate)
        if candidate != place and other is not None:
            standing = _content(folder, candidate)
            own = (
                None if standing is None else _decoded(repository, standing, kind, name, candidate)
            )
            mine = None if own is None else own["revision"]
            equal = own is not None and {**own, "revision": 0} == {**other, "revision": 0}
            return Rival(place, candidate, kind, name, mine, other["revision"], equal)
        if candidate == place and other is not None:
            return None
    return None


def _other_description(repository: TinyRepository, place: str) -> Rival | None:
    """A second ``store.json`` of this very store: its key slots were changed on two computers."""
    content = _content(repository.folder, place)
    if place in (layout.STORE, layout.INTENT, layout.MANIFEST, layout.LOCK) or content is None:
        return None
    try:
        other = strictjson.decode(content, place)
    except StoreError:
        return None
    if other.get("id") != repository.store_id or "format" not in other:
        return None
    own = dict(repository.description)
    mine, theirs = _generation(own), _generation(other)
    return Rival(place, layout.STORE, "store", repository.store_id, mine, theirs, own == other)


def _generation(description: Document) -> int:
    section = description.get(SEALED)
    number = section.get("generation") if isinstance(section, dict) else None
    return number if type(number) is int else 1


def _candidates(folder: Folder, place: str) -> Iterator[str]:
    """The documents of the same folder that it may be a version of, the likeliest first."""
    base, _, name = place.rpartition("/")
    stem = _STEM.match(name)
    near = f"{base}/{stem[0]}.json" if stem else place
    likely = dict.fromkeys(p for p in (place, near) if layout.kind_at(p))
    yield from likely
    for other in folder.names(base):
        beside = f"{base}/{other}"
        if beside not in likely and layout.kind_at(beside):
            yield beside


def _version(repository: TinyRepository, place: str, rival: Rival) -> Document:
    content = _content(repository.folder, place)
    document = content and _decoded(repository, content, rival.kind, rival.id, rival.document)
    if not document:
        raise Conflict("{file} was changed by somebody else in the meantime.", file=place)
    return document


def _content(folder: Folder, place: str) -> bytes | None:
    """The bytes of a plain file that could be a document; ``None`` for anything else."""
    try:
        return folder.read(place)
    except StoreError:
        return None


def _decoded(
    repository: TinyRepository, content: bytes, kind: str, name: str, place: str
) -> Document | None:
    try:
        return repository.shelves.opened(content, kind, name, place)
    except StoreError:
        return None


def _everywhere(folder: Folder) -> Iterator[str]:
    """All files in folders of documents, and beside the description."""
    yield from folder.names(".")
    dossiers = (f"{layout.DOSSIERS}/{name}" for name in folder.names(layout.DOSSIERS))
    for base in (layout.REGISTER, layout.MATTERS, *filter(layout.is_folder, dossiers)):
        if os.path.isdir(folder.at(base)):
            for name in folder.names(base):
                yield f"{base}/{name}"


def _may_be_second(place: str) -> bool:
    """Whether a sync program may have put it there: what is staged is our own.

    Names of documents are, but in the register, such that no copy can have one by accident.
    """
    if layout.is_staged(place):
        return False
    return layout.kind_at(place) is None or place.startswith(f"{layout.REGISTER}/")
