"""A policy as data: what ``policy show``, ``explain`` and ``diff`` print."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from visavi.errors import NotFound, PolicyInvalid
from visavi.policy.outcomes import iso

if TYPE_CHECKING:
    from visavi.policy.document import ValueSource
    from visavi.policy.policy import Policy


def describe(policy: "Policy", on: date) -> dict[str, Any]:
    """Its layers, kinds, rules, parameters in force on the day, and what the sources leave open."""
    return {
        "id": policy.id,
        "version": policy.version,
        "name": policy.name,
        "about": policy.text("policy", "", "about", default=""),
        "digest": policy.digest,
        "layers": list(policy.layers),
        "languages": list(policy.languages),
        "zone": policy.zone,
        "kinds": [
            {
                "id": kind.id,
                "name": policy.text("kind", kind.id, on=on),
                "topics": list(kind.topics),
            }
            for kind in policy.kinds.values()
        ],
        "parameters": sorted(policy.parameters),
        "settings": [
            {
                "name": name,
                "value": _plain(policy.setting(name)),
                "layer": policy.setting_source(name).layer,
                "choices": list(setting.choices or ()),
                "why": setting.why,
            }
            for name, setting in policy.settings.items()
        ],
        "rules": [
            {
                "id": rule.id,
                "modality": str(rule.modality),
                "scope": str(rule.scope),
                "says": policy.text("rule", rule.id, "says", default=""),
                "cite": list(rule.cite),
            }
            for rule in policy.rules
        ],
        "staff_groups": list(policy.staff_groups),
        "unit_layers": dict(policy.unit_layers),
    }


def explain(policy: "Policy", name: str, on: date) -> dict[str, Any]:
    """One rule, parameter or setting of the policy; raises :class:`NotFound` for anything else."""
    if name in policy.parameters:
        return _sourced("parameter", name, policy.value_source(name, on), policy)
    if name in policy.settings:
        return _sourced("setting", name, policy.setting_source(name), policy)
    rules = [rule for rule in policy.rules if rule.id == name]
    if not rules:
        raise NotFound(
            "The policy {policy} has no rule, parameter or setting {name}.",
            todo="See visavi policy show {policy}.",
            policy=policy.id,
            name=ascii(name[:60]),
        )
    rule = rules[0]
    cited = policy.citations(tuple({cite: None for one in rules for cite in one.cite}), on)
    return {
        "name": name,
        "is": "rule",
        "modality": str(rule.modality),
        "scope": str(rule.scope),
        "says": policy.text("rule", name, "says", default=""),
        "refuses": sorted({deed for one in rules for deed in one.refuses}),
        "conditions": [_conditions(one.when) for one in rules],
        "enforced_by": rule.enforced_by,
        "origin": rule.origin,
        "citations": [citation.as_mapping() for citation in cited],
    }


def differences(before: "Policy", after: "Policy", on: date) -> Iterator[dict[str, Any]]:
    """What one policy has otherwise than the other: rules, values on the day, settings, texts."""
    for what, table in _COMPARED.items():
        old, new = table(before, on), table(after, on)
        for name in sorted({*old, *new}):
            if old.get(name) != new.get(name):
                yield {"what": what, "name": name, "before": old.get(name), "after": new.get(name)}


def _sourced(kind: str, name: str, found: "ValueSource", policy: "Policy") -> dict[str, Any]:
    return {
        "name": name,
        "is": kind,
        "says": policy.text(kind, name, default=""),
        "value": _plain(found.value),
        "layer": found.layer,
        "file": found.file,
        "line": found.line,
        "from": iso(found.start),
        "to": iso(found.end),
        "citations": [citation.as_mapping() for citation in found.citations],
    }


def _rules(policy: "Policy", on: date) -> dict[str, Any]:
    return {rule.id: str(rule.modality) for rule in policy.rules}


def _values(policy: "Policy", on: date) -> dict[str, Any]:
    values = {}
    for name in policy.parameters:
        try:
            values[name] = _plain(policy.value(name, on))
        except PolicyInvalid:
            values[name] = None
    return values


def _settings(policy: "Policy", on: date) -> dict[str, Any]:
    return {name: _plain(policy.setting(name)) for name in policy.settings}


def _kinds(policy: "Policy", on: date) -> dict[str, Any]:
    return {kind.id: list(kind.topics) for kind in policy.kinds.values()}


def _questions(policy: "Policy", on: date) -> dict[str, Any]:
    return {q.id: policy.text("question", q.id, "text") for q in policy.questions}


_COMPARED = {
    "rule": _rules,
    "parameter": _values,
    "setting": _settings,
    "kind": _kinds,
    "question": _questions,
}


def _conditions(when: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in when.items()}


def _plain(value: Any) -> Any:
    """A value of a policy file as JSON-ready data."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
