"""Fixtures for tests of a policy, by one line in ``conftest.py``::

    pytest_plugins = ["visavi_testing.fixtures"]

and one fixture that says which policy is meant::

    @pytest.fixture(scope="session")
    def policy_id() -> str:
        return "my-college"
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from visavi.model.people import Person, Unit, Units
from visavi.policy.loading import Policies
from visavi.policy.policy import Policy
from visavi.serial import to_document
from visavi.store import MemoryRepository
from visavi.usecases.workspace import Actor, Workspace
from visavi_testing.clock import Clock
from visavi_testing.demo_people import UNIT, demo_people
from visavi_testing.guided import Walk
from visavi_testing.team import seeded_draw

BEGIN = date(2026, 3, 10)
"""The day on which every test begins."""


class Done(NamedTuple):
    """What a command line gave: its exit code, stdout and stderr."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What stands under ``data`` in the JSON on stdout."""
        return json.loads(self.out)["data"]


@pytest.fixture(scope="session")
def policy_id() -> str:
    """The policy that is tested: override this one."""
    raise pytest.UsageError("Write a fixture policy_id that gives the id of your policy.")


@pytest.fixture(scope="session")
def policy_dirs() -> tuple[str, ...]:
    """Folders of policies that are not installed; override it where there are any."""
    return ()


@lru_cache(maxsize=16)
def _loaded(policy: str, folders: tuple[str, ...]) -> Policies:
    """Loaded once, and kept here: a fixture of the session would be the same in every folder."""
    return Policies(policy, policy_dirs=folders)


@pytest.fixture
def policies(policy_id: str, policy_dirs: tuple[str, ...]) -> Policies:
    """The policy as an institution holds it, with the layers of its units."""
    return _loaded(policy_id, policy_dirs)


@pytest.fixture
def policy(policies: Policies) -> Policy:
    """The policy itself: its values, rules and texts."""
    return policies.base


@pytest.fixture
def clock() -> Clock:
    """The day that counts; ``clock.to("2026-12-01")`` goes to another one."""
    return Clock(BEGIN)


@pytest.fixture
def demo(policy: Policy, clock: Clock) -> Mapping[str, Person]:
    """People by the part they play: see :func:`visavi_testing.demo_people.demo_people`."""
    return demo_people(policy, clock.on)


@pytest.fixture
def store(policies: Policies, demo: Mapping[str, Person], clock: Clock) -> Workspace:
    """A store in memory with the demo people in it."""
    workspace = Workspace(MemoryRepository(), policies, draw=seeded_draw())
    with workspace.changing(Actor(None, clock.on)) as change:
        before = workspace.repository.register("units")
        units = to_document(Units((Unit("U", "U"), Unit(UNIT, UNIT, "U"))), before)
        change.put_register("units", {**units, "schema": before["schema"]})
        for one in demo.values():
            change.put_person(to_document(one))
    return workspace


@pytest.fixture
def walk(store: Workspace, clock: Clock) -> Callable[..., Walk]:
    """Take a dialogue through its steps: ``walk("plain").invite().prepare().talk().sign()``."""

    def begin(employee: str, kind: str = "") -> Walk:
        return Walk(store, clock, employee, kind)

    return begin


@pytest.fixture
def cli(tmp_path: Path, policy_dirs: tuple[str, ...], clock: Clock) -> Callable[..., Done]:
    """Run visavi in a folder and with a home of its own, as of the clock's day."""
    places = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("DATA", "CONFIG", "CACHE")}
    places |= {"HOME": str(tmp_path), "VISAVI_POLICY_DIRS": os.pathsep.join(policy_dirs)}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VISAVI_")}

    def call(*arguments: str, text: str = "") -> Done:
        day = () if "--as-of" in arguments else ("--as-of", clock.on.isoformat())
        done = subprocess.run(
            [sys.executable, "-m", "visavi_cli", *arguments, *day],
            input=text,
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**kept, **places},
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return call
