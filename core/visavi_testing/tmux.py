"""A program under tmux, on a real terminal: keys go in by name, and the frame is read as it stands.

tmux tells of every byte that the program writes (its control mode), so waiting for a text in the
frame blocks until there is something new to look at: nothing sleeps and nothing asks in a loop.
"""

import re
import select
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

from visavi_testing.on_terminal import PATIENCE

GAP = r"(?: +| *\|? *\n.{0,27}\|)"
"""Between two words of a text: a blank, or the edges of the field that breaks its line there."""


class Tmux:
    """A terminal of its own with the program in it; ``with`` ends both.

    ``socket`` is a path that nothing else uses. The variables are the whole environment of the
    program but for ``TERM``, which tmux sets; ``term`` names another one.
    """

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str],
        socket: Path,
        size: tuple[int, int] = (80, 24),
        term: str = "",
    ) -> None:
        given = [f"{name}={value}" for name, value in env.items() if name != "TERM"]
        line = ["env", *given, *([f"TERM={term}"] if term else []), *command]
        tmux = ["tmux", "-u", "-S", str(socket), "-f", "/dev/null", "-C"]
        width, height = map(str, size)
        self._tmux = subprocess.Popen(
            [*tmux, "new-session", "-x", width, "-y", height, *line],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": env.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8"},
            bufsize=0,
        )
        self._read = b""
        self._answer()
        self._run("set-option destroy-unattached on")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        with suppress(OSError, ValueError):
            self._send("kill-server")
        self.ends()

    def frame(self) -> str:
        """What a person sees now, line by line."""
        return self._run("capture-pane -p")

    def painted(self) -> str:
        """The frame with its colours, as the sequences that would paint it."""
        return self._run("capture-pane -p -e")

    def sees(self, *texts: str) -> str:
        """Wait until all of these stand in the frame, and give it."""
        return self.until(lambda frame: all(text in frame for text in texts), *texts)

    def misses(self, *texts: str) -> str:
        """Wait until none of these stands in the frame, and give it."""
        return self.until(lambda frame: not any(text in frame for text in texts), *texts)

    def until(self, found: Callable[[str], bool], *wanted: str) -> str:
        """Wait until the frame is found right, and give it; ``wanted`` is told if it never is."""
        end = time.monotonic() + PATIENCE
        while not found(frame := self.frame()):
            left = end - time.monotonic()
            assert left > 0, f"{wanted!r} never came:\n{frame}"
            self._line(left)
        return frame

    def press(self, keys: str, brings: str = "") -> str:
        """Press keys (their names in tmux, with spaces between), and wait for what they bring.

        What they bring must be new in the frame: a text that stood there before proves nothing. It
        may still stand there from a screen that is being painted over.
        """
        if brings:
            self.misses(brings)
        self._run("send-keys " + " ".join(map(_quoted, keys.split())))
        return self.sees(brings) if brings else ""

    def types(self, text: str) -> None:
        """Type this, letter by letter, and wait until its last words stand there once more."""
        last = re.compile(GAP.join(map(re.escape, text.split()[-6:])))
        before = len(last.findall(self.frame()))
        self.keys(text)
        self.until(lambda frame: len(last.findall(frame)) > before, text)

    def keys(self, text: str) -> None:
        """Type this and wait for nothing."""
        self._run(f"send-keys -l {_quoted(text)}")

    def resize(self, width: int, height: int) -> None:
        """The window has another size from now on."""
        self._run(f"resize-window -x {width} -y {height}")

    def ends(self) -> None:
        """Wait until the program has ended by itself."""
        self._tmux.communicate(timeout=PATIENCE)

    def _run(self, command: str) -> str:
        self._send(command)
        return self._answer()

    def _send(self, command: str) -> None:
        assert self._tmux.stdin is not None
        self._tmux.stdin.write(command.encode() + b"\n")

    def _answer(self) -> str:
        """The lines of the answer to the command that was sent last."""
        while not self._line().startswith(b"%begin"):
            continue
        lines: list[bytes] = []
        while not (line := self._line()).startswith((b"%end", b"%error")):
            lines.append(line)
        text = b"\n".join(lines).decode()
        assert line.startswith(b"%end"), text
        return text

    def _line(self, seconds: float = PATIENCE) -> bytes:
        """The next line that tmux tells, an empty one when none came in time."""
        assert self._tmux.stdout is not None
        while b"\n" not in self._read:
            if not select.select([self._tmux.stdout], [], [], seconds)[0]:
                return b""
            more = self._tmux.stdout.read(65536)
            assert more, "the program has ended"
            self._read += more
        line, _, self._read = self._read.partition(b"\n")
        return line


def _quoted(word: str) -> str:
    """A word as tmux's own language takes it, whatever it holds."""
    return "'" + word.replace("'", "'\"'\"'") + "'"
