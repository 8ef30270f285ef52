"""The scenarios of a policy, found, run, counted by rule, and brought up to date."""

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from visavi.errors import InvalidInput, NotFound, PolicyInvalid
from visavi.policy.authoring.scenario import Scenario, answers_of, read_scenario, run_scenario
from visavi.policy.loading import find_policy, policy_names
from visavi.policy.plugins import open_part
from visavi.usecases.institution import Institution
from visavi_cli.policies import policies_of, policy_named
from visavi_cli.run import Run

if TYPE_CHECKING:
    from visavi.policy.loading import Policies


def results_of(run: Run, name: str, files: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Each scenario with whether it holds and, if not, what differs."""
    books = _Books(run)
    for path in files or _beside(run, name):
        try:
            scenario = read_scenario(path)
        except PolicyInvalid as error:
            yield _row(path, "", [str(problem) for problem in error.problems] or [str(error)])
            continue
        result = run_scenario(scenario, books.of(scenario))
        yield _row(path, scenario.title, result.differences)


def coverage_of(run: Run, name: str, files: Sequence[str]) -> list[dict[str, Any]]:
    """The policy's own rules, and how many scenarios meet and break each."""
    from visavi.policy.authoring.coverage import coverage

    books = _Books(run)
    policy = policy_named(run, name)
    below = [policy_named(run, layer) for layer in policy.layers[:-1]]
    scenarios = [read_scenario(path) for path in files or _beside(run, name)]
    answers = [answers_of(scenario, books.of(scenario)) for scenario in scenarios]
    return [covered.as_mapping() for covered in coverage(policy, below, answers)]


def updates_of(
    run: Run, name: str, files: Sequence[str], *, write: bool
) -> Iterator[dict[str, Any]]:
    """Each scenario with the lines that change where the policy's answers are written into it."""
    from difflib import unified_diff

    from visavi.policy.authoring.rewriting import rewritten

    books = _Books(run)
    for path in files or _beside(run, name):
        scenario = read_scenario(path)
        with open(path, encoding="utf-8-sig", newline="") as file:
            text = file.read()
        policies = books.of(scenario)
        new = text
        if not run_scenario(scenario, policies).ok:
            new = rewritten(text, scenario, answers_of(scenario, policies))
        changes = list(unified_diff(text.splitlines(), new.splitlines(), path, path, lineterm=""))
        if changes and write:
            _write(path, new)
        yield {
            "file": path,
            "title": scenario.title,
            "written": bool(changes) and write,
            "changes": changes,
        }


def _write(path: str, text: str) -> None:
    """Put the text in the file's place, whole or not at all."""
    unfinished = f"{path}.{os.getpid()}"
    try:
        with open(unfinished, "x", encoding="utf-8", newline="") as file:
            file.write(text)
        os.replace(unfinished, path)
    except OSError as error:
        raise InvalidInput(
            "The file {file} cannot be written: {reason}.",
            file=path,
            reason=error.strerror or "unknown",
        ) from None


class _Books:
    """The policies that scenarios name, each loaded once; settings are each scenario's own."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._known: dict[str, Policies] = {}

    def of(self, scenario: Scenario) -> "Policies":
        """The policies of a scenario."""
        name = scenario.policy
        if name not in self._known:
            self._known[name] = policies_of(self._run, Institution(name))
        return self._known[name]


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
