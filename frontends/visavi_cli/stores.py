"""Stores of a run that may not be there yet: what an import writes into, or only looks at."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from visavi.errors import StoreMissing
from visavi.messages import say
from visavi_cli import output
from visavi_cli.run import Run

if TYPE_CHECKING:
    from visavi.usecases.workspace import Workspace

T = TypeVar("T")


def workspace_for_import(
    run: Run, read: Callable[["Workspace"], T], *, unsealed: bool = False
) -> tuple["Workspace", T]:
    """The store with its policies, and what was read for it; a missing one is made under --policy,
    but not on a dry run, and not before the list could be read.

    Where no passphrase can be had (a script that gives none) the new store is not sealed, and that
    is said: a staff list is all that it holds yet.

    A list under a policy other than the store's puts its own units under that policy.
    """
    from visavi.store import MemoryRepository
    from visavi.usecases.institution import Institution, choose
    from visavi.usecases.workspace import Workspace
    from visavi_cli.opening import make_repository
    from visavi_cli.passphrase import is_at_hand
    from visavi_cli.policies import chosen_for, policies_of
    from visavi_cli.render.slots import code

    try:
        run.repository  # noqa: B018  # asked for so that a missing store is noticed here
    except StoreMissing:
        chosen = Institution(chosen_for(run).policy)
        policies = policies_of(run, chosen)
        chosen = Institution(policies.base.id)
        empty = Workspace(MemoryRepository(), policies, dry_run=run.dry_run)
        found = read(empty)
        if run.dry_run:
            return empty, found
        unsealed = unsealed or not is_at_hand(run)
        made, recovery = make_repository(run, unsealed=unsealed)
        choose(made, run.actor, chosen, dry_run=False)
        output.talk(say("A new store under {policy}: {path}", policy=chosen.policy, path=run.store))
        for line in code(recovery):
            output.talk(line)
        return Workspace(made, policies), found
    return run.workspace, read(run.workspace)
