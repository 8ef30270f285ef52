"""Readers beyond the two: each says why, is written down, and both can see it.

What the two read is not written down. A reader beyond them is told what there is to read, and gets
the words once a reason is given; the reading itself becomes an event of the dialogue. The same
reader is written down once a day for the same parts and reason.
"""

from collections.abc import Mapping
from typing import Any

from visavi import access
from visavi.errors import InvalidInput, NotFound
from visavi.store.repository import Document, Repository
from visavi.usecases.actor import Actor

_WORDS = frozenset(access.Section) - {access.Section.HEADER, access.Section.OWN_PREPARATION}
"""The sections that hold words of somebody else."""


def beyond(document: Document, relation: access.Relation) -> frozenset[access.Section]:
    """The sections whose words this relation may read only with a reason."""
    if relation in (access.Relation.EMPLOYEE, access.Relation.CONDUCTOR):
        return frozenset()
    return access.readable(document, relation) & _WORDS


def admitted(
    repository: Repository, by: Actor, document: Document, relation: access.Relation, reason: str
) -> frozenset[access.Section]:
    """The sections to show now; a reading by somebody beyond the two is written down first.

    What cannot be written down is not shown. Without a reason their words stay withheld.
    """
    sections = access.readable(document, relation)
    owed = beyond(document, relation)
    if not owed:
        return sections
    if not reason:
        return sections - owed
    from visavi.usecases.texts import require_line

    _record(repository, by, document["id"], relation, owed, require_line(reason, what="reason"))
    return sections


def require_reason(document: Document, relation: access.Relation, reason: str) -> None:
    """Raise :class:`InvalidInput` where there is something to read that needs a reason."""
    if beyond(document, relation) and not reason:
        raise InvalidInput(
            "As {relation} you read what the two of the dialogue wrote: that needs a reason.",
            todo="Give it (--reason). Both will see who read what, when and why.",
            relation=relation,
        )


def readers_of(repository: Repository, by: Actor, dialogue: str) -> list[dict[str, Any]]:
    """Who beyond the two has read, as what, which parts, why and when; for the two.

    Whoever opened the store with the escrow's key could read it, and is among them.
    """
    document = repository.dialogue(dialogue)
    relation = access.relation(repository, by.person, document, by.on)
    if access.Section.HISTORY not in access.readable(document, relation):
        raise NotFound("There is no dialogue {id} for you.", id=repr(dialogue))
    from visavi.audit import readers_in
    from visavi.usecases.logs import openings

    return [*readers_in(document.get("events", ())), *openings(repository)]


def _record(
    repository: Repository,
    by: Actor,
    dialogue: str,
    relation: access.Relation,
    sections: frozenset[access.Section],
    reason: str,
) -> None:
    if with_reading(repository.dialogue(dialogue), by, relation, sections, reason) is None:
        return
    from visavi.audit import extended

    with repository.changing(by.named()) as change:
        read = with_reading(repository.dialogue(dialogue), by, relation, sections, reason)
        if read is not None:
            change.put_dialogue(extended(read))


def with_reading(
    document: Document,
    by: Actor,
    relation: access.Relation,
    sections: frozenset[access.Section],
    reason: str,
) -> dict[str, Any] | None:
    """The dialogue with the reading as its last event; ``None`` if it is written down already."""
    event = {
        "deed": "read",
        "on": by.on.isoformat(),
        "by": by.named(),
        "reason": reason,
        "relation": str(relation),
        "sections": sorted(str(section) for section in sections),
    }
    if by.at is not None:
        event["at"] = by.at.isoformat()
    events = document.get("events", ())
    if any(_same(event, told) for told in events):
        return None
    return {**document, "events": [*events, event]}


def _same(event: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    return all(list(told.get(key, ())) == list(event[key]) for key in event if key not in ("at",))
