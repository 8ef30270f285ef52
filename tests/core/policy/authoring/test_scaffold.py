"""New policies: every kind holds its own checks and scenarios the second it is made."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from visavi.errors import InvalidInput
from visavi.policy.authoring import scaffold
from visavi.policy.authoring.checking import check
from visavi.policy.authoring.coverage import coverage
from visavi.policy.authoring.scenario import answers_of, read_scenario, run_scenario
from visavi.policy.loading import Policies, load_policy

BELOW = ("", "example", "ki", "uio", "uio-ils")


def made(folder: Path, name: str, rung: str, below: str = "") -> str:
    """A new policy in a folder; gives the folder that --policy-dir wants."""
    files = scaffold.files_for(name, rung, extends=load_policy(below) if below else None)
    scaffold.write(str(folder), files)
    place = scaffold.folder_of(str(folder), name, rung)
    scaffold.settle(place, name)
    return place


@pytest.mark.parametrize("below", BELOW)
@pytest.mark.parametrize("rung", scaffold.RUNGS)
def test_a_new_policy_passes_its_own_check_and_scenarios(
    tmp_path: Path, rung: str, below: str
) -> None:
    """And each of its rules is met by some scenario and broken by another."""
    name = f"new-{rung}-{below or 'alone'}"
    place = made(tmp_path / "made", name, rung, below)
    policies = Policies(name, policy_dirs=[place])
    scenarios = [read_scenario(str(path)) for path in Path(place, "scenarios").iterdir()]

    assert check(place) == []
    assert [run_scenario(one, policies).differences for one in scenarios] == [()] * len(scenarios)
    rules = coverage(
        policies.base,
        map(policies.by_id, policies.base.layers[:-1]),
        [answers_of(one, policies) for one in scenarios],
    )
    assert len(rules) >= (1 if rung == "data" else 2)
    assert [one.lacks for one in rules] == [()] * len(rules)
    assert (policies.base.layers[:-1] == ()) is (below == "")


@pytest.mark.parametrize("below", ["", "uio"])
def test_a_new_package_can_be_installed_and_passes_its_own_tests(
    tmp_path: Path, below: str
) -> None:
    """Offline, from the folder as it was made; it is found by its entry point."""
    name = f"new-lab-{below or 'alone'}"
    made(tmp_path / "made", name, "package", below)
    site = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    offline = ["--no-index", "--no-build-isolation", "--no-deps"]
    where = ["--target", str(site), str(tmp_path / "made")]
    subprocess.run([*pip, *offline, *where], check=True, capture_output=True)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(site), *filter(None, sys.path)])}

    tests = str(tmp_path / "made" / "tests")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tests]
    done = subprocess.run(
        command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    listed = [sys.executable, "-m", "visavi_cli", "policy", "list"]
    found = subprocess.run(listed, env=env, capture_output=True, text=True, check=True)
    assert f"visavi-policy-{name}" in found.stdout


@pytest.mark.parametrize("name", ["", "New", "a b", "../up", "x" * 300, "7up", "ø"])
def test_a_name_that_no_policy_can_have_is_refused(name: str) -> None:
    """Before anything is written."""
    with pytest.raises(InvalidInput, match="cannot be called"):
        scaffold.files_for(name, "data")


def test_a_name_that_is_taken_is_refused() -> None:
    """Two policies of one name would stop both."""
    with pytest.raises(InvalidInput, match="already"):
        scaffold.unused("uio")


def test_nothing_is_written_into_a_folder_that_holds_something(tmp_path: Path) -> None:
    """What lies there stays as it is."""
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(InvalidInput, match="not empty"):
        scaffold.write(str(tmp_path), scaffold.files_for("new-one", "data"))

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "file").write_text("")

    with pytest.raises(InvalidInput):
        scaffold.write(str(tmp_path / "file"), scaffold.files_for("new-one", "data"))
