"""``visavi policy new`` and what else helps to write a policy before anybody is under it."""

import os

from visavi_cli.options import OneOf, argument, option
from visavi_cli.output import Answer
from visavi_cli.policies import policy_named
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
    from visavi.policy import scaffold

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
