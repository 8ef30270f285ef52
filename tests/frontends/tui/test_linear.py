"""Linear mode: plain lines from the same use cases, for screen readers and scripts."""

import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from visavi.store import open_store
from visavi_cli.perform import run
from visavi_tui.drafts import Drafts


class Said(NamedTuple):
    """What a conversation gave."""

    code: int
    out: str
    err: str


Talk = Callable[..., Said]


@pytest.fixture
def store(demos: Path, tmp_path: Path) -> Path:
    """A copy of the demo."""
    folder = tmp_path / "store"
    shutil.copytree(demos / "uio", folder)
    return folder


@pytest.fixture
def talk(
    store: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Talk:
    """A conversation in lines, by command."""
    for name in [name for name in os.environ if name.startswith("VISAVI")]:
        monkeypatch.delenv(name)
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(store.parent / name))

    def say(verb: str, dialogue: str, *lines: str, more: tuple[str, ...] = ("--linear",)) -> Said:
        content = "".join(f"{line}\n" for line in lines).encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
        where = ["--store", str(store), "--as", "ingrid", "--as-of", "2026-01-12"]
        code = run(["dialogue", verb, dialogue, *where, *more])
        out, err = capfdbinary.readouterr()
        return Said(code, out.decode(), err.decode())

    return say


def test_a_talk_in_lines_gives_the_record_that_commands_give(
    talk: Talk, store: Path, kari: str
) -> None:
    """Start, a note, a view of each, a parked topic, an activity, the end."""
    said = talk(
        "conduct",
        kari,
        *(":start", "Calmer now.", "Two lines.", ".", ":v", "Fine", ".", "Too much", "."),
        *(":a Book the room", ":c", ":n", ":park no time", ":b 1", ":e"),
    )

    assert said.code == 0, said.out
    stored = open_store(str(store)).dialogue(kari)
    first, second = stored["topics"][:2]
    assert stored["state"] == "held"
    assert first["notes"][0]["text"] == "Calmer now.\nTwo lines."
    assert first["views"]["employee"]["written_for"] == "kari"
    assert first["coverage"] == "covered"
    assert (second["coverage"], second["reason"]) == ("parked", "no time")
    assert stored["plan"]["activities"][0]["what"] == "Book the room"


def test_no_line_moves_a_cursor(talk: Talk, kari: str) -> None:
    """Letters and line ends only, whatever was stored."""
    said = talk("conduct", kari, ":start", "\x1b[31mred", ".", "[b]bold[/b]", ".", ":show")

    assert "\x1b" not in said.out
    assert "[b]bold[/b]" in said.out


def test_each_text_is_told_who_will_read_it(talk: Talk, store: Path, kari: str) -> None:
    """Preparation is private until it is said to be shared."""
    said = talk("prepare", kari, "For me.", ".", ":shared", "For both.", ".", ":l 1", ":submit")

    own = open_store(str(store)).dialogue(kari)["preparations"]["conductor"]
    assert "Who reads it: only you" in said.out
    assert [one["text"] for one in own["notes"]] == ["For me."]
    assert [one["text"] for one in own["answers"]] == ["For both."]
    assert own["submitted"] == "2026-01-12"
    assert len(own["ticks"]) == 1


def test_the_plan_in_lines_asks_for_seven_fields_and_answers_the_last_one(
    talk: Talk, store: Path, kari: str
) -> None:
    """Days are echoed with their weekday; the last plan is kept, changed or closed."""
    talk("conduct", kari, ":start")
    said = talk(
        "plan",
        kari,
        *(":a", "Learn it", "a course", "1 June 2026", "both", "exam passed", "time", "in May"),
        *(":keep 2 it goes on", ":close 3 no need", ":l"),
    )

    assert said.code == 0, said.out
    assert "Mon 2026-06-01" in said.out
    plan = open_store(str(store)).dialogue(kari)["plan"]["activities"]
    assert plan[0]["when"] == "2026-06-01"
    assert plan[1]["carried_from"]
    assert "carried" in said.out
    assert "closed" in said.out


def test_signing_in_lines_shows_the_text_and_refuses_as_the_command_does(
    talk: Talk, store: Path, kari: str
) -> None:
    """The same rule, the same ways forward, the same exit code."""
    talk("conduct", kari, ":start", ":e")
    wrong = talk("sign", kari, ":sign", "kari")
    refused = talk("sign", kari, ":refuse I was not asked")
    early = talk("sign", kari, ":sign", "ingrid", "")

    assert "Fingerprint (SHA-256)" in wrong.out
    assert "nothing was signed" in wrong.out
    assert wrong.code == 2
    assert refused.code == early.code == 5
    assert "have no answer yet" in early.out
    assert not open_store(str(store)).dialogue(kari).get("signed")


def test_a_text_without_its_dot_is_kept_as_a_draft(talk: Talk, store: Path, kari: str) -> None:
    """The end of the input in the middle of a text loses nothing."""
    said = talk("conduct", kari, ":start", "half a thought")

    kept = Drafts(open_store(str(store)), "ingrid").all()
    assert [draft.text for draft in kept.values()] == ["half a thought"]
    assert "kept as a draft" in said.out


def test_the_variable_makes_plain_lines_the_way_to_conduct(
    talk: Talk, kari: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """VISAVI_LINEAR=1 stands for the option."""
    monkeypatch.setenv("VISAVI_LINEAR", "1")

    said = talk("conduct", kari, ":q", more=())

    assert said.code == 0
    assert "Topic 1 of 7" in said.out


def test_somebody_else_finds_no_dialogue_in_lines_either(talk: Talk, kari: str) -> None:
    """The words of the command line, and its exit code."""
    said = talk("conduct", kari, ":show", more=("--linear", "--as", "hege"))

    assert said.code == 3
    assert "There is no dialogue" in said.err
