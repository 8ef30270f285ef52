"""How strongly something is signed: five levels, each with what it proves and what it does not."""

from collections.abc import Mapping
from typing import NamedTuple

from visavi.errors import InvalidInput
from visavi.messages import Sentence, say

NOTED: Sentence = "noted"
PAPER: Sentence = "paper"
HERE: Sentence = "here"
OWN_KEY: Sentence = "own-key"
E_SIGNED: Sentence = "e-signed"


class Level(NamedTuple):
    """One level in honest words; each field is a sentence of the catalogue."""

    how: Sentence
    proves: Sentence
    not_proves: Sentence


LEVELS: Mapping[str, Level] = {
    NOTED: Level(
        "It is noted in the program that the signer confirmed the text, when, and how.",
        "that whoever entered it said so, and that the text is the same since.",
        "that the signer did confirm it.",
    ),
    PAPER: Level(
        "The printed text carries the fingerprint, and was signed by hand.",
        "that the paper belongs to exactly this text, for whoever has the paper.",
        "who typed the text first; and nothing without the paper.",
    ),
    HERE: Level(
        "The signer typed the own id on the computer that holds the store.",
        "little more than noted: somebody at that computer typed it.",
        "who sat there.",
    ),
    OWN_KEY: Level(
        "The text was signed with the signer's own key, which is not in the store.",
        "that who holds that key signed exactly this text, in this dialogue and version.",
        "the time, which is claimed; a legal form; whose key it is, unless you know that.",
    ),
    E_SIGNED: Level(
        "An electronic signature of the institution is kept as it came back.",
        "what the scheme of that signature promises, to who can check it there.",
        "anything through visavi, which does not look into it.",
    ),
}
"""From the weakest to the strongest; the last one depends on its scheme."""


def require_level(level: str) -> str:
    """The level, if there is one of that name; raises :class:`InvalidInput`."""
    if level in LEVELS:
        return level
    raise InvalidInput(
        "There is no level of signature {level}.",
        todo="The levels are: {levels}.",
        level=repr(level[:40]),
        levels=", ".join(LEVELS),
    )


def words_of(level: str) -> dict[str, str]:
    """What a level means, in the language in use; empty words for one that nobody knows."""
    known = LEVELS.get(level)
    if known is None:
        return {"how": "", "proves": "", "does_not_prove": ""}
    return {
        "how": say(known.how),
        "proves": say(known.proves),
        "does_not_prove": say(known.not_proves),
    }
