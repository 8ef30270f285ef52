"""``/`` narrows a list in place: the same line on every screen whose list can be long."""

from collections.abc import Callable
from typing import Any

import pytest

from visavi_tui.widgets.lines import AT_ONCE, Lines

Theatre = Callable[..., Any]


def _lines(stage: Any) -> Lines:
    found: Lines = stage.app.screen.query_one(Lines)
    return found


def test_every_letter_narrows_the_list_enter_goes_there_and_esc_shows_all(
    theatre: Theatre,
) -> None:
    """The words stay at the foot as long as they count; two of them must both be held."""

    async def scene(stage: Any) -> None:
        whole = len(_lines(stage).rows)
        await stage.press("slash", "k", "a", "r")
        assert 0 < len(_lines(stage).rows) < whole
        await stage.press("i", "space", "n", "o", "r", "d")
        assert stage.frame().splitlines()[-4:-2] == [
            " Only lines with: kari nord",
            f" 1 of {whole} lines. Esc shows all.",
        ]
        assert {row.person for row in _lines(stage).rows} == {"kari"}
        await stage.press("enter")
        assert _lines(stage).has_focus
        await stage.press("o")
        assert "Next step" in stage.frame()
        await stage.press("escape")
        assert "Only lines with: kari nord" in stage.frame()
        await stage.press("escape")
        assert len(_lines(stage).rows) == whole
        assert "Only lines with" not in stage.frame()

    theatre(scene)


def test_the_line_that_was_found_is_under_the_cursor_when_all_lines_are_back(
    theatre: Theatre,
) -> None:
    """Whoever has dealt with somebody far down does not begin at the top again."""

    async def scene(stage: Any) -> None:
        await stage.press("slash", *"ravi", "enter", "escape")
        assert _lines(stage).chosen.person == "ravi"
        assert _lines(stage).cursor > 0
        assert " > x Ravi" in stage.frame()

    theatre(scene)


def test_esc_while_typing_shows_all_lines_and_keys_are_keys_again(theatre: Theatre) -> None:
    """What stood under the cursor first stands there again."""

    async def scene(stage: Any) -> None:
        whole = list(_lines(stage).rows)
        await stage.press("slash", "z", "q", "z")
        assert list(_lines(stage).rows) == []
        await stage.press("escape", "j")
        assert list(_lines(stage).rows) == whole
        assert _lines(stage).cursor == 1
        await stage.press("slash", "k")
        assert stage.frame().splitlines()[-4] == " Only lines with: k"
        assert len(_lines(stage).rows) < len(whole)

    theatre(scene)


@pytest.mark.parametrize(
    ("ways", "words"),
    [
        (("f",), "newsletter"),
        (("p",), "nordhagen"),
        (("comma",), "editor"),
        (("o", "s", "ctrl+t"), "effort"),
    ],
    ids=["follow-up", "people", "keys", "questions"],
)
def test_every_long_list_is_narrowed_alike(
    theatre: Theatre, ways: tuple[str, ...], words: str
) -> None:
    """Fewer lines are left, and all of them afterwards."""

    async def scene(stage: Any) -> None:
        await stage.press(*ways)
        whole = len(_lines(stage).rows)
        await stage.press("slash", *words)
        assert 0 < len(_lines(stage).rows) < whole
        await stage.press("escape")
        assert len(_lines(stage).rows) == whole

    theatre(scene)


def test_a_long_list_is_looked_through_aside_and_old_words_show_nothing(theatre: Theatre) -> None:
    """The thread's answer counts only for the words that stand there then."""

    async def scene(stage: Any) -> None:
        await stage.press("comma")
        lines = _lines(stage)
        rows = [rows for rows in lines.all_rows for _ in range(AT_ONCE)]
        lines.show(rows)
        lines.narrow("hide")
        lines.narrow("undo")
        assert len(lines.rows) == len(rows)
        lines.narrow("editor")
        await stage.settle()
        assert {row.action.name for row in lines.rows} == {"outside"}
        assert len(lines.rows) == AT_ONCE

    theatre(scene)
