"""Show a party the very text that is to be signed, before anything is signed."""

from typing import Any

from visavi import access
from visavi.errors import NotFound
from visavi.model.dialogues import Dialogue
from visavi.serial import from_document
from visavi.usecases import sign
from visavi.usecases.workspace import Actor, Workspace


def text_to_sign(workspace: Workspace, by: Actor, dialogue: str) -> dict[str, Any]:
    """The version's number, its canonical text and fingerprint, for the two of the dialogue."""
    document = workspace.repository.dialogue(dialogue)
    relation = access.relation(workspace.repository, by.person, document, by.on)
    if relation not in (access.Relation.EMPLOYEE, access.Relation.CONDUCTOR):
        raise NotFound("There is no dialogue {id} for you.", id=repr(dialogue))
    number, text, fingerprint = sign.text_to_sign(from_document(Dialogue, document))
    return {"number": number, "text": text, "fingerprint": fingerprint}
