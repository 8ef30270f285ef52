"""A limit on the time that a stranger's code may take.

In the main thread of a system with ``setitimer`` the limit interrupts endless loops. Elsewhere
(another thread, Windows) nothing can interrupt a thread safely: there code runs without a limit,
and a caller that cannot wait has to ask from the main thread.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

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
    if not can_interrupt():
        yield
        return
    seen = -1

    def tick(number: int, frame: FrameType | None) -> None:
        nonlocal seen
        if beat.foreign and beat.count == seen:
            raise TookTooLong
        seen = beat.count

    handler = signal.signal(signal.SIGALRM, tick)
    timer = signal.setitimer(signal.ITIMER_REAL, seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, *timer)
        signal.signal(signal.SIGALRM, handler)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise :class:`TookTooLong` if the block takes longer than one to two times ``seconds``."""
    beat = Beat()
    beat.foreign = True
    with watched(beat, seconds / 2):
        yield


def can_interrupt() -> bool:
    """Whether a limit works here: in the main thread, where the system has interval timers."""
    if not hasattr(signal, "setitimer"):
        return False
    from threading import current_thread, main_thread

    return current_thread() is main_thread()
