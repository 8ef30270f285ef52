"""The example policy answers its own scenarios, and they would notice if it did not."""

from pathlib import Path

import pytest

from visavi.policy.loading import Policies
from visavi.policy.scenario import read_scenario, run_scenario

FOLDER = Path(__file__).parents[3] / "plugins" / "visavi_example" / "scenarios"
FILES = sorted(FOLDER.glob("*.toml"))


@pytest.fixture(scope="module")
def policies() -> Policies:
    """The example policy, loaded once."""
    return Policies("example")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_policy_answers_as_expected(file: Path, policies: Policies) -> None:
    """Nothing is missing and nothing is more."""
    assert run_scenario(read_scenario(str(file)), policies).differences == ()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_scenario_that_expects_nothing_fails(
    file: Path, policies: Policies, tmp_path: Path
) -> None:
    """Taking the expectations away is noticed: the scenarios really compare."""
    text = file.read_text(encoding="utf-8")
    facts = text.partition("[expect]")[0].partition("[[expect.")[0]
    bare = tmp_path / file.name
    bare.write_text(facts + "[expect]\n", encoding="utf-8")

    assert run_scenario(read_scenario(str(bare)), policies).differences


def test_every_rule_of_the_example_is_tried(policies: Policies) -> None:
    """Each rule is named in a scenario."""
    texts = "".join(file.read_text(encoding="utf-8") for file in FILES)

    assert {rule.id for rule in policies.base.rules if f'"{rule.id}"' not in texts} == set()
