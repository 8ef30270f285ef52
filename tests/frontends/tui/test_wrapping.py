"""A long paragraph is wrapped and drawn piece by piece, and looks as if it were done whole."""

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from textual._wrap import compute_wrap_offsets
from textual.strip import Strip

from visavi_tui.screens.form import Field, FormPage
from visavi_tui.widgets.wrapping import rewrapped
from visavi_tui.widgets.writing import Writing

Theatre = Callable[..., Any]

PIECES = ("a ", "word ", "  ", "it", "longest-word ", "y" * 30, "日本語 ", "\u00a0", "x日" * 5)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(0, 200), st.integers(0, 60), TEXTS, st.sampled_from((1, 2, 4, 9, 20)))
def test_an_edit_breaks_the_lines_where_wrapping_it_all_would(
    old: str, at: int, out: int, put: str, width: int
) -> None:
    """Whatever is put in or taken out, and wherever."""
    new = old[:at] + put[:40] + old[at + out :]

    breaks = rewrapped(old, new, compute_wrap_offsets(old, width, 4), width)

    assert breaks == compute_wrap_offsets(new, width, 4)


def test_what_is_typed_in_a_long_paragraph_is_drawn_as_if_it_had_been_loaded(
    theatre: Theatre,
) -> None:
    """At its end, in its middle, after words were marked, and back."""
    words = "It went well, and better than [last] year. " * 60

    async def scene(stage: Any) -> None:
        writing = await _form(stage, words)
        for keys in (("x",), ("up", "y", "up", "z"), ("backspace",), ("ctrl+z",), ("shift+up",)):
            await stage.press(*keys)
            typed = _drawn(writing)
            fresh = await _form(stage, writing.text)
            fresh.selection = writing.selection
            fresh.scroll_to(y=writing.scroll_offset.y, animate=False)
            await stage.settle()
            assert _drawn(fresh) == typed, keys
            stage.app.pop_screen()
            await stage.settle()

    theatre(scene)


async def _form(stage: Any, text: str) -> Writing:
    field = Field("a", "Say", value=text, height=8, kept=False)

    async def done(_: dict[str, str]) -> None:
        """Nothing."""

    stage.app.push_screen(FormPage("Form", [field], done))
    await stage.settle()
    writing: Writing = stage.app.screen.query_one(Writing)
    writing.cursor_blink = False
    return writing


def _drawn(writing: Writing) -> list[Strip]:
    """With its colours: in them stand the cursor and what is marked."""
    return writing.render_lines(writing.outer_size.region)
