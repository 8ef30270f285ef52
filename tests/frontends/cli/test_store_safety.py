"""What goes wrong around a store, on the command line: told in a sentence, and nothing is lost."""

import shutil
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(params=["unsealed", "sealed"])
def any_cli(request: pytest.FixtureRequest) -> Any:
    """A store of either sort with one person in it."""
    if request.param == "sealed":
        cli = request.getfixturevalue("sealed")
    else:
        cli = request.getfixturevalue("cli")
        assert cli("store init --policy ki --unsealed").code == 0
    assert cli("person new anna --name 'Anna Testsson'").code == 0
    return cli


def second_version(store: Path, name: str = "person (conflicted copy 2026-11-22).json") -> Path:
    """What a sync program leaves beside a person."""
    file = next(store.rglob("person.json"))
    copy = file.with_name(name)
    shutil.copy(file, copy)
    return copy


def test_two_versions_are_listed_and_settled(any_cli: Any, store: Path) -> None:
    """As text and as data; afterwards one is in use, and the other can be had back."""
    assert any_cli("store conflicts").out == "No document lies there twice.\n"
    second_version(store)
    any_cli("person edit anna --name 'Anna Annan'")

    listed = any_cli("store conflicts")
    (row,) = any_cli("store conflicts --json").data
    assert listed.code == 10
    assert "revision 1 of dossiers/anna/person.json; revision 2 is in use" in listed.out
    assert (row["mine"], row["theirs"], row["id"]) == (2, 1, "anna")
    assert any_cli("store check --json").data[0]["code"] == "conflict"

    dry = any_cli("store settle --keep theirs --dry-run", row["place"])
    assert (dry.code, len(any_cli("store conflicts --json").data)) == (0, 1)
    done = any_cli("store settle --keep theirs --json", row["place"])
    assert done.code == 0
    assert "Anna Testsson" in any_cli("person list").out
    assert any_cli("store conflicts").code == any_cli("store check").code == 0

    (aside,) = any_cli("store conflicts --put-aside --json").data
    assert aside["place"] == done.data["put_aside"]
    assert any_cli("store settle --keep theirs", aside["place"]).code == 0
    assert "Anna Annan" in any_cli("person list").out


def test_what_is_no_second_version_cannot_be_settled(any_cli: Any) -> None:
    """Not even a document."""
    for place in ("dossiers/anna/person.json", "nothing", "../x"):
        assert any_cli(f"store settle {place} --keep mine").code == 3
    assert any_cli("store settle x --keep both").code == 2
    assert any_cli("store settle x").code == 2


def test_whoever_meets_a_second_version_is_told(any_cli: Any, store: Path) -> None:
    """On stderr, by any command that looks into that dossier; of a matter nothing is told."""
    assert "twice" not in any_cli("dialogue list --as anna").err
    second_version(store)
    told = any_cli("dialogue list --as anna")
    assert "visavi store conflicts" in told.err
    assert told.code == 0


def test_names_of_other_programs_drive_no_terminal(any_cli: Any, store: Path) -> None:
    """They are shown escaped, and can be given so."""
    second_version(store, "person\x1b[31m\n(x).json")
    listed = any_cli("store conflicts")
    (row,) = any_cli("store conflicts --json").data

    assert "\x1b" not in listed.out + row["place"]
    assert len(listed.out.splitlines()) == 1
    assert any_cli("store settle --keep mine", row["place"]).code == 0
    assert any_cli("store conflicts").code == 0
