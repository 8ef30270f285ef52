"""On which line a key of a TOML text stands: ``tomllib`` does not say.

Only line beginnings are read, multi-line strings and arrays are stepped over. What cannot be placed
is placed at the nearest table above it; a wrong guess costs a wrong line number and nothing else.
"""

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]

_KEY = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*""")
_TOKEN = re.compile(r"""\"{3}|'{3}|"(?:[^"\\]|\\.)*"|'[^']*'|#.*|[\[\]{}]""")
_END = {
    '"""': re.compile(r'(?:[^"\\]|\\.|"(?!""))*"""'),
    "'''": re.compile(r"(?:[^']|'(?!''))*'''"),
}


class Locator:
    """The lines of all keys of one text, looked for when one is first asked for."""

    def __init__(self, text: str) -> None:
        self._unread: str | None = text
        self._lines: dict[Path, int] = {}
        self._arrays: dict[Path, int] = {}

    def line(self, *path: str | int) -> int:
        """The line (from 1) of the key, or of the nearest table above it; 0 if there is none."""
        if self._unread is not None:
            text, self._unread = self._unread, None
            self._read(text)
        for end in range(len(path), 0, -1):
            found = self._lines.get(path[:end])
            if found is not None:
                return found
        return 0

    def _read(self, text: str) -> None:
        table: Path = ()
        for number, line in _logical_lines(text):
            stripped = line.lstrip()
            if stripped.startswith("[["):
                table = self._array(_dotted(stripped[2:]))
                self._lines.setdefault(table[:-1], number)
                self._lines.setdefault(table, number)
            elif stripped.startswith("["):
                table = self._resolved(_dotted(stripped[1:]))
                self._lines.setdefault(table, number)
            elif keys := _dotted(stripped):
                for end in range(1, len(keys) + 1):
                    self._lines.setdefault((*table, *keys[:end]), number)

    def _array(self, keys: list[str]) -> Path:
        parent = self._resolved(keys[:-1])
        array: Path = (*parent, *keys[-1:])
        self._arrays[array] = self._arrays.get(array, -1) + 1
        return (*array, self._arrays[array])

    def _resolved(self, keys: list[str]) -> Path:
        """The path of a header: a step into an array of tables means its last table."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self._arrays:
                path = (*path, self._arrays[path])
        return path


def _dotted(text: str) -> list[str]:
    """The keys before the first thing that is not a dotted key."""
    keys: list[str] = []
    at = 0
    while match := _KEY.match(text, at):
        keys.append(next(group for group in match.groups() if group is not None))
        at = match.end()
        if text[at : at + 1] != ".":
            break
        at += 1
    return keys


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines on which something begins, with their numbers."""
    depth, quote = 0, ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not depth and not quote:
            yield number, line
            if line.lstrip()[:1] == "[":
                continue
        depth, quote = _state_after(line, depth, quote)


def _state_after(line: str, depth: int, quote: str) -> tuple[int, str]:
    """How many brackets are open after the line, and which multi-line string."""
    at = 0
    while True:
        if quote:
            end = _END[quote].match(line, at)
            if end is None:
                return depth, quote
            at, quote = end.end(), ""
        token = _TOKEN.search(line, at)
        if token is None:
            return depth, ""
        at = token.end()
        if token[0] in _END:
            quote = token[0]
        elif token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth = max(0, depth - 1)
