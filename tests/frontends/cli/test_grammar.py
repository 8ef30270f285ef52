"""Nouns, verbs and options: what is understood, and what is said of what is not."""

from typing import Any

import pytest

from visavi.errors import VisaviError
from visavi_cli.commands.help import SCREENS
from visavi_cli.exits import MEANINGS, Exit, exit_for
from visavi_tui.actions import SCOPES, key_name

DESIGN = {
    "agenda": "",
    "demo": "start walk reset",
    "person": "list show new edit import export",
    "line": "show set delegate end disqualify absence",
    "dialogue": "list show new invite prepare conduct note park differ move decline waive cancel "
    "check sign close history",
    "question": "list search show pick add",
    "activity": "list show new edit done adapt carry check",
    "matter": "open show assess step close",
    "report": "completion activities obligations",
    "policy": "list show explain check test diff",
    "store": "init status check backup restore path",
    "config": "get set list path",
    "completion": "bash zsh fish",
    "doctor": "",
    "spec": "",
    "help": "",
}


@pytest.mark.parametrize("noun", DESIGN)
def test_every_noun_and_verb_of_the_design_is_there(cli: Any, noun: str) -> None:
    """Each has help of its own, which names no verb that is not there."""
    for verb in DESIGN[noun].split() or [""]:
        done = cli(f"{noun} {verb} --help".replace("  ", " "))

        assert (done.code, done.err) == (0, "")
        assert done.out.startswith(f"Usage: visavi {noun} {verb}".rstrip())


def test_help_names_every_exit_code(cli: Any) -> None:
    """A script can rely on what --help prints."""
    lines = cli("--help").out.splitlines()

    for code, meaning in MEANINGS.items():
        assert any(line.split() == [str(int(code)), *meaning.split()] for line in lines)


@pytest.mark.parametrize(
    ("line", "suggestion"),
    [
        ("dialogu list", "Did you mean dialogue?"),
        ("dialogue shwo 1.abc123", "Did you mean show?"),
        ("person list --jsn", "Did you mean --json"),
        ("xyzzy", "See visavi --help."),
        ("dialogue", "One of list, show,"),
    ],
)
def test_a_typo_gets_a_suggestion_and_never_an_action(cli: Any, line: str, suggestion: str) -> None:
    """No abbreviation is guessed."""
    done = cli(line)

    assert (done.code, done.out) == (2, "")
    assert suggestion in done.err


@pytest.mark.parametrize(
    "line",
    ["dial list", "dialogue li", "person list --js", "person new 1", "config set", "agenda 1"],
)
def test_what_is_not_written_in_full_is_a_usage_error(cli: Any, line: str) -> None:
    """Abbreviations, missing and surplus words end with 2 and one sentence."""
    done = cli(line)

    assert done.code == 2
    assert len(done.err.splitlines()) == 1


def test_a_usage_error_is_json_where_json_was_asked_for(cli: Any) -> None:
    """Programs need not read sentences."""
    done = cli("dialogue shwo --json")

    assert done.error["error"] == "invalid-input"
    assert done.error["exit"] == 2


def test_common_options_may_stand_before_the_noun_or_after_the_verb(cli: Any) -> None:
    """The one after the verb wins."""
    assert cli("--store /a config get store").out == cli("config get store").out
    assert cli("--store /a store path").out == "/a\n"
    assert cli("--store /a store path --store /b").out == "/b\n"
    assert cli("--json store path --store /b").data == {"path": "/b"}


def test_alone_in_a_pipe_it_prints_help_and_says_that_this_was_no_command(cli: Any) -> None:
    """The terminal app needs a terminal."""
    done = cli("")

    assert done.code == 2
    assert "Nouns:" in done.out


def test_the_version_is_printed(cli: Any) -> None:
    """With another option beside it, too."""
    import visavi

    assert cli("--version --debug").out == f"visavi {visavi.__version__}\n"


def test_every_error_of_the_core_has_an_exit_code_of_its_own() -> None:
    """A new kind of error cannot come out as a fault of the program."""
    kinds = [*VisaviError.__subclasses__()]

    assert {exit_for(kind.__new__(kind)) for kind in kinds} == {
        Exit.USAGE,
        Exit.NOT_FOUND,
        Exit.NOT_PERMITTED,
        Exit.BUSY,
        Exit.REFUSED,
        Exit.POLICY,
        Exit.STORE,
    }


@pytest.mark.parametrize(
    "topic",
    ["acting", "app", "dates", "exit-codes", "ids", "json", "keys", "settings"],
)
def test_help_has_topics(cli: Any, topic: str) -> None:
    """What concerns all commands is written once."""
    assert cli(f"help {topic}").code == 0
    assert topic in cli("help").out


def test_help_lists_every_key_of_the_app(cli: Any) -> None:
    """From the app's own list, with the name of each screen."""
    told = cli("help keys").out

    for scope, actions in SCOPES.items():
        assert SCREENS[scope] in told.split("\n")
        for action in actions:
            assert f"{key_name(action.key):<6} {action.verb}: {action.about}" in told


def test_help_on_nothing_known_says_so(cli: Any) -> None:
    """It names the topics."""
    done = cli("help nonsense")

    assert done.code == 3
    assert "exit-codes" in done.err
