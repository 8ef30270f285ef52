"""Strict reading of one ``policy.toml``: every mistake with its line, nothing coerced or dropped.

What comes out is one layer in plain form: for each table its entries by id, each with ``at`` (the
line). Whether what it refers to exists is asked later, when all layers are there.
"""

import os
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from visavi.messages import Sentence, say
from visavi.policy.files import TomlFile, read_toml
from visavi.policy.problems import Problems, did_you_mean, shown
from visavi.policy.shapes import (
    DATED,
    LISTS,
    POLICY,
    SETTING,
    TABLES,
    Key,
    Shape,
    entry_key,
)
from visavi.policy.values import ID, Unfit, policy_id

Path = tuple[str | int, ...]
Entry = dict[str, Any]


class Layer:
    """One policy file as read.

    ``whose`` is the distribution that brings it. ``paths`` says where each entry stands in the
    file, ``missing`` which required keys it lacks: a layer may leave out what the policy below it
    says.
    """

    def __init__(self, folder: str, file: TomlFile, whose: str = "") -> None:
        self.folder = folder
        self.file = file
        self.whose = whose
        self.policy: Entry = {"languages": ["en"]}
        self.unit_layers: dict[str, str] = {}
        self.tables: dict[str, dict[str, Any]] = {
            table: {} for table in ("parameter", "setting", *LISTS)
        }
        self.paths: dict[tuple[str, str], Path] = {}
        self.missing: dict[tuple[str, str], list[str]] = {}

    @property
    def id(self) -> str:
        """The policy's id; empty where the file does not say it."""
        return str(self.policy.get("id", ""))

    def line(self, table: str, entry: str, *keys: str | int) -> int:
        """The line of a key of an entry, or of the entry."""
        return self.file.line(*self.paths.get((table, entry), (table,)), *keys)


def label_of(folder: str) -> str:
    """How a policy folder is called in messages: by its last name."""
    return os.path.basename(os.path.normpath(folder)) or folder


def read_layer(folder: str, problems: Problems, whose: str = "") -> Layer | None:
    """The ``policy.toml`` of a folder; ``None`` where nothing could be read of it."""
    label = f"{label_of(folder)}/policy.toml"
    file = read_toml(os.path.join(folder, "policy.toml"), label, problems)
    if file is None:
        return None
    return _Reader(Layer(folder, file, whose), problems).read()


class _Reader:
    def __init__(self, layer: Layer, problems: Problems) -> None:
        self.layer = layer
        self.file = layer.file
        self.problems = problems

    def problem(
        self, path: Path, sentence: Sentence, /, *, suggestion: Sentence = "", **values: object
    ) -> None:
        key = ".".join(str(part) for part in path)
        self.problems.add(
            self.file.label, self.file.line(*path), key, sentence, suggestion=suggestion, **values
        )

    def read(self) -> Layer:
        values = self.file.values
        self.unknown((), values, TABLES)
        self.read_policy(values.get("policy"))
        self.read_unit_layers(values.get("layers", {}))
        self.read_parameters(values.get("parameter", {}))
        self.read_settings(values.get("setting", {}))
        for table, shape in LISTS.items():
            self.read_list(table, shape, values.get(table, []))
        return self.layer

    def read_policy(self, value: Any) -> None:
        if value is None:
            self.problem(("policy",), "The table [policy] is missing.")
            return
        entry, missing = self.entry(("policy",), POLICY, value)
        self.layer.policy |= entry
        wanted = ("zone",) if "extends" not in entry else ()
        for key in (*missing, *(key for key in wanted if key not in entry)):
            self.problem(("policy",), "The key {key} is missing.", key=key)

    def read_unit_layers(self, value: Any) -> None:
        if not isinstance(value, dict):
            self.problem(("layers",), "This must be a table of unit codes and policy ids.")
            return
        for unit, policy in value.items():
            try:
                self.layer.unit_layers[unit] = policy_id(policy)
            except Unfit as unfit:
                self.unfit(("layers", unit), unfit, policy)

    def read_parameters(self, value: Any) -> None:
        for name, dated in self.named("parameter", value):
            if not isinstance(dated, list):
                self.problem(
                    ("parameter", name),
                    "A parameter is a list of dated values.",
                    suggestion="Write [[parameter.{name}]] with two brackets.",
                    name=name,
                )
                continue
            entries = []
            for place, item in enumerate(dated):
                path = ("parameter", name, place)
                entry, missing = self.entry(path, DATED, item)
                for key in missing:
                    self.problem(path, "The key {key} is missing.", key=key)
                if "value" in entry:
                    entries.append(entry)
            self.check_periods(name, entries)
            self.layer.tables["parameter"][name] = entries
            self.layer.paths["parameter", name] = ("parameter", name)

    def read_settings(self, value: Any) -> None:
        for name, item in self.named("setting", value):
            path = ("setting", name)
            entry, missing = self.entry(path, SETTING, item)
            self.layer.tables["setting"][name] = entry
            self.layer.paths["setting", name] = path
            self.layer.missing["setting", name] = missing
            choices = entry.get("choices")
            if choices and "default" in entry and entry["default"] not in choices:
                self.problem((*path, "default"), "The default is none of the choices.")

    def read_list(self, table: str, shape: Shape, value: Any) -> None:
        if not isinstance(value, list):
            self.problem(
                (table,),
                "This is a list of tables.",
                suggestion="Write [[{table}]] with two brackets.",
                table=table,
            )
            return
        known: dict[str, Any] = self.layer.tables[table]
        for place, item in enumerate(value):
            path = (table, place)
            entry, missing = self.entry(path, shape, item)
            named = "rule" if table == "obligation" else "id"
            if named not in entry:
                if named in missing:
                    self.problem(path, "The key {key} is missing.", key=named)
                continue
            name = entry_key(table, entry)
            if table == "citation":
                known.setdefault(name, []).append(entry)
                self.layer.paths.setdefault((table, name), path)
                for key in missing:
                    self.problem(path, "The key {key} is missing.", key=key)
            elif name in known:
                self.twice(path, table, name, known[name]["at"])
            else:
                known[name] = entry
                self.layer.paths[table, name] = path
                self.layer.missing[table, name] = missing
        if table == "citation":
            for name, entries in known.items():
                self.check_periods(name, entries)

    def twice(self, path: Path, table: str, name: str, first: int) -> None:
        self.problem(
            path,
            "{table} {name} stands twice; it stands first on line {first}.",
            table=table,
            name=name,
            first=first,
        )

    def named(self, table: str, value: Any) -> Iterable[tuple[str, Any]]:
        """The sub-tables of ``[table.NAME]``, those with a name that can be one."""
        if not isinstance(value, dict):
            self.problem((table,), "This is a table of names.")
            return
        for name, item in value.items():
            if ID.fullmatch(name):
                yield name, item
            else:
                self.problem((table, name), "{name} cannot be an id.", name=shown(name))

    def entry(self, path: Path, shape: Shape, value: Any) -> tuple[Entry, list[str]]:
        """One table read by its shape, and the required keys that it lacks."""
        entry: Entry = {"at": self.file.line(*path)}
        if not isinstance(value, dict):
            self.problem(path, "This must be a table.")
            return entry, []
        self.unknown(path, value, shape)
        missing = [key for key, wanted in shape.items() if wanted.required and key not in value]
        for key, wanted in shape.items():
            if key in value:
                self.read_key(entry, (*path, key), wanted, value[key])
        if entry.get("from", "") > entry.get("to", "9999"):
            self.problem((*path, "to"), "The period ends before it begins.")
        return entry, missing

    def read_key(self, entry: Entry, path: Path, wanted: Key, value: Any) -> None:
        key = str(path[-1])
        if wanted.going:
            self.problems.warn(
                self.file.label,
                self.file.line(*path),
                ".".join(map(str, path)),
                "{whose} writes the key {key}, which will be read no more. {instead}",
                whose=self.layer.whose,
                key=key,
                instead=say(wanted.going),
            )
        if wanted.shape is None:
            assert wanted.read is not None
            try:
                entry[key] = wanted.read(value)
            except Unfit as unfit:
                self.unfit(path, unfit, value)
        elif not wanted.listed:
            inner = self.inner(path, wanted.shape, value)
            if inner is not None:
                entry[key] = inner
        elif isinstance(value, list):
            read = (
                self.inner((*path, place), wanted.shape, item) for place, item in enumerate(value)
            )
            entry[key] = [inner for inner in read if inner is not None]
        else:
            self.problem(path, "This is a list of tables.")

    def inner(self, path: Path, shape: Shape, value: Any) -> Entry | None:
        """A table inside an entry; nothing where it lacks what it needs."""
        entry, missing = self.entry(path, shape, value)
        for key in missing:
            self.problem(path, "The key {key} is missing.", key=key)
        del entry["at"]
        whole = all(key in entry for key, wanted in shape.items() if wanted.required)
        return entry if whole else None

    def unknown(self, path: Path, value: Mapping[str, Any], known: Iterable[str]) -> None:
        for key in value:
            if key not in known:
                self.problem(
                    (*path, key),
                    "There is no key {key} here.",
                    suggestion=did_you_mean(key, known),
                    key=shown(key),
                )

    def unfit(self, path: Path, unfit: Unfit, value: Any) -> None:
        self.problem(
            path, "This must be {wanted}, not {value}.", wanted=unfit.wanted, value=shown(value)
        )

    def check_periods(self, name: str, entries: list[Entry]) -> None:
        """Periods of one name may not share a day."""
        ordered = sorted(entries, key=lambda entry: str(entry.get("from", "")))
        for before, after in pairwise(ordered):
            if before.get("to", "9999") >= after.get("from", ""):
                self.problems.add(
                    self.file.label,
                    after["at"],
                    name,
                    "This period overlaps the one on line {line}.",
                    line=before["at"],
                )
