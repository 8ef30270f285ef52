"""Words stay inside: literal, hidden on demand, and never in a crash or on the clipboard."""

from collections.abc import Callable
from typing import Any

import pytest

from visavi.errors import InvalidInput
from visavi_tui.guard import LOUD, fault_sentence, require_quiet_environment
from visavi_tui.screens.hide import HidePage
from visavi_tui.screens.small import SmallPage

Theatre = Callable[..., Any]

HOSTILE = (
    "for Kari [Nordmann]",
    "[/]",
    "[@click=app.quit]press here[/]",
    "[red]red[/red]",
    "\x1b]52;c;aGk=\x07",
    "\x1b[2J\x1b[31mgone",
    "\x9b31m",
    "\u202egnp.exe",
    "a" * 300,
    "名" * 100,
    "one\ttab",
    "👩‍👩‍👧 and e\u0301",
)
"""What somebody may have typed, pasted or imported."""

DANGEROUS = ("\x1b", "\x9b", "\x07", "\u202e")


@pytest.mark.parametrize("texts", [HOSTILE[i::4] for i in range(4)], ids=range(4))
def test_hostile_text_is_shown_literally(
    theatre: Theatre, kari: str, texts: tuple[str, ...]
) -> None:
    """In a text area, in the record, in the plan and on the page of signing."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "s")
        for number, text in enumerate(texts):
            await stage.press("enter")
            await stage.type(text)
            frames = [stage.frame()]
            await stage.press("ctrl+r", "ctrl+n")
            await stage.type(text.replace("\t", " "))
            await stage.press("enter", "escape")
            frames.append(stage.frame())
            notes = stage.dialogue(kari)["topics"][number]["notes"]
            assert notes[0]["text"].strip()
            _require_literal(text, *frames)
            await stage.press("down")
        await stage.press("e", "a")
        frames = [stage.frame()]
        await stage.press("escape", "g")
        _require_literal("", *frames, stage.frame())

    theatre(scene)


def _require_literal(text: str, *frames: str) -> None:
    for frame in frames:
        assert not any(sign in frame for sign in DANGEROUS)
        if len(text) < 60 and text.isprintable():
            assert text in frame


def test_a_hostile_name_is_shown_literally_everywhere(theatre: Theatre) -> None:
    """A name in brackets, with an escape sequence, stands on each screen that names it."""

    async def scene(stage: Any) -> None:
        repository = stage.app.desk.repository
        with repository.changing("keeper") as change:
            change.put_person({**repository.person("kari"), "name": "[b]K\x1b[31m[/]"})
        stage.app.act_as("ingrid")
        stage.app.start_anew()
        await stage.settle()
        for keys in ((), ("y",), ("escape", "o"), ("i",), ("escape", "escape", "escape", "f")):
            await stage.press(*keys)
            assert "\x1b" not in stage.frame()
            assert "[b]K" in stage.frame()

    theatre(scene)


def test_the_hide_key_leaves_no_name_and_no_text(theatre: Theatre) -> None:
    """Other keys do not show it again; Space does, with the text still there."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "enter")
        await stage.type("between us")
        await stage.press("ctrl+l")
        for key in ("x", "enter", "escape", "ctrl+p"):
            await stage.press(key)
            assert isinstance(stage.app.screen, HidePage)
            assert "Kari" not in stage.frame()
            assert "between us" not in stage.frame()
        await stage.press("space")
        assert "between us" in stage.frame()

    theatre(scene)


def test_everything_hides_by_itself_after_a_while(theatre: Theatre) -> None:
    """Nobody has touched a key: the names are gone."""

    async def scene(stage: Any) -> None:
        await stage.until(lambda: isinstance(stage.app.screen, HidePage))
        await stage.settle()
        assert "Kari" not in stage.frame()

    theatre(scene, hide_after=0.05)


def test_private_notes_are_not_on_any_screen_while_conducting(theatre: Theatre) -> None:
    """No widget of any screen of the stack holds the note for oneself."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "p", "down", "down", "down", "enter")
        await stage.type("my secret worry")
        await stage.press("ctrl+r", "escape", "s")
        held = [
            str(getattr(widget, "text", ""))
            for screen in stage.app.screen_stack
            for widget in screen.query("*")
        ]
        assert not any("my secret worry" in text for text in held)

    theatre(scene)


def test_a_fault_says_one_sentence_without_what_was_at_hand(
    theatre: Theatre, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The secret in the local variables reaches neither stream; the draft is kept."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "enter")
        await stage.type("plantedsecret")

        def broken(*_: object, **__: object) -> None:
            secret = "plantedsecret"
            raise RuntimeError(secret)

        monkeypatch.setattr(type(stage.app.screen), "action_record", broken)
        await stage.pilot.press("ctrl+r")

    with pytest.raises(RuntimeError):
        theatre(scene)
    out, err = capfd.readouterr()
    assert "plantedsecret" not in out + err
    assert "plantedsecret" not in fault_sentence(RuntimeError("plantedsecret"), "")


@pytest.mark.parametrize("name", LOUD)
def test_variables_that_carry_the_screen_elsewhere_are_refused(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Screenshots, logs, developer tools: the app does not open."""
    monkeypatch.setenv(name, "1")

    with pytest.raises(InvalidInput, match=name):
        require_quiet_environment()


def test_there_is_no_command_for_a_screenshot(theatre: Theatre) -> None:
    """Neither the toolkit's palette nor its commands are there."""

    async def scene(stage: Any) -> None:
        assert list(stage.app.get_system_commands(stage.app.screen)) == []
        assert not stage.app.ENABLE_COMMAND_PALETTE

    theatre(scene)


def test_a_copied_text_stays_in_the_app(theatre: Theatre) -> None:
    """Nothing is written for the terminal's clipboard."""

    async def scene(stage: Any) -> None:
        written: list[str] = []
        stage.app._driver.write = written.append
        stage.app.copy_to_clipboard("between us")
        assert not any("]52;" in text for text in written)
        assert stage.app.clipboard == "between us"

    theatre(scene)


def test_a_window_that_shrinks_to_nothing_says_one_sentence_and_comes_back(
    theatre: Theatre,
) -> None:
    """What was typed is there again when the window has grown."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "enter")
        await stage.type("still here")
        await stage.pilot.resize_terminal(40, 10)
        await stage.settle()
        assert isinstance(stage.app.screen, SmallPage)
        assert "This window is 40x10" in stage.frame()
        await stage.pilot.resize_terminal(80, 24)
        await stage.settle()
        assert "still here" in stage.frame()

    theatre(scene)
