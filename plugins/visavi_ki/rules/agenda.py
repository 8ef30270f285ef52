"""What is owed to whom and by when: rules about persons."""

from collections.abc import Iterator
from datetime import date, timedelta

from visavi.model.people import Absence
from visavi.policy import MUST, SHOULD, Duty, EmploymentForm, PersonFacts, person_rule
from visavi.policy.cycles import Cycle
from visavi.policy.outcomes import FactValue
from visavi_ki.rules.periods import (
    GOALS,
    SALARY,
    asked_cycles,
    away_during,
    outside_review,
    review_of,
)

FOLLOWED_UP = "ki.plan-followed-up"
TAKEN_UP = "ki.salary-taken-up"
LADDER_REPORTED = "ki.ladder-reported"
RETURN_PLAN = "se.return-to-work-plan"


@person_rule(
    "KI-WIN-1",
    SHOULD,
    cite=("seed-000.introduction", "ki.dialogue-older"),
    employed=True,
    not_staff_groups=["doctoral"],
)
def goals_are_talked_over_in_winter(person: PersonFacts) -> Iterator[Duty]:
    """The first dialogue is held in its window, unless the year's revision moves it."""
    for cycle in _goals_cycles(person):
        review = review_of(person.values, cycle.year)
        yield Duty(
            kind=GOALS,
            cycle=cycle.id,
            opens=cycle.opens,
            due=cycle.due,
            exempt_by=None if review.normal else "KI-WIN-2",
            facts={"revision": review.revision},
        )


@person_rule(
    "KI-MGR-4",
    MUST,
    cite=("ki.news-2026", "ki.medarbetarsamtal"),
    employed=True,
    not_staff_groups=["doctoral"],
)
def the_manager_invites(person: PersonFacts) -> Iterator[Duty]:
    """The immediate manager invites to the first dialogue."""
    return _goals_wanted(person, "invited")


@person_rule(
    "KI-PART-4",
    SHOULD,
    cite=("seed-000.introduction", "ki.news-2026"),
    employed=True,
    staff_groups=["doctoral"],
)
def doctoral_students_are_offered_the_first(person: PersonFacts) -> Iterator[Duty]:
    """An employed doctoral student is offered the first dialogue, beside the study plan."""
    return _goals_wanted(person, "offered")


@person_rule("KI-PART-2", MUST, cite=("ki.review-2022", "ki.review-2024"), employed=True)
def everybody_in_the_review_has_the_second(person: PersonFacts) -> Iterator[Duty]:
    """Who is covered by the year's salary review has the second dialogue in that year."""
    for cycle in _salary_cycles(person):
        last = cycle.due or cycle.opens
        on_leave = away_during(person, "parental", cycle.opens, last)
        yield Duty(
            kind=SALARY,
            cycle=cycle.id,
            opens=cycle.opens,
            due=cycle.due,
            exempt_by=outside_review(person, cycle.year),
            text="on-leave" if on_leave else "",
            facts=_review_facts(person, cycle.year),
        )


@person_rule("KI-FOLL-1", MUST, cite="seed-000.introduction", employed=True)
def plans_without_a_second_dialogue_are_followed_up(person: PersonFacts) -> Iterator[Duty]:
    """Where there is no second dialogue, the plan of the first is followed up by the year's end."""
    for cycle in _salary_cycles(person):
        if not _held(person, GOALS, cycle.id) or outside_review(person, cycle.year) is None:
            continue
        yield Duty(
            kind=FOLLOWED_UP,
            cycle=cycle.id,
            opens=cycle.opens,
            due=date(cycle.year, 12, 31),
            wants="fact",
            text="no-second",
            settled=bool(person.facts_of(FOLLOWED_UP, cycle.year))
            or _held(person, SALARY, cycle.id),
        )


@person_rule("KI-PAY-8", SHOULD, cite=("ki.salary-formation-hr", "assumed.days"), employed=True)
def a_new_employment_takes_salary_up_anew(person: PersonFacts) -> Iterator[Duty]:
    """Salary is taken up when a new employment is entered or one is extended by a new one."""
    days = timedelta(days=person.values.value("new-employment-days", person.on))
    for post in person.person.employments:
        paid_anew = post.form is not EmploymentForm.NOT_EMPLOYED and post.staff_group != "doctoral"
        if post.start is None or not paid_anew or abs(post.start - person.on) > days:
            continue
        yield Duty(
            kind=TAKEN_UP,
            cycle=f"from {post.start.isoformat()}",
            opens=post.start - days,
            due=post.start,
            wants="fact",
            settled=any(abs(day - post.start) <= days for day in person.facts_of(TAKEN_UP)),
            facts={"starts": post.start},
        )


@person_rule(
    "KI-PAY-9",
    MUST,
    cite="ki.ladder-2022",
    employed=True,
    staff_groups=["doctoral"],
    setting={"name": "ladder-report", "equals": "tracked"},
)
def ladder_salaries_are_reported(person: PersonFacts) -> Iterator[Duty]:
    """The department reports its doctoral students' salaries in the review."""
    for cycle in _salary_cycles(person):
        yield Duty(
            kind=LADDER_REPORTED,
            cycle=cycle.id,
            opens=cycle.opens,
            due=date(cycle.year, 12, 31),
            wants="fact",
        )


@person_rule("SE-SICK-1", MUST, cite=("se.return-plan", "se.return-plan-prevent"), employed=True)
def long_sick_leave_has_a_return_plan(person: PersonFacts) -> Iterator[Duty]:
    """A sick leave that is expected to last has a return-to-work plan, made outside visavi."""
    absence = person.absent("sick")
    if absence is None or not _expected_to_last(person, absence):
        return
    plan_by = person.values.value("return-plan", person.on)["plan_by_day"]
    yield Duty(
        kind=RETURN_PLAN,
        cycle=f"from {absence.start.isoformat()}",
        opens=absence.start,
        due=absence.start + timedelta(days=plan_by - 1),
        wants="fact",
        settled=any(day >= absence.start for day in person.facts_of(RETURN_PLAN)),
        facts={"since": absence.start, "day": plan_by},
    )


def _goals_cycles(person: PersonFacts) -> Iterator[Cycle]:
    return _cycles(person, "goals-window")


def _salary_cycles(person: PersonFacts) -> Iterator[Cycle]:
    """The second dialogue's cycles; from the revision date on, where that is the chosen test."""
    for cycle in _cycles(person, "salary-window"):
        revision = review_of(person.values, cycle.year).revision
        late = not person.employed_during(revision, revision)
        if not (late and person.values.setting("review-start") == "revision-date"):
            yield cycle


def _cycles(person: PersonFacts, window: str) -> Iterator[Cycle]:
    """The cycles asked for of a person: those in whose window there is an employment."""
    outside = (
        person.form is EmploymentForm.HOURLY and person.values.setting("hourly-staff") == "outside"
    )
    for cycle in () if outside else asked_cycles(person.values, window, person.on):
        if person.employed_during(cycle.opens, cycle.due or cycle.opens):
            yield cycle


def _goals_wanted(person: PersonFacts, wants: str) -> Iterator[Duty]:
    """The first dialogue brought so far, in the window or whenever the revision allows it."""
    for cycle in _goals_cycles(person):
        yield Duty(
            kind=GOALS,
            cycle=cycle.id,
            opens=cycle.opens,
            due=_last_day_for_goals(person, cycle),
            wants=wants,
        )


def _last_day_for_goals(person: PersonFacts, cycle: Cycle) -> date | None:
    """The end of the window; of the year, where the revision date allows another period."""
    normal = review_of(person.values, cycle.year).normal
    return cycle.due if normal else date(cycle.year, 12, 31)


def _review_facts(person: PersonFacts, year: int) -> dict[str, FactValue]:
    """What decides on the salary dialogue of a year, as the obligation states it."""
    return {
        "staff_group": person.staff_group,
        "pay_route": person.pay_route,
        "excluded_from_review": person.excluded_from_review(year),
        "revision": review_of(person.values, year).revision,
    }


def _held(person: PersonFacts, kind: str, cycle: str) -> bool:
    return any(entry.held and entry.cycle == cycle for entry in person.entries(kind))


def _expected_to_last(person: PersonFacts, absence: Absence) -> bool:
    """Whether a sick leave is expected to reach the days from which a plan is due."""
    if absence.end is None:
        return bool(person.values.setting("open-sick-leave") == "expected")
    days: int = person.values.value("return-plan", person.on)["expected_days"]
    return (absence.end - absence.start).days + 1 >= days
