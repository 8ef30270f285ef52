"""``visavi policy``: what the institution demands, and where it stands."""

from typing import TYPE_CHECKING

from visavi_cli.options import argument
from visavi_cli.output import Answer
from visavi_cli.policies import chosen_for, policies_of, policy_named
from visavi_cli.render import policies as render
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

if TYPE_CHECKING:
    from visavi.policy.policy import Policy

VERBS = Verbs()


@VERBS.add("list", "The policies that are there, by name.", schema="policies")
def list_policies(run: Run) -> Answer:
    """None of them is imported."""
    from visavi.policy.loading import policy_names

    found = policy_names(policy_dirs=run.policy_dirs)
    rows = [
        {"name": n.name, "distribution": n.distribution, "version": n.version, "folder": n.folder}
        for n in found
        if n.folder or not run.no_plugins
    ]
    return Answer(rows, render.names)


@VERBS.add(
    "show",
    "One policy: layers, dialogues, rules, and what it leaves open.",
    argument("policy", required=False),
    schema="policy",
)
def show(run: Run, policy: str | None) -> Answer:
    """Without a name, the store's."""
    from visavi_cli.describing import describe

    return Answer(describe(_named(run, policy), run.on), render.policy)


def _named(run: Run, name: str | None) -> "Policy":
    """The policy of that name, or the one of the store with its settings."""
    if name is None or name == run.policy:
        return policies_of(run, chosen_for(run)).base
    return policy_named(run, name)
