"""Colour alone never carries meaning: whatever changes is told by letters too."""

from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from textual.app import ComposeResult

from visavi_tui.queue import Entry, Step, drawn
from visavi_tui.screens.page import Page
from visavi_tui.widgets.heading import Heading
from visavi_tui.widgets.keys import Keys
from visavi_tui.widgets.status import Status
from visavi_tui.widgets.words import Words

Theatre = Callable[..., Any]


def body(stage: Any) -> str:
    """What stands between the heading and the status line, as letters."""
    return "\n".join(stage.frame().split("\n")[2:-5])


CHANGES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "the cursor of the queue": ((), ("down",)),
    "a line that is ticked": (("enter",), ("enter",)),
    "a topic that was covered": (("o", "s"), ("c",)),
    "the topic in sight": (("o", "s"), ("down",)),
    "a draft under a topic": (("o", "s", "enter"), ("x",)),
    "a question that is picked": (("o", "s", "ctrl+t"), ("space",)),
    "where one writes": (("o", "s", "v"), ("tab",)),
    "an answer that is picked": (("m", "n", "tab", "tab", "escape", "escape", "l"), ("down",)),
    "a promise that is done": (("o", "l", "d", "ctrl+j"), ("down",)),
    "a switch of the settings": (("c", "tab", "tab", "right"), ("space",)),
    "a key that is changed": (("comma", "enter"), ("z",)),
    "a command that is chosen": (("ctrl+p",), ("down",)),
}
"""Each with the keys to the place, and the keys that change it."""


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_can_be_read_without_colours(theatre: Theatre, change: str) -> None:
    """The letters of the body differ before and after."""
    way, keys = CHANGES[change]

    async def scene(stage: Any) -> None:
        await stage.press(*way)
        before = body(stage)
        await stage.press(*keys)
        assert body(stage) != before

    theatre(scene, keep_keys=lambda keys: None)


def test_each_state_of_a_line_has_its_own_letters() -> None:
    """Glyph and word; no two of them are told apart by their colour."""
    states = {
        ".": ("not invited", "planned", "upcoming", "open"),
        "@": ("invited",),
        "~": ("preparing",),
        "*": ("in dialogue",),
        "s": ("to sign",),
        "v": ("signed", "met"),
        "!": ("overdue 3 d",),
        "x": ("not mine",),
    }
    lines = {
        drawn(Entry("kari", "Kari", "", Step(glyph, word, "", 1, ""), "", None, None), 76)
        for glyph, words in states.items()
        for word in words
    }
    assert len(lines) == sum(map(len, states.values()))


class Coloured(Page):
    """A screen that tells by its colour alone that something is done."""

    CSS_PATH = None
    DEFAULT_CSS: ClassVar[str] = "Coloured .done { color: red; background: green; }"

    def compose(self) -> ComposeResult:
        """One line, in a colour."""
        yield Heading("Coloured", "")
        yield Words("Read the last plan", id="line")
        yield Status()
        yield Keys()


def test_a_screen_that_tells_by_colour_alone_is_found(theatre: Theatre) -> None:
    """Its letters are the same before and after, though its picture is not."""

    async def scene(stage: Any) -> None:
        page = Coloured()
        stage.app.push_screen(page)
        await stage.settle()
        before, picture = body(stage), stage.app.export_screenshot()
        page.query_one("#line").add_class("done")
        await stage.settle()
        assert body(stage) == before
        assert stage.app.export_screenshot() != picture

    theatre(scene)
