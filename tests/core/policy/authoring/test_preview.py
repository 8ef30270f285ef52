"""What a change of policy means, person by person; and the chain behind each answer."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from visavi.policy import engine, gather
from visavi.policy.authoring.preview import shifts
from visavi.policy.authoring.tracing import explain_finding, explain_obligation
from visavi.policy.facts import PersonFacts
from visavi.policy.loading import load_policy
from visavi.policy.outcomes import Due, Modality, Obligation
from visavi.policy.policy import Policy
from visavi_testing.builders import People, dialogue, person
from visavi_testing.policy_folder import POLICY, write_layer, write_policy

ON = date(2026, 3, 10)


def owed(rule: str = "T-1", **more: object) -> Obligation:
    given: dict[str, object] = {
        "policy": "tiny",
        "rule": rule,
        "modality": Modality.MUST,
        "person": "anna",
        "kind": "t.year",
        "cycle": "2026",
        "wants": "held",
        "state": Due.OPEN,
        "due": date(2026, 4, 30),
    }
    return Obligation(**(given | more))  # type: ignore[arg-type]  # each of its own type


def told(before: Iterable[Obligation], after: Iterable[Obligation]) -> tuple[list[str], int]:
    found, same = shifts(before, after)
    assert all(set(one.as_mapping()) >= {"person", "what", "sentence"} for one in found)
    return [one.sentence for one in found], same


def test_what_stays_is_counted_and_not_told() -> None:
    """The same obligation on both sides."""
    assert told([owed()], [owed()]) == ([], 1)
    assert told([], []) == ([], 0)


def test_what_is_owed_anew_and_what_no_more_is_told() -> None:
    """With rule and last day."""
    assert told([], [owed()])[0] == [
        "anna owes or is owed t.year of 2026 (T-1, must), due 2026-04-30."
    ]
    assert told([owed()], [])[0] == ["anna no longer owes or is owed t.year of 2026 (T-1, must)."]


def test_a_date_that_moves_is_told_with_both_days() -> None:
    """Opening and closing by themselves."""
    (found,), _ = shifts([owed()], [owed(due=date(2026, 5, 31))])

    assert (found.what, found.key) == ("moved", "due")
    assert found.sentence == "anna, t.year of 2026 (T-1): due is 2026-05-31 and was 2026-04-30."


def test_other_differences_are_told_each_by_itself() -> None:
    """State, strength, owner; a value that was not there is said to have been nothing."""
    found, same = shifts([owed()], [owed(state=Due.EXEMPT, exempt_by="T-9")])

    assert {(one.what, one.key, one.before, one.after) for one in found} == {
        ("changed", "state", Due.OPEN, Due.EXEMPT),
        ("changed", "exempt_by", None, "T-9"),
    }
    assert same == 0
    assert "was nothing" in found[1].sentence


def test_the_same_dialogue_under_another_rule_is_one_change() -> None:
    """Not one that goes and one that comes; another cycle is another dialogue."""
    (found,), _ = shifts([owed("T-1")], [owed("X-7")])
    assert (found.key, found.before, found.after) == ("rule", "T-1", "X-7")

    assert len(told([owed()], [owed(cycle="2027")])[0]) == 2


def test_two_rules_of_one_dialogue_are_told_apart() -> None:
    """Each is compared with itself, in whatever order they come."""
    invited, held = owed("T-2", wants="invited"), owed("T-1")

    assert told([held, invited], [invited, held]) == ([], 2)


@pytest.fixture
def tiny(tmp_path: Path) -> Policy:
    return load_policy("tiny", policy_dirs=[write_policy(tmp_path / "tiny")])


def facts(policy: Policy, on: date = ON, start: date = date(2015, 1, 1)) -> PersonFacts:
    one = person("anna", "mia", group="staff", start=start)
    return gather.person_facts(People(one), one, on, policy, ())


def test_an_obligation_is_explained_down_to_its_source(tiny: Policy) -> None:
    """Value < layer < file and line < rule < source, and the facts that it follows from."""
    about = facts(tiny)
    (one,) = engine.obligations(tiny, about, words=True)
    found = explain_obligation(tiny, about, one)

    line = POLICY.splitlines().index("from = 2026-01-01")
    assert found.lines == (
        "T-1 (must): Due by 2026-04-30.",
        "It is open; mia answers for it.",
        "Because: employed yes, owner_because immediate-manager",
        f"spring = opens 01-15, closes 04-30 < tiny < tiny/policy.toml:{line} < T-1 < Guide",
        "Source: Guide",
    )
    (link,) = found.as_mapping()["chain"]
    assert (link["name"], link["layer"], link["line"]) == ("spring", "tiny", line)


def test_the_value_of_the_right_year_is_told(tiny: Policy) -> None:
    """In 2025 the older window holds."""
    about = facts(tiny, date(2025, 3, 10))
    (one,) = engine.obligations(tiny, about)

    (link,) = explain_obligation(tiny, about, one).data["chain"]
    assert link["value"] == {"opens": "02-01", "closes": "03-31"}


def test_a_layer_that_wins_is_named(tmp_path: Path) -> None:
    """Where the value stands is where the winner stands."""
    base = write_policy(tmp_path / "tiny")
    more = '[[parameter.spring]]\nvalue = { opens = "01-20", closes = "04-20" }\ncite = "guide"\n'
    layer = write_layer(tmp_path / "over", more, name="over", below="tiny")
    policy = load_policy("over", policy_dirs=[layer, base])
    about = facts(policy)

    (one,) = engine.obligations(policy, about)
    (link,) = explain_obligation(policy, about, one).data["chain"]

    assert (link["layer"], link["file"]) == ("over", "over/policy.toml")


def test_a_setting_that_was_chosen_is_told_as_chosen() -> None:
    """With why it is open."""
    policy = load_policy("example").with_settings({"welcome-modality": "must"})
    about = facts(policy, start=date(2026, 1, 10))
    welcome = next(one for one in engine.obligations(policy, about) if one.rule == "EX-2")

    (link,) = explain_obligation(policy, about, welcome).data["chain"]

    assert link["sentence"].startswith("welcome-modality = must < setting < chosen by")
    assert "how binding" in link["sentence"]


def test_a_finding_is_explained_with_what_it_was_measured_by() -> None:
    """A talk shorter than a parameter says."""
    policy = load_policy("example")
    register = People(person("anna", "mia", group="staff"), person("mia"))
    one = dialogue("example.year", held=ON, meeting=ON)
    assert one.meeting is not None
    from attrs import evolve

    short = evolve(one, meeting=evolve(one.meeting, minutes=20))
    about = gather.dialogue_facts(register, short, ON, policy, (gather.entry_of(short),))
    found = next(one for one in engine.findings(policy, about) if one.rule == "EX-6")

    explained = explain_finding(policy, about, found)

    assert [link["name"] for link in explained.data["chain"]] == ["shortest"]
    assert any(text.startswith("shortest = 45 < example < ") for text in explained.lines)
    assert any(text.startswith("Way forward: ") for text in explained.lines)
