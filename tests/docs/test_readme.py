"""Every command block of the README runs, and prints what it says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).resolve().parents[2] / "README.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INSTALLING = "pip install"


def blocks(language: str) -> list[str]:
    """The README's blocks of a language, in order."""
    found = BLOCK.findall(README.read_text(encoding="utf-8"))
    return [text for name, text in found if name == language]


def steps(text: str) -> list[tuple[str, str]]:
    """The commands of a session, each with what it is said to print."""
    parts = re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    return [(command, said) for command, _, said in (part.partition("\n") for part in parts)]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """An empty folder and an environment whose home it is, with visavi at hand."""
    home = tmp_path_factory.mktemp("home")
    programs = str(Path(sys.executable).parent)
    environment = {
        "HOME": str(home),
        "PATH": os.pathsep.join((programs, os.environ["PATH"])),
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "80",
    }
    return home, environment


@pytest.mark.parametrize("text", blocks("console"), ids=lambda text: text.splitlines()[0][2:40])
def test_a_session_prints_what_the_readme_says(
    text: str, room: tuple[Path, dict[str, str]]
) -> None:
    """Line by line; a line of three dots stands for any lines."""
    folder, environment = room
    commands = [command for command, _ in steps(text)]
    script = "\nprintf '\\0'\n".join(commands)
    done = subprocess.run(
        ["bash", "-c", f"exec 2>&1\n{script}"],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    printed = done.stdout.split("\0")
    for (command, said), got in zip(steps(text), printed, strict=True):
        pattern = re.escape(said.strip()).replace(r"\.\.\.", ".*")

        assert re.fullmatch(pattern, got.strip(), re.DOTALL), f"$ {command}\n{got}"


def test_the_installing_commands_are_one_line_each() -> None:
    """The first block under "Run it" and under "Test it" is all that a stranger types."""
    text = README.read_text(encoding="utf-8")
    for heading in ("## Run it", "## Test it"):
        language, command = BLOCK.findall(text.partition(heading)[2])[0]

        assert language == "sh"
        assert command.count("\n") == 1
        assert INSTALLING in command


def test_no_other_block_is_left_unread() -> None:
    """Whatever can be typed is in a block that a test runs."""
    languages = {name for name, _ in BLOCK.findall(README.read_text(encoding="utf-8"))}

    assert languages <= {"sh", "console", "text", "toml", "python"}
    assert len(blocks("sh")) == 2
    assert blocks("console")
