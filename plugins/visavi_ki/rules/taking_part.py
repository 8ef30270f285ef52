"""Who has which dialogue: everybody, except where the ladder or the contract says otherwise."""

from collections.abc import Iterator

from visavi.policy import MUST, DialogueFacts, Found, State, dialogue_rule
from visavi_ki.rules.periods import (
    SALARY,
    new_salary,
    on_ladder,
    outside_review,
    review_for,
    year_of,
)


@dialogue_rule(
    "KI-PART-1",
    MUST,
    cite=("seed-000.introduction", "ki.medarbetarsamtal"),
    states=[State.DECLINED, State.WAIVED],
    employed=True,
    not_staff_groups=["doctoral"],
)
def both_take_part(dialogue: DialogueFacts) -> Iterator[Found]:
    """Employee and manager take part in the dialogues that apply."""
    if dialogue.kind != SALARY or not outside_review(dialogue.employee, year_of(dialogue)):
        yield Found()


@dialogue_rule(
    "KI-PART-3",
    MUST,
    cite=("ki.salary-formation", "ki.ladder-2022"),
    refuses=("new", "invite", "start", "hold", "pay"),
    kinds=[SALARY],
    employed=True,
)
def doctoral_students_have_no_salary_dialogue(dialogue: DialogueFacts) -> Iterator[Found]:
    """An employed doctoral student's salary follows the ladder: no salary dialogue."""
    if on_ladder(dialogue.employee) and not dialogue.entry.imported:
        yield Found(person=dialogue.entry.employee)


@dialogue_rule("KI-PART-6", MUST, cite="ki.clintec", refuses=("pay",), kinds=[SALARY])
def an_exclusion_is_said_before(dialogue: DialogueFacts) -> Iterator[Found]:
    """Who is excluded from the year's review gets no new salary, and is told so before."""
    year = review_for(dialogue).year
    if not dialogue.employee.excluded_from_review(year):
        return
    if new_salary(dialogue.pay):
        yield Found(text="amount", year=year)
    elif dialogue.deed is None:
        yield Found(year=year)
