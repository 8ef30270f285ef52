"""Changes of files that are all or nothing, also when the program or the power dies in between.

New content first becomes a staged file with a name of its own, on the disk. A change of one file
is then one rename. A change of several writes down what it is about to do, on the disk, as the
*intent*; from then on it is decided, and whoever opens the store next finishes it. Staged files
without an intent were never decided, and are removed.
"""

import os
from collections.abc import Iterable

from visavi.errors import Conflict
from visavi.store import documents, failures, layout
from visavi.store.derived import Derived
from visavi.store.files import (
    Folder,
    Signature,
    make_folder,
    remove_folder_quietly,
    remove_quietly,
    sync_folder,
)
from visavi.store.layout import DOSSIERS, INTENT, STAGED
from visavi.store.lock import Lock

Moves = dict[str, str]
"""Where each staged file is to go: target by place."""


class Staging:
    """One change under way; the lock must be held from its making to its end."""

    def __init__(self, folder: Folder, lock: Lock, derived: Derived) -> None:
        self._folder = folder
        self._lock = lock
        self._derived = derived
        self._moves: Moves = {}
        self._removals: list[str] = []
        self._before: dict[str, Signature | None] = {}
        self._people: dict[str, None] = {}
        self._decided = False

    def put(self, place: str, content: bytes, before: Signature | None, changed: str) -> None:
        """Stage new content for a place where ``before`` stands; note who changed by it."""
        staged = self._folder.stage(content)
        earlier = self._moves.get(place)
        self._moves[place] = staged
        self._note(place, before, changed)
        if earlier is not None:
            remove_quietly(self._folder.at(earlier))

    def remove(self, place: str, before: Signature, changed: str) -> None:
        """Remove the file at a place when the change is done."""
        self._removals.append(place)
        self._note(place, before, changed)

    def commit(self) -> None:
        """Put everything in place: when this returns, the disk has it."""
        if not self._moves and not self._removals:
            return
        self._still_ours()
        people = "".join(f"{person}\n" for person in self._people).encode("ascii")
        if people:
            self._noted_before(people)
        if len(self._moves) + len(self._removals) == 1:
            self._one_file()
        else:
            self._several_files()
        if people:
            try:
                self._derived.note(people)
            except OSError:
                return  # noted before the change already: who read in between will ask again

    def discard(self) -> None:
        """Leave the store as it was, unless the change was decided already."""
        if not self._decided:
            for staged in self._moves.values():
                remove_quietly(self._folder.at(staged))

    def _note(self, place: str, before: Signature | None, changed: str) -> None:
        self._before.setdefault(place, before)
        if changed:
            self._people[changed] = None

    def _still_ours(self) -> None:
        """The last look before anything is replaced: nobody may have written in between."""
        self._lock.confirm()
        for place, before in self._before.items():
            if self._folder.signature(place) != before:
                raise Conflict(
                    "{file} was changed by somebody else in the meantime.",
                    todo="Nothing was changed. Look at it again, and repeat what is still wanted.",
                    file=place,
                )

    def _noted_before(self, people: bytes) -> None:
        try:
            self._derived.note(people)
        except OSError as error:
            raise failures.unwritable(error, "index", self._folder.path) from error

    def _one_file(self) -> None:
        place = next(iter(self._before))
        made: list[str] = []
        try:
            _make_folders(self._folder, self._moves, made)
            _place_all(self._folder, self._moves, self._removals)
        except OSError as error:
            for path in made:
                remove_folder_quietly(path)
            raise failures.unwritable(error, place, self._folder.path) from error
        self._decided = True
        try:
            _confirm(self._folder, self._before, made)
        except OSError as error:
            raise failures.unconfirmed(error, self._folder.path) from error

    def _several_files(self) -> None:
        intent = documents.encode({"moves": self._moves, "removals": self._removals})
        unsure: OSError | None = None
        staged = self._folder.stage(intent)
        try:
            sync_folder(self._folder.at(STAGED))
            self._decided = True
            os.replace(self._folder.at(staged), self._folder.at(INTENT))
        except OSError as error:
            self._decided = False
            remove_quietly(self._folder.at(staged))
            raise failures.unwritable(error, INTENT, self._folder.path) from error
        try:
            sync_folder(self._folder.path)
        except OSError as error:
            unsure = error
        try:
            _finish(self._folder, self._moves, self._removals)
        except OSError as error:
            raise failures.unfinished(error, self._folder.path) from error
        if unsure is not None:
            raise failures.unconfirmed(unsure, self._folder.path)


def recover(folder: Folder) -> bool:
    """Finish a change that was decided, or undo one that was not; needs the lock.

    Tells whether there was one to finish.
    """
    content = folder.read(INTENT)
    if content is None:
        _remove_staged(folder)
        return False
    moves, removals = _intent(content)
    left = {place: staged for place, staged in moves.items() if _is_there(folder, staged)}
    try:
        _finish(folder, left, [place for place in removals if _is_there(folder, place)])
    except OSError as error:
        raise failures.unfinished(error, folder.path) from error
    _remove_staged(folder)
    return True


def _finish(folder: Folder, moves: Moves, removals: list[str]) -> None:
    """Do what an intent says; raises ``OSError``."""
    made: list[str] = []
    _make_folders(folder, moves, made)
    _place_all(folder, moves, removals)
    _confirm(folder, (*moves, *removals), made)
    os.unlink(folder.at(INTENT))
    sync_folder(folder.path)


def _is_there(folder: Folder, place: str) -> bool:
    return os.path.lexists(folder.at(place))


def _make_folders(folder: Folder, places: Iterable[str], made: list[str]) -> None:
    """Make the dossiers that these places need and that are not there; ``made`` gets them."""
    for place in places:
        path = folder.at(place.rpartition("/")[0])
        if place.startswith(DOSSIERS) and not os.path.isdir(path):
            make_folder(path)
            made.append(path)


def _place_all(folder: Folder, moves: Moves, removals: Iterable[str]) -> None:
    """Rename every staged file to where it belongs, and remove what is to go."""
    for place, staged in moves.items():
        os.replace(folder.at(staged), folder.at(place))
    for place in removals:
        os.unlink(folder.at(place))


def _confirm(folder: Folder, places: Iterable[str], made: list[str]) -> None:
    """Wait until the disk has the names in all folders that were touched."""
    for path in dict.fromkeys(folder.at(place.rpartition("/")[0]) for place in places):
        sync_folder(path)
    if made:
        sync_folder(folder.at(DOSSIERS))


def _intent(content: bytes) -> tuple[Moves, list[str]]:
    intent = documents.decode(content, INTENT)
    moves, removals = intent.get("moves"), intent.get("removals")
    if not isinstance(moves, dict) or not isinstance(removals, list):
        documents.damaged(INTENT, "it is not an intent")
    for place in (*moves, *removals):
        if layout.kind_at(place) is None:
            documents.damaged(INTENT, "it is not an intent")
    for staged in moves.values():
        if not isinstance(staged, str) or not layout.is_staged(staged):
            documents.damaged(INTENT, "it is not an intent")
    return moves, removals


def _remove_staged(folder: Folder) -> None:
    for name in folder.names(STAGED):
        if layout.is_staged(place := f"{STAGED}/{name}"):
            remove_quietly(folder.at(place))
