"""Numbers only: what HR sees of a unit, and as a table; never of fewer than five people."""

import csv
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest

from visavi_tui.everywhere import Everywhere

Theatre = Callable[..., Any]


def test_a_unit_that_is_withheld_stays_so_where_its_numbers_stand_together(
    theatre: Theatre,
) -> None:
    """Behind Enter there is no more than what is published."""

    async def scene(stage: Any) -> None:
        await stage.press("down", "down", "enter")
        assert "Completion · 990000" in stage.frame()
        assert "One-to-one work dialogue: withheld" in stage.frame()
        assert "withheld, or none" in stage.frame()
        await stage.press("escape", "end", "enter")
        assert "Completion · all" in stage.frame()
        assert "One-to-one work dialogue: 0 / 12" in stage.frame()

    theatre(scene, person="hege")


class Files:
    """What is written, in place of a disk."""

    def __init__(self) -> None:
        self.written: dict[str, tuple[bytes, bool]] = {}

    def write_out(self, name: str, content: bytes, *, clear: bool) -> None:
        """Keep it."""
        self.written[name] = (content, clear)


def test_the_numbers_on_the_screen_leave_as_a_table_sealed_unless_said(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is withheld stays empty; only lines that words have left are in it."""
    monkeypatch.setattr(Everywhere, "suspend", lambda self: nullcontext())
    files = Files()

    async def scene(stage: Any) -> None:
        for name, keys in (("one.csv", ()), ("two.csv", ("tab", "down", "space"))):
            await stage.press("e", "ctrl+u")
            await stage.type(name)
            await stage.press(*keys, "ctrl+r")
            assert f"Written to {name}" in stage.frame()
        await stage.press("slash", *"work all", "enter", "e", "ctrl+r")

    theatre(scene, person="hege", outside=files)
    clear = {name: clear for name, (_, clear) in files.written.items()}
    assert list(clear.values()) == [False, True, False]
    rows, _, left = (
        list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
        for content, _ in files.written.values()
    )
    assert [row["Met"] for row in rows if row["Unit"] != "all"] == [""] * 4
    assert rows[-1]["Owed"] == "12"
    assert left == [row for row in rows if row["Unit"] == "all" and "work" in row["Dialogue"]]


def test_a_unit_is_broken_down_by_cycle_where_no_number_is_about_a_few(theatre: Theatre) -> None:
    """What is withheld by unit is withheld by cycle too."""

    async def scene(stage: Any) -> None:
        await stage.press("enter")
        assert "by cycle: withheld" in stage.frame()
        await stage.press("escape", "end", "enter")
        assert "2026: 0 / 12" in stage.frame()

    theatre(scene, person="hege")
