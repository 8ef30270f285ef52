"""The scenarios of a policy, found and run."""

import os
from collections.abc import Iterator, Sequence
from typing import Any

from visavi.errors import NotFound, PolicyInvalid
from visavi.policy.loading import find_policy, policy_names
from visavi.policy.plugins import open_part
from visavi.policy.scenario import read_scenario, run_scenario
from visavi.usecases.institution import Institution
from visavi_cli.policies import policies_of
from visavi_cli.run import Run


def results_of(run: Run, name: str, files: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Each scenario with whether it holds and, if not, what differs."""
    for path in files or _beside(run, name):
        try:
            scenario = read_scenario(path)
        except PolicyInvalid as error:
            yield _row(path, "", [str(problem) for problem in error.problems] or [str(error)])
            continue
        chosen = Institution(scenario.policy, settings=scenario.settings)
        result = run_scenario(scenario, policies_of(run, chosen))
        yield _row(path, scenario.title, result.differences)


def _beside(run: Run, name: str) -> list[str]:
    """The scenario files in the policy's own folder."""
    named = find_policy(name, policy_names(policy_dirs=run.policy_dirs))
    folder = os.path.join(open_part(named).folder, "scenarios")
    files = []
    for place, _, names in sorted(os.walk(folder)):
        files += [os.path.join(place, file) for file in sorted(names) if file.endswith(".toml")]
    if not files:
        raise NotFound(
            "The policy {policy} has no scenarios.",
            todo="Put them beside its policy.toml, in scenarios/, or name files.",
            policy=name,
        )
    return files


def _row(path: str, title: str, differences: Sequence[str]) -> dict[str, Any]:
    return {
        "file": path,
        "title": title,
        "ok": not differences,
        "differences": list(differences),
    }
