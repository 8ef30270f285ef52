"""Why a policy says what it says: value, place, rule and source, in words and as data."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import frozen

from visavi.errors import NotFound
from visavi.messages import say
from visavi.policy.authoring.comparing import as_data, in_words
from visavi.policy.document import DatedValue
from visavi.policy.outcomes import Citation, iso
from visavi.policy.policy import Policy
from visavi.policy.problems import did_you_mean, shown
from visavi.policy.rules import Rule


@frozen
class Explanation:
    """One thing of a policy explained: ``table`` and ``id`` say what, ``lines`` say it in words."""

    table: str
    id: str
    lines: tuple[str, ...]
    data: Mapping[str, Any]

    def as_mapping(self) -> dict[str, Any]:
        """The explanation as JSON-ready data."""
        return {"table": self.table, "id": self.id, "lines": list(self.lines), **self.data}


def explain(policy: Policy, name: str, on: date) -> list[Explanation]:
    """Everything that the policy has under a name: a parameter, a setting, rules.

    Raises ``NotFound`` if it has nothing of that name.
    """
    found: list[Explanation] = []
    if name in policy.parameters:
        found.append(explain_value(policy, name, on))
    if name in policy.settings:
        found.append(explain_setting(policy, name))
    found.extend(explain_rule(policy, rule, on) for rule in policy.rules if rule.id == name)
    if not found:
        known = {*policy.parameters, *policy.settings, *(rule.id for rule in policy.rules)}
        raise NotFound(
            "The policy {policy} has no parameter, setting or rule {name}.",
            todo="{suggestion}",
            policy=policy.id,
            name=shown(name).strip("'\""),
            suggestion=did_you_mean(name, known),
        )
    return found


def explain_value(policy: Policy, name: str, on: date) -> Explanation:
    """A parameter on a day: its value, the layer and line that win, what they win over, sources."""
    values = policy.parameters[name].values
    holding = [value for value in values if _holds(value, on)]
    lines: list[str] = []
    if holding:
        winner, beaten = holding[0], holding[1:]
        lines.append(
            say("On {day}, {name} is {value}.", day=on, name=name, value=in_words(winner.value))
        )
        lines.append(_place(winner))
        lines.extend(
            say("It wins over {value} of {layer}.", value=in_words(other.value), layer=other.layer)
            for other in beaten
        )
        lines.extend(_sources(policy.citations(winner.cite, on)))
    else:
        lines.append(say("On {day}, {name} has no value.", day=on, name=name))
    others = [value for value in values if value not in holding]
    lines.extend(
        say(
            "{start} to {end} it is {value} ({layer}).",
            start=iso(value.start) or say("always"),
            end=iso(value.end) or say("further notice"),
            value=in_words(value.value),
            layer=value.layer,
        )
        for value in others
    )
    data = {
        "on": on.isoformat(),
        "value": _of_value(policy, holding[0], on) if holding else None,
        "others": [_of_value(policy, value, on) for value in [*holding[1:], *others]],
    }
    return Explanation("parameter", name, tuple(lines), data)


def explain_setting(policy: Policy, name: str) -> Explanation:
    """A setting: its value, whether that was chosen, the choices, and why it is open."""
    setting, source = policy.settings[name], policy.setting_source(name)
    chosen = source.layer == "setting"
    lines = [
        say("{name} is {value}.", name=name, value=in_words(source.value)),
        say(
            "The institution chose it; by default it is {default}.",
            default=in_words(setting.default),
        )
        if chosen
        else say(
            "That is the default of {layer} ({file}, line {line}).",
            layer=source.layer,
            file=source.file,
            line=source.line,
        ),
    ]
    if setting.choices:
        lines.append(say("It can be {choices}.", choices=in_words(setting.choices)))
    lines.append(say("Why it is a setting: {why}", why=setting.why))
    data = {
        "value": as_data(source.value),
        "chosen": chosen,
        "default": setting.default,
        "choices": list(setting.choices),
        "why": setting.why,
    }
    return Explanation("setting", name, tuple(lines), data)


def explain_rule(policy: Policy, rule: Rule, on: date) -> Explanation:
    """A rule: what it demands, how strongly, of whom, what it forbids, where it stands, sources."""
    says = policy.text("rule", rule.id, "says", on=on)
    citations = policy.citations(rule.cite, on)
    lines = [f"{rule.id} ({rule.modality}): {says}"]
    lines.extend(_conditions(rule.when))
    if rule.refuses:
        lines.append(say("It can refuse: {deeds}.", deeds=", ".join(sorted(rule.refuses))))
    if rule.enforced_by:
        lines.append(say("It holds by construction: {what}.", what=rule.enforced_by))
    lines.append(say("It stands in {place}.", place=rule.origin))
    raised = policy.plain["raised"].get(rule.id)
    if raised:
        layer = policy.plain["layers"][raised["at"][0]]
        lines.append(
            say(
                "{layer} makes it {modality} ({file}, line {line}).",
                layer=layer["id"],
                modality=rule.modality,
                file=layer["file"],
                line=raised["at"][1],
            )
        )
    lines.extend(say("Way forward: {way}", way=way) for way in policy.ways(rule.id))
    lines.extend(_sources(citations))
    if not citations:
        lines.append(say("On {day} none of its sources is in force.", day=on))
    data = {
        "modality": str(rule.modality),
        "about": str(rule.scope),
        "says": says,
        "when": {name: in_words(value) for name, value in rule.when.items()},
        "refuses": sorted(rule.refuses),
        "enforced_by": rule.enforced_by,
        "origin": rule.origin,
        "ways": list(policy.ways(rule.id)),
        "citations": [citation.as_mapping() for citation in citations],
    }
    return Explanation("rule", rule.id, tuple(lines), data)


def _holds(value: DatedValue, on: date) -> bool:
    return (value.start is None or value.start <= on) and (value.end is None or on <= value.end)


def _place(value: DatedValue) -> str:
    return say(
        "It stands in {file}, line {line} ({layer}), for {start} to {end}.",
        file=value.file,
        line=value.line,
        layer=value.layer,
        start=iso(value.start) or say("always"),
        end=iso(value.end) or say("further notice"),
    )


def _of_value(policy: Policy, value: DatedValue, on: date) -> dict[str, Any]:
    return {
        "value": as_data(value.value),
        "layer": value.layer,
        "file": value.file,
        "line": value.line,
        "from": iso(value.start),
        "to": iso(value.end),
        "citations": [one.as_mapping() for one in policy.citations(value.cite, on)],
    }


def _conditions(when: Mapping[str, Any]) -> Iterator[str]:
    for name, value in when.items():
        yield say(
            "Asked where {condition}: {value}.",
            condition=name.replace("_", " "),
            value=in_words(value),
        )


def _sources(citations: Sequence[Citation]) -> Iterator[str]:
    for one in citations:
        parts = [one.document, one.section, one.address, one.note]
        yield say("Source: {source}", source=", ".join(part for part in parts if part))
