"""Texts that try to drive whatever shows them, and a check that they are shown as what they are.

Each text that is planted stands between marks that tell its number, so that a screen can be asked
which of them it shows, and whether any letter of one was taken for something else.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from visavi.sanitise import shown

PAYLOADS: Mapping[str, str] = {
    "closing tag": "[/]",
    "link that quits": "[@click=app.quit]press[/]",
    "colour tag": "[red on white]no[/red]",
    "name in brackets": "for Kari [Nordmann]",
    "escaped bracket": "\\[b]x[/b]",
    "link tag": "[link=file:///etc/passwd]x[/link]",
    "emoji code": ":warning: [bold]",
    "clipboard": "\x1b]52;c;aGk=\x07",
    "title": "\x1b]0;owned\x07",
    "hyperlink": "\x1b]8;;http://example.org\x1b\\x\x1b]8;;\x1b\\",
    "notification": "\x1b]9;hello\x1b\\",
    "wipe": "\x1b[2J\x1b[Hgone",
    "other screen": "\x1b[?1049l",
    "mouse on": "\x1b[?1000h",
    "colour": "\x1b[31mred",
    "question": "\x1b[6n\x1b[c",
    "device control": '\x1bP$q"p\x1b\\',
    "picture": "\x1b_Gf=24;AAAA\x1b\\",
    "private message": "\x1b^x\x1b\\",
    "reset": "\x1bc",
    "one byte control": "\x9b31m",
    "one byte command": "\x9d0;owned\x9c",
    "one byte device control": "\x90q\x9c",
    "bells": "a\x07\x07b",
    "backspaces": "yes\x08\x08\x08no",
    "carriage return": "good\rbad",
    "other line ends": "a\x0bb\x0cc\x85d\u2028e\u2029f",
    "nothing": "a\x00b",
    "rubout": "a\x7fb",
    "turned around": "\u202egnp.exe",
    "isolated": "\u2066x\u2069\u200f",
    "no width": "a\u200bb\u2060c\ufeff",
    "tags": "a\U000e0041\U000e007f",
    "private use": "\ue000\U000f0000",
    "wall of marks": "x" + "\u0336" * 200,
    "long name": "n" * 300,
    "wide letters": "名" * 90,
    "family": "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f1f3\U0001f1f4 1\ufe0f\u20e3",
    "tab": "one\ttab",
    "braces": "{name} {0.__class__} {{7*7}} {% x %} %s ${x}",
    "formula": "=cmd|'/c calc'!A1",
    "sum": "@SUM(1+1)*cmd",
    "quotes": "\"'`;--<script>x</script>",
}
"""What somebody may have typed, pasted or imported, by what it tries to be."""

WALL = "wall " * 20_000
"""A hundred thousand letters in one paragraph."""

DRIVING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
"""Letters that must never reach a screen as themselves."""

BESIDE = " │|'\"▁▂▃▄▅▆▇█"
"""What may stand where a text was cut off: a border, a scroll bar, the quote of an error."""

FOLDED = re.compile(r" \d+/\d+ ")
"""What stands behind a first name where a heading has no room for the whole one."""

_MARK = re.compile(r"zq(\d\d)<")
_END = ">qz"


def planted_text(number: int) -> str:
    """The payload of that number between its marks."""
    payloads = tuple(PAYLOADS.values())
    return f"zq{number % len(payloads):02}<{payloads[number % len(payloads)]}{_END}"


def planter() -> Callable[[str], str]:
    """Gives one planted text after the other, whatever it is asked for."""
    numbers = _endless()
    return lambda _: planted_text(next(numbers))


def _endless() -> Iterator[int]:
    number = 0
    while True:
        yield number
        number += 1


def shown_in(lines: Iterable[str]) -> set[int]:
    """The numbers of the planted texts in these lines of a screen.

    Raises :class:`AssertionError` where one is not shown letter by letter up to where it is cut or
    wrapped, and where a letter stands there that could drive a terminal.
    """
    found: set[int] = set()
    for line in lines:
        driving = DRIVING.search(line)
        assert driving is None, f"{driving!r} in {line!r}"
        for mark in _MARK.finditer(line):
            number = int(mark[1])
            found.add(number)
            _require_literal(planted_text(number)[mark.end() - mark.start() :], line[mark.end() :])
    return found


def _require_literal(wanted: str, rest: str) -> None:
    """``rest`` begins with the text as it is shown, or with the part that had room.

    An error quotes the beginning of what was typed, with its backslashes doubled or in plain
    letters; the very text that is signed is JSON.
    """
    literal = shown(wanted)
    signed = shown(json.dumps(wanted, ensure_ascii=False)[1:-1])
    assert "\t" in wanted or any(
        _begins_with(rest, one)
        for one in (literal, literal.replace("\\", "\\\\"), ascii(literal)[1:-1], signed)
    ), f"{literal!r} is shown as {rest!r}"


def _begins_with(rest: str, literal: str) -> bool:
    same = 0
    while same < min(len(literal), len(rest)) and literal[same] == rest[same]:
        same += 1
    cut = any(rest[same - back : same - back + 3] == "..." for back in range(min(same, 2) + 1))
    after = rest[same:]
    first = literal.partition(" ")[0]
    if rest.startswith(first) and FOLDED.match(rest[len(first) :]):
        return True
    return same == len(literal) or cut or not after.strip() or after[0] in BESIDE
