"""What is tracked could lie on any computer, and names nobody who lives."""

import re
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

MACHINE = re.compile(r"(?<![\w.~}-])/(?:work|root|tmp|home|Users|mnt|opt|var/folders)/\w")
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|crates\.io|proxy\.golang\.org|rubygems\.org"
    r"|anaconda\.org"
)
ADDRESS = re.compile(r"[\w.+-]+@(?!(?:[\w-]+\.)*example\.(?:org|com|net)\b)[\w-]+(?:\.[\w-]+)+")
WORD = re.compile(r"[^\W\d_]+")

NAMED = frozenset(
    {
        "2e83742804852b27",
        "5a97b9f4a1affb29",
        "c7cb4798d6d20b9d",
        "ef39abd3c5f6b0ae",
        "fcd71fb419589183",
    }
)
"""Surnames that stand in the sources, as the beginning of a SHA-256: here they stand nowhere."""


def _texts() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            yield name, (ROOT / name).read_bytes().decode("utf-8", "replace")


def _named(text: str, people: frozenset[str] = NAMED) -> list[str]:
    words = {word.casefold() for word in WORD.findall(text)}
    return [word for word in words if _digest(word) in people]


def _digest(word: str) -> str:
    return sha256(word.encode()).hexdigest()[:16]


@pytest.mark.parametrize("kind", [MACHINE, REGISTRY, ADDRESS], ids=["paths", "registries", "mail"])
def test_nothing_tracked_points_to_a_machine_a_registry_or_a_mailbox(kind: re.Pattern[str]) -> None:
    """Paths are relative or made by the test; addresses are under example.org."""
    found = [f"{name}: {hit[0]}" for name, text in _texts() for hit in kind.finditer(text)]

    assert found == []


def test_nobody_whom_the_sources_name_is_named_here() -> None:
    """The sources thank people by name; the demo's people are made up."""
    assert [(name, words) for name, text in _texts() if (words := _named(text))] == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (MACHINE, "see {}home{}anna/x"),
        (MACHINE, '"{}tmp{}x"'),
        (REGISTRY, "https:{}{}pypi" + ".org{}simple"),
        (ADDRESS, "anna@" + "university.se"),
    ],
)
def test_a_pattern_finds_what_it_is_for(kind: re.Pattern[str], text: str) -> None:
    """Each can fail."""
    assert kind.search(text.replace("{}", "/"))


def test_a_name_is_found_in_any_case_and_inside_a_sentence() -> None:
    """Tried with an invented one."""
    assert _named("By K. NORDHAGEN, 2021", frozenset({_digest("nordhagen")})) == ["nordhagen"]
