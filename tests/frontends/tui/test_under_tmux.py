"""A talk with nothing but keys on a real terminal: poor ones, small ones, and one that shrinks."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from visavi.store import open_store
from visavi_testing.tmux import Tmux

UnderTmux = Callable[..., Tmux]

WORDS = "Åse sørger for nøklene — «snart»"


@pytest.fixture
def store(demos: Path, tmp_path: Path) -> Path:
    """A copy of the demo."""
    folder = tmp_path / "store"
    shutil.copytree(demos / "uio", folder)
    return folder


@pytest.fixture
def begun(under_tmux: UnderTmux, store: Path) -> Callable[..., Tmux]:
    """The app, opened on such a terminal for Ingrid."""

    def begin(**how: Any) -> Tmux:
        day = ("--store", str(store), "--as", "ingrid", "--as-of", "2026-01-12")
        return under_tmux(*day, **how)

    return begin


def _into_the_text(terminal: Tmux) -> None:
    """From the queue to writing under the first topic."""
    terminal.sees("? Help")
    terminal.press("o", "Begin the talk")
    terminal.press("s", "Your words on it")
    terminal.press("Enter", "Esc Leave")


def _record(store: Path) -> dict[str, Any]:
    found = open_store(str(store)).dialogues_of("kari")
    return dict(next(one for one in found if one["cycle"] == "2026"))


@pytest.mark.parametrize(
    "how",
    [
        {"term": "linux", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"},
        {"size": (60, 15), "LC_ALL": "C.UTF-8"},
    ],
    ids=["linux", "small"],
)
def test_a_talk_goes_from_the_queue_to_its_end(
    begun: Callable[..., Tmux], store: Path, how: dict[str, Any]
) -> None:
    """A note, a promise that is captured from within the text, a question, and the end."""
    with begun(**how) as terminal:
        _into_the_text(terminal)
        terminal.types(WORDS)
        terminal.press("C-n", "What is to be achieved?")
        terminal.types("Book the quiet room")
        terminal.press("Enter", "In the plan")
        terminal.sees(WORDS)
        terminal.press("C-r", "In the record")
        terminal.press("Escape", "w Write")
        terminal.press("C-t", "42 questions")
        terminal.press("Space", "[x]")
        terminal.press("Escape", "Your words on it")
        terminal.press("e", "The talk is over")
    held = _record(store)
    assert held["state"] == "held"
    assert [note["text"] for note in held["topics"][0]["notes"]] == [WORDS]
    assert len(held["topics"][0]["questions"]) == 1
    assert [one["what"] for one in held["plan"]["activities"]] == ["Book the quiet room"]


def test_without_colours_everything_is_grey_and_no_text_has_the_colour_of_its_ground(
    begun: Callable[..., Tmux],
) -> None:
    """Also the bar beside a list that is longer than the window."""
    with begun(NO_COLOR="1") as terminal:
        terminal.sees("Kari Nordhagen", "? Help")
        painted = terminal.painted()
    colours = {int(number) for number in re.findall(r"[34]8;5;(\d+)", painted)}
    assert colours, painted
    assert colours <= {0, 7, 8, 15, 16, *range(231, 256)}
    grounds = set(re.findall(r"48;5;(\d+)", painted))
    letters = set(re.findall(r"38;5;(\d+)m *[^\s\x1b]", painted))
    assert letters
    assert not letters & grounds


def test_a_window_that_shrinks_to_nothing_in_the_middle_of_a_word_loses_no_letter(
    begun: Callable[..., Tmux],
) -> None:
    """One sentence stands there meanwhile, as far as it fits; then the text is whole."""
    with begun() as terminal:
        _into_the_text(terminal)
        terminal.types("All of th")
        terminal.resize(40, 10)
        terminal.sees("This window is 40x10")
        terminal.keys("is ")
        terminal.resize(1, 1)
        terminal.keys("is kept, ")
        terminal.resize(60, 15)
        terminal.sees("Esc Leave")
        terminal.keys("to the last ")
        terminal.resize(200, 50)
        terminal.types("letter.")
        terminal.sees("All of this is kept, to the last letter.")


def test_a_separate_follow_up_begun_in_the_talk_is_handed_on_and_closed(
    begun: Callable[..., Tmux], store: Path
) -> None:
    """Beside the employee no other name is listed; it is handed on by whom it came to."""
    with begun() as terminal:
        _into_the_text(terminal)
        terminal.press("Escape", "w Write")
        terminal.press("x", "What does it concern?")
        terminal.sees(") nobody is named")
        terminal.press("Space", "+----")
        terminal.types("own working")
        terminal.press("Enter", "choose from")
        terminal.press("Tab Enter")
        terminal.types("The rota clashes with the course.")
        terminal.press("C-j", "Ingrid Solvang handles it.")
        terminal.press("Escape", "you are:")
        terminal.press("Escape", " lines in all")
        terminal.press("m", "Matters: 1.")
        terminal.press("a", "How serious is it?")
        terminal.press("1 Enter n Enter n Enter")
        terminal.types("To be settled by the dean.")
        terminal.press("C-j", "Assessed.")
        terminal.press("h", "Who handles it from now on?")
        terminal.sees("Torunn", "Hege")
        terminal.misses("Espen")
        terminal.press("t Enter", "Handed over to Torunn")
        terminal.press("Escape", " lines in all")
        terminal.press("w", "Who acts from now on?")
        terminal.types("torunn")
        terminal.press("Enter", " lines in all")
        terminal.press("m", "Matters: 1.")
        terminal.press("x", "The decision")
        terminal.types("The rota is changed.")
        terminal.press("C-j", "Closed.")
    (matter,) = open_store(str(store)).matters()
    assert (matter["handler"], matter["closed"]) == ("torunn", "2026-01-12")
    deeds = [one["deed"] for one in matter["events"] if one["deed"] != "read"]
    assert deeds == ["open", "assess", "hand-over", "close"]
