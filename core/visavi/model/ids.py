"""Ids: what may be one, and how new ones are made.

A person's id is the employee number that HR uses. A dialogue's id is the employee's id, a dot and
six random characters; an activity's id is its dialogue's, a dot, ``a`` and a number. So a record is
found by its id alone, without an index. A matter's id says nothing about anybody.
"""

import os
import re
from collections.abc import Callable

from visavi.errors import InvalidInput, NotFound

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PERSON = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_@+-]|\.(?=[A-Za-z0-9])){0,63}")
_DIALOGUE = re.compile(rf"(?P<employee>.+)\.[{ALPHABET}]{{6}}")
_ACTIVITY = re.compile(r"(?P<dialogue>.+)\.a[1-9][0-9]{0,3}")
_MATTER = re.compile(rf"m-[{ALPHABET}]{{12}}")

Draw = Callable[[int], str]
"""Gives so many random characters of :data:`ALPHABET`."""


def draw(count: int) -> str:
    """Random characters that nobody can guess."""
    return "".join(ALPHABET[byte & 31] for byte in os.urandom(count))


def person_id(text: str) -> str:
    """The text, if it can be a person's id; raises :class:`InvalidInput` else."""
    if _PERSON.fullmatch(text):
        return text
    raise InvalidInput(
        "{text} cannot be a person's id.",
        todo="An id has 1 to 64 letters, digits, dots, dashes, underscores, @ or +, "
        "and starts with a letter or digit.",
        text=_shown(text),
    )


def new_dialogue_id(employee: str, random: Draw = draw) -> str:
    """A new dialogue id under the employee."""
    return f"{employee}.{random(6)}"


def employee_of(dialogue: str) -> str:
    """The employee whose dialogue it is; raises :class:`NotFound` if it cannot be a dialogue id."""
    match = _DIALOGUE.fullmatch(dialogue)
    if match is None or not _PERSON.fullmatch(match["employee"]):
        raise NotFound("There is no dialogue {id} for you.", id=_shown(dialogue))
    return match["employee"]


def dialogue_of(activity: str) -> str:
    """The dialogue that an activity was agreed in; raises :class:`NotFound` if it cannot be one."""
    match = _ACTIVITY.fullmatch(activity)
    if match is None or not _DIALOGUE.fullmatch(match["dialogue"]):
        raise NotFound("There is no activity {id} for you.", id=_shown(activity))
    return match["dialogue"]


def new_matter_id(random: Draw = draw) -> str:
    """A new matter id."""
    return f"m-{random(12)}"


def matter_id(text: str) -> str:
    """The text, if it can be a matter's id; raises :class:`NotFound` else."""
    if _MATTER.fullmatch(text):
        return text
    raise NotFound("There is no matter {id} for you.", id=_shown(text))


def _shown(text: str) -> str:
    """What a hostile or endless id looks like in an error text."""
    cut = text if len(text) <= 40 else text[:40] + "…"
    return ascii(cut) if not cut.isprintable() else repr(cut)
