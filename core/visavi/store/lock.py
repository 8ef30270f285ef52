"""One writer at a time: a lock on a file that is never deleted."""

import errno
import os
import stat
import sys
import time
from types import TracebackType

from visavi.errors import Busy, Conflict, StoreUnwritable
from visavi.store import failures
from visavi.store.files import PLAIN, Folder, close_quietly, own
from visavi.store.layout import LOCK

_ROOM = 64
"""Bytes for the holder's name, always filled, so that one write replaces the last holder.

Behind it stands the place of the file that the holder staged last, up to the end of the line.
"""
_MOST = 512
_FAR = 1 << 20
"""Windows forbids reading locked bytes: ours lie behind the holder's name."""


class Lock:
    """The right to write to a store, for one process at a time; held inside ``with``.

    Raises :class:`Busy` if it is not free after ``wait`` seconds, or why the folder is closed.
    """

    def __init__(self, folder: Folder, holder: str, wait: float) -> None:
        self._folder = folder
        self._holder = holder
        self._wait = wait
        self._handle = -1

    def __enter__(self) -> "Lock":
        if self._folder.closed is not None:
            raise self._folder.closed
        deadline = time.monotonic() + self._wait
        pause = 0.0005
        while not self._taken():
            left = deadline - time.monotonic()
            if left <= 0:
                raise self._busy()
            time.sleep(min(pause, left))
            pause = min(pause * 1.5, 0.02)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        handle, self._handle = self._handle, -1
        close_quietly(handle)

    def confirm(self) -> None:
        """Raise :class:`Conflict` if the lock file was deleted: another may hold a new one."""
        if not self._same_file(self._handle):
            raise Conflict(
                "The lock file of the store {store} was removed while it was in use.",
                todo="Nothing was changed. Leave that file alone, and try again.",
                store=self._folder.path,
            )

    def remember(self, place: str) -> None:
        """Note a file about to be staged, so that whoever holds the lock next can remove it."""
        try:
            os.lseek(self._handle, _ROOM, os.SEEK_SET)
            lies = self._folder.at(place)[len(self._folder.path) + 1 :]
            os.write(self._handle, lies.encode("ascii") + b"\n")
        except OSError as error:
            raise failures.unwritable(error, LOCK, self._folder.path) from error

    def forget(self) -> None:
        """Nothing is left behind any more, nor whose file it was.

        A note that stays costs the next holder one look.
        """
        try:
            os.lseek(self._handle, _ROOM, os.SEEK_SET)
            os.write(self._handle, b"\n".ljust(_MOST))
        except OSError:
            return

    def left_behind(self) -> str:
        """The place of the file that was staged last under this lock; empty if none was."""
        os.lseek(self._handle, _ROOM, os.SEEK_SET)
        place = os.read(self._handle, _MOST).partition(b"\n")[0].decode("ascii", "replace")
        return self._folder.codec.from_disk(place)

    def _taken(self) -> bool:
        """Whether the lock is ours now."""
        path = self._folder.at(LOCK)
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | PLAIN, 0o600)
        except OSError as error:
            raise failures.no_lock(error, LOCK, self._folder.path) from error
        try:
            taken = _lock(handle) and self._same_file(handle)
            if taken:
                mode = os.fstat(handle).st_mode
                if not stat.S_ISREG(mode):
                    raise OSError(errno.ENXIO, os.strerror(errno.ENXIO))
                if mode & 0o777 != 0o600:
                    own(handle)
                _write_at_start(handle, self._folder.codec.veiled(self._holder))
        except OSError as error:
            close_quietly(handle)
            raise failures.no_lock(error, LOCK, self._folder.path) from error
        if not taken:
            close_quietly(handle)
            return False
        self._handle = handle
        return True

    def _same_file(self, handle: int) -> bool:
        try:
            here, there = os.fstat(handle), os.lstat(self._folder.at(LOCK))
        except FileNotFoundError:
            return False
        return (here.st_ino, here.st_dev) == (there.st_ino, there.st_dev)

    def _busy(self) -> Busy:
        holder, process = holder_of(self._folder)
        return Busy(
            "The store is being written to by {holder} (process {process}).",
            todo="Nothing was changed. Try again in a moment.",
            holder=holder,
            process=process,
        )


def require_locks(folder: Folder, path: str) -> None:
    """Raise :class:`StoreUnwritable` where the file system of a store to be has no locks."""
    try:
        with Lock(folder, "visavi", 0.0):
            pass
    except StoreUnwritable as error:
        cause = error.__cause__
        if not isinstance(cause, OSError):
            raise
        raise failures.not_made(cause, path) from error


def holder_of(folder: Folder) -> tuple[str, str]:
    """Who holds the lock, or held it last: a name and a process id."""
    content = folder.read(LOCK) or b""
    process, _, holder = content[:_ROOM].decode("utf-8", "replace").strip().partition(" ")
    holder = folder.codec.unveiled(holder) or ""
    shown = "".join(letter for letter in holder if letter.isprintable())
    return shown or "?", process if process.isdigit() else "?"


def _write_at_start(handle: int, holder: str) -> None:
    line = f"{os.getpid()} {' '.join(holder.split())}".encode("utf-8", "replace")[: _ROOM - 1]
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, line.ljust(_ROOM - 1) + b"\n")


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    from fcntl import LOCK_EX, LOCK_NB, flock

    def _lock(handle: int) -> bool:
        try:
            flock(handle, LOCK_EX | LOCK_NB)
        except (BlockingIOError, PermissionError):
            return False
        return True
