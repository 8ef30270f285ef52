"""The limit on a stranger's time."""

import contextlib
import signal
import sys
from threading import Thread

import pytest

from visavi.policy import limits

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


def test_in_another_thread_code_runs_without_a_limit() -> None:
    seen: list[object] = []

    def work() -> None:
        with limits.time_limit(0.001):
            seen.append(limits.can_interrupt())

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [False]
