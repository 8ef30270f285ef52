"""The colours that can be chosen: every letter can be read in each of them."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from rich.color import Color

from visavi_tui.desk import THEMES

Theatre = Callable[..., Any]

LEAST = 4.5
"""The contrast that WCAG 2.2 asks of a text, 1.4.3."""


def _light(color: Color) -> float:
    """The relative luminance, as WCAG defines it."""
    parts = [part / 255 for part in color.get_truecolor()]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrasts(stage: Any) -> Iterator[float]:
    for strip in stage.app.screen._compositor.render_strips(stage.app.size):
        for segment in strip:
            style = segment.style
            if re.search(r"\w", segment.text) and style and style.color and style.bgcolor:
                dark, light = sorted((_light(style.color), _light(style.bgcolor)))
                yield (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", THEMES)
def test_every_letter_can_be_read_in_all_colours(theatre: Theatre, name: str) -> None:
    """On the queue, in a form with its answers, in the talk, and with the help in sight."""
    seen: list[float] = []

    async def scene(stage: Any) -> None:
        for keys in ((), ("o",), ("i",), ("escape", "escape", "s"), ("w", "X"), ("escape", "f1")):
            await stage.press(*keys)
            seen.extend(_contrasts(stage))

    assert theatre(scene, theme=THEMES[name]).theme == THEMES[name]
    assert len(seen) > 100
    assert min(seen) >= LEAST
