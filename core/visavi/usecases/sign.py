"""Sign, refuse with a reason, supplement, release and close."""

from attrs import evolve

from visavi.errors import Conflict, InvalidInput, OutOfOrder
from visavi.model.dialogues import Dialogue, Party, Signature, Signed, State
from visavi.model.plans import Progress
from visavi.policy.policy import Policy
from visavi.serial import from_document
from visavi.usecases.deeds import Deed, change_dialogue, party
from visavi.usecases.manners import Manner, answer, require_manner, signer
from visavi.usecases.signed_text import canonical_text, digest
from visavi.usecases.texts import require_text
from visavi.usecases.workspace import Actor, Workspace


def sign(
    workspace: Workspace,
    by: Actor,
    dialogue: str,
    *,
    shown: str | None = None,
    dissent: str = "",
    level: str = "noted",
    manner: Manner | None = None,
) -> Dialogue:
    """Sign the record and plan as they stand, with a dissent if there is one.

    ``shown`` is the beginning of the digest that the signer was shown: if the text is another by
    now, nothing is signed (:class:`Conflict`). When both have answered, the dialogue is signed.
    ``manner`` says more than the ``level`` alone.
    """
    remark = require_text(dissent, what="dissent") if dissent else ""
    how = require_manner(manner or Manner(level))
    return _answer(workspace, by, dialogue, "sign", shown, how, dissent=remark)


def refuse(
    workspace: Workspace,
    by: Actor,
    dialogue: str,
    *,
    reason: str,
    shown: str | None = None,
    manner: Manner | None = None,
) -> Dialogue:
    """Refuse to sign, and say why: an answer like the other. The dialogue counts as held.

    With a key in the ``manner`` the refusal is signed, as a signature would be.
    """
    stated = require_text(reason, what="reason")
    how = require_manner(manner or Manner())
    return _answer(workspace, by, dialogue, "refuse", shown, how, refused=stated)


def supplement(workspace: Workspace, by: Actor, dialogue: str, *, what_changes: str) -> Dialogue:
    """Open a later version of a signed dialogue. The signed one stays as it is."""
    stated = require_text(what_changes, what="reason")

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        if found.supplement:
            raise OutOfOrder("Dialogue {id} has an open supplement already.", id=found.id)
        return evolve(found, supplement=stated)

    return change_dialogue(workspace, by, dialogue, Deed("supplement"), apply)


def release(workspace: Workspace, by: Actor, dialogue: str) -> Dialogue:
    """Release the record to the employee's later managers; it needs both."""

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        mine = party(found, by.named())
        return evolve(found, released=tuple(dict.fromkeys((*found.released, mine))))

    return change_dialogue(workspace, by, dialogue, Deed("release"), apply)


def close(workspace: Workspace, by: Actor, dialogue: str) -> Dialogue:
    """The dialogue is over and done. No draft is published by that."""

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        if found.supplement:
            raise OutOfOrder(
                "Dialogue {id} has an open supplement.",
                todo="Both sign it first.",
                id=found.id,
            )
        return found

    return change_dialogue(workspace, by, dialogue, Deed("close"), apply)


def text_to_sign(dialogue: Dialogue) -> tuple[int, str, str]:
    """The version number, canonical text and digest of what would be signed now."""
    number = sum(version.complete for version in dialogue.signed) + 1
    text = canonical_text(dialogue, number)
    return number, text, digest(text)


def _answer(
    workspace: Workspace,
    by: Actor,
    dialogue: str,
    deed: str,
    shown: str | None,
    manner: Manner,
    *,
    dissent: str = "",
    refused: str = "",
) -> Dialogue:
    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        require_last_plan_answered(workspace, found)
        number, text, fingerprint = text_to_sign(found)
        if shown is not None and not (len(shown) >= 8 and fingerprint.startswith(shown)):
            raise Conflict(
                "The text of dialogue {id} is not the one that was shown.",
                todo="Read it again: its fingerprint now begins with {digest}.",
                id=found.id,
                digest=fingerprint[:12],
            )
        mine, person = signer(found, by, manner)
        unsigned = Signature(mine, person, by.on, fingerprint, dissent=dissent, refused=refused)
        signature = answer(workspace, by, found, unsigned, manner, text)
        return with_signature(found, number, text, signature)

    return change_dialogue(
        workspace, by, dialogue, Deed(deed, on_behalf_of=manner.noted_for), apply
    )


def with_signature(found: Dialogue, number: int, text: str, signature: Signature) -> Dialogue:
    """The dialogue with one more answer to the text that stands now."""
    done = tuple(version for version in found.signed if version.complete)
    pending = next((version for version in found.signed if not version.complete), None)
    if pending is None or pending.text != text:
        pending = Signed(number, text, signature.digest, what_changed=found.supplement)
    if pending.signature_of(signature.party) is not None:
        raise OutOfOrder("The {party} has answered to this text already.", party=signature.party)
    pending = evolve(pending, signatures=(*pending.signatures, signature))
    after = evolve(found, signed=(*done, pending))
    if pending.complete:
        after = evolve(after, state=State.SIGNED, supplement="")
    return after


def require_last_plan_answered(workspace: Workspace, dialogue: Dialogue) -> None:
    """Each unfinished activity of the last plan is answered: none is carried without a word."""
    if dialogue.previous is None:
        return
    previous = from_document(Dialogue, workspace.repository.dialogue(dialogue.previous))
    waiting = [
        activity.id
        for activity in previous.plan.activities
        if previous.plan.progress_of(activity.id) is Progress.OPEN
    ]
    if waiting:
        raise OutOfOrder(
            "Of the last plan ({previous}) these have no answer yet: {activities}.",
            todo="Keep, change or close each with visavi activity carry, or say that it is done.",
            previous=dialogue.previous,
            activities=", ".join(waiting),
        )


def answered_by(dialogue: Dialogue) -> tuple[Party, ...]:
    """Who has answered to the newest version."""
    newest = dialogue.signed[-1] if dialogue.signed else None
    return tuple(p for p in Party if newest is not None and newest.signature_of(p))


def require_digest(text: str) -> str:
    """The text, if it can be the beginning of a digest; raises :class:`InvalidInput`."""
    if 8 <= len(text) <= 64 and all(letter in "0123456789abcdef" for letter in text):
        return text
    raise InvalidInput(
        "A fingerprint is 8 to 64 characters from 0 to 9 and a to f.",
        todo="visavi dialogue show prints it.",
    )
