"""KI's year by keys alone: two dialogues, the salary by its route, and what is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

Theatre = Callable[..., Any]

WINTER = date(2026, 2, 10)
AUTUMN = date(2026, 10, 6)


async def _to(stage: Any, name: str, kind: str) -> None:
    """Put the cursor on the line of that person and dialogue; letters alone are pressed after."""
    lines = stage.app.screen.query_one("#queue")
    entries = [(entry.person, entry.kind) for entry in lines.rows]
    lines.action_goto(entries.index((name, kind)))
    await stage.settle()


def _newest(stage: Any, person: str, kind: str) -> dict[str, Any]:
    found = [d for d in stage.app.desk.repository.dialogues_of(person) if d["kind"] == kind]
    return dict(found[-1])


async def _winter(stage: Any) -> None:
    """Klara's first dialogue: the talk, the plan, the answers to the last one, both signatures."""
    await _to(stage, "klara", "ki.goals")
    await stage.press("o", "s", *["c", "j"] * 4, "c", "e", "a", "n")
    await stage.type("Lead the new platform")
    await stage.press("tab")
    await stage.type("two pilots first")
    await stage.press("tab")
    await stage.type("30.9.")
    await stage.press("tab", "1", "space", "tab")
    for words in ("two pilots run", "half a day a week", "in the second dialogue"):
        await stage.type(words)
        await stage.press("tab")
    await stage.press("ctrl+r", "g")
    assert "3 promises of last time have no answer yet" in stage.frame()
    await stage.press("l", *["d", "ctrl+r"] * 3, "escape", "s")
    await stage.type("mona")
    await stage.press("ctrl+r", "e")
    await stage.type("klara")
    await stage.press("ctrl+r")
    assert _newest(stage, "klara", "ki.goals")["state"] == "signed"


async def _autumn(stage: Any) -> None:
    """The second one opens with the plan; the salary is set, for reasons that may be given."""
    await _to(stage, "klara", "ki.salary")
    await stage.press("enter")
    await stage.type("6.10. 10:00")
    await stage.press("ctrl+r", "y", "s", *["c", "j"] * 4, "c", "e")
    await stage.press("l", "g", "ctrl+r", "escape", "b")
    assert "This salary is set in the dialogue" in stage.frame()
    await stage.press("space", "tab")
    await stage.type("41 900")
    await stage.press("tab", "space", "tab")
    await stage.type("1.10.2026")
    await stage.press("tab", "1", "space", "2", "space", "tab")
    await stage.type("More responsibility")
    await stage.press("ctrl+r")
    assert _newest(stage, "klara", "ki.salary")["pay"] == {
        "discussed": True,
        "amount": 41900,
        "agreed": True,
        "effective": "2026-10-01",
        "reasons": ["results", "collaboration"],
        "explanation": "More responsibility",
    }
    await stage.press("g", "s")
    await stage.type("mona")
    await stage.press("ctrl+r", "e")
    await stage.type("klara")
    await stage.press("ctrl+r")
    await stage.press("escape", "x")
    assert _newest(stage, "klara", "ki.salary")["state"] == "closed"


def test_a_year_from_goals_to_salary(theatre: Theatre) -> None:
    """Plan, sign, and in autumn the second dialogue with the salary that both agree on."""
    theatre(_winter, policy="ki", person="mona", day=WINTER)
    theatre(_autumn, policy="ki", person="mona", day=AUTUMN)


def test_a_salary_that_a_union_negotiates_has_no_field_for_an_amount(theatre: Theatre) -> None:
    """Reasons and words can stand there; nothing was spoken of."""

    async def scene(stage: Any) -> None:
        await _to(stage, "signe", "ki.salary")
        await stage.press("enter", "ctrl+r", "y", "s", *["c", "j"] * 4, "c", "e", "b")
        assert "This salary is negotiated collectively" in stage.frame()
        assert "Monthly salary" not in stage.frame()
        await stage.press("tab")
        await stage.type("The criteria are met")
        await stage.press("ctrl+r")
        part = _newest(stage, "signe", "ki.salary")["pay"]
        assert part["discussed"] is False
        assert part.get("amount") is None

    theatre(scene, policy="ki", person="mona", day=AUTUMN)


def test_a_ladder_has_no_second_dialogue_and_the_refusal_shows_ways(theatre: Theatre) -> None:
    """The rule, the ways forward, and that nothing was changed; the same as on the command line."""

    async def scene(stage: Any) -> None:
        await _to(stage, "yuki", "ki.goals")
        await stage.press("n", "2", "enter")
        assert "KI-PART-3" in stage.frame()
        assert "You can:" in stage.frame()
        assert "Nothing was changed." in stage.frame()
        assert not any(
            d["kind"] == "ki.salary" for d in stage.app.desk.repository.dialogues_of("yuki")
        )

    theatre(scene, policy="ki", person="mona", day=AUTUMN)
