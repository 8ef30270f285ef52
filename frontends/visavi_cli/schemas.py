"""What each ``--json`` answer holds, as JSON Schema; ``visavi spec --json`` prints it.

Keys are stable: one may be added, none is renamed or taken away without a new schema number.
"""

from typing import Any

Schema = dict[str, Any]

_TYPES: dict[str, Schema] = {
    "text": {"type": "string"},
    "id": {"type": "string"},
    "day": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "count": {"type": "integer"},
    "yes": {"type": "boolean"},
    "object": {"type": "object"},
    "any": {},
}


def _type(name: str | Schema) -> Schema:
    """``day`` is a day, ``day?`` may be null, ``[day]`` is a list of them."""
    if not isinstance(name, str):
        return name
    if name.startswith("["):
        return {"type": "array", "items": _type(name[1:-1])}
    if name.endswith("?"):
        kind = _TYPES[name[:-1]]
        return kind | {"type": [kind["type"], "null"]}
    return dict(_TYPES[name])


def obj(**fields: str | Schema) -> Schema:
    """An object that has all these keys, and may have more."""
    return {
        "type": "object",
        "properties": {name: _type(kind) for name, kind in fields.items()},
        "required": list(fields),
    }


def rows(**fields: str | Schema) -> Schema:
    """A list of such objects."""
    return {"type": "array", "items": obj(**fields)}


_SETTING = {"name": "text", "value": "text?", "source": "text", "about": "text"}

SCHEMAS: dict[str, Schema] = {
    "completion": obj(shell="text", script="text"),
    "doctor": obj(
        python="text", visavi="text", platform="text", paths="object", store="object",
        policies=rows(name="text", distribution="text", version="text", problem="text?"),
    ),
    "error": obj(error="text", message="text", todo="text", exit="count"),
    "help": obj(about="text", text="text"),
    "path": obj(path="text"),
    "refusal": obj(error="text", message="text", changed="yes", exit="count", refusals=rows(
        policy="text", rule="text", modality="text", sentence="text", facts="object",
        ways="[text]", citations=rows(id="text", document="text", section="text", address="text"),
    )),
    "setting": obj(**_SETTING),
    "settings": rows(**_SETTING),
    "spec": obj(
        program="text", version="text", exit_codes=rows(code="count", name="text", meaning="text"),
        common_options="[object]", environment="object", commands="[object]", schemas="object",
    ),
}  # fmt: skip
"""By the name that stands in ``visavi.NAME/1``."""
