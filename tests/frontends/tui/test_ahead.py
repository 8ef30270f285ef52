"""Keys that come faster than the app can take them: a slow line brings many of them at once."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from visavi.store import open_store
from visavi.usecases.drafts import Drafts
from visavi_testing.on_terminal import Terminal

Open = Callable[..., Terminal]


@pytest.fixture
def store(demos: Path, tmp_path: Path) -> Path:
    """A copy of the demo."""
    folder = tmp_path / "store"
    shutil.copytree(demos / "uio", folder)
    return folder


def _drafts(store: Path) -> dict[str, str]:
    kept = Drafts(open_store(str(store)), "ingrid").all()
    return {key.rpartition("/")[2]: draft.text for key, draft in kept.items()}


def test_a_letter_that_was_taken_back_is_the_one_before_and_not_the_one_after(
    opened: Open, store: Path
) -> None:
    """Backspace and the letters around it count in the order in which they were typed."""
    terminal = opened()
    terminal.until("Next step")
    terminal.press("o", "Begin the talk")
    terminal.press("s", "topic 1 of 7")
    terminal.press("\r", "Leave")
    os.write(terminal.master, b"wordx\x7fs and morf\x7fe")
    terminal.until("more")
    terminal.press("\x11", "")

    assert terminal.ended() == 0
    assert list(_drafts(store).values()) == ["words and more"]


def test_words_stand_in_the_field_that_was_gone_to(opened: Open, store: Path) -> None:
    """A list, a form, its fields: what is typed at one go stands where it was meant to."""
    terminal = opened()
    terminal.until("Next step")
    os.write(terminal.master, b"/kari\roi\x151.2. 10.00\t\x1560\t\x15up under the roof")
    terminal.until("up under the roof")
    terminal.press("\x11", "")

    assert terminal.ended() == 0
    assert _drafts(store) == {"when": "1.2. 10.00", "minutes": "60", "place": "up under the roof"}
