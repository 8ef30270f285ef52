"""Numbers only: what HR sees of a unit, and as a table; never of fewer than five people."""

import csv
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

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


def test_the_numbers_on_the_screen_are_a_table_in_a_new_file(
    theatre: Theatre, tmp_path: Path
) -> None:
    """What is withheld stays empty, only the owner reads it, and nothing is written over."""
    file = tmp_path / "numbers.csv"

    async def scene(stage: Any) -> None:
        for said in ("Written to", "File exists"):
            await stage.press("e", "ctrl+u")
            await stage.type(str(file))
            await stage.press("ctrl+r")
            assert said in stage.frame()

    theatre(scene, person="hege")
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["Met"] for row in rows if row["Unit"] != "all"] == [""] * 4
    assert rows[-1]["Owed"] == "12"
    assert os.stat(file).st_mode & 0o077 == 0
