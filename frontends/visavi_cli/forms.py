"""Several texts in one: ``what: ...`` and its fellows, as people write them, or a JSON object.

A line that begins with a field's name and a colon begins that field; the lines after it belong to
it. Text before any field is the first field's.
"""

from collections.abc import Sequence

from visavi.errors import InvalidInput


def read_form(text: str, fields: Sequence[str]) -> dict[str, str]:
    """The fields that the text fills; the first field takes a text without any label."""
    if text.lstrip().startswith("{"):
        return _from_json(text, fields)
    filled: dict[str, list[str]] = {}
    current = fields[0]
    for line in text.splitlines():
        label, colon, rest = line.partition(":")
        name = label.strip().lower().replace("-", "_").replace(" ", "_")
        if colon and name in fields and not label[:1].isspace():
            if name in filled:
                raise InvalidInput("The field {name} stands twice in the text.", name=name)
            current = name
            filled[current] = [rest.strip()]
        elif line.strip() or current in filled:
            filled.setdefault(current, []).append(line.rstrip())
    return {name: "\n".join(lines).strip() for name, lines in filled.items()}


def _from_json(text: str, fields: Sequence[str]) -> dict[str, str]:
    import json

    try:
        found = json.loads(text)
    except ValueError as error:
        raise InvalidInput(
            "The text begins like JSON, but is not JSON: line {line}.",
            line=getattr(error, "lineno", 1),
        ) from None
    wrong = [name for name, value in found.items() if name in fields and not _is_text(value)]
    if wrong:
        raise InvalidInput("The field {name} must be a text.", name=wrong[0])
    return {name: found[name] for name in fields if found.get(name) is not None}


def _is_text(value: object) -> bool:
    return value is None or isinstance(value, str)
