"""The facts behind an obligation or finding in words: what each is called, and what it says.

A policy names the facts of its own rules in its texts, ``[stated.wished]``; what the core's
conditions and checks state has words here. Without either the name itself is said, with blanks.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from visavi.messages import Sentence, label, say
from visavi.policy import conditions
from visavi.policy.wording import NAMED

if TYPE_CHECKING:
    from visavi.policy.policy import Policy

NAMES: Mapping[str, Sentence] = {
    "absence": "absence",
    "activities": "activities in the plan",
    "activity": "activity number",
    "age": "age",
    "amount": "amount written down",
    "attachment": "not at hand",
    "concern": "concern",
    "conductor": "held by",
    "conductor_roles": "roles of who holds it",
    "coverage": "how the topic stands",
    "days": "days",
    "discussed": "pay was talked about",
    "employed": "employed",
    "excluded_from_review": "outside the review by contract",
    "form": "form",
    "kind": "kind of dialogue",
    "least": "at least",
    "manager": "immediate manager",
    "minutes": "minutes",
    "missing": "what is missing",
    "most": "at most",
    "other": "the other one",
    "owner_because": "who it falls to",
    "party": "whose part it is",
    "pay_route": "pay route",
    "percent": "per cent of a post",
    "person": "employee",
    "preparation": "not ready",
    "previous": "the dialogue before",
    "role": "role",
    "setting": "setting",
    "staff_group": "staff group",
    "state": "state",
    "step": "step",
    "topic": "topic",
    "unit": "unit",
    "wanted": "wanted at least",
}
"""What the facts of the core's own conditions and checks are called."""

WORDS = frozenset({"coverage", *conditions.WORDS})
"""Facts whose values are words of the core."""

LABELS = frozenset({"missing", "owner_because"})
"""Facts whose values are names of the core, or several of them with commas between."""

PEOPLE = frozenset({"conductor", "expected", "manager", "other", "owner", "person"})
"""Facts whose values are people, by id."""


def stated(
    facts: Mapping[str, Any],
    policy: "Policy | None" = None,
    name_of: Callable[[str], str] = str,
) -> Iterator[str]:
    """Each fact as ``what it is (what it says)``.

    ``facts`` are as JSON has them; ``name_of`` gives the name of a person's id. Without the policy
    its ids stand for what it calls them.
    """
    for name, value in facts.items():
        own = policy.text("stated", name, default="") if policy is not None else ""
        called = own or (say(NAMES[name]) if name in NAMES else label(name))
        yield f"{called} ({_shown(name, value, policy, name_of)})"


def _shown(name: str, value: Any, policy: "Policy | None", name_of: Callable[[str], str]) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if value is None or value == "":
        return say("not known")
    if not isinstance(value, str):
        return str(value)
    if name == "activity":
        return value.rpartition(".a")[2]
    return ", ".join(_part(name, part, policy, name_of) for part in value.split(", "))


def _part(name: str, part: str, policy: "Policy | None", name_of: Callable[[str], str]) -> str:
    table, key = NAMED.get(name, ("", ""))
    if name == "other":
        table, key = NAMED["kind"]
    named = policy.text(table, part, key, default="") if policy is not None and table else ""
    if named:
        return named
    if name in PEOPLE:
        return name_of(part)
    if name in WORDS:
        return say(part)
    return label(part) if name in LABELS else part
