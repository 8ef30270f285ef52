"""``visavi policy new`` and what else helps to write a policy before anybody is under it."""

import os

from visavi_cli.options import Number, OneOf, argument, option
from visavi_cli.output import Answer
from visavi_cli.policies import chosen_here, policies_named, policies_of, policy_named
from visavi_cli.render import authors as render
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()


@VERBS.add(
    "new",
    "Make a policy that can be checked, tested and changed at once.",
    argument("name"),
    option("--extends", metavar="NAME", about="Make a layer of this policy."),
    option(
        "--rung",
        type=OneOf("data", "file", "package"),
        default="data",
        metavar="RUNG",
        about="data: text files; file: and rules.py; package: to install and share.",
    ),
    option("--dir", "folder", metavar="FOLDER", about="Where to; a folder NAME here otherwise."),
    schema="policy-new",
    changes=True,
)
def new(run: Run, name: str, extends: str | None, rung: str, folder: str | None) -> Answer:
    """The name must be free, and the folder empty or not there."""
    from visavi.policy.authoring import scaffold

    below = None if extends is None else policy_named(run, extends)
    place = folder or name
    scaffold.unused(name, policy_dirs=run.policy_dirs)
    files = scaffold.files_for(name, rung, extends=below)
    policy_dir = scaffold.folder_of(place, name, rung)
    if not run.dry_run:
        scaffold.write(place, files)
        scaffold.settle(policy_dir, name, policy_dirs=run.policy_dirs)
    given = " ".join(f"--policy-dir {one}" for one in (policy_dir, *run.policy_dirs))
    data = {
        "name": name,
        "folder": place,
        "policy_dir": policy_dir,
        "files": [os.path.join(place, *path.split("/")) for path in sorted(files)],
        "next": [
            f"visavi policy check {name} {given}",
            f"visavi policy test {name} --coverage {given}",
            f"visavi policy show {name} {given}",
        ],
        "changed": not run.dry_run,
    }
    return Answer(data, render.made)


@VERBS.add(
    "preview",
    "What would change for the people of the store if another policy held there.",
    option("--from", "before", metavar="NAME", about="The policy of before, or the store's."),
    option("--to", "after", metavar="NAME", required=True, about="The policy that would hold."),
    schema="policy-preview",
)
def preview(run: Run, before: str | None, after: str) -> Answer:
    """Names, or folders with a policy.toml. For who looks after the register; changes nothing."""
    from visavi.usecases.preview_policy import preview as previewed
    from visavi.usecases.workspace import Workspace

    chosen = chosen_here(run)
    old = policies_of(run, chosen) if before is None else policies_named(run, before, chosen)
    new = policies_named(run, after, chosen)
    return Answer(previewed(Workspace(run.repository, old), run.actor, new), render.preview)


@VERBS.add(
    "simulate",
    "How much work a policy makes, by month and manager, tried on invented people.",
    argument("name"),
    option("--people", type=Number(1, 100_000), default=1000, metavar="N", about="How many."),
    option("--years", type=Number(1, 20), default=2, metavar="N", about="For how many years."),
    option("--team", type=Number(1, 1000), default=10, metavar="N", about="People to a manager."),
    option("--seed", type=Number(0, 1_000_000), default=1, metavar="N", about="Another crowd."),
    schema="policy-simulation",
)
def simulate(run: Run, name: str, people: int, years: int, team: int, seed: int) -> Answer:
    """From the month of the day that counts; the same seed gives the same crowd."""
    from visavi.policy.authoring.simulate import simulate as simulated

    policies = policies_named(run, name)
    found = simulated(policies, people=people, years=years, start=run.on, team=team, seed=seed)
    return Answer({"policy": policies.base.id, **found.as_mapping()}, render.simulation)
