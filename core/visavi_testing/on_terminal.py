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
import threading
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


class Screening:
    """A terminal for a program in this very process: it takes what is written and answers nothing.

    ``keys`` and ``screen`` are its other side.
    """

    def __init__(self) -> None:
        self._master, slave = pty.openpty()
        self.keys = os.fdopen(os.dup(slave), encoding="utf-8")
        self.screen = os.fdopen(slave, "w", encoding="utf-8")
        self.written = b""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while True:
            try:
                more = os.read(self._master, 65536)
            except OSError:
                return
            self.written += more

    def close(self) -> None:
        """No more is written; all that was is in ``written`` then."""
        self.keys.close()
        self.screen.close()
        self._reader.join(PATIENCE)
        os.close(self._master)


def plain(written: bytes) -> bytes:
    """The letters without the sequences between them."""
    return re.sub(rb"\x1b\[[0-?]*[ -/]*[@-~]", b"", written)


OURS = re.compile(
    rb"\x1b\[[0-9;]*[HmKJ]"  # where the cursor goes, colours, wiping
    rb"|\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]"  # modes
    rb"|\x1b\[\?(?:2026|2048)\$p"  # asks whether the terminal can draw at one go
    rb"|\x1b\[(?:>[0-9]+u|<u)"  # how keys are told
    rb"|\x1b\]22;default\x07"  # the shape of the pointer
)
"""Every sequence that the toolkit sends for what we do; a stored text can send none."""


def foreign(written: bytes) -> set[bytes]:
    """What stands in the bytes and is neither a letter nor a sequence of ours."""
    rest = OURS.sub(b"", written).decode()
    found = re.findall("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e\u2066].{0,12}", rest)
    return {text.encode() for text in found}
