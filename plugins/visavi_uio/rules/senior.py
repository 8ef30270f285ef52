"""Senior policy: what follows from a person's age, year by year."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from attrs import frozen

from visavi.policy import (
    MAY,
    MUST,
    SHOULD,
    DialogueFacts,
    Duty,
    Found,
    PersonFacts,
    birthday,
    dialogue_rule,
    person_rule,
)
from visavi_uio.rules.dialogues import WORK

COURSE = "uio.senior-course-offered"
WEEK = "uio.extra-week-granted"
TAKEN = "uio.senior-days-taken"
DAYS = "uio.senior-days"


@person_rule(
    "UIO-SEN-03",
    SHOULD,
    cite=("uio.senior-policy", "uio.senior-page-no"),
    employed=True,
    min_age=59,
)
def course_comes_before_the_interview(person: PersonFacts) -> Iterator[Duty]:
    """In the calendar year of turning 60 a senior course is offered before the interview."""
    turns = _turns(person, int(person.values.value("senior-age", person.on)))
    if turns is None or person.on.year > turns.year:
        return
    held = any(
        entry.held is not None and entry.held <= person.on for entry in person.entries("uio.senior")
    )
    if not held or person.facts_of(COURSE, turns.year):
        opens, due = _year(turns.year)
        yield Duty(COURSE, str(turns.year), opens, due, wants="fact", facts={"birthday": turns})


@person_rule(
    "UIO-SEN-05",
    MUST,
    cite=("uio.senior-page-no", "ntnu.senior-policy"),
    employed=True,
    min_age=59,
)
def extra_week_of_holiday(person: PersonFacts) -> Iterator[Duty]:
    """One extra week of holiday in the calendar year of turning 60, and in the years after it."""
    turns = _turns(person, int(person.values.value("senior-age", person.on)))
    if turns is None:
        return
    year = person.on.year
    only = person.values.setting("extra-week-years") == "that-year"
    if year == turns.year or (year > turns.year and not only):
        yield Duty(
            WEEK,
            str(year),
            *_year(year),
            wants="fact",
            owner=person.manager,
            amount=Decimal(1),
            facts={"birthday": turns},
        )


@frozen
class _Days:
    """A year's senior days: their first and last day, how many (``None``: not known), taken."""

    opens: date
    last: date
    count: Decimal | None
    taken: Decimal

    @property
    def left(self) -> Decimal:
        return max(Decimal(0), (self.count or Decimal(0)) - self.taken)


@person_rule(
    "UIO-SEN-06",
    MUST,
    cite=("uio.senior-page", "uio.senior-policy", "uio.senior-page-no", "uio.senior-2008"),
    employed=True,
    min_age=61,
)
def senior_days(person: PersonFacts) -> Iterator[Duty]:
    """Senior days in proportion to the position, rounded up to a whole day."""
    days = _days(person)
    if days is not None:
        yield Duty(
            DAYS,
            str(person.on.year),
            days.opens,
            days.last,
            wants="fact",
            owner=person.manager,
            amount=days.count,
            settled=days.count is not None and not days.left,
            facts={"position": person.percent, "taken": days.taken},
        )


@person_rule("UIO-SEN-07", MUST, cite="uio.working-hours", employed=True, min_age=61)
def days_lapse_with_the_year(person: PersonFacts) -> Iterator[Duty]:
    """Senior days that are not taken lapse on 31 December; none is carried over."""
    days = _days(person)
    if days is None or not days.left:
        return
    notice = timedelta(days=int(person.values.setting("lapse-notice-days")))
    yield Duty(
        DAYS,
        str(person.on.year),
        max(days.opens, days.last - notice),
        days.last,
        wants="fact",
        owner=person.id,
        amount=days.left,
        facts={"taken": days.taken, "carried": 0},
    )


@dialogue_rule(
    "UIO-SEN-08",
    MAY,
    cite=("uio.senior-agreement", "spk.age-limit"),
    kinds=WORK,
    states=["planned", "invited"],
)
def agreement_ends_before_the_age_limit(dialogue: DialogueFacts) -> Iterator[Found]:
    """From 70 on the senior agreement says nothing, though one may still be in post."""
    age, on = dialogue.employee.age, dialogue.talk_on
    ends = int(dialogue.values.value("senior-agreement-ends-at", on))
    if age is not None and age >= ends:
        yield Found(age=age, ends=ends, limit=dialogue.values.value("state-age-limit", on))


def _turns(person: PersonFacts, age: int) -> date | None:
    born = person.person.birth_date
    return None if born is None else birthday(born, age)


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _days(person: PersonFacts) -> _Days | None:
    """The senior days of the year, by the highest age that has been reached."""
    first, last = _year(person.on.year)
    by_calendar = person.values.setting("senior-days-basis") == "calendar-year"
    found: _Days | None = None
    for step in person.values.value("senior-days", person.on):
        turns = _turns(person, int(step["age"]))
        if turns is None or turns > last:
            continue
        opens = first if by_calendar else max(first, turns)
        if found is None or opens <= person.on:
            count = step.get("days")
            found = _Days(
                opens,
                last,
                None if count is None else _in_proportion(count, person.percent),
                person.amount_of(TAKEN, first.year),
            )
    return found


def _in_proportion(days: int, percent: Decimal) -> Decimal:
    return (days * percent / 100).to_integral_value(rounding=ROUND_CEILING)
