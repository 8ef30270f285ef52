"""``visavi demo``: an invented team in a store of its own, and its walk."""

import shlex
from pathlib import Path
from typing import Any

import pytest

from visavi.policy import engine

POLICIES = ("ki", "uio")
GOLDEN = Path(__file__).parents[2] / "core" / "demo" / "golden"


def words(path: Path) -> dict[str, bytes]:
    """All files under a folder."""
    return {str(file): file.read_bytes() for file in path.rglob("*") if file.is_file()}


@pytest.mark.parametrize("policy", POLICIES)
def test_walk_prints_each_step_and_leaves_nothing(cli: Any, home: Path, policy: str) -> None:
    """The text of the walk to the letter; no store is made on this computer."""
    done = cli(f"demo walk --policy {policy} --as-of 2026-11-21")

    assert (done.code, done.err) == (0, "")
    assert done.out == (GOLDEN / f"walk-{policy}.txt").read_text(encoding="utf-8")
    assert not (home / "data").exists()


@pytest.mark.parametrize("policy", POLICIES)
def test_walk_as_data_has_every_step(cli: Any, policy: str) -> None:
    """Each step with its title, day, lines and refusals."""
    done = cli(f"demo walk --policy {policy} --as-of 2027-02-01 --json")

    assert done.data["ok"] is True
    assert (done.data["policy"], done.data["year"]) == (policy, 2027)
    assert [step["number"] for step in done.data["steps"]] == list(
        range(1, len(done.data["steps"]) + 1)
    )
    assert all(step["ok"] and step["title"] and step["lines"] for step in done.data["steps"])
    assert any(step["refusals"] for step in done.data["steps"])


def test_walk_that_goes_wrong_ends_with_ten(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The step is named, and the exit code tells."""
    monkeypatch.setattr(engine, "refusals", lambda policy, facts, **_: [])

    done = cli("demo walk --policy ki --as-of 2026-11-21")

    assert done.code == 10
    assert "NOT" in done.out
    assert "Step 3" in done.err


def test_walk_of_another_time_or_policy_is_refused_in_words(cli: Any) -> None:
    """What it shows is said."""
    early = cli("demo walk --policy ki --as-of 1999-01-01")
    other = cli("demo walk --policy example --as-of 2026-11-21")

    assert (early.code, other.code) == (2, 2)
    assert "2026" in early.err
    assert "ki and uio" in other.err


@pytest.mark.parametrize("policy", POLICIES)
def test_what_start_says_to_type_next_works(
    cli: Any, home: Path, policy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command that it prints, in the store that it names."""
    made = cli(f"demo start --policy {policy} --as-of 2026-11-21 --json").data

    monkeypatch.setenv("VISAVI_STORE", made["store"])
    commands = [shlex.split(command) for command in made["next"]]
    codes = {" ".join(command): cli("", *command[1:]).code for command in commands}

    assert made["store"] == str(home / "data" / "visavi" / "demo")
    assert len(made["people"]) == 12
    assert set(codes.values()) == {0}


def test_start_for_people_names_store_team_and_next_steps(cli: Any, home: Path) -> None:
    """All of it within eighty columns, but for the folder."""
    done = cli("demo start --policy ki")

    lines = [line for line in done.out.splitlines() if str(home) not in line]
    assert done.code == 0
    assert "mona" in done.out
    assert "VISAVI_STORE=" in done.out
    assert max(map(len, lines)) <= 80


def test_start_makes_nothing_over_something(cli: Any, home: Path) -> None:
    """Neither over a demo nor over somebody's own store, wherever it lies."""
    cli("store init --unsealed --policy ki --store own")
    cli("demo start --policy ki")
    before = words(home)

    again, own = cli("demo start --policy ki"), cli("demo start --policy ki --store own")

    assert (again.code, own.code) == (5, 5)
    assert "demo reset" in again.err
    assert words(home) == before


def test_the_store_in_use_is_never_the_demo(
    cli: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A setting that names somebody's store does not lead the demo there."""
    cli("store init --unsealed --policy ki --store own")
    monkeypatch.setenv("VISAVI_STORE", str(home / "own"))
    before = words(home / "own")

    started, reset = cli("demo start --policy uio"), cli("demo reset")

    assert (started.code, reset.code) == (0, 0)
    assert words(home / "own") == before


def test_reset_makes_the_demo_anew_under_its_own_policy(cli: Any) -> None:
    """What was done in it is gone; the policy stays, without being named."""
    first = cli("demo start --policy uio --as-of 2026-11-21 --json").data
    demo = first["store"]
    cli(f"person new --name Added --store {demo} stranger")

    again = cli("demo reset --as-of 2026-11-21 --json").data
    people = cli(f"person list --store {demo} --as-of 2026-11-21 --json").data

    assert again["policy"] == "uio"
    assert sorted(person["id"] for person in people) == sorted(p["id"] for p in first["people"])


def test_reset_without_a_demo_makes_one(cli: Any, home: Path) -> None:
    """There is nothing to lose."""
    done = cli("demo reset --policy ki")

    assert done.code == 0
    assert (home / "data" / "visavi" / "demo").is_dir()


def test_reset_never_throws_away_somebodys_own_store(cli: Any, home: Path) -> None:
    """A store that is no demo is named as such, and stays as it was."""
    cli("store init --unsealed --policy ki --store own")
    before = words(home)

    done = cli("demo reset --store own")

    assert done.code == 5
    assert "no demo" in done.err
    assert words(home) == before


@pytest.mark.parametrize("deed", ["start", "reset"])
def test_a_dry_run_makes_and_removes_nothing(cli: Any, home: Path, deed: str) -> None:
    """It says what would be made."""
    if deed == "reset":
        cli("demo start --policy ki")
    before = words(home / "data")

    done = cli(f"demo {deed} --policy ki --dry-run")

    assert done.code == 0
    assert "dry run" in done.out
    assert words(home / "data") == before
