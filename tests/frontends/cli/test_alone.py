"""``visavi`` by itself: the app without a parser, as if the parser had been asked."""

import re
from datetime import date
from pathlib import Path
from typing import Any

from visavi_cli import paths
from visavi_cli.alone import BARE, _granted
from visavi_cli.tree import Root
from visavi_tui.desk import Wish


def test_nothing_asked_for_is_what_the_parser_makes_of_nothing() -> None:
    """A new common option has to stand in both."""
    with Root().make_context("visavi", [], resilient_parsing=True) as context:
        parsed = {name: value for name, value in context.params.items() if name != "version"}

    assert {**parsed, "dry_run": None} == BARE


def test_a_new_store_is_offered_no_layer_that_came_with_its_base(cli: Any, home: Path) -> None:
    """UiO's layers stand on UiO by unit; an institution's own policy on UiO is offered."""
    own = home / "own"
    made = cli(f"policy new own --extends uio --rung data --dir {own}")
    assert made.code == 0, made.err

    told = cli(f"--linear --policy-dir {own}").out

    offered = re.findall(r"store under (\S+)\.", told)
    assert {"ki", "uio", "own"} <= set(offered)
    assert not [name for name in offered if name.startswith("uio-")]


def test_the_folder_of_a_store_may_begin_at_home(home: Path) -> None:
    """Typed in the app as in a shell, and no folder is ever called by a tilde."""
    given, _ = _granted({}, Wish("open", "~/mine"), None)

    assert given["store"] == str(Path.home() / "mine")


def test_each_institution_has_its_own_demo_team(home: Path) -> None:
    """Who has looked at one and chooses the other gets the other; the first one stays."""
    stores = [
        str(
            _granted({**BARE, "as_of": date(2026, 1, 12)}, Wish("demo", policy=policy), None)[0][
                "store"
            ]
        )
        for policy in ("ki", "uio", "ki")
    ]

    assert stores == [paths.demo_store(), f"{paths.demo_store()}-uio", paths.demo_store()]
