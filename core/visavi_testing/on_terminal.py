"""A program on a terminal of its own, and every byte that it wrote."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time

PROGRAM = [sys.executable, "-P", "-c", "from visavi_cli.entry import main; main()"]
PATIENCE = 40.0


class Terminal:
    """The program starts at once; ``written`` grows as it is read."""

    def __init__(
        self, command: list[str], env: dict[str, str], size: tuple[int, int] = (80, 24)
    ) -> None:
        self.master, slave = pty.openpty()
        self._size(*size)
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=env, start_new_session=True
        )
        os.close(slave)
        self.written = b""

    def read(self, seconds: float) -> bool:
        """Read what is there; false when the program has closed the terminal."""
        if select.select([self.master], [], [], seconds)[0]:
            try:
                more = os.read(self.master, 65536)
            except OSError:
                return False
            self.written += more
            return bool(more)
        return True

    def until(self, text: str, since: int = 0) -> None:
        """Read until this text was written; times out with what was written instead."""
        end = time.monotonic() + PATIENCE
        while text.encode() not in plain(self.written[since:]):
            if time.monotonic() > end or not self.read(0.1):
                raise AssertionError(f"{text!r} not in {plain(self.written[since:])[-2000:]!r}")

    def press(self, keys: str, expect: str) -> None:
        """Send keys, and wait for what they bring up."""
        since = len(self.written)
        os.write(self.master, keys.encode())
        self.until(expect, since)

    def resize(self, width: int, height: int) -> None:
        """The window has another size from now on, and the program is told."""
        self._size(width, height)
        self.process.send_signal(signal.SIGWINCH)

    def _size(self, width: int, height: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def close(self) -> None:
        """Close the terminal from its other side."""
        if self.master >= 0:
            os.close(self.master)
            self.master = -1

    def ended(self) -> int:
        """Read to the end; the exit code."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            self.read(0.1)
        while self.read(0.1) and select.select([self.master], [], [], 0)[0]:
            continue
        return self.process.wait(1)


def plain(written: bytes) -> bytes:
    """The letters without the sequences between them."""
    return re.sub(rb"\x1b\[[0-?]*[ -/]*[@-~]", b"", written)
