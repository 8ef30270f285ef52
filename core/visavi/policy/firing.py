"""What stands in a policy and can never matter: topics nobody sees, rules never to be asked."""

from collections.abc import Iterator, Mapping
from typing import Any

from visavi.messages import say
from visavi.policy.conditions import words

Plain = Mapping[str, Any]

_PAIRS = (
    ("staff_groups", "not_staff_groups"),
    ("forms", "not_forms"),
    ("pay_routes", "not_pay_routes"),
    ("units", "not_units"),
    ("conductor_roles", "not_conductor_roles"),
)
_BOUNDS = (("min_age", "max_age"), ("min_percent", "max_percent"), ("since", "until"))


def unseen_topics(plain: Plain) -> Iterator[str]:
    """The topics that no kind has and no question is for."""
    seen = {topic for kind in plain["kind"].values() for topic in kind.get("topics", ())}
    seen |= {question.get("topic") for question in plain["question"].values()}
    yield from (topic for topic in plain["topic"] if topic not in seen)


def impossible(when: Plain, kinds: Any = ()) -> str:
    """In words why these conditions can never hold together; empty if they can.

    ``kinds`` are those that the rule names beside its conditions.
    """
    for wanted, excluded in _PAIRS:
        if when.get(wanted) and set(words(when[wanted])) <= set(words(when.get(excluded, ()))):
            return say("{one} and {other} leave nobody", one=wanted, other=excluded)
    for least, most in _BOUNDS:
        if least in when and most in when and _day(when[least]) > _day(when[most]):
            return say("{one} lies above {other}", one=least, other=most)
    named = set(words(when.get("kinds", ())))
    if named and kinds and named.isdisjoint(words(kinds)):
        return say("its kinds and those of its conditions have none in common")
    return ""


def _day(value: Any) -> Any:
    """A day of the plain form is a text in ISO form, which sorts like a day."""
    return value["$date"] if isinstance(value, Mapping) else value
