"""Which files outside its folder a policy's code is made of, found without running any of it.

Looked for are the modules that its files name in ``import`` lines, and those that these name. The
standard library, visavi and what visavi is built on do not count: they are the program.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator

_PROGRAM = frozenset({"attr", "attrs", "cattr", "cattrs", "orjson", "pluggy", "visavi"})

_LINE = re.compile(r"^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+)?import[ \t]+(\([^)]*\)|[^\n;#]+)", re.M)
_NAME = re.compile(r"([.\w]+)(?:\s+as\s+\w+)?")
_SUFFIXES = (".py", ".so", ".pyd", ".pyc")


def imported_files(files: Iterable[str]) -> list[tuple[str, str]]:
    """Name and path of each module outside ``files`` that they import, directly or not."""
    known = {os.path.realpath(file) for file in files}
    pending = [file for file in known if file.endswith(".py")]
    found: dict[str, str] = {}
    while pending:
        for name, path in _named_in(pending.pop()):
            if path not in known:
                known.add(path)
                found[path] = name
                if path.endswith(".py"):
                    pending.append(path)
    return sorted((name, path) for path, name in found.items())


def _named_in(file: str) -> Iterator[tuple[str, str]]:
    """The modules that a file names, each with the packages around it."""
    with open(file, encoding="utf-8", errors="replace") as opened:
        text = opened.read()
    for source, names in _LINE.findall(text):
        words = [name for name in _NAME.findall(names.strip("()")) if name != "as"]
        if not source:
            modules = words
        else:
            start = source if not source.startswith(".") else _absolute(source, file)
            modules = [start, *(f"{start}.{word}" for word in words)]
        for module in modules:
            yield from _files_of(module)


def _absolute(source: str, file: str) -> str:
    """The full name of a module that is named from where the file lies."""
    folder = os.path.dirname(file)
    inner = source.lstrip(".")
    for _ in range(len(source) - len(inner) - 1):
        folder = os.path.dirname(folder)
    names = []
    while os.path.exists(os.path.join(folder, "__init__.py")):
        folder, name = os.path.split(folder)
        names.append(name)
    return ".".join([*reversed(names), *filter(None, (inner,))])


def _files_of(module: str) -> Iterator[tuple[str, str]]:
    """The files of a module and of the packages around it, as far as they are there."""
    parts = module.split(".")
    if parts[0] in sys.stdlib_module_names or parts[0] in _PROGRAM or not all(parts):
        return
    for entry in sys.path:
        place = os.path.join(entry or ".", parts[0])
        if os.path.isdir(place) or any(os.path.exists(place + suffix) for suffix in _SUFFIXES):
            for end in range(1, len(parts) + 1):
                path = os.path.join(entry or ".", *parts[:end])
                for file in _candidates(path):
                    yield ".".join(parts[:end]), os.path.realpath(file)
            return


def _candidates(path: str) -> Iterator[str]:
    package = os.path.join(path, "__init__.py")
    if os.path.isfile(package):
        yield package
        return
    folder, name = os.path.split(path)
    for suffix in _SUFFIXES:
        if os.path.isfile(path + suffix):
            yield path + suffix
            return
    if os.path.isdir(folder):
        for entry in os.listdir(folder):
            if entry.startswith(f"{name}.") and entry.endswith((".so", ".pyd")):
                yield os.path.join(folder, entry)
