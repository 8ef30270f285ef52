"""Nothing that was typed is lost, and nothing that was not kept is said to be kept."""

from collections.abc import Callable
from typing import Any

import pytest

from visavi_tui.drafts import Drafts
from visavi_tui.screens.drafts import DraftsPage

Theatre = Callable[..., Any]

TALK = ("o", "s", "enter")


async def _typed(stage: Any) -> None:
    await stage.press(*TALK)
    await stage.type("half a thought")
    stage.app.keep_drafts()
    await stage.settle()


def test_a_text_that_was_not_put_anywhere_is_offered_at_the_next_start(
    theatre: Theatre, kari: str
) -> None:
    """Kept, it stands again under its topic, and not in the record."""

    async def again(stage: Any) -> None:
        assert isinstance(stage.app.screen, DraftsPage)
        assert "half a thought" in stage.frame()
        await stage.press("k", "o", "c")
        assert "half a thought" in stage.frame()
        assert not stage.dialogue(kari)["topics"][0].get("notes")

    theatre(_typed)
    theatre(again)


def test_a_draft_is_compared_with_what_stands_there_and_discarded(theatre: Theatre) -> None:
    """Both stand on one page; discarded, it is gone at the next start."""

    async def again(stage: Any) -> None:
        await stage.press("c")
        assert "Your draft" in stage.frame()
        assert "What stands there now" in stage.frame()
        await stage.press("escape", "x")
        assert not stage.app.drafts.all()
        assert "Discarded." in stage.frame()

    async def later(stage: Any) -> None:
        assert not isinstance(stage.app.screen, DraftsPage)

    theatre(_typed)
    theatre(again)
    theatre(later)


def test_a_draft_goes_when_its_text_is_in_the_record(theatre: Theatre) -> None:
    """What stands in the record is no draft any more."""

    async def scene(stage: Any) -> None:
        await _typed(stage)
        assert stage.app.drafts.all()
        await stage.press("ctrl+r")
        assert not stage.app.drafts.all()

    theatre(scene)


def test_leaving_keeps_what_was_typed_since_the_last_time(theatre: Theatre) -> None:
    """No timer is needed: ^q right after the last letter loses nothing."""

    async def scene(stage: Any) -> None:
        await stage.press(*TALK)
        await stage.type("the very last word")
        await stage.pilot.press("ctrl+q")

    app = theatre(scene)
    kept = Drafts(app.desk.workspace.repository, "ingrid").all()
    assert [draft.text for draft in kept.values()] == ["the very last word"]


def test_a_disk_that_takes_nothing_is_told(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text stays on the screen, which says NOT SAVED."""

    async def scene(stage: Any) -> None:
        await stage.press(*TALK)
        repository = stage.app.desk.workspace.repository
        monkeypatch.setattr(type(repository), "put_derived", lambda *_: None)
        await stage.type("precious")
        stage.app.keep_drafts()
        await stage.settle()
        assert "NOT SAVED" in stage.frame()
        assert "precious" in stage.frame()
        monkeypatch.undo()
        stage.app.keep_drafts()
        await stage.settle()
        assert "Draft kept" in stage.frame()

    theatre(scene)


def test_undo_survives_going_to_another_topic(theatre: Theatre) -> None:
    """Each topic has its own text with its own history."""

    async def scene(stage: Any) -> None:
        await stage.press(*TALK)
        await stage.type("first")
        await stage.press("ctrl+g", "escape", "b", "enter")
        assert "first" in stage.frame()
        await stage.press("ctrl+z")
        assert "first" not in stage.frame()

    theatre(scene)


def test_nobody_sees_the_drafts_of_somebody_else(theatre: Theatre) -> None:
    """Ingrid's draft is not offered to Kari."""

    async def other(stage: Any) -> None:
        assert not stage.app.drafts.all()
        assert "half a thought" not in stage.frame()

    theatre(_typed)
    theatre(other, person="kari")
