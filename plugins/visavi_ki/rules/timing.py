"""When the dialogues lie, and in which order."""

from collections.abc import Iterator

from visavi.policy import MAY, MUST, SHOULD, DialogueFacts, Found, State, dialogue_rule
from visavi_ki.rules.periods import (
    GOALS,
    RUNNING,
    SALARY,
    outside_review,
    review_for,
    talk_day,
    window_in,
    year_of,
)

_RUNNING = sorted(RUNNING)


@dialogue_rule(
    "KI-WIN-1",
    SHOULD,
    cite=("seed-000.introduction", "ki.dialogue-older"),
    kinds=[GOALS],
    states=_RUNNING,
)
def goals_lie_in_their_window(dialogue: DialogueFacts) -> Iterator[Found]:
    """The first dialogue lies in its window, in a year with the usual revision date."""
    day = talk_day(dialogue)
    opens, closes = window_in(dialogue.values, "goals-window", year_of(dialogue))
    if day is not None and review_for(dialogue).normal and not opens <= day <= closes:
        yield Found(text="outside", day=day, opens=opens, closes=closes)


@dialogue_rule("KI-WIN-1b", MAY, cite="ki.dialogues-newer", kinds=[GOALS], states=_RUNNING)
def newer_pages_aim_at_the_first_quarter(dialogue: DialogueFacts) -> Iterator[Found]:
    """A first dialogue in December counts; newer pages aim at the first quarter."""
    day = talk_day(dialogue)
    year = year_of(dialogue)
    opens, _ = window_in(dialogue.values, "goals-window", year)
    aim, _ = window_in(dialogue.values, "goals-aim", year)
    if day is not None and opens <= day < aim:
        yield Found(day=day)


@dialogue_rule("KI-WIN-2", MAY, cite="seed-000.footnote-1", kinds=[GOALS], states=_RUNNING)
def another_revision_moves_the_first(dialogue: DialogueFacts) -> Iterator[Found]:
    """Where salaries are not revised on 1 October, the first dialogue may lie elsewhere."""
    review = review_for(dialogue)
    if not review.normal:
        yield Found(revision=review.revision, year=review.year)


@dialogue_rule(
    "KI-WIN-3",
    SHOULD,
    cite=("ki.dialogue-older", "ki.review-2022", "ki.review-2024"),
    kinds=[SALARY],
    states=_RUNNING,
)
def salary_lies_in_its_window(dialogue: DialogueFacts) -> Iterator[Found]:
    """The second dialogue lies in the year's window; a published last day binds."""
    day, review = talk_day(dialogue), review_for(dialogue)
    if day is None or outside_review(dialogue.employee, review.year):
        return
    opens, closes = window_in(dialogue.values, "salary-window", review.year)
    if not opens <= day <= closes:
        binding = review.end_published and day > closes
        yield Found(
            modality=MUST if binding else None,
            text="published" if binding else "",
            day=day,
            opens=opens,
            closes=closes,
        )


@dialogue_rule("KI-WIN-4", MAY, cite="ki.review-2021", kinds=[SALARY], states=_RUNNING)
def no_salary_is_set_without_a_revision(dialogue: DialogueFacts) -> Iterator[Found]:
    """In an autumn without a revision no salary-setting dialogue is due."""
    review = review_for(dialogue)
    if not review.autumn:
        yield Found(year=review.year, revision=review.revision)


@dialogue_rule(
    "KI-ORD-1", SHOULD, cite=("ki.salary-formation", "seed-000.introduction"), kinds=[SALARY]
)
def salary_builds_on_goals(dialogue: DialogueFacts) -> Iterator[Found]:
    """A salary dialogue builds on a first one of the same year.

    That is told ahead as well: once the first one's window is over, where one was due and this one
    is, so that a late one can still come before it.
    """
    year = year_of(dialogue)
    opens, closes = window_in(dialogue.values, "goals-window", year)
    held = any(other.kind == GOALS and other.held for other in dialogue.siblings)
    if held or not dialogue.employee.employed_during(opens, closes):
        return
    if dialogue.was_held or dialogue.state is State.IN_PROGRESS:
        yield Found(year=year, opens=opens, closes=closes)
    elif (
        dialogue.state in RUNNING
        and dialogue.on > closes
        and review_for(dialogue).normal
        and not outside_review(dialogue.employee, year)
    ):
        yield Found(text="ahead", year=year, opens=opens, closes=closes)
