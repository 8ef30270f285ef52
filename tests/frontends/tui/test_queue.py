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
