"""Sealed stores made, opened, and given other key slots."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from visavi.errors import Conflict, InvalidInput, NotFound, WrongPassphrase
from visavi.sealing import slots as slotting
from visavi.sealing.codec import SealedCodec
from visavi.sealing.keys import COMPARTMENTS, WRAPPED, Keys, new_keys, proof
from visavi.sealing.secret import Cost, Secret
from visavi.sealing.seen import Seen
from visavi.sealing.slots import Slot
from visavi.store import strictjson
from visavi.store.layout import STORE
from visavi.store.local import (
    SEALED,
    Sealing,
    TinyRepository,
    Unlock,
    description_of,
)
from visavi.store.lock import Lock
from visavi.store.upgrading import replace_description

_MEMBERS = frozenset(("schema", "format", "id", "created_by", SEALED))

NewSlot = Callable[[bytes, str, int], Slot]
"""Makes a slot for a data key, a store's id and a slot's number."""


class Opened:
    """What an unlocking came to know: codec, data key, and which slot of which kind gave it."""

    def __init__(self, codec: SealedCodec, data_key: bytes, slot: str, kind: str) -> None:
        self.codec = codec
        self.data_key = data_key
        self.slot = slot
        self.kind = kind


def by_passphrase(text: str, cost: Cost) -> NewSlot:
    """A slot for an accepted passphrase."""
    return lambda key, store_id, number: slotting.passphrase_slot(key, store_id, number, text, cost)


def by_recovery(code: bytes) -> NewSlot:
    """A slot for a recovery code."""
    return lambda key, store_id, number: slotting.recovery_slot(key, store_id, number, code)


def by_escrow(public: bytes) -> NewSlot:
    """A slot for the holder of a private key."""
    return lambda key, store_id, number: slotting.escrow_slot(key, store_id, number, public)


def sealing(wanted: Sequence[NewSlot], seen: str | None) -> Sealing:
    """For :func:`~visavi.store.create_store`: a new sealed store with these slots.

    ``seen`` is the folder on this computer for what was last seen of stores.
    """

    def seal(store_id: str) -> tuple[Mapping[str, Any], SealedCodec]:
        data_key, wrapped = new_keys(store_id)
        made = [make(data_key, store_id, number) for number, make in enumerate(wanted, 1)]
        _refuse_costly(made)
        compartments = {name: key.hex() for name, key in wrapped.items()}
        section = {"generation": 1, "slots": made, "compartments": compartments}
        keys = Keys(data_key, store_id, wrapped)
        codec = SealedCodec(keys, store_id, Seen(keys, store_id, seen))
        return _vouched(data_key, section), codec

    return seal


def unlocking(secret: Callable[[], Secret], seen: str | None, *, accept: bool = False) -> Unlock:
    """For :func:`~visavi.store.open_store`: a sealed store opened with what ``secret`` gives.

    ``accept`` takes the store as it is, though a later state of it was seen on this computer.
    """
    return lambda description: opened(description, secret, seen, accept=accept).codec


def opened(
    description: Mapping[str, Any],
    secret: Callable[[], Secret],
    seen: str | None,
    *,
    accept: bool = False,
) -> Opened:
    """Open the store that is described so; the secret is asked for when all else is well.

    Raises :class:`WrongPassphrase`, ``StoreDamaged``, ``StoreForeign`` or ``StoreOlder``.
    """
    store_id, section = str(description["id"]), description[SEALED]
    if not _MEMBERS.issuperset(description):
        strictjson.damaged(STORE, "it holds what no sealed store has")
    slots, wrapped, generation = _examined(section, store_id)
    found = slotting.opened(slots, secret())
    if found is None:
        raise WrongPassphrase(
            "The passphrase is wrong: it opens none of the {count} key slots.",
            todo="Nothing is damaged, and nothing was changed. "
            "The recovery code may be given instead of the passphrase.",
            count=len(slots),
        )
    data_key, slot = found
    if _vouched(data_key, section)["proof"] != section["proof"]:
        strictjson.damaged(STORE, "its key slots were changed by somebody without the key")
    try:
        keys = Keys(data_key, store_id, wrapped)
    except ValueError:
        strictjson.damaged(STORE, "the keys of its compartments do not open")
    memory = Seen(keys, store_id, seen)
    if accept:
        memory.forget()
    memory.read(STORE, generation)
    if generation > memory.revision_of(STORE):
        memory.wrote(STORE, generation)
    kind = next(str(one["kind"]) for one in slots if one["id"] == slot)
    return Opened(SealedCodec(keys, store_id, memory), data_key, slot, kind)


def slots_of(description: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The key slots by id and kind, with their cost; needs no key."""
    slots, _, _ = _examined(description[SEALED], str(description["id"]))
    shown = ("id", "kind", "memory", "passes", "lanes")
    return [{name: slot[name] for name in shown if name in slot} for slot in slots]


def change_slots(
    repository: TinyRepository,
    entry: Opened,
    holder: str,
    *,
    add: Iterable[NewSlot] = (),
    remove: Iterable[str] = (),
) -> list[str]:
    """Replace the key slots: the old ones count until the disk has the new ones. Gives new ids.

    Raises :class:`NotFound` for a slot that is not there, :class:`InvalidInput` if none would stay,
    :class:`Conflict` if somebody else changed them meanwhile.
    """
    with Lock(repository.folder, holder, repository.wait) as lock:
        description = description_of(repository.folder)
        if description != repository.description:
            raise Conflict(
                "The key slots were changed by somebody else in the meantime.",
                todo="Nothing was changed. Look at them again, and repeat what is still wanted.",
            )
        section, fresh = _section(description, entry.data_key, tuple(add), frozenset(remove))
        replace_description(repository, lock, {**description, SEALED: section})
    entry.codec.wrote(STORE, section["generation"])
    return fresh


def _section(
    description: Mapping[str, Any], data_key: bytes, add: Sequence[NewSlot], remove: frozenset[str]
) -> tuple[Mapping[str, Any], list[str]]:
    """The part of a description that seals it, with other slots; and the ids of the new ones."""
    section, store_id = description[SEALED], description["id"]
    present = [slot["id"] for slot in section["slots"]]
    unknown = sorted(remove.difference(present))
    if unknown:
        raise NotFound("There is no key slot {id}.", id=ascii(unknown[0][:40]))
    number = 1 + max(int(name[1:]) for name in present)
    made = [make(data_key, store_id, at) for at, make in enumerate(add, number)]
    slots = [*(slot for slot in section["slots"] if slot["id"] not in remove), *made]
    if not any(slot["kind"] != "escrow" for slot in slots) or len(slots) > slotting.MOST:
        raise InvalidInput(
            "A store keeps at least one passphrase or recovery code, and at most {most} key slots.",
            todo="Add another one before you remove this one.",
            most=slotting.MOST,
        )
    _refuse_costly(slots)
    changed = {**section, "generation": section["generation"] + 1, "slots": slots}
    return _vouched(data_key, changed), [slot["id"] for slot in made]


def _refuse_costly(slots: Sequence[Slot]) -> None:
    if slotting.too_costly(slots):
        raise InvalidInput(
            "Trying all key slots of the store would cost too much work.",
            todo="Choose less memory or fewer passes, or remove a slot first.",
        )


def _examined(section: object, store_id: str) -> tuple[Sequence[Slot], Mapping[str, bytes], int]:
    """Slots, wrapped keys and generation, once they look as they must."""
    if not isinstance(section, dict) or set(section) != {
        *("generation", "slots", "compartments", "proof")
    }:
        strictjson.damaged(STORE, "it does not say how it is sealed")
    slots = slotting.examined(section["slots"], store_id)
    compartments, generation = section["compartments"], section["generation"]
    if (
        not isinstance(compartments, dict)
        or set(compartments) != set(COMPARTMENTS)
        or not all(slotting.is_hex(key, WRAPPED) for key in compartments.values())
    ):
        strictjson.damaged(STORE, "it does not say how it is sealed")
    wrapped = {name: bytes.fromhex(compartments[name]) for name in COMPARTMENTS}
    if type(generation) is not int or generation < 1:
        strictjson.damaged(STORE, "it does not say how it is sealed")
    return slots, wrapped, generation


def _vouched(data_key: bytes, section: Mapping[str, Any]) -> dict[str, Any]:
    bare = {name: value for name, value in section.items() if name != "proof"}
    return {**bare, "proof": proof(data_key, bare)}
