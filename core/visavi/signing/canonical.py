"""Canonical JSON (RFC 8785): one way only to write down what is signed.

Of the numbers only whole ones are taken, up to 2**53 - 1: what is signed here holds no other.
"""

import json
import unicodedata
from collections.abc import Mapping
from typing import Any, NoReturn

from visavi.digests import sha256
from visavi.errors import InvalidInput

SIGNED = "visavi signed dialogue 1\n"
"""Stands before a signed text when its digest is taken, so that it cannot serve elsewhere."""

LARGEST = 2**53 - 1
"""The largest whole number that every JSON reader takes for what it is."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def canonical(value: Any) -> str:
    """The canonical text of mappings, lists, texts, whole numbers, booleans and nothing.

    Keys stand in the order of their UTF-16 code units. Texts stay as they are: see
    :func:`composed`. Raises :class:`InvalidInput` for any other number or kind of value, and for
    half of a surrogate pair.
    """
    return _encode(_ordered(value))


def composed(value: Any) -> Any:
    """The same with all texts in composed form (NFC) and plain line ends.

    What looks the same to the eye of a person has the same bytes then.
    """
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, Mapping):
        return {key: composed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [composed(item) for item in value]
    return value


def parsed(text: str) -> Any:
    """The value of a JSON text; raises :class:`InvalidInput` for a key that stands twice."""
    try:
        return json.loads(
            text,
            object_pairs_hook=_mapping,
            parse_float=_no_number,
            parse_constant=_no_number,
            parse_int=_whole,
        )
    except (ValueError, RecursionError):
        raise InvalidInput("The text is not canonical JSON.") from None


def is_canonical(text: str) -> bool:
    """Whether the text is the one canonical text of its value, in composed form."""
    try:
        return canonical(composed(parsed(text))) == text
    except (InvalidInput, RecursionError):
        return False


def digest(text: str) -> str:
    """The SHA-256 of a signed text under its domain, in hexadecimal."""
    return sha256((SIGNED + text).encode())


def _ordered(value: Any) -> Any:
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str):
        return _whole_text(value)
    if isinstance(value, int):
        return value if -LARGEST <= value <= LARGEST else _refuse("a number that is too large")
    if isinstance(value, Mapping):
        return {_key(key): _ordered(value[key]) for key in sorted(value, key=_units)}
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    return _refuse(type(value).__name__)


def _whole_text(text: str) -> str:
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        _refuse("half of a surrogate pair")
    return str(text)


def _key(key: Any) -> str:
    return _whole_text(key) if isinstance(key, str) else _refuse("a key that is not text")


def _units(key: Any) -> bytes:
    """The order of RFC 8785, which is not that of code points beyond the basic plane."""
    return key.encode("utf-16-be", "surrogatepass") if isinstance(key, str) else b""


def _refuse(what: str) -> NoReturn:
    raise InvalidInput("What is signed cannot hold {what}.", what=what)


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError("no whole number")


def _whole(text: str) -> int:
    if len(text) > 17:
        raise ValueError("too large")
    return int(text)
