"""On a real terminal: every byte that is written, ends of all kinds, and a walk under tmux."""

import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from visavi.store import open_store
from visavi.usecases.drafts import Drafts

PROGRAM = [sys.executable, "-P", "-c", "from visavi_cli.entry import main; main()"]
PATIENCE = 40.0


class Terminal:
    """A program on a terminal of 80x24, and every byte that it wrote."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
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


Open = Callable[..., Terminal]


@pytest.fixture
def store(demos: Path, tmp_path: Path) -> Path:
    """A copy of the demo in which Kari's name drives terminals."""
    folder = tmp_path / "store"
    shutil.copytree(demos / "uio", folder)
    repository = open_store(str(folder))
    with repository.changing("keeper") as change:
        change.put_person({**repository.person("kari"), "name": "Kari\x1b]0;owned\x07 [/]"})
    return folder


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """A computer of its own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("VISAVI", "TEXTUAL", "XDG"))}
    homes = {f"XDG_{n}_HOME": str(tmp_path / n) for n in ("DATA", "CONFIG", "CACHE", "STATE")}
    return kept | homes | {"HOME": str(tmp_path), "TERM": "xterm-256color"}


@pytest.fixture
def opened(store: Path, surroundings: dict[str, str]) -> Iterator[Open]:
    """Open ``visavi`` on a terminal; whatever still runs at the end is ended."""
    running: list[Terminal] = []

    def start(*more: str, **variables: str) -> Terminal:
        options = ["--store", str(store), "--as", "ingrid", "--as-of", "2026-01-12"]
        terminal = Terminal([*PROGRAM, *(more or options)], surroundings | variables)
        running.append(terminal)
        return terminal

    yield start
    for terminal in running:
        if terminal.process.poll() is None:
            terminal.process.kill()
        terminal.process.wait()
        terminal.close()


def test_every_byte_is_one_of_ours_and_the_screen_is_wiped(opened: Open) -> None:
    """No title, no clipboard, no stored sequence; the other screen is cleared before leaving."""
    terminal = opened()
    terminal.until("Next step")
    terminal.press("y", "Why")
    terminal.press("\x1b", "need you now")
    terminal.press("o", "Begin the talk")
    terminal.press("s", "topic 1 of 7")
    terminal.press("\x0c", "Screen hidden")
    terminal.press(" ", "topic 1 of 7")
    terminal.press("\x11", "")
    assert terminal.ended() == 0
    written = terminal.written
    assert set(re.findall(rb"\x1b\][^\x07]*", written)) <= {b"\x1b]22;default"}
    assert b"\x1bP" not in written
    assert b"\x1b[0m\x1b[2J\x1b[H" in written[: written.rindex(b"\x1b[?1049l")]
    after = plain(written[written.rindex(b"\x1b[?1049l") :])
    assert b"Kari" not in after


def _typed(terminal: Terminal, kept: bool) -> None:
    terminal.until("Next step")
    terminal.press("o", "Begin the talk")
    terminal.press("s", "topic 1 of 7")
    terminal.press("\r", "Leave")
    terminal.press("unsaid", "Saved" if kept else "unsai")


def _drafts(store: Path) -> list[str]:
    return [draft.text for draft in Drafts(open_store(str(store)), "ingrid").all().values()]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["term", "hangup"])
def test_being_ended_keeps_the_last_word(opened: Open, store: Path, number: int) -> None:
    """A closed terminal or a request to end loses nothing."""
    terminal = opened()
    _typed(terminal, kept=False)
    terminal.process.send_signal(number)
    terminal.ended()

    assert _drafts(store) == ["unsaid"]


def test_a_terminal_that_goes_without_a_word_ends_the_app_and_keeps_the_last_one(
    opened: Open, store: Path
) -> None:
    """No signal says so, and nothing can be read any more: the app does not stay behind."""
    terminal = opened()
    _typed(terminal, kept=False)
    terminal.close()
    terminal.process.wait(PATIENCE)

    assert _drafts(store) == ["unsaid"]


def test_being_killed_keeps_what_was_said_to_be_kept(opened: Open, store: Path) -> None:
    """Once the screen says so, the draft is there, and is offered at the next start."""
    terminal = opened()
    _typed(terminal, kept=True)
    terminal.process.kill()
    terminal.ended()

    assert _drafts(store) == ["unsaid"]
    again = opened()
    again.until("Unsaved text found")
    again.until("unsaid")


def test_without_a_store_the_first_start_makes_the_demo_team(opened: Open) -> None:
    """Two keys from nothing to a team in the middle of its year."""
    terminal = opened("--as-of", "2026-01-12")
    terminal.until("first start")
    terminal.press("d", "invented team follow")
    terminal.press("\x1b[B\r", "My team")
    terminal.until("Ingrid Solvang")
    terminal.press("\x11", "")

    assert terminal.ended() == 0


def test_variables_that_carry_the_screen_elsewhere_keep_it_shut(opened: Open) -> None:
    """A sentence and the exit code for usage, before anything is drawn."""
    terminal = opened(TEXTUAL_LOG="never.log")

    assert terminal.ended() == 2
    assert b"TEXTUAL_LOG" in terminal.written
    assert b"1049h" not in terminal.written


@pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux here")
def test_a_manager_walks_from_the_queue_to_the_end_of_the_talk_under_tmux(
    store: Path, surroundings: dict[str, str], tmp_path: Path
) -> None:
    """Nothing but keys, on a real terminal; the record is in the store afterwards."""
    tmux = ["tmux", "-S", str(tmp_path / "tmux"), "-f", "/dev/null"]
    line = ["env", *(f"{k}={v}" for k, v in surroundings.items() if k != "TERM"), *PROGRAM]
    line += ["--store", str(store), "--as", "ingrid", "--as-of", "2026-01-12"]

    def run(*words: str) -> str:
        done = subprocess.run([*tmux, *words], capture_output=True, text=True, check=True)
        return done.stdout

    def sees(text: str) -> None:
        end = time.monotonic() + PATIENCE
        while text not in (frame := run("capture-pane", "-p")):
            assert time.monotonic() < end, frame

    run("new-session", "-d", "-x", "80", "-y", "24", *line)
    try:
        sees("Next step")
        for keys, text in (
            (["o"], "Begin the talk"),
            (["s"], "topic 1 of 7"),
            (["Enter"], "Esc Leave"),
            (["-l", "We began with the plan"], "We began with the plan"),
            (["C-r"], "In the record"),
            (["C-n"], "What is to be achieved?"),
            (["-l", "Book the quiet room"], "Book the quiet room"),
            (["Enter"], "In the plan"),
            (["Escape"], "Covered"),
        ):
            run("send-keys", *keys)
            if text != "Covered":
                sees(text)
        sees("w Write")
        run("send-keys", "e")
        sees("The talk is over")
    finally:
        run("kill-server")
    repository = open_store(str(store))
    held = [d for d in repository.dialogues_of("kari") if d.get("state") == "held"]
    assert held[0]["topics"][0]["notes"][0]["text"] == "We began with the plan"
    assert held[0]["plan"]["activities"][0]["what"] == "Book the quiet room"
