"""What a key signs: the very text, with who answers what to it, under a domain of its own."""

from typing import Any, Protocol

from visavi.signing.canonical import canonical

DOMAIN = "visavi own-key signature 1\n"
"""Stands before everything that a key signs, so that no signature can serve elsewhere."""


class Answered(Protocol):
    """A signature as far as it is signed."""

    @property
    def party(self) -> Any: ...
    @property
    def by(self) -> str: ...
    @property
    def on(self) -> Any: ...
    @property
    def digest(self) -> str: ...
    @property
    def dissent(self) -> str: ...
    @property
    def refused(self) -> str: ...
    @property
    def head(self) -> str: ...


def message(dialogue: str, number: int, text: str, signature: Answered) -> bytes:
    """The bytes that the signer's key signs.

    First the statement, on one line: the dialogue, the version, who answers as which party on
    which claimed day, the dissent or refusal, and the head of the audit chain that the signer had
    before the eyes. Then the signed text itself.
    """
    statement = {
        "schema": "visavi.signature/1",
        "dialogue": dialogue,
        "number": number,
        "digest": signature.digest,
        "party": str(signature.party),
        "by": signature.by,
        "on": str(signature.on),
        "dissent": signature.dissent,
        "refused": signature.refused,
        "head": signature.head,
    }
    return f"{DOMAIN}{canonical(statement)}\n{text}".encode()
