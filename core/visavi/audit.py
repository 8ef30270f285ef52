"""The audit chain of a record: who did what to it and when, as claimed; never what was said.

Each event of a dialogue or a matter is an entry, and so is each reading, hold and export of what is
kept about a person, and each deed on the store as a whole. An entry holds who, what and when, and
salted digests: of the record as it is shared after the deed, and of the reason if one was given.
Each entry's hash covers the one before it; the last one is the chain's *head*. The salt is drawn
for each record and stays in the store: without it, nothing can be tried out against a digest, and
once it is erased, nothing ever can.

A chain alone proves nothing against the owner of the store, who could make it anew. It gains its
meaning when the other party holds a copy of its head: see :mod:`visavi.signing.verifying`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from visavi.digests import sha256
from visavi.model.ids import Draw, draw
from visavi.store.repository import Document

DOMAIN = b"visavi audit chain 1\n"

SALT = 26
"""Characters of a salt: 130 bits, that nobody tries out."""

_APART = frozenset({"schema", "revision", "events", "audit", "preparations", "put_aside"})
"""What the digest of a record leaves out: what is no content, and what the two do not share."""


def extended(document: Document, draw: Draw = draw, *, record: bool = True) -> Document:
    """The document with an entry for each event that has none yet; all of one writing.

    Without ``record`` entries say nothing of the rest of the document: it changes on its own.
    """
    events: Sequence[Mapping[str, Any]] = document.get("events", ())
    audit = document.get("audit") or {}
    digests = list(audit.get("digests", ()))
    if len(digests) >= len(events):
        return document
    salt = audit.get("salt") or draw(SALT)
    head = audit.get("head") or start_of(document["id"])
    shared = shared_part(document) if record else None
    for event in events[len(digests) :]:
        number = len(digests) + 1
        digests.append(_digests(salt, number, shared, event))
        head = linked(head, entry(number, event, digests[-1]))
    return {**document, "audit": {"salt": salt, "digests": digests, "head": head}}


def entries(document: Document) -> list[dict[str, Any]]:
    """The entries of a dialogue's chain, without salt and reasons: they may leave the store."""
    digests = (document.get("audit") or {}).get("digests", ())
    pairs = zip(document.get("events", ()), digests, strict=False)
    return [entry(number, event, found) for number, (event, found) in enumerate(pairs, 1)]


def entry(number: int, event: Mapping[str, Any], digests: Mapping[str, str]) -> dict[str, Any]:
    """One entry: the event without its reason, and the digests."""
    told = {key: event[key] for key in event if key != "reason" and event[key] is not None}
    return {"n": number, **told, "digests": dict(digests)}


def readers_in(events: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Who beyond the two has read, as what, which parts, and why, by the events."""
    wanted = ("on", "at", "by", "relation", "sections", "reason")
    return [
        {key: event.get(key) for key in wanted} for event in events if event.get("deed") == "read"
    ]


def start_of(dialogue: str) -> str:
    """What the first entry is linked to: which dialogue the chain is of."""
    return sha256(DOMAIN + dialogue.encode())


def linked(head: str, found: Mapping[str, Any]) -> str:
    """The hash of an entry that follows on the entry of this hash."""
    return sha256(DOMAIN + f"{head}\n{_text(found)}".encode())


def heads(dialogue: str, found: Sequence[Mapping[str, Any]]) -> list[str]:
    """The hash after each entry, that of no entry first."""
    all_heads = [start_of(dialogue)]
    for one in found:
        all_heads.append(linked(all_heads[-1], one))
    return all_heads


def head_of(document: Document) -> str:
    """The head of a dialogue's chain as it is written down."""
    return str((document.get("audit") or {}).get("head") or start_of(document["id"]))


def unlike(document: Document) -> str | None:
    """What of a stored dialogue is not as its chain recorded it; ``None`` if all is.

    One of ``length``, ``head``, ``reason``, ``record``. Digests are not looked at where the salt
    was erased, and a reason may be gone where words were taken back.
    """
    audit = document.get("audit") or {}
    events: Sequence[Mapping[str, Any]] = document.get("events", ())
    digests = audit.get("digests", ())
    if len(digests) != len(events):
        return "length"
    if heads(document["id"], entries(document))[-1] != head_of(document):
        return "head"
    salt = audit.get("salt")
    if not salt or not events:
        return None
    taken_back = any(event["deed"] == "withdraw" for event in events)
    for number, (event, found) in enumerate(zip(events, digests, strict=True), 1):
        reason = _reason(salt, number, event)
        if found.get("reason") != reason and not (reason is None and taken_back):
            return "reason"
    shared = shared_part(document) if "record" in digests[-1] else None
    last = _digests(salt, len(events), shared, events[-1])
    return None if digests[-1] == last else "record"


def shared_part(document: Document) -> str:
    """What the two share of a record, as one text."""
    return _text({key: document[key] for key in document if key not in _APART})


def _digests(
    salt: str, number: int, shared: str | None, event: Mapping[str, Any]
) -> dict[str, str]:
    made = {} if shared is None else {"record": _salted(salt, number, "record", shared)}
    reason = _reason(salt, number, event)
    return made if reason is None else {**made, "reason": reason}


def _reason(salt: str, number: int, event: Mapping[str, Any]) -> str | None:
    given = event.get("reason")
    return _salted(salt, number, "reason", given) if given else None


def _salted(salt: str, number: int, what: str, text: str) -> str:
    """The number stands in it, so that the same words twice have two digests."""
    return sha256(f"{salt} {number} {what}\n{text}".encode("utf-8", "surrogatepass"))


_text = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
).encode
