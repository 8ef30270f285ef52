"""Stores of a run that may not be there yet: what an import writes into, or only looks at."""

from typing import TYPE_CHECKING

from visavi.errors import InvalidInput, StoreMissing
from visavi.messages import say
from visavi_cli import output
from visavi_cli.run import Run

if TYPE_CHECKING:
    from visavi.usecases.workspace import Workspace


def workspace_for_import(run: Run) -> "Workspace":
    """The store with its policies; a missing one is made under --policy, but not on a dry run.

    A policy that is not the store's is refused: its people would be judged by the wrong one.
    """
    from visavi.store import MemoryRepository, create_store
    from visavi.usecases.institution import Institution, choose
    from visavi.usecases.workspace import Workspace
    from visavi_cli.policies import chosen_for, policies_of

    try:
        _require_same_policy(run)
    except StoreMissing:
        chosen = Institution(chosen_for(run).policy)
        policies = policies_of(run, chosen)
        chosen = Institution(policies.base.id)
        if run.dry_run:
            return Workspace(MemoryRepository(), policies, dry_run=True)
        choose(create_store(run.store), run.actor, chosen, dry_run=False)
        output.talk(say("A new store under {policy}: {path}", policy=chosen.policy, path=run.store))
        return Workspace(run.repository, policies)
    return run.workspace


def _require_same_policy(run: Run) -> None:
    from visavi.usecases.institution import institution

    own = institution(run.repository).policy
    if own and run.policy not in (None, own):
        raise InvalidInput(
            "The store {path} is under the policy {own}, not {policy}.",
            todo="Leave out --policy, or name another store with --store.",
            path=run.store,
            own=own,
            policy=run.policy,
        )
