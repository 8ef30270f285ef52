"""Where a key stands: tomllib does not say, so the lines are found beside it."""

import tomllib
from pathlib import Path

import pytest

from visavi.policy.locating import Locator

TEXT = '''\
a = 1
b = """
[not.a.table]
c = 2
"""
d = [
  [1, "]"],   # ]
  2,
]
e = 'f = 3'
[[o]]
x = 1
[[o.e]]
y = 1
[[o]]
[o.f]
z = { g = [1,
      2], h = 2 }
["q.r".s]
t = \'\'\'
u = 4\'\'\'
v.w = 5
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 1),
        (("b",), 2),
        (("d",), 6),
        (("e",), 10),
        (("o",), 11),
        (("o", 0, "x"), 12),
        (("o", 0, "e", 0, "y"), 14),
        (("o", 1), 15),
        (("o", 1, "f", "z", "h"), 17),
        (("q.r", "s", "t"), 20),
        (("q.r", "s", "v", "w"), 22),
        (("c",), 0),
        (("u",), 0),
        (("o", 0, "missing"), 11),
    ],
)
def test_a_key_is_found_on_its_line(path: tuple[str | int, ...], line: int) -> None:
    """What is no key is on no line; what is not there is placed at its table."""
    tomllib.loads(TEXT)

    assert Locator(TEXT).line(*path) == line


PLUGINS = Path(__file__).parents[3] / "plugins"


@pytest.mark.parametrize(
    "file", sorted(PLUGINS.rglob("*.toml")), ids=lambda f: str(f.relative_to(PLUGINS))
)
def test_every_key_of_a_shipped_file_is_on_the_line_that_is_told(file: Path) -> None:
    """The line holds the key's name: for each key of each table of real policies."""
    text = file.read_text(encoding="utf-8")
    lines, locator = text.splitlines(), Locator(text)

    for table, entries in tomllib.loads(text).items():
        rows = list(enumerate(entries)) if isinstance(entries, list) else [("", entries)]
        for place, entry in rows:
            if isinstance(entry, dict):
                for key in entry:
                    path = (table, key) if place == "" else (table, place, key)
                    assert key in lines[locator.line(*path) - 1], path
