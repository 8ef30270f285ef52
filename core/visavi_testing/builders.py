"""Small builders: people, dialogues, a register, a policy; a test says only what counts."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from visavi.model.dialogues import Dialogue, Event, Meeting, PolicyStamp, State
from visavi.model.people import (
    Employment,
    EmploymentForm,
    Line,
    PayRoute,
    PayRouteFact,
    Person,
    Unit,
)
from visavi.policy.document import Kind
from visavi.policy.facts import DialogueEntry
from visavi.policy.policy import Policy
from visavi.policy.rules import Rule
from visavi.policy.shapes import LISTS
from visavi.policy.texts import Texts

WINDOW: Mapping[str, Any] = {"opens": "12-01", "closes": "03-31", "opens_year": -1}
"""A window over the turn of the year, as KI's first dialogue has it."""


def person(
    person_id: str,
    manager: str | None = None,
    *,
    group: str = "technical-administrative",
    unit: str = "U1",
    form: EmploymentForm = EmploymentForm.PERMANENT,
    percent: int = 100,
    start: date | None = date(2015, 1, 1),
    end: date | None = None,
    born: date | None = None,
    route: PayRoute | None = None,
    **more: Any,
) -> Person:
    """One person with one post; ``more`` are further fields of :class:`Person`."""
    post = Employment("e1", unit, group, form, percent=Decimal(percent), start=start, end=end)
    return Person(
        person_id,
        f"{person_id.title()} Testsson",
        birth_date=born,
        employments=more.pop("employments", (post,)),
        line=more.pop("line", () if manager is None else (Line(manager),)),
        pay_routes=() if route is None else (PayRouteFact(route),),
        **more,
    )


class People:
    """A register in memory; counts how often it was asked for a person."""

    def __init__(self, *people: Person, units: Mapping[str, str | None] | None = None) -> None:
        self._people = {one.id: one for one in people}
        self._units = {code: Unit(code, code, parent) for code, parent in (units or {}).items()}
        self.asked = 0

    def person(self, person: str) -> Person | None:
        """The person, if known."""
        self.asked += 1
        return self._people.get(person)

    def unit(self, unit: str) -> Unit | None:
        """The unit, if known."""
        return self._units.get(unit)


def entry(
    kind: str,
    cycle: str,
    *,
    employee: str = "anna",
    conductor: str = "mia",
    state: State | None = None,
    entry_id: str = "anna.aaaaaa",
    **days: date,
) -> DialogueEntry:
    """What the register knows of a dialogue; its state follows from its days unless given."""
    reached = State.PLANNED
    for name, so_far in (
        ("invited", State.INVITED),
        ("held", State.HELD),
        ("signed", State.SIGNED),
    ):
        reached = so_far if name in days else reached
    return DialogueEntry(
        entry_id,
        kind,
        cycle,
        employee,
        conductor,
        state or reached,
        planned=days.get("planned"),
        invited=days.get("invited"),
        held=days.get("held"),
        signed=days.get("signed"),
    )


def dialogue(
    kind: str = "t.work",
    *,
    employee: str = "anna",
    conductor: str = "mia",
    cycle: str = "2026",
    dialogue_id: str = "anna.aaaaaa",
    held: date | None = None,
    meeting: date | None = None,
    events: Iterable[Event] = (),
    **more: Any,
) -> Dialogue:
    """One dialogue; with ``held`` or ``meeting`` as days."""
    happened = [Event("new", date(2026, 1, 7), conductor), *events]
    if held is not None:
        happened.append(Event("hold", held, conductor))
        more.setdefault("state", State.HELD)
    if meeting is not None:
        starts = datetime.combine(meeting, time(10), tzinfo=UTC)
        more.setdefault("meeting", Meeting(starts))
    return Dialogue(
        dialogue_id,
        employee,
        conductor,
        kind,
        cycle,
        PolicyStamp("tiny", "1"),
        events=tuple(happened),
        **more,
    )


def policy(
    *rules: Rule,
    kinds: Iterable[Kind] = (Kind("t.work"),),
    values: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
    texts: Mapping[str, Mapping[str, Mapping[str, Any]]] | None = None,
    steps: Iterable[Mapping[str, Any]] = (),
    roles: Iterable[Mapping[str, Any]] = (),
    horizon_days: int = 31,
) -> Policy:
    """A whole policy named ``tiny`` with these rules; ``values`` are parameters without dates."""
    at = [0, 1]
    plain: dict[str, Any] = {table: {} for table in LISTS}
    plain |= {
        "policy": {
            "id": "tiny",
            "version": "1",
            "api": 1,
            "languages": ["en"],
            "zone": "Europe/Stockholm",
            "horizon_days": horizon_days,
        },
        "digest": "0" * 64,
        "layers": [{"id": "tiny", "file": "tiny/policy.toml"}],
        "unit_layers": {},
        "parameter": {name: [{"value": value, "at": at}] for name, value in (values or {}).items()},
        "setting": {
            name: {"default": value, "why": "Nobody says.", "at": at}
            for name, value in (settings or {}).items()
        },
        "kind": {kind.id: _kind(kind) for kind in kinds},
        "matter_step": {step["id"]: {**step, "at": at} for step in steps},
        "role": {role["id"]: {**role, "at": at} for role in roles},
    }
    tables = texts or {}
    return Policy(plain, texts=Texts(lambda language: tables), rules=lambda: rules)


def _kind(kind: Kind) -> dict[str, Any]:
    return {
        "id": kind.id,
        "topics": list(kind.topics),
        "conductor": kind.conductor,
        "once_per": kind.once_per,
        "minutes": kind.minutes,
        "at": [0, 1],
    } | ({} if kind.window is None else {"window": kind.window})
