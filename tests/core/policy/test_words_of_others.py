"""Conditions and checks that other universities' rules need: posts, days, facts, roles, pay."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from visavi.model.dialogues import Dialogue, Pay
from visavi.model.people import Fact, Role
from visavi.policy import conditions, engine, gather
from visavi.policy.authoring.checking import check
from visavi.policy.checks import obligation_rule, rule_from
from visavi.policy.document import Kind, ObligationSpec, RuleSpec
from visavi.policy.facts import PersonFacts
from visavi.policy.outcomes import Due
from visavi_testing.builders import People, dialogue, entry, person, policy
from visavi_testing.policy_folder import POLICY, write_policy

ON = date(2026, 10, 10)
KINDS = (Kind("t.work"), Kind("t.pay"))


def facts(on: date = ON, **more: Any) -> PersonFacts:
    one = person("anna", "mia", **more)
    return gather.person_facts(People(one, units={"U1": "U"}), one, on, policy(), ())


@pytest.mark.parametrize(
    ("when", "more", "holds"),
    [
        ({"min_percent": 50}, {"percent": 50}, True),
        ({"min_percent": 50}, {"percent": 49}, False),
        ({"max_percent": 20}, {"percent": 20}, True),
        ({"max_percent": 20}, {"percent": 21}, False),
        ({"not_units": ["U2"]}, {}, True),
        ({"not_units": ["U"]}, {}, False),
        ({"employed_on": ["09-30"]}, {"start": date(2026, 9, 30)}, True),
        ({"employed_on": ["09-30"]}, {"start": date(2026, 10, 1)}, False),
        ({"employed_on": ["09-30", "12-31"]}, {"end": date(2026, 12, 30)}, False),
        ({"facts_in_year": ["t.x"]}, {"facts": (Fact("t.x", date(2026, 1, 1)),)}, True),
        ({"facts_in_year": ["t.x"]}, {"facts": (Fact("t.x", date(2025, 12, 31)),)}, False),
    ],
)
def test_conditions_of_posts_days_and_years(
    when: Mapping[str, Any], more: Mapping[str, Any], holds: bool
) -> None:
    """Both ends count, and an unmet one says why in words."""
    about = facts(**more)

    assert conditions.applies(when, about) is holds
    assert (conditions.unmet(when, about) == "") is holds


@pytest.mark.parametrize("when", [{"employed_on": ["09-30"]}, {"facts_in_year": ["t.x"]}])
def test_the_year_that_counts_is_that_of_the_cycle(when: Mapping[str, Any]) -> None:
    """In January the cycle of the year before may still be asked for."""
    about = facts(
        on=date(2027, 1, 15),
        start=date(2026, 10, 1),
        facts=(Fact("t.x", date(2027, 1, 2)),),
    )

    assert conditions.unmet(when, about, year=2027) == ""
    assert conditions.unmet(when, about, year=2026) != ""


def judged(
    check_name: str,
    arguments: Mapping[str, Any],
    one: Dialogue,
    *others: Any,
    roles: tuple[Role, ...] = (),
    when: Mapping[str, Any] | None = None,
) -> list[Mapping[str, Any]]:
    rule = rule_from(RuleSpec("T-1", "must", check_name, arguments=arguments, when=when or {}))
    tiny = policy(rule, kinds=KINDS)
    register = People(person("anna", "mia"), person("mia", roles=roles))
    about = gather.dialogue_facts(register, one, ON, tiny, (gather.entry_of(one), *others))
    return [dict(found.facts) for found in engine.findings(tiny, about)]


@pytest.mark.parametrize(
    ("pay", "arguments", "found"),
    [
        (None, {}, 0),
        (Pay(discussed=False), {}, 0),
        (Pay(discussed=True), {}, 1),
        (Pay(discussed=True), {"amount_only": True}, 0),
        (Pay(discussed=True, amount=1), {"amount_only": True}, 1),
        (Pay(discussed=False, amount=0), {"amount_only": True}, 1),
    ],
)
def test_pay_is_kept_out_of_the_talk_or_only_of_the_record(
    pay: Pay | None, arguments: Mapping[str, Any], found: int
) -> None:
    """An amount of nought is an amount."""
    one = evolve(dialogue(held=ON), pay=pay)

    assert len(judged("pay-kept-out", arguments, one)) == found


@pytest.mark.parametrize(
    ("held", "found"),
    [(date(2026, 10, 9), 0), (date(2026, 10, 10), 1), (None, 1)],
)
def test_a_talk_comes_after_another_with_days_between(held: date | None, found: int) -> None:
    """The other one of the same cycle counts, once it was held."""
    other = evolve(entry("t.work", "2026", entry_id="anna.bbbbbb"), held=held)
    one = dialogue("t.pay", held=ON)

    assert len(judged("after-kind", {"kind": "t.work", "days": 1}, one, other)) == found
    assert len(judged("after-kind", {"kind": "t.work"}, one)) == 1


def test_a_rule_can_depend_on_what_the_conductor_is() -> None:
    """On the day of the talk."""
    one, setter = dialogue(held=ON), (Role("pay-setter"),)

    def told(name: str, roles: tuple[Role, ...]) -> int:
        return len(judged("told", {}, one, roles=roles, when={name: ["pay-setter"]}))

    assert [told("conductor_roles", ()), told("conductor_roles", setter)] == [0, 1]
    assert [told("not_conductor_roles", ()), told("not_conductor_roles", setter)] == [1, 0]
    gone = (Role("pay-setter", end=date(2026, 10, 9)),)
    assert told("conductor_roles", gone) == 0


def test_what_is_owed_once_may_have_no_last_day() -> None:
    """It is open from the first day of employment, and never overdue, until it is done."""
    spec = ObligationSpec(
        "T-1", "must", wants="fact", fact="t.plan", every="once", no_due=True, owner="manager"
    )
    tiny = policy(obligation_rule(spec, None))

    def owed(**more: Any) -> tuple[Due, date | None, date | None]:
        one = person("anna", "mia", start=date(2015, 1, 1), **more)
        about = gather.person_facts(People(one), one, ON, tiny, ())
        (found,) = engine.obligations(tiny, about)
        return found.state, found.opens, found.due

    assert owed() == (Due.OPEN, date(2015, 1, 1), None)
    assert owed(facts=(Fact("t.plan", date(2016, 1, 1)),))[0] is Due.MET


def test_once_needs_exactly_one_anchor(tmp_path: Path) -> None:
    """Two of them, or none, are a mistake with its line."""
    once = POLICY.replace('kind = "tiny.year"\nwhen', 'kind = "tiny.year"\nevery = "once"\nwhen')
    assert once != POLICY
    for keys, mistakes in (("", 1), ("no_due = true\n", 0), ("no_due = true\nat_age = 60\n", 1)):
        text = once.replace('every = "once"\n', f'every = "once"\n{keys}')
        assert len(check(write_policy(tmp_path / "tiny", text))) == mistakes


def test_the_newest_fact_gives_the_value() -> None:
    """Up to the day that is asked for, in whatever order they stand."""
    known = (
        Fact("t.share", date(2026, 5, 1), Decimal(55)),
        Fact("t.share", date(2025, 5, 1), Decimal(30)),
        Fact("t.share", date(2026, 11, 1), Decimal(80)),
    )

    assert facts(facts=known).latest("t.share") == 55
    assert facts().latest("t.share") is None
