"""The example policy answers its own scenarios, and they would notice if it did not."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from visavi.model.dialogues import State
from visavi.model.people import Person
from visavi.policy import gather
from visavi.policy.authoring.scenario import read_scenario, run_scenario
from visavi.policy.loading import Policies
from visavi.policy.policy import Policy
from visavi.usecases.workspace import Workspace
from visavi_testing.clock import Clock
from visavi_testing.fixtures import Done
from visavi_testing.guided import Walk

FOLDER = Path(__file__).parents[3] / "plugins" / "visavi_example" / "scenarios"
FILES = sorted(FOLDER.glob("*.toml"))


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


def test_a_whole_year_of_the_example(walk: Callable[..., Walk]) -> None:
    """Nothing stands in the way of who does as the guideline says."""
    talk = walk("plain", "example.year").invite().prepare().talk().agree().sign().close()

    assert (talk.refused, talk.state) == ([], State.CLOSED)


def test_without_an_activity_neither_of_the_two_signs(walk: Callable[..., Walk]) -> None:
    """EX-3 refuses both; with an activity both can."""
    talk = walk("plain", "example.year").invite().prepare().talk().sign()

    assert (talk.refused, talk.state) == (["EX-3", "EX-3"], State.HELD)
    assert talk.agree().sign().state is State.SIGNED


def test_everybody_of_the_demo_plays_the_part(
    demo: Mapping[str, Person], store: Workspace, clock: Clock, policy: Policy
) -> None:
    """As the register and the policy see them on the day."""
    register = store.register()
    facts = {
        name: gather.person_facts(register, one, clock.on, policy, ()) for name, one in demo.items()
    }

    assert facts["manager"].manager == "superior"
    assert facts["plain"].conductor_for("example.year")[0] == "manager"
    assert facts["related"].conductor_for("example.year")[0] == "superior"
    assert facts["nobodys"].conductor_for("example.year") == (None, "nobody")
    assert facts["doctoral"].staff_group == "doctoral"
    assert facts["part-time"].percent == 50
    assert len(facts["two-jobs"].posts) == 2
    assert facts["away"].absent("parental")
    assert (facts["sixty"].age, facts["new"].employed_since) == (60, date(2026, 3, 3))
    assert facts["leaving"].employed
    clock.later(40)
    later = gather.person_facts(register, demo["leaving"], clock.on, policy, ())
    assert not later.employed


def test_the_command_line_sees_the_example(cli: Callable[..., Done]) -> None:
    """As data, in a home of its own."""
    done = cli("policy", "list", "--json")

    assert done.code == 0
    assert "example" in {row["name"] for row in done.data}
