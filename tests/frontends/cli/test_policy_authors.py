"""Writing a policy by command: made, checked, tested, covered, brought up to date."""

from pathlib import Path
from typing import Any

import pytest

from visavi_cli import watch
from visavi_cli.run import Run


@pytest.mark.parametrize("rung", ["data", "file", "package"])
@pytest.mark.parametrize("below", ["", "--extends uio"])
def test_the_commands_that_a_new_policy_names_all_work(cli: Any, rung: str, below: str) -> None:
    """Each is carried out as it was printed."""
    name = f"lab-{rung}-{len(below)}"
    done = cli(f"policy new {name} --rung {rung} {below} --json")

    assert (done.code, done.err) == (0, "")
    assert all(Path(file).is_file() for file in done.data["files"])
    for command in done.data["next"]:
        assert cli(command.removeprefix("visavi ")).code == 0


def test_a_dry_run_makes_nothing(cli: Any, home: Path) -> None:
    """It names the files."""
    done = cli("policy new lab --dry-run")

    assert done.code == 0
    assert "lab/policy.toml" in done.out
    assert not (home / "lab").exists()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("policy new uio", 2),
        ("policy new Lab", 2),
        ("policy new lab --rung leaf", 2),
        ("policy new lab --extends nothing", 3),
        ("policy test example --coverage --update", 2),
        ("policy check example --watch --json", 2),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    cli: Any, home: Path, line: str, code: int
) -> None:
    """And nothing is made."""
    done = cli(line)

    assert (done.code, done.out) == (code, "")
    assert len(done.err.splitlines()) == 1
    assert not (home / "lab").exists()


@pytest.fixture
def lab(cli: Any, home: Path) -> Path:
    """A policy of one's own."""
    cli("policy new lab")
    return home / "lab"


def test_coverage_names_the_rules_that_no_scenario_breaks(cli: Any, lab: Path) -> None:
    """10 as long as there is one."""
    (lab / "scenarios" / "no-plan-no-signature.toml").unlink()
    done = cli("policy test lab --policy-dir lab --coverage")

    assert done.code == 10
    assert "no scenario breaks it" in done.out
    data = cli("policy test lab --policy-dir lab --coverage --json").data
    assert {row["rule"]: row["broken"] for row in data} == {"LAB-1": 1, "LAB-2": 0}


def test_an_update_is_shown_first_and_written_with_yes(cli: Any, lab: Path) -> None:
    """After it the scenarios hold; a dry run writes nothing either."""
    policy = lab / "policy.toml"
    policy.write_text(policy.read_text().replace('"04-30"', '"05-31"'))
    file = lab / "scenarios" / "open-in-spring.toml"
    before = file.read_text()
    where = "--policy-dir lab"
    assert cli(f"policy test lab {where}").code == 10

    shown = cli(f"policy test lab --update {where}")
    dry = cli(f"policy test lab --update --yes --dry-run {where}")
    assert (shown.code, dry.code, file.read_text()) == (10, 10, before)
    assert "-due = 2026-04-30" in shown.out
    assert "+due = 2026-05-31" in shown.out

    written = cli(f"policy test lab --update --yes {where} --json")
    assert written.code == 0
    assert file.read_text() == before.replace("2026-04-30", "2026-05-31")
    assert cli(f"policy test lab {where}").code == 0
    assert cli(f"policy test lab --update {where}").out.startswith("0 scenarios")


def test_a_watch_checks_again_when_a_file_is_saved(cli: Any, lab: Path) -> None:
    """Each round says what is wrong then; between two rounds it looks and says nothing."""
    common = dict.fromkeys(("as_json", "policy_dir"), ()) | {"policy_dir": ()}
    policy = lab / "policy.toml"
    whole = policy.read_text()
    looks: list[float] = []

    def save(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 2:
            policy.write_text(whole.replace('"plans"]', '"plan"]'))

    rounds = watch.rounds(Run(common), "lab", save)

    assert next(rounds) == ["Nothing is wrong."]
    assert "Did you mean plans?" in next(rounds)[0]
    assert len(looks) == 2
