"""What scenarios put to the test, rule by rule; bringing them up to date; noticing changes."""

import sys
from pathlib import Path

import pytest

from visavi.errors import InvalidInput
from visavi.policy.authoring.coverage import Covered, coverage
from visavi.policy.authoring.rewriting import rewritten
from visavi.policy.authoring.scenario import Scenario, answers_of, read_scenario, run_scenario
from visavi.policy.authoring.watching import Watch
from visavi.policy.loading import Policies
from visavi_testing.policy_folder import write_policy

PEOPLE = """\
title = "One"
policy = "tiny"     # a remark that stays
as_of = 2026-03-10

[[person]]
id = "anna"
group = "staff"
employed = { from = 2020-01-01 }
manager = "mia"
"""
TALK = """
[[dialogue]]
name = "talk"
employee = "anna"
conductor = "mia"
kind = "tiny.year"
cycle = "2026"
held = 2026-03-02
"""
SIGN = '[[expect.allowed]]\ndialogue = "talk"\ndeed = "sign"\n'
PLAN = "activities = [{ what = true }]\n"


@pytest.fixture
def policies(tmp_path: Path) -> Policies:
    """The tiny policy: one obligation, and one rule on a plan."""
    return Policies("tiny", policy_dirs=[write_policy(tmp_path / "tiny")])


def scenario(folder: Path, text: str) -> Scenario:
    path = folder / "one.toml"
    path.write_text(text, encoding="utf-8")
    return read_scenario(str(path))


def covered(folder: Path, policies: Policies, *texts: str) -> dict[str, Covered]:
    answers = [answers_of(scenario(folder, text), policies) for text in texts]
    return {one.rule: one for one in coverage(policies.base, (), answers)}


def test_a_rule_that_no_scenario_asks_lacks_both(tmp_path: Path, policies: Policies) -> None:
    """In words, and as data."""
    found = covered(tmp_path, policies)["T-1"]

    assert found.lacks == ("no scenario breaks it", "no scenario meets it")
    assert found.as_mapping()["met"] == 0


def test_what_is_owed_breaks_its_rule_and_what_is_done_meets_it(
    tmp_path: Path, policies: Policies
) -> None:
    """Each in its own scenario."""
    one = covered(tmp_path, policies, PEOPLE + "[expect]")
    assert one["T-1"].lacks == ("no scenario meets it",)

    both = covered(tmp_path, policies, PEOPLE + "[expect]", PEOPLE + TALK + "[expect]\n")
    assert (both["T-1"].met, both["T-1"].broken, both["T-1"].lacks) == (1, 1, ())


def test_a_rule_on_a_record_is_met_where_it_finds_nothing(
    tmp_path: Path, policies: Policies
) -> None:
    """With a plan it is met, without one it is broken."""
    bare, planned = PEOPLE + TALK + "[expect]\n", PEOPLE + TALK + PLAN + "[expect]\n" + SIGN

    assert covered(tmp_path, policies, bare)["T-2"].lacks == ("no scenario meets it",)
    assert covered(tmp_path, policies, planned)["T-2"].lacks == ("no scenario breaks it",)
    assert covered(tmp_path, policies, bare, planned)["T-2"].lacks == ()


def test_silence_before_the_talk_meets_nothing_that_is_asked_after_it(
    tmp_path: Path, policies: Policies
) -> None:
    """A planned dialogue has no plan yet, and that is no plan kept."""
    planned = PEOPLE + TALK.replace("held", "planned") + "[expect]\n"

    assert covered(tmp_path, policies, planned)["T-2"].met == 0
    assert covered(tmp_path, policies, planned + SIGN)["T-2"].broken == 1


def test_rules_of_policies_below_are_counted_there() -> None:
    """A layer answers for what it adds and for what it makes stronger."""
    policies = Policies("uio")
    layer = policies.by_id("uio-ils")
    rules = {one.rule for one in coverage(layer, [policies.base], ())}

    assert "UIO-COND-03" in rules
    assert rules - {rule.id for rule in policies.base.rules}
    assert rules & {rule.id for rule in policies.base.rules} == set(layer.plain["raised"])


def test_a_scenario_says_after_its_update_what_the_policy_answers(
    tmp_path: Path, policies: Policies
) -> None:
    """Its facts and remarks stay letter by letter."""
    text = PEOPLE + TALK + "[expect]\n" + SIGN
    before = scenario(tmp_path, text)
    assert not run_scenario(before, policies).ok

    new = rewritten(text, before, answers_of(before, policies))
    after = scenario(tmp_path, new)

    assert new.startswith(PEOPLE + TALK.rstrip())
    assert run_scenario(after, policies).ok
    assert {entry["rule"] for entry in after.expect["refusal"]} == {"T-2"}
    assert after.expect["obligation"][0]["state"] == "met"
    assert rewritten(new, after, answers_of(after, policies)) == new


def test_what_a_scenario_states_beside_is_kept_in_an_update(
    tmp_path: Path, policies: Policies
) -> None:
    """An owner that was compared is compared afterwards as well."""
    text = (
        PEOPLE
        + "[expect]\n[[expect.obligation]]\n"
        + (
            'person = "anna"\nrule = "T-1"\nkind = "tiny.year"\ncycle = "2026"\n'
            'owner = "per"\nstate = "met"\nmodality = "must"\n'
        )
    )
    before = scenario(tmp_path, text)

    (entry,) = scenario(tmp_path, rewritten(text, before, answers_of(before, policies))).expect[
        "obligation"
    ]

    assert (entry["owner"], entry["state"]) == ("mia", "open")
    assert "opens" not in entry


@pytest.mark.parametrize(
    "text",
    [
        PEOPLE.replace("[[person]]", "[expect]\n[[person]]"),
        PEOPLE.replace('title = "One"', 'title = """\n[expect]\n"""') + "[expect]\n",
    ],
)
def test_a_file_whose_expectations_do_not_stand_together_is_left_alone(
    tmp_path: Path, policies: Policies, text: str
) -> None:
    """Nothing but expectations may change."""
    before = scenario(tmp_path, text)

    with pytest.raises(InvalidInput, match="Move"):
        rewritten(text, before, answers_of(before, policies))


def test_a_watch_sees_what_changes_and_only_then(tmp_path: Path) -> None:
    """The first step, a changed text, a new file, a file that goes; nothing in between."""
    folder = tmp_path / "tiny"
    watch = Watch([write_policy(folder)])
    assert [watch.step(), watch.step()] == [True, False]

    (folder / "texts" / "en.toml").write_text("other")
    assert [watch.step(), watch.step()] == [True, False]
    (folder / "rules.py").write_text("")
    assert [watch.step(), watch.step()] == [True, False]
    (folder / "rules.py").unlink()
    assert [watch.step(), watch.step()] == [True, False]


def test_a_watch_outlives_a_folder_that_goes(tmp_path: Path) -> None:
    """It is a change, and no fault."""
    watch = Watch([str(tmp_path / "nowhere")])

    assert [watch.step(), watch.step()] == [True, False]


def test_changed_code_is_imported_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was imported from the folder is forgotten, other modules stay."""
    (tmp_path / "policy.toml").write_text("")
    (tmp_path / "watched_code.py").write_text("ANSWER = 1")
    monkeypatch.syspath_prepend(str(tmp_path))
    import watched_code  # type: ignore[import-not-found]  # made just now

    assert watched_code.ANSWER == 1
    Watch([str(tmp_path)]).step()

    assert "watched_code" not in sys.modules
    assert "visavi.policy.authoring.watching" in sys.modules
