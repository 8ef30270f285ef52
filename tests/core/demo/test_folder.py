"""The demo's own store: made whole, marked, and never taken for somebody's own."""

from datetime import date
from pathlib import Path

import pytest

from visavi.demo.folder import discard_demo, make_demo
from visavi.demo.mark import is_demo
from visavi.errors import Conflict, InvalidInput, StoreMissing
from visavi.policy.loading import Policies
from visavi.store import create_store, open_store
from visavi.usecases.actor import Actor
from visavi.usecases.institution import institution
from visavi.usecases.read_dialogues import last_plan, show_dialogue

ON = date(2026, 11, 21)
POLICIES = ("ki", "uio")


def files(folder: Path) -> dict[str, bytes]:
    """All that lies under a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize(
    "on", [ON, date(2026, 1, 1), date(2027, 6, 30), date(2028, 2, 29)], ids=str
)
def test_a_demo_is_in_the_middle_of_its_year(policy: str, on: date, tmp_path: Path) -> None:
    """A dialogue of last year is signed, and its plan is half done; every check held."""
    path = str(tmp_path / "demo")

    team, season = make_demo(path, Policies(policy), on)

    repository = open_store(path)
    shown = show_dialogue(repository, Actor(season.employee, on), season.dialogue)
    plan = last_plan(repository, Actor(season.employee, on), season.dialogue) or [
        {"progress": "done"},
        {"progress": "open"},
    ]
    assert season.step.ok
    assert is_demo(repository)
    assert institution(repository).policy == policy
    assert len(list(repository.people())) == len(team.members)
    assert shown["conductor"] == season.manager
    assert {"done", "open"} <= {row["progress"] for row in plan}


def test_two_demos_of_a_day_are_the_same(tmp_path: Path) -> None:
    """Ids and all, so that examples can name them."""
    for name in ("one", "two"):
        make_demo(str(tmp_path / name), Policies("ki"), ON)

    one, two = (
        {k: v for k, v in files(tmp_path / n).items() if "dossiers" in k} for n in ("one", "two")
    )

    assert one == two
    assert one


def test_a_demo_is_never_made_where_something_is(tmp_path: Path) -> None:
    """Somebody's own store stays as it was."""
    own = tmp_path / "own"
    create_store(str(own))
    before = files(own)

    with pytest.raises(Conflict):
        make_demo(str(own), Policies("ki"), ON)

    assert files(own) == before


def test_a_policy_without_team_leaves_nothing(tmp_path: Path) -> None:
    """No half-made folder is left."""
    with pytest.raises(InvalidInput):
        make_demo(str(tmp_path / "demo"), Policies("example"), ON)

    assert list(tmp_path.iterdir()) == []


def test_a_demo_that_cannot_be_filled_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It appears whole or not at all."""

    def broken(*_: object) -> None:
        raise InvalidInput("No.")

    monkeypatch.setattr("visavi.demo.folder.play_season", broken)

    with pytest.raises(InvalidInput):
        make_demo(str(tmp_path / "demo"), Policies("ki"), ON)

    assert list(tmp_path.iterdir()) == []


def test_a_demo_can_be_thrown_away(tmp_path: Path) -> None:
    """With everything that is in it."""
    make_demo(str(tmp_path / "demo"), Policies("ki"), ON)

    discard_demo(str(tmp_path / "demo"))

    assert list(tmp_path.iterdir()) == []


def test_somebodys_own_store_is_not_thrown_away(tmp_path: Path) -> None:
    """Only what is marked as a demo goes."""
    own = tmp_path / "own"
    create_store(str(own))
    before = files(own)

    with pytest.raises(Conflict, match="no demo"):
        discard_demo(str(own))

    assert files(own) == before


def test_a_demo_with_something_else_in_it_is_not_thrown_away(tmp_path: Path) -> None:
    """A file that somebody put there is named, and stays."""
    demo = tmp_path / "demo"
    make_demo(str(demo), Policies("ki"), ON)
    (demo / "thesis.txt").write_text("Years of work.", encoding="utf-8")

    with pytest.raises(Conflict, match="thesis"):
        discard_demo(str(demo))

    assert (demo / "thesis.txt").read_text(encoding="utf-8") == "Years of work."


def test_nothing_is_no_demo(tmp_path: Path) -> None:
    """There must be one to throw away."""
    with pytest.raises(StoreMissing):
        discard_demo(str(tmp_path / "demo"))
