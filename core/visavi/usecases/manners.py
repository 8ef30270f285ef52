"""How something is signed: the level, and what each level needs."""

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from visavi import audit
from visavi.errors import InvalidInput, NotPermitted
from visavi.model.dialogues import Dialogue, Party, Signature
from visavi.signing import levels
from visavi.usecases.deeds import party
from visavi.usecases.texts import require_line
from visavi.usecases.workspace import Actor, Workspace

if TYPE_CHECKING:
    from visavi.signing.keys import OwnKey


@frozen
class Manner:
    """The level of a signature, and what that level needs.

    ``noted_for`` is the employee who confirmed the text to the conductor, ``how`` the way of it;
    ``key`` is the signer's own key, opened; ``scheme`` and ``returned`` are what an institution's
    electronic signature is called and what it gave back, in base64.
    """

    level: str = levels.NOTED
    noted_for: str | None = None
    how: str = ""
    key: "OwnKey | None" = None
    scheme: str = ""
    returned: str = ""


def require_manner(manner: Manner) -> Manner:
    """The manner, if it has what its level needs and nothing else."""
    levels.require_level(manner.level)
    if (manner.level == levels.OWN_KEY) != (manner.key is not None):
        raise InvalidInput("The level own-key is that of a signature with the signer's own key.")
    if (manner.level == levels.E_SIGNED) != bool(manner.scheme and manner.returned):
        raise InvalidInput("The level e-signed needs its scheme and what that gave back.")
    if manner.noted_for is None:
        return manner
    if manner.level not in (levels.NOTED, levels.PAPER):
        raise InvalidInput(
            "What somebody else confirmed can be noted, or signed on paper: not {level}.",
            level=manner.level,
        )
    if not manner.how:
        raise InvalidInput(
            "Say how the other confirmed it.",
            todo="Give it in a few words, such as: by phone (--how).",
        )
    return evolve(manner, how=require_line(manner.how, what="way of confirming"))


def answer(
    workspace: Workspace, by: Actor, found: Dialogue, unsigned: Signature, manner: Manner, text: str
) -> Signature:
    """The signature in its manner; with the level own-key that is a real one, over the text."""
    signature = evolve(unsigned, level=manner.level)
    if manner.noted_for is not None:
        return evolve(signature, noted_by=by.named(), how=manner.how)
    if manner.level == levels.E_SIGNED:
        return evolve(signature, scheme=manner.scheme, value=manner.returned)
    if manner.key is None:
        return signature
    from visavi.signing.statement import message
    from visavi.usecases.keys import require_registered

    repository = workspace.repository
    require_registered(repository.person(signature.by), manner.key.public, by.on)
    head = audit.head_of(repository.dialogue(found.id))
    signature = evolve(signature, key=manner.key.public, head=head)
    number = sum(version.complete for version in found.signed) + 1
    return evolve(signature, value=manner.key.sign(message(found.id, number, text, signature)))


def signer(found: Dialogue, by: Actor, manner: Manner) -> tuple[Party, str]:
    """Whose signature it is: the actor's own, or the employee's on whose word it is noted."""
    mine = party(found, by.named())
    if manner.noted_for is None:
        return mine, by.named()
    if mine is not Party.CONDUCTOR or manner.noted_for != found.employee:
        raise NotPermitted(
            "Only the one who holds the dialogue can note what the employee confirmed.",
            todo="Sign for yourself (without --for).",
        )
    return Party.EMPLOYEE, found.employee
