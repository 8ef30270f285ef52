"""A wide window has room for what belongs to the text or the list; never for longer lines."""

from collections.abc import Callable
from typing import Any

import pytest

Theatre = Callable[..., Any]
WIDTHS = [(80, False, False), (100, True, False), (160, True, True)]


@pytest.mark.parametrize(("width", "last", "aid"), WIDTHS)
def test_beside_the_preparation_stand_the_last_plan_and_help(
    theatre: Theatre, width: int, last: bool, aid: bool
) -> None:
    """From a hundred columns on the plan, from a hundred and sixty the help too."""

    async def scene(stage: Any) -> None:
        await stage.press("enter")
        assert ("Last plan" in stage.frame()) == last
        assert ("done: Lead the working" in stage.frame()) == last
        assert ("Help for this place" in stage.frame()) == aid

    theatre(scene, size=(width, 24))


@pytest.mark.parametrize(("width", "beside", "aid"), WIDTHS)
def test_in_the_follow_up_the_promise_stands_beside_the_list(
    theatre: Theatre, width: int, beside: bool, aid: bool
) -> None:
    """In a narrow window it stands below."""

    async def scene(stage: Any) -> None:
        await stage.press("f")
        first = stage.frame().splitlines()[2]
        assert ("open: Make the quiet room" in first) == beside
        assert "open: Make the quiet room" in stage.frame()
        assert ("Help for this place" in stage.frame()) == aid

    theatre(scene, size=(width, 24))
