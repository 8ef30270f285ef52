"""What changes from one policy to another, in words and as data."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from attrs import frozen

from visavi.messages import Sentence, say
from visavi.policy.policy import Policy
from visavi.policy.rules import Rule
from visavi.policy.shapes import LISTS

ADDED = "added"
REMOVED = "removed"
CHANGED = "changed"

_WORDS: Mapping[str, Sentence] = {
    ADDED: "{thing} is new.",
    REMOVED: "{thing} is gone.",
    CHANGED: "{thing}: {key} was {before}, is {after}.",
}


@frozen
class Change:
    """One difference. ``key`` and the values are given where an entry has ``changed``."""

    what: str
    table: str
    id: str
    key: str = ""
    before: Any = None
    after: Any = None

    @property
    def sentence(self) -> str:
        """The difference in words."""
        return say(
            _WORDS[self.what],
            thing=f"{self.table.replace('_', ' ')} {self.id}".strip(),
            key=self.key,
            before=in_words(self.before),
            after=in_words(self.after),
        )

    def as_mapping(self) -> dict[str, Any]:
        """The difference as JSON-ready data."""
        return {
            "what": self.what,
            "table": self.table,
            "id": self.id,
            "key": self.key,
            "before": as_data(self.before),
            "after": as_data(self.after),
            "sentence": self.sentence,
        }


def diff(before: Policy, after: Policy) -> list[Change]:
    """Every difference in data, rules and texts; the places of entries are not compared."""
    return [
        *_entries("policy", {"": before.plain["policy"]}, {"": after.plain["policy"]}),
        *_entries("layers", *({"": {"of": list(one.layers)}} for one in (before, after))),
        *_entries("unit", *(_units(one) for one in (before, after))),
        *_dated("citation", before, after),
        *_dated("parameter", before, after),
        *(
            change
            for table in ("setting", *LISTS)
            if table not in ("citation", "obligation", "rule")
            for change in _entries(table, before.plain[table], after.plain[table])
        ),
        *_entries("rule", _rules(before), _rules(after)),
        *_texts(before, after),
    ]


def _entries(table: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """Differences between the entries of one table, key by key."""
    for name in before:
        if name not in after:
            yield Change(REMOVED, table, name)
    for name, new in after.items():
        if name not in before:
            yield Change(ADDED, table, name)
            continue
        old = before[name]
        for key in dict.fromkeys((*old, *new)):
            if key != "at" and old.get(key) != new.get(key):
                yield Change(CHANGED, table, name, key, old.get(key), new.get(key))


def _dated(table: str, before: Policy, after: Policy) -> Iterator[Change]:
    """Differences between dated entries, each known by its name and first day."""

    def flat(policy: Policy) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, entries in policy.plain[table].items():
            for entry in entries:
                found.setdefault(f"{name} {entry.get('from', '')}".strip(), entry)
        return found

    return _entries(table, flat(before), flat(after))


def _units(policy: Policy) -> dict[str, Any]:
    return {unit: {"layer": layer} for unit, layer in policy.unit_layers.items()}


def _rules(policy: Policy) -> dict[str, Any]:
    """The rules by id, with what can be said of them without their code."""
    found: dict[str, Any] = {}
    coded = policy.plain.get("coded", ())
    for rule in policy.rules:
        entry = found.setdefault(rule.id, {})
        said = _of_rule(rule) | ({"code": _code_of(rule)} if rule.id in coded else {})
        for key, value in said.items():
            entry[key] = value if key not in entry else _both(entry[key], value)
    return found


def _of_rule(rule: Rule) -> dict[str, Any]:
    return {
        "modality": str(rule.modality),
        "about": str(rule.scope),
        "cite": list(rule.cite),
        "refuses": sorted(rule.refuses),
        "when": {name: as_data(value) for name, value in rule.when.items()},
    }


def _code_of(rule: Rule) -> str:
    """Stands for what the rule's function says: another text has another mark."""
    from hashlib import sha256
    from inspect import getsource

    try:
        source = getsource(rule.check)
    except (OSError, TypeError):
        return ""
    return sha256(source.encode()).hexdigest()[:8]


def _both(one: Any, other: Any) -> Any:
    """What is said of a rule that has several functions: each different thing once."""
    if one == other:
        return one
    if isinstance(one, list) and isinstance(other, list):
        return sorted({*one, *other})
    return [*(one if isinstance(one, list) else [one]), other]


def as_data(value: Any) -> Any:
    """A value of a policy as JSON-ready data."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        if set(value) == {"$date"}:
            return value["$date"]
        return {str(key): as_data(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_data(item) for item in value]
    return value


def _texts(before: Policy, after: Policy) -> Iterator[Change]:
    """Differences in the texts of the languages that both have."""
    for language in after.languages:
        if language not in before.languages:
            continue
        old, new = before.texts(language), after.texts(language)
        for table in dict.fromkeys((*old, *new)):
            for change in _entries(table, old.get(table, {}), new.get(table, {})):
                if change.what == CHANGED:
                    yield Change(
                        CHANGED,
                        f"text of {change.table}",
                        change.id,
                        f"{change.key} ({language})",
                        change.before,
                        change.after,
                    )


def in_words(value: Any) -> str:
    """A value of a policy file as it stands in a sentence."""
    if value is None:
        return say("not given")
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, Mapping):
        if set(value) == {"$date"}:
            return str(value["$date"])
        return ", ".join(f"{key} {in_words(item)}" for key, item in value.items()) or say("nothing")
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(in_words(item) for item in value) or say("nothing")
    return f"“{value}”" if isinstance(value, str) and " " in value else str(value)
