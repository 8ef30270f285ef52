"""What each command loads, in fresh interpreters: start-up is imports."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ALWAYS_OUT = {"asyncio", "importlib.metadata", "rich", "textual"}
NEVER = {*ALWAYS_OUT, "dataclasses", "pathlib", "urllib"}
KEYS = {"cryptography", "hashlib"}
TYPED = {"attr", "attrs", "cattrs", "visavi.policy.engine", "visavi.serial"}
POLICIES = {"pluggy", "visavi_example", "visavi_ki", "visavi_uio"}
STORE = {"tinydb", "visavi.store.local"}

COMMANDS = {
    "--version": NEVER | TYPED | POLICIES | STORE | {"click", "json", "re", "typing", "visavi"},
    "--help": NEVER | TYPED | POLICIES | STORE | {"json", "shutil", "textwrap", "tomllib"},
    "dialogue --help": NEVER | TYPED | POLICIES | STORE,
    "config list --store nowhere": NEVER | TYPED | POLICIES | {"tinydb"},
    "policy list": NEVER | TYPED | STORE | {"visavi_ki", "visavi_uio", "visavi_example"},
    "dialogue show {dialogue} --as mia": NEVER | TYPED | POLICIES | KEYS,
    "dialogue history {dialogue} --as mia": NEVER | TYPED | POLICIES | KEYS,
    "dialogue list --as mia": NEVER | TYPED | POLICIES | KEYS,
    "activity list --as mia": NEVER | TYPED | POLICIES,
    "agenda --summary": NEVER | TYPED | POLICIES,
    "agenda --as mia": NEVER | TYPED | POLICIES,
    "store path": NEVER | TYPED | POLICIES | STORE,
    "dialogue prepare {dialogue} --as anna --file text": ALWAYS_OUT
    | {*KEYS, "tomllib", "visavi_ki"},
    "completion bash": NEVER | TYPED | POLICIES | STORE,
}


def loaded(arguments: list[str]) -> set[str]:
    """The modules that a command has loaded when it is done."""
    probe = (
        "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr));"
        "from visavi_cli.entry import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", probe, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "VISAVI_NORMAL_EXIT": "1"},
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


@pytest.fixture
def dialogue(uio: Any, home: Path) -> str:
    """A dialogue between mia and anna, with the agenda made and policies remembered."""
    done = uio("dialogue new anna --kind uio.work --cycle 2026 --as mia --json")
    uio("agenda --summary")
    (home / "text").write_text("a text")
    return str(done.data["id"])


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_loads_only_what_it_needs(line: str, dialogue: str) -> None:
    """No toolkit, no policy, no typed object where a mapping does."""
    assert loaded(line.format(dialogue=dialogue).split()) & COMMANDS[line] == set()


def test_a_command_that_loads_more_would_be_seen(dialogue: str) -> None:
    """The probe sees what is loaded."""
    found = loaded(["person", "show", "anna"])

    assert {"attrs", "cattrs", "visavi.store.local"} <= found
