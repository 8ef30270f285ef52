"""Who did what with what is kept, apart from dialogues: one log a person, and one for the store.

Entries say who, what and when, and stand in an audit chain as those of a dialogue do. A person's
log is for the person and for who keeps the register, and goes with the person. The store's own log
holds what is about nobody or everybody: openings by another key, changes of keys, erasures, lists
that left the house. Backups have a list of their own (:mod:`visavi.usecases.backups`).
"""

from typing import Any

from visavi import access, audit
from visavi.errors import NotFound
from visavi.model import ids
from visavi.store.repository import Change, Document, Repository
from visavi.usecases.actor import Actor

KEEPER = "keeper"
"""Who acted where nobody is named: whoever can open the store."""

STORE_LOG = "log"
"""The register's document that holds the log of the store."""

OPENED = "open"
ESCROW = "escrow"

Row = dict[str, Any]


def with_deed(document: Document, by: Actor, deed: str, *, how: str = "", reason: str = "") -> Row:
    """The document with one more event."""
    event = {"deed": deed, "on": by.on.isoformat(), "by": by.person or KEEPER}
    event |= {key: value for key, value in (("how", how), ("reason", reason)) if value}
    if by.at is not None:
        event["at"] = by.at.isoformat()
    return {**document, "events": [*document.get("events", ()), event]}


def log_of_person(repository: Repository, by: Actor, person: str) -> list[Row]:
    """What was done with what is kept about a person; for the person, and who keeps the register.

    Raises :class:`NotFound` for everybody else.
    """
    document = repository.person(ids.person_id(person))
    if by.person != document["id"] and not access.is_hr(repository, by.person, by.on):
        raise NotFound("There is no person {id} for you.", id=repr(person))
    return list(document.get("events", ()))


def log_of_store(repository: Repository, by: Actor) -> list[Row]:
    """What was done with the store as a whole; for who keeps the register."""
    access.require_register(repository, by.person, by.on)
    return list(repository.register(STORE_LOG).get("events", ()))


def log(
    repository: Repository,
    change: Change,
    by: Actor,
    deed: str,
    *,
    how: str = "",
    reason: str = "",
) -> None:
    """Write a deed on the store as a whole into its log, with whatever else the change does."""
    before = repository.register(STORE_LOG)
    change.put_register(
        STORE_LOG, audit.extended(with_deed(before, by, deed, how=how, reason=reason), record=False)
    )


def log_alone(
    repository: Repository, by: Actor, deed: str, *, how: str = "", reason: str = ""
) -> None:
    """The same, where nothing else is written."""
    with repository.changing(by.person or KEEPER) as change:
        log(repository, change, by, deed, how=how, reason=reason)


def openings(repository: Repository) -> list[Row]:
    """Each time that the store was opened with the escrow's key: who did so could read everything.

    Both people of every dialogue are told, as they are of any other reader.
    """
    return [
        {
            "on": event["on"],
            "at": event.get("at"),
            "by": event["by"],
            "relation": ESCROW,
            "sections": sorted(str(section) for section in access.Section),
            "reason": event.get("reason", ""),
        }
        for event in repository.register(STORE_LOG).get("events", ())
        if event["deed"] == OPENED and event.get("how") == ESCROW
    ]
