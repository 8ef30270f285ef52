"""The rules of a policy: those that its files declare, and those that its code gives."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve

from visavi.policy import checks
from visavi.policy.document import Kind, ObligationSpec, RuleSpec, build, origin
from visavi.policy.outcomes import Modality
from visavi.policy.rules import Rule, Scope

Plain = Mapping[str, Any]

Coded = Sequence[tuple[Rule, ...]]
"""The rules that the code of each layer gives, the base's first."""

SAYS = frozenset({"says"})
TOLD = frozenset({"says", "finds"})
JUDGED = frozenset({"says", "finds", "ways"})


def all_rules(plain: Plain, coded: Coded) -> tuple[Rule, ...]:
    """All rules of a policy: what its files declare, then what its code gives."""
    return (*declared_rules(plain), *coded_rules(plain, coded))


def declared_rules(plain: Plain) -> Iterator[Rule]:
    """The rules of ``[[obligation]]`` and ``[[rule]]``, in the order of the files."""
    for name, entry in plain["obligation"].items():
        kind = plain["kind"].get(entry.get("kind"))
        yield checks.obligation_rule(
            spec(plain, "obligation", name, ObligationSpec), build(Kind, kind) if kind else None
        )
    for name in plain["rule"]:
        yield checks.rule_from(spec(plain, "rule", name, RuleSpec))


def coded_rules(plain: Plain, coded: Coded) -> Iterator[Rule]:
    """The rules of the code, as strong as the top layer makes them."""
    for rules in coded:
        for rule in rules:
            raised = plain["raised"].get(rule.id)
            if raised is None:
                yield rule
            else:
                cite = tuple(raised.get("cite", rule.cite))
                yield evolve(rule, modality=Modality(raised["modality"]), cite=cite)


def needs(plain: Plain, coded: Coded) -> dict[str, frozenset[str]]:
    """The ids of all rules, each with the texts that it needs."""
    found: dict[str, frozenset[str]] = {}

    def need(rule: str, texts: frozenset[str]) -> None:
        found[rule] = found.get(rule, frozenset()) | texts

    for entry in plain["obligation"].values():
        need(entry["rule"], TOLD)
    for name, entry in plain["rule"].items():
        need(name, SAYS if entry.get("check") == "stated" else JUDGED)
    for rules in coded:
        for rule in rules:
            need(rule.id, TOLD if rule.scope is Scope.PERSON else JUDGED)
    return found


def spec(plain: Plain, table: str, name: str, cls: Any) -> Any:
    """A declared rule or obligation, with its place as ``origin``."""
    return build(cls, plain[table][name], origin=origin(plain, table, name))
