"""Exported copies: all that was signed in one dialogue, in one file that verifies by itself.

A copy holds the signed texts exactly as signed, the signatures, the public keys, the entries and
the head of the audit chain, and who beyond the two has read. It holds no private note, no
preparation and no salt. Its checksum notices accidents; it is no protection against a forger.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, NoReturn

from visavi import audit
from visavi.digests import sha256
from visavi.errors import InvalidInput
from visavi.messages import Sentence, say
from visavi.signing.canonical import canonical, parsed
from visavi.store.repository import Document

SCHEMA = "visavi.copy/1"
KEY_SCHEMA = "visavi.public-key/1"

LARGEST = 20_000_000
"""Bytes of a copy that are read: far more than any dialogue has."""

_CHECKED = "visavi copy 1\n"


class KnownKey(NamedTuple):
    """A public key, whose it is, and the days on which it counts."""

    person: str
    key: str
    start: str | None = None
    end: str | None = None

    def counts(self, person: str, on: str) -> bool:
        """Whether the key is the person's on the day."""
        after = self.start is None or self.start <= on
        return self.person == person and after and (self.end is None or on <= self.end)


def copy_of(
    dialogue: Document,
    versions: Iterable[Mapping[str, Any]],
    keys: Iterable[KnownKey],
    exported: Mapping[str, Any],
) -> dict[str, Any]:
    """The copy of a dialogue as it stands; ``exported`` says by whom, on which day, when."""
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "dialogue": dialogue["id"],
        "employee": dialogue["employee"],
        "conductor": dialogue["conductor"],
        "kind": dialogue["kind"],
        "cycle": dialogue["cycle"],
        "policy": dict(dialogue["policy"]),
        "versions": [dict(version) for version in versions],
        "keys": [key._asdict() for key in keys],
        "audit": {"entries": audit.entries(dialogue), "head": audit.head_of(dialogue)},
        "readers": audit.readers_in(dialogue.get("events", ())),
        "exported": dict(exported),
    }
    return with_checksum(found)


def with_checksum(copy: Mapping[str, Any]) -> dict[str, Any]:
    """The copy with the checksum of all that is in it."""
    return {**copy, "checksum": checksum(copy)}


def checksum(copy: Mapping[str, Any]) -> str:
    """The checksum that belongs to a copy; what stands in its place already is left out."""
    whole = {key: value for key, value in copy.items() if key != "checksum"}
    return sha256((_CHECKED + canonical(whole)).encode())


def written(copy: Mapping[str, Any]) -> bytes:
    """The file of a copy: JSON that a person can read."""
    import json

    return (json.dumps(copy, ensure_ascii=False, indent=1) + "\n").encode()


def read_copy(content: bytes) -> dict[str, Any]:
    """The copy in a file. Raises :class:`InvalidInput` for what is no copy.

    What it says is not looked into here: see :mod:`visavi.signing.verifying`.
    """
    found = _object(content, LARGEST)
    schema = found.get("schema")
    if schema != SCHEMA:
        newer = isinstance(schema, str) and schema.startswith("visavi.copy/")
        _no_copy("it was written by a newer visavi" if newer else "it says that it is another file")
    if not _fits(found, _FORM):
        _no_copy("it has not the form of one")
    return found


def key_file(person: str, public: str) -> bytes:
    """The file in which somebody gives a public key away."""
    return written({"schema": KEY_SCHEMA, "person": person, "key": public})


def read_key_file(content: bytes) -> KnownKey:
    """The public key in such a file; raises :class:`InvalidInput`."""
    from visavi.signing.keys import require_public

    found = _object(content, 10_000)
    if found.get("schema") != KEY_SCHEMA or not isinstance(found.get("person"), str):
        raise InvalidInput("This file holds no public key.")
    return KnownKey(found["person"], require_public(str(found.get("key"))))


_TEXT = str
_MAYBE = (str, type(None))
_SIGNATURE = {"party": _TEXT, "by": _TEXT, "on": _TEXT, "digest": _TEXT}
_SIGNATURE_MORE = (
    "level", "dissent", "refused", "noted_by", "how", "key", "value", "head", "scheme",
)  # fmt: skip
_FORM: Mapping[str, Any] = {
    "dialogue": _TEXT,
    "employee": _TEXT,
    "conductor": _TEXT,
    "kind": _TEXT,
    "cycle": _TEXT,
    "policy": {"id": _TEXT, "version": _TEXT},
    "versions": [{"number": int, "text": _TEXT, "digest": _TEXT}],
    "keys": [{"person": _TEXT, "key": _TEXT, "start": _MAYBE, "end": _MAYBE}],
    "audit": {"entries": [{"n": int, "deed": _TEXT, "on": _TEXT, "by": _TEXT}], "head": _TEXT},
    "readers": [{"on": _TEXT, "by": _TEXT}],
    "exported": {"by": _TEXT, "on": _TEXT},
    "checksum": _TEXT,
}


def _fits(found: Any, form: Any) -> bool:
    if isinstance(form, Mapping):
        if not isinstance(found, dict):
            return False
        whole = all(key in found and _fits(found[key], form[key]) for key in form)
        return whole and _signatures_fit(found)
    if isinstance(form, list):
        return isinstance(found, list) and all(_fits(item, form[0]) for item in found)
    return isinstance(found, form) and not isinstance(found, bool)


def _signatures_fit(found: Mapping[str, Any]) -> bool:
    """Of a version: its signatures, of which a version that nobody signed has none."""
    signatures = found.get("signatures", [])
    if not isinstance(signatures, list):
        return False
    return all(
        isinstance(one, dict)
        and all(isinstance(one.get(key), str) for key in _SIGNATURE)
        and all(isinstance(one.get(key, ""), str) for key in _SIGNATURE_MORE)
        for one in signatures
    )


def _object(content: bytes, most: int) -> dict[str, Any]:
    if len(content) > most:
        _no_copy("it is too large")
    try:
        found = parsed(content.decode("utf-8"))
        canonical(found)
    except (UnicodeDecodeError, InvalidInput, RecursionError):
        _no_copy("it is damaged, or no JSON")
    if not isinstance(found, dict):
        _no_copy("it has not the form of one")
    return found


def _no_copy(reason: Sentence) -> NoReturn:
    raise InvalidInput("This is no copy of a dialogue: {reason}.", reason=say(reason))
