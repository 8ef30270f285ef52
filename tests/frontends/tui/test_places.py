"""From anywhere to a place: go to, find, and a glance at one's own preparation."""

from collections.abc import Callable
from typing import Any

import pytest

from visavi.usecases import conduct, prepare
from visavi_tui.screens.conduct import ConductPage
from visavi_tui.screens.peek import PeekPage
from visavi_tui.screens.plan import PlanPage
from visavi_tui.screens.prepare import PreparePage

Theatre = Callable[..., Any]


def held_by_widgets(stage: Any) -> str:
    """What the widgets of all screens hold."""
    return "\n".join(
        str(getattr(widget, "text", ""))
        for screen in stage.app.screen_stack
        for widget in screen.query("*")
    )


def test_a_topic_is_gone_to_by_number_by_letters_or_as_the_next_one(theatre: Theatre) -> None:
    """Who was writing goes on writing, there; each topic keeps its own text."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "enter")
        await stage.type("here")
        await stage.press("ctrl+g", "4", "enter")
        assert stage.app.screen.topic == "environment"
        await stage.type("there")
        await stage.press("ctrl+g")
        await stage.type("since")
        await stage.press("enter")
        assert (stage.app.screen.topic, stage.app.screen.text.text) == ("previous", "here")
        await stage.press("ctrl+g", "enter")
        assert stage.app.screen.topic == "tasks"
        await stage.press("ctrl+t", "ctrl+g", "4", "enter")
        assert isinstance(stage.app.screen, ConductPage)
        assert stage.app.screen.text.text == "there"

    theatre(scene)


def test_a_digit_beside_the_text_goes_to_the_topic_of_that_number(theatre: Theatre) -> None:
    """In the text it is a digit."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "3")
        assert "topic 3 of 7" in stage.frame()
        await stage.press("9", "w", "1")
        assert "topic 3 of 7" in stage.frame()
        assert stage.app.screen.text.text == "1"

    theatre(scene)


def test_a_page_to_read_takes_nothing_back(theatre: Theatre, kari: str) -> None:
    """What was done lies behind it, out of sight."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "c")
        covered = stage.dialogue(kari)
        await stage.press("y", "u")
        assert stage.dialogue(kari) == covered
        await stage.press("escape", "u")
        assert stage.dialogue(kari) != covered

    theatre(scene)


def test_a_person_is_gone_to_by_some_letters_of_the_name(theatre: Theatre) -> None:
    """And from the screen of one person to that of another."""

    async def scene(stage: Any) -> None:
        await stage.press("ctrl+g")
        await stage.type("kari")
        await stage.press("enter")
        assert stage.frame().startswith(" Kari Nordhagen")
        await stage.press("ctrl+g")
        await stage.type("jonas")
        await stage.press("enter")
        assert stage.frame().startswith(" Why · Jonas") or stage.frame().startswith(" Jonas")

    theatre(scene)


def test_in_a_talk_no_other_person_and_nothing_private_is_found_or_gone_to(
    theatre: Theatre, kari: str
) -> None:
    """Neither in the frame nor in any widget, also from a screen on top of the talk."""

    async def scene(stage: Any) -> None:
        own = stage.app.session
        own.do(prepare.prepare, kari, text="zebra for me alone", private=True)
        await stage.press("o", "s")
        own.do(conduct.note, kari, topic="tasks", text="zebra for both")
        for more in ((), ("ctrl+t",)):
            await stage.press(*more, "ctrl+f")
            await stage.type("zebra")
            assert "YOU AND KARI" in stage.frame()
            assert "zebra for both" in stage.frame()
            assert "alone" not in stage.frame() + held_by_widgets(stage)
            await stage.press("escape", "ctrl+g")
            assert "Jonas" not in stage.frame()
            await stage.press("escape")
        await stage.press("escape", "ctrl+f")
        await stage.type("zebra")
        await stage.press("enter")
        assert isinstance(stage.app.screen, ConductPage)
        assert stage.app.screen.topic == "tasks"

    theatre(scene)


@pytest.mark.parametrize(
    ("words", "page"),
    [("walrus private", PreparePage), ("walrus note", ConductPage), ("walrus plan", PlanPage)],
)
def test_what_is_found_is_opened_where_it_stands(
    theatre: Theatre, kari: str, words: str, page: type
) -> None:
    """The line says who can read it; Enter is the place."""
    from visavi.usecases.activities import add_activity

    async def scene(stage: Any) -> None:
        own = stage.app.session
        own.do(prepare.prepare, kari, text="walrus private", private=True)
        own.do(conduct.start, kari)
        own.do(conduct.note, kari, topic="tasks", text="walrus note")
        own.do(add_activity, kari, {"what": "walrus plan"})
        await stage.press("ctrl+f")
        await stage.type(words)
        assert ("only you" in stage.frame()) is (page is PreparePage)
        assert "Found: 1." in stage.frame()
        await stage.press("enter")
        assert isinstance(stage.app.screen, page)
        assert words in stage.frame()

    theatre(scene)


async def _with_a_note(stage: Any, kari: str) -> None:
    stage.app.session.do(prepare.prepare, kari, text="my secret worry", private=True)
    await stage.press("o", "s", "m")


def test_a_glance_at_my_preparation_says_only_you_and_is_gone(
    theatre: Theatre, kari: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By itself; and then no widget holds it."""
    monkeypatch.setattr(PeekPage.__init__, "__defaults__", (0.2,))

    async def scene(stage: Any) -> None:
        await _with_a_note(stage, kari)
        await stage.until(lambda: isinstance(stage.app.screen, ConductPage))
        await stage.settle()
        assert "my secret worry" not in stage.frame() + held_by_widgets(stage)

    theatre(scene)


def test_a_glance_does_not_outlast_the_hide_key(theatre: Theatre, kari: str) -> None:
    """Behind the hidden screen nothing of it stands; shown again, it is closed."""

    async def scene(stage: Any) -> None:
        await _with_a_note(stage, kari)
        assert stage.frame().startswith(" My preparation")
        assert "ONLY YOU" in stage.frame().splitlines()[0]
        assert "my secret worry" in stage.frame()
        await stage.press("ctrl+l")
        assert "my secret worry" not in held_by_widgets(stage)
        await stage.press("space")
        await stage.settle()
        assert isinstance(stage.app.screen, ConductPage)

    theatre(scene)


def test_two_keys_reassure_and_tell_how_to_leave(theatre: Theatre) -> None:
    """^s keeps at once what is typed; ^c without a selection says how to leave; F1 helps."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "enter")
        await stage.type("half a thought")
        await stage.press("ctrl+s")
        assert [draft.text for draft in stage.app.drafts.all().values()] == ["half a thought"]
        await stage.press("ctrl+c")
        assert "^q leaves visavi" in stage.frame()
        await stage.press("f1")
        assert stage.frame().startswith(" Help")
        await stage.press("escape")
        assert "half a thought" in stage.frame()

    theatre(scene)


def test_nothing_is_said_to_be_saved_that_is_not(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a disk that takes nothing ^s says so."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "enter")
        await stage.type("precious")
        repository = type(stage.app.desk.repository)
        monkeypatch.setattr(repository, "put_derived", lambda *_: None)
        await stage.press("x", "ctrl+s")
        assert "NOT SAVED" in stage.frame()
        assert "Everything is saved" not in stage.frame()

    theatre(scene)


def test_each_hint_is_shown_once_and_none_where_they_are_off(theatre: Theatre) -> None:
    """One line where it belongs; what was shown is remembered."""
    from visavi_tui.hints import HINTS

    kept: list[str] = []

    async def scene(stage: Any) -> None:
        await stage.press("o")
        assert HINTS["dialogue"] in stage.frame()
        await stage.press("escape", "o", "s")
        assert HINTS["dialogue"] not in stage.frame()
        assert HINTS["conduct"] in stage.frame()

    async def later(stage: Any) -> None:
        await stage.press("o")
        assert not any(hint in stage.frame() for hint in HINTS.values())

    theatre(scene, hints_seen=frozenset(), keep_hint=kept.append)
    assert kept == ["team", "dialogue", "conduct"]
    theatre(later, hints_seen=frozenset(HINTS))
    theatre(later)
    assert all(len(hint) < 78 for hint in HINTS.values())


def test_what_is_copied_goes_to_the_terminal_only_where_that_is_set(theatre: Theatre) -> None:
    """Then the toolkit's sequence is written, once."""

    async def scene(stage: Any) -> None:
        written: list[str] = []
        await stage.press("ctrl+g")
        await stage.type("between us")
        await stage.press("shift+home")
        stage.app._driver.write = written.append
        await stage.press("ctrl+c")
        assert stage.app.clipboard == "between us"
        assert any("]52;" in text for text in written) is stage.app.desk.copies_out

    theatre(scene)
    theatre(scene, copies_out=True)
