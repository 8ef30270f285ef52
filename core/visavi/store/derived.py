"""What can be made anew from the documents: derived files, and the log of who changed.

Nothing here waits for the disk. So that a power cut cannot leave an old answer standing, the log
names the start of the system that it was begun under; after another start it begins anew, and all
derived files with it.
"""

import os
from collections.abc import Iterable

from visavi.errors import Busy, StoreError
from visavi.store.documents import EVERYBODY
from visavi.store.files import (
    APPEND,
    Folder,
    close_quietly,
    own,
    random_number,
    remove_quietly,
    write_all,
    write_new,
)
from visavi.store.layout import CHANGES, INDEX, derived_place, staged_place
from visavi.store.lock import Lock

DRAFTS = "drafts-"
"""How the names of files begin that hold what somebody typed and has not put anywhere yet. They
cannot be made anew: they reach the disk at once, and go only with an erasure."""

_HEAD = 64
_EPOCH = 40
"""A mark is the log's random number, shifted by so many bits, and a length of the log."""
_LONGEST = 1 << 20
_BOOT = "/proc/sys/kernel/random/boot_id"


class Derived:
    """The folder of derived files of one store."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._log = folder.at(f"{INDEX}/{CHANGES}")

    def read(self, name: str) -> bytes | None:
        """A derived file as it was put; ``None`` where there is none."""
        return self._folder.read(derived_place(name))

    def put(self, name: str, content: bytes) -> None:
        """Replace a derived file; on a disk that takes nothing it is left out, being derived.

        Drafts cannot be made anew: ``OSError`` where the disk does not take them.
        """
        target = self._folder.at(derived_place(name))
        fresh = self._folder.at(staged_place(INDEX, random_number()))
        try:
            write_new(fresh, content, durable=name.startswith(DRAFTS))
            os.replace(fresh, target)
        except OSError:
            remove_quietly(fresh)
            if name.startswith(DRAFTS):
                raise

    def changed(self, since: int) -> tuple[int, tuple[str, ...]]:
        """The present mark and who changed after ``since``; everybody if that is not known."""
        content = self._read_log()
        if content is None and not self._begin_again():
            return 0, (EVERYBODY,)
        content = content or self._read_log() or b""
        epoch, end = _epoch_of(content), content.rfind(b"\n") + 1
        mark = epoch << _EPOCH | end
        start = since & ((1 << _EPOCH) - 1)
        if since >> _EPOCH != epoch or not _HEAD <= start <= end:
            return mark, (EVERYBODY,)
        lines = set(content[start:end].decode("ascii", "replace").split())
        people = sorted(self._folder.codec.unveiled(line) or EVERYBODY for line in lines)
        return mark, (EVERYBODY,) if EVERYBODY in people else tuple(people)

    def begin_note(self, people: Iterable[str]) -> int:
        """Add lines to the log before a change; needs the lock. Gives a handle to end it with.

        What cannot be noted makes the log unknown; ``OSError`` where not even that can be done.
        """
        handle = -1
        try:
            handle = os.open(self._log, APPEND, 0o600)
            length = os.fstat(handle).st_size
            if length == 0:
                own(handle)
                write_all(handle, _head())
            write_all(handle, self._lines(people))
            if length > _LONGEST:
                os.unlink(self._log)
        except OSError:
            if handle >= 0:
                close_quietly(handle)
            self._forget()
            return -1
        return handle

    def end_note(self, handle: int, people: Iterable[str]) -> None:
        """Add the lines again after the change: somebody may have read in between."""
        if handle < 0:
            return
        try:
            write_all(handle, self._lines(people))
        except OSError:
            remove_quietly(self._log)
        finally:
            close_quietly(handle)

    def throw_away(self, *, drafts: bool = False) -> None:
        """Remove all derived files, drafts only if told to, and begin the log anew; needs the lock.

        An erasure takes the drafts too: they may be about whoever is erased.
        """
        for name in self._folder.names(INDEX):
            if name.startswith(DRAFTS) and not drafts:
                continue
            remove_quietly(self._folder.at(f"{INDEX}/{name}"))
        self.note(())

    def note(self, people: Iterable[str]) -> None:
        """Note a change that is over; needs the lock. The log is begun, if there is none."""
        self.end_note(self.begin_note(people), ())

    def garbled(self) -> bool:
        """Whether there is a log that is not one."""
        try:
            content = self._folder.read(f"{INDEX}/{CHANGES}")
        except StoreError:
            return True
        return content is not None and not (len(content) >= _HEAD and _epoch_of(content))

    def _read_log(self) -> bytes | None:
        """The log; ``None`` if there is none, or it was begun before the system started."""
        try:
            content = self._folder.read(f"{INDEX}/{CHANGES}")
        except StoreError:
            return None
        if content is None or len(content) < _HEAD or content[9 : _HEAD - 1] != _boot():
            return None
        return content if _epoch_of(content) else None

    def _begin_again(self) -> bool:
        """Begin the log anew, if the store can be written to and nobody else does."""
        try:
            with Lock(self._folder, "index", 0):
                if self._read_log() is None:
                    self.throw_away()
                return self._read_log() is not None
        except (StoreError, Busy, OSError):
            return False

    def _lines(self, people: Iterable[str]) -> bytes:
        veiled = self._folder.codec.veiled
        return "".join(f"{veiled(person)}\n" for person in people).encode("ascii")

    def _forget(self) -> None:
        try:
            os.unlink(self._log)
        except FileNotFoundError:
            return


def _epoch_of(content: bytes) -> int:
    try:
        return int(content[:8], 16)
    except ValueError:
        return 0


def _head() -> bytes:
    epoch = 1 + int.from_bytes(os.urandom(3), "big") // 4
    return b"%08x " % epoch + _boot() + b"\n"


def _boot() -> bytes:
    """Which start of the system this is, where it says so; always of the same length."""
    try:
        with open(_BOOT, "rb", buffering=0) as file:
            name = file.read(_HEAD)
    except OSError:
        name = b""
    return name.strip()[: _HEAD - 10].ljust(_HEAD - 10)
