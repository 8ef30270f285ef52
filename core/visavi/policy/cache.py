"""Remembering what was parsed: TOML is slow to read, JSON is not.

A cache is a folder that may be thrown away at any time. What lies in it counts only as long as
every file that it was made from has the same time of change and size, this package's own included.
A cache that cannot be read or written is as good as none.
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from visavi.policy.names import Named, Times

Stamp = tuple[str, int, int]
"""Path, time of change in nanoseconds, size; of a folder the size is 0."""


def stamps(paths: Iterable[str]) -> list[Stamp]:
    """The present stamps of files and folders; one that is not there has the time 0."""
    return [_stamp(path) for path in paths]


def _stamp(path: str) -> Stamp:
    try:
        found = os.stat(path)
    except OSError:
        return (path, 0, 0)
    return (path, found.st_mtime_ns, 0 if os.path.isdir(path) else found.st_size)


def own_files() -> list[str]:
    """This package's modules: what they make of a policy changes with them."""
    here = os.path.dirname(__file__)
    return [here, *(entry.path for entry in os.scandir(here) if entry.name.endswith(".py"))]


def _home() -> str:
    """Where this program lies: one cache may serve several installations of it."""
    return os.path.dirname(__file__)


class Remembered:
    """The remembered form of one policy in a cache folder."""

    def __init__(self, folder: str, policy: str) -> None:
        self._path = os.path.join(folder, f"policy-{policy}.json")
        self._folder = folder
        self._policy = policy

    def read(self) -> Mapping[str, Any] | None:
        """What was remembered, if it still holds."""
        found = _read(self._path)
        if not isinstance(found, dict) or not {"stamps", "parts", "plain"} <= found.keys():
            return None
        if found.get("home") != _home():
            return None
        if any(_stamp(path) != (path, *rest) for path, *rest in found["stamps"]):
            return None
        return found

    def texts(self, language: str) -> Mapping[str, Any]:
        """The remembered texts of one language; empty where there are none."""
        found = _read(self._texts_path(language))
        return found if isinstance(found, dict) else {}

    def write(
        self, files: Iterable[str], content: Mapping[str, Any], texts: Mapping[str, Any]
    ) -> None:
        """Remember a policy. The main file is written last: it makes the others count."""
        for language, tables in texts.items():
            _write(self._folder, self._texts_path(language), tables)
        marked = {"home": _home(), "stamps": stamps(sorted({*files, *own_files()})), **content}
        _write(self._folder, self._path, marked)

    def _texts_path(self, language: str) -> str:
        return os.path.join(self._folder, f"policy-{self._policy}.{language}.json")


def remembered_value(folder: str, name: str, about: Any) -> str | None:
    """What was made of files and of ``about`` before, if none of the files has changed since."""
    found = _read(_value_path(folder, name))
    if not isinstance(found, dict) or not {"stamps", "value"} <= found.keys():
        return None
    if found.get("home") != _home() or found.get("about") != json.loads(json.dumps(about)):
        return None
    if any(_stamp(path) != (path, *rest) for path, *rest in found["stamps"]):
        return None
    return str(found["value"])


def remember_value(
    folder: str, name: str, about: Any, value: str, stamps: Iterable[Iterable[Any]]
) -> None:
    """Remember what was made of the files with these ``stamps``."""
    distinct = sorted({tuple(stamp) for stamp in stamps})
    marked = {"home": _home(), "stamps": distinct, "about": about, "value": value}
    _write(folder, _value_path(folder, name), marked)


def _value_path(folder: str, name: str) -> str:
    return os.path.join(folder, f"{name}.json")


def remembered_names(
    folder: str, times: Times, scan: Callable[[Times], tuple[Named, ...]]
) -> tuple[Named, ...]:
    """The installed policies as remembered for these folders, else as found now."""
    path = os.path.join(folder, "policies.json")
    wanted = [list(time) for time in times]
    found = _read(path)
    if isinstance(found, dict) and found.get("times") == wanted:
        return tuple(Named(*named) for named in found["names"])
    names = scan(times)
    _write(folder, path, {"times": wanted, "names": names})
    return names


def _read(path: str) -> Any:
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError, RecursionError):
        return None


def _write(folder: str, path: str, content: Any) -> None:
    unfinished = f"{path}.{os.getpid()}"
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with open(unfinished, "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, separators=(",", ":"))
        os.replace(unfinished, path)
    except OSError:
        if os.path.exists(unfinished):
            os.unlink(unfinished)
