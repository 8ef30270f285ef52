"""Which policies an institution allows: pinned by name, version and digest, checked before loading.

A digest is taken over the files of a policy's folder, its Python code included, and over all that
this code imports from elsewhere, the standard library and visavi excepted, without importing
anything. What code loads by a name that it puts together is not covered.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from visavi.errors import PolicyFailed
from visavi.policy.contents import digest, files_of
from visavi.policy.names import Named, head_of, place_of


class Pin(NamedTuple):
    """One policy as it was when it was allowed."""

    policy: str
    version: str
    digest: str


Allowed = Mapping[str, Mapping[str, str]]
"""Version and digest by the policy's name; nothing at all allows everything."""


def pin(named: Named) -> Pin:
    """The policy as it is now; ``PolicyFailed`` if its files cannot be found without running it."""
    folder = folder_of(named)
    return Pin(named.name, head_of(folder, "version"), _whole_digest(folder))


def _whole_digest(folder: str) -> str:
    """The digest of the folder, with what its code imports from elsewhere, if anything."""
    from hashlib import sha256

    from visavi.policy.containing.imported import imported_files

    inside = digest((folder,))
    outside = imported_files(files_of(folder))
    if not outside:
        return inside
    total = sha256(inside.encode())
    for name, path in outside:
        with open(path, "rb") as file:
            total.update(f"{name}\0{sha256(file.read()).hexdigest()}\0".encode())
    return total.hexdigest()


def chain(name: str, names: Sequence[Named], upon: str = "") -> list[Named]:
    """A policy and all that it extends, itself first; raises what ``find_policy`` raises.

    As a layer ``upon`` an institution's policy that extends the same it stands on that.
    """
    own = _chain(name, names)
    below = _chain(upon, names) if upon and upon not in {one.name for one in own} else []
    if not below or below[-1] != own[-1]:
        return own
    added = [one for one in own if one not in below]
    return [*added, *below] if added else own


def _chain(name: str, names: Sequence[Named]) -> list[Named]:
    from visavi.policy.loading import find_policy

    found: list[Named] = []
    while name and name not in {one.name for one in found}:
        named = find_policy(name, names)
        found.append(named)
        name = head_of(folder_of(named), "extends")
    return found


def layers_of(named: Named) -> Iterator[str]:
    """The layers that a policy names for its units."""
    from visavi.policy.files import read_toml
    from visavi.policy.problems import Problems

    path = os.path.join(folder_of(named), "policy.toml")
    file = read_toml(path, named.name, Problems())
    layers = file.values.get("layers", {}) if file is not None else {}
    yield from dict.fromkeys(str(layer) for layer in layers.values())


def require_allowed(name: str, names: Sequence[Named], allowed: Allowed, upon: str = "") -> str:
    """The digest that the whole policy must have once it is loaded, ``upon`` another or by itself.

    Raises ``PolicyFailed`` if it, or one that it extends, is not allowed, or is not what it was.
    """
    parts = chain(name, names, upon)
    for named in parts:
        pinned, now = allowed.get(named.name), pin(named)
        if pinned is None:
            raise PolicyFailed(
                "The policy {policy} {version} is not allowed in this store; it was not loaded.",
                todo="Read what it does, then: visavi policy allow {policy}",
                policy=now.policy,
                version=now.version,
            )
        if pinned["digest"] != now.digest:
            raise PolicyFailed(
                "The policy {policy} is not what was allowed in this store (version {was}, now "
                "{version}); it was not loaded.",
                todo="See what changed, then: visavi policy allow {policy}",
                policy=now.policy,
                was=pinned["version"],
                version=now.version,
            )
    return digest(folder_of(named) for named in reversed(parts))


def require_same(policy: str, loaded: str, expected: str) -> None:
    """Raise ``PolicyFailed`` if what was loaded is not what was looked at before."""
    if loaded != expected:
        raise PolicyFailed(
            "The policy {policy} takes its files from elsewhere than from its folder.",
            todo="It cannot be allowed by digest.",
            policy=policy,
        )


def format_of(named: Named) -> int | None:
    """The number of the format that a policy is written for; ``None`` where it cannot be seen."""
    try:
        number = head_of(folder_of(named), "api")
    except PolicyFailed:
        return None
    return int(number) if number.isdecimal() and len(number) < 9 else None


def folder_of(named: Named) -> str:
    """Where a policy's files lie, found without importing it."""
    folder = place_of(named)
    if not folder:
        raise PolicyFailed(
            "The files of the policy {policy} cannot be found without running it.",
            todo="It cannot be allowed by digest.",
            policy=named.name,
        )
    return folder
