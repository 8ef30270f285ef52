"""Who answers for whom: units as a tree, the line, delegation and disqualification on a day."""

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from visavi.messages import Label
from visavi.model.people import Delegation, Person, Unit
from visavi.model.time import covers

MANAGER: Label = "immediate-manager"
DELEGATION: Label = "delegation"
DISQUALIFICATION: Label = "disqualification"
NOBODY: Label = "nobody"


class Register(Protocol):
    """Where people and units are looked up; ``None`` for who is not there."""

    def person(self, person: str) -> Person | None:
        """The person of that id."""

    def unit(self, unit: str) -> Unit | None:
        """The unit of that id."""


def units_of(register: Register, unit: str) -> tuple[str, ...]:
    """The unit and all above it, itself first."""
    chain: list[str] = []
    here: str | None = unit
    while here and here not in chain:
        chain.append(here)
        found = register.unit(here)
        here = None if found is None else found.parent
    return tuple(chain)


def expected_conductor(
    register: Register, person: Person, on: date, *, delegable: bool, kind: str | None = None
) -> tuple[str | None, str]:
    """Who should hold the person's dialogue on the day, and why it is them.

    The immediate manager; a delegate of the manager, where the kind may be delegated; if the
    manager is disqualified, the one named instead or the next one up the line who is not. Nobody
    holds their own dialogue.
    """
    manager = person.manager_on(on)
    if manager is None or manager == person.id:
        return None, NOBODY
    fact = person.disqualified_on(manager, on)
    if fact is not None:
        named = fact.replaced_by
        if named is not None and _may_hold(person, named, on):
            return named, DISQUALIFICATION
        for other in line_above(register, manager, on):
            if _may_hold(person, other, on):
                return other, DISQUALIFICATION
        return None, NOBODY
    if delegable:
        delegate = _delegate(register, person, manager, on, kind)
        if delegate is not None:
            return delegate, DELEGATION
    return manager, MANAGER


def line_above(register: Register, person: str, on: date) -> Iterator[str]:
    """The managers above somebody, the nearest first; each only once."""
    seen = {person}
    here = register.person(person)
    while here is not None:
        manager = here.manager_on(on)
        if manager is None or manager in seen:
            return
        seen.add(manager)
        yield manager
        here = register.person(manager)


def delegates(
    register: Register, person: Person, manager: str, on: date, kind: str | None
) -> Iterator[str]:
    """To whom the manager has delegated this person's dialogues of the kind on the day."""
    holder = register.person(manager)
    if holder is None or not holder.delegations:
        return
    posts = person.employments_on(on)
    groups = {post.staff_group for post in posts[:1]}
    units = set(units_of(register, posts[0].unit)) if posts else set()
    for delegation in holder.delegations:
        if covers(delegation.start, delegation.end, on) and _reaches(
            delegation, person.id, groups, units, kind
        ):
            yield delegation.to


def _may_hold(person: Person, other: str, on: date) -> bool:
    """Whether somebody may hold this person's dialogue, as far as the two of them go."""
    return other != person.id and person.disqualified_on(other, on) is None


def _delegate(
    register: Register, person: Person, manager: str, on: date, kind: str | None
) -> str | None:
    """The first delegate who may hold the dialogue."""
    for delegate in delegates(register, person, manager, on, kind):
        if delegate != manager and _may_hold(person, delegate, on):
            return delegate
    return None


def _reaches(
    delegation: Delegation, person: str, groups: set[str], units: set[str], kind: str | None
) -> bool:
    """Whether the delegation covers this person and kind; an empty scope covers all."""
    return (
        (not delegation.people or person in delegation.people)
        and (not delegation.staff_groups or not groups.isdisjoint(delegation.staff_groups))
        and (not delegation.units or not units.isdisjoint(delegation.units))
        and (not delegation.kinds or kind is None or kind in delegation.kinds)
    )
