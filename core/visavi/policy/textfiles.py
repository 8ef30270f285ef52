"""Strict reading of ``texts/<language>.toml``, and whether every text that is needed is there."""

import os
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

from visavi.messages import Sentence
from visavi.policy.files import TomlFile, read_toml
from visavi.policy.problems import Problems, did_you_mean, shown
from visavi.policy.reading import Layer, label_of
from visavi.policy.values import Reader, Unfit, day, several, text

Tables = dict[str, dict[str, dict[str, Any]]]

_named: Mapping[str, Reader] = {"name": text, "about": text}
_listed: Mapping[str, Reader] = {**_named, "short": text}
_asked: Mapping[str, Reader] = {"text": text}
_ruled: Mapping[str, Reader] = {"says": text, "finds": text, "ways": several(text, least=1)}
_period: Mapping[str, Reader] = {"from": day, "to": day, "name": text}

# fmt: off
_WITH_NAME = (
    "kind", "topic", "parameter", "setting", "staff_group", "role", "fact", "concern",
    "matter_step", "reason", "retention", "form", "stated",
)
# fmt: on

TEXTS: Mapping[str, Mapping[str, Reader]] = {
    **dict.fromkeys(_WITH_NAME, _named),
    **dict.fromkeys(("kind", "fact"), _listed),
    **dict.fromkeys(("question", "preparation", "self_question"), _asked),
    "rule": _ruled,
}
"""The tables of a text file, and the keys of each entry. Names may be dated (``names``)."""

NEEDED = {
    "kind": "name",
    "topic": "name",
    "staff_group": "name",
    "role": "name",
    "fact": "name",
    "concern": "name",
    "matter_step": "name",
    "reason": "name",
    "retention": "name",
    "question": "text",
    "preparation": "text",
    "self_question": "text",
}
"""The text that every entry of a table must have; parameters, settings and forms may have one."""


def read_texts(folder: str, language: str, problems: Problems) -> tuple[TomlFile, Tables] | None:
    """The texts of one layer in one language; ``None`` and a problem where they cannot be read."""
    label = f"{label_of(folder)}/texts/{language}.toml"
    path = os.path.join(folder, "texts", f"{language}.toml")
    if not os.path.exists(path):
        problems.add(
            label,
            0,
            "",
            "The policy declares the language {language}, but this file is missing.",
            suggestion="Write it, or take the language off the list in policy.toml.",
            language=language,
        )
        return None
    file = read_toml(path, label, problems)
    return None if file is None else (file, _Reader(file, problems).read())


class _Reader:
    def __init__(self, file: TomlFile, problems: Problems) -> None:
        self.file = file
        self.problems = problems

    def problem(
        self,
        path: Sequence[str | int],
        sentence: Sentence,
        /,
        suggestion: Sentence = "",
        **values: object,
    ) -> None:
        key = ".".join(str(part) for part in path)
        line = self.file.line(*path)
        self.problems.add(self.file.label, line, key, sentence, suggestion=suggestion, **values)

    def read(self) -> Tables:
        tables: Tables = {}
        for table, entries in self.file.values.items():
            if table == "policy":
                tables["policy"] = {"": self.entry(("policy",), _named, entries)}
            elif table not in TEXTS:
                self.unknown((table,), ["policy", *TEXTS])
            elif not isinstance(entries, dict):
                self.problem((table,), "This must be a table of ids.")
            else:
                tables[table] = {
                    name: self.entry((table, name), TEXTS[table], entry)
                    for name, entry in entries.items()
                }
        if not tables.get("policy", {}).get("", {}).get("name"):
            self.problem(("policy",), "The policy has no name here.", "Add name under [policy].")
        return tables

    def entry(
        self, path: tuple[str, ...], shape: Mapping[str, Reader], value: Any
    ) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.problem(path, "This must be a table.")
            return {}
        entry: dict[str, Any] = {}
        for key, one in value.items():
            here = (*path, key)
            if key in shape:
                self.read_key(entry, here, shape[key], one)
            elif "name" in shape and key == "names":
                entry["names"] = self.names(here, one)
            elif shape is _ruled and isinstance(one, dict) and len(path) == 2:
                entry[key] = self.entry(here, _ruled, one)
            else:
                self.unknown(here, [*shape, *(["names"] if "name" in shape else [])])
        return entry

    def read_key(
        self, entry: dict[str, Any], path: tuple[str, ...], read: Reader, value: Any
    ) -> None:
        try:
            entry[path[-1]] = read(value)
        except Unfit as unfit:
            self.problem(
                path, "This must be {wanted}, not {value}.", wanted=unfit.wanted, value=shown(value)
            )

    def names(self, path: tuple[str, ...], value: Any) -> list[dict[str, Any]]:
        """Dated names: each with a period, both days included."""
        names = []
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, dict) or "name" not in one:
                self.problem(path, "A dated name holds name, and from and to where needed.")
                continue
            name: dict[str, Any] = {}
            for key, item in one.items():
                if key in _period:
                    self.read_key(name, (*path, key), _period[key], item)
                else:
                    self.unknown((*path, key), _period)
            names.append(name)
        ordered = sorted(names, key=lambda name: str(name.get("from", "")))
        for place, name in enumerate(ordered[1:]):
            if ordered[place].get("to", "9999") >= name.get("from", ""):
                self.problem(path, "Two of these names hold on the same day.")
        return names

    def unknown(self, path: tuple[str, ...], known: Iterable[str]) -> None:
        self.problem(
            path, "There is no key {key} here.", did_you_mean(path[-1], known), key=shown(path[-1])
        )


class Completeness:
    """Whether a policy has the texts that it needs, and none for things that it has not.

    ``needs`` are the ids of all its rules, each with the texts that it must have: ``says`` always,
    ``finds`` where it can find something, ``ways`` where that is about a dialogue or matter.
    """

    def __init__(
        self, plain: Mapping[str, Any], needs: Mapping[str, Set[str]], problems: Problems
    ) -> None:
        self.plain = plain
        self.needs = needs
        self.problems = problems

    def needed(self, layer: Layer, language: str, texts: Mapping[str, Any], own: Set[str]) -> None:
        """The texts of what a layer says; ``texts`` are those of all layers up to it.

        ``own`` are the ids of the rules that this layer brings.
        """
        for table, key in NEEDED.items():
            for name in layer.tables[table]:
                entry = texts.get(table, {}).get(name, {})
                if not (entry.get(key) or (key == "name" and entry.get("names"))):
                    self.lacks(layer, language, (table, name), key)
        for rule in sorted(self.needs.keys() & own):
            for key in self.of_rule(rule, texts.get("rule", {}).get(rule, {})):
                self.lacks(layer, language, ("rule", rule), key)

    def of_rule(self, rule: str, entry: Mapping[str, Any]) -> list[str]:
        """The texts that a rule lacks: they may stand in all of its variants instead."""
        variants = [one for one in entry.values() if isinstance(one, dict)]
        return [
            key
            for key in sorted(self.needs[rule])
            if key not in entry and not (variants and all(key in one for one in variants))
        ]

    def lacks(self, layer: Layer, language: str, what: tuple[str, str], key: str) -> None:
        """Note one missing text, at the line of the thing that it is for."""
        table, name = what
        header = f'[{table}."{name}"]' if "." in name else f"[{table}.{name}]"
        self.problems.add(
            layer.file.label,
            layer.line(table, name) if what in layer.paths else 0,
            f"{table}.{name}",
            "It has no {key} in texts/{language}.toml.",
            suggestion="Add {key} under {header} there.",
            key=key,
            language=language,
            header=header,
        )

    def dangling(self, file: TomlFile, tables: Tables) -> None:
        """Texts for ids that the policy does not have."""
        forms = {entry.get("form", "") for entry in self.plain["staff_group"].values()}
        for table, entries in tables.items():
            if table in ("policy", "stated"):  # what rules of code state is known when they run
                continue
            others: Mapping[str, Iterable[str]] = {"rule": self.needs, "form": forms}
            known = others.get(table, self.plain.get(table, ()))
            for name in entries:
                if name not in known:
                    self.problems.add(
                        file.label,
                        file.line(table, name),
                        f"{table}.{name}",
                        "There is no {table} {name} that this text could be for.",
                        suggestion=did_you_mean(name, known),
                        table=table,
                        name=shown(name),
                    )


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> Tables:
    """Texts of two layers as one; a text of the upper one wins, key by key."""
    tables: Tables = {table: dict(entries) for table, entries in below.items()}
    for table, entries in above.items():
        known = tables.setdefault(table, {})
        for name, entry in entries.items():
            known[name] = {**known.get(name, {}), **entry}
    return tables
