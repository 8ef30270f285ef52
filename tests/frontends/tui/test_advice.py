"""Errors in the app: the way forward is a key that is there, and no option of a command line."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import visavi
from visavi.errors import InvalidInput
from visavi.messages import speak
from visavi_cli.commands.spec import commands
from visavi_tui.actions import SCOPES, key_name
from visavi_tui.advice import PLACES, TWINS, advised

CORE = Path(visavi.__file__).parent

OUTSIDE = ("person key", "person role", "policy", "retention", "store", "dialogue set-aside")
"""What there is no screen for: the store as a whole, policies, keys and roles."""


def ways_forward() -> Iterator[str]:
    """Every way forward that an error of the core tells."""
    for path in CORE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "todo":
                inside = (n.value for n in ast.walk(node.value) if isinstance(n, ast.Constant))
                yield from (text for text in inside if isinstance(text, str))


def in_the_app(todo: str, here: str = "dialogue") -> str:
    """The way forward as a screen tells it."""
    error = InvalidInput("It cannot be.", todo=todo)
    return advised(error, [here, "team"], lambda scope, action: key_name(action.key))


@pytest.mark.parametrize("language", ["en", "nb", "sv"])
def test_no_way_forward_needs_a_command_that_the_app_has_a_key_for(language: str) -> None:
    """What is left are commands without a screen, and it is said where they are typed."""
    speak(language)
    found = {todo: in_the_app(todo) for todo in ways_forward()}

    assert len(found) > 100
    for told in found.values():
        commands = re.findall(r"visavi ([a-z][a-z -]*)", told)
        assert all(command.startswith(OUTSIDE) for command in commands), told
        assert bool(commands) == ("^q" in told), told
        assert "--" not in re.sub(r"visavi [a-z -]*", "", told), told


def test_a_command_becomes_a_key_here_or_elsewhere() -> None:
    """With its place where it is on another screen; an option in brackets goes."""
    assert in_the_app("Set the manager with visavi line set.", "people").endswith(
        "Set the manager with Correct (e)."
    )
    assert in_the_app("Set the manager with visavi line set.").endswith("Correct (People: e).")
    assert in_the_app("Use visavi activity carry.", "sign").endswith("Use Last plan (l).")
    assert in_the_app("See visavi dialogue history a.b23456 --versions.").endswith("History (h).")
    assert in_the_app("Name somebody else (--conductor).").endswith("Name somebody else.")
    assert "visavi store check. Type the command" in in_the_app("Run visavi store check.")


def test_every_twin_is_a_command_and_an_action() -> None:
    """Neither side is renamed without the other; each place has its name."""
    actions = {f"{scope}.{one.name}" for scope, some in SCOPES.items() for one in some}
    assert set(TWINS.values()) <= actions
    assert TWINS.keys() <= {name for name, _ in commands()}
    assert {name.partition(".")[0] for name in TWINS.values()} - {"app"} <= PLACES.keys()
