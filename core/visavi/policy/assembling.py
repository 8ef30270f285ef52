"""A policy put together from its files and code, from the top of its layers down to the base.

This is the slow road: everything is read and everything is checked. What comes out can be
remembered (:mod:`visavi.policy.cache`).
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence

from visavi.errors import PolicyFailed, PolicyInvalid
from visavi.messages import Sentence
from visavi.policy import hookspecs
from visavi.policy.collecting import Coded, all_rules, needs
from visavi.policy.consistency import Consistency
from visavi.policy.contents import digest, files_of
from visavi.policy.fields import Fields
from visavi.policy.layers import Plain, merge
from visavi.policy.names import Named
from visavi.policy.plugins import Part, open_part
from visavi.policy.problems import Problems
from visavi.policy.reading import Layer, read_layer
from visavi.policy.rules import Rule
from visavi.policy.soundness import Soundness
from visavi.policy.textfiles import Completeness, Tables, merged, read_texts

Find = Callable[[str], Named]
"""Gives a policy by its name; ``PolicyUnknown`` if there is none."""


class Assembled:
    """A policy read and checked: plain form, texts by language, rules, and the files used."""

    def __init__(
        self,
        plain: Plain,
        texts: Mapping[str, Tables],
        rules: tuple[Rule, ...],
        parts: Sequence[Part],
        looked_at: Sequence[Part] = (),
    ) -> None:
        self.plain = plain
        self.texts = texts
        self.rules = rules
        self.parts = parts
        self._looked_at = looked_at or parts

    def files(self) -> Iterator[str]:
        """Every file and folder whose change makes this stale."""
        for part in self._looked_at:
            yield part.folder
            for file in files_of(part.folder):
                yield os.path.dirname(file)
                yield file


def assemble(named: Named, find: Find, *, upon: Named | None = None) -> Assembled:
    """The policy with everything that it extends.

    ``upon`` is the institution's policy where this one is a layer for some of its units: if both
    extend the same policy, the layer is put on the institution's, and so demands what that does.
    Raises ``PolicyInvalid`` with every mistake of the files, or ``PolicyFailed`` for its code.
    """
    problems = Problems()
    parts, layers = _chain(named, find, problems)
    looked_at, local = parts, None
    if upon is not None and upon not in [part.named for part in parts]:
        below = _chain(upon, find, problems)
        looked_at = [*below[0], *parts]
        if below[0][0].named == parts[0].named and not _within(parts, below[0]):
            local = len(below[0])
            parts, layers = _put_on(below, (parts, layers))
    plain = merge(layers, problems, local=local)
    soundness = Soundness(plain, [part.folder for part in parts], problems)
    soundness.declared()
    try:
        coded = [part.rules() for part in parts]
    except PolicyFailed as error:
        Consistency(plain, layers, None, problems).check()
        if problems:
            problems.add(named.name, 0, "", "{error}", error=error.message)
            problems.raise_for(named.name)
        raise
    needed = needs(plain, coded)
    Consistency(plain, layers, needed, problems).check()
    soundness.coded(coded)
    ids = frozenset(rule.id for own in coded for rule in own)
    fields = Fields(plain, ids, problems)
    texts = _texts(layers, coded, Completeness(plain, needed, problems), fields, problems)
    problems.raise_for(named.name)
    rules = all_rules(plain, coded)
    plain["digest"] = digest(part.folder for part in parts)
    plain["warnings"] = [one.as_mapping() for one in dict.fromkeys(problems.warnings)]
    plain["brought"] = [part.suspect.whose for part in parts]
    plain["coded"] = {rule.id: number for number, own in enumerate(coded) for rule in own}
    plain["refusable"] = sorted({deed for rule in rules for deed in rule.refuses})
    return Assembled(plain, texts, rules, parts, looked_at)


def _chain(named: Named, find: Find, problems: Problems) -> tuple[list[Part], list[Layer]]:
    """The policy and what it extends, the base first. Files that cannot be read end it at once."""
    parts: list[Part] = []
    layers: list[Layer] = []
    names: list[str] = []
    while True:
        names.append(named.name)
        part = open_part(named)
        layer = read_layer(part.folder, problems, part.suspect.whose)
        if layer is None:
            problems.raise_for(names[0])
            raise AssertionError("a layer that cannot be read has a problem")
        parts.append(part)
        layers.append(layer)
        problems.warnings.extend(part.warnings)
        _check_layer(layer, named, problems)
        if not layer.id:
            problems.raise_for(names[0])
        below = layer.policy.get("extends")
        if below is None:
            return parts[::-1], layers[::-1]
        if below in names:
            _problem_at_extends(
                layer, problems, "It extends itself: {chain}.", chain=" > ".join([*names, below])
            )
            problems.raise_for(names[0])
        named = _found(below, find, layer, problems, names[0])


_Chain = tuple[list[Part], list[Layer]]


def _within(parts: Sequence[Part], others: Sequence[Part]) -> bool:
    known = [part.named for part in others]
    return all(part.named in known for part in parts)


def _put_on(below: _Chain, above: _Chain) -> _Chain:
    """What stands below, and on it what only the other chain has."""
    known = [part.named for part in below[0]]
    own = [number for number, part in enumerate(above[0]) if part.named not in known]
    parts = [*below[0], *(above[0][number] for number in own)]
    return parts, [*below[1], *(above[1][number] for number in own)]


def _found(below: str, find: Find, layer: Layer, problems: Problems, top: str) -> Named:
    from visavi.errors import PolicyUnknown

    try:
        return find(below)
    except PolicyUnknown as error:
        _problem_at_extends(layer, problems, "{error}", error=str(error))
        problems.raise_for(top)
        raise


def _problem_at_extends(
    layer: Layer, problems: Problems, sentence: Sentence, **values: str
) -> None:
    line = layer.file.line("policy", "extends")
    problems.add(layer.file.label, line, "policy.extends", sentence, **values)


def _check_layer(layer: Layer, named: Named, problems: Problems) -> None:
    if layer.id and layer.id != named.name:
        problems.add(
            layer.file.label,
            layer.file.line("policy", "id"),
            "policy.id",
            "The id is {id}, but the policy is installed as {name}.",
            suggestion="Both must be the same.",
            id=layer.id,
            name=named.name,
        )
    api = layer.policy.get("api", hookspecs.API)
    if api > hookspecs.API:
        raise PolicyInvalid(
            "The policy {policy} is written for format {api}; this visavi knows {known}.",
            todo="Update visavi, or install an older version of the policy.",
            policy=named.name,
            api=api,
            known=hookspecs.API,
        )
    if api < hookspecs.OLDEST:
        raise PolicyInvalid(
            "The policy {policy} is written for format {api}, which is read no more; "
            "this visavi knows {oldest} to {known}.",
            todo="Install a newer version of the policy.",
            policy=named.name,
            api=api,
            oldest=hookspecs.OLDEST,
            known=hookspecs.API,
        )
    if api < hookspecs.API:
        problems.warn(
            layer.file.label,
            layer.file.line("policy", "api"),
            "policy.api",
            "{whose} is written for format {api}, which will be read no more; "
            "this visavi knows {known}.",
            whose=layer.whose,
            api=api,
            known=hookspecs.API,
        )


def _texts(
    layers: Sequence[Layer],
    coded: Coded,
    completeness: Completeness,
    fields: Fields,
    problems: Problems,
) -> dict[str, Tables]:
    """The merged texts by language, for every language that some layer declares."""
    texts: dict[str, Tables] = {}
    for layer, rules in zip(layers, coded, strict=True):
        own = {
            *layer.tables["rule"],
            *(entry["rule"] for entry in layer.tables["obligation"].values()),
            *(rule.id for rule in rules),
        }
        for language in layer.policy.get("languages", ()):
            found = read_texts(layer.folder, language, problems)
            if found is None:
                continue
            file, tables = found
            completeness.dangling(file, tables)
            fields.check(file, tables)
            texts[language] = merged(texts.get(language, {}), tables)
            completeness.needed(layer, language, texts[language], own)
    return texts
