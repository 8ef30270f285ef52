"""Verify a dialogue in the store: as its copy would be, and against what the store recorded."""

from collections.abc import Iterable, Mapping
from typing import Any

from visavi import access, audit
from visavi.errors import NotFound
from visavi.messages import Sentence, say
from visavi.signing.copies import KnownKey
from visavi.signing.verifying import FAILS, HOLDS, Check, verify
from visavi.store.repository import Repository
from visavi.usecases.actor import Actor

_UNLIKE: Mapping[str, Sentence] = {
    "length": "The history and its entries are not of the same length: one was changed.",
    "head": "The history is not the one that was recorded: it was changed.",
    "reason": "A reason in the history is not the one that was recorded.",
    "record": "The record was changed after the last entry of its history.",
}


def verify_dialogue(
    repository: Repository,
    by: Actor,
    dialogue: str,
    *,
    against: Mapping[str, Any] | None = None,
    known: Iterable[KnownKey] = (),
) -> tuple[dict[str, Any], list[Check]]:
    """The copy as it would be exported now, and what holds of it; for the two. Reads only."""
    from visavi.usecases.export_dialogue import copy_now

    document = repository.dialogue(dialogue)
    relation = access.relation(repository, by.person, document, by.on)
    if access.Section.SIGNED not in access.readable(document, relation):
        raise NotFound("There is no dialogue {id} for you.", id=repr(dialogue))
    copy = copy_now(repository, by, document)
    checks = verify(copy, against=against, known=known)
    wrong = audit.unlike(document) if document.get("audit") else None
    if wrong is not None:
        checks.append(Check("record", FAILS, say(_UNLIKE[wrong])))
    elif document.get("audit"):
        checks.append(
            Check("record", HOLDS, say("The record is as its history's last entry left it."))
        )
    return copy, checks
