"""Files of a store: read whole, replaced whole, and on the disk before anybody is told so."""

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from visavi.errors import Conflict, StoreDamaged, StoreError, StoreMissing, StoreUnwritable
from visavi.store import failures
from visavi.store.codec import Codec, PlainCodec

PLAIN = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | PLAIN
"""Flags for reading: no link is followed, and a pipe put in the way does not hang the program."""
CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | PLAIN
APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND | PLAIN

LONGEST = 1 << 28
"""No file of a store is longer; a forged one shall not fill the memory."""
_REMEMBERED = 1000

Signature = tuple[int, int, int]
"""What tells two states of a file apart: inode, time of change, length."""


class Folder:
    """The folder of one store. A ``place`` is a path inside it, with ``/`` between its parts.

    ``codec`` tells how content and names stand on the disk; content is the caller's to unseal.
    """

    __slots__ = ("_paths", "closed", "codec", "path")

    def __init__(self, path: str, codec: Codec | None = None) -> None:
        self.path = path
        self.codec = codec or PlainCodec()
        self.closed: StoreError | None = None
        """Why nothing may be written here, where that is so."""
        self._paths: dict[str, str] = {}

    def at(self, place: str) -> str:
        """The full path of a place, made once: a change asks for the same few many times."""
        found = self._paths.get(place)
        if found is None:
            if len(self._paths) >= _REMEMBERED:
                self._paths.clear()
            found = self._paths[place] = f"{self.path}/{self.codec.on_disk(place)}"
        return found

    def read(self, place: str) -> bytes | None:
        """All bytes of a file; ``None`` where there is none, though the folders are all there."""
        found = self.look(place)
        return None if found is None else found[0]

    def look(self, place: str) -> tuple[bytes, os.stat_result] | None:
        """The bytes of a file and its status at that moment; ``None`` where there is no file."""
        try:
            handle = os.open(self.at(place), READ)
            try:
                status = os.fstat(handle)
                if not stat.S_ISREG(status.st_mode):
                    raise failures.not_a_file(place)
                if status.st_size > LONGEST:
                    raise failures.too_long(place, LONGEST)
                return _all_of(handle, status.st_size), status
            finally:
                os.close(handle)
        except FileNotFoundError:
            self._must_stand(place)
            return None
        except NotADirectoryError:
            raise failures.not_a_file(place.rpartition("/")[0]) from None
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                self._must_stand(place)
            raise failures.unreadable(error, place, self.path) from error

    def names(self, place: str) -> list[str]:
        """The names in a folder, sorted; none where the folder is not there."""
        path = self.at(place)
        try:
            names = os.listdir(path)
        except FileNotFoundError:
            self._must_stand(place + "/")
            return []
        except NotADirectoryError:
            raise failures.not_a_file(place) from None
        except OSError as error:
            raise failures.unreadable(error, place, self.path) from error
        lies, place_of = self.codec.on_disk(place), self.codec.from_disk
        return sorted(place_of(f"{lies}/{name}").rpartition("/")[2] for name in names)

    def signature(self, place: str) -> Signature | None:
        """What stands at the place now, to be compared later; ``None`` where nothing does."""
        try:
            return signature_of(os.lstat(self.at(place)))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise failures.unreadable(error, place, self.path) from error

    def stage(self, place: str, content: bytes) -> None:
        """Write a new file that is not part of the data yet, and wait until the disk has it."""
        if self.closed is not None:
            raise self.closed
        path = self.at(place)
        try:
            write_new(path, content, durable=True)
        except OSError as error:
            remove_quietly(path)
            raise failures.unwritable(error, place, self.path, len(content)) from error
        except BaseException:
            remove_quietly(path)
            raise

    def _must_stand(self, place: str) -> None:
        """A missing file is an answer only where its folder is there."""
        base = place.partition("/")[0]
        if not os.path.isdir(self.path):
            raise StoreMissing(
                "There is no store at {path}.",
                todo="Make one with visavi store init, or name another folder.",
                path=self.path,
            )
        if "/" in place and not os.path.isdir(f"{self.path}/{base}"):
            raise StoreDamaged(
                "The folder {folder} of the store is missing.",
                todo="Nothing was changed. Restore the store from a backup.",
                folder=base,
            )


def _all_of(handle: int, size: int) -> bytes:
    """Every byte of an open file, though the system may give fewer at a time."""
    content = os.read(handle, size + 1)
    while len(content) != size and (piece := os.read(handle, 1 << 20)):
        content += piece
    return content


def random_number() -> str:
    """16 hexadecimal digits that no other process draws."""
    return os.urandom(8).hex()


def signature_of(status: os.stat_result) -> Signature:
    """The signature in a file's status."""
    return status.st_ino, status.st_mtime_ns, status.st_size


def write_new(path: str, content: bytes, *, durable: bool) -> None:
    """Write a file that must not exist yet, readable by its owner only; raises ``OSError``."""
    handle = os.open(path, CREATE, 0o600)
    try:
        own(handle)
        write_all(handle, content)
        if durable:
            sync(handle)
    finally:
        os.close(handle)


def own(handle: int) -> None:
    """Give an open file to its owner alone, whatever the umask."""
    if hasattr(os, "fchmod"):
        os.fchmod(handle, 0o600)


def write_all(handle: int, content: bytes) -> None:
    """Write every byte: the system may take fewer at a time."""
    written = os.write(handle, content)
    while written < len(content):
        written += os.write(handle, content[written:])


def sync(handle: int) -> None:
    """Wait until the disk has it."""
    if sys.platform == "darwin":
        from fcntl import F_FULLFSYNC, fcntl

        fcntl(handle, F_FULLFSYNC)
    else:
        os.fsync(handle)


def sync_folder(path: str) -> None:
    """Wait until the disk has the names in a folder; Windows does that by itself."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | PLAIN)
    try:
        sync(handle)
    finally:
        os.close(handle)


def make_folder(path: str) -> None:
    """A new folder for its owner alone, whatever the umask."""
    os.mkdir(path, 0o700)
    os.chmod(path, 0o700)


@contextmanager
def appearing(path: str) -> Iterator[str]:
    """A path beside ``path`` for a new folder or file that is renamed to it when all went well.

    Otherwise it is gone without a trace. Raises :class:`~visavi.errors.Conflict` if something has
    that name already.
    """
    beside = f"{path}.{random_number()}.tmp"
    try:
        refuse_taken(path)
        os.makedirs(os.path.dirname(path), 0o700, exist_ok=True)
        yield beside
        if os.path.isdir(path):
            os.rmdir(path)
        os.rename(beside, path)
        sync_folder(os.path.dirname(path))
    except OSError as error:
        raise failures.not_made(error, path) from error
    finally:
        remove_tree(beside)


def refuse_taken(path: str) -> None:
    """Raise :class:`~visavi.errors.Conflict` if something lies at ``path``."""
    if os.path.lexists(path) and (not os.path.isdir(path) or os.listdir(path)):
        raise Conflict(
            "There is something at {path} already.",
            todo="Choose a name that is not in use yet, or an empty folder.",
            path=path,
        )


def close_quietly(handle: int) -> None:
    """Close what holds nothing that could be lost by it; the system lets go in any case."""
    try:
        os.close(handle)
    except OSError:
        return


def remove_quietly(path: str) -> None:
    """Remove a file of our own; a failure to do so must not hide the failure that led here."""
    try:
        os.unlink(path)
    except OSError:
        return


def remove_folder_quietly(path: str) -> None:
    """Remove a folder of our own, if it is empty."""
    try:
        os.rmdir(path)
    except OSError:
        return


def remove_tree(path: str) -> None:
    """Remove a file or folder of our own, with all that is in it, if it is there."""
    remove_quietly(path)
    for folder, folders, files in os.walk(path, topdown=False):
        for name in files:
            remove_quietly(f"{folder}/{name}")
        for name in folders:
            remove_folder_quietly(f"{folder}/{name}")
    remove_folder_quietly(path)


def refuse_protected(status: os.stat_result, place: str, store: str) -> None:
    """Replacing a file that its owner made read-only would hide that protection."""
    if not status.st_mode & stat.S_IWUSR:
        raise StoreUnwritable(
            "{file} is protected against writing; nothing was changed in the store {store}.",
            todo="Remove the protection from that file if it was not meant.",
            file=place,
            store=store,
        )
