"""What the queue says of the line under the cursor."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

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
