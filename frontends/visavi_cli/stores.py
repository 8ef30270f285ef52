"""Stores of a run that may not be there yet: what an import writes into, or only looks at."""

from typing import TYPE_CHECKING

from visavi.errors import StoreMissing
from visavi.messages import say
from visavi_cli import output
from visavi_cli.run import Run

if TYPE_CHECKING:
    from visavi.usecases.workspace import Workspace


def workspace_for_import(run: Run) -> "Workspace":
    """The store with its policies; a missing one is made under --policy, but not on a dry run.

    A list under another policy than the store's puts its own units under that policy.
    """
    from visavi.store import MemoryRepository, create_store
    from visavi.usecases.institution import Institution, choose
    from visavi.usecases.workspace import Workspace
    from visavi_cli.policies import chosen_for, policies_of

    try:
        run.repository  # noqa: B018  # asked for so that a missing store is noticed here
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
