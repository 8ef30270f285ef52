"""stdout is data, stderr is talk; what somebody wrote drives nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

VISAVI = [sys.executable, "-m", "visavi_cli"]
HOSTILE = "a\x1b]52;c;eA==\x07b\x9b31mc\u202ed\u2028e\x00f"


def process(*arguments: str, **how: Any) -> subprocess.CompletedProcess[bytes]:
    """The command line in a process of its own, as a shell would start it."""
    return subprocess.run([*VISAVI, *arguments], capture_output=True, check=False, **how)


def test_json_goes_to_stdout_and_talk_to_stderr(cli: Any) -> None:
    """A program reads one, a person the other."""
    done = cli("completion bash --json")

    assert json.loads(done.out)["schema"] == "visavi.completion/1"
    assert "source it" in done.err


def test_an_empty_list_is_an_empty_list_and_no_error(ki: Any) -> None:
    """Nothing there is an answer."""
    done = ki("dialogue list --json --as mia")

    assert (done.code, done.data, done.err) == (0, [], "")


def test_long_json_lists_come_as_one_document(ki: Any) -> None:
    """Several lines, one value."""
    people = ki("person list --json")

    assert [person["id"] for person in people.data] == ["anna", "hanna", "mia", "per", "top"]
    assert len(people.out.splitlines()) == 7


@pytest.mark.parametrize("more", ["", "--json"])
def test_no_stored_byte_reaches_the_terminal_as_it_is(ki: Any, more: str) -> None:
    """Escape sequences, C1, bidi and separators come out as what they are, in text and JSON."""
    ki("person edit per --name", "P\u202eer [bold]", "--email", "\u2066x")

    done = ki(f"person show per {more}")

    assert done.code == 0
    assert "\\u202e" in done.out
    assert "[bold]" in done.out
    assert "\u202e" not in done.out
    assert "\u2066" not in done.out


def test_json_says_the_same_with_escapes(ki: Any) -> None:
    """A program reads back what was written."""
    ki("person edit per --name", "P\u202eer\U000e0041")

    assert ki("person show per --json").data["name"] == "P\u202eer\U000e0041"


def test_an_error_shows_a_hostile_value_harmlessly(cli: Any) -> None:
    """A value from the command line is a stranger's too."""
    for line in (["person", "show", HOSTILE], ["dialogue", HOSTILE], ["config", "get", HOSTILE]):
        done = cli(" ".join(line[:1]), *line[1:])

        assert done.code in (2, 3, 9)
        assert done.err.replace("\n", "").isprintable()


def test_a_closed_pipe_ends_quietly(home: Path) -> None:
    """visavi ... | head: no traceback, nothing said."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*VISAVI, "--help"], stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)

    assert (done.returncode, done.stderr) == (1, b"")


def test_a_change_that_nobody_hears_of_was_made_all_the_same(home: Path) -> None:
    """Whoever calls is told on the other stream."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*VISAVI, "config", "set", "as", "mia"],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)

    assert done.returncode == 1
    assert done.stderr == b"It was done; only the answer could not be written.\n"
    assert process("config", "get", "as").stdout == b"mia\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_full_disk_under_stdout_is_said(home: Path) -> None:
    """Redirecting to a full disk is an error with a reason."""
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*VISAVI, "--help"], stdout=full, stderr=subprocess.PIPE, check=False)

    assert done.returncode == 1
    assert done.stderr.startswith(b"The output could not be written: ")


def test_closed_streams_are_no_fault(home: Path) -> None:
    """visavi >&- and visavi <&- say what they can."""
    closed = subprocess.run(
        [sys.executable, "-c", "import os, sys; os.close(1); os.execv(sys.argv[1], sys.argv[1:])",
         *VISAVI, "--help"],
        stderr=subprocess.PIPE, check=False,
    )  # fmt: skip

    assert (closed.returncode, closed.stderr) == (1, b"")


def test_output_is_utf_8_whatever_the_locale_says(ki: Any, home: Path) -> None:
    """In a pipe nobody can ask the terminal."""
    ki("person edit per --name", "Pär Åström")

    done = process("person", "show", "per", env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"})

    assert "Pär Åström" in done.stdout.decode("utf-8")


def test_a_fault_names_its_place_and_no_text(ki: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an exception carries may be somebody's words."""

    def broken(*_: object) -> None:
        raise RuntimeError("the secret note")

    monkeypatch.setattr("visavi.usecases.people.show_person", broken)

    done = ki("person show per")

    assert done.code == 1
    assert "RuntimeError" in done.err
    assert "secret" not in done.err
    assert "Traceback" not in done.err
    traced = ki("person show per --debug").err
    assert "Traceback" in traced
    assert "RuntimeError" in traced
    assert "secret note" not in traced.replace('RuntimeError("the secret note")', "")


def test_an_interrupt_ends_with_130(ki: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C is no fault."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("visavi.usecases.people.show_person", interrupted)

    done = ki("person show per")

    assert done.code == 130
    assert "Traceback" not in done.err
