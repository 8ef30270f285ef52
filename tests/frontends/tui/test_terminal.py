"""On a real terminal: every byte that is written and ends of all kinds."""

import re
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from visavi.store import open_store
from visavi.usecases.drafts import Drafts
from visavi_testing.on_terminal import PATIENCE, Terminal, plain

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
    terminal.press("unsaid", "Saved" if kept else "unsaid")


def _drafts(store: Path) -> list[str]:
    return [draft.text for draft in Drafts(open_store(str(store)), "ingrid").all().values()]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["term", "hangup"])
def test_being_ended_keeps_the_last_word(opened: Open, store: Path, number: int) -> None:
    """A closed terminal or a request to end loses nothing that had reached the screen."""
    terminal = opened()
    _typed(terminal, kept=False)
    terminal.process.send_signal(number)
    terminal.ended()

    assert _drafts(store) == ["unsaid"]


def test_being_told_to_wait_keeps_the_last_word_first_and_without_a_shell_goes_on(
    opened: Open, store: Path
) -> None:
    """Nobody could bring it back there; where a shell can, the screen is wiped meanwhile."""
    terminal = opened()
    _typed(terminal, kept=False)
    terminal.process.send_signal(signal.SIGTSTP)
    terminal.until("There is no shell here")

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
    again.press("c", "unsaid")


FAULTY = """
from visavi_tui.screens.conduct import ConductPage
def questions(self):
    words = "planted " + self.text.text
    raise ValueError(words)
ConductPage.action_questions = questions
from visavi_cli.entry import main
main()
"""


def test_a_fault_says_that_the_text_is_saved_and_shows_none_of_it(
    opened: Open, store: Path, tmp_path: Path
) -> None:
    """Neither the terminal nor the report holds a value; the report holds the place."""
    terminal = opened("--store", str(store), "--as", "ingrid", "--as-of", "2026-01-12", code=FAULTY)
    _typed(terminal, kept=False)
    terminal.press("\x14", "stopped because of a fault")

    assert terminal.ended() == 1
    after = plain(terminal.written[terminal.written.rindex(b"\x1b[?1049l") :]).decode()
    assert "ValueError" in after
    assert "Saved " in after
    assert "planted" not in plain(terminal.written).decode()
    (report,) = (tmp_path / "STATE" / "visavi" / "reports").iterdir()
    assert report.name in after.replace("\r\n", "")
    assert "questions" in report.read_text()
    assert "planted" not in report.read_text()
    assert "unsaid" not in report.read_text() + after
    assert _drafts(store) == ["unsaid"]


LEAKING = """
from textual.app import App
from visavi_tui.app import VisaviApp
VisaviApp._fatal_error = App._fatal_error
VisaviApp.panic = App.panic
"""


def test_a_fault_that_the_toolkit_tells_by_itself_would_be_found(opened: Open, store: Path) -> None:
    """Its own words hold what was at hand: the check above would not pass with them."""
    options = ("--store", str(store), "--as", "ingrid", "--as-of", "2026-01-12")
    terminal = opened(*options, code=LEAKING + FAULTY)
    _typed(terminal, kept=False)
    terminal.press("\x14", "")
    terminal.ended()

    assert "planted" in plain(terminal.written).decode()


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
