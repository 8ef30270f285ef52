"""Is a store whole? Looks at every file, changes nothing; and what can be put right by itself."""

import os
import stat
from collections.abc import Iterator
from typing import Any, NamedTuple

from visavi.errors import Busy, StoreError, StoreNewer, StoreUnwritable
from visavi.messages import Sentence, say
from visavi.store import aside, layout
from visavi.store.derived import Derived
from visavi.store.files import Folder, remove_folder_quietly, remove_quietly
from visavi.store.local import TinyRepository
from visavi.store.lock import Lock
from visavi.store.rivals import among
from visavi.store.staging import recover


class StoreProblem(NamedTuple):
    """Something about a store that is not as it must be.

    ``code`` is one of ``damaged``, ``foreign`` (not visavi's, and not read), ``conflict`` (a second
    version of a document, left by a program that syncs), ``gone`` (it was there once), ``open``
    (others may read it), ``incomplete`` (a dossier without its person), ``staged`` and ``intent``
    (left by a program that died), ``folder`` (an empty dossier), ``index``.
    ``repairable`` tells whether :func:`repair` puts it right.
    """

    place: str
    code: str
    sentence: str
    repairable: bool = False

    def as_mapping(self) -> dict[str, Any]:
        """The problem as JSON-ready data."""
        return self._asdict()


def check(repository: TinyRepository) -> list[StoreProblem]:
    """Everything that is wrong with the store, by place; empty if nothing is.

    Reads every document. The store may be in use meanwhile.
    """
    folder = repository.folder
    found: list[StoreProblem] = []
    staged: list[str] = []
    for name in (*layout.DATA, layout.INDEX, layout.STAGED):
        if not os.path.isdir(folder.at(name)):
            found.append(_problem(name, "damaged", "The folder {file} is missing."))
    stands = folder.signature(layout.COMPARTMENT) or not os.path.isdir(folder.at(layout.MATTERS))
    if repository.description["format"] >= 2 and not stands:
        found.append(_problem(layout.COMPARTMENT, "damaged", "{file} is missing."))
    for place, status in _files(folder):
        if layout.is_staged(place):
            staged.append(place)
        else:
            found.extend(_file(repository, place, status))
    found.extend(_left(folder, staged))
    found.extend(_dossiers(folder))
    found.extend(_gone(folder))
    if Derived(folder).garbled():
        sentence = "The log of changed people is garbled."
        found.append(_problem(f"{layout.INDEX}/{layout.CHANGES}", "index", sentence, True))
    return sorted(found)


def repair(repository: TinyRepository, holder: str) -> list[StoreProblem]:
    """Finish or undo what a dead program left, and throw the derived files away.

    No document is changed. Gives the problems that remain. Needs the store for itself meanwhile;
    raises :class:`~visavi.errors.Busy` if it does not get it.
    """
    folder, derived = repository.folder, Derived(repository.folder)
    with Lock(folder, holder, repository.wait) as lock:
        recover(folder, lock, derived)
        for place, _ in list(_files(folder)):
            if layout.is_staged(place):
                remove_quietly(folder.at(place))
        for problem in list(_dossiers(folder)):
            if problem.code == "folder":
                remove_folder_quietly(folder.at(problem.place))
        derived.throw_away()
    return check(repository)


def _file(repository: TinyRepository, place: str, status: os.stat_result) -> Iterator[StoreProblem]:
    """What is wrong with one file."""
    if os.name != "nt" and status.st_mode & 0o077 and not stat.S_ISLNK(status.st_mode):
        yield _problem(place, "open", "Other users of this computer may read or change {file}.")
    if place in (layout.LOCK, layout.INTENT, layout.STORE, layout.MANIFEST):
        return
    if aside.document_of(place) is not None:
        return
    rivals = among(repository, (place,))
    kind = layout.kind_at(place)
    if rivals:
        sentence = "{file} is a second version of {other}: visavi store conflicts tells more."
        other = layout.shown(rivals[0].document)
        yield _problem(place, "conflict", sentence, other=other)
    elif kind is None or not stat.S_ISREG(status.st_mode):
        yield _problem(place, "foreign", "{file} is not a file of visavi's and is not read.")
    else:
        yield from _document(repository, kind, place)


def _document(
    repository: TinyRepository, kind: tuple[str, str], place: str
) -> Iterator[StoreProblem]:
    """What is wrong with a document."""
    try:
        repository.shelves.document(*kind, place)
    except StoreError as error:
        yield StoreProblem(place, "damaged", error.message)


def _left(folder: Folder, staged: list[str]) -> Iterator[StoreProblem]:
    """What a dead program left. While another one writes, nothing is: it may be its own."""
    try:
        with Lock(folder, "check", 0):
            yield from list(_still_left(folder, staged))
    except Busy:
        return
    except (StoreUnwritable, StoreNewer):
        yield from _still_left(folder, staged)


def _still_left(folder: Folder, staged: list[str]) -> Iterator[StoreProblem]:
    if os.path.lexists(folder.at(layout.INTENT)):
        sentence = "A change of several files was decided, but not finished ({file})."
        yield _problem(layout.INTENT, "intent", sentence, True)
    for place in staged:
        if os.path.lexists(folder.at(place)):
            sentence = "{file} was left by a program that ended in the middle of a change."
            yield _problem(place, "staged", sentence, True)


def _dossiers(folder: Folder) -> Iterator[StoreProblem]:
    """Dossiers that are empty, or have no person in them."""
    if not os.path.isdir(folder.at(layout.DOSSIERS)):
        return
    for name in folder.names(layout.DOSSIERS):
        place = f"{layout.DOSSIERS}/{name}"
        if not layout.is_folder(place) or not os.path.isdir(folder.at(place)):
            continue
        inside = folder.names(place)
        if not inside:
            yield _problem(place, "folder", "The dossier {file} is empty.", True)
        elif "person.json" not in inside:
            yield _problem(place, "incomplete", "The dossier {file} has no person in it.")


def _gone(folder: Folder) -> Iterator[StoreProblem]:
    """Documents that were written here, and are not there any more."""
    for place in list(folder.codec.remembered()):
        if folder.signature(place) is None:
            yield _problem(place, "gone", "{file} was written here once, and is not there.")


def _files(folder: Folder, place: str = "") -> Iterator[tuple[str, os.stat_result]]:
    """All that is not a folder of visavi's, but for derived files; links are not followed."""
    for name in folder.names(place or "."):
        inner = f"{place}/{name}".lstrip("/")
        try:
            status = os.lstat(folder.at(inner))
        except FileNotFoundError:
            continue  # gone since the folder was listed
        if not stat.S_ISDIR(status.st_mode) or not layout.is_folder(inner):
            yield inner, status
        elif inner != layout.INDEX:
            yield from _files(folder, inner)


def _problem(
    place: str, code: str, sentence: Sentence, repairable: bool = False, **values: str
) -> StoreProblem:
    shown = layout.shown(place)
    return StoreProblem(shown, code, say(sentence, file=shown, **values), repairable)
