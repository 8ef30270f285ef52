"""A policy tried on thousands of invented people over years: who would have how much to do, when.

Everybody is as good as the policy asks: each dialogue is held once, somewhere in its window, by
whom the policy expects. Where units have layers of their own, the teams are spread over those units
and one that has none. Nothing is random beyond the seed, and no clock is read.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from visavi.errors import InvalidInput
from visavi.model.dialogues import State
from visavi.model.people import Employment, Fact, Line, PayRoute, PayRouteFact, Person
from visavi.model.time import add_months
from visavi.policy import engine
from visavi.policy.facts import DialogueEntry, PersonFacts
from visavi.policy.line import MANAGER
from visavi.policy.outcomes import Obligation
from visavi.policy.reach import FACT

if TYPE_CHECKING:
    from visavi.policy.loading import Policies
    from visavi.policy.policy import Policy

UNIT = "1"
"""The unit of those who are under no layer."""

_ROUTES = (PayRoute.DIALOGUE, PayRoute.DIALOGUE, PayRoute.COLLECTIVE, PayRoute.COLLECTIVE)


@frozen
class Month:
    """One month: dialogues held, minutes they take, other duties done, and who had most to do."""

    month: str
    dialogues: int
    minutes: int
    other: int
    managers: int
    busiest: str
    most: int

    def as_mapping(self) -> dict[str, Any]:
        """The month as JSON-ready data."""
        return {
            "month": self.month,
            "dialogues": self.dialogues,
            "minutes": self.minutes,
            "other": self.other,
            "managers": self.managers,
            "busiest": self.busiest,
            "most": self.most,
        }


@frozen
class Simulation:
    """What was simulated, month by month, and the dialogues of each kind and manager in all."""

    people: int
    units: tuple[str, ...]
    months: tuple[Month, ...]
    kinds: Counter[str]
    managers: Counter[str]

    def as_mapping(self) -> dict[str, Any]:
        """The simulation as JSON-ready data; of the managers only the ten busiest."""
        return {
            "people": self.people,
            "units": list(self.units),
            "months": [month.as_mapping() for month in self.months],
            "kinds": [{"kind": kind, "dialogues": n} for kind, n in sorted(self.kinds.items())],
            "managers": [
                {"manager": manager, "dialogues": n}
                for manager, n in sorted(self.managers.items(), key=lambda one: (-one[1], one[0]))
            ][:10],
        }


def simulate(
    policies: "Policies", *, people: int, years: int, start: date, team: int = 10, seed: int = 1
) -> Simulation:
    """Try the policies on so many people, in teams of ``team``, for so many years from ``start``.

    Raises ``InvalidInput`` for a policy without staff groups.
    """
    units = (UNIT, *policies.base.unit_layers)
    staff = list(
        invented(policies.base, people=people, start=start, team=team, seed=seed, units=units)
    )
    parts = [
        (policies.for_units((unit,)), [one for one in staff if one.unit == unit]) for unit in units
    ]
    day = start.replace(day=1)
    for policy, own in parts:
        for one in own:
            one.settle(policy, day)
    found, kinds, managers = [], Counter[str](), Counter[str]()
    for number in range(12 * years):
        first = add_months(day, number)
        counted = _Counted(first)
        for policy, own in parts:
            counted.let(policy, own, kinds)
        found.append(counted.month())
        managers.update(counted.by_manager)
    return Simulation(people, units, tuple(found), kinds, managers)


class Invented:
    """Somebody who was made up; ``share`` says how far into a window they have their dialogues."""

    def __init__(self, person: Person, manager: str, share: float) -> None:
        self.person = person
        self.manager = manager
        self.share = share
        self.entries: tuple[DialogueEntry, ...] = ()
        post = person.employments[0]
        self.group = post.staff_group
        self.unit = post.unit

    def facts(self, policy: "Policy", on: date) -> PersonFacts:
        """What a rule is given."""
        return PersonFacts(
            self.person,
            on,
            policy,
            self.group,
            self.unit,
            (self.unit,),
            self.manager,
            "top",
            self.manager,
            MANAGER,
            self.entries,
        )

    def day_of(self, owed: Obligation, on: date) -> date:
        """When they would do what is owed: at their share of the window, else at once."""
        if owed.opens is None or owed.due is None:
            return owed.opens or on
        return owed.opens + timedelta(days=int(self.share * ((owed.due - owed.opens).days + 1)))

    def do(self, owed: Obligation, on: date) -> None:
        """Let it be done on the day."""
        if owed.wants == FACT:
            fact = Fact(owed.kind, on)
            self.person = evolve(self.person, facts=(*self.person.facts, fact))
            return
        entry = DialogueEntry(
            f"{self.person.id}.{len(self.entries)}",
            owed.kind,
            owed.cycle,
            self.person.id,
            owed.owner or self.manager,
            State.SIGNED,
            planned=on,
            invited=on,
            held=on,
            signed=on,
        )
        self.entries = (*self.entries, entry)

    def settle(self, policy: "Policy", start: date) -> None:
        """What would have been done before the first day was done."""
        for owed in _due(policy, self, start):
            if self.day_of(owed, start) < start:
                self.do(owed, start - timedelta(days=1))


def invented(
    policy: "Policy",
    *,
    people: int,
    start: date,
    team: int,
    seed: int,
    units: Sequence[str] = (UNIT,),
) -> Iterator[Invented]:
    """People of all the policy's staff groups, of all ages, some of whom come or leave.

    A team lies in one unit, the next team in the next one.
    """
    groups = tuple(policy.staff_groups)
    if not groups:
        raise InvalidInput(
            "The policy {policy} has no staff groups to invent people of.", policy=policy.id
        )
    random = Random(seed)
    for number in range(people):
        manager = f"m{number // team}"
        unit = units[number // team % len(units)]
        since = start - timedelta(days=random.randrange(-700, 9000))
        until = start + timedelta(days=random.randrange(0, 20_000))
        post = Employment(
            "1", unit, groups[number % len(groups)], start=since, end=max(since, until)
        )
        person = Person(
            f"p{number}",
            f"p{number}",
            birth_date=start - timedelta(days=random.randrange(9_000, 25_000)),
            employments=(post,),
            line=(Line(manager),),
            pay_routes=(PayRouteFact(_ROUTES[random.randrange(len(_ROUTES))]),),
        )
        yield Invented(person, manager, random.random())


def _due(policy: "Policy", one: Invented, on: date) -> list[Obligation]:
    return [
        owed
        for owed in engine.obligations(policy, one.facts(policy, on))
        if owed.state not in engine.SETTLED
    ]


class _Counted:
    """One month as it is counted, policy by policy."""

    def __init__(self, first: date) -> None:
        self.first = first
        self.last = add_months(first, 1) - timedelta(days=1)
        self.by_manager: Counter[str] = Counter()
        self.minutes = self.other = 0

    def let(self, policy: "Policy", staff: Sequence[Invented], kinds: Counter[str]) -> None:
        """Let everybody under a policy do what falls into the month."""
        known = {one.person.id: one for one in staff}
        owing = engine.obligations_of_all(policy, (one.facts(policy, self.first) for one in staff))
        done: set[tuple[str, str, str]] = set()
        for owed in owing:
            key = (owed.person, owed.kind, owed.cycle)
            if owed.state in engine.SETTLED or key in done:
                continue
            one = known[owed.person]
            day = max(one.day_of(owed, self.first), self.first)
            if day > self.last:
                continue
            done.add(key)
            one.do(owed, day)
            kind = policy.kinds.get(owed.kind)
            if owed.wants == FACT or kind is None:
                self.other += 1
                continue
            self.by_manager[owed.owner or one.manager] += 1
            kinds[owed.kind] += 1
            self.minutes += kind.minutes

    def month(self) -> Month:
        """What was counted."""
        busiest, most = max(
            self.by_manager.items(), key=lambda pair: (pair[1], pair[0]), default=("", 0)
        )
        return Month(
            self.first.isoformat()[:7],
            self.by_manager.total(),
            self.minutes,
            self.other,
            len(self.by_manager),
            busiest,
            most,
        )
