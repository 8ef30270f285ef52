"""The ``{name}`` fields of a policy's sentences: whether there are facts to fill them with."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from visavi.policy.checks import CHECKS
from visavi.policy.conditions import stated
from visavi.policy.problems import Problems, did_you_mean, shown
from visavi.policy.textfiles import Tables

OWED = frozenset({"kind", "cycle", "opens", "due", "amount", "owner", "owner_because", "person"})
"""What every obligation can say."""

_FIELD = re.compile(r"\{([^{}\n]*)\}")
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")


class Fields:
    """Looks at all texts; ``coded`` are the ids of rules whose facts only their code knows."""

    def __init__(self, plain: Mapping[str, Any], coded: frozenset[str], problems: Problems) -> None:
        self._known = dict(_known(plain, coded))
        self._problems = problems

    def check(self, file: Any, tables: Tables) -> None:
        """The texts of one file."""
        for path, text in _texts(tables, ()):
            key = ".".join(part for part in path if part)
            where = (file.label, file.line(*path), key)
            odd = [one for one in text if unicodedata.category(one) in ("Cc", "Cf") and one != "\n"]
            if odd:
                self._problems.add(
                    *where,
                    "It holds a character that cannot be shown: {character}.",
                    character=shown(odd[0]),
                )
            if path[0] == "rule":
                self._fields(where, path[1], text)

    def _fields(self, where: tuple[str, int, str], rule: str, text: str) -> None:
        known = self._known.get(rule)
        for field in dict.fromkeys(_FIELD.findall(text)):
            if not _PLAIN.fullmatch(field):
                self._problems.add(
                    *where,
                    "{field} is no fact: a fact is a plain name in braces.",
                    field=shown(field),
                )
            elif known is not None and field not in known:
                self._problems.add(
                    *where,
                    "This rule has no fact {field}.",
                    suggestion=did_you_mean(field, known),
                    field=field,
                )


def _known(plain: Mapping[str, Any], coded: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """The facts of each declared rule that nothing else has the id of."""
    found: dict[str, frozenset[str]] = {}
    for entry in plain["obligation"].values():
        lifted = [name for one in entry.get("exempt", ()) for name in one["when"]]
        about = OWED | stated((*entry.get("when", {}), *lifted)).keys()
        found[entry["rule"]] = found.get(entry["rule"], frozenset()) | about
    clocked = {step.get("rule") for step in plain["matter_step"].values()}
    for name, entry in plain["rule"].items():
        check = CHECKS.get(entry.get("check", ""))
        if check is not None:
            found[name] = found.get(name, frozenset()) | check.facts
    for name, facts in found.items():
        if name not in coded and name not in clocked and facts:
            yield name, facts


def _texts(tables: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(tables, str):
        yield path, tables
    elif isinstance(tables, Mapping):
        for key, value in tables.items():
            yield from _texts(value, (*path, str(key)))
    elif isinstance(tables, list):
        for value in tables:
            yield from _texts(value, path)
