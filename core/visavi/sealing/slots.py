"""Key slots: each holds the data key, wrapped so that one passphrase, code or private key opens it.

A slot is a mapping of text and numbers that stands in the open in ``store.json``. What it says of
itself, the store's id and the cost of its key derivation included, is bound to what it holds.
"""

import os
import re
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from visavi.errors import InvalidInput, StoreForeign
from visavi.sealing.keys import LENGTH, WRAPPED, canonical, derived, locked, unlocked
from visavi.sealing.secret import Cost, Secret
from visavi.store.layout import STORE
from visavi.store.strictjson import damaged

MOST = 8
"""So many slots a store may have."""

KDF = {"memory": (8 * 1024, 1024 * 1024), "passes": (1, 16), "lanes": (1, 16)}
"""Least and most of each cost of Argon2id; the memory in KiB."""
WORK = 4 * 1024 * 1024
"""Most of memory times passes, over all slots together: seconds, not minutes."""

_HEX = {"salt": LENGTH, "public": LENGTH, "ephemeral": LENGTH, "wrapped": WRAPPED}
_FIELDS = {
    "passphrase": ("salt", "wrapped"),
    "recovery": ("salt", "wrapped"),
    "escrow": ("public", "ephemeral", "wrapped"),
}

_ID = re.compile(r"k[1-9][0-9]{0,8}")

Slot = Mapping[str, Any]


def passphrase_slot(data_key: bytes, store_id: str, number: int, text: str, cost: Cost) -> Slot:
    """A slot that this passphrase opens."""
    salt = os.urandom(LENGTH)
    about = {**_about("passphrase", store_id, number, salt), **cost._asdict()}
    return _closed(about, data_key, _of_passphrase(text, salt, cost))


def recovery_slot(data_key: bytes, store_id: str, number: int, code: bytes) -> Slot:
    """A slot that this recovery code opens: random enough to need no costly derivation."""
    salt = os.urandom(LENGTH)
    about = _about("recovery", store_id, number, salt)
    return _closed(about, data_key, derived(code, "recovery", salt=salt))


def escrow_slot(data_key: bytes, store_id: str, number: int, public: bytes) -> Slot:
    """A slot that the holder of the private key to this X25519 key opens."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    once = X25519PrivateKey.generate()
    ephemeral = once.public_key().public_bytes_raw()
    about = {
        "id": f"k{number}",
        "kind": "escrow",
        "store": store_id,
        "public": public.hex(),
        "ephemeral": ephemeral.hex(),
    }
    try:
        shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:
        raise InvalidInput("The escrow key is not a usable X25519 key.") from None
    return _closed(about, data_key, derived(shared, "escrow", salt=ephemeral + public))


def examined(slots: object, store_id: str) -> Sequence[Slot]:
    """The slots, if they are such; nothing costly is done before.

    Raises ``StoreDamaged`` for what is no slot or asks for a cost out of bounds, and
    ``StoreForeign`` for a slot of another store.
    """
    if not isinstance(slots, list) or not 1 <= len(slots) <= MOST:
        damaged(STORE, "it has no key slots, or too many")
    for slot in slots:
        _examine(slot)
        if slot["store"] != store_id:
            raise StoreForeign(
                "A key slot in {file} belongs to another store.",
                todo="Nothing was changed. Restore that file from a backup of this store.",
                file=STORE,
            )
    if too_costly(slots):
        damaged(STORE, "its key slots ask for more work than any store needs")
    if len({slot["id"] for slot in slots}) != len(slots):
        damaged(STORE, "two of its key slots have the same id")
    return slots


def too_costly(slots: Sequence[Slot]) -> bool:
    """Whether trying all slots would take longer than anybody should wait."""
    work = sum(int(slot.get("memory", 0)) * int(slot.get("passes", 0)) for slot in slots)
    return work > WORK


def opened(slots: Sequence[Slot], secret: Secret) -> tuple[bytes, str] | None:
    """The data key and the id of the slot that the secret opens; ``None`` if it opens none."""
    for slot in slots:
        key = _key_for(slot, secret)
        about = {name: value for name, value in slot.items() if name != "wrapped"}
        wrapped = bytes.fromhex(slot["wrapped"])
        found = None if key is None else unlocked(key, wrapped, canonical(about))
        if found is not None:
            return found, slot["id"]
    return None


def _key_for(slot: Slot, secret: Secret) -> bytes | None:
    if slot["kind"] == "passphrase" and secret.passphrase is not None:
        cost = Cost(slot["memory"], slot["passes"], slot["lanes"])
        return _of_passphrase(secret.passphrase, bytes.fromhex(slot["salt"]), cost)
    if slot["kind"] == "recovery" and secret.code is not None:
        return derived(secret.code, "recovery", salt=bytes.fromhex(slot["salt"]))
    if slot["kind"] == "escrow" and secret.private is not None:
        return _of_escrow(slot, secret.private)
    return None


def _of_escrow(slot: Slot, private: bytes) -> bytes | None:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    own = X25519PrivateKey.from_private_bytes(private)
    public, ephemeral = bytes.fromhex(slot["public"]), bytes.fromhex(slot["ephemeral"])
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(ephemeral))
    except ValueError:
        return None
    return derived(shared, "escrow", salt=ephemeral + public)


def _of_passphrase(text: str, salt: bytes, cost: Cost) -> bytes:
    kdf = Argon2id(
        salt=salt,
        length=LENGTH,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory,
    )
    return kdf.derive(text.encode())


def _about(kind: str, store_id: str, number: int, salt: bytes) -> dict[str, Any]:
    return {"id": f"k{number}", "kind": kind, "store": store_id, "salt": salt.hex()}


def _closed(about: Mapping[str, Any], data_key: bytes, key: bytes) -> Slot:
    return {**about, "wrapped": locked(key, data_key, canonical(about)).hex()}


def _examine(slot: object) -> None:
    if not isinstance(slot, dict) or slot.get("kind") not in _FIELDS:
        damaged(STORE, "one of its key slots is none")
    fields = _FIELDS[slot["kind"]]
    numbers = tuple(KDF) if slot["kind"] == "passphrase" else ()
    texts = ("id", "kind", "store")
    if set(slot) != {*texts, *fields, *numbers} or not all(
        isinstance(slot[name], str) and slot[name].isascii() for name in texts
    ):
        damaged(STORE, "one of its key slots is none")
    if not _ID.fullmatch(slot["id"]):
        damaged(STORE, "one of its key slots is garbled")
    for name in fields:
        if not is_hex(slot[name], _HEX[name]):
            damaged(STORE, "one of its key slots is garbled")
    for name in numbers:
        least, most = KDF[name]
        if type(slot[name]) is not int or not least <= slot[name] <= most:
            damaged(STORE, "a key slot asks for a cost that no store of visavi's has")


def is_hex(value: object, length: int) -> bool:
    """Whether it is so many bytes in lower-case hexadecimal digits."""
    digits = frozenset("0123456789abcdef")
    return isinstance(value, str) and len(value) == 2 * length and digits.issuperset(value)
