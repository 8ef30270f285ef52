"""Terminals that can do little: no cursor, no room, no letters beyond ASCII, none at all."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavi.store import open_store
from visavi.usecases.drafts import Drafts
from visavi_testing.on_terminal import PROGRAM, Terminal, plain
from visavi_tui.incoming import BEGIN, END, Incoming

Open = Callable[..., Terminal]

ASCII_ONLY = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.fixture
def store(demos: Path, tmp_path: Path) -> Path:
    """A copy of the demo."""
    folder = tmp_path / "store"
    shutil.copytree(demos / "uio", folder)
    return folder


def _texts(store: Path) -> list[str]:
    return [draft.text for draft in Drafts(open_store(str(store)), "ingrid").all().values()]


def test_a_terminal_without_a_cursor_gets_the_queue_in_plain_lines(
    opened: Open, store: Path
) -> None:
    """Bare visavi goes on in lines: no byte moves a cursor, and Ctrl+C keeps what was typed."""
    terminal = opened(TERM="dumb")
    terminal.press("1\n", "Who reads it: only you")
    terminal.press("kept line\n", "kept line")
    terminal.press(":r\n", "kept line")
    terminal.process.send_signal(signal.SIGINT)
    terminal.until("kept as a draft")

    assert terminal.ended() == 130
    assert b"\x1b" not in terminal.written
    assert _texts(store) == ["kept line"]


def test_letters_that_a_terminal_cannot_show_are_escaped(opened: Open) -> None:
    """In an ASCII locale nothing stops; the name is readable, letter for letter."""
    terminal = opened(TERM="dumb", **ASCII_ONLY)
    terminal.until("Torunn Aasg\\xe5rd")
    terminal.press(":q\n", "")

    assert terminal.ended() == 0
    assert max(terminal.written) < 128


def test_the_app_stays_up_in_an_ascii_locale(opened: Open) -> None:
    """It can be left in the usual way."""
    terminal = opened(**ASCII_ONLY)
    terminal.until("need you now")
    terminal.press("\x11", "")

    assert terminal.ended() == 0


@pytest.mark.parametrize("size", [(59, 14), (1, 1)], ids=lambda s: f"{s[0]}x{s[1]}")
def test_a_window_that_is_too_small_opens_and_closes_calmly(
    opened: Open, size: tuple[int, int]
) -> None:
    """One sentence, as far as it fits; no fault, and the screen comes when there is room."""
    terminal = opened(size=size)
    terminal.until("This" if size[0] > 1 else "T")
    terminal.resize(80, 24)
    terminal.until("need you now")
    terminal.press("\x11", "")

    assert terminal.ended() == 0
    assert b"because of a fault" not in plain(terminal.written)


def test_a_byte_that_is_no_letter_ends_nothing(opened: Open, store: Path) -> None:
    """A terminal set to Latin-1 sends one for every letter beyond ASCII."""
    terminal = opened()
    terminal.until("Next step")
    terminal.press("o", "Begin the talk")
    terminal.press("s", "topic 1 of 7")
    terminal.press("\r", "Leave")
    os.write(terminal.master, b"bl\xe5 himmel")
    terminal.until("himmel")
    terminal.press("\x11", "")

    assert terminal.ended() == 0
    assert _texts(store) == ["bl\ufffd himmel"]


def test_what_is_pasted_presses_no_key(opened: Open, store: Path) -> None:
    """Neither leaving nor recording can hide in a text from elsewhere."""
    terminal = opened()
    terminal.until("Next step")
    terminal.press("o", "Begin the talk")
    terminal.press("s", "topic 1 of 7")
    terminal.press("\r", "Leave")
    pasted = "one \x1b[31m two \x07 \x11 three"
    terminal.press(f"\x1b[200~{pasted}\x1b[201~", "three")
    terminal.press("\x11", "")

    assert terminal.ended() == 0
    assert _texts(store) == ["one ␛[31m two ␇ ␑ three"]


@given(st.text(alphabet="aø\x1b[20~\x07\n1", max_size=40), st.lists(st.integers(1, 9), max_size=9))
def test_a_text_is_read_the_same_in_pieces_of_any_length(text: str, cuts: list[int]) -> None:
    """A marker or a letter may come in two parts; only what stands between the markers changes."""
    whole = f"\x1b[A{BEGIN}{text}{END}\x1b"
    data, pieces = whole.encode(), []
    for cut in cuts:
        pieces.append(data[:cut])
        data = data[cut:]
    one, decoder = Incoming(), Incoming()
    read = "".join(decoder.decode(piece) for piece in (*pieces, data))
    assert read == one.decode(whole.encode())
    before, _, rest = read.partition(BEGIN)
    assert before == "\x1b[A"
    pasted, _, after = rest.partition(END)
    assert pasted == text.partition(END)[0].replace("\x1b", "␛").replace("\x07", "␇")
    assert after.endswith("\x1b")


def test_without_a_terminal_help_is_printed_and_nothing_waits(
    store: Path, surroundings: dict[str, str]
) -> None:
    """A pipe, and a closed stdin: a script learns of it by the exit code."""
    line = [*PROGRAM, "--store", str(store), "--as", "ingrid"]
    for closed in ("", "<&-"):
        done = subprocess.run(
            ["sh", "-c", f'"$@" {closed}', "sh", *line],
            stdin=subprocess.DEVNULL,
            env=surroundings,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 2
        assert b"Usage" in done.stdout or b"visavi" in done.stdout
        assert b"\x1b" not in done.stdout + done.stderr


def test_lines_need_somebody_who_answers(store: Path, surroundings: dict[str, str]) -> None:
    """With stdin closed it is said so; at the end of the input everything ends."""
    line = [*PROGRAM, "--store", str(store), "--as", "ingrid", "--linear"]
    codes = []
    for closed in ("", "<&-"):
        shell = ["sh", "-c", f'"$@" {closed}', "sh", *line]
        done = subprocess.run(
            shell, stdin=subprocess.DEVNULL, env=surroundings, capture_output=True, check=False
        )
        codes.append(done.returncode)

    assert codes == [0, 2]
