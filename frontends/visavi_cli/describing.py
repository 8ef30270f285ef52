"""A policy as data: what ``policy show`` prints."""

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from visavi.policy.policy import Policy


def describe(policy: "Policy", on: date) -> dict[str, Any]:
    """Its layers, kinds, rules, parameters in force on the day, and what the sources leave open."""
    from visavi.policy.authoring.comparing import as_data

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
                "value": as_data(policy.setting(name)),
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
