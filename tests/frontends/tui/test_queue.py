"""What the queue says of the line under the cursor."""

import re
import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from visavi_tui.standing import Standing

Theatre = Callable[..., Any]


def test_a_person_is_called_by_name_wherever_the_policy_names_them(theatre: Theatre) -> None:
    """Some sentences begin with the person, some end that with a colon, some hold them inside."""
    told: list[str] = []

    async def scene(stage: Any) -> None:
        for _ in range(16):
            told.append(stage.frame().partition(" ── ")[2])
            await stage.press("down")

    theatre(scene, policy="ki", person="mona", day=date(2026, 4, 20))

    assert any("Amina Warfa: the first dialogue" in detail for detail in told)
    assert not any(re.search(r"\b(amina|david|klara|ruth|signe|yuki)\b", one) for one in told)


def test_the_heads_stand_over_their_columns_with_and_without_a_scroll_bar(theatre: Theatre) -> None:
    """The bar takes a column from the rows."""

    async def scene(stage: Any) -> None:
        for size in ((80, 24), (80, 50)):
            await stage.pilot.resize_terminal(*size)
            await stage.settle()
            lines = stage.frame().split("\n")
            heads = next(line for line in lines if "Status" in line)
            row = next(line for line in lines if "Kari Nordhagen" in line)
            assert heads.index("Status") == row.index("preparing")

    theatre(scene)


def test_a_queue_that_takes_its_time_says_what_is_going_on(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty screen would say that nobody is due."""
    go_on = threading.Event()
    refresh = Standing.refresh

    def slow(self: Standing, session: Any) -> None:
        go_on.wait(20)
        refresh(self, session)

    async def scene(stage: Any) -> None:
        monkeypatch.setattr(Standing, "refresh", slow)
        monkeypatch.setattr(Standing, "is_fresh", lambda self, session: False)
        stage.app.start_anew()
        await stage.until(lambda: "Working out who is due ..." in stage.frame())
        assert "need you now" not in stage.frame()
        go_on.set()
        await stage.settle()
        assert "need you now" in stage.frame()

    theatre(scene)
