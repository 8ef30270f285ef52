"""What a document is: strict JSON with a schema, an id and a revision.

The JSON is stricter than the standard library's: no key twice, no NaN, no half of a surrogate
pair, UTF-8 and nothing behind the end.
"""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from visavi.errors import Conflict, InvalidInput, StoreDamaged, StoreNewer
from visavi.messages import say

NEWEST = 1
"""The newest version of every schema that this program knows."""

EVERYBODY = "*"
"""In the log of changed people: everybody may have changed."""

_DEEPEST = 100


def encode(document: Mapping[str, Any]) -> bytes:
    """The document as strict JSON; raises :class:`InvalidInput` for what JSON cannot hold."""
    try:
        _strict(document, 0)
        text: str = _encoder.encode(document)
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise InvalidInput(
            "A text holds half of a character, which cannot be stored.",
            todo="Type the text anew.",
        ) from None
    except (TypeError, ValueError) as error:
        raise InvalidInput("The document cannot be stored: {reason}.", reason=str(error)) from None


def decode(content: bytes, place: str) -> dict[str, Any]:
    """The document in these bytes; raises :class:`StoreDamaged` naming ``place``."""
    if not content:
        damaged(place, "it is empty")
    try:
        text = content.decode("utf-8")
        value, end = _scan(text)
    except UnicodeDecodeError:
        damaged(place, "it is not UTF-8")
    except (ValueError, RecursionError) as error:
        damaged(place, _reason(error))
    if end != len(text) and text[end:] != "\n":
        damaged(place, "something stands behind its end")
    if type(value) is not dict:
        damaged(place, "it is not a document")
    if "\\u" in text:
        _whole_characters(text, value, place)
    document: dict[str, Any] = value
    return document


def checked(document: dict[str, Any], kind: str, name: str, place: str) -> dict[str, Any]:
    """The same document, if it is of this kind and has this id and a revision.

    Raises :class:`StoreDamaged` if not, and :class:`StoreNewer` if its schema is newer than this
    program.
    """
    version = _version(document.get("schema"), kind, place)
    if version > NEWEST:
        raise StoreNewer(
            "{file} was written by a newer visavi (version {version} of its form).",
            todo="Use that version to open it; nothing was changed.",
            file=place,
            version=version,
        )
    if document.get("id") != name:
        damaged(place, "it says that it is another document")
    revision = document.get("revision")
    if type(revision) is not int or revision < 1:
        damaged(place, "it has no revision")
    return document


def prepared(document: Mapping[str, Any], kind: str, revision: int) -> bytes:
    """The bytes to store: with schema, id and this revision at the front.

    Raises :class:`InvalidInput` if the document is of another kind.
    """
    schema = document.get("schema", f"visavi.{kind}/{NEWEST}")
    if schema != f"visavi.{kind}/{NEWEST}":
        raise InvalidInput(
            "A document of the form {schema} cannot be stored as a {kind}.",
            schema=schema,
            kind=kind,
        )
    front = {"schema": schema, "id": document["id"], "revision": revision}
    return encode({**front, **document, **front})


def revision_read(document: Mapping[str, Any]) -> int:
    """The revision that the document was read with; 0 for a new one."""
    revision = document.get("revision", 0)
    if type(revision) is not int or revision < 0:
        raise InvalidInput("The revision of a document is a whole number.")
    return revision


def stale(kind: str, name: str) -> Conflict:
    """Somebody changed the document after it was read."""
    return Conflict(
        "The {kind} {id} was changed by somebody else in the meantime.",
        todo="Nothing was changed. Look at it again, and repeat what is still wanted.",
        kind=kind,
        id=name,
    )


def shown(name: str) -> str:
    """What a hostile or endless id looks like in an error text."""
    cut = name if len(name) <= 40 else name[:40] + "…"
    return repr(cut) if cut.isprintable() else ascii(cut)


def about(kind: str, name: str) -> str:
    """Whom a change of this document is about, for the log; a matter leaves no trace in it."""
    if kind == "person":
        return name
    if kind == "dialogue":
        return name[: -len(".123456")]
    return EVERYBODY if kind == "register" else ""


def damaged(place: str, reason: str, **values: object) -> NoReturn:
    """Raise :class:`StoreDamaged` for this file, with the reason in words."""
    raise StoreDamaged(
        "{file} is damaged: {reason}.",
        todo="Nothing was changed. Run visavi store check, and restore the file from a backup.",
        file=place,
        reason=say(reason, **values),
    )


def _version(schema: object, kind: str, place: str) -> int:
    if schema == f"visavi.{kind}/1":
        return 1
    if isinstance(schema, str):
        name, _, version = schema.partition("/")
        if name == f"visavi.{kind}" and version.isascii() and version.isdigit():
            return int(version[:9])
    damaged(place, "it is not a {kind}", kind=kind)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise ValueError("twice")
    return mapping


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _strict(value: object, depth: int) -> None:
    """Refuse what JSON would change in silence: other keys than text, and endless depth."""
    if depth > _DEEPEST:
        raise ValueError("it is nested too deeply")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if type(key) is not str:
                raise TypeError("a key is not text")
            if type(inner) is not str:
                _strict(inner, depth + 1)
    elif type(value) is list or type(value) is tuple:
        for inner in value:
            if type(inner) is not str:
                _strict(inner, depth + 1)


def _whole_characters(text: str, value: object, place: str) -> None:
    """An escape may hide half of a surrogate pair from the UTF-8 decoder."""
    try:
        _encoder.encode(value).encode("utf-8")
    except UnicodeEncodeError:
        damaged(place, "it holds half of a character")


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return "it breaks off or is garbled"
    return "a key stands twice in it" if str(error) == "twice" else "it holds what JSON has not"


_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_scan = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_no_constant).raw_decode
