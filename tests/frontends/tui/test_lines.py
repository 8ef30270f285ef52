"""Lists are drawn from what stood in sight before, and look as if they were drawn anew."""

from collections.abc import Callable
from typing import Any

from visavi_tui.screens.choose import ChoosePage
from visavi_tui.screens.form import Field, FormPage
from visavi_tui.widgets.lines import Lines

Theatre = Callable[..., Any]
MANY = tuple((f"p{n}", f"Person {n}" + " Ærlig" * (n % 3)) for n in range(200))
MOVES = ("down", "pagedown", "up", "pagedown", "end", "up", "pageup", "home", "j", "j", "pagedown")


def test_after_every_move_a_list_looks_as_if_drawn_anew(theatre: Theatre) -> None:
    """Rows, marker and the bar at the right are those of a list that was refreshed whole."""

    async def done(_: dict[str, str]) -> None:
        """Nothing is done with it."""

    async def scene(stage: Any) -> None:
        field = Field("a", "Who?", choices=MANY)
        stage.app.push_screen(FormPage("Form", [field], done))
        await stage.settle()
        await stage.press("enter")
        assert isinstance(stage.app.screen, ChoosePage)
        lines = stage.app.screen.query_one(Lines)
        lines.focus()
        frames = set()
        for key in MOVES:
            await stage.press(key)
            moved = stage.frame()
            lines.refresh()
            await stage.settle()
            assert stage.frame() == moved, key
            assert f"> ( ) {lines.chosen.shown}" in moved, key
            frames.add(moved)
        assert len(frames) == len(MOVES) - 1  # one is that of the first move

    theatre(scene)
