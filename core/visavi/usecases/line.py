"""The line: who answers for whom, from when; delegations, disqualifications and absences."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from attrs import evolve

from visavi import access
from visavi.errors import InvalidInput, NotFound, NotPermitted, OutOfOrder
from visavi.model import ids
from visavi.model.people import Absence, Delegation, Disqualification, Line, Person
from visavi.model.time import covers
from visavi.policy import gather
from visavi.serial import from_document, to_document
from visavi.usecases.agenda import require_unit
from visavi.usecases.deeds import require_declared
from visavi.usecases.people import change_person, require_known, visible_person
from visavi.usecases.texts import require_line
from visavi.usecases.workspace import Actor, Workspace

GROUNDS = ("self", "close-relation", "representation", "special-ground")
"""Why somebody may be disqualified; where the law says more, the policy does too."""


def show_line(workspace: Workspace, by: Actor, person: str) -> dict[str, Any]:
    """Who answers for the person on the day, why, and what else is known of the line."""
    document = visible_person(workspace, by, person)
    register = workspace.register()
    found = register.person(person)
    assert found is not None, "it was just read"
    conductor, because = gather.expected_conductor(register, found, by.on, delegable=True)
    return {
        "person": person,
        "on": by.on.isoformat(),
        "manager": found.manager_on(by.on),
        "conductor": conductor,
        "because": because,
        **{
            key: document.get(key, [])
            for key in ("line", "disqualifications", "absences", "delegations")
        },
    }


def set_line(
    workspace: Workspace,
    by: Actor,
    person: str,
    *,
    manager: str,
    start: date,
    employment: str | None = None,
) -> Person:
    """From the day on, the manager answers for the person (in one post, if one is named)."""
    access.require_register(workspace.repository, by.person, by.on)
    if manager == person:
        raise InvalidInput("{person} cannot be their own manager.", person=person)
    require_known(workspace, manager)
    register = workspace.register()
    above, seen = register.person(manager), {person}
    while above is not None:
        if above.id in seen:
            raise InvalidInput(
                "{manager} has {person} above them: a line cannot run in a circle.",
                manager=manager,
                person=person,
            )
        seen.add(above.id)
        higher = above.manager_on(start)
        above = register.person(higher) if higher is not None else None

    def change(found: Person) -> Person:
        kept = (
            _ended(line, start) if line.employment == employment else line for line in found.line
        )
        lines = tuple(line for line in kept if line is not None)
        return evolve(found, line=(*lines, Line(manager, start, employment=employment)))

    return change_person(workspace, by, person, change)


def end_line(workspace: Workspace, by: Actor, person: str, *, last_day: date) -> Person:
    """The present line ends after the day; nobody follows yet."""

    def change(found: Person) -> Person:
        lines = tuple(
            evolve(line, end=last_day) if covers(line.start, line.end, last_day) else line
            for line in found.line
        )
        return evolve(found, line=lines)

    return change_person(workspace, by, person, change)


def delegate(workspace: Workspace, by: Actor, manager: str, delegation: Delegation) -> Person:
    """The manager lets somebody else hold dialogues; said by the manager, or by HR."""
    if delegation.to == manager:
        raise InvalidInput("Nobody can delegate to themselves.")
    if delegation.start and delegation.end and delegation.end < delegation.start:
        raise InvalidInput("A delegation cannot end before it starts.")
    require_known(workspace, delegation.to)
    if delegation.id and not delegation.id.isalnum():
        raise InvalidInput("A delegation's id has letters and digits only.")
    for scope in (*delegation.staff_groups, *delegation.units, *delegation.kinds):
        require_line(scope, what="scope", longest=100)
    _require_declared_scopes(workspace, by, manager, delegation)

    def change(found: Person) -> Person:
        number = delegation.id or f"d{len(found.delegations) + 1}"
        others = tuple(d for d in found.delegations if d.id != number)
        return evolve(found, delegations=(*others, evolve(delegation, id=number)))

    return _change_for_manager(workspace, by, manager, change)


def _require_declared_scopes(
    workspace: Workspace, by: Actor, manager: str, delegation: Delegation
) -> None:
    """Refuse a scope that nobody can be in: a delegation for it would let nobody hold anything."""
    document = workspace.repository.person(ids.person_id(manager))
    units = access.units_of(workspace.repository, document, by.on)
    policies = (workspace.policies.base, workspace.policies.for_units(units))
    groups = [group for policy in policies for group in policy.staff_groups]
    kinds = [kind for policy in policies for kind in policy.kinds]
    known = [unit["id"] for unit in workspace.repository.register("units").get("units", ())]
    for group in delegation.staff_groups:
        require_declared(policies[1], "staff group", group, groups)
    for kind in delegation.kinds:
        require_declared(policies[1], "kind of dialogue", kind, kinds)
    for unit in delegation.units if known else ():
        require_unit(unit, known)


def end_delegation(
    workspace: Workspace, by: Actor, manager: str, delegation: str, *, last_day: date
) -> Person:
    """The delegation ends after the day; writing under it ends with it."""

    def change(found: Person) -> Person:
        if delegation not in {d.id for d in found.delegations}:
            raise NotFound("{manager} has no delegation {id}.", manager=manager, id=delegation)
        return evolve(
            found,
            delegations=tuple(
                evolve(d, end=last_day) if d.id == delegation else d for d in found.delegations
            ),
        )

    return _change_for_manager(workspace, by, manager, change)


def disqualify(workspace: Workspace, by: Actor, person: str, fact: Disqualification) -> Person:
    """The manager may not deal with the person. The manager reports it, or the keeper enters it."""
    if fact.ground not in GROUNDS:
        raise InvalidInput(
            "{ground} is no ground for disqualification.",
            todo="Use one of: {known}.",
            ground=repr(fact.ground[:40]),
            known=", ".join(GROUNDS),
        )
    if fact.replaced_by in (person, fact.manager):
        raise InvalidInput("{person} cannot stand in here.", person=fact.replaced_by)
    require_known(workspace, fact.manager, fact.replaced_by)

    def change(found: Person) -> Person:
        others = tuple(
            d for d in found.disqualifications if (d.manager, d.start) != (fact.manager, fact.start)
        )
        return evolve(found, disqualifications=(*others, fact))

    if by.person == fact.manager:
        visible_person(workspace, by, person)
        return _change(workspace, by, person, change)
    return change_person(workspace, by, person, change)


def set_absence(workspace: Workspace, by: Actor, person: str, absence: Absence) -> Person:
    """The person is away for a time; one absence of the same kind and first day is replaced."""
    kind = require_line(absence.kind, what="kind", longest=40)
    if absence.end is not None and absence.end < absence.start:
        raise InvalidInput("An absence cannot end before it starts.")

    def change(found: Person) -> Person:
        others = tuple(a for a in found.absences if (a.kind, a.start) != (kind, absence.start))
        return evolve(found, absences=(*others, evolve(absence, kind=kind)))

    return change_person(workspace, by, person, change)


def _ended(line: Line, start: date) -> Line | None:
    """The line as it stood before the day: cut at the day before, or gone if it began later."""
    if line.start is not None and line.start >= start:
        return None
    if line.end is None or line.end >= start:
        return evolve(line, end=start - timedelta(days=1))
    return line


def _change_for_manager(
    workspace: Workspace, by: Actor, manager: str, change: Callable[[Person], Person]
) -> Person:
    if by.person == manager:
        return _change(workspace, by, manager, change)
    if not access.is_hr(workspace.repository, by.person, by.on):
        raise NotPermitted("Only {manager} or HR can delegate for {manager}.", manager=manager)
    return change_person(workspace, by, manager, change)


def _change(
    workspace: Workspace, by: Actor, person: str, change_to: Callable[[Person], Person]
) -> Person:
    with workspace.changing(by) as change:
        before = workspace.repository.person(ids.person_id(person))
        after = change_to(from_document(Person, before))
        if after == from_document(Person, before):
            raise OutOfOrder("That is entered already.")
        change.put_person(to_document(after, before))
    return after
