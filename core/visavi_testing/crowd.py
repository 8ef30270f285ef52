"""People, dialogues and matters of every sort, under any policy: what a policy is tried on."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from attrs import evolve

from visavi.model.dialogues import (
    Answer,
    Coverage,
    Dialogue,
    Note,
    Party,
    Preparation,
    State,
    Topic,
)
from visavi.model.matters import Matter, Severity
from visavi.model.people import (
    Absence,
    Delegation,
    Disqualification,
    Employment,
    EmploymentForm,
    PayRoute,
    Person,
    ReviewExclusion,
)
from visavi.model.plans import Activity, Plan, Responsible
from visavi.policy.policy import Policy
from visavi_testing.builders import People, dialogue, person

MANAGER, SUPERIOR = "mia", "top"

DAYS = tuple(
    date.fromisoformat(day)
    for day in (
        "2024-02-29", "2025-03-30", "2025-12-31", "2026-01-01", "2026-02-10", "2026-03-29",
        "2026-03-31", "2026-04-05", "2026-05-17", "2026-08-01", "2026-10-25", "2026-11-21",
        "2026-12-01", "2027-01-01",
    )
)  # fmt: skip
"""Leap day, changes of clocks, Easter, year ends, and some ordinary days."""

STRANGE = ("a", "0", "Čihkkoi-Šariūnas", "O'Neill", "[/]", "=cmd()", "‮evil", "x" * 300)
"""Ids and names that break programs which trust them."""


def people(policy: Policy) -> People:
    """A dozen people of each staff group of the policy, with a manager and the manager's."""
    groups = (*policy.staff_groups, "unheard-of")
    staff = [one for group in groups for one in sorts(group)]
    delegating = Delegation("d1", to="per", start=date(2026, 1, 1), staff_groups=groups[:1])
    return People(
        *staff,
        person("per", MANAGER),
        person(MANAGER, SUPERIOR, delegations=(delegating,)),
        person(SUPERIOR),
        units={"U1": "U", "U": None},
    )


def sorts(group: str) -> Iterator[Person]:
    """One person of each sort that rules tell apart, all in one staff group."""

    def one(name: str, manager: str | None = MANAGER, **more: object) -> Person:
        return person(f"{group}-{name}", manager, group=group, **more)  # type: ignore[arg-type]

    yield one("plain", born=date(1980, 5, 1), route=PayRoute.DIALOGUE)
    yield one("collective", born=date(1980, 5, 1), route=PayRoute.COLLECTIVE)
    yield one("sixty", born=date(1966, 3, 1), route=PayRoute.DIALOGUE)
    yield one("leapling", born=date(1964, 2, 29), route=PayRoute.NONE)
    yield one("seventy", born=date(1955, 12, 31))
    yield one("unborn")
    yield one("temporary", form=EmploymentForm.TEMPORARY, end=date(2026, 12, 31))
    yield one("hourly", form=EmploymentForm.HOURLY, percent=5)
    yield one("guest", form=EmploymentForm.NOT_EMPLOYED)
    yield one("new", start=date(2026, 3, 1), route=PayRoute.LADDER)
    yield one("gone", end=date(2025, 12, 31))
    yield one("alone", None)
    yield one("away", absences=(Absence("parental", date(2025, 9, 1), date(2026, 9, 30)),))
    yield one("sick", absences=(Absence("sick", date(2026, 1, 15)),))
    yield one("outside", exclusions=(ReviewExclusion(2026),))
    yield one(
        "related", disqualifications=(Disqualification(MANAGER, "partner", date(2025, 1, 1)),)
    )
    halves = (
        Employment("e1", "U1", group, percent=Decimal(50), start=date(2015, 1, 1)),
        Employment("e2", "U", group, percent=Decimal(50), start=date(2020, 1, 1)),
    )
    yield one("twice", employments=halves)
    for number, name in enumerate(STRANGE):
        yield evolve(one(f"strange{number}"), name=name, sort_name=name)


def dialogues(
    policy: Policy,
    kind: str,
    employee: Person,
    on: date,
    *,
    conductor: str = MANAGER,
    cycle: str = "",
) -> Iterator[Dialogue]:
    """One dialogue on its way: planned, invited, started, held with nothing done, or with all."""
    spec = policy.kinds[kind]
    cycle = cycle or str(on.year)
    bare = dialogue(
        kind,
        employee=employee.id,
        conductor=conductor,
        cycle=cycle,
        dialogue_id=f"{employee.id}.aaaaaa",
        topics=tuple(Topic(topic) for topic in spec.topics),
        form=_form(policy, employee),
    )
    yield bare
    yield evolve(bare, state=State.INVITED)
    yield evolve(bare, state=State.IN_PROGRESS)
    held = dialogue(
        kind,
        employee=employee.id,
        conductor=conductor,
        cycle=cycle,
        dialogue_id=f"{employee.id}.aaaaaa",
        held=on,
        meeting=on,
        topics=bare.topics,
        form=bare.form,
    )
    yield held
    yield _whole(policy, held, on)


def _form(policy: Policy, employee: Person) -> str:
    group = policy.staff_groups.get(employee.employments[0].staff_group)
    return group.form if group else ""


def _whole(policy: Policy, held: Dialogue, on: date) -> Dialogue:
    """The dialogue with every topic covered by both, everything prepared, and a full plan."""
    notes = {
        Party.EMPLOYEE: Note("…", held.employee, on),
        Party.CONDUCTOR: Note("…", held.conductor, on),
    }
    items = tuple(item.id for item in policy.preparations)
    return evolve(
        held,
        topics=tuple(
            evolve(topic, coverage=Coverage.COVERED, notes=tuple(notes.values()), views=dict(notes))
            for topic in held.topics
        ),
        preparations={
            party: Preparation((Answer("…", writer),), ticks=items, submitted=on)
            for party, writer in (
                (Party.EMPLOYEE, held.employee),
                (Party.CONDUCTOR, held.conductor),
            )
        },
        attachments=items,
        plan=Plan(
            (
                Activity(
                    f"{held.id}.a1",
                    what="…",
                    how="…",
                    when=on + timedelta(days=90),
                    responsible=Responsible.BOTH,
                    result="…",
                    support="…",
                    follow_up="…",
                ),
            )
        ),
    )


def matters(policy: Policy) -> Iterator[Matter]:
    """Matters of every concern, from the day of opening to closed; one of them anonymous."""
    for number, concern in enumerate(policy.concerns):
        opened = Matter(
            f"m-aaaaaaaaaa{number:02}",
            policy.id,
            concern,
            date(2026, 11, 1),
            received_by=MANAGER,
            handler=MANAGER,
            affected=None if number % 2 else f"{next(iter(policy.staff_groups), 'x')}-plain",
            concerned=("per",),
        )
        yield opened
        yield evolve(
            opened,
            severity=Severity.SERIOUS,
            separate_meeting=True,
            immediate_action=False,
            assessment="…",
            decision="…",
        )
