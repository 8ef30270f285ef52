"""What somebody typed, as it is kept: whole, composed, and within bounds."""

import unicodedata
from collections.abc import Sequence
from typing import TypeVar

from visavi.errors import InvalidInput, NotFound, NotPermitted
from visavi.model.dialogues import Answer, Note
from visavi.usecases.actor import Actor

T = TypeVar("T", Note, Answer)

LONGEST = 100_000
"""Characters of one text: twenty-five pages; more is a file, not a note."""


def require_text(text: str, *, what: str = "text") -> str:
    """The text in composed form (NFC) with plain line ends; raises :class:`InvalidInput`.

    Control characters other than tab and line feed are refused rather than dropped: no typed word
    is lost without a word. The text itself is never repeated in an error.
    """
    clean = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not clean.strip():
        raise InvalidInput("The {what} is empty.", what=what)
    if len(clean) > LONGEST:
        raise InvalidInput(
            "The {what} has {length} characters; {longest} is the most.",
            what=what,
            length=len(clean),
            longest=LONGEST,
        )
    for place, letter in enumerate(clean):
        if (ord(letter) < 32 and letter not in "\n\t") or ord(letter) == 127:
            raise _not_text(what, place)
        if "\ud800" <= letter <= "\udfff" or "\x80" <= letter <= "\x9f":
            raise _not_text(what, place)
    return clean.rstrip("\n")


def require_line(text: str, *, what: str, longest: int = 500) -> str:
    """The text, if it is one line of at most ``longest`` characters."""
    clean = require_text(text, what=what).strip()
    if "\n" in clean or len(clean) > longest:
        raise InvalidInput(
            "The {what} must be one line of at most {longest} characters.",
            what=what,
            longest=longest,
        )
    return clean


def _not_text(what: str, place: int) -> InvalidInput:
    return InvalidInput(
        "The {what} holds a control character at place {place}.",
        todo="Remove it; tabs and line ends are fine.",
        what=what,
        place=place + 1,
    )


def own_text(texts: Sequence[T], number: int, by: Actor) -> T:
    """The actor's own text of that number, from 1; raises for one of somebody else or none."""
    if not 1 <= number <= len(texts):
        raise NotFound("There is no text {number} there.", number=number)
    if texts[number - 1].author != by.named():
        raise NotPermitted("This text was written by somebody else.")
    return texts[number - 1]


def put_instead(texts: Sequence[T], number: int, text: T) -> tuple[T, ...]:
    """The texts with this one in the place of that number."""
    return tuple(text if at == number else one for at, one in enumerate(texts, 1))
