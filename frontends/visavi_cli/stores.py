"""Stores of a run that may not be there yet: what an import writes into, or only looks at."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from visavi.errors import StoreMissing
from visavi.messages import say
from visavi_cli import output
from visavi_cli.run import Run

if TYPE_CHECKING:
    from visavi.usecases.workspace import Workspace

Found = TypeVar("Found")
Report = TypeVar("Report")


def imported(
    run: Run,
    read: Callable[["Workspace"], Found],
    enter: Callable[["Workspace", Found], Report],
    *,
    unsealed: bool = False,
) -> Report:
    """What is read is entered into the store. A missing one is made under --policy, but not on a
    dry run, and not before the list could be read; and it stays only if the list went into it.

    Where no passphrase can be had (a script that gives none) the new store is not sealed, and that
    is said: a staff list is all that it holds yet.

    A list under a policy other than the store's puts its own units under that policy.
    """
    from visavi.store import MemoryRepository
    from visavi.usecases.institution import Institution, choose
    from visavi.usecases.workspace import Workspace
    from visavi_cli.opening import make_repository, whole_or_not_at_all
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
            return enter(empty, found)
        unsealed = unsealed or not is_at_hand(run)
        made, recovery = make_repository(run, unsealed=unsealed)
        with whole_or_not_at_all(made):
            choose(made, run.actor, chosen, dry_run=False)
            output.talk(
                say("A new store under {policy}: {path}", policy=chosen.policy, path=run.store)
            )
            for line in code(recovery):
                output.talk(line)
            return enter(Workspace(made, policies), found)
    return enter(run.workspace, read(run.workspace))
