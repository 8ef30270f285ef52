"""A limit on the time that a stranger's code may take.

In the main thread of a system with ``setitimer`` a signal interrupts it, wherever it is. In another
thread, or where there is no such timer, a watchdog beside it raises the interruption at its next
step in Python: an endless loop ends, one long call into C only when it returns. Until then nothing
is answered, and so nothing is allowed.
"""

import signal
from _thread import allocate_lock, start_new_thread
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import current_thread, get_ident, main_thread
from types import FrameType

_set_handler = signal.signal
_set_timer: Callable[..., tuple[float, float]] | None = getattr(signal, "setitimer", None)

RULE_SECONDS = 1.0
"""What one rule may take for one person, dialogue or matter: many thousand times what it needs."""


class TookTooLong(BaseException):  # not an error that a policy may swallow
    """Raised inside the code that did not come back in time."""


class Beat:
    """Says that work goes on: whoever is watched counts ``count`` up at each step.

    ``foreign`` is set while a stranger's code runs; only that is ever interrupted.
    """

    __slots__ = ("count", "foreign")

    def __init__(self) -> None:
        self.count = 0
        self.foreign = False


@contextmanager
def watched(beat: Beat, seconds: float = RULE_SECONDS) -> Iterator[None]:
    """Raise :class:`TookTooLong` in foreign code whose beat stands still for ``seconds``.

    It is noticed after one to two times ``seconds``. One timer serves any number of steps, so that
    a loop over thousands of people costs nothing extra. Watching may be nested: the outer one
    waits.
    """
    watch = _by_signal if can_signal() else _by_watchdog
    with watch(beat, seconds):
        yield


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise :class:`TookTooLong` if the block takes longer than one to two times ``seconds``."""
    beat = Beat()
    beat.foreign = True
    with watched(beat, seconds / 2):
        yield


def can_signal() -> bool:
    """Whether a timer's signal reaches this code: in the main thread, where there are timers."""
    return _set_timer is not None and current_thread() is main_thread()


@contextmanager
def _by_signal(beat: Beat, seconds: float) -> Iterator[None]:
    seen = -1

    def tick(number: int, frame: FrameType | None) -> None:
        nonlocal seen
        if beat.foreign and beat.count == seen:
            raise TookTooLong
        seen = beat.count

    assert _set_timer is not None
    handler = _set_handler(signal.SIGALRM, tick)
    timer = _set_timer(signal.ITIMER_REAL, seconds, seconds)
    try:
        yield
    finally:
        _set_timer(signal.ITIMER_REAL, *timer)
        _set_handler(signal.SIGALRM, handler)


@contextmanager
def _by_watchdog(beat: Beat, seconds: float) -> Iterator[None]:
    watchdog = _Watchdog(beat, seconds)
    watchdog.start()
    try:
        yield
    finally:
        watchdog.stop()


_WATCHING: dict[int, list["_Watchdog"]] = {}
"""The watchdogs of each thread that is watched, the innermost last: only that one bites."""


class _Watchdog:
    """Watches one thread from beside it.

    Only bare locks are used: an interruption may come anywhere, also while the watching ends, and
    must not leave a half-taken lock of a larger thing behind.
    """

    def __init__(self, beat: Beat, seconds: float) -> None:
        self._beat = beat
        self._seconds = seconds
        self._watched = get_ident()
        self._over = self._ended = False
        self._wake = allocate_lock()
        self._gone = allocate_lock()

    def start(self) -> None:
        """Begin to watch the thread that asks for it."""
        self._wake.acquire()
        self._gone.acquire()
        start_new_thread(self._watch, ())
        _WATCHING.setdefault(self._watched, []).append(self)

    def stop(self) -> None:
        """Watch no more. When this returns, no interruption is on its way."""
        stopped = False
        while not stopped:
            try:
                self._over = True
                if self._wake.locked():
                    self._wake.release()
                if not self._ended:
                    self._gone.acquire()
                _interrupt(self._watched, None)
                stopped = True
            except TookTooLong:  # it came too late: the code had come back
                continue
        own = _WATCHING[self._watched]
        own.remove(self)
        if not own:
            del _WATCHING[self._watched]

    def _watch(self) -> None:
        seen = -1
        while not self._wake.acquire(timeout=self._seconds) and not self._over:
            if _WATCHING.get(self._watched, [self])[-1] is not self:
                seen = -1
                continue
            if self._beat.foreign and self._beat.count == seen:
                _interrupt(self._watched, TookTooLong)
            seen = self._beat.count
        self._ended = True
        self._gone.release()


def _interrupt(thread: int, error: type[BaseException] | None) -> None:
    """Let the error be raised at the thread's next step; ``None`` calls off what is on its way."""
    import ctypes

    raised = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), raised)
