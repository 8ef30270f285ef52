"""Changes of files that are all or nothing, also when the program or the power dies in between.

New content first becomes a *staged* file with a name of its own, on the disk. A change of one file
is then one rename, inside one folder. A change of several stages them in a folder of their own and
writes down what it is about to do, on the disk, as the *intent*; from then on it is decided, and
whoever opens the store next finishes it. Staged files without an intent were never decided, and
are removed. A dossier that is to go as a whole is first renamed into the folder of staged files, so
that a reader finds all of it or nothing.
"""

import os
from collections.abc import Iterable

from visavi.errors import Conflict
from visavi.store import documents, failures, layout, strictjson
from visavi.store.derived import Derived
from visavi.store.files import (
    Folder,
    Signature,
    make_folder,
    random_number,
    remove_folder_quietly,
    remove_quietly,
    sync_folder,
)
from visavi.store.layout import DOSSIERS, INTENT, STAGED
from visavi.store.lock import Lock

Moves = dict[str, str]
"""Where each staged file is to go: target to staged place."""

Departures = dict[str, str]
"""Dossiers that are to go as a whole: their place, and where they are put aside for that."""


class Staging:
    """One change under way; the lock must be held from its making to its end."""

    def __init__(self, folder: Folder, lock: Lock, derived: Derived) -> None:
        self._folder = folder
        self._lock = lock
        self._derived = derived
        self._waiting: tuple[str, bytes] | None = None
        self._moves: Moves = {}
        self._removals: list[str] = []
        self._departures: Departures = {}
        self._before: dict[str, Signature | None] = {}
        self._people: dict[str, None] = {}
        self._made: list[str] = []
        self._log = -1
        self._remembered = False
        self._decided = False

    def put(self, place: str, content: bytes, before: Signature | None, changed: str) -> None:
        """Stage new content for a place where ``before`` stands; note who changed by it.

        The first content waits, as it may stay the only one.
        """
        self._note(place, before, changed)
        if self._waiting is None or self._waiting[0] == place:
            self._waiting = place, content
            return
        earlier = self._moves.get(place)
        self._moves[place] = self._staged(STAGED, content)
        if earlier is not None:
            remove_quietly(self._folder.at(earlier))

    def remove(self, place: str, before: Signature, changed: str) -> None:
        """Remove the file at a place when the change is done."""
        self._removals.append(place)
        self._note(place, before, changed)

    def remove_dossier(self, person: str, before: Signature, changed: str) -> None:
        """Remove the dossier that holds the file at ``person``, with all else that lies in it.

        It wins over whatever the same change puts there.
        """
        aside = layout.staged_place(STAGED, random_number())
        self._departures.setdefault(person.rpartition("/")[0], aside)
        self._note(person, before, changed)

    def commit(self) -> None:
        """Put everything in place: when this returns, the disk has it."""
        if len(self._before) == 1 and not self._departures:
            self._one_file(next(iter(self._before)))
        elif self._before:
            self._several_files()

    def end(self) -> None:
        """Leave nothing behind: without a decision the store is as it was."""
        self._derived.end_note(self._log, self._people if self._decided else ())
        if self._departures and self._decided:
            self._derived.throw_away(drafts=True)
        if not self._decided:
            for staged in self._moves.values():
                remove_quietly(self._folder.at(staged))
            for path in self._made:
                remove_folder_quietly(path)
        if self._remembered:
            self._lock.forget()

    def _note(self, place: str, before: Signature | None, changed: str) -> None:
        self._before.setdefault(place, before)
        if changed:
            self._people[changed] = None

    def _staged(self, folder: str, content: bytes) -> str:
        place = layout.staged_place(folder, random_number())
        self._folder.stage(place, content)
        return place

    def _announce(self) -> None:
        """Note who is about to change: better once too often than a change nobody heard of."""
        if self._people:
            self._log = self._derived.begin_note(self._people)

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

    def _one_file(self, place: str) -> None:
        try:
            self._announce()
            if self._waiting is not None:
                _make_folders(self._folder, (place,), self._made)
                staged = layout.staged_place(place.rpartition("/")[0], random_number())
                self._remembered = True
                self._lock.remember(staged)
                self._folder.stage(staged, self._waiting[1])
                self._moves[place] = staged
            self._still_ours()
            _place_all(self._folder, self._moves, self._removals)
        except OSError as error:
            raise failures.unwritable(error, place, self._folder.path) from error
        self._decided = True
        try:
            _confirm(self._folder, self._before)
        except OSError as error:
            raise failures.unconfirmed(error, self._folder.path) from error

    def _several_files(self) -> None:
        try:
            self._announce()
            if self._waiting is not None:
                self._moves[self._waiting[0]] = self._staged(STAGED, self._waiting[1])
            self._still_ours()
            self._decide()
        except OSError as error:
            raise failures.unwritable(error, INTENT, self._folder.path) from error
        unsure: OSError | None = None
        try:
            sync_folder(self._folder.path)
        except OSError as error:
            unsure = error
        try:
            _finish(self._folder, self._moves, self._removals, self._departures)
        except OSError as error:
            raise failures.unfinished(error, self._folder.path) from error
        if unsure is not None:
            raise failures.unconfirmed(unsure, self._folder.path)

    def _decide(self) -> None:
        """From the rename of the intent on, the change is one that will be finished."""
        content = strictjson.encode(
            {"moves": self._moves, "removals": self._removals, "departures": self._departures}
        )
        intent = self._staged(STAGED, self._folder.codec.seal(content, INTENT))
        try:
            sync_folder(self._folder.at(STAGED))
            self._decided = True
            os.replace(self._folder.at(intent), self._folder.at(INTENT))
        except OSError:
            self._decided = False
            remove_quietly(self._folder.at(intent))
            raise


def recover(folder: Folder, lock: Lock, derived: Derived) -> bool:
    """Finish a change that was decided, or undo one that was not; needs the lock.

    Tells whether there was one to finish.
    """
    try:
        left = lock.left_behind()
    except OSError as error:
        raise failures.unwritable(error, layout.LOCK, folder.path) from error
    if layout.is_staged(left):
        remove_quietly(folder.at(left))
        _note_again(derived, (f"{left.rpartition('/')[0]}/person.json",))
        lock.forget()
    decided = os.path.lexists(folder.at(INTENT))
    if decided:
        content = folder.codec.unseal(folder.read(INTENT) or b"", INTENT)
        moves, removals, departures = _intent(content)
        moves = {place: staged for place, staged in moves.items() if _is_there(folder, staged)}
        try:
            left_over = [place for place in removals if _is_there(folder, place)]
            _finish(folder, moves, left_over, departures)
        except OSError as error:
            raise failures.unfinished(error, folder.path) from error
        if departures:
            derived.throw_away(drafts=True)
        _note_again(derived, (*moves, *removals))
    for name in folder.names(STAGED):
        if layout.is_staged(place := f"{STAGED}/{name}"):
            remove_quietly(folder.at(place))
    return decided


def _note_again(derived: Derived, places: Iterable[str]) -> None:
    """What was being written when the program died has changed, or may have."""
    found = filter(None, map(layout.kind_at, places))
    people = dict.fromkeys(filter(None, (documents.about(*kind) for kind in found)))
    derived.note(people)


def _finish(folder: Folder, moves: Moves, removals: list[str], departures: Departures) -> None:
    """Do what an intent says; raises ``OSError``."""
    _make_folders(folder, moves, [])
    _place_all(folder, moves, removals)
    _confirm(folder, (*moves, *removals))
    _take_away(folder, departures)
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
    if made:
        sync_folder(folder.at(DOSSIERS))


def _place_all(folder: Folder, moves: Moves, removals: Iterable[str]) -> None:
    """Rename every staged file to where it belongs, and remove what is to go."""
    for place, staged in moves.items():
        os.replace(folder.at(staged), folder.at(place))
    for place in removals:
        os.unlink(folder.at(place))


def _take_away(folder: Folder, departures: Departures) -> None:
    """Remove whole dossiers: put aside by one rename each, then emptied."""
    if not departures:
        return
    from shutil import rmtree

    for place, aside in departures.items():
        if _is_there(folder, place):
            os.rename(folder.at(place), folder.at(aside))
    sync_folder(folder.at(DOSSIERS))
    for aside in departures.values():
        if _is_there(folder, aside):
            rmtree(folder.at(aside))
    sync_folder(folder.at(STAGED))


def _confirm(folder: Folder, places: Iterable[str]) -> None:
    """Wait until the disk has the names in all folders that were touched."""
    for path in dict.fromkeys(folder.at(place.rpartition("/")[0]) for place in places):
        sync_folder(path)


def _intent(content: bytes) -> tuple[Moves, list[str], Departures]:
    intent = strictjson.decode(content, INTENT)
    moves, removals = intent.get("moves"), intent.get("removals")
    departures = intent.get("departures", {})
    if (
        not isinstance(moves, dict)
        or not isinstance(removals, list)
        or not isinstance(departures, dict)
    ):
        strictjson.damaged(INTENT, "it is not an intent")
    for place in departures:
        if not place.startswith(f"{DOSSIERS}/") or not layout.is_folder(place):
            strictjson.damaged(INTENT, "it is not an intent")
    for place in (*moves, *removals):
        if not isinstance(place, str) or layout.kind_at(place) is None:
            strictjson.damaged(INTENT, "it is not an intent")
    for staged in (*moves.values(), *departures.values()):
        if not isinstance(staged, str) or not layout.is_staged(staged):
            strictjson.damaged(INTENT, "it is not an intent")
    return moves, removals, departures
