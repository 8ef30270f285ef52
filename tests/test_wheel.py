"""What is shipped is what was tested: the wheel, installed by itself, runs the main job."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this tree."""
    target = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel alone; what it depends on comes from the test environment."""
    target = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", target, wheel], check=True, capture_output=True)
    return target


def run(installed: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The installed program, away from this tree."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "visavi_cli", *arguments],
        cwd=home,
        env={"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_holds_the_packages_and_nothing_else(wheel: Path) -> None:
    """No tests, no stray modules at the top; data files are inside their packages."""
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}

    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "visavi",
        "visavi_cli",
        "visavi_example",
        "visavi_ki",
        "visavi_testing",
        "visavi_tui",
        "visavi_uio",
    }
    for data in (
        "visavi_ki/policy.toml",
        "visavi_uio/layers/ils/texts/nb.toml",
        "visavi/languages/sv.json",
        "visavi/py.typed",
    ):
        assert data in names


@pytest.mark.parametrize("policy", ["ki", "uio"])
def test_the_installed_wheel_walks_a_whole_cycle(
    installed: Path, tmp_path: Path, policy: str
) -> None:
    """From the installed files, not from this tree."""
    where = subprocess.run(
        [sys.executable, "-P", "-c", "import visavi; print(visavi.__file__)"],
        env={"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    done = run(installed, tmp_path, "demo", "walk", "--policy", policy)

    assert where.startswith(str(installed))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "fails" not in done.stdout


def test_every_shipped_policy_is_found_and_tried_in_the_installed_wheel(
    installed: Path, tmp_path: Path
) -> None:
    """Entry points, texts and scenarios are shipped."""
    listed = run(installed, tmp_path, "policy", "list").stdout

    for policy in ("example", "ki", "uio", "uio-hf", "uio-ils", "uio-iped", "uio-med", "uio-tf"):
        assert f"\n{policy} " in f"\n{listed}"
        assert run(installed, tmp_path, "policy", "check", policy).returncode == 0
