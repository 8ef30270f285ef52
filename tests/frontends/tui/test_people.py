"""A team of one's own: people one by one, or a staff list with every row before it counts."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from visavi.store import create_store, open_store
from visavi.usecases.actor import Actor
from visavi.usecases.institution import Institution, choose
from visavi_tui.screens.importing import ReviewPage
from visavi_tui.screens.people import PeoplePage

Theatre = Callable[..., Any]

LIST = """id;name;unit;title;from;manager
007;Ek, Mia;U1;Instituttleder;2019-01-01;
012;Ask, Per;U1;Konsulent;2020-01-01;007
013;Lie, Liv;U1;Konsulent;2020-31-01;007
"""
"""The last row has a day that does not exist."""


@pytest.fixture
def bare(tmp_path: Path) -> str:
    """A store that nobody is in yet."""
    folder = str(tmp_path / "bare")
    made = create_store(folder)
    choose(made, Actor(None, date(2026, 1, 12)), Institution("uio"), dry_run=False)
    return folder


async def _add(stage: Any, name: str, mail: str, *keys: str) -> None:
    await stage.press("a")
    await stage.type(name)
    await stage.press("tab")
    await stage.type(mail)
    await stage.press("tab", *keys, "ctrl+r")


def test_the_first_people_are_entered_one_by_one_and_the_queue_has_them(
    theatre: Theatre, bare: str
) -> None:
    """Name and mail are enough; with unit, staff group and manager a dialogue is due."""

    async def scene(stage: Any) -> None:
        assert "Nobody here yet." in stage.frame()
        await _add(stage, "Tuva Berg", "tuva@example.org")
        assert "Tuva Berg is entered, under the id tuva." in stage.frame()
        await _add(stage, "Ola Nes", "ola.nes@example.org", "tab", "U", "1", "tab", "4", "space")
        assert "Manager: Tuva Berg" in stage.frame()
        await stage.press("down", "t")
        assert "My team · Tuva Berg" in stage.frame()
        assert "Plan it and invite" in stage.frame()

    theatre(scene, person=None, store=bare)
    stored = open_store(bare).person("ola-nes")
    assert stored["line"] == [{"manager": "tuva", "start": "2026-01-12"}]
    assert [post["staff_group"] for post in stored["employments"]] == ["technical-administrative"]


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (("tab", "space"), "A staff group needs its unit."),
        (("X", "1"), "A unit needs its staff group."),
    ],
)
def test_half_a_post_is_not_guessed(
    theatre: Theatre, bare: str, keys: tuple[str, ...], told: str
) -> None:
    """A staff group without its unit, or the other way, is told, and nobody is entered."""

    async def scene(stage: Any) -> None:
        await _add(stage, "Tuva Berg", "tuva@example.org", *keys)
        assert told in stage.frame()

    theatre(scene, person=None, store=bare)
    assert list(open_store(bare).people()) == []


def test_every_row_of_a_staff_list_is_shown_before_it_counts(
    theatre: Theatre, bare: str, tmp_path: Path
) -> None:
    """Enter takes nothing in; y does, and the bad row stays out with its reason."""
    file = tmp_path / "staff.csv"
    file.write_text(LIST, encoding="utf-8")

    async def scene(stage: Any) -> None:
        await stage.press("m")
        await stage.type(str(file))
        await stage.press("ctrl+r")
        assert isinstance(stage.app.screen, ReviewPage)
        assert "3 rows: 2 new, 0 changed, 0 unchanged, 1 not taken in." in stage.frame()
        assert "is not a date that exists" in stage.frame()
        assert "Per Ask" in stage.frame()
        await stage.press("enter", "escape", "escape", "escape")
        assert "Nobody here yet." in stage.frame()
        await stage.press("m")
        assert str(file) in stage.frame().replace("\n", "").replace(" ", "")
        await stage.press("ctrl+r", "y")
        assert isinstance(stage.app.screen, PeoplePage)
        assert "2 new, 0 changed; 1 rows were not taken in." in stage.frame()

    theatre(scene, person=None, store=bare)
    assert [person["id"] for person in open_store(bare).people()] == ["007", "012"]


def test_a_correction_counts_from_today_on(theatre: Theatre) -> None:
    """Another manager from today, entered by who keeps the register."""

    async def scene(stage: Any) -> None:
        await stage.press("p")
        assert "AS THE KEEPER OF THE STORE" in stage.frame()
        lines = stage.app.screen.query_one("Lines")
        lines.action_goto([row["id"] for row in lines.rows].index("kari"))
        await stage.settle()
        await stage.press("e", "tab", "tab", "space")
        await stage.type("wenche")
        await stage.press("enter", "ctrl+r")
        assert "Corrected." in stage.frame()

    app = theatre(scene)
    line = app.desk.repository.person("kari")["line"]
    assert line[-1] == {"manager": "wenche", "start": "2026-01-12"}
    assert line[-2]["end"] == "2026-01-11"
