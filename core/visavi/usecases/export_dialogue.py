"""Export what was signed, or is to be signed, as one file for the other party."""

from typing import Any

from visavi.errors import NotFound, OutOfOrder
from visavi.model.dialogues import Dialogue, Signed, State
from visavi.policy.policy import Policy
from visavi.serial import from_document, unstructure
from visavi.signing.copies import KnownKey, copy_of, with_checksum
from visavi.store.repository import Document, Repository
from visavi.usecases import sign
from visavi.usecases.deeds import Deed, change_dialogue
from visavi.usecases.keys import keys_in
from visavi.usecases.logs import openings
from visavi.usecases.workspace import Actor, Workspace

SEALED = "sealed"
CLEAR = "in-the-clear"


def export_dialogue(
    workspace: Workspace, by: Actor, dialogue: str, *, how: str = CLEAR
) -> dict[str, Any]:
    """The copy of a dialogue for its two; that it left the house becomes an event of it.

    ``how`` says whether it leaves sealed or in the clear, which is the caller's to do.
    """

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        _require_text(found)
        return found

    after = change_dialogue(workspace, by, dialogue, Deed("export", how=how), apply)
    if workspace.dry_run:
        return {"dialogue": after.id}
    return copy_now(workspace.repository, by, workspace.repository.dialogue(dialogue))


def copy_now(repository: Repository, by: Actor, document: Document) -> dict[str, Any]:
    """The copy of a dialogue as it stands, whoever asks: access is the caller's."""
    found = from_document(Dialogue, document)
    exported = {"by": by.named(), "on": by.on.isoformat()}
    if by.at is not None:
        exported["at"] = by.at.isoformat()
    versions = [unstructure(version) for version in versions_of(found)]
    copy = copy_of(document, versions, _keys(repository, found), exported)
    opened = openings(repository)
    return with_checksum({**copy, "openings": opened}) if opened else copy


def versions_of(dialogue: Dialogue) -> tuple[Signed, ...]:
    """What was signed, and what is to be signed now if anything is."""
    open_now = dialogue.state is State.HELD or (
        dialogue.state is State.SIGNED and bool(dialogue.supplement)
    )
    done = tuple(version for version in dialogue.signed if version.complete)
    if not open_now:
        return done
    number, text, fingerprint = sign.text_to_sign(dialogue)
    pending = next((version for version in dialogue.signed if not version.complete), None)
    if pending is None or pending.text != text:
        pending = Signed(number, text, fingerprint, what_changed=dialogue.supplement)
    return (*done, pending)


def _require_text(dialogue: Dialogue) -> None:
    if not versions_of(dialogue):
        raise OutOfOrder(
            "Nothing in dialogue {id} is signed, and nothing is ready to be signed.",
            todo="It can be exported when it has been held.",
            id=dialogue.id,
        )


def _keys(repository: Repository, dialogue: Dialogue) -> list[KnownKey]:
    """The keys of whoever signed or can sign."""
    people = {dialogue.employee, dialogue.conductor}
    people |= {one.by for version in dialogue.signed for one in version.signatures}
    return [key for person in sorted(people) for key in _keys_of(repository, person)]


def _keys_of(repository: Repository, person: str) -> list[KnownKey]:
    """The keys of a person; none of somebody who has been removed since."""
    try:
        return keys_in(repository.person(person))
    except NotFound:
        return []
