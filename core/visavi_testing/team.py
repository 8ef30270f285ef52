"""A small team in memory, under any policy, with a dialogue on its way: for tests of deeds."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from itertools import count
from typing import Any

from visavi.model.dialogues import Dialogue, Meeting
from visavi.model.ids import ALPHABET
from visavi.model.people import (
    Employment,
    EmploymentForm,
    Line,
    PayRoute,
    PayRouteFact,
    Person,
    Role,
)
from visavi.policy.loading import Policies
from visavi.serial import to_document
from visavi.store import MemoryRepository
from visavi.store.repository import Repository
from visavi.usecases.activities import add_activity
from visavi.usecases.conduct import cover, differ, hold, start
from visavi.usecases.invite import invite
from visavi.usecases.plan_dialogue import plan_dialogue
from visavi.usecases.prepare import submit
from visavi.usecases.workspace import Actor, Workspace

ON = date(2026, 2, 10)


def seeded_draw() -> Callable[[int], str]:
    """Ids that come in order: aaaaa0, aaaaa1, ..."""
    numbers = count()

    def draw(length: int) -> str:
        number = next(numbers)
        tail = ALPHABET[number // len(ALPHABET)] + ALPHABET[number % len(ALPHABET)]
        return tail.rjust(length, "a")

    return draw


def someone(
    person: str, manager: str | None = None, *, group: str = "technical-administrative"
) -> Person:
    """A permanent full-time employee since 2015."""
    return Person(
        person,
        f"{person.title()} Testsson",
        birth_date=date(1980, 5, 1),
        employments=(
            Employment("e1", "U1", group, form=EmploymentForm.PERMANENT, start=date(2015, 1, 1)),
        ),
        line=() if manager is None else (Line(manager, date(2015, 1, 1)),),
        pay_routes=(PayRouteFact(PayRoute.DIALOGUE),),
    )


def by(person: str | None, on: date = ON) -> Actor:
    """The person, acting on the day."""
    return Actor(person, on)


def team_workspace(
    policy: str,
    *,
    settings: Mapping[str, Any] | None = None,
    repository: Repository | None = None,
) -> Workspace:
    """Top leads mia; mia leads anna and per; otto leads nobody here; hanna is HR."""
    workspace = Workspace(
        repository or MemoryRepository(), Policies(policy, settings=settings), draw=seeded_draw()
    )
    people = [
        someone("top"),
        someone("mia", "top"),
        someone("otto", "top"),
        someone("anna", "mia"),
        someone("per", "mia"),
        Person("hanna", "Hanna Testsson", roles=(Role("hr"),)),
    ]
    with workspace.changing(by(None)) as change:
        for person in people:
            change.put_person(to_document(person))
    return workspace


def meeting() -> Meeting:
    """An undisturbed hour and a half, ten days on."""
    zone = timezone(timedelta(hours=1))
    return Meeting(datetime(2026, 2, 20, 10, tzinfo=zone), 90, "Room 1", undisturbed=True)


def planned(workspace: Workspace, kind: str = "uio.work", employee: str = "anna") -> Dialogue:
    """Mia's dialogue with the employee, just planned."""
    return plan_dialogue(workspace, by("mia"), employee, kind=kind, cycle="2026")


def talking(workspace: Workspace, kind: str = "uio.work") -> Dialogue:
    """The dialogue between mia and anna, prepared by both and begun."""
    dialogue = planned(workspace, kind)
    invite(workspace, by("mia"), dialogue.id, meeting=meeting())
    submit(workspace, by("anna"), dialogue.id)
    submit(workspace, by("mia"), dialogue.id)
    return start(workspace, by("mia"), dialogue.id)


def held(workspace: Workspace, kind: str = "uio.work") -> Dialogue:
    """The same, with every topic covered and the talk over."""
    dialogue = talking(workspace, kind)
    for topic in dialogue.topics:
        cover(workspace, by("mia"), dialogue.id, topic=topic.topic)
    return hold(workspace, by("mia"), dialogue.id)


def signable(workspace: Workspace, what: str = "Learn Norwegian") -> str:
    """The id of the same, with two views and one whole activity: no rule is against signing it."""
    dialogue = held(workspace).id
    for person in ("mia", "anna"):
        differ(workspace, by(person), dialogue, topic="environment", text=f"{person}'s view")
    plan = {"what": what, "how": "A course", "result": "Level B2", "support": "none"}
    more = {"follow_up": "In June", "when": date(2026, 6, 1), "responsible": "employee"}
    add_activity(workspace, by("mia"), dialogue, plan | more)
    return dialogue
