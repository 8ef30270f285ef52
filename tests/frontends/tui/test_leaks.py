"""Words stay inside: literal, hidden on demand, and never in a crash or on the clipboard."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from visavi.errors import InvalidInput
from visavi_tui.actions import actions_of
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


def test_hostile_text_is_typed_recorded_and_read_back_literally(
    theatre: Theatre, kari: str
) -> None:
    """In a text area, in the record, in the plan and on the page of signing.

    Stored texts are walked through every screen elsewhere; these are typed.
    """
    text = "\n".join(HOSTILE)

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "enter")
        await stage.type(text)
        frames = [stage.frame()]
        await stage.press("ctrl+r", "ctrl+n")
        await stage.type(text)
        await stage.press("enter", "escape")
        frames.append(stage.frame())
        (note,) = stage.dialogue(kari)["topics"][0]["notes"]
        assert all(one in note["text"] for one in HOSTILE if one.isprintable())
        await stage.press("e", "a")
        frames.append(stage.frame())
        await stage.press("escape", "g", "down", "down")
        for frame in (*frames, stage.frame()):
            assert not any(sign in frame for sign in DANGEROUS)
        assert all(one in frames[1] for one in HOSTILE[:4])

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
    assert "in your drafts" not in fault_sentence(RuntimeError(), "", lost=True)


SECRET = "plantedsecret"

PLACES: dict[str, tuple[str, tuple[str, ...]]] = {
    "an action": ("visavi_tui.screens.team.TeamPage.action_open", ("o",)),
    "filling": ("visavi_tui.screens.dialogue.DialoguePage.fill", ("o",)),
    "composing": ("visavi_tui.screens.dialogue.DialoguePage.body", ("o",)),
    "moving": ("visavi_tui.screens.team.TeamPage.on_lines_moved", ("down",)),
    "drawing a list": ("visavi_tui.widgets.lines.fitted", ("o",)),
    "drawing a text": ("visavi_tui.widgets.reading.wrapped", ("o",)),
    "the heading": ("visavi_tui.widgets.heading.fitted", ("o",)),
    "a worker": ("visavi_tui.screens.find.FindPage._look", ("ctrl+f", "a", "b", "c")),
    "what is offered": ("visavi_tui.screens.dialogue.DialoguePage.offers", ("o",)),
    "a key": ("visavi_tui.screens.keys.KeysPage.on_key", ("comma", "down")),
    "a form's end": ("visavi_tui.screens.form.FormPage.action_done", ("o", "m", "ctrl+r")),
    "the palette": ("visavi_tui.screens.palette._commands", ("ctrl+p",)),
    "the help": ("visavi_tui.app.VisaviApp.action_help", ("question_mark",)),
}
"""Where a fault of ours may happen, and the keys that lead there."""

if os.environ.get("VISAVI_WALK") == "all":
    PLACES |= {
        f"dialogue.{action.name}": (
            f"visavi_tui.screens.dialogue.DialoguePage.action_{action.name}",
            ("o", f"!{action.name}"),
        )
        for action in actions_of("dialogue")
    }


@pytest.mark.parametrize("place", PLACES)
def test_a_fault_anywhere_tells_its_kind_and_place_and_nothing_else(
    theatre: Theatre,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    place: str,
) -> None:
    """What the failing code had at hand is on no stream, in no file and not in the sentence."""
    target, keys = PLACES[place]

    def broken(*_: object, **__: object) -> None:
        at_hand = {"note": SECRET}
        raise RuntimeError(at_hand["note"])

    apps: list[Any] = []

    async def scene(stage: Any) -> None:
        apps.append(stage.app)
        monkeypatch.setattr(target, broken)
        for key in keys:
            if key.startswith("!"):
                page = stage.app.screen
                monkeypatch.setattr(type(page), "check_action", lambda *_: True)
                stage.app.call_later(stage.app.run_action, key[1:], page)
            else:
                await stage.pilot.press(key)
        await stage.until(lambda: stage.app._exception is not None)

    with pytest.raises(Exception, match=r"."):
        theatre(scene)
    assert apps[0].last_wish.what == "fault"
    assert SECRET not in "".join((*capfd.readouterr(), *map(str, apps[0].last_wish)))
    assert not any(SECRET.encode() in f.read_bytes() for f in tmp_path.rglob("*") if f.is_file())


@pytest.mark.parametrize("name", LOUD)
def test_variables_that_carry_the_screen_elsewhere_are_refused(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Screenshots, logs, developer tools: the app does not open."""
    monkeypatch.setenv(name, "1")

    with pytest.raises(InvalidInput, match=name):
        require_quiet_environment()


def test_every_variable_of_the_toolkit_is_known_to_be_loud_or_harmless() -> None:
    """A new one in a later version is looked at before it is let through."""
    import textual

    found = set()
    for path in Path(textual.__file__).parent.rglob("*.py"):
        found |= set(re.findall(r'"(TEXTUAL(?:_[A-Z]+)*)"', path.read_text(encoding="utf-8")))

    assert found - set(LOUD) <= HARMLESS
    assert {"TEXTUAL_LOG", "TEXTUAL_SCREENSHOT"} <= found


HARMLESS = {
    "TEXTUAL_ANIMATIONS",
    "TEXTUAL_COLOR_SYSTEM",
    "TEXTUAL_DIM_FACTOR",
    "TEXTUAL_DISABLE_KITTY_KEY",
    "TEXTUAL_FILTERS",
    "TEXTUAL_FPS",
    "TEXTUAL_SLOW_THRESHOLD",
    "TEXTUAL_SMOOTH_SCROLL",
    "TEXTUAL_SPEEDUPS",
    "TEXTUAL_THEME",
}


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
