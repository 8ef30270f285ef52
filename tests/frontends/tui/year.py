"""An institution's year, day by day: by keys on a real terminal, and by the walk beside it."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from visavi.demo.team import enter_team, team_for
from visavi.demo.walk import walk
from visavi.policy.loading import Policies
from visavi.store import create_store
from visavi.usecases.actor import Actor
from visavi.usecases.institution import Institution, choose
from visavi.usecases.workspace import Workspace
from visavi_testing.by_keys import ByKeys, told_in
from visavi_testing.tmux import Tmux

UnderTmux = Callable[..., Tmux]
Scene = tuple[str, str, Callable[[ByKeys], None]]
"""A day, who sits down first, and what is done."""

FIRST = date(2026, 1, 12)
"""The day on which the walk begins."""


def store_under(policy: str, folder: Path) -> Workspace:
    """An empty store under the policy."""
    workspace = Workspace(create_store(str(folder)), Policies(policy))
    choose(workspace.repository, Actor(None, FIRST), Institution(policy), dry_run=False)
    return workspace


def store_with_team(policy: str, folder: Path) -> Workspace:
    """A store with the invented team and nothing else: where the walk begins."""
    workspace = store_under(policy, folder)
    enter_team(workspace, team_for(policy, FIRST), FIRST)
    return workspace


def names_of_team(policy: str) -> dict[str, str]:
    """The name of each member, by id."""
    return {member.id: member.name for member in team_for(policy, FIRST).members}


def done_by_keys(under_tmux: UnderTmux, policy: str, folder: Path, scenes: Sequence[Scene]) -> None:
    """Open the app on each of the days, and do what is done there."""
    for day, person, scene in scenes:
        options = ("--store", str(folder), "--as", person, "--as-of", day)
        with under_tmux(*options, ESCDELAY="10") as terminal:
            scene(ByKeys(terminal, Policies(policy).base, names_of_team(policy)))
            terminal.press("C-q")
            terminal.ends()


def told_by_the_walk(policy: str, folder: Path) -> dict[str, Any]:
    """What a store tells after the year of ``demo walk``, in which everything held."""
    twin = store_under(policy, folder)
    assert all(step.ok for step in walk(twin, FIRST.year))
    return told_in(twin.repository)
