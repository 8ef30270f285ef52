"""Deeds beside the talk: salary, plans, follow-up, matters, keys, numbers."""

from collections.abc import Callable
from typing import Any

import pytest

from visavi_tui.actions import EVERYWHERE
from visavi_tui.screens.dialogue import DialoguePage

Theatre = Callable[..., Any]


def test_the_salary_is_recorded_as_the_policy_wants_it(theatre: Theatre, kari: str) -> None:
    """Where pay is discouraged, what was said can stand there without an amount."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "e", "b", "space", "tab")
        await stage.type("many")
        await stage.press("ctrl+r")
        assert "is not a whole number" in stage.frame()
        await stage.press("ctrl+u", "ctrl+r")
        assert stage.dialogue(kari)["pay"]["discussed"] is True

    theatre(scene)


@pytest.mark.parametrize(
    ("key", "how"),
    [("1", "my way"), ("2", "their way"), ("b", "their way\nmy way"), ("escape", "their way")],
)
def test_an_activity_that_somebody_else_changed_is_not_written_over_unseen(
    theatre: Theatre, kari: str, key: str, how: str
) -> None:
    """Both versions are shown, and one is chosen; without a choice mine stays a draft."""
    from visavi.usecases.activities import edit_activity

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "ctrl+n")
        await stage.type("Settle it")
        await stage.press("enter", "e", "a", "e", "tab")
        await stage.type("my way")
        stage.app.session.do(edit_activity, f"{kari}.a1", {"how": "their way"})
        await stage.press("ctrl+r")
        assert "Nothing was written over" in stage.frame()
        assert "my way" in stage.frame()
        assert "their way" in stage.frame()
        await stage.press(key)
        assert stage.dialogue(kari)["plan"]["activities"][0]["how"] == how
        stage.app.keep_drafts()
        drafts = [draft.text for draft in stage.app.drafts.all().values()]
        assert ("my way" in drafts) == (key == "escape")

    theatre(scene)


def test_a_dialogue_is_planned_from_the_queue_and_its_invitation_opens(theatre: Theatre) -> None:
    """Enter on somebody who is due plans the dialogue, and asks for time and place."""

    async def scene(stage: Any) -> None:
        await stage.press("down", "enter")
        assert "Invite" in stage.frame()
        await stage.type("2 Feb 2026 9:00")
        await stage.press("ctrl+r", "enter")
        assert not any(d.get("meeting") for d in stage.app.desk.repository.dialogues_of("jonas"))
        await stage.press("y")
        found = list(stage.app.desk.repository.dialogues_of("jonas"))
        assert found[-1]["state"] == "invited"
        assert found[-1]["meeting"]["starts"].startswith("2026-02-02T09:00")

    theatre(scene)


def test_before_the_signatures_the_plan_asks_what_is_easily_forgotten(
    theatre: Theatre, kari: str
) -> None:
    """Once the talk is over; while it goes on there is nothing to ask."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "ctrl+n")
        await stage.type("Book the room")
        await stage.press("enter", "escape", "e", "a")
        assert "is anything unsaid, and how was the talk for Kari?" in stage.frame()

    theatre(scene)


def test_what_nothing_takes_back_needs_a_second_key(theatre: Theatre, kari: str) -> None:
    """A letter meant for a text releases no record and closes no dialogue; Esc changes nothing."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "e")
        before = stage.dialogue(kari)
        for key in ("r", "enter", "escape"):
            await stage.press(key)
            assert stage.dialogue(kari) == before
        await stage.press("r", "y")
        assert "Released by you. It needs both." in stage.frame()
        assert stage.dialogue(kari)["released"] == ["conductor"]

    theatre(scene)


def test_a_promise_is_said_to_be_done_in_the_follow_up(theatre: Theatre, demos: Any) -> None:
    """Late ones come first; done, it says so in the plan where it was promised."""

    async def scene(stage: Any) -> None:
        await stage.press("f", "d")
        await stage.type("It went well")
        await stage.press("ctrl+r")
        last = next(
            d for d in stage.app.desk.repository.dialogues_of("kari") if d.get("state") == "signed"
        )
        steps = [s for s in last["plan"]["steps"] if s.get("word") == "It went well"]
        assert steps[0]["progress"] == "done"

    theatre(scene)


def test_a_matter_is_written_down_assessed_and_in_no_list_of_anybody_else(
    theatre: Theatre,
) -> None:
    """Only its handler finds it; the team's queue shows no trace."""

    async def scene(stage: Any) -> None:
        before = stage.frame()
        await stage.press("m", "n", "space", "enter", "tab", "space")
        await stage.type("kari")
        await stage.press("enter", "tab", "space")
        await stage.type("jonas")
        await stage.press("enter", "escape", "tab")
        await stage.type("What I was told")
        await stage.press("ctrl+r")
        assert "Opened, apart from every dialogue. Ingrid Solvang handles it." in stage.frame()
        assert "What I was told" in stage.frame()
        await stage.press("a", "down", "space", "ctrl+r")
        matter = next(iter(stage.app.desk.repository.matters()))
        assert (matter["severity"], matter["concerned"]) == ("serious", ["jonas"])
        await stage.press("escape")
        assert stage.frame() == before

    async def jonas(stage: Any) -> None:
        await stage.press("m")
        assert "No matters for you" in stage.frame()

    theatre(scene)
    theatre(jonas, person="jonas")


def test_a_key_can_be_changed_and_the_footer_tells_it(theatre: Theatre) -> None:
    """The registry, the footer and the binding change together; a taken key is refused."""
    kept: list[dict[str, str]] = []

    async def scene(stage: Any) -> None:
        await stage.press("comma", *["down"] * (len(EVERYWHERE) + 1), "enter", "y")
        assert "is taken by" in stage.frame()
        await stage.press("enter", "z")
        assert kept == [{"team.open": "z"}]
        await stage.press("escape")
        assert "z Open" in stage.frame()
        await stage.press("z")
        assert isinstance(stage.app.screen, DialoguePage)

    theatre(scene, keep_keys=lambda keys: kept.append(dict(keys)))


def test_words_find_a_command_and_enter_runs_it(theatre: Theatre) -> None:
    """The palette runs on the screen that it was opened from."""

    async def scene(stage: Any) -> None:
        await stage.press("ctrl+p")
        await stage.type("promised late")
        await stage.press("enter")
        assert "Follow-up" in stage.frame()

    theatre(scene)


def test_who_looks_after_the_register_sees_numbers_and_no_dialogue(theatre: Theatre) -> None:
    """HR begins with numbers; its own queue holds nobody else's dialogues."""

    async def scene(stage: Any) -> None:
        assert "NUMBERS ONLY" in stage.frame()
        await stage.press("t")
        assert "Kari" not in stage.frame()

    theatre(scene, person="hege")


def test_a_policy_that_fails_meanwhile_is_told_and_the_app_stays(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence; nothing stops."""
    from visavi.errors import PolicyFailed
    from visavi_tui.session import Session

    def fails(*_: object) -> None:
        raise PolicyFailed("The policy is broken just now.")

    async def scene(stage: Any) -> None:
        monkeypatch.setattr(Session, "policy", fails)
        await stage.press("o")
        assert "broken just now" in stage.frame()
        await stage.press("escape")
        assert "My team" in stage.frame()

    theatre(scene)


def test_the_settings_of_this_computer_are_kept_where_they_were_changed(theatre: Theatre) -> None:
    """What was left as it is is not written down; a wrong number is told."""
    kept: list[dict[str, str]] = []

    async def scene(stage: Any) -> None:
        await stage.press("c", "ctrl+u")
        await stage.type("soon")
        await stage.press("ctrl+r")
        assert "is not a whole number" in stage.frame()
        await stage.press("ctrl+u")
        await stage.type("20")
        await stage.press("tab", "tab", "right", "space", "tab", "tab", "right", "space", "ctrl+r")
        assert "It counts from the next start on." in stage.frame()

    theatre(scene, keep_settings=lambda changed: kept.append(dict(changed)))
    assert kept == [{"hide-after": "20", "hints": "no", "theme": "light"}]


def test_what_a_rule_wants_at_hand_is_noted_on_its_line(theatre: Theatre, kari: str) -> None:
    """Hourly accounts at ILS: that they are there is noted once, and never what they say."""
    from visavi.policy.loading import Policies

    async def scene(stage: Any) -> None:
        await stage.press("enter")
        lines = stage.app.screen.query_one("Lines")
        at = [thing.about for thing in lines.rows].index("hourly-accounts")
        lines.action_goto(at)
        await stage.settle()
        assert "At hand" in stage.frame()
        await stage.press("t")
        assert stage.dialogue(kari)["attachments"] == ["hourly-accounts"]
        assert "t At hand" not in stage.frame()

    theatre(scene, book=Policies("uio-ils"))


def test_everybody_reads_what_is_kept_about_them_and_nothing_of_the_others(
    theatre: Theatre, kari: str
) -> None:
    """The record as both may read it, how long it stays, and that it was asked for."""

    async def write(stage: Any) -> None:
        await stage.press("o", "p", "down", "down", "down", "enter")
        await stage.type("a worry of mine alone")
        await stage.press("ctrl+j")
        assert "a worry of mine alone" in str(stage.dialogue(kari))

    async def read(stage: Any) -> None:
        await stage.press("a")
        text = stage.app.screen.text
        assert "ONLY YOU" in stage.frame()
        assert "The open office is too loud for writing." in text
        assert "How long it is kept" in text
        assert "Kari Nordhagen: access report" in text
        assert "a worry of mine alone" not in text
        assert "Ask about the noise" not in text

    theatre(write)
    theatre(read, person="kari")


def test_a_view_that_was_written_for_the_other_one_says_who_wrote_it(
    theatre: Theatre, kari: str
) -> None:
    """Nobody reads words as somebody's own that another one typed."""

    async def write(stage: Any) -> None:
        await stage.press("o", "s", "v")
        await stage.type("I see it so")
        await stage.press("tab")
        await stage.type("Kari sees it otherwise")
        await stage.press("ctrl+j")
        told = list(stage.app.screen.told.in_topic(stage.dialogue(kari)["topics"][0]))
        assert "Kari Nordhagen sees it like this, as Ingrid Solvang wrote it down:" in told
        assert "Ingrid Solvang sees it like this:" in told

    theatre(write)
