"""What an author waits for: checking, testing and simulating a policy, and who else pays for it.

The yardstick of a check and a test is the import of the policy, all three in fresh interpreters,
by CPU time. That of a simulation is the loop of rules alone, over the same people and months.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from visavi.model.time import add_months
from visavi.policy import engine
from visavi.policy.authoring.simulate import invented, simulate
from visavi.policy.loading import Policies
from visavi_testing.policy_folder import install

ROUNDS = 9
PEOPLE = 10_000
YEARS = 5
START = date(2026, 1, 1)
IMPORT = "from visavi.policy.loading import load_policy; load_policy('{}').rules"

Row = tuple[str, float, str]


def rows() -> list[Row]:
    """The bench's rows: what, ratio, target."""
    with tempfile.TemporaryDirectory(prefix="visavi-bench-") as folder:
        found = [*_authors(folder), _others(folder)]
    return [*found, _simulation()]


def _authors(folder: str) -> list[Row]:
    """Check and test of UiO with all its scenarios, each a whole command."""
    run = (sys.executable, "-m", "visavi_cli", "policy")
    commands: dict[str, Sequence[str]] = {
        "import": (sys.executable, "-c", IMPORT.format("uio")),
        "check": (*run, "check", "uio"),
        "test": (*run, "test", "uio"),
    }
    env = {**os.environ, "HOME": folder, "XDG_CACHE_HOME": f"{folder}/cache"}
    taken = _times({name: partial(_spent, command, env) for name, command in commands.items()})
    both = [one + other for one, other in zip(taken["check"], taken["test"], strict=True)]
    return [
        ("policy check of UiO, in imports of it", _ratio(taken["check"], taken["import"]), ""),
        ("policy test of UiO, all its scenarios", _ratio(taken["test"], taken["import"]), ""),
        ("the two together", _ratio(both, taken["import"]), "<= 3"),
    ]


def _others(folder: str) -> Row:
    """One policy loaded where fifty others are installed, against where they are not."""
    for number in range(50):
        install(
            Path(folder, "site"),
            f"bench_policy_{number}",
            name=f"bench-{number}",
            distribution=f"bench_{number}",
        )
    command = (sys.executable, "-c", IMPORT.format("example"))
    alone = {**os.environ, "HOME": folder}
    path = os.pathsep.join(filter(None, (f"{folder}/site", os.environ.get("PYTHONPATH", ""))))
    many = {**alone, "PYTHONPATH": path}
    taken = _times({"alone": lambda: _spent(command, alone), "many": lambda: _spent(command, many)})
    what = "loading one policy among 50 others, to loading it alone"
    return what, _ratio(taken["many"], taken["alone"]), "<= 1.1"


def _simulation() -> Row:
    """A simulation against its rules alone."""
    policies = Policies("uio")
    policy = policies.base
    began = perf_counter()
    simulate(policies, people=PEOPLE, years=YEARS, start=START)
    whole = perf_counter() - began
    staff = list(invented(policy, people=PEOPLE, start=START, team=10, seed=1))
    bare = 0.0
    for number in range(12 * YEARS):
        facts = [one.facts(policy, add_months(START, number)) for one in staff]
        began = perf_counter()
        engine.obligations_of_all(policy, facts)
        bare += perf_counter() - began
    what = f"policy simulate of UiO, {PEOPLE} people, {YEARS} years, in bare loops ({whole:.0f} s)"
    return what, whole / bare, "<= 5"


def _times(runs: dict[str, Callable[[], float]]) -> dict[str, list[float]]:
    """The times of the runs, taken in turns; the first round warms caches and is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(ROUNDS + 1):
        for name, run in runs.items():
            spent = run()
            if number:
                taken[name].append(spent)
    return taken


def _spent(command: Sequence[str], env: dict[str, str]) -> float:
    """The CPU seconds of one run; its output goes nowhere."""
    null = os.open(os.devnull, os.O_RDWR)
    to_null = [(os.POSIX_SPAWN_DUP2, null, number) for number in range(3)]
    child = os.posix_spawn(command[0], list(command), env, file_actions=to_null)
    _, status, usage = os.wait4(child, 0)
    os.close(null)
    code = os.waitstatus_to_exitcode(status)
    assert code == 0, f"{' '.join(command)} ended with {code}"
    return usage.ru_utime + usage.ru_stime


def _ratio(times: Sequence[float], yardstick: Sequence[float]) -> float:
    return median(one / other for one, other in zip(times, yardstick, strict=True))


if __name__ == "__main__":
    for what, ratio, target in rows():
        print(f"{ratio:6.2f}  {target:8}  {what}")
