"""Whether a policy can be used, before anybody does: all its mistakes at once."""

import os
from collections.abc import Iterator, Mapping, Sequence

from visavi.errors import PolicyError, PolicyInvalid
from visavi.policy.assembling import Assembled, Find, assemble
from visavi.policy.containing.pins import chain
from visavi.policy.files import read_toml
from visavi.policy.loading import find_policy
from visavi.policy.names import Named, is_folder, named_in, policy_names
from visavi.policy.problems import Problem, Problems
from visavi.policy.reading import label_of


def check(policy: str, *, policy_dirs: Sequence[str] = ()) -> list[Problem]:
    """Everything that is wrong with a policy, given by its folder or its name; empty if nothing is.

    A policy whose code cannot be used has one problem more, without a line. The layers that it
    names for its units are looked for, and put on it where they were made for what it extends.
    Among the problems are warnings: what the policy uses and will go.
    """
    try:
        names = policy_names(policy_dirs=policy_dirs)
        named = _asked(policy, names)

        def find(name: str) -> Named:
            return find_policy(name, names)

        made = assemble(named, find)
        warnings = [Problem(**one) for one in made.plain["warnings"]]
        return [*warnings, *_of_layers(named, made, names, find)]
    except PolicyError as error:
        return list(_told(policy, error))


def mistakes(found: Sequence[Problem]) -> list[Problem]:
    """Those of the problems for which the policy cannot be used."""
    return [problem for problem in found if not problem.warning]


def _told(policy: str, error: PolicyError) -> Iterator[Problem]:
    if isinstance(error, PolicyInvalid) and error.problems:
        yield from error.problems
    else:
        yield Problem(policy, 0, "", error.message, error.way_forward)


def _of_layers(
    named: Named, made: Assembled, names: Sequence[Named], find: Find
) -> Iterator[Problem]:
    """What is wrong with the layers of units: not there, or of no use on this policy."""
    layers: Mapping[str, str] = made.plain["unit_layers"]
    if {part.named.name for part in made.parts}.intersection(layers.values()):
        return  # it is such a layer itself, beside the others
    first = {layer: unit for unit, layer in reversed(list(layers.items()))}
    for layer, unit in first.items():
        try:
            if named in chain(layer, names):
                continue
            assemble(find(layer), find, upon=named)
        except PolicyError as error:
            label, line = _place(made, unit)
            for problem in _told(layer, error):
                yield Problem(label, line, f"layers.{unit}", str(problem))


def _place(made: Assembled, unit: str) -> tuple[str, int]:
    """File and line of a unit's layer, in the topmost policy that names it."""
    for part in reversed(made.parts):
        label = f"{label_of(part.folder)}/policy.toml"
        file = read_toml(os.path.join(part.folder, "policy.toml"), label, Problems())
        if file is not None and unit in file.values.get("layers", {}):
            return label, file.line("layers", unit)
    return "", 0


def _asked(policy: str, names: Sequence[Named]) -> Named:
    """The policy of that name; what could be a folder's name as well is a policy's, if known."""
    if os.sep in policy or is_folder(policy, names):
        return named_in(policy)
    return find_policy(policy, names)
