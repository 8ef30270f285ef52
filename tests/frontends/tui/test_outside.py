"""What is done outside of the app: a text in an editor, a key, copies that leave and come back."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from visavi.errors import InvalidInput
from visavi.signing.copies import read_copy, written
from visavi.signing.countersign import countersigned
from visavi.signing.keys import OwnKey, new_key, opened
from visavi.usecases import conduct
from visavi.usecases.activities import add_activity, finish_activity
from visavi.usecases.keys import register_key
from visavi_tui.everywhere import Everywhere

Theatre = Callable[..., Any]


class Elsewhere:
    """An editor that adds a line or fails, and files without passphrases."""

    def __init__(self) -> None:
        self.fails = False

    def edited(self, text: str, tell: Callable[[str], None]) -> str:
        """The text and a line more."""
        if self.fails:
            tell("Your text is kept in FILE.")
            raise InvalidInput("The editor ended with -9.")
        return f"{text}\n[b]from the editor\x1b[31m"

    def own_key(self, name: str) -> OwnKey:
        """The key in a file."""
        return opened(Path(name).read_bytes(), None)

    def copy_in(self, name: str) -> Mapping[str, Any]:
        """The copy in a file."""
        return read_copy(Path(name).read_bytes())

    def write_out(self, name: str, content: bytes, *, clear: bool) -> None:
        """Write it, and say of the content whether it would be sealed."""
        Path(name).write_bytes(content if clear else b"sealed")

    def copy_out(self, name: str, make: Callable[[str], Mapping[str, Any]], *, clear: bool) -> None:
        """Write the copy."""
        Path(name).write_bytes(written(make("in-the-clear" if clear else "sealed")))


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    """What the app calls, in place of a terminal that it lets go of."""
    monkeypatch.setattr(Everywhere, "suspend", lambda self: nullcontext())
    return Elsewhere()


def test_a_terminal_that_cannot_be_lent_is_told_and_the_text_stays(theatre: Theatre) -> None:
    """As on Windows: nothing ends."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "enter")
        await stage.type("a thought")
        await stage.press("ctrl+o")
        assert "cannot let go of this terminal" in stage.frame()
        await stage.press("escape")
        assert "a thought" in stage.frame()

    theatre(scene, outside=Elsewhere())


def test_a_text_goes_to_the_editor_and_comes_back_as_one_change(
    theatre: Theatre, elsewhere: Elsewhere
) -> None:
    """Made harmless; a draft; and ^z takes all of it back."""

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "enter")
        await stage.type("begun")
        await stage.press("ctrl+o")
        assert "[b]from the editor" in stage.frame()
        assert "\x1b" not in stage.frame()
        await stage.press("ctrl+s")
        assert "from the editor" in next(iter(stage.app.drafts.all().values())).text
        await stage.press("ctrl+z")
        assert stage.app.screen.text.text == "begun"
        await stage.press("escape", "ctrl+o")
        assert "[b]from the editor" in stage.frame()

    theatre(scene, outside=elsewhere)


def test_an_editor_that_dies_leaves_the_text_and_says_where_the_file_is(
    theatre: Theatre, elsewhere: Elsewhere
) -> None:
    """The text area is as it was; the draft was kept before."""
    elsewhere.fails = True

    async def scene(stage: Any) -> None:
        await stage.press("o", "s", "enter")
        await stage.type("begun")
        await stage.press("ctrl+o")
        assert "The editor ended with -9." in stage.frame()
        assert "Your text is kept in FILE." in stage.frame()
        await stage.press("escape")
        assert stage.app.screen.text.text == "begun"
        assert [draft.text for draft in stage.app.drafts.all().values()] == ["begun"]

    theatre(scene, outside=elsewhere)


def test_without_a_text_there_is_nothing_to_edit(theatre: Theatre, elsewhere: Elsewhere) -> None:
    """Nor on a screen of an app that was given no editor."""

    async def scene(stage: Any) -> None:
        await stage.press("ctrl+o")
        assert "There is no text to write here." in stage.frame()
        await stage.press("o", "s", "enter", "ctrl+o")

    theatre(scene, outside=elsewhere)
    theatre(scene)


async def _ready_to_sign(stage: Any, kari: str) -> None:
    """The talk over, each promise of last time answered, and a plan."""
    do = stage.app.session.do
    do(conduct.start, kari)
    for row in stage.app.session.last_plan(kari):
        if row["progress"] == "open":
            do(finish_activity, row["id"])
    for topic in stage.dialogue(kari)["topics"]:
        do(conduct.cover, kari, topic=topic["topic"])
    do(conduct.hold, kari)
    fields = dict.fromkeys(("what", "how", "result", "support", "follow_up"), "In words")
    do(add_activity, kari, {**fields, "when": date(2026, 6, 1), "responsible": "employee"})
    for person in ("ingrid", "kari"):
        actor = stage.app.session.as_person(person)
        actor.do(conduct.differ, kari, topic="environment", text="Seen so")
    await stage.press("o", "g")


def test_a_dialogue_is_signed_with_own_keys_here_and_on_another_computer(
    theatre: Theatre, elsewhere: Elsewhere, kari: str, tmp_path: Path
) -> None:
    """The copy goes out, comes back signed by the other, and both signatures are real ones."""
    theirs, name = tmp_path / "kari.key", tmp_path / "ingrid.key"
    content, public = new_key(None)
    theirs.write_bytes(content)
    own, own_public = new_key(None)
    name.write_bytes(own)

    async def scene(stage: Any) -> None:
        session = stage.app.session
        session.as_person("kari").do(register_key, "kari", public)
        session.do(register_key, "ingrid", own_public)
        await _ready_to_sign(stage, kari)
        await stage.press("c")
        await stage.type(str(tmp_path / "copy"))
        await stage.press("ctrl+j")
        copy = read_copy((tmp_path / "copy").read_bytes())
        signed = countersigned(copy, opened(content, None), "kari", "2026-01-12", shown=None)
        (tmp_path / "back").write_bytes(written(signed))
        await stage.press("t")
        await stage.type(str(tmp_path / "back"))
        await stage.press("ctrl+j")
        assert "holds, and is entered" in stage.frame()
        await stage.press("w")
        await stage.type(str(name))
        await stage.press("ctrl+j")
        found = stage.dialogue(kari)
        levels = [one["level"] for one in found["signed"][0]["signatures"]]
        assert (found["state"], levels) == ("signed", ["own-key", "own-key"])
        assert found["events"][-3]["deed"] == "export"

    theatre(scene, outside=elsewhere)


def test_a_file_that_is_no_key_signs_nothing(
    theatre: Theatre, elsewhere: Elsewhere, kari: str, tmp_path: Path
) -> None:
    """It is said, and the form stays."""
    (tmp_path / "no.key").write_text("nothing")

    async def scene(stage: Any) -> None:
        await _ready_to_sign(stage, kari)
        await stage.press("w")
        await stage.type(str(tmp_path / "no.key"))
        await stage.press("ctrl+j")
        assert "Answer with your own key" in stage.frame()
        assert not stage.dialogue(kari).get("signed")

    theatre(scene, outside=elsewhere)
