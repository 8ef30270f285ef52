"""How far a dialogue has come on a day, measured against what a policy wants."""

from datetime import date

from visavi.messages import Sentence
from visavi.model.dialogues import State
from visavi.policy.facts import DialogueEntry

OFFERED = "offered"
INVITED = "invited"
HELD = "held"
SIGNED = "signed"
FACT = "fact"
"""Wanted is not a dialogue but a dated fact of the register."""

WANTS: tuple[Sentence, ...] = (OFFERED, INVITED, HELD, SIGNED, FACT)


def reached_on(entry: DialogueEntry, wants: str, on: date) -> date | None:
    """The day on which the dialogue reached what is wanted; ``None`` if it had not on the day.

    Who was invited has been offered a dialogue, also if they declined it; what is signed was held.
    A refused signature is an answer, and counts as signed.
    """
    state = entry.state
    if state is State.CANCELLED:
        return None
    day = entry.signed
    if wants != SIGNED:
        day = _earliest(day, entry.held)
        if wants != HELD:
            day = _earliest(day, entry.invited)
            if wants == OFFERED and day is None and state is State.DECLINED:
                day = entry.planned
    return day if day is not None and day <= on else None


def _earliest(one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return one or other
    return min(one, other)
