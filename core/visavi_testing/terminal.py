"""A program on a terminal of its own, with the time of every byte it writes."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
from collections.abc import Mapping, Sequence
from time import perf_counter

SIZE = (120, 40)
PATIENCE = 300.0
"""Seconds after which a program that does not show what it should is given up."""
QUIET = 0.03
"""Seconds without a byte after which a repaint is over."""
_SEQUENCE = re.compile(rb"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\))")


class OnAPty:
    """Starts the command; ``started`` is the moment before. The keys go in as a person's would."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
        actions = [(os.POSIX_SPAWN_DUP2, slave, number) for number in range(3)]
        self.started = perf_counter()
        self.child = os.posix_spawn(
            command[0], list(command), dict(env), file_actions=actions, setsid=True
        )
        os.close(slave)
        self.written = b""

    def shown(self, text: str, since: int = 0) -> float:
        """Read until this text was written; the seconds since the start."""
        wanted = text.encode()
        end = perf_counter() + PATIENCE
        while wanted not in _SEQUENCE.sub(b"", self.written[since:]):
            assert perf_counter() < end, (text, _SEQUENCE.sub(b"", self.written)[-1500:])
            self._read(0.5)
        return perf_counter() - self.started

    def settle(self, seconds: float = 0.5, most: float = 5.0) -> None:
        """Read until nothing comes for so long; a cursor that blinks is given up at some time."""
        end = perf_counter() + most
        while self._read(seconds) and perf_counter() < end:
            pass

    def press(self, keys: bytes, quiet: float = QUIET) -> float:
        """Send keys; the seconds until the last byte of what they bring up."""
        start = last = perf_counter()
        os.write(self.master, keys)
        wait = 1.0
        while self._read(wait):
            last, wait = perf_counter(), quiet
        return last - start

    def send(self, keys: bytes) -> None:
        """Send keys and wait for nothing; many of them go in as the program takes them."""
        rest = memoryview(keys)
        while rest:
            rest = rest[os.write(self.master, rest[:1024]) :]
            self._read(0.0)

    def end(self) -> float:
        """End the program; its greatest memory in megabytes."""
        os.kill(self.child, signal.SIGKILL)
        _, _, usage = os.wait4(self.child, 0)
        os.close(self.master)
        return usage.ru_maxrss / 1024

    def _read(self, seconds: float) -> bool:
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            more = os.read(self.master, 65536)
        except OSError:
            raise AssertionError(_SEQUENCE.sub(b"", self.written)[-3000:]) from None
        self.written += more
        return True
