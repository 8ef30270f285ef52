"""``visavi policy check --watch``: the check again and again, whenever a file was saved."""

from collections.abc import Callable, Iterator
from time import sleep

from visavi.errors import InvalidInput
from visavi.policy.authoring.checking import check
from visavi.policy.authoring.watching import Watch
from visavi.policy.loading import find_policy, policy_names
from visavi.policy.names import is_folder, named_in
from visavi.policy.plugins import open_part
from visavi_cli import output
from visavi_cli.render import policies as render
from visavi_cli.run import Run

INTERVAL = 0.5
"""Seconds between two looks at the files."""


def rounds(run: Run, name: str, pause: Callable[[float], None] = sleep) -> Iterator[list[str]]:
    """The lines of each round; endless. ``InvalidInput`` where JSON is wanted, which must end."""
    if run.as_json:
        raise InvalidInput("Choose --watch or --json.")
    folder, names = name, policy_names(policy_dirs=run.policy_dirs)
    if not is_folder(name, names):
        named = find_policy(name, names)
        folder = named.folder or open_part(named).folder
    watch = Watch([folder, *(named_in(given).folder for given in run.policy_dirs)])
    return _rounds(run, name, watch, pause)


def _rounds(
    run: Run, name: str, watch: Watch, pause: Callable[[float], None]
) -> Iterator[list[str]]:
    while True:
        if watch.step():
            found = check(name, policy_dirs=run.policy_dirs)
            yield list(render.problems(problem.as_mapping() for problem in found))
        output.flush()
        pause(INTERVAL)
