"""Sentences of obligations and findings: the policy's own texts, filled with the facts."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from visavi.messages import fill, say
from visavi.policy.outcomes import FactValue, plain

if TYPE_CHECKING:
    from visavi.policy.policy import Policy

_NAMED = {
    "kind": ("kind", "name"),
    "topic": ("topic", "name"),
    "staff_group": ("staff_group", "name"),
    "role": ("role", "name"),
    "fact": ("fact", "name"),
    "concern": ("concern", "name"),
    "step": ("matter_step", "name"),
    "reason": ("reason", "name"),
    "setting": ("setting", "name"),
    "parameter": ("parameter", "name"),
    "form": ("form", "name"),
    "preparation": ("preparation", "text"),
}
"""Facts whose values are ids with a text of their own, or several such ids with commas between."""


def sentence(
    policy: "Policy",
    rule: str,
    facts: Mapping[str, FactValue],
    *,
    on: date,
    language: str = "en",
    variant: str = "",
) -> str:
    """What the rule says is wrong or owed, with the facts in their places."""
    template = policy.text("rule", rule, "finds", language=language, on=on, variant=variant)
    return fill(template, _named(policy, facts, on, language))


def ways(
    policy: "Policy",
    rule: str,
    facts: Mapping[str, FactValue],
    *,
    on: date,
    language: str = "en",
    variant: str = "",
) -> tuple[str, ...]:
    """The rule's ways forward, with the facts in their places."""
    named = _named(policy, facts, on, language)
    return tuple(fill(way, named) for way in policy.ways(rule, language=language, variant=variant))


def _named(
    policy: "Policy", facts: Mapping[str, FactValue], on: date, language: str
) -> dict[str, str]:
    return {name: _shown(policy, name, value, language, on) for name, value in facts.items()}


def _shown(policy: "Policy", name: str, value: FactValue, language: str, on: date) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if value is None or value == "":
        return say("not known")
    named = _NAMED.get(name)
    if named is None or not isinstance(value, str):
        return str(plain(value))
    table, key = named
    return ", ".join(
        policy.text(table, part, key, language=language, on=on, default=part)
        for part in value.split(", ")
    )
