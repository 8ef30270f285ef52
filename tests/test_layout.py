"""The house: folders, packages, entry points, contracts, and the size of its rooms."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GROUPS = ("core", "plugins", "frontends")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SOURCES = sorted(path for group in GROUPS for path in (ROOT / group).rglob("*.py"))
MODULES = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py"))]


def test_group_folders_hold_only_packages() -> None:
    """A loose module in a group folder would be a top-level module in development only."""
    for group in GROUPS:
        entries = {p.name for p in (ROOT / group).iterdir() if p.name != "__pycache__"}

        assert all((ROOT / group / entry / "__init__.py").exists() for entry in entries)


def test_the_top_level_is_the_one_that_was_agreed() -> None:
    """Three groups, the tests, and the two files that everybody looks for."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    tops = {line.partition("/")[0] for line in listed.stdout.splitlines()}

    assert not tops or {top for top in tops if not top.startswith(".")} == {
        *GROUPS,
        "tests",
        "pyproject.toml",
        "README.md",
    }


def test_every_package_on_disk_is_in_the_wheel() -> None:
    """What works in development is shipped."""
    shipped = set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    on_disk = {
        f"{group}/{path.name}"
        for group in GROUPS
        for path in (ROOT / group).iterdir()
        if (path / "__init__.py").exists()
    }

    assert on_disk == shipped


def test_every_policy_folder_is_an_entry_point() -> None:
    """A policy.toml in the tree can be loaded by its id, and every entry point has one."""
    points = PROJECT["project"]["entry-points"]["visavi.policy"]
    folders = {
        ".".join(path.parent.relative_to(ROOT / "plugins").parts)
        for path in (ROOT / "plugins").rglob("policy.toml")
    }

    assert set(points.values()) == folders


def test_every_package_says_that_it_is_typed() -> None:
    """A user's type checker sees our annotations."""
    packages = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]

    assert [p for p in packages if not (ROOT / p / "py.typed").exists()] == []


def test_tests_are_no_packages() -> None:
    """Test folders without __init__.py keep test files out of the import path."""
    assert list((ROOT / "tests").rglob("__init__.py")) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_and_functions_fit_a_screen(path: Path) -> None:
    """No module has 400 lines or more, no function more than 60."""
    text = path.read_text(encoding="utf-8")
    functions = [
        f"{node.name}: {node.end_lineno - node.lineno + 1}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= 60
    ]

    assert len(text.splitlines()) < 400
    assert functions == []


@pytest.mark.parametrize(
    "command",
    [["ruff", "check"], ["ruff", "format", "--check"], ["mypy"], ["lint-imports"]],
    ids=["lint", "format", "types", "contracts"],
)
def test_the_checks_are_clean(command: list[str], tmp_path: Path) -> None:
    """Lint, format, strict types and the import contracts hold for the whole tree."""
    program = Path(sys.executable).parent / command[0]
    done = subprocess.run(
        [program, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_an_import_contract_catches_a_policy_that_reaches_the_store(tmp_path: Path) -> None:
    """The contracts can fail: a policy that imports the store is found."""
    for group in GROUPS:
        _copy_python(ROOT / group, tmp_path / group)
    guilty = tmp_path / "plugins" / "visavi_ki" / "__init__.py"
    guilty.write_text(guilty.read_text(encoding="utf-8") + "\nimport visavi.store\n")
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    program = Path(sys.executable).parent / "lint-imports"
    paths = {"PYTHONPATH": ":".join(str(tmp_path / group) for group in GROUPS), "PATH": ""}

    done = subprocess.run(
        [program, "--no-cache"],
        cwd=tmp_path,
        env=paths,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "visavi_ki -> visavi.store" in done.stdout


def _copy_python(source: Path, target: Path) -> None:
    for path in source.rglob("*.py"):
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
