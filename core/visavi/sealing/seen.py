"""What was last seen of a store on this computer, kept outside the store.

A store that somebody swapped for an older one is whole in itself; only a memory elsewhere tells.
The memory is a file of lines, one for each change made here: a veiled place with its revision,
which only somebody with the store's keys can write. The last line for a place counts.
"""

import os
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag

from visavi.errors import StoreOlder
from visavi.sealing.keys import Keys
from visavi.store.files import (
    APPEND,
    close_quietly,
    make_folder,
    random_number,
    remove_quietly,
    write_all,
    write_new,
)

PLACES = 1024
"""So many places, those changed last, are remembered."""
_LONGEST = 4 * PLACES
_SEEN = [b"seen"]


class Seen:
    """The memory of one store, in the folder ``home``; with ``None`` nothing is remembered."""

    def __init__(self, keys: Keys, store_id: str, home: str | None) -> None:
        self._names = keys.names
        self._path = None if home is None else f"{home}/{store_id}"
        self._known: dict[str, int] | None = None
        self._lines = 0

    def latest(self) -> Iterator[str]:
        """The places that are remembered, the one that was changed last first."""
        return reversed(self._all())

    def revision_of(self, place: str) -> int:
        """The revision of a place that is remembered; 0 if none is."""
        return self._all().get(place, 0)

    def read(self, place: str, revision: int) -> None:
        """Raise :class:`StoreOlder` if a later revision of the place was seen."""
        known = self._all()
        if known.get(place, 0) > revision:
            self._known = None  # another program of the same user may have written meanwhile
            if self._all().get(place, 0) > revision:
                raise StoreOlder(
                    "{file} is older than it was when it was last changed here.",
                    todo="Somebody put an older copy there. Restore the newest one, which may lie "
                    "beside it (visavi store conflicts); "
                    "if you did it yourself, visavi store accept takes it as it is.",
                    file=place,
                )

    def wrote(self, place: str, revision: int) -> None:
        """Remember a revision that the disk has confirmed; 0: it went, with all below it."""
        if self._path is None:
            return
        self._lines += 1
        if self._lines > _LONGEST:
            self._known = None
            _put(self._all(), place, revision)
            self._rewrite(self._all())
            return
        known = self._known
        if known is not None:
            _put(known, place, revision)
        try:
            handle = self._appending(self._path)
        except OSError:
            return  # nowhere to remember: then a rollback goes unnoticed, but the change is made
        try:
            write_all(handle, self._line(place, revision))
        except OSError:
            return
        finally:
            close_quietly(handle)

    def forget(self) -> None:
        """Take the store as it is from now on."""
        if self._path is not None:
            remove_quietly(self._path)
        self._known = None

    def _appending(self, path: str) -> int:
        try:
            return os.open(path, APPEND, 0o600)
        except FileNotFoundError:
            _make_all(os.path.dirname(path))
            return os.open(path, APPEND, 0o600)

    def _all(self) -> dict[str, int]:
        """Every place with its revision, the one that was changed last at the end."""
        known = self._known
        if known is None:  # another thread may ask meanwhile: it never finds half of them
            known, lines = {}, 0
            for place, revision in self._stored():
                lines += 1
                _put(known, place, revision)
            self._known, self._lines = known, lines
        return known

    def _stored(self) -> Iterator[tuple[str, int]]:
        try:
            with open(self._path or os.devnull, "rb") as file:
                lines = file.read().split(b"\n")
        except OSError:
            return
        for line in lines:
            try:
                text = self._names.decrypt(bytes.fromhex(line.decode("ascii")), _SEEN).decode()
            except (ValueError, InvalidTag):
                continue  # torn, or not written with the store's keys
            revision, _, place = text.partition(" ")
            yield place, int(revision)

    def _line(self, place: str, revision: int) -> bytes:
        sealed = self._names.encrypt(f"{revision} {place}".encode(), _SEEN)
        return sealed.hex().encode("ascii") + b"\n"

    def _rewrite(self, known: dict[str, int]) -> None:
        kept = dict(list(known.items())[-PLACES:])
        fresh = f"{self._path}.{random_number()}.tmp"
        try:
            write_new(fresh, b"".join(self._line(*item) for item in kept.items()), durable=False)
            os.replace(fresh, self._path or fresh)
        except OSError:
            remove_quietly(fresh)
        self._known, self._lines = kept, len(kept)


def _put(known: dict[str, int], place: str, revision: int) -> None:
    known.pop(place, None)
    if revision:
        known[place] = revision
        return
    for other in [other for other in known if other.startswith(f"{place}/")]:
        del known[other]


def _make_all(path: str) -> None:
    os.makedirs(os.path.dirname(path), 0o700, exist_ok=True)
    if not os.path.isdir(path):
        make_folder(path)
