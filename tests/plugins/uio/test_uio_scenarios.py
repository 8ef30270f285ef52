"""Every scenario holds exactly, and between them they break and meet every rule that can speak."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from visavi.policy import DialogueFacts, Due, MatterFacts, PersonFacts, engine, gather
from visavi.policy.authoring.scenario import Scenario, read_scenario, run_scenario
from visavi.policy.loading import Policies
from visavi.policy.policy import Policy

ROOT = Path(__file__).parents[3] / "plugins" / "visavi_uio"
FILES = sorted(ROOT.rglob("scenarios/*.toml"))
LAYERS = ("uio", "uio-ils", "uio-iped", "uio-hf", "uio-tf", "uio-med")
ADVICE = {"UIO-TOPIC-06", "UIO-SERIOUS-01", "UIO-MED-01", "NO-GDPR-02"}
"""Rules that say their word whenever they are asked."""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_policy_answers_exactly_as_the_scenario_expects(file: Path, policies: Policies) -> None:
    """Nothing is missing, nothing is more, with state, due day, strength and number."""
    result = run_scenario(read_scenario(str(file)), policies)

    assert result.differences == ()


def test_every_rule_that_can_speak_is_broken_by_some_scenario(policies: Policies) -> None:
    """What no scenario breaks says instead by what it is made sure of."""
    spoken: set[str] = set()
    for file in FILES:
        expect = tomllib.loads(file.read_text(encoding="utf-8"))["expect"]
        for table in ("obligation", "finding", "refusal"):
            spoken |= {entry["rule"] for entry in expect.get(table, ())}
    rules = [rule for layer in LAYERS for rule in policies.by_id(layer).rules]

    assert {rule.id for rule in rules if rule.id not in spoken} == {
        rule.id for rule in rules if rule.enforced_by
    }


def test_every_rule_that_can_be_met_is_met_in_some_scenario(policies: Policies) -> None:
    """Asked, it has nothing to report, or what it asks for has been done."""
    met: set[str] = set()
    for scenario, policy in _scenarios(policies):
        for facts in _facts(scenario, policy):
            said = engine.silences(policy, facts)
            met |= {one.rule for one in said if one.because == "Nothing to report."}
            if isinstance(facts, PersonFacts):
                owed = engine.obligations(policy, facts)
                met |= {one.rule for one in owed if one.state is Due.MET}
    rules = [rule for layer in LAYERS for rule in policies.by_id(layer).rules]

    assert {rule.id for rule in rules if not rule.enforced_by} - met == ADVICE


def test_every_scenario_has_a_title_of_its_own() -> None:
    """An adviser finds it by its title."""
    titles = [tomllib.loads(file.read_text(encoding="utf-8"))["title"] for file in FILES]

    assert len(set(titles)) == len(titles)


def test_every_sentence_of_every_scenario_is_whole(policies: Policies) -> None:
    """No field of a sentence is left open, and every finding has ways forward and a source."""
    sentences: list[str] = []
    for scenario, policy in _scenarios(policies):
        for facts in _facts(scenario, policy):
            if isinstance(facts, PersonFacts):
                owed = engine.obligations(policy, facts, words=True)
                sentences += [one.sentence for one in owed]
                assert all(one.citations for one in owed)
                continue
            judge = engine.findings if isinstance(facts, DialogueFacts) else engine.matter_findings
            found = judge(policy, facts)  # type: ignore[arg-type]  # each judges its own facts
            sentences += [finding.sentence for finding in found]
            assert all(finding.ways and finding.citations for finding in found)

    assert sentences
    assert [one for one in sentences if not one or "{" in one] == []


def _scenarios(policies: Policies) -> Iterator[tuple[Scenario, Policy]]:
    for file in FILES:
        scenario = read_scenario(str(file))
        yield scenario, policies.by_id(scenario.policy).with_settings(scenario.settings)


def _facts(
    scenario: Scenario, policy: Policy
) -> Iterator[PersonFacts | DialogueFacts | MatterFacts]:
    """The facts of everybody and everything in a scenario."""
    on, dialogues = scenario.as_of, scenario.dialogues.values()
    entries = [gather.entry_of(dialogue) for dialogue in dialogues]
    for subject in scenario.subjects:
        own = [entry for entry in entries if entry.employee == subject]
        yield gather.person_facts(scenario, scenario.people[subject], on, policy, own)
    for dialogue in dialogues:
        previous = scenario.dialogues.get(dialogue.previous or "")
        yield gather.dialogue_facts(scenario, dialogue, on, policy, entries, previous=previous)
    for matter in scenario.matters.values():
        yield gather.matter_facts(scenario, matter, on, policy)
