"""The demo's own store: made whole or not at all, marked, and thrown away only if it is one."""

import os
from datetime import date

from visavi.demo.mark import MARK, is_demo
from visavi.demo.season import Season, play_season
from visavi.demo.seeded import seeded
from visavi.demo.team import Team, enter_team, team_for
from visavi.errors import Conflict
from visavi.store import create_store, failures, layout, open_store
from visavi.store.files import appearing, remove_tree
from visavi.store.repository import Repository
from visavi.usecases.actor import Actor
from visavi.usecases.institution import Institution, choose
from visavi.usecases.workspace import PolicyBook, Workspace


def make_demo(path: str, policies: PolicyBook, on: date) -> tuple[Team, Season]:
    """A new store at ``path`` with the invented team of the base policy, in the middle of its year.

    Raises :class:`Conflict` if something is there, :class:`InvalidInput` if the policy has no team.
    """
    path = os.path.realpath(path)
    policy = policies.base.id
    team = team_for(policy, on)
    with appearing(path) as beside:
        workspace = Workspace(create_store(beside), policies, draw=seeded(), salt=seeded())
        keeper = Actor(None, on)
        choose(workspace.repository, keeper, Institution(policy), dry_run=False)
        with workspace.changing(keeper) as change:
            settings = workspace.repository.register("settings")
            change.put_register("settings", {**settings, MARK: True})
        enter_team(workspace, team, on)
        season = play_season(workspace, team, on)
    return team, season


def require_demo(path: str) -> Repository:
    """The demo store at ``path``; raises :class:`Conflict` if it may not be thrown away.

    Raises :class:`~visavi.errors.StoreMissing` where there is no store.
    """
    repository = open_store(path)
    if not is_demo(repository):
        raise Conflict(
            "The store at {path} is no demo. Nothing was removed.",
            todo="Name the demo's folder, or none (--store).",
            path=path,
        )
    own = {*layout.FOLDERS, layout.STORE, layout.INTENT, layout.LOCK}
    strange = sorted(set(os.listdir(path)) - own)
    if strange:
        raise Conflict(
            "In the demo at {path} lies something that is not the demo's: {names}. "
            "Nothing was removed.",
            todo="Move it elsewhere first.",
            path=path,
            names=", ".join(ascii(name) for name in strange[:5]),
        )
    return repository


def discard_demo(path: str) -> None:
    """Throw the demo store at ``path`` away; raises as :func:`require_demo` does."""
    require_demo(path)
    path = os.path.realpath(path)
    gone = f"{path}.{os.urandom(8).hex()}.tmp"
    try:
        os.rename(path, gone)
    except OSError as error:
        raise failures.unwritable(error, path, path) from error
    remove_tree(gone)
