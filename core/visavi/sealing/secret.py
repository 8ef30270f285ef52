"""What somebody gives to open a store: a passphrase, a recovery code, or the escrow's private key.

Needs no cryptography library: it is loaded before a passphrase is asked for.
"""

import os
import unicodedata
from base64 import b32decode, b32encode
from typing import NamedTuple

from visavi.errors import InvalidInput

LEAST = 10
"""Characters that a passphrase must have."""
_MOST = 1024
_LEAST_DIFFERENT = 5
_CODE = 20
_GROUP = 4
_COMMON = frozenset(
    ("1234567890", "0123456789", "password123", "passwordpassword", "qwertyuiop", "abcdefghij")
)


class Cost(NamedTuple):
    """The cost of Argon2id: memory in KiB, passes over it, lanes."""

    memory: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


class Secret(NamedTuple):
    """One of three, never shown: its ``repr`` tells nothing."""

    passphrase: str | None = None
    code: bytes | None = None
    private: bytes | None = None

    def __repr__(self) -> str:
        return "Secret()"


def typed(text: str) -> Secret:
    """What was typed: a recovery code if it is one, else a passphrase."""
    text = unicodedata.normalize("NFC", text)
    return Secret(passphrase=text, code=_read_code(text))


def accepted(text: str) -> str:
    """A new passphrase, if it is not too weak; raises :class:`InvalidInput`."""
    text = unicodedata.normalize("NFC", text)
    if len(text) < LEAST or len(text) > _MOST:
        raise InvalidInput(
            "A passphrase has {least} to {most} characters.",
            todo="Take four or five words that have nothing to do with each other.",
            least=LEAST,
            most=_MOST,
        )
    if len(set(text)) < _LEAST_DIFFERENT or text.casefold() in _COMMON:
        raise InvalidInput(
            "That passphrase is among the first that anybody would try.",
            todo="Take four or five words that have nothing to do with each other.",
        )
    return text


def new_code() -> bytes:
    """The random bytes of a new recovery code."""
    return os.urandom(_CODE)


def spelt(code: bytes) -> str:
    """A recovery code for people: nine groups of letters and digits, the last one a checksum."""
    letters = b32encode(code).decode("ascii") + _checksum(code)
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def _read_code(text: str) -> bytes | None:
    """The bytes of a recovery code as it was typed; ``None`` if it is none, or mistyped."""
    letters = "".join(text.split()).replace("-", "").upper()
    try:
        code = b32decode(letters[:-_GROUP])
    except ValueError:
        return None
    return code if len(code) == _CODE and letters[-_GROUP:] == _checksum(code) else None


def _checksum(code: bytes) -> str:
    from hashlib import sha256

    return b32encode(sha256(code).digest()).decode("ascii")[:_GROUP]
