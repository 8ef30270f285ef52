"""Two writers on one text of the record: never is one written over the other unseen."""

from collections.abc import Callable
from typing import Any

import pytest

from visavi.usecases import conduct

Theatre = Callable[..., Any]
CHOICES = [
    ("1", "my way"),
    ("2", "their way"),
    ("b", "their way\nmy way"),
    ("escape", "their way"),
]


def _topic(stage: Any, kari: str) -> Any:
    return stage.dialogue(kari)["topics"][0]


@pytest.mark.parametrize(("key", "text"), CHOICES)
def test_a_note_rewritten_in_two_windows_stands_as_one_chooses(
    theatre: Theatre, kari: str, key: str, text: str
) -> None:
    """Both texts are shown, with who wrote last and when; without a choice mine stays a draft."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "w")
        await stage.type("first")
        await stage.press("ctrl+j", "escape", "r", "ctrl+u")
        await stage.type("my way")
        given = {"topic": "previous", "text": "their way", "instead": 1}
        stage.app.session.do(conduct.note, kari, **given)
        await stage.press("ctrl+r")
        assert "my way" in stage.frame()
        assert "their way" in stage.frame()
        assert "as it stands now (Ingrid Solvang, Mon 2026-01-12 09:30)" in stage.frame()
        await stage.press(key)
        assert [note["text"] for note in _topic(stage, kari)["notes"]] == [text]
        stage.app.keep_drafts()
        drafts = [draft.text for draft in stage.app.drafts.all().values()]
        assert ("my way" in drafts) == (key == "escape")

    theatre(scene)


@pytest.mark.parametrize(("key", "text"), CHOICES)
def test_a_view_written_in_two_windows_stands_as_one_chooses(
    theatre: Theatre, kari: str, key: str, text: str
) -> None:
    """The other view that was typed beside it goes into the record in any case."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "v")
        await stage.type("my way")
        await stage.press("tab")
        await stage.type("Kari's")
        stage.app.session.do(conduct.differ, kari, topic="previous", text="their way")
        await stage.press("ctrl+r")
        assert "as it stands now (Ingrid Solvang, Mon 2026-01-12)" in stage.frame()
        await stage.press(key)
        views = {party: view["text"] for party, view in _topic(stage, kari)["views"].items()}
        assert views == {"conductor": text, "employee": "Kari's"}

    theatre(scene)


def test_a_view_that_another_window_changed_meanwhile_is_not_sent_back_unchanged(
    theatre: Theatre, kari: str
) -> None:
    """What stood in the form and was left alone is nobody's wish."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "s")
        stage.app.session.do(conduct.differ, kari, topic="previous", text="old")
        await stage.press("v", "tab")
        await stage.type("Kari's")
        stage.app.session.do(conduct.differ, kari, topic="previous", text="new")
        await stage.press("ctrl+r")
        views = {party: view["text"] for party, view in _topic(stage, kari)["views"].items()}
        assert views == {"conductor": "new", "employee": "Kari's"}

    theatre(scene)
