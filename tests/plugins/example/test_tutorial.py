"""The tutorial of the example policy: every block is carried out, every word of the format told."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from visavi.policy.authoring.scenario_file import (
    ACTIVITY,
    DIALOGUE,
    EXPECT,
    MATTER,
    PERSON,
    SCENARIO,
)
from visavi.policy.checks import CHECKS
from visavi.policy.conditions import NAMES
from visavi.policy.loading import load_policy
from visavi.policy.shapes import LISTS, POLICY, SETTING
from visavi_testing import fixtures
from visavi_testing.demo_people import demo_people
from visavi_testing.fixtures import BEGIN

README = Path(__file__).parents[3] / "plugins" / "visavi_example" / "README.md"
TEXT = README.read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = Path(sys.executable).parent / "visavi"


def blocks() -> Iterator[tuple[str, str, str]]:
    """Language, file name and content of every block."""
    return ((m[1], m[2] or "", m[3]) for m in BLOCK.finditer(TEXT))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which an author has followed the whole tutorial."""
    folder = tmp_path_factory.mktemp("desk")
    for _, name, content in blocks():
        if name:
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("a", encoding="utf-8") as end:
                end.write(content + "\n")
    return folder


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """A command of the tutorial, in a home of its own."""
    program, *arguments = command.split()
    assert program == "visavi"
    home = {"HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache"), "PATH": os.defpath}
    return subprocess.run(
        [COMMAND, *arguments], cwd=folder, env=home, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "command", [line for kind, _, text in blocks() if kind == "sh" for line in text.splitlines()]
)
def test_every_command_of_the_tutorial_works(desk: Path, command: str) -> None:
    """Differences between two policies exit with 10, the rest with 0; nothing is broken."""
    done = run(desk, command)

    assert done.returncode == (10 if " diff " in command else 0), done.stdout + done.stderr
    assert done.stdout.strip()


def test_the_tutorial_ends_with_a_policy_and_a_layer_that_tightens_it(desk: Path) -> None:
    """The rule is stronger in the faculty than in the college."""
    folders = (str(desk / "my-college"), str(desk / "my-faculty"))
    college = load_policy("my-college", policy_dirs=folders)
    faculty = load_policy("my-faculty", policy_dirs=folders)

    assert {rule.id: str(rule.modality) for rule in college.rules}["MC-2"] == "should"
    assert {rule.id: str(rule.modality) for rule in faculty.rules}["MC-2"] == "must"
    assert [rule.id for rule in college.rules] == ["MC-1", "MC-2", "MC-3"]


def test_the_mistakes_of_the_tutorial_are_told_in_its_words(desk: Path, tmp_path: Path) -> None:
    """The lines shown under 'When something is wrong' are what an author would see."""
    broken = tmp_path / "my-college"
    shutil.copytree(desk / "my-college", broken)
    file = broken / "policy.toml"
    text = file.read_text(encoding="utf-8")
    text = text.replace('"plans"]', '"plan"]').replace(
        'topic = "work"\ncite = "guideline"', 'topic = "work"\ncite = "guidelines"'
    )
    file.write_text(text, encoding="utf-8")
    words = broken / "texts" / "en.toml"
    kept = words.read_text(encoding="utf-8").replace('ways = ["Agree on one', '# ["Agree on one')
    words.write_text(kept, encoding="utf-8")

    told = run(tmp_path, "visavi policy check my-college").stdout
    shown = next(text for kind, _, text in blocks() if kind == "text")

    for line in shown.splitlines():
        place, sentence = line.split(": ", 1)
        assert sentence.split(": ", 1)[1] in told
        assert place.rsplit(":", 1)[0] in told


def test_the_tests_of_the_tutorial_pass(desk: Path) -> None:
    """In a process of their own, as an author would run them; warnings are errors there."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", "tests"],
        cwd=desk,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout


def test_every_fixture_is_told() -> None:
    """With every part that a demo person plays."""
    policy = load_policy("example")
    parts = demo_people(policy, BEGIN)
    named = [name for name in fixtures.__dict__ if _is_fixture(getattr(fixtures, name))]
    section = TEXT.partition("## Tests in Python")[2].partition("\n---\n")[0]

    assert {"policy", "demo", "clock", "store", "walk", "cli"} <= set(named)
    assert [name for name in (*named, *parts) if not re.search(rf"\b{name}\b", section)] == []


def _is_fixture(value: object) -> bool:
    return type(value).__name__ == "FixtureFunctionDefinition"


def test_the_scenario_of_the_tutorial_holds(tmp_path: Path) -> None:
    """The scenario that explains the format is one that the example policy passes."""
    file = tmp_path / "shown.toml"
    shown = next(text for _, name, text in blocks() if text.startswith("title") and not name)
    file.write_text(shown, encoding="utf-8")

    done = run(tmp_path, "visavi policy test example shown.toml")

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_key_check_and_condition_is_documented() -> None:
    """Whoever reads the tables has seen all of the format."""
    tables = {table: set(shape) for table, shape in LISTS.items()}
    tables |= {"policy": set(POLICY), "setting": set(SETTING), "checks": set(CHECKS)}
    tables |= {"conditions": set(NAMES), "scenario": set(SCENARIO) | set(EXPECT)}
    tables |= {"facts": set(PERSON) | set(DIALOGUE) | set(MATTER) | set(ACTIVITY)}
    known = {(table, key) for table, keys in tables.items() for key in keys}
    unsaid = {
        (table, key) for table, key in known if not re.search(rf"(?<![\w-]){key}(?![\w-])", TEXT)
    }

    assert unsaid == set()


def test_every_check_tells_all_its_arguments() -> None:
    """The row of a check names each argument that it needs or knows, and each fact it finds."""
    rows = {m[1]: m[0] for m in re.finditer(r"^\| `([\w-]+)` \|.*$", TEXT, re.MULTILINE)}
    unsaid = {
        (name, argument)
        for name, check in CHECKS.items()
        for argument in (*check.needs, *check.knows, *(f"{{{fact}}}" for fact in check.facts))
        if f"`{argument}`" not in rows[name]
    }

    assert unsaid == set()
