"""While something is being done: keys stay free, it is done once, and how it ended is told."""

import asyncio
from collections.abc import Callable
from gc import collect
from typing import Any

import pytest

from visavi.errors import PolicyFailed
from visavi.usecases import conduct
from visavi_tui.screens import ways
from visavi_tui.screens.dialogue import DialoguePage
from visavi_tui.screens.form import FormPage
from visavi_tui.screens.hide import HidePage
from visavi_tui.screens.team import TeamPage
from visavi_tui.screens.text import TextPage
from visavi_tui.widgets.lines import Lines

from .threads import SLOW, Brake, slowly, talk

Theatre = Callable[..., Any]
Brakes = Callable[[], Brake]


def _notes(stage: Any, dialogue: str) -> list[str]:
    return [n["text"] for t in stage.dialogue(dialogue)["topics"] for n in t.get("notes", ())]


def _state(stage: Any, dialogue: str) -> str:
    return str(stage.dialogue(dialogue)["state"])


def test_words_are_typed_while_a_slow_policy_is_asked_and_the_deed_is_done_once(
    theatre: Theatre, kari: str, brake: Brakes
) -> None:
    """What was there when the key was pressed is recorded; what came later stays a draft."""

    async def scene(stage: Any) -> None:
        await talk(stage, "a word")
        slow = brake()
        await slowly(stage, slow, "ctrl+r")
        stage.tap("x", "y")
        await stage.until(lambda: "a wordxy" in stage.frame())
        stage.tap("ctrl+r")
        await stage.until(lambda: "It is still being done." in stage.frame())
        assert not _notes(stage, kari)
        slow.let_go.set()
        await stage.settle()
        assert _notes(stage, kari) == ["a word"]
        assert "In the record. Both of you can read it." in stage.frame()
        assert stage.app.screen.text.text == "xy"
        assert [draft.text for draft in stage.app.drafts.all().values()] == ["xy"]

    theatre(scene)


def test_something_else_is_not_begun_meanwhile_and_says_so(
    theatre: Theatre, kari: str, brake: Brakes
) -> None:
    """Lists go on moving, and nobody else acts before it is over."""

    async def scene(stage: Any) -> None:
        await talk(stage, "a word")
        slow = brake()
        await slowly(stage, slow, "ctrl+r")
        stage.tap("escape", "down")
        await stage.until(lambda: "topic 2 of 7" in stage.frame())
        stage.tap("c")
        await stage.until(lambda: "nothing new was begun" in stage.frame())
        assert not stage.app.act_as("kari")
        slow.let_go.set()
        await stage.settle()
        assert _notes(stage, kari) == ["a word"]
        assert {t.get("coverage") for t in stage.dialogue(kari)["topics"]} == {None}
        assert stage.app.session.person == "ingrid"

    theatre(scene)


def test_keys_that_come_at_once_are_for_the_screen_after(theatre: Theatre, kari: str) -> None:
    """The talk begins, and the key after it counts in the talk."""

    async def scene(stage: Any) -> None:
        await stage.press("o")
        stage.tap("s", "ctrl+n")
        await stage.settle()
        assert _state(stage, kari) == "in-progress"
        assert isinstance(stage.app.screen, FormPage)
        assert "New activity" in stage.frame()

    theatre(scene)


def test_a_policy_that_fails_meanwhile_is_told_and_nothing_was_changed(
    theatre: Theatre, kari: str, brake: Brakes
) -> None:
    """Also where the screen was left: on the one in sight. Reading goes on."""

    async def scene(stage: Any) -> None:
        await stage.press("o")
        slow = brake()
        slow.error = PolicyFailed("The rule X-1 failed just now.")
        await slowly(stage, slow, "s")
        stage.tap("escape")
        await stage.until(lambda: isinstance(stage.app.screen, TeamPage))
        slow.let_go.set()
        await stage.settle()
        assert "The rule X-1 failed just now." in stage.frame()
        assert _state(stage, kari) == "invited"
        await stage.press("o")
        assert isinstance(stage.app.screen, DialoguePage)
        assert "Kari Nordhagen" in stage.frame()

    theatre(scene)


def test_the_line_that_says_it_is_being_done_says_so_no_longer_when_it_is_over(
    theatre: Theatre, kari: str, brake: Brakes
) -> None:
    """Also on the screen that was left meanwhile and is come back to."""

    async def scene(stage: Any) -> None:
        await talk(stage, "a word")
        slow = brake()
        await slowly(stage, slow, "ctrl+r")
        stage.tap("ctrl+f")
        await stage.until(lambda: "Find in this talk" in stage.frame())
        slow.let_go.set()
        await stage.settle()
        assert "In the record. Both of you can read it." in stage.frame()
        await stage.press("escape")
        assert SLOW not in stage.frame()

    theatre(scene)


def test_why_something_was_refused_does_not_come_between_two_words(
    theatre: Theatre, kari: str, brake: Brakes
) -> None:
    """It is told when the typing pauses; no letter goes to the page that tells it."""

    async def scene(stage: Any) -> None:
        await talk(stage, "a word")
        slow = brake()
        slow.error = PolicyFailed(f"The rule X-1 failed just now: {'because ' * 12}")
        await slowly(stage, slow, "ctrl+r")
        stage.tap("x")
        await stage.until(lambda: "a wordx" in stage.frame())
        slow.let_go.set()
        await stage.until(lambda: "NOT DONE. Why is told when you pause." in stage.frame())
        stage.tap("y")
        await stage.until(lambda: "a wordxy" in stage.frame())
        await stage.until(lambda: "The rule X-1 failed just now" in stage.frame())
        assert not _notes(stage, kari)

    theatre(scene)


def test_a_question_to_a_slow_policy_shows_its_screen_first(
    theatre: Theatre, brake: Brakes
) -> None:
    """The reasons come when they are found; who does not wait goes back."""

    async def scene(stage: Any) -> None:
        slow = brake()
        stage.tap("y")
        await stage.until(lambda: "Why · Kari" in stage.frame())
        assert "The policy is asked." in stage.frame()
        stage.tap("escape")
        await stage.until(lambda: isinstance(stage.app.screen, TeamPage))
        stage.tap("y")
        await stage.until(lambda: "Why · Kari" in stage.frame())
        slow.let_go.set()
        await stage.settle()
        assert "UIO-FREQ-01" in stage.frame()

    theatre(scene)


def test_a_policy_that_fails_when_it_is_asked_why_says_so_there(
    theatre: Theatre, brake: Brakes
) -> None:
    """On the very screen; going back goes back."""

    async def scene(stage: Any) -> None:
        failing = brake()
        failing.error = PolicyFailed("The rule X-1 failed just now.")
        failing.let_go.set()
        await stage.press("y")
        assert "Why · Kari" in stage.frame()
        assert "The rule X-1 failed just now." in stage.frame()
        await stage.press("escape")
        assert isinstance(stage.app.screen, TeamPage)

    theatre(scene)


def test_hiding_never_waits_and_the_outcome_is_told_when_all_is_shown_again(
    theatre: Theatre, kari: str, brake: Brakes
) -> None:
    """Nothing of it stands on the hidden screen."""

    async def scene(stage: Any) -> None:
        await stage.press("o")
        slow = brake()
        slow.error = PolicyFailed("The rule X-1 failed just now.")
        stage.tap("s")
        await stage.until(slow.reached.is_set)
        stage.tap("ctrl+l")
        await stage.until(lambda: isinstance(stage.app.screen, HidePage))
        slow.let_go.set()
        await stage.settle()
        assert isinstance(stage.app.screen, HidePage)
        assert "X-1" not in stage.frame()
        await stage.press("space")
        assert "The rule X-1 failed just now." in stage.frame()

    theatre(scene)


def test_who_leaves_the_app_waits_for_what_is_being_done(
    theatre: Theatre, kari: str, brake: Brakes
) -> None:
    """It closes when it is over; the store has it."""

    async def scene(stage: Any) -> None:
        await talk(stage, "a word")
        slow = brake()
        await slowly(stage, slow, "ctrl+r")
        stage.tap("ctrl+q")
        await stage.until(lambda: "visavi closes when it is over" in stage.frame())
        assert not stage.app._exit
        slow.let_go.set()
        await stage.until(lambda: stage.app._exit)

    app = theatre(scene)
    [note] = [n for t in app.session.show(kari)["topics"] for n in t.get("notes", ())]
    assert note["text"] == "a word"


def test_who_leaves_twice_at_once_leaves_at_once_and_the_text_is_a_draft(
    theatre: Theatre, kari: str
) -> None:
    """What had not begun is not begun any more, and nothing is printed over it."""

    async def scene(stage: Any) -> None:
        await talk(stage, "a word")
        stage.app.run_worker = lambda work, **_: None  # the app ends before it comes to it
        await stage.app.run_action("record", stage.app.screen)
        for _ in range(2):
            await stage.app.action_quit()
        assert stage.app._exit

    app = theatre(scene)
    collect()
    assert [draft.text for draft in app.drafts.all().values()] == ["a word"]


def test_the_app_stays_where_what_was_being_done_is_refused(
    theatre: Theatre, kari: str, brake: Brakes
) -> None:
    """Who wanted to leave reads why first; asked again, it leaves at once."""

    async def scene(stage: Any) -> None:
        await talk(stage, "a word")
        slow = brake()
        slow.error = PolicyFailed("The rule X-1 failed just now.")
        await slowly(stage, slow, "ctrl+r")
        stage.tap("ctrl+q")
        await stage.until(lambda: "visavi closes when it is over" in stage.frame())
        slow.let_go.set()
        await stage.until(lambda: "The rule X-1 failed just now." in stage.frame())
        assert not stage.app._exit
        assert [draft.text for draft in stage.app.drafts.all().values()] == ["a word"]

    theatre(scene)


def test_a_sealed_store_is_locked_when_it_is_over_and_all_is_hidden_meanwhile(
    theatre: Theatre, kari: str, brake: Brakes
) -> None:
    """The keys are not taken from under what is being written."""
    locked: list[str] = []

    async def scene(stage: Any) -> None:
        await talk(stage, "a word")
        slow = brake()
        await slowly(stage, slow, "ctrl+r")
        assert stage.app.lock()
        assert isinstance(stage.app.screen, HidePage)
        assert not locked
        slow.let_go.set()
        await stage.until(lambda: bool(locked))
        await stage.settle()
        assert stage.app.is_locked
        assert "locked" in stage.frame()

    app = theatre(scene, sealed=True, lock=lambda: locked.append("now"))
    assert app.is_locked


def test_what_is_typed_into_a_form_meanwhile_is_kept_as_a_draft(
    theatre: Theatre, kari: str, brake: Brakes
) -> None:
    """The form goes, its deed is done with what stood there, and nothing typed is lost."""

    async def scene(stage: Any) -> None:
        await talk(stage)
        await stage.press("escape", "p")
        await stage.type("no time")
        slow = brake()
        await slowly(stage, slow, "ctrl+j")
        stage.tap("x")
        await stage.until(lambda: "no timex" in stage.frame())
        slow.let_go.set()
        await stage.settle()
        assert stage.dialogue(kari)["topics"][0]["reason"] == "no time"
        assert "What you typed meanwhile is kept as a draft." in stage.frame()
        assert [draft.text for draft in stage.app.drafts.all().values()] == ["no timex"]

    theatre(scene)


def test_a_form_that_was_left_meanwhile_is_told_of_where_the_person_is(
    theatre: Theatre, kari: str, brake: Brakes
) -> None:
    """Its draft goes, as it is done."""

    async def scene(stage: Any) -> None:
        await talk(stage)
        await stage.press("escape", "p")
        await stage.type("no time")
        slow = brake()
        await slowly(stage, slow, "ctrl+j")
        stage.tap("escape", "escape")
        await stage.until(lambda: not isinstance(stage.app.screen, FormPage))
        slow.let_go.set()
        await stage.settle()
        assert "Parked. u takes it back." in stage.frame()
        assert stage.dialogue(kari)["topics"][0]["coverage"] == "parked"
        assert not stage.app.drafts.all()

    theatre(scene)


def test_a_deed_where_keys_are_taken_and_a_thread_at_the_screen_would_be_noticed(
    theatre: Theatre, kari: str
) -> None:
    """The guards of these tests, shown to bite."""

    async def scene(stage: Any) -> None:
        with pytest.raises(AssertionError, match="keeps keys waiting"):
            list(ways._reasons(stage.app.session, "kari"))
        page = stage.app.screen
        with pytest.raises(AssertionError, match="belongs to the app's thread"):
            await stage.app.deeds.in_thread(lambda: page.query_one(Lines))
        with pytest.raises(AssertionError, match="belongs to the app's thread"):
            await asyncio.to_thread(page.say, "from a thread")
        stage.app.session.do(conduct.start, kari)  # somebody else's deed is no deed of the app

    theatre(scene)


def test_what_is_said_on_a_screen_that_is_only_just_coming_is_said_when_it_is_there(
    theatre: Theatre,
) -> None:
    """Nothing stands on it yet: it is no fault, and not lost."""

    async def scene(stage: Any) -> None:
        page = TextPage("Read this", "a text")
        stage.app.push_screen(page)
        page.say("Said early.")
        stage.app.tell_what_is_left()
        await stage.settle()
        assert "Said early." in stage.frame()

    theatre(scene)
