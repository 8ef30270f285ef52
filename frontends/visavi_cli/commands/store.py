"""``visavi store``: the folder that holds everything."""

from visavi.errors import InvalidInput
from visavi_cli.output import Answer
from visavi_cli.receipts import receipt
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()


@VERBS.add(
    "init",
    "Make a new, empty store under a policy.",
    schema="receipt",
    changes=True,
)
def init(run: Run) -> Answer:
    """It appears whole or not at all. The policy is --policy, or the setting."""
    from visavi.store import create_store
    from visavi.usecases.institution import Institution, choose
    from visavi_cli.policies import policy_named
    from visavi_cli.settings import value_of

    named = run.policy or value_of("policy")
    if named is None:
        raise InvalidInput(
            "A store needs a policy.", todo="Add --policy NAME; visavi policy list shows the names."
        )
    policy = policy_named(run, named)
    if not run.dry_run:
        made = create_store(run.store)
        choose(made, run.actor, Institution(policy.id), dry_run=False)
    return receipt(run, "store init", run.store, policy=policy.id)


@VERBS.add("path", "Where the store lies.", schema="path")
def path(run: Run) -> Answer:
    """The folder, whether it exists or not."""
    return Answer({"path": run.store}, lambda data: [data["path"]])
