"""Take back a copy that the other party answered with an own key, on an own machine."""

from collections.abc import Mapping
from typing import Any

from visavi import audit
from visavi.errors import Conflict, InvalidInput
from visavi.model.dialogues import Dialogue, Party, Signature
from visavi.model.time import parse_date
from visavi.policy.policy import Policy
from visavi.signing import levels
from visavi.signing.keys import matches
from visavi.signing.statement import message
from visavi.usecases.deeds import Deed, change_dialogue, require
from visavi.usecases.keys import require_registered
from visavi.usecases.sign import require_last_plan_answered, text_to_sign, with_signature
from visavi.usecases.texts import require_text
from visavi.usecases.workspace import Actor, Workspace


def take_back(workspace: Workspace, by: Actor, dialogue: str, copy: Mapping[str, Any]) -> Dialogue:
    """Enter the signature or refusal that a returned copy brings; either of the two may bring it.

    It must be over the very text that stands now, by a key that its signer registered, and name a
    head of this dialogue's own history. Raises :class:`Conflict` where the text has changed.
    """
    if copy["dialogue"] != dialogue:
        raise InvalidInput("This copy is of another dialogue.")
    signature = _newest(copy, by)

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        require_last_plan_answered(workspace, found)
        number, text, fingerprint = text_to_sign(found)
        if signature.digest != fingerprint:
            raise Conflict(
                "The text of dialogue {id} is not the one that was signed in this copy.",
                todo="Export it again and have that signed.",
                id=found.id,
            )
        _require_genuine(workspace, found, number, text, signature)
        return with_signature(found, number, text, signature)

    other = signature.by if signature.by != by.person else None
    deed = "refuse" if signature.refused else "sign"
    return change_dialogue(workspace, by, dialogue, Deed(deed, on_behalf_of=other), apply)


def _newest(copy: Mapping[str, Any], by: Actor) -> Signature:
    """The last signature of the level own-key in the copy's last version."""
    for version in copy["versions"][-1:]:
        for one in reversed(version.get("signatures", ())):
            if one.get("level") == levels.OWN_KEY:
                return _signature(one, by)
    raise InvalidInput("This copy brings no signature with an own key.")


def _signature(one: Mapping[str, Any], by: Actor) -> Signature:
    on = parse_date(one["on"], "the day of the signature")
    if on > by.on:
        raise InvalidInput(
            "The signature in this copy is dated {on}, after {today}.", on=on, today=by.on
        )
    said = {name: one.get(name, "") for name in ("dissent", "refused")}
    if any(word and require_text(word, what="reason") != word for word in said.values()):
        raise InvalidInput("The dissent or reason in this copy is not plain text.")
    return Signature(
        Party(one["party"]) if one["party"] in tuple(Party) else Party.EMPLOYEE,
        one["by"],
        on,
        one["digest"],
        level=levels.OWN_KEY,
        **said,
        key=one.get("key", ""),
        value=one.get("value", ""),
        head=one.get("head", ""),
    )


def _require_genuine(
    workspace: Workspace, found: Dialogue, number: int, text: str, signature: Signature
) -> None:
    party = found.party_of(signature.by)
    document = workspace.repository.dialogue(found.id)
    heads = audit.heads(found.id, audit.entries(document))
    said = message(found.id, number, text, signature)
    genuine = (
        party is signature.party
        and signature.head in heads
        and matches(signature.key, signature.value, said)
    )
    if not genuine:
        raise InvalidInput("The signature in this copy does not match; nothing was entered.")
    person = workspace.repository.person(signature.by)
    require_registered(person, signature.key, signature.on)
    # Whose right to write had ended by the day of the signature cannot sign by way of the other.
    require(workspace, Actor(signature.by, signature.on), document, "sign")
