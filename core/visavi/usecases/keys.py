"""A person's own key for signing: its public half is registered by the person, with its day."""

from datetime import date
from typing import Any

from attrs import evolve

from visavi.errors import Conflict, InvalidInput, NotFound, NotPermitted
from visavi.model import ids
from visavi.model.people import Person, PublicKey
from visavi.serial import from_document, to_document
from visavi.signing.copies import KnownKey
from visavi.signing.keys import require_public
from visavi.store.repository import Document
from visavi.usecases.people import visible_person
from visavi.usecases.workspace import Actor, Workspace


def register_key(workspace: Workspace, by: Actor, person: str, public: str) -> Person:
    """Register the public half of one's own key; the one before it counts until the day.

    Only the person can: a key that somebody else entered would prove nothing.
    """
    owner = ids.person_id(person)
    _require_self(workspace, by, owner)
    key = require_public(public)
    with workspace.changing(by) as change:
        before = workspace.repository.person(owner)
        found = from_document(Person, before)
        if any(one.key == key for one in found.keys):
            raise Conflict("This key is registered already.")
        ended = tuple(
            evolve(one, end=max(by.on, one.start or by.on)) if one.end is None else one
            for one in found.keys
        )
        after = evolve(found, keys=(*ended, PublicKey(key, by.on)))
        change.put_person(to_document(after, before))
    return after


def require_can_register(workspace: Workspace, by: Actor, person: str) -> None:
    """Raise before a key is made that could not be registered."""
    owner = ids.person_id(person)
    workspace.repository.person(owner)
    _require_self(workspace, by, owner)


def list_keys(workspace: Workspace, by: Actor, person: str) -> list[dict[str, Any]]:
    """The public keys of a person whom the actor may see, the newest last."""
    from visavi.usecases.people import show_person

    document = show_person(workspace, by, person)
    return [key._asdict() for key in keys_in(document)]


def key_to_give(workspace: Workspace, by: Actor, person: str) -> KnownKey:
    """The person's key that counts on the day; raises :class:`NotFound` where there is none."""
    from visavi.usecases.people import show_person

    document = show_person(workspace, by, person)
    found = [key for key in keys_in(document) if key.counts(person, by.on.isoformat())]
    if not found:
        raise NotFound(
            "{person} has no key on {on}.",
            todo="Make one with visavi person key new.",
            person=person,
            on=by.on,
        )
    return found[-1]


def keys_in(person: Document) -> list[KnownKey]:
    """The public keys in a person's document."""
    return [
        KnownKey(person["id"], key["key"], key.get("start"), key.get("end"))
        for key in person.get("keys", ())
    ]


def require_registered(person: Document, public: str, on: date) -> None:
    """Raise :class:`InvalidInput` for a key that is not the person's on the day."""
    if not any(k.key == public and k.counts(person["id"], str(on)) for k in keys_in(person)):
        raise InvalidInput(
            "This key is not registered for {person} on {on}.",
            todo="The person registers it with visavi person key new.",
            person=person["id"],
            on=on,
        )


def _require_self(workspace: Workspace, by: Actor, owner: str) -> None:
    if by.person == owner:
        return
    visible_person(workspace, by, owner)
    raise NotPermitted(
        "Only {person} can register a key of {person}.",
        todo="A key that somebody else enters proves nothing.",
        person=owner,
    )
