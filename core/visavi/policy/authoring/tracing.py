"""Which values a rule read to say what it said, and where each of them stands.

A rule is asked once more with values that note what is read of them, so that a chain can be told
for declared and for coded rules alike: value < layer < file and line < rule < source.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import evolve

from visavi.errors import PolicyInvalid
from visavi.messages import say
from visavi.policy import conditions
from visavi.policy.asking import Asking, contained
from visavi.policy.authoring.comparing import as_data, in_words
from visavi.policy.authoring.explaining import Explanation
from visavi.policy.containing.limits import Beat, watched
from visavi.policy.facts import DialogueFacts, PersonFacts
from visavi.policy.outcomes import Citation, Finding, Obligation, plain
from visavi.policy.rules import Rule

if TYPE_CHECKING:
    from visavi.policy.policy import Policy


class _Traced:
    """The policy's values, with a note of each that was read."""

    def __init__(self, policy: "Policy") -> None:
        self._policy = policy
        self.values: dict[str, set[date]] = {}
        self.settings: dict[str, None] = {}

    def value(self, name: str, on: date) -> Any:
        self.values.setdefault(name, set()).add(on)
        return self._policy.value(name, on)

    def setting(self, name: str) -> Any:
        self.settings[name] = None
        return self._policy.setting(name)


def explain_obligation(policy: "Policy", facts: PersonFacts, owed: Obligation) -> Explanation:
    """Why somebody is owed something: the rule, the facts, the values it read, the sources."""
    lines = [f"{owed.rule} ({owed.modality}): {owed.sentence or owed.kind}"]
    owner = owed.owner or say("nobody")
    lines.append(say("It is {state}; {owner} answers for it.", state=owed.state, owner=owner))
    if owed.exempt_by:
        lines.append(say("{rule} lifts it.", rule=owed.exempt_by))
    day = owed.due or owed.opens or facts.on
    return _explained(policy, owed.rule, facts, day, "obligation", lines, owed.as_mapping())


def explain_finding(policy: "Policy", facts: DialogueFacts, found: Finding) -> Explanation:
    """Why something is found on a dialogue: rule, facts, values that were read, sources."""
    lines = [f"{found.rule} ({found.modality}): {found.sentence}"]
    lines.extend(say("Way forward: {way}", way=way) for way in found.ways)
    day = facts.talk_on
    return _explained(policy, found.rule, facts, day, "finding", lines, found.as_mapping())


def _explained(
    policy: "Policy",
    rule: str,
    facts: PersonFacts | DialogueFacts,
    day: date,
    table: str,
    lines: list[str],
    said: Mapping[str, Any],
) -> Explanation:
    stated = {name: value for name, value in said["facts"].items() if value not in (None, "")}
    if stated:
        words = ", ".join(f"{name} {in_words(value)}" for name, value in stated.items())
        lines.append(say("Because: {facts}", facts=words))
    chain = _chain(policy, rule, facts, day)
    lines.extend(one["sentence"] for one in chain)
    lines.extend(say("Source: {source}", source=_source(one)) for one in said["citations"])
    return Explanation(table, rule, tuple(lines), {"said": dict(said), "chain": chain})


def _chain(
    policy: "Policy", name: str, facts: PersonFacts | DialogueFacts, day: date
) -> list[dict[str, Any]]:
    """The values that the rules of this id read, each with the place and source that wins.

    A rule may look at several years: what counts is the last look up to ``day``.
    """
    traced = _Traced(policy)
    scope = conditions.scope_of(facts)
    rules = [rule for rule in policy.rules if rule.id == name and rule.scope is scope]
    _ask(policy, rules, facts, traced)
    found = []
    for value, looks in traced.values.items():
        on = max((look for look in looks if look <= day), default=min(looks))
        try:
            source = policy.value_source(value, on)
        except PolicyInvalid:
            continue  # the rule looked, and there was nothing in force
        found.append(
            _link(value, source.value, source.layer, source.file, source.line, name)
            | {"sources": [_cited(one) for one in source.citations]}
        )
    for setting in traced.settings:
        source = policy.setting_source(setting)
        link = _link(setting, source.value, source.layer, source.file, source.line, name)
        found.append(link | {"sources": [policy.settings[setting].why]})
    for link in found:
        parts = [
            f"{link['name']} = {in_words(link['value'])}",
            link["layer"],
            f"{link['file']}:{link['line']}" if link["file"] else say("chosen by the institution"),
            link["rule"],
            "; ".join(link["sources"]),
        ]
        link["sentence"] = " < ".join(part for part in parts if part)
    return found


def _ask(
    policy: "Policy", rules: list[Rule], facts: PersonFacts | DialogueFacts, traced: _Traced
) -> None:
    about: Any = evolve(facts, values=traced)
    if isinstance(facts, DialogueFacts):
        about = evolve(about, employee=evolve(facts.employee, values=traced))
    on = facts.talk_on if isinstance(facts, DialogueFacts) else facts.on
    asking, beat = Asking(), Beat()
    with watched(beat), contained(policy, asking):
        for rule in rules:
            asking.rule = rule
            beat.count += 1
            beat.foreign = True
            if conditions.applies(rule.when, about):
                check = rule.check
                if rule.for_day is not None:
                    check = rule.for_day(traced, on, policy.horizon_days)
                list(check(about))
            beat.foreign = False


def _link(name: str, value: Any, layer: str, file: str, line: int, rule: str) -> dict[str, Any]:
    return {
        "name": name,
        "value": as_data(value),
        "layer": layer,
        "file": file,
        "line": line,
        "rule": rule,
    }


def _cited(one: Citation) -> str:
    return ", ".join(part for part in (one.document, one.section) if part)


def _source(one: Mapping[str, Any]) -> str:
    parts = (one["document"], one["section"], one["address"], one["note"])
    return ", ".join(str(plain(part)) for part in parts if part)
