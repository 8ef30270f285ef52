"""What a policy's code has no business doing, and is stopped from while it runs.

It may read and reckon. It may not delete or write files, start programs or threads, use the
network, change signals, or end the process. This holds mistakes, not malice: whoever wants to get
round it can. Each attempt is kept, so that one whose error the code swallowed is told all the same.
"""

import os
import signal
import sys
import threading
from _thread import get_ident
from collections.abc import Callable
from typing import Any

from visavi.messages import say
from visavi.policy.problems import shown


class Forbidden(Exception):  # who swallows it is told of all the same
    """Raised inside the code at what it may not do; the text says what, in words.

    ``who`` is what ``at_work`` gave when it was tried.
    """

    who: Any = None


class Visit:
    """One stay of a stranger's code in this thread.

    ``at_work`` gives who is running now, or something false where it is nobody.
    """

    def __init__(self, at_work: Callable[[], Any]) -> None:
        self.at_work = at_work
        self.attempts: list[Forbidden] = []


_VISITS: dict[int, list[Visit]] = {}
"""The visits of each thread, the innermost last."""

_FILES = ("os.remove", "os.rename", "os.rmdir", "os.truncate", "os.link", "os.symlink", "shutil.")
_CHANGES = ("os.chdir", "os.fchdir", "os.chmod", "os.chown", "os.utime", "os.putenv", "os.unsetenv")
_PROGRAMS = (
    "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.kill",
    "os.startfile", "pty.spawn",
)  # fmt: skip
_NETWORK = (
    "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostby", "socket.send",
)  # fmt: skip
_LISTENED = (*_FILES, *_CHANGES, *_PROGRAMS, *_NETWORK, "sqlite3.connect", "tempfile.")
_SWAPPED = (
    (os, "_exit"),
    (threading, "_start_new_thread"),
    (signal, "signal"),
    (signal, "setitimer"),
    (signal, "alarm"),
)

_listening = False


def listen() -> None:
    """Hear of what happens in this process; once and for all, since nothing can unhear it."""
    global _listening
    if not _listening:
        _listening = True
        sys.addaudithook(_heard)


def enter(visit: Visit) -> None:
    """From now on the thread's code is a stranger's."""
    _VISITS.setdefault(get_ident(), []).append(visit)


def leave(visit: Visit) -> None:
    """The stranger is gone."""
    own = _VISITS[get_ident()]
    own.remove(visit)
    if not own:
        del _VISITS[get_ident()]


def swap() -> list[tuple[Any, str, Any]]:
    """Put doors before functions that nobody hears of; gives what :func:`restore` puts back."""
    swapped = []
    for owner, name in _SWAPPED:
        real = getattr(owner, name, None)
        if real is not None:
            swapped.append((owner, name, real))
            setattr(owner, name, _door(real, name))
    return swapped


def restore(swapped: list[tuple[Any, str, Any]]) -> None:
    """The functions are themselves again."""
    for owner, name, real in swapped:
        setattr(owner, name, real)


def _door(real: Callable[..., Any], name: str) -> Callable[..., Any]:
    home = os.getpid()

    def passed(*arguments: Any, **named: Any) -> Any:
        visit = _visit()
        if visit is not None and os.getpid() == home:
            _refuse(visit, _WORDS[name]())
        return real(*arguments, **named)

    return passed


_WORDS: dict[str, Callable[[], str]] = {
    "_exit": lambda: say("it tried to end the program"),
    "_start_new_thread": lambda: say("it tried to start a thread"),
    "signal": lambda: say("it tried to change how signals are answered"),
    "setitimer": lambda: say("it tried to change how signals are answered"),
    "alarm": lambda: say("it tried to change how signals are answered"),
}


def _visit() -> Visit | None:
    """The stranger who is running in this thread now, if there is one."""
    own = _VISITS.get(get_ident())
    return own[-1] if own and own[-1].at_work() else None


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    if not _VISITS or not (event == "open" or event.startswith(_LISTENED)):
        return
    visit = _visit()
    what = None if visit is None else _amiss(event, arguments)
    if visit is not None and what is not None:
        _refuse(visit, what)


def _refuse(visit: Visit, what: str) -> None:
    attempt = Forbidden(what)
    attempt.who = visit.at_work()
    visit.attempts.append(attempt)
    raise attempt


def _amiss(event: str, arguments: tuple[Any, ...]) -> str | None:
    """In words what is not allowed about an event; ``None`` if nothing is."""
    first = os.fsdecode(arguments[0]) if arguments and _is_path(arguments[0]) else ""
    if event == "open" and isinstance(arguments[0], int):
        return None  # a file that is open already
    if event == "open":
        return _written(first, *arguments[1:3])
    if event.startswith(_FILES):
        if _is_compiled(first):
            return None
        return say("it tried to delete or move {file}", file=shown(first))
    if event.startswith(_PROGRAMS):
        return say("it tried to start another program")
    if event.startswith(_NETWORK):
        return say("it tried to use the network")
    if event.startswith(_CHANGES):
        return say("it tried to change the surroundings of this program ({what})", what=event)
    return say("it tried to write a file")


def _written(file: str, mode: Any, flags: Any) -> str | None:
    writes = isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    if (writes or (isinstance(mode, str) and set(mode) & set("wax+"))) and not _is_compiled(file):
        return say("it tried to write {file}", file=shown(file))
    return None


def _is_path(value: Any) -> bool:
    return isinstance(value, str | bytes | os.PathLike)


def _is_compiled(file: str) -> bool:
    """Whether Python itself writes there: what it has compiled, so that it is quicker next time."""
    return ".pyc" in os.path.basename(file)
