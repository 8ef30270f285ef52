"""Other universities' rules, written as test data on the first two rungs: the model carries them.

None of them ships, and none is endorsed by the university whose public pages it follows.
"""

from pathlib import Path
from typing import ClassVar

import pytest

from visavi.policy.authoring.checking import check
from visavi.policy.authoring.coverage import coverage
from visavi.policy.authoring.scenario import answers_of, read_scenario, run_scenario
from visavi.policy.loading import Policies, load_policy
from visavi_testing.policy_contract import PolicyContract

DATA = Path(__file__).parents[2] / "data" / "policies"
NAMES = ("aurora", "kth", "lund", "ntnu", "stockholm", "uib", "uppsala")
SCENARIOS = sorted(DATA.glob("*/scenarios/*.toml"))


def place(name: str) -> tuple[str, ...]:
    """What --policy-dir is given for one of them."""
    return (str(DATA / name),)


@pytest.mark.parametrize("name", NAMES)
def test_its_files_hold_no_mistake(name: str) -> None:
    """It can be used, and is a whole policy of its own."""
    assert check(str(DATA / name)) == []
    assert load_policy(name, policy_dirs=place(name)).layers == (name,)


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_the_policy_answers_exactly_as_the_scenario_expects(file: Path) -> None:
    """Nothing is missing, nothing is more."""
    name = file.parts[-3]

    result = run_scenario(read_scenario(str(file)), Policies(name, policy_dirs=place(name)))

    assert result.differences == ()


@pytest.mark.parametrize("name", NAMES)
def test_its_scenarios_meet_and_break_every_rule(name: str) -> None:
    """Who reads them has seen all that the policy does."""
    policies = Policies(name, policy_dirs=place(name))
    files = [path for path in SCENARIOS if path.parts[-3] == name]
    answers = [answers_of(read_scenario(str(path)), policies) for path in files]

    assert [one.rule for one in coverage(policies.base, (), answers) if one.lacks] == []


def test_most_of_them_need_no_code() -> None:
    """Uppsala's days of coverage and KTH's ladder are computed; the rest is text."""
    coded = {path.parent.name for path in DATA.glob("*/rules.py")}

    assert coded == {"kth", "uppsala"}
    assert {path.name for path in DATA.iterdir()} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_none_of_them_is_installed(name: str) -> None:
    """They are test data."""
    from visavi.policy.loading import policy_names

    assert name not in {named.name for named in policy_names()}


class _Other(PolicyContract):
    """The questions that are put to every policy, here to one that is not installed."""

    policy_dirs: ClassVar[tuple[str, ...]] = ()


class TestLund(_Other):
    """A talk of its own, offered; who does not set pay reports back."""

    policy = "lund"
    policy_dirs = place("lund")


class TestUppsala(_Other):
    """Route by unit, two parts, days of coverage."""

    policy = "uppsala"
    policy_dirs = place("uppsala")


class TestStockholm(_Other):
    """Delegated but answered for, pay kept out."""

    policy = "stockholm"
    policy_dirs = place("stockholm")


class TestKth(_Other):
    """A right, and a ladder."""

    policy = "kth"
    policy_dirs = place("kth")


class TestNtnu(_Other):
    """An offer is enough; a career plan without a day."""

    policy = "ntnu"
    policy_dirs = place("ntnu")


class TestAurora(_Other):
    """Made up: what yet others demand, without a line of Python."""

    policy = "aurora"
    policy_dirs = place("aurora")


class TestUib(_Other):
    """Held and not only offered; small posts may opt out."""

    policy = "uib"
    policy_dirs = place("uib")
