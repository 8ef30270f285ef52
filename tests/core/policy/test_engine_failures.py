"""A rule that fails: its policy is named, nothing is allowed, and the caller keeps going."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from visavi.errors import PolicyFailed
from visavi.policy import engine
from visavi.policy.facts import PersonFacts
from visavi.policy.rules import (
    MUST,
    Duty,
    Found,
    dialogue_rule,
    person_rule,
    rules_in,
)
from visavi_testing.asking import demanding, facts_of, judged, owed, tiny
from visavi_testing.builders import person


class Unloved(BaseException):
    """Not even an ``Exception``."""


def _raises(error: BaseException) -> Any:
    def check(facts: Any) -> Iterator[Any]:
        raise error
        yield

    return check


def _answers(*answers: Any) -> Any:
    def check(facts: Any) -> Any:
        return iter(answers)

    return check


def _nothing(facts: Any) -> Any:
    return None


def _endless(facts: Any) -> Iterator[Any]:
    while True:
        yield Found()


RUBBISH = [
    (_raises(ZeroDivisionError("secret")), "ZeroDivisionError (policy/test_engine_failures.py:"),
    (_raises(SystemExit(0)), "SystemExit"),
    (_raises(Unloved()), "Unloved"),
    (_raises(RecursionError()), "RecursionError"),
    (_nothing, "it answered NoneType instead of a list"),
    (_answers("x"), "it answered str instead of a"),
    (_answers(True), "it answered bool instead of a"),
    (_endless, "it answered"),
]


@pytest.mark.parametrize(("check", "reason"), RUBBISH)
def test_a_rule_that_raises_or_answers_rubbish_fails_its_policy_and_nothing_is_allowed(
    check: Any, reason: str
) -> None:
    person_check = person_rule("T-BAD", MUST, cite="c")(check)
    dialogue_check = dialogue_rule("T-BAD", MUST, cite="c", refuses=("hold",))(person_check)
    rules = tiny(*rules_in({"bad": dialogue_check}))
    with pytest.raises(PolicyFailed) as on_agenda:
        owed(rules)
    with pytest.raises(PolicyFailed) as on_deed:
        engine.refusals(rules, judged(rules, "hold"))
    for raised in (on_agenda, on_deed):
        assert raised.value.message.startswith("The rule T-BAD of the policy tiny 1 failed: ")
        assert reason in raised.value.message
        assert "secret" not in str(raised.value)
    del check.__visavi_rules__


@pytest.mark.parametrize(
    "duty",
    [
        Duty("t.goals", 2026, None, None),  # type: ignore[arg-type]
        Duty("t.goals", "2026", "2026-01-01", None),  # type: ignore[arg-type]
        Duty("t.goals", "2026", None, None, facts={"x": [1]}),  # type: ignore[dict-item]
        Found(),
    ],
)
def test_a_duty_of_the_wrong_parts_is_rubbish(duty: Any) -> None:
    rules = tiny(*rules_in({"bad": person_rule("T-BAD", MUST, cite="c")(_answers(duty))}))
    with pytest.raises(PolicyFailed, match="T-BAD"):
        owed(rules)


def test_a_rule_with_an_unknown_condition_fails_by_name() -> None:
    rules = tiny(*rules_in({"bad": person_rule("T-BAD", MUST, cite="c", colour=1)(_answers())}))
    with pytest.raises(PolicyFailed, match="T-BAD"):
        owed(rules)


def test_a_parameter_without_a_value_is_named() -> None:
    def check(facts: PersonFacts) -> Iterator[Duty]:
        facts.values.value("missing", facts.on)
        yield from ()

    rules = tiny(*rules_in({"bad": person_rule("T-BAD", MUST, cite="c")(check)}))
    with pytest.raises(PolicyFailed, match="no parameter missing"):
        owed(rules)


def test_what_a_rule_prints_does_not_reach_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    def check(facts: PersonFacts) -> Iterator[Duty]:
        print("talkative")
        yield from ()

    owed(tiny(*rules_in({"loud": person_rule("T-LOUD", MUST, cite="c")(check)})))
    assert capsys.readouterr() == ("", "talkative\n")


@pytest.mark.skipif(sys.platform == "win32", reason="no interval timers there")
def test_a_rule_that_never_comes_back_is_stopped() -> None:
    def check(facts: PersonFacts) -> Iterator[Duty]:
        while True:
            try:
                sum(range(1000))
            except Exception:
                continue
        yield

    rules = tiny(*rules_in({"slow": person_rule("T-SLOW", MUST, cite="c")(check)}))
    with pytest.raises(PolicyFailed, match="did not come back in time"):
        owed(rules)


def test_an_interrupt_by_the_user_stays_one() -> None:
    rules = tiny(
        *rules_in({"int": person_rule("T-INT", MUST, cite="c")(_raises(KeyboardInterrupt()))})
    )
    with pytest.raises(KeyboardInterrupt):
        owed(rules)


def test_an_error_of_the_caller_is_not_blamed_on_a_rule() -> None:
    rules = demanding()

    def everybody() -> Iterator[PersonFacts]:
        yield facts_of(person("anna", "mia"), rules)
        raise OSError("the disk")

    with pytest.raises(OSError, match="the disk"):
        engine.obligations_of_all(rules, everybody())
