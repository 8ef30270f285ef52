"""The question bank of a dialogue: its topics' questions whose conditions hold on the day."""

from datetime import date

import pytest

from visavi.errors import NotFound
from visavi.usecases.questions import list_questions, questions_of
from visavi.usecases.workspace import Workspace
from visavi_testing.team import by, planned

SENIOR = {"competence.senior-1", "competence.senior-2"}
ALWAYS = "competence.1"


@pytest.mark.parametrize(
    ("day", "asked"),
    [(date(2040, 4, 30), set()), (date(2040, 5, 1), SENIOR)],
    ids=["the day before", "on the birthday"],
)
def test_questions_from_sixty_on_are_offered_from_the_birthday_on(
    uio: Workspace, day: date, asked: set[str]
) -> None:
    """UIO-TOPIC-05: Anna was born on 1 May 1980."""
    dialogue = planned(uio).id
    for person in ("mia", "anna"):
        offered = {row["id"] for row in questions_of(uio, by(person, day), dialogue)}
        assert offered & SENIOR == asked
        assert ALWAYS in offered


def test_all_questions_of_a_dialogue_are_of_its_kind(ki: Workspace) -> None:
    dialogue = planned(ki, "ki.salary")
    kind = {row["id"] for row in list_questions(ki.policies.base, kind="ki.salary")}
    assert {row["id"] for row in questions_of(ki, by("anna"), dialogue.id)} <= kind


def test_the_bank_of_a_dialogue_is_its_two_peoples(uio: Workspace) -> None:
    """Whoever may not read the record does not learn that it is there."""
    dialogue = planned(uio).id
    for person in ("per", "hanna", "otto"):
        with pytest.raises(NotFound):
            questions_of(uio, by(person), dialogue)
