"""A manager's year by keys alone: each deed is the one that the command line does."""

from collections.abc import Callable
from typing import Any

import pytest

from visavi.store import open_store
from visavi_tui.screens.dialogue import DialoguePage
from visavi_tui.screens.sign import SignPage
from visavi_tui.screens.text import TextPage

Theatre = Callable[..., Any]


def test_a_note_for_oneself_is_kept_for_its_writer_alone(theatre: Theatre, kari: str) -> None:
    """Written on the screen that says ONLY YOU, it lies among the private notes."""

    async def scene(stage: Any) -> None:
        await stage.press("enter", "down", "down", "down", "enter")
        assert "ONLY YOU" in stage.frame()
        await stage.type("Ask about the lab")
        await stage.press("ctrl+r")
        notes = stage.dialogue(kari)["preparations"]["conductor"]["notes"]
        assert [note["text"] for note in notes] == ["Ask about the lab"]

    theatre(scene)


def test_submitting_lets_the_other_one_read_only_when_both_have(
    theatre: Theatre, kari: str
) -> None:
    """What Kari wrote is not on Ingrid's screen until both have submitted."""

    async def ingrid(stage: Any) -> None:
        await stage.press("enter", "z", "enter")
        assert "It cannot be taken back." in stage.frame()
        assert not stage.dialogue(kari)["preparations"].get("conductor", {}).get("submitted")
        await stage.press("y", "r")
        assert "promises do we keep" not in stage.frame()

    async def her(stage: Any) -> None:
        await stage.press("enter", "z", "y")
        assert stage.dialogue(kari)["preparations"]["employee"]["submitted"] == "2026-01-12"

    async def again(stage: Any) -> None:
        await stage.press("o", "p", "r")
        assert "promises do we keep" in stage.frame()

    theatre(ingrid)
    theatre(her, person="kari")
    theatre(again)


def test_an_invitation_says_how_the_day_was_understood(theatre: Theatre, kari: str) -> None:
    """A day typed in another habit is echoed with its weekday, and stored with its zone."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "i", "ctrl+u")
        await stage.type("3.2.2026 13:15")
        assert "Understood: Tue 2026-02-03 at 13:15, week 6" in stage.frame()
        await stage.press("ctrl+r")
        assert "Nothing is sent yet" in stage.frame()
        await stage.press("y")
        assert stage.dialogue(kari)["meeting"]["starts"] == "2026-02-03T13:15:00+01:00"

    theatre(scene)


def test_a_day_that_does_not_exist_is_told_and_nothing_is_sent(theatre: Theatre, kari: str) -> None:
    """The form stays, the dialogue is as it was."""

    async def scene(stage: Any) -> None:
        before = stage.dialogue(kari)
        await stage.press("o", "i", "ctrl+u")
        await stage.type("31 Feb 2026 10:00")
        await stage.press("ctrl+r")
        assert "is not a day that exists" in stage.frame()
        assert stage.dialogue(kari) == before

    theatre(scene)


def _answers_the_last_plan(keys: int) -> list[str]:
    return ["d", "ctrl+r"] * keys


def test_enter_signs_nothing_and_a_wrong_id_signs_nothing(theatre: Theatre, kari: str) -> None:
    """On the page of signing Enter is inert; the signer's own id must be typed."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "e", "g")
        assert isinstance(stage.app.screen, SignPage)
        await stage.press("enter")
        assert not stage.dialogue(kari).get("signed")
        await stage.press("s")
        await stage.type("kari")
        await stage.press("ctrl+r")
        assert "nothing was signed" in stage.frame()
        assert not stage.dialogue(kari).get("signed")

    theatre(scene)


def test_the_page_of_signing_shows_the_very_text_and_its_fingerprint(
    theatre: Theatre, kari: str
) -> None:
    """What stands there is what the use case would sign."""
    from visavi.usecases.read_signing import text_to_sign

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "e", "g")
        session = stage.app.session
        to_sign = text_to_sign(session.workspace, session.actor, kari)
        text = stage.app.screen.query_one("Reading").text
        assert to_sign["text"] in text
        assert to_sign["fingerprint"] in text

    theatre(scene)


def test_a_refusal_has_a_screen_with_ways_forward(theatre: Theatre, demos: Any) -> None:
    """Under KI nobody signs without a plan: the rule, the ways, and that nothing was changed."""
    repository = open_store(str(demos / "ki"))
    mine = [
        d["id"]
        for p in repository.people()
        for d in repository.dialogues_of(p["id"])
        if d["conductor"] == "mona" and d.get("state") == "invited"
    ]

    async def scene(stage: Any) -> None:
        page = DialoguePage(mine[0])
        stage.app.push_screen(page)
        await stage.settle()
        await stage.press("s", "e", "l")
        await stage.press(*_answers_the_last_plan(3), "escape", "g", "s")
        await stage.type("mona")
        await stage.press("ctrl+r")
        assert isinstance(stage.app.screen, TextPage), stage.frame()
        assert "KI-OUT-1" in stage.frame()
        assert "You can:" in stage.frame()
        assert "Nothing was changed." in stage.frame()

    if not mine:
        pytest.skip("the demo of KI has nobody invited on this day")
    theatre(scene, policy="ki", person="mona")
