"""The limit on a stranger's time."""

import contextlib
import signal
import sys
from collections.abc import Callable
from threading import Thread
from time import monotonic

import pytest

from visavi.policy.containing import limits

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no interval timers there")


def _spin() -> None:
    while True:
        pass


def test_a_block_that_never_ends_is_ended() -> None:
    with pytest.raises(limits.TookTooLong), limits.time_limit(0.05):
        _spin()


def _spin_and_swallow(times: int) -> None:
    for _ in range(times):
        with contextlib.suppress(limits.TookTooLong):
            _spin()
    _spin()


def test_who_swallows_the_first_interruption_gets_another() -> None:
    with pytest.raises(limits.TookTooLong), limits.time_limit(0.05):
        _spin_and_swallow(2)


def test_only_foreign_code_that_stands_still_is_interrupted() -> None:
    beat = limits.Beat()
    ticks = 0
    with limits.watched(beat, 0.01):
        before = signal.getsignal(signal.SIGALRM)
        assert callable(before)
        while ticks < 5:
            signal.pause()
            ticks += 1
            beat.count += 1
            beat.foreign = True
    assert ticks == 5


def test_the_timer_and_handler_of_before_are_put_back() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with limits.time_limit(60), limits.time_limit(30):
        pass
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def _in_a_thread(work: Callable[[], object]) -> object:
    """What the work gave or raised in another thread."""
    seen: list[object] = []

    def run() -> None:
        try:
            seen.append(work())
        except BaseException as error:
            seen.append(type(error))

    thread = Thread(target=run)
    thread.start()
    thread.join()
    return seen[0]


def test_in_another_thread_the_limit_holds_as_well() -> None:
    def work() -> None:
        with limits.time_limit(0.05):
            _spin_and_swallow(2)

    assert _in_a_thread(work) is limits.TookTooLong


def test_in_another_thread_the_inner_limit_counts() -> None:
    def work() -> str:
        with limits.time_limit(0.02):
            with limits.time_limit(60):
                began = monotonic()
                while monotonic() < began + 0.1:
                    pass
            return "the outer one waited"

    assert _in_a_thread(work) == "the outer one waited"


def test_in_another_thread_no_interruption_comes_after_the_end() -> None:
    def work() -> int:
        struck = 0
        for _ in range(100):
            try:
                with limits.time_limit(0.001):
                    began = monotonic()
                    while monotonic() < began + 0.001:
                        pass
            except limits.TookTooLong:
                struck += 1
        for _ in range(100_000):
            pass
        return struck

    assert isinstance(_in_a_thread(work), int)
