"""Failures of the disk and the file system, in words."""

import errno
import os
import stat
from collections.abc import Mapping

from visavi.errors import StoreDamaged, StoreUnwritable
from visavi.messages import Sentence, say

_NO_LOCKS = "That file system has no locks, so that two who write could not be kept apart."
_NO_WAY = "What stands on the way there is not a folder."
_CAUSES: Mapping[int, Sentence] = {
    errno.ENOSPC: "The disk is full.",
    errno.EDQUOT: "Your quota on this disk is used up.",
    errno.EROFS: "The disk is read-only.",
    errno.EACCES: "You have no right to write there.",
    errno.EPERM: "You have no right to write there.",
    errno.EIO: "The disk reports a failure.",
    errno.ENOTDIR: _NO_WAY,
    errno.EEXIST: _NO_WAY,
    errno.ENAMETOOLONG: "That name is longer than names may be there.",
    errno.ENOLCK: _NO_LOCKS,
    errno.EOPNOTSUPP: _NO_LOCKS,
    errno.ENOSYS: _NO_LOCKS,
}
_NO_FILE = (errno.ELOOP, errno.EISDIR, errno.ENXIO)
_READ_ONLY = (
    *(errno.EROFS, errno.EACCES, errno.EPERM),
    *(errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS),
)
_FULL = (errno.ENOSPC, errno.EDQUOT)


def unwritable(error: OSError, place: str, store: str, needed: int = 0) -> StoreUnwritable:
    """Why nothing could be written; ``needed`` bytes would have been."""
    if error.errno in _FULL:
        return StoreUnwritable(
            "{cause} Nothing was changed in the store {store}.",
            todo="Free at least {kilobytes} kB there and try again.",
            cause=cause_of(error),
            store=store,
            kilobytes=max(1, -(-needed // 1000)),
        )
    return StoreUnwritable(
        "{cause} {file} could not be written, nothing was changed in the store {store}.",
        todo="Make the store's folder writable and try again; visavi store check tells its state.",
        cause=cause_of(error),
        file=place,
        store=store,
    )


def not_made(error: OSError, path: str) -> StoreUnwritable:
    """Why a new store or a copy could not be made; nothing of it is left."""
    return StoreUnwritable(
        "{cause} {path} was not made.",
        todo="Choose another place, or make room and give yourself the right to write there.",
        cause=cause_of(error),
        path=path,
    )


def not_removed(error: OSError, name: str, path: str) -> StoreUnwritable:
    """Why an old backup could not be removed, though the new one was made."""
    return StoreUnwritable(
        "{cause} The backup {path} was made, but the old one {name} could not be removed.",
        todo="Remove it by hand, or give yourself the right to.",
        cause=cause_of(error),
        path=path,
        name=name,
    )


def unconfirmed(error: OSError, store: str) -> StoreUnwritable:
    """The new data is in place, but it is not known whether it would outlive a power cut."""
    return StoreUnwritable(
        "{cause} The change was written, but not confirmed by the disk, in the store {store}.",
        todo="Look at it again, and make a backup on another disk now.",
        cause=cause_of(error),
        store=store,
    )


def unfinished(error: OSError, store: str) -> StoreUnwritable:
    """A change of several files is decided, but not all of them are in place."""
    return StoreUnwritable(
        "{cause} The change is noted in the store {store}, but not finished.",
        todo="It will be finished by itself when the store can be written again.",
        cause=cause_of(error),
        store=store,
    )


def unreadable(error: OSError, place: str, store: str) -> StoreDamaged | StoreUnwritable:
    """Why a file that is there could not be read."""
    if error.errno in _NO_FILE:
        return not_a_file(place)
    cause = "You have no right to read there."
    if error.errno not in (errno.EACCES, errno.EPERM):
        cause = _CAUSES.get(error.errno or 0, "")
    return StoreUnwritable(
        "{cause} {file} could not be read in the store {store}.",
        todo="Make it readable for yourself and try again.",
        cause=say(cause) if cause else cause_of(error),
        file=place,
        store=store,
    )


def not_a_file(place: str) -> StoreDamaged:
    """Something else than a plain file stands where a document must be."""
    return StoreDamaged(
        "{file} is damaged: it is a link, a folder or a device, not a file.",
        todo="Nothing was changed. Run visavi store check, and restore the file from a backup.",
        file=place,
    )


def no_lock(error: OSError, place: str, store: str) -> StoreUnwritable:
    """Why the lock could not be taken."""
    if error.errno not in (*_NO_FILE, errno.ESPIPE):
        return unwritable(error, place, store)
    return StoreUnwritable(
        "The lock file {file} of the store {store} is a link, a folder or a device, not a file.",
        todo="Nothing was changed. Remove it: whoever writes next makes a new one.",
        file=place,
        store=store,
    )


def is_read_only(error: StoreUnwritable) -> bool:
    """Whether nobody here can write or lock: what can be read can be read all the same."""
    cause = error.__cause__
    return isinstance(cause, OSError) and cause.errno in _READ_ONLY


def too_long(place: str, most: int) -> StoreDamaged:
    """A file is larger than anything that is ever written."""
    return StoreDamaged(
        "{file} is damaged: it is larger than {most} MB, as no file of a store is.",
        todo="Nothing was changed. Run visavi store check, and restore the file from a backup.",
        file=place,
        most=most >> 20,
    )


def sort_of(path: str) -> str:
    """What stands at a path where a folder or file was wanted, in a word or two."""
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return say("a link that leads nowhere")
    if stat.S_ISREG(mode):
        return say("a file")
    if stat.S_ISDIR(mode):
        return say("a folder")
    if stat.S_ISFIFO(mode):
        return say("a pipe")
    return say("a device")


def cause_of(error: OSError) -> str:
    """What the system says about a failure, as a sentence."""
    known = _CAUSES.get(error.errno or 0)
    if known is not None:
        return say(known)
    return say("The system says: {reason}.", reason=error.strerror or type(error).__name__)
