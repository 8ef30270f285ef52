"""A new policy, whole from the first moment: its own check and scenarios hold as it is made.

The files come from ``templates/``. What the scenarios expect is not written there: the new policy
is asked, so that a layer's scenarios hold on whatever policy it extends.
"""

import os
from collections.abc import Mapping, Sequence
from string import Template
from typing import TYPE_CHECKING

from visavi.errors import InvalidInput, PolicyInvalid
from visavi.policy.names import policy_names
from visavi.policy.values import Unfit, policy_id

if TYPE_CHECKING:
    from visavi.policy.policy import Policy

RUNGS = ("data", "file", "package")
"""Text files alone; those with a ``rules.py``; a distribution with tests that can be installed."""

Files = Mapping[str, str]
"""Texts by path, with ``/`` between folders."""

_WHOLE = ("open-in-spring", "held-with-a-plan", "no-plan-no-signature")
_LAYER = ("guideline-read", "guideline-unread")
_TEMPLATES = os.path.join(os.path.dirname(__file__), "templates")


def files_for(name: str, rung: str, *, extends: "Policy | None" = None) -> Files:
    """The files of a new policy; ``extends`` is the policy that it is to be a layer of.

    Raises ``InvalidInput`` for a name that no policy can have, or a base without dialogues.
    """
    values = _values(_fit(name), extends)
    files = {
        f"{_inside(name, rung)}{path}": Template(_template(origin)).substitute(values)
        for path, origin in _policy(layer=extends is not None, coded=rung != "data").items()
    }
    if rung == "package":
        files |= {
            path: Template(_template(origin)).substitute(values)
            for path, origin in _package(name).items()
        }
    return files


def folder_of(folder: str, name: str, rung: str) -> str:
    """The folder in which the new policy's own files lie: what ``--policy-dir`` wants."""
    return os.path.join(folder, *_inside(name, rung).split("/")[:-1])


def write(folder: str, files: Files) -> None:
    """Write the files into a folder that is not there yet, or empty; ``InvalidInput`` if not."""
    try:
        if os.path.lexists(folder) and os.listdir(folder):
            raise InvalidInput(
                "The folder {folder} is not empty.",
                todo="Name another one (--dir).",
                folder=folder,
            )
        for path, text in files.items():
            file = os.path.join(folder, *path.split("/"))
            os.makedirs(os.path.dirname(file), exist_ok=True)
            with open(file, "x", encoding="utf-8", newline="\n") as new:
                new.write(text)
    except OSError as error:
        raise InvalidInput(
            "The folder {folder} cannot be written: {reason}.",
            folder=folder,
            reason=error.strerror or "unknown",
        ) from None


def settle(folder: str, name: str, *, policy_dirs: Sequence[str] = ()) -> None:
    """Let the policy in the folder say what its scenarios expect.

    Raises ``PolicyInvalid`` where it cannot be used: then a template or the policy below is wrong.
    """
    from visavi.policy.authoring.rewriting import rewritten
    from visavi.policy.authoring.scenario import answers_of, read_scenario
    from visavi.policy.loading import Policies

    policies = Policies(name, policy_dirs=(folder, *policy_dirs))
    scenarios = os.path.join(folder, "scenarios")
    for entry in sorted(os.listdir(scenarios)):
        path = os.path.join(scenarios, entry)
        scenario = read_scenario(path)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(rewritten(text, scenario, answers_of(scenario, policies)))


def unused(name: str, *, policy_dirs: Sequence[str] = ()) -> str:
    """The name, if no policy has it yet; ``InvalidInput`` otherwise."""
    if any(named.name == name for named in policy_names(policy_dirs=policy_dirs)):
        raise InvalidInput(
            "There is a policy {name} already.", todo="Choose another name.", name=name
        )
    return _fit(name)


def _fit(name: str) -> str:
    try:
        return policy_id(name)
    except Unfit as unfit:
        raise InvalidInput(
            "A policy cannot be called {name}: it must be {wanted}.",
            name=ascii(name[:40]),
            wanted=unfit.wanted,
        ) from None


def _inside(name: str, rung: str) -> str:
    return f"src/{_module(name)}/" if rung == "package" else ""


def _module(name: str) -> str:
    return f"visavi_policy_{name.replace('-', '_')}"


def _policy(*, layer: bool, coded: bool) -> dict[str, tuple[str, ...]]:
    """The policy's own files, and the templates that each is made of."""
    kind = "layer" if layer else "whole"
    files: dict[str, tuple[str, ...]] = {
        "policy.toml": (f"{kind}/policy.toml",),
        "texts/en.toml": (f"{kind}/texts", *(("code/texts",) if coded else ())),
    }
    for scenario in _LAYER if layer else _WHOLE:
        files[f"scenarios/{scenario}.toml"] = (f"{kind}/{scenario}",)
    if coded:
        files["rules.py"] = ("code/rules",)
        files["scenarios/not-on-a-saturday.toml"] = ("code/not-on-a-saturday",)
    return files


def _package(name: str) -> dict[str, tuple[str, ...]]:
    """What makes a distribution of it."""
    return {
        "pyproject.toml": ("package/pyproject",),
        "README.md": ("package/readme",),
        f"src/{_module(name)}/__init__.py": ("package/init",),
        "tests/conftest.py": ("package/conftest",),
        f"tests/test_{_module(name)}.py": ("package/test",),
    }


def _template(names: Sequence[str]) -> str:
    parts = []
    for name in names:
        with open(os.path.join(_TEMPLATES, f"{name}.template"), encoding="utf-8") as file:
            parts.append(file.read())
    return "".join(parts)


def _values(name: str, below: "Policy | None") -> dict[str, str]:
    values = {
        "id": name,
        "ID": name.upper(),
        "title": name.replace("-", " ").title(),
        "module": _module(name),
        "kind": f"{name}.year",
        "group": "staff",
        "cite": "guideline",
    }
    if below is None:
        return values
    if not below.kinds or not below.staff_groups:
        raise PolicyInvalid(
            "The policy {policy} has no dialogue or no staff group to add to.", policy=below.id
        )
    return values | {
        "below": below.id,
        "kind": next(iter(below.kinds)),
        "group": next(iter(below.staff_groups)),
        "cite": f"{name}.guideline",
    }
