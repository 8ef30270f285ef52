"""Erase a person, and the receipts of everything that was erased, which a restore replays.

A receipt holds no id and no word of what is gone: only salted digests of ids, with which an old
backup can be asked whether it holds one of them. Who has a list of ids can try them out against a
receipt; it is no secret that somebody was employed.

What others wrote stays theirs: in their dossiers the erased person's id stands where that person
held a dialogue or led somebody, and in logs of what that person did; signed texts stay as they were
signed.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from visavi import access
from visavi.digests import sha256
from visavi.errors import InvalidInput, NotPermitted, OutOfOrder
from visavi.model import ids
from visavi.store.repository import Change, Document, Repository
from visavi.usecases.backups import holding, since_of
from visavi.usecases.circle import people_around
from visavi.usecases.holds import require_free
from visavi.usecases.logs import KEEPER, log
from visavi.usecases.texts import require_line
from visavi.usecases.workspace import Actor, Workspace

REGISTER = "erasures"
"""The register's document that holds the receipts."""

DECISION = "decision"
"""Stands in a receipt where no retention rule does: the keeper decided."""

DOMAIN = "visavi erasure 1\n"

Receipt = dict[str, Any]
"""``id``, ``on``, ``by``, ``rule``, ``reason``, ``salt``, ``digests``, and the ``backups`` that
held it still; ``by``, ``rule`` and ``reason`` are empty where they could tell that there was a
matter."""


def erase_person(
    workspace: Workspace, by: Actor, person: str, *, reason: str, rule: str | None = None
) -> Receipt:
    """Remove everything that is kept about a person, and leave a receipt.

    The keeper may decide it; somebody with the role hr needs a retention rule that is due.
    Raises :class:`OutOfOrder` where a hold is open, or where the person still leads somebody.
    """
    access.require_register(workspace.repository, by.person, by.on)
    wanted = ids.person_id(person)
    with workspace.changing(by) as change:
        document = workspace.repository.person(wanted)
        stated = require_reason(reason, document)
        require_free(document)
        _require_rule(workspace, by, document, rule)
        _require_no_reports(workspace.repository, by, wanted)
        receipt = new_receipt(
            by,
            [wanted],
            rule=rule or DECISION,
            reason=stated,
            backups=holding(workspace.repository, since_of(document)),
        )
        remove_everything(workspace.repository, change, wanted)
        keep_receipts(workspace.repository, change, [receipt])
        log(workspace.repository, change, by, "erase", reason=receipt["id"])
    return receipt


def receipts(repository: Repository) -> list[Receipt]:
    """The receipts of all that was erased from this store, the first one first."""
    return [dict(one) for one in repository.register(REGISTER).get("receipts", ())]


def new_receipt(
    by: Actor,
    gone: Iterable[str],
    *,
    rule: str,
    reason: str,
    hidden: bool = False,
    backups: Iterable[Mapping[str, Any]] = (),
) -> Receipt:
    """A receipt for what goes now; a ``hidden`` one does not say who, why or under which rule.

    ``backups`` still hold it, each until its day, or until somebody destroys it.
    """
    salt = os.urandom(16).hex()
    return {
        "id": f"e-{ids.draw(12)}",
        "on": by.on.isoformat(),
        "by": "" if hidden else by.person or KEEPER,
        "rule": "" if hidden else rule,
        "reason": "" if hidden else reason,
        "salt": salt,
        "digests": sorted(_digest(salt, one) for one in gone),
        "backups": [dict(one) for one in backups],
    }


def is_of(receipt: Mapping[str, Any], name: str) -> bool:
    """Whether the receipt is for what had this id."""
    return _digest(receipt["salt"], name) in receipt["digests"]


def keep_receipts(repository: Repository, change: Change, more: Iterable[Receipt]) -> None:
    """Write receipts down beside those that are there."""
    before = repository.register(REGISTER)
    kept = [*before.get("receipts", ()), *more]
    change.put_register(REGISTER, {**before, "receipts": kept})


def require_reason(reason: str, *about: Document) -> str:
    """The reason in one line, if it does not name whom it is about: the receipt stays for ever."""
    stated = require_line(reason, what="reason")
    lowered = stated.casefold()
    for person in about:
        words = [person["id"], person.get("email", ""), *person.get("name", "").split()]
        if any(len(word) > 1 and word.casefold() in lowered for word in words):
            raise InvalidInput(
                "The reason names the person, and it stays in the receipt.",
                todo="Say why without the name, the address or the id.",
            )
    return stated


def remove_everything(repository: Repository, change: Change, person: str) -> None:
    """The person's dossier, and what the person alone could read in the dossiers of others."""
    for document in _with_private_words(repository, person):
        change.put_dialogue(_without_private_words(document, person))
    change.remove_person(person)


def replay(repository: Repository, erased: Iterable[Mapping[str, Any]], holder: str) -> int:
    """Erase again, in a store made from a backup, what was erased after the backup was made.

    Gives the number of receipts that the backup did not know. Run it before anybody reads.
    """
    known = {receipt["id"] for receipt in receipts(repository)}
    new = [dict(receipt) for receipt in erased if receipt["id"] not in known]
    if not new:
        return 0
    gone = {
        name: receipt for name in _everything(repository) for receipt in new if is_of(receipt, name)
    }
    with repository.changing(holder) as change:
        _erase_again(repository, change, gone)
        keep_receipts(repository, change, new)
    return len(new)


def _erase_again(repository: Repository, change: Change, gone: Mapping[str, Receipt]) -> None:
    from visavi.usecases.retention import emptied

    for person in list(repository.people()):
        if person["id"] in gone:
            remove_everything(repository, change, person["id"])
            continue
        for document in repository.dialogues_of(person["id"]):
            if receipt := gone.get(document["id"]):
                change.put_dialogue(emptied(document, receipt["on"], receipt["by"]))
    for matter in list(repository.matters()):
        if matter["id"] in gone:
            change.remove_matter(matter["id"])


def _everything(repository: Repository) -> Iterator[str]:
    for person in repository.people():
        yield person["id"]
        yield from (dialogue["id"] for dialogue in repository.dialogues_of(person["id"]))
    yield from (matter["id"] for matter in repository.matters())


def _with_private_words(repository: Repository, person: str) -> list[Document]:
    """The dialogues of others in which something is kept that only this person can read."""
    found = []
    for other in people_around(repository, person):
        if other == person:
            continue
        for document in repository.dialogues_of(other):
            mine = document["conductor"] == person and document.get("preparations", {}).get(
                "conductor"
            )
            if mine or person in document.get("put_aside", {}):
                found.append(document)
    return found


def _without_private_words(document: Document, person: str) -> Document:
    preparations = dict(document.get("preparations", {}))
    own = preparations.get("conductor")
    if document["conductor"] == person and own:
        kept = {key: value for key, value in own.items() if key not in ("notes", "earlier")}
        if not own.get("submitted"):
            kept.pop("answers", None)
        preparations["conductor"] = kept
    aside = {who: part for who, part in document.get("put_aside", {}).items() if who != person}
    return {**document, "preparations": preparations, "put_aside": aside}


def _require_rule(workspace: Workspace, by: Actor, person: Document, rule: str | None) -> None:
    """The rule must be due for the person; without one, only the keeper decides."""
    if rule is None:
        if by.person is not None:
            raise NotPermitted(
                "Without a retention rule only the keeper of the store decides on an erasure.",
                todo="Name the rule (--rule); visavi retention list shows what is due.",
            )
        return
    from visavi.usecases.retention import due_for

    if not any(one["rule"] == rule for one in due_for(workspace, by, person["id"])):
        raise OutOfOrder(
            "No retention rule {rule} is due for {person}.",
            todo="See visavi retention list.",
            rule=ascii(rule[:60]),
            person=person["id"],
        )


def _require_no_reports(repository: Repository, by: Actor, person: str) -> None:
    """Whoever leads somebody has work of which others depend: that comes first."""
    day = by.on.isoformat()
    led = [
        document["id"]
        for document in repository.people()
        if document["id"] != person and access.manager_on(document, day) == person
    ]
    if led:
        raise OutOfOrder(
            "{person} is the manager of {led}.",
            todo="Give them another one first: visavi line set.",
            person=person,
            led=", ".join(led[:5]) + (", ..." if len(led) > 5 else ""),
        )


def _digest(salt: str, name: str) -> str:
    return sha256(f"{DOMAIN}{salt} {name}".encode())


def require_receipt(value: Any) -> Receipt:
    """The receipt in a mapping from outside; raises :class:`InvalidInput`."""
    texts = ("id", "on", "by", "rule", "reason", "salt")
    sound = (
        isinstance(value, dict)
        and all(isinstance(value.get(key), str) for key in texts)
        and isinstance(value.get("digests"), list)
        and all(isinstance(one, str) for one in value["digests"])
    )
    if not sound:
        raise InvalidInput("This is no receipt of an erasure.")
    return {key: value[key] for key in (*texts, "digests")}
