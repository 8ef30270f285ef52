"""One key takes back the last change of a list; nothing that somebody else did meanwhile goes."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from visavi.errors import Conflict, OutOfOrder
from visavi.usecases import conduct
from visavi_tui.undo import MOST, Undo

Theatre = Callable[..., Any]
TALK = ("o", "s")


def _record(stage: Any, kari: str) -> tuple[Any, Any]:
    found = stage.dialogue(kari)
    return found["topics"], (found.get("plan") or {}).get("activities", [])


@pytest.mark.parametrize(
    ("keys", "words", "more"),
    [
        (("c",), "", ()),
        (("p",), "no time", ("ctrl+j",)),
        (("ctrl+t", "space"), "", ()),
        (("ctrl+t", "a"), "And what else?", ("ctrl+j",)),
        (("ctrl+n",), "Settle the lab", ("enter",)),
        (("v",), "I see it so", ("ctrl+j",)),
        (("w",), "Calmer now", ("ctrl+j", "escape")),
    ],
    ids=["cover", "park", "pick", "own question", "activity", "view", "note"],
)
def test_what_was_just_done_in_the_talk_is_taken_back(
    theatre: Theatre, kari: str, keys: tuple[str, ...], words: str, more: tuple[str, ...]
) -> None:
    """The record is as it was, and the history tells of both deeds."""

    async def scene(stage: Any) -> None:
        await stage.press(*TALK)
        before = _record(stage, kari)
        events = len(stage.dialogue(kari)["events"])
        await stage.press(*keys)
        if words:
            await stage.type(words)
        await stage.press(*more)
        assert "takes it back" in stage.frame() or keys == ("w",)
        assert _record(stage, kari) != before
        await stage.press("u")
        assert "Taken back" in stage.frame()
        assert _record(stage, kari) == before
        assert len(stage.dialogue(kari)["events"]) == events + 2

    theatre(scene)


def test_a_note_that_is_taken_back_stands_where_it_was_written(theatre: Theatre, kari: str) -> None:
    """Before whatever was typed since; and it is a draft again."""

    async def scene(stage: Any) -> None:
        await stage.press(*TALK, "w")
        await stage.type("Too early")
        await stage.press("ctrl+j")
        await stage.type("More")
        await stage.press("escape", "u")
        assert stage.app.screen.text.text == "Too early\n\nMore"
        assert "Too early" in stage.app.drafts.find(f"{kari}/note/previous").text

    theatre(scene)


def test_a_view_that_the_other_one_had_taken_down_is_replaced_and_not_put_back(
    theatre: Theatre, kari: str
) -> None:
    """Why not is said, and the change before that stays where it is until it is asked for."""

    async def scene(stage: Any) -> None:
        await stage.press(*TALK, "c", "v", "tab")
        await stage.type("Kari sees it so")
        await stage.press("ctrl+j")
        stage.app.act_as("kari")
        stage.app.start_anew()
        await stage.settle()
        await stage.press("o", "c", "c", "v")
        assert "took a view down for you" in stage.frame()
        assert "Kari sees it so" not in stage.frame()
        await stage.type("I see it otherwise")
        await stage.press("ctrl+j", "u")
        assert "had taken down for you is kept nowhere" in " ".join(stage.frame().split())
        view = next(iter(_record(stage, kari)[0][0]["views"].values()))
        assert (view["text"], view["author"]) == ("I see it otherwise", "kari")

    theatre(scene)


def test_what_was_prepared_is_taken_back_and_offered_again(theatre: Theatre, kari: str) -> None:
    """A tick, and a note for oneself."""

    async def scene(stage: Any) -> None:
        await stage.press("enter", "enter")
        own = stage.dialogue(kari)["preparations"]["conductor"]
        assert own["ticks"]
        await stage.press("u", "down", "down", "down", "enter")
        await stage.type("Ask about the lab")
        await stage.press("ctrl+j")
        assert stage.dialogue(kari)["preparations"]["conductor"]["notes"]
        await stage.press("u")
        own = stage.dialogue(kari)["preparations"]["conductor"]
        assert not own.get("notes")
        assert not own.get("ticks")
        await stage.press("enter")
        assert "Ask about the lab" in stage.frame()

    theatre(scene)


def test_an_activity_that_was_removed_or_changed_is_as_it_was(theatre: Theatre, kari: str) -> None:
    """Twice back: first the removal, then the change before it."""

    async def scene(stage: Any) -> None:
        await stage.press(*TALK, "ctrl+n")
        await stage.type("Settle the lab")
        await stage.press("enter", "e", "a", "enter", "tab")
        await stage.type("With Jonas")
        await stage.press("ctrl+j", "x")
        assert "Removed activity 1. u takes it back." in stage.frame()
        assert _record(stage, kari)[1] == []
        await stage.press("u")
        assert _record(stage, kari)[1][0]["how"] == "With Jonas"
        await stage.press("u")
        assert not _record(stage, kari)[1][0].get("how")

    theatre(scene)


def test_a_promise_answered_by_mistake_waits_again(theatre: Theatre) -> None:
    """In the follow-up, and where the next dialogue opens with the last plan."""

    def steps(stage: Any) -> list[str]:
        repository = stage.app.desk.repository
        return [
            step["progress"]
            for found in repository.dialogues_of("kari")
            for step in (found.get("plan") or {}).get("steps", ())
        ]

    async def scene(stage: Any) -> None:
        before = steps(stage)
        await stage.press("f", "d", "ctrl+j")
        assert steps(stage) == [*before, "done"]
        await stage.press("u")
        assert steps(stage) == [*before, "done", "open"]
        await stage.press("escape", "o", "s", "l", "down", "g", "ctrl+j")
        assert steps(stage)[-1] == "carried"
        await stage.press("u")
        assert steps(stage)[-1] == "open"

    theatre(scene)


def test_a_word_and_another_day_in_the_follow_up_are_taken_back(theatre: Theatre) -> None:
    """With the supplement that the change had opened."""

    def kept(stage: Any) -> list[Any]:
        found = stage.app.desk.repository.dialogues_of("kari")
        return [(d.get("plan"), d.get("state"), d.get("supplement")) for d in found]

    async def scene(stage: Any) -> None:
        before = kept(stage)
        await stage.press("f", "enter")
        await stage.type("The room is found")
        await stage.press("ctrl+j")
        assert "The room is found" in stage.frame()
        await stage.press("u")
        assert kept(stage) == before
        await stage.press("m", "ctrl+u")
        await stage.type("1.3.2026")
        assert "Sun 2026-03-01" in stage.frame()
        await stage.press("tab")
        await stage.type("The room comes in March")
        await stage.press("ctrl+j")
        assert "2026-03-01 Kari" in stage.frame()
        assert kept(stage) != before
        await stage.press("u")
        assert kept(stage) == before

    theatre(scene)


def test_what_somebody_else_changed_meanwhile_is_left_alone(theatre: Theatre, kari: str) -> None:
    """It is said calmly, and the change is no longer offered."""

    async def scene(stage: Any) -> None:
        await stage.press(*TALK, "c")
        stage.app.session.do(conduct.park, kari, topic="previous", reason="Later")
        await stage.press("u")
        assert "Somebody changed this meanwhile" in stage.frame()
        assert stage.dialogue(kari)["topics"][0]["coverage"] == "parked"
        await stage.press("u")
        assert "There is nothing to take back" in stage.frame()

    theatre(scene)


def test_twenty_changes_are_taken_back_in_turn_and_only_in_the_dialogue_in_sight() -> None:
    """The oldest one goes; a change in another dialogue waits there."""
    done: list[int] = []
    undo = Undo()
    for number in range(MOST + 5):
        undo.add(str(number), "a.aaaaaa", partial(done.append, number), lambda: 0)

    with pytest.raises(OutOfOrder, match="another dialogue"):
        undo.take_back("b.bbbbbb")
    assert [undo.take_back("a.aaaaaa").said for _ in range(MOST)] == [
        str(n) for n in range(24, 4, -1)
    ]
    with pytest.raises(OutOfOrder):
        undo.take_back()


def test_a_store_that_is_busy_keeps_the_change_for_another_try() -> None:
    """A refusal by what was done meanwhile does not."""
    from visavi.errors import Busy

    undo = Undo()
    errors: list[Exception] = [Busy("Busy."), Conflict("Signed meanwhile.")]

    def back() -> None:
        raise errors.pop(0)

    undo.add("Covered.", "a.aaaaaa", back, lambda: 0)
    with pytest.raises(Busy):
        undo.take_back()
    with pytest.raises(Conflict, match="Signed"):
        undo.take_back()
    with pytest.raises(OutOfOrder):
        undo.take_back()


@pytest.mark.parametrize(
    "keys",
    [
        ("o", "s", "p"),
        ("o", "s", "s"),
        ("o", "s", "v"),
        ("o", "s", "ctrl+t", "a"),
        ("f", "n"),
    ],
    ids=["parked", "left out", "view", "question", "word on a promise"],
)
def test_words_that_were_taken_back_stand_where_they_were_typed(
    theatre: Theatre, keys: tuple[str, ...]
) -> None:
    """As a draft: taking back loses no word."""

    async def scene(stage: Any) -> None:
        await stage.press(*keys)
        await stage.type("a word of mine")
        await stage.press("ctrl+j", "u")
        assert "Taken back" in stage.frame()
        await stage.press(keys[-1])
        assert stage.app.screen.focused.text == "a word of mine"

    theatre(scene)
