"""The registry of actions, and what every screen keeps to."""

from collections.abc import Callable
from typing import Any

import pytest
from textual._xterm_parser import XTermParser
from textual.events import Key

from visavi.messages import say
from visavi_tui.actions import EVERYWHERE, SCOPES
from visavi_tui.app import VisaviApp
from visavi_tui.screens.dialogue import DialoguePage
from visavi_tui.screens.followup import FollowUpPage
from visavi_tui.screens.keys import KeysPage
from visavi_tui.screens.matters import MattersPage
from visavi_tui.screens.page import Page
from visavi_tui.screens.people import PeoplePage
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.reading import Reading


def test_every_action_has_its_method_and_every_key_its_place(every_page: set[type[Page]]) -> None:
    """No dead entry in the registry, and no key twice on one screen."""
    pages = {page.SCOPE: page for page in every_page if page.SCOPE}
    everywhere = {key for action in EVERYWHERE for key in action.key.split(",")}
    for scope, actions in SCOPES.items():
        owner = VisaviApp if scope == "app" else pages[scope]
        keys = [key for action in actions for key in action.key.split(",")]
        assert all(hasattr(owner, f"action_{action.name}") for action in actions), scope
        assert len(keys) == len(set(keys)), scope
        assert scope == "app" or everywhere.isdisjoint(keys), scope
        assert {"j", "k"}.isdisjoint(keys), f"{scope}: they move in lists"


def as_sent(key: str) -> str:
    """What a terminal sends for a key."""
    named = {"escape": "\x1b", "enter": "\r", "tab": "\t", "space": " "}
    marks = {"question_mark": "?", "slash": "/", "comma": ","}
    if key.startswith("ctrl+") and len(key) == 6:
        return chr(ord(key[5:]) - 96)
    return named.get(key) or marks.get(key) or key


def arrives(key: str) -> bool:
    """Whether the key gets through every terminal we know of, and the toolkit reads it as this.

    Letters, digits and a few signs do, and with Ctrl those that neither tmux nor screen, an editor
    or the terminal itself takes (screens.md, 1.4); function keys, Alt and Shift are not counted on.
    """
    sent = as_sent(key)
    if len(sent) != 1 or (key.startswith("ctrl+") and key[5:] not in "fgjlnopqrst"):
        return False
    parser = XTermParser()
    read = [event.key for event in (*parser.feed(sent), *parser.feed("")) if isinstance(event, Key)]
    return read == [key]


@pytest.mark.parametrize("scope", SCOPES)
def test_every_action_has_a_key_that_is_proved_to_arrive(scope: str) -> None:
    """No action by a function key, Alt, ^b or ^Enter alone; while writing no letter is one."""
    for action in SCOPES[scope]:
        keys = [key for key in action.key.split(",") if arrives(key)]
        assert keys, action
        if action.typing:
            assert any(key.startswith("ctrl+") or key in ("escape", "tab") for key in keys), action


@pytest.mark.parametrize("key", ["f1", "alt+n", "ctrl+b", "ctrl+a", "ctrl+enter", "shift+f1", "up"])
def test_a_key_that_may_not_arrive_is_told_apart(key: str) -> None:
    """An action with such a key alone would not pass."""
    assert not arrives(key)


def test_every_action_stands_in_the_palette_the_help_and_the_key_settings(
    theatre: Callable[..., object], kari: str
) -> None:
    """All that a screen offers; the keys are those of every screen."""
    seen: set[str] = set()

    async def scene(stage: Any) -> None:
        openings = (lambda: DialoguePage(kari), PeoplePage, MattersPage, FollowUpPage)
        for opening in (None, *openings):
            if opening is not None:
                stage.app.push_screen(opening())
                await stage.settle()
            page = stage.app.screen
            wanted = {say(one.about) for one in (*page.offered(), *EVERYWHERE)}
            await stage.press("ctrl+p")
            told = {row.about for row in stage.app.screen.query_one(Lines).all_rows}
            assert wanted - told == {say(one.about) for one in EVERYWHERE if one.name == "palette"}
            await stage.press("escape", "question_mark")
            text = stage.app.screen.query_one(Reading).text
            assert {about for about in wanted if about not in text} == set()
            seen.add(type(page).__name__)
            await stage.press("escape")
        stage.app.push_screen(KeysPage())
        await stage.settle()
        rows = {(row.scope, row.action) for row in stage.app.screen.query_one(Lines).all_rows}
        assert rows == {(scope, action) for scope, some in SCOPES.items() for action in some}

    theatre(scene)
    assert len(seen) == 5


def test_the_list_reads_only_the_rows_in_sight(theatre: Callable[..., object]) -> None:
    """A hundred thousand rows cost as many drawings as the screen has lines."""
    from visavi_tui.screens.choose import ChoosePage
    from visavi_tui.widgets.lines import Lines

    async def scene(stage) -> None:  # type: ignore[no-untyped-def]
        drawn: set[str] = set()

        def draw(row: tuple[str, str], width: int) -> str:
            drawn.add(row[0])
            return row[1]

        page = ChoosePage("Which?", [str(number) for number in range(100_000)])
        stage.app.push_screen(page)
        await stage.settle()
        lines = page.query_one(Lines)
        lines._draw = draw
        await stage.settle()
        lines.action_goto(-1)
        await stage.settle()
        assert "99999" in stage.frame()
        assert len(drawn) < 100

    theatre(scene)


def test_no_screen_is_larger_than_a_person_can_hold_in_mind() -> None:
    """No screen class has more than three hundred lines."""
    import ast
    from pathlib import Path

    import visavi_tui.screens

    for path in Path(visavi_tui.screens.__path__[0]).glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and node.end_lineno is not None:
                assert node.end_lineno - node.lineno < 300, node.name
