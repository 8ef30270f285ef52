"""UiO's senior interview by keys alone, from the duty on the queue to both signatures."""

from collections.abc import Callable
from datetime import date
from typing import Any

Theatre = Callable[..., Any]

SPRING = date(2026, 3, 17)
DAY = date(2026, 4, 14)


async def _to(stage: Any, name: str, kind: str) -> None:
    """Put the cursor on the line of that person and dialogue."""
    lines = stage.app.screen.query_one("#queue")
    entries = [(entry.person, entry.kind) for entry in lines.rows]
    lines.action_goto(entries.index((name, kind)))
    await stage.settle()


def _interview(stage: Any) -> dict[str, Any]:
    found = stage.app.desk.repository.dialogues_of("sverre")
    return dict(next(d for d in found if d["kind"] == "uio.senior"))


async def _offered(stage: Any) -> None:
    """HR enters that the senior course was offered; that duty is gone from the queue."""
    assert "senior co" in stage.frame()
    await stage.press("p")
    lines = stage.app.screen.query_one("Lines")
    lines.action_goto([row["id"] for row in lines.rows].index("sverre"))
    await stage.settle()
    await stage.press("f")
    pick = stage.app.screen.query_one("#kind")
    pick.set(["uio.senior-course-offered"])
    await stage.press("ctrl+r")
    assert "Entered." in stage.frame()
    await stage.press("escape")
    assert "senior co" not in stage.frame()


async def _invited(stage: Any) -> None:
    """The line of the interview plans it and asks when; what is asked after that is its own."""
    await _to(stage, "sverre", "uio.senior")
    assert "Sverre Dalland" in stage.frame()
    await stage.press("enter")
    await stage.type("14.4. kl 10")
    await stage.press("ctrl+r", "y")
    assert _interview(stage)["meeting"]["starts"] == "2026-04-14T10:00:00+02:00"


async def _held(stage: Any) -> None:
    """Questions of its own, a note, a promise, and both signatures."""
    await _to(stage, "sverre", "uio.senior")
    await stage.press("o", "s")
    topics = [topic["topic"] for topic in _interview(stage)["topics"]]
    await stage.press(*["j"] * topics.index("senior"), "ctrl+t", "space", "escape")
    asked = {t["topic"]: t.get("questions") for t in _interview(stage)["topics"]}
    assert asked["senior"], "a question of the interview is picked"
    await stage.press(*["k"] * topics.index("senior"))
    for topic in topics:
        await stage.press("c")
        if topic == "environment":
            await stage.press("v")
            await stage.type("Calm")
            await stage.press("tab")
            await stage.type("Loud on Fridays")
            await stage.press("ctrl+r")
        await stage.press("j")
    await stage.press("w")
    await stage.type("Fewer evenings from autumn")
    await stage.press("ctrl+r", "escape", "e", "a", "n")
    await stage.type("No teaching after four")
    await stage.press("tab")
    await stage.type("with the timetable office")
    await stage.press("tab")
    await stage.type("1 Sep")
    await stage.press("tab", "3", "space", "tab")
    for words in ("the autumn timetable", "none", "in September"):
        await stage.type(words)
        await stage.press("tab")
    await stage.press("ctrl+r", "g", "s")
    await stage.type("ingrid")
    await stage.press("ctrl+r")
    await stage.press("e")
    await stage.type("sverre")
    await stage.press("ctrl+r")
    found = _interview(stage)
    assert found["state"] == "signed"
    assert found["plan"]["activities"][0]["responsible"] == "both"


def test_the_senior_interview_from_its_duty_to_both_signatures(theatre: Theatre) -> None:
    """Course offered, invited, held, signed; then nothing of it is owed any more."""
    theatre(_offered, day=SPRING)
    theatre(_invited, day=SPRING)
    theatre(_held, day=DAY)

    async def done(stage: Any) -> None:
        entries = stage.app.screen.query_one("#queue").rows
        words = [e.step.word for e in entries if (e.person, e.kind) == ("sverre", "uio.senior")]
        assert words == ["signed"]

    theatre(done, day=DAY)
