"""The one rule of the example that its policy file cannot say."""

from collections.abc import Iterator
from datetime import timedelta

from visavi.policy import SHOULD_NOT, DialogueFacts, Found, dialogue_rule


@dialogue_rule("EX-7", SHOULD_NOT, cite="guideline.absence", kinds=["example.year"])
def just_back_from_leave(dialogue: DialogueFacts) -> Iterator[Found]:
    """Nobody is asked to the yearly dialogue in the first days after a long leave."""
    meeting = dialogue.meeting_on
    if meeting is None:
        return
    days = dialogue.values.value("settling-in-days", meeting)
    for absence in dialogue.employee.person.absences:
        if absence.end is None or (absence.end - absence.start).days < 30:
            continue
        first = absence.end + timedelta(days=1)
        if first <= meeting < first + timedelta(days=days):
            yield Found(meeting=meeting, back=first, days=days)
