"""A text that was written anew is read and brought back as a draft; what is signed stays."""

import json
from collections.abc import Callable
from typing import Any

from visavi.usecases import conduct, prepare

Theatre = Callable[..., Any]


def test_a_note_is_written_anew_and_its_earlier_wording_comes_back_as_a_draft(
    theatre: Theatre, kari: str
) -> None:
    """Nothing in the record changes by that; u takes the rewriting back."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "w")
        await stage.type("first wording")
        await stage.press("ctrl+j", "escape", "r", "ctrl+u")
        await stage.type("second wording")
        await stage.press("ctrl+j")
        assert "Written anew" in stage.frame()
        await stage.press("escape", "h")
        assert stage.frame().startswith(" History")
        assert "first wording" in stage.frame()
        before = stage.dialogue(kari)
        await stage.press("enter")
        assert "A draft now" in stage.frame()
        assert stage.dialogue(kari) == before
        await stage.press("escape", "c")
        assert stage.app.screen.text.text == "first wording"
        await stage.press("u")
        notes = stage.dialogue(kari)["topics"][0]["notes"]
        assert [note["text"] for note in notes] == ["first wording"]

    theatre(scene)


def test_an_earlier_private_note_is_on_the_screen_only_when_it_is_asked_for(
    theatre: Theatre, kari: str
) -> None:
    """The history is read by two; r reads it alone."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "p", "down", "down", "down", "enter")
        await stage.type("my worry")
        await stage.press("ctrl+j", "e", "ctrl+u")
        await stage.type("less worry")
        await stage.press("ctrl+j", "escape", "h")
        held = [str(getattr(w, "text", "")) for w in stage.app.screen.query("*")]
        assert "worry" not in stage.frame() + "".join(held)
        await stage.press("r")
        assert "my worry" in stage.frame()
        assert "ONLY YOU" in stage.frame().splitlines()[0]

    async def kari_looks(stage: Any) -> None:
        await stage.press("o", "h")
        assert "Earlier versions: 0" in stage.frame()

    theatre(scene)
    theatre(kari_looks, person="kari")


def test_a_prepared_text_is_removed_and_u_brings_it_back(theatre: Theatre, kari: str) -> None:
    """Removed, it is kept nowhere but for that."""

    async def scene(stage: Any) -> None:
        stage.app.session.do(prepare.prepare, kari, text="mk-worry", private=True)
        await stage.press("o", "p", "down", "down", "down", "x")
        assert "mk-worry" not in json.dumps(stage.dialogue(kari))
        await stage.press("u")
        own = stage.dialogue(kari)["preparations"]["conductor"]
        assert [note["text"] for note in own["notes"]] == ["mk-worry"]

    theatre(scene)


def test_the_texts_of_a_signed_version_come_back_as_drafts_too(
    theatre: Theatre, demos: Any
) -> None:
    """They wait for a supplement; the signed bytes are as they were."""

    async def scene(stage: Any) -> None:
        last = next(d for d in stage.app.session.dialogues() if d["state"] == "signed")
        before = stage.dialogue(last["id"])
        from visavi_tui.screens.dialogue import DialoguePage

        stage.app.push_screen(DialoguePage(last["id"]))
        await stage.settle()
        await stage.press("h")
        assert "signed version 1, note" in stage.frame()
        await stage.press("enter")
        assert stage.app.drafts.all()
        assert stage.dialogue(last["id"]) == before

    theatre(scene)


def test_a_note_of_the_other_one_is_not_mine_to_write_anew(theatre: Theatre, kari: str) -> None:
    """The action is not offered."""

    async def scene(stage: Any) -> None:
        stage.app.session.do(conduct.start, kari)
        hers = stage.app.session.as_person("kari")
        hers.do(conduct.note, kari, topic="previous", text="Hers")
        await stage.press("o", "c")
        assert "rewrite" not in set(stage.app.screen.offers())

    theatre(scene)
