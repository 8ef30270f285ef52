"""A policy's rules made ready for a day, and called so that a failure of theirs is contained."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Any

from visavi.errors import PolicyFailed, VisaviError
from visavi.messages import say
from visavi.model.dialogues import State
from visavi.policy import conditions
from visavi.policy.containing.boundary import inside
from visavi.policy.containing.forbidden import Forbidden
from visavi.policy.containing.limits import TookTooLong
from visavi.policy.facts import DialogueFacts
from visavi.policy.outcomes import Citation, FactValue, Modality
from visavi.policy.rules import Duty, Found, Rule, Scope

if TYPE_CHECKING:
    from visavi.policy.policy import Policy

MOST = 1000
"""More answers than this to one question are rubbish."""

FINISHED = frozenset({State.SIGNED, State.CLOSED, State.WAIVED, State.CANCELLED})
"""What is signed, closed, waived or cancelled is judged only by rules that name that state."""


class Rubbish(Exception):  # never shown by itself
    """A rule answered something that is no answer; the text says what, in words."""


class Asking:
    """Which rule is being asked: known when it fails."""

    __slots__ = ("rule",)

    def __init__(self) -> None:
        self.rule: Rule | None = None


class Ready:
    """One rule on one day: what does not depend on whom it is asked about is worked out."""

    __slots__ = ("check", "citations", "coded", "employed", "rule", "stated", "tests")

    def __init__(self, rule: Rule, policy: "Policy", on: date) -> None:
        self.rule = rule
        self.tests = conditions.compiled(rule.when, rule.scope)
        self.employed = rule.scope is Scope.PERSON and "employed" not in rule.when
        self.coded = rule.for_day is None
        self.citations: tuple[Citation, ...] = policy.citations(rule.cite, on)
        self.stated = tuple(conditions.stated((*rule.when, *rule.looks_at)).items())
        self.check: Callable[[Any], Iterable[Any]] = (
            rule.check if rule.for_day is None else rule.for_day(policy, on, policy.horizon_days)
        )

    def applies(self, facts: Any) -> bool:
        """Whether the rule is asked about these facts."""
        if self.employed and not facts.employed:
            return False
        return all(test(facts) for test in self.tests) and not self._is_past(facts)

    def unasked(self, facts: Any) -> str:
        """Why the rule is not asked about these facts; empty if it is."""
        if self.employed and not facts.employed:
            return say("Not employed on {day}.", day=facts.on)
        unmet = conditions.unmet(self.rule.when, facts)
        if not unmet and self._is_past(facts):
            return say("The dialogue is {state}: it is not judged again.", state=facts.state)
        return unmet

    def _is_past(self, facts: Any) -> bool:
        return (
            isinstance(facts, DialogueFacts)
            and facts.deed is None
            and facts.state in FINISHED
            and facts.state not in self.rule.when.get("states", ())
        )


@lru_cache(maxsize=48)
def ready(policy: "Policy", scope: Scope, on: date) -> tuple[Ready, ...]:
    """The policy's rules of a scope, made ready for a day; :class:`PolicyFailed` if they cannot."""
    asking = Asking()
    made = []
    with contained(policy, asking):
        for rule in policy.rules:
            if rule.scope is scope:
                asking.rule = rule
                made.append(Ready(rule, policy, on))
    return tuple(made)


@contextmanager
def contained(policy: "Policy", asking: Asking) -> Iterator[None]:
    """Turn whatever a rule does wrong into :class:`~visavi.errors.PolicyFailed`.

    What it prints goes to stderr: stdout is for data.
    """
    try:
        with inside(lambda: asking.rule):
            yield
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        rule = asking.rule
        if isinstance(error, Forbidden):
            rule = error.who
        elif rule is None and isinstance(error, TookTooLong):
            raise _late(policy) from None
        if rule is None:
            raise
        raise PolicyFailed(
            "The rule {rule} of the policy {policy} failed: {reason} ({place}).",
            todo="What depends on it is refused until the policy is mended.",
            rule=rule.id,
            policy=_named(policy, rule),
            reason=_reason(error),
            place=_place(error.__traceback__, rule),
        ) from error


def _named(policy: "Policy", rule: Rule) -> str:
    """The policy with its version, and the distribution that brings the rule."""
    whose = policy.brought_by(rule.id)
    return f"{policy.id} {policy.version}" + (f" ({whose})" if whose else "")


def _late(policy: "Policy") -> PolicyFailed:
    """An interruption that struck when its rule had just come back."""
    return PolicyFailed(
        "The rules of the policy {policy} {version} did not come back in time.",
        todo="What depends on them is refused until the policy is mended.",
        policy=policy.id,
        version=policy.version,
    )


def duties(answers: Iterable[Any]) -> list[Duty]:
    """What a coded person rule answered, if it is what it must be."""
    found = _some(answers)
    for duty in found:
        if type(duty) is not Duty:
            raise Rubbish(say("it answered {what} instead of a duty", what=type(duty).__name__))
        texts = (duty.kind, duty.cycle, duty.wants)
        days = (duty.opens, duty.due)
        if not all(isinstance(text, str) for text in texts) or not all(map(_is_day, days)):
            raise Rubbish(say("it answered a duty whose parts are of the wrong type"))
        _check_facts(duty.facts)
    return found


def founds(answers: Iterable[Any]) -> list[Found]:
    """What a rule about a dialogue or matter found, if it is what it must be."""
    found = _some(answers)
    for item in found:
        if type(item) is not Found:
            raise Rubbish(say("it answered {what} instead of a find", what=type(item).__name__))
        if item.modality is not None and not isinstance(item.modality, Modality):
            raise Rubbish(say("it answered with an unknown modality"))
        _check_facts(item.facts)
    return found


def _some(answers: Any) -> list[Any]:
    if answers is None or isinstance(answers, str):
        raise Rubbish(say("it answered {what} instead of a list", what=type(answers).__name__))
    found = list(islice(answers, MOST + 1))
    if len(found) > MOST:
        raise Rubbish(say("it answered more than {most} times", most=MOST))
    return found


def _check_facts(facts: Mapping[str, FactValue]) -> None:
    for name, value in facts.items():
        if value is not None and not isinstance(value, str | int | date | Decimal):
            raise Rubbish(say("its fact {name} is of the wrong type", name=name))


def _is_day(day: Any) -> bool:
    return day is None or isinstance(day, date)


def _reason(error: BaseException) -> str:
    """What went wrong, without values: those of a stranger's error may say anything."""
    if isinstance(error, TookTooLong):
        return say("it did not come back in time")
    if isinstance(error, Rubbish | Forbidden):
        return str(error)
    if isinstance(error, VisaviError):
        return error.message
    return type(error).__name__


def _place(trace: TracebackType | None, rule: Rule) -> str:
    """File and line in the policy's code where it failed; where the rule stands if unknown."""
    code = getattr(rule.check, "__code__", None)
    place = rule.origin
    while trace is not None:
        here = trace.tb_frame.f_code.co_filename
        if rule.for_day is None and code is not None and here == code.co_filename:
            place = f"{'/'.join(here.replace(chr(92), '/').split('/')[-2:])}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
