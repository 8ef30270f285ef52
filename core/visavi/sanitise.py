"""Text that somebody wrote, made safe for a terminal, a JSON reader and a spreadsheet.

A stored byte may never drive the screen that shows it: escape sequences, control characters,
marks that turn the direction of reading, line separators, halves of surrogate pairs, private and
unassigned characters are shown as what they are. Letters of all languages, joiners and emoji pass.
Nothing is left out: whoever looks sees that something stands there.
"""

from collections.abc import Callable

_KEPT = frozenset(
    "\u200c\u200d"  # joiners: Persian, Indic scripts, joined emoji
    "\u00ad"  # soft hyphen
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
"""Characters that Python counts as unprintable and that no terminal acts upon."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # the wide forms count in Excel


def shown(text: str) -> str:
    """The text for a terminal, over several lines: newlines and tabs stand, all else is visible."""
    return text if text.isprintable() else _replaced(text, "\n\t", _visible)


def line(text: str) -> str:
    """The text for one line, such as a name in a table: a newline or tab in it is visible too."""
    return text if text.isprintable() else _replaced(text, "", _visible)


def json_safe(text: str) -> str:
    """JSON text in which every character that could drive a terminal stands as a JSON escape.

    The text means the same to a program: newlines between JSON values stay.
    """
    return text if text.isprintable() else _replaced(text, "\n", _json_escape)


def cell(text: str) -> str:
    """The text for a cell of a CSV file that a spreadsheet may open.

    A leading formula sign gets an apostrophe in front, unless the cell is a plain number. Imports
    take it away again.
    """
    text = shown(text.replace("\r\n", "\n"))
    if text.startswith(_FORMULA) and not _is_number(text):
        return "'" + text
    return text


def _replaced(text: str, kept: str, instead: Callable[[str], str]) -> str:
    """The text with every harmful character replaced; fast for long texts with few of them."""
    harmful = {
        ord(character): instead(character)
        for character in set(text)
        if not (character.isprintable() or character in _KEPT or character in kept)
    }
    return text.translate(harmful) if harmful else text


def _visible(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escape(character: str) -> str:
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def _is_number(text: str) -> bool:
    """``-1 234,5`` and ``+3.2`` are numbers, ``-1+cmd()`` is not."""
    digits = text[1:].replace(" ", "").replace("\u00a0", "")
    whole, _, part = digits.replace(",", ".").partition(".")
    return text[0] in "+-" and (whole + part).isdecimal() and whole.isascii()
