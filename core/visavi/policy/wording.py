"""Sentences of obligations and findings: the policy's own texts, filled with the facts."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from visavi.messages import fill, say
from visavi.policy.outcomes import FactValue, plain

if TYPE_CHECKING:
    from visavi.policy.policy import Policy

NAMED = {
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
    variant: str = "",
) -> str:
    """What the rule says is wrong or owed, with the facts in their places."""
    template = policy.text("rule", rule, "finds", on=on, variant=variant)
    return _filled(policy, template, facts, on)


def ways(
    policy: "Policy",
    rule: str,
    facts: Mapping[str, FactValue],
    *,
    on: date,
    variant: str = "",
) -> tuple[str, ...]:
    """The rule's ways forward, with the facts in their places."""
    texts = policy.ways(rule, variant=variant)
    return tuple(_filled(policy, text, facts, on) for text in texts)


def _filled(policy: "Policy", template: str, facts: Mapping[str, FactValue], on: date) -> str:
    """The template with those facts that it has a field for."""
    return fill(
        template,
        {
            name: _shown(policy, name, facts[name], on)
            for name in _fields(template)
            if name in facts
        },
    )


@lru_cache(maxsize=1024)
def _fields(template: str) -> tuple[str, ...]:
    return tuple({part.partition("}")[0]: None for part in template.split("{")[1:]})


def _shown(policy: "Policy", name: str, value: FactValue, on: date) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if value is None or value == "":
        return say("not known")
    named = NAMED.get(name)
    if named is None or not isinstance(value, str):
        return str(plain(value))
    table, key = named
    return ", ".join(
        policy.text(table, part, key, on=on, default=part) for part in value.split(", ")
    )
