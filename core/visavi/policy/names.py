"""Which policies are installed, without importing any of them.

``importlib.metadata`` costs more than the whole rest of a command, so the entry points are read
from the ``*.dist-info`` folders by hand, and the result is kept as long as the folders of
``sys.path`` have the same times of change: installing or removing a distribution changes them.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

GROUP = "visavi.policy"

Times = tuple[tuple[str, int], ...]


class Named(NamedTuple):
    """A policy by name: the distribution that brings it, its version, and what to import.

    One given by path has its folder as ``folder``, no ``target``, and no version yet.
    """

    name: str
    distribution: str
    version: str
    target: str = ""
    folder: str = ""


def policy_names(*, policy_dirs: Sequence[str] = (), cache: str | None = None) -> tuple[Named, ...]:
    """All policies that can be asked for, sorted by name; those given by path come first.

    ``cache`` is a folder in which the result may be kept between runs.
    """
    given = tuple(
        named_in(folder)
        for folder in dict.fromkeys(map(os.path.abspath, policy_dirs))
        if os.path.isfile(os.path.join(folder, "policy.toml"))
    )
    times = _times()
    if cache is None:
        installed = _scan(times)
    else:
        from visavi.policy.cache import remembered_names

        installed = remembered_names(cache, times, _scan)
    taken = {named.name for named in given}
    return (*given, *(named for named in installed if named.name not in taken))


def _times() -> Times:
    """The folders of ``sys.path`` with their times of change."""
    times = []
    for folder in dict.fromkeys(sys.path):
        try:
            times.append((folder, os.stat(folder or ".").st_mtime_ns))
        except OSError:
            continue
    return tuple(times)


@lru_cache(maxsize=4)
def _scan(times: Times) -> tuple[Named, ...]:
    """The group's entry points in these folders; of two equal distributions the first counts."""
    found: dict[str, tuple[Named, ...]] = {}
    for folder, _ in times:
        try:
            entries = sorted(os.listdir(folder or "."))
        except OSError:
            continue
        for entry in entries:
            stem, suffix = os.path.splitext(entry)
            if suffix not in (".dist-info", ".egg-info"):
                continue
            distribution, _, version = stem.partition("-")
            key = distribution.lower().replace("-", "_").replace(".", "_")
            if key not in found:
                path = os.path.join(folder, entry, "entry_points.txt")
                found[key] = tuple(_entry_points(path, distribution, version))
    return tuple(sorted(named for names in found.values() for named in names))


def _entry_points(path: str, distribution: str, version: str) -> Iterator[Named]:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        return
    group = ""
    for line in map(str.strip, lines):
        if line.startswith("["):
            group = line.strip("[] ")
        elif group == GROUP and "=" in line and not line.startswith(("#", ";")):
            name, _, target = line.partition("=")
            target = target.partition("[")[0].partition("#")[0].strip()
            yield Named(name.strip(), distribution.replace("_", "-"), version, target)


def place_of(named: Named) -> str:
    """The folder of a policy's files, found without importing it; empty if it is not found so."""
    if named.folder:
        return named.folder
    parts = named.target.partition(":")[0].split(".")
    for entry in sys.path:
        folder = os.path.join(entry or ".", *parts)
        if os.path.isfile(os.path.join(folder, "policy.toml")):
            return os.path.abspath(folder)
    return ""


def is_folder(policy: str, names: Sequence[Named]) -> bool:
    """Whether a policy is named by its folder: what could be either is a policy's name."""
    if not os.path.exists(os.path.join(policy, "policy.toml")):
        return False
    return os.sep in policy or all(named.name != policy for named in names)


def named_in(folder: str) -> Named:
    """The policy of a folder that was given by path, by the id that its file says."""
    last = os.path.basename(os.path.abspath(folder))
    return Named(head_of(folder, "id") or last, last, "", folder=os.path.abspath(folder))


def head_of(folder: str, key: str) -> str:
    """A text of the table ``[policy]`` in a policy's folder; empty if it is not there."""
    path = os.path.join(folder, "policy.toml")
    if not os.path.isfile(path):
        return ""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read(100_000)
    except OSError:
        return ""
    return _in_head(text, key)


def _in_head(text: str, key: str) -> str:
    """A text of the table ``[policy]``, found without parsing TOML; empty if it is not there."""
    inside = False
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("["):
            inside = line.partition("#")[0].strip() == "[policy]"
        elif inside and line.partition("=")[0].strip() == key:
            return line.partition("=")[2].partition("#")[0].strip().strip("\"'")
    return ""
