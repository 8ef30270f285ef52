"""What the rules ask of a year: its cycles, its salary review, and the days of a dialogue in it."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from attrs import frozen

from visavi.policy import DialogueFacts, PayFacts, PersonFacts, State, Values, day_in_year, overlaps
from visavi.policy.cycles import Cycle, asked, windows_around

GOALS = "ki.goals"
SALARY = "ki.salary"
NORMAL_REVISION = "10-01"
HORIZON_DAYS = 31
"""How far ahead the next cycle is asked for: the same as ``horizon_days`` of the policy."""

RUNNING = frozenset({State.PLANNED, State.INVITED, State.IN_PROGRESS, State.HELD, State.MOVED})
"""States of a dialogue that is still to come or not yet signed.

A rule that refuses a deed does not ask for them: a supplement changes a signed dialogue.
"""


@frozen
class Review:
    """One year's salary review.

    ``revision`` is the day from which new salaries count; ``autumn`` says whether salary is set in
    that autumn's dialogues; ``end_published`` whether the end of their window stands on a page of
    KI; ``read`` whether a page of that year was read at all.
    """

    year: int
    revision: date
    autumn: bool
    end_published: bool
    read: bool
    normal: bool


def review_of(values: Values, year: int) -> Review:
    """The salary review of a calendar year."""
    known: Any = values
    return _review_of(known, year)


def asked_cycles(values: Values, window: str, on: date) -> tuple[Cycle, ...]:
    """The cycles that are asked for on a day, of the kind whose window this is."""
    known: Any = values
    return _asked_cycles(known, window, on)


@lru_cache(maxsize=64)
def _review_of(values: Any, year: int) -> Review:
    facts: Mapping[str, Any] = values.value("salary-review", date(year, 1, 1))
    return Review(
        year=year,
        revision=day_in_year(facts["revision"], year),
        autumn=facts["autumn"],
        end_published=facts["end_published"],
        read=facts["read"],
        normal=facts["revision"] == NORMAL_REVISION,
    )


@lru_cache(maxsize=64)
def _asked_cycles(values: Any, window: str, on: date) -> tuple[Cycle, ...]:
    return asked(windows_around(values, window, on), on, HORIZON_DAYS)


def window_in(values: Values, window: str, year: int) -> tuple[date, date]:
    """First and last day of a window in the cycle of a year."""
    facts = values.value(window, date(year, 1, 1))
    return (
        day_in_year(facts["opens"], year + facts.get("opens_year", 0)),
        day_in_year(facts["closes"], year + facts.get("closes_year", 0)),
    )


def year_of(dialogue: DialogueFacts) -> int:
    """The year of the dialogue's cycle; of the talk, where somebody named the cycle otherwise."""
    cycle = dialogue.entry.cycle
    is_year = len(cycle) == 4 and cycle.isascii() and cycle.isdecimal() and cycle > "1900"
    return int(cycle) if is_year else dialogue.talk_on.year


def review_for(dialogue: DialogueFacts) -> Review:
    """The salary review of the dialogue's year."""
    return review_of(dialogue.values, year_of(dialogue))


def talk_day(dialogue: DialogueFacts) -> date | None:
    """The day on which the talk was held, else is to be held, if one is known."""
    return dialogue.entry.held or dialogue.meeting_on


def on_ladder(person: PersonFacts) -> bool:
    """Whether the salary follows the doctoral ladder."""
    return person.staff_group == "doctoral" or person.pay_route == "ladder"


def outside_review(person: PersonFacts, year: int) -> str | None:
    """The rule that keeps the person out of a year's salary dialogue, if one does."""
    if on_ladder(person):
        return "KI-PART-3"
    review = review_of(person.values, year)
    if not review.autumn:
        return "KI-WIN-4"
    if person.excluded_from_review(year):
        return "KI-PART-6"
    sick = away_during(person, "sick", review.revision, review.revision)
    if sick and person.values.setting("sick-at-revision") == "out":
        return "SE-SICK-2"
    return None


def away_during(person: PersonFacts, kind: str, first: date, last: date) -> bool:
    """Whether an absence of the kind shares a day with the period."""
    return any(
        absence.kind == kind and overlaps(absence.start, absence.end, first, last)
        for absence in person.person.absences
    )


def new_salary(pay: PayFacts | None) -> bool:
    """Whether a new salary is put down as such."""
    return pay is not None and (pay.amount_recorded or pay.agreed is True)
