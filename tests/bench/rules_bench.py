"""Rules in memory: the agenda's loop over 10 000 people against the same rules written by hand.

L, the yardstick, is one loop with the rules inlined that gives the very same obligations.
"""

import gc
from collections.abc import Callable
from datetime import date
from statistics import median
from time import perf_counter
from typing import Any

from visavi.model.people import PayRoute
from visavi.policy import engine, gather
from visavi.policy.checks import obligation_rule
from visavi.policy.document import Exemption, Kind, ObligationSpec
from visavi.policy.facts import DialogueEntry, PersonFacts
from visavi.policy.outcomes import Due, Modality, Obligation
from visavi.policy.policy import Policy
from visavi_testing.builders import WINDOW, People, entry, person, policy

PEOPLE = 10_000
ROUNDS = 15
ON = date(2026, 11, 21)
GOALS = Kind("t.goals", window="goals-window")
SALARY = Kind("t.salary", window="salary-window")
SENIOR = Kind("t.senior")
GROUPS = ("technical-administrative", "academic", "postdoc", "doctoral")


def the_policy() -> Policy:
    """Four demands of the register: two windows, one with an exemption, one once at an age."""
    specs = (
        ObligationSpec("T-1", "should", kind="t.goals", when={"not_staff_groups": ("doctoral",)}),
        ObligationSpec("T-2", "must", kind="t.goals", wants="invited", when={"employed": True}),
        ObligationSpec(
            "T-3",
            "must",
            kind="t.salary",
            exempt=(Exemption("T-4", {"staff_groups": ("doctoral",)}),),
        ),
        ObligationSpec(
            "T-5",
            "must",
            kind="t.senior",
            every="once",
            at_age=60,
            wants="invited",
            when={"min_age": 60, "forms": ("permanent",)},
        ),
    )
    kinds = {kind.id: kind for kind in (GOALS, SALARY, SENIOR)}
    return policy(
        *(obligation_rule(spec, kinds[spec.kind or ""]) for spec in specs),
        kinds=kinds.values(),
        values={
            "goals-window": WINDOW,
            "salary-window": {"opens": "09-01", "closes": "12-31"},
        },
    )


def the_people(tiny: Policy) -> list[PersonFacts]:
    """Facts as they are after gathering, with nought to two dialogues each."""
    register = People(person("mia"))
    return [
        gather.person_facts(register, one, ON, tiny, _entries(number, one.id))
        for number in range(PEOPLE)
        for one in [
            person(
                f"p{number}",
                "mia",
                group=GROUPS[number % 4],
                born=date(1960 + number % 40, 1 + number % 12, 1 + number % 28),
                route=PayRoute.DIALOGUE,
            )
        ]
    ]


def by_engine(tiny: Policy, people: list[PersonFacts]) -> list[Obligation]:
    """What is measured."""
    return engine.obligations_of_all(tiny, people)


def by_hand(people: list[PersonFacts]) -> list[Obligation]:
    """L: the same four rules inlined in one loop, with what this day makes of them as constants."""
    found: list[Obligation] = []
    add = found.append
    should, must = Modality.SHOULD, Modality.MUST
    met, late, soon, open_now, exempt = Due.MET, Due.OVERDUE, Due.UPCOMING, Due.OPEN, Due.EXEMPT
    opened, closed = date(2025, 12, 1), date(2026, 3, 31)
    opens, closes = date(2026, 12, 1), date(2027, 3, 31)
    autumn, winter = date(2026, 9, 1), date(2026, 12, 31)
    # fmt: off
    for facts in people:
        if not facts.employed:
            continue
        who, group, boss = facts.person.id, facts.staff_group, facts.conductor
        why = facts.conductor_because
        goals = goals_held = goals_invited = salary = salary_held = None
        for one in facts.dialogues:
            if one.kind == "t.goals" and one.cycle == "2026":
                goals, goals_held = one.id, one.held
                goals_invited = one.invited or goals_held
            elif one.kind == "t.salary" and one.cycle == "2026":
                salary, salary_held = one.id, one.held
        was_there = False
        for post in facts.person.employments:
            if (post.start is None or post.start <= closed) and (
                post.end is None or post.end >= opened
            ):
                was_there = True
        if group != "doctoral":
            if was_there:
                state = met if goals_held and goals_held <= ON else late
                add(Obligation("tiny", "T-1", should, who, "t.goals", "2026", "held", state, boss,
                               opened, closed, None, goals, None,
                               {"staff_group": group, "owner_because": why}))
            add(Obligation("tiny", "T-1", should, who, "t.goals", "2027", "held", soon, boss,
                           opens, closes, None, None, None,
                           {"staff_group": group, "owner_because": why}))
        if was_there:
            state = met if goals_invited and goals_invited <= ON else late
            add(Obligation("tiny", "T-2", must, who, "t.goals", "2026", "invited", state, boss,
                           opened, closed, None, goals, None,
                           {"employed": True, "owner_because": why}))
        add(Obligation("tiny", "T-2", must, who, "t.goals", "2027", "invited", soon, boss,
                       opens, closes, None, None, None, {"employed": True, "owner_because": why}))
        lifted = "T-4" if group == "doctoral" else None
        state = met if salary_held and salary_held <= ON else exempt if lifted else open_now
        add(Obligation("tiny", "T-3", must, who, "t.salary", "2026", "held", state, boss,
                       autumn, winter, None, salary, lifted,
                       {"staff_group": group, "owner_because": why}))
        born = facts.person.birth_date
        if born is not None and facts.form == "permanent":
            sixty = date(born.year + 60, born.month, born.day)
            if sixty <= ON:
                add(Obligation("tiny", "T-5", must, who, "t.senior", "once", "invited", open_now,
                               boss, sixty, None, None, None, None,
                               {"age": facts.age, "form": facts.form, "owner_because": why}))
    # fmt: on
    return found


def rows() -> list[tuple[str, float, str]]:
    """The bench's rows: what, ratio to L, target."""
    tiny = the_policy()
    people = the_people(tiny)
    expected, given = by_hand(people), by_engine(tiny, people)
    assert expected == given, "the yardstick must answer the same"
    yardstick, measured = _interleaved(lambda: by_hand(people), lambda: by_engine(tiny, people))
    one = median(measured) / PEOPLE * 1e6
    what = f"rules in memory, {PEOPLE} people, {len(given)} obligations ({one:.1f} us a person)"
    return [(what, median(measured) / median(yardstick), "<= 2.7 L")]


def _entries(number: int, employee: str) -> tuple[DialogueEntry, ...]:
    goals = entry(
        "t.goals",
        "2026",
        employee=employee,
        entry_id=f"{employee}.aaaaaa",
        planned=date(2025, 12, 5),
        invited=date(2025, 12, 8),
        held=date(2026, 2, 3 + number % 20),
    )
    salary = entry("t.salary", "2026", employee=employee, entry_id=f"{employee}.bbbbbb")
    return ((), (goals,), (goals, salary))[number % 3]


def _interleaved(*runs: Callable[[], Any]) -> list[list[float]]:
    """Each run's times, taken in turns with the collector off."""
    times: list[list[float]] = [[] for _ in runs]
    for _ in range(ROUNDS):
        for run, taken in zip(runs, times, strict=True):
            gc.collect()
            gc.disable()
            start = perf_counter()
            run()
            taken.append(perf_counter() - start)
            gc.enable()
    return times


if __name__ == "__main__":
    for what, ratio, target in rows():
        print(f"{ratio:6.2f} L  {target:10}  {what}")
