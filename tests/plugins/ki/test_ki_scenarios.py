"""Every scenario of KI gives exactly what it expects, and every rule stands in one."""

import tomllib
from pathlib import Path

import pytest

import visavi_ki
from visavi.policy.authoring.scenario import read_scenario, run_scenario
from visavi.policy.loading import Policies

FOLDER = Path(visavi_ki.__path__[0]) / "scenarios"
SCENARIOS = sorted(FOLDER.glob("*.toml"))
BY_CONSTRUCTION = {"KI-CONF-1", "SE-DOC-2"}
"""Rules that no facts can break: access and the store make sure of them."""


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_scenario_gives_exactly_what_it_expects(path: Path, policies: Policies) -> None:
    """Nothing is missing and nothing is more."""
    result = run_scenario(read_scenario(str(path)), policies)

    assert result.differences == ()


def test_every_rule_that_can_be_checked_stands_in_a_scenario(policies: Policies) -> None:
    """A rule that no scenario expects anything of would be untried."""
    expected = set()
    for path in SCENARIOS:
        expect = tomllib.loads(path.read_text(encoding="utf-8"))["expect"]
        for table in ("obligation", "finding", "refusal"):
            for entry in expect.get(table, ()):
                expected |= {entry["rule"], entry.get("exempt_by", entry["rule"])}

    assert {rule.id for rule in policies.base.rules} - expected == BY_CONSTRUCTION


def test_every_deed_that_a_rule_refuses_is_tried_both_ways(policies: Policies) -> None:
    """For each refusing rule one scenario is refused; each deed is also seen to go through."""
    refused, allowed = set(), set()
    for path in SCENARIOS:
        expect = tomllib.loads(path.read_text(encoding="utf-8"))["expect"]
        refused |= {entry["rule"] for entry in expect.get("refusal", ())}
        allowed |= {entry["deed"] for entry in expect.get("allowed", ())}
    refusing = [rule for rule in policies.base.rules if rule.refuses]

    assert {rule.id for rule in refusing} == refused
    assert {"new", "invite", "start", "hold", "pay", "sign", "waive", "close"} <= allowed


def test_a_scenario_that_expects_something_else_fails(tmp_path: Path, policies: Policies) -> None:
    """The comparison can fail: one changed day is a difference."""
    source = (FOLDER / "when-goals-last-day.toml").read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(source.replace("as_of = 2026-03-31", "as_of = 2026-04-01"), encoding="utf-8")

    assert not run_scenario(read_scenario(str(wrong)), policies).ok
