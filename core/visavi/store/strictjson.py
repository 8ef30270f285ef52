"""Strict JSON with a checksum: what a document's bytes are.

Stricter than the standard library: no key twice, no NaN, no number that other programs would round,
no half of a surrogate pair, UTF-8 and nothing behind the end. The last member is a checksum of all
that stands before it: a bit that flips on the disk would otherwise be another letter or year.
"""

import json
from collections.abc import Iterable, Mapping
from importlib import import_module
from math import isfinite
from typing import Any, NoReturn
from zlib import crc32

from visavi.errors import InvalidInput, StoreDamaged
from visavi.messages import Sentence, say

SUM = "crc32"
_SUM_START = b',"crc32":"'
_SUM_LENGTH = len(_SUM_START) + 10
_NO_FIT = "its checksum does not fit (who edits it by hand must take out its member crc32)"
_DEEPEST = 100
_LEAST, _MOST = -(2**63), 2**63 - 1
_PATIENCE = 64
"""So many documents are read or written before a faster parser pays for its loading."""


def encode(document: Mapping[str, Any]) -> bytes:
    """The document as strict JSON; raises :class:`InvalidInput` for what JSON cannot hold."""
    if not document or SUM in document:
        raise InvalidInput(
            "The document cannot be stored: {reason}.",
            reason=say("it is empty, or has a checksum already"),
        )
    content = bare(document)[:-1]
    return b'%b,"crc32":"%08x"}' % (content, crc32(content))


def bare(document: Mapping[str, Any]) -> bytes:
    """The same without a checksum, for what is sealed by itself."""
    try:
        return _json.dump({**document})
    except UnicodeEncodeError:
        raise InvalidInput(
            "A text holds half of a character, which cannot be stored.",
            todo="Type the text anew.",
        ) from None
    except (TypeError, ValueError) as error:
        raise InvalidInput("The document cannot be stored: {reason}.", reason=str(error)) from None


def value_of(content: bytes) -> Any:
    """What stands in bytes that :func:`bare` made, and that a seal vouches for."""
    return _json.load(content)


def decode(content: bytes, place: str) -> dict[str, Any]:
    """The document in these bytes; raises :class:`StoreDamaged` naming ``place``.

    A checksum vouches that the bytes are as :func:`encode` made them. A file without one was made
    by hand, and every rule is tried on it.
    """
    fits = content[-10:-2] == b"%08x" % crc32(content[:-_SUM_LENGTH])
    if content[-_SUM_LENGTH:-10] != _SUM_START:
        if fits:
            damaged(place, "the name of its checksum is garbled")
        return _made_by_hand(content, place)
    if not fits:
        damaged(place, _NO_FIT)
    try:
        value = _json.load(content)
    except (ValueError, RecursionError) as error:
        damaged(place, _reason(error))
    if type(value) is not dict:
        damaged(place, "it is not a document")
    value.pop(SUM, None)
    document: dict[str, Any] = value
    return document


def damaged(place: str, reason: Sentence, **values: object) -> NoReturn:
    """Raise :class:`StoreDamaged` for this file, with the reason in words."""
    raise StoreDamaged(
        "{file} is damaged: {reason}.",
        todo="Nothing was changed. Run visavi store check, and restore the file from a backup.",
        file=place,
        reason=say(reason, **values),
    )


class Json:
    """The standard library's JSON, until so much was done that loading a faster one pays."""

    def __init__(self, patience: int = _PATIENCE) -> None:
        self._left = patience
        self._fast: Any = None
        self._option = 0

    def load(self, content: bytes) -> Any:
        """The value in bytes that :meth:`dump` made."""
        if self._fast is not None:
            return self._fast.loads(content)
        self._count()
        return _decode(content.decode("utf-8"))

    def dump(self, document: dict[str, Any]) -> bytes:
        """The bytes of a document; raises ``TypeError`` or ``ValueError`` where it has none."""
        if self._fast is None:
            self._count()
        else:
            try:
                content: bytes = self._fast.dumps(document, option=self._option)
                if b"null" in content:  # it stands for NaN as well
                    _strict(document, 0)
                return content
            except TypeError:
                pass  # as keys it wants nothing but text itself: tried more patiently below
        _strict(document, 0)
        return _encode(document).encode("utf-8")

    def _count(self) -> None:
        self._left -= 1
        if self._left == 0:
            try:
                fast = import_module("orjson")
            except ImportError:
                return
            self._option = fast.OPT_PASSTHROUGH_DATETIME | fast.OPT_PASSTHROUGH_DATACLASS
            self._fast = fast


def _made_by_hand(content: bytes, place: str) -> dict[str, Any]:
    """A document without a checksum, by all the rules."""
    if not content:
        damaged(place, "it is empty")
    try:
        value = _decode_strictly(content.decode("utf-8"))
        _encode(value).encode("utf-8")  # an escape may hide half of a character
    except UnicodeDecodeError:
        damaged(place, "it is not UTF-8")
    except UnicodeEncodeError:
        damaged(place, "it holds half of a character")
    except (ValueError, RecursionError) as error:
        damaged(place, _reason(error))
    if type(value) is not dict:
        damaged(place, "it is not a document")
    if SUM in value:
        damaged(place, _NO_FIT)
    document: dict[str, Any] = value
    return document


def _reason(error: Exception) -> Sentence:
    if isinstance(error, json.JSONDecodeError):
        return "it breaks off, is garbled, or something stands behind its end"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return "a key stands twice in it" if str(error) == _TWICE else "it holds what JSON has not"


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise ValueError(_TWICE)
    return mapping


def _whole_number(digits: str) -> int:
    if len(digits) > 20:
        raise ValueError("too large")
    return _in_range(int(digits))


def _in_range(number: int) -> int:
    if not _LEAST <= number <= _MOST:
        raise ValueError("a number is too large")
    return number


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _strict(value: Any, depth: int) -> None:
    """Refuse what JSON would change in silence: other keys than text, and endless depth."""
    if depth > _DEEPEST:
        raise ValueError("it is nested too deeply")
    items: Iterable[Any] = value
    if type(value) is dict:
        for key in value:
            if type(key) is not str and not isinstance(key, str):
                raise TypeError("a key is not text")
        items = value.values()
    for item in items:
        kind = type(item)
        if kind is dict or kind is list or kind is tuple:
            _strict(item, depth + 1)
        elif kind is int:
            _in_range(item)
        elif kind is float and not isfinite(item):
            raise ValueError("a number is not finite")


_TWICE = "twice"
_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":")
).encode
_decode = json.JSONDecoder(parse_constant=_no_constant).decode
_decode_strictly = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_constant=_no_constant, parse_int=_whole_number
).decode
_json = Json()
