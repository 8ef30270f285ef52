"""The keys of a store: one random data key, and what it opens."""

import json
import os
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV, ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LENGTH = 32
"""Bytes of a key, a salt and a checksum."""
WRAPPED = LENGTH + 16
"""Bytes of a key that is sealed under another."""

REGISTER = "register"
MATTERS = "matters"
PRIVATE = "private"
COMPARTMENTS = (REGISTER, MATTERS, PRIVATE)
"""What has a key of its own: register with dossiers and index, matters, private notes."""

_HASH = SHA256()
_NONCE = bytes(12)
"""A key that wraps is used for one message only, so it needs no other nonce."""


def derived(key: bytes, purpose: str, *, salt: bytes | None = None, length: int = LENGTH) -> bytes:
    """A key for one purpose, made from another by HKDF-SHA256."""
    return HKDF(_HASH, length, salt, b"visavi/1 " + purpose.encode()).derive(key)


def locked(key: bytes, content: bytes, about: bytes) -> bytes:
    """The content under a key that is never used again; ``about`` is bound to it."""
    return ChaCha20Poly1305(key).encrypt(_NONCE, content, about)


def unlocked(key: bytes, content: bytes, about: bytes) -> bytes | None:
    """What :func:`locked` was given; ``None`` if key, content or ``about`` are others."""
    try:
        return ChaCha20Poly1305(key).decrypt(_NONCE, content, about)
    except InvalidTag:
        return None


def keyed_digest(key: bytes, content: bytes) -> bytes:
    """HMAC-SHA256."""
    mac = HMAC(key, _HASH)
    mac.update(content)
    return mac.finalize()


def digest(content: bytes) -> bytes:
    """SHA-256."""
    found = Hash(_HASH)
    found.update(content)
    return found.finalize()


def canonical(value: Mapping[str, Any]) -> bytes:
    """One way only to write down a mapping of ASCII text and whole numbers."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")


def new_keys(store_id: str) -> tuple[bytes, dict[str, bytes]]:
    """A random data key, and random keys of the compartments, wrapped under it."""
    data_key = os.urandom(LENGTH)
    wrapped = {
        name: locked(_wrapping(data_key, name), os.urandom(LENGTH), _about(store_id, name))
        for name in COMPARTMENTS
    }
    return data_key, wrapped


class Keys:
    """A store's data key, and the keys that follow from it.

    ``wrapped`` are the compartments' keys as they stand in the open; raises ``ValueError`` if the
    data key does not open them.
    """

    def __init__(self, data_key: bytes, store_id: str, wrapped: Mapping[str, bytes]) -> None:
        self.data_key = data_key
        self._compartments: dict[str, bytes] = {}
        for name in COMPARTMENTS:
            wrapping = _wrapping(data_key, name)
            opened = unlocked(wrapping, wrapped.get(name, b""), _about(store_id, name))
            if opened is None:
                raise ValueError(name)
            self._compartments[name] = opened
        self.places = derived(data_key, "places")
        self.names = AESSIV(derived(data_key, "names", length=2 * LENGTH))

    def of(self, compartment: str) -> bytes:
        """The key of a compartment."""
        return self._compartments[compartment]


def proof(data_key: bytes, value: Mapping[str, Any]) -> str:
    """That somebody with the data key wrote this, as 64 hexadecimal digits."""
    return keyed_digest(derived(data_key, "slots"), canonical(value)).hex()


def _wrapping(data_key: bytes, compartment: str) -> bytes:
    return derived(data_key, f"compartment {compartment}")


def _about(store_id: str, compartment: str) -> bytes:
    return f"{store_id} {compartment}".encode()
