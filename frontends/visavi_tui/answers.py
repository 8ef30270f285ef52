"""Answers as people type them into a form: numbers, yes and no, who answers for a promise."""

from collections.abc import Iterable
from datetime import date

from visavi.errors import InvalidInput
from visavi.messages import say
from visavi.model.plans import Responsible


def number(text: str) -> int:
    """A whole number, with spaces between its digits if need be; raises :class:`InvalidInput`."""
    clean = text.strip().replace(" ", "").replace("\u00a0", "")
    if not clean.isascii() or not clean.isdigit() or len(clean) > 9:
        raise InvalidInput("{text} is not a whole number.", text=repr(text[:40]))
    return int(clean)


def yes_or_no(text: str) -> bool | None:
    """Yes, no, or nothing said; raises :class:`InvalidInput`."""
    wanted = text.strip().casefold()
    if not wanted:
        return None
    if wanted in (say("yes"), "yes", "y"):
        return True
    if wanted in (say("no"), "no", "n"):
        return False
    raise InvalidInput("{text} is neither yes nor no.", text=repr(text[:40]))


def responsible(text: str) -> str | None:
    """Who answers for a promise, or nobody yet; raises :class:`InvalidInput`."""
    found = meant(text, Responsible)
    if text.strip() and found is None:
        raise InvalidInput(
            "{text} does not say who answers for it.",
            todo="Use one of: {words}.",
            text=repr(text[:40]),
            words=", ".join(map(say, Responsible)),
        )
    return found


def meant(text: str, words: Iterable[str]) -> str | None:
    """Which of our words was typed, in the language in use or in English; ``None`` if none."""
    known = {say(word).casefold(): word for word in words}
    wanted = text.strip().casefold()
    return str(known[wanted]) if wanted in known else next((w for w in words if w == wanted), None)


def typed(value: object) -> str:
    """A stored value as somebody would type it."""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
