"""Where a stranger's code runs: its output goes to stderr, its memory and its deeds have limits.

Output is diverted for the thread that runs it, and for no other. Memory is limited for the whole
process while it runs, on systems that have such a limit.
"""

import os
import sys
from _thread import get_ident
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from visavi.policy.containing import forbidden
from visavi.policy.containing.forbidden import Forbidden, Visit

MOST_MEMORY = 2 * 1024**3
"""Bytes that may be taken while a stranger's code runs."""


def _always() -> bool:
    return True


@contextmanager
def inside(at_work: Callable[[], Any] = _always) -> Iterator[None]:
    """Run the block as a stranger's code; ``at_work`` says, when asked, who is running now, if any.

    Raises :class:`Forbidden` at the end if the code tried what it may not, and swallowed that it
    was stopped.
    """
    visit = Visit(at_work)
    me = get_ident()
    _HOUSE.enter(me)
    forbidden.enter(visit)
    try:
        yield
    except KeyboardInterrupt:
        raise
    except Forbidden:
        raise
    except BaseException as error:
        if visit.attempts:
            raise visit.attempts[0] from error
        raise
    finally:
        forbidden.leave(visit)
        _HOUSE.leave(me)
    if visit.attempts:
        raise visit.attempts[0]


@contextmanager
def kept() -> Iterator[None]:
    """Let what is set for strangers stand until the block is over.

    Else the last one that leaves in another thread puts it back meanwhile, and whoever compares
    how things stand would take that for somebody's change.
    """
    _HOUSE.enter(_NOBODY)
    try:
        yield
    finally:
        _HOUSE.leave(_NOBODY)


_NOBODY = 0
"""Stands for no thread."""


class _Diverted:
    """Stands for ``sys.stdout``: in the threads of strangers it is stderr, in others itself."""

    def __init__(self, real: Any, strangers: dict[int, int]) -> None:
        self.real = real
        self._strangers = strangers

    def __getattr__(self, name: str) -> Any:
        return getattr(sys.stderr if get_ident() in self._strangers else self.real, name)


class _House:
    """What is set once for all strangers of the process, and put back when the last has gone."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._strangers: dict[int, int] = {}
        self._undo: list[Callable[[], None]] = []

    def enter(self, me: int) -> None:
        """One more stranger in this thread."""
        forbidden.listen()
        with self._lock:
            if not self._strangers:
                self._undo = [_divert(self._strangers), _swapped(), _limit_memory()]
            self._strangers[me] = self._strangers.get(me, 0) + 1

    def leave(self, me: int) -> None:
        """One stranger less."""
        with self._lock:
            self._strangers[me] -= 1
            if not self._strangers[me]:
                del self._strangers[me]
            if not self._strangers:
                for undo in self._undo:
                    undo()


_HOUSE = _House()


def _divert(strangers: dict[int, int]) -> Callable[[], None]:
    real = sys.stdout
    sys.stdout = _Diverted(real, strangers)

    def undo() -> None:
        sys.stdout = real

    return undo


def _swapped() -> Callable[[], None]:
    swapped = forbidden.swap()
    return lambda: forbidden.restore(swapped)


def _limit_memory() -> Callable[[], None]:
    taken = _memory_taken()
    if not taken:
        return lambda: None
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = taken + MOST_MEMORY
    if soft != resource.RLIM_INFINITY and soft <= wanted:
        return lambda: None
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _memory_taken() -> int:
    """The bytes of this process's address space; 0 where the system does not say."""
    try:
        file = os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        return 0
    try:
        return int(os.read(file, 40).split()[0]) * os.sysconf("SC_PAGE_SIZE")
    finally:
        os.close(file)
