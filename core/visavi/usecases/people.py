"""People of the register: new, edit, show, list, facts and roles. Facts and dates, no words."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import evolve

from visavi import access
from visavi.errors import Conflict, InvalidInput, NotFound
from visavi.model import ids
from visavi.model.people import (
    Employment,
    Fact,
    PayRoute,
    PayRouteFact,
    Person,
    ReviewExclusion,
    Role,
)
from visavi.serial import from_document, to_document
from visavi.store.repository import Document
from visavi.usecases.deeds import policy_of, require_declared
from visavi.usecases.logs import with_deed
from visavi.usecases.texts import require_line
from visavi.usecases.workspace import Actor, Workspace


def show_person(workspace: Workspace, by: Actor, person: str) -> dict[str, Any]:
    """A person's part of the register, for the person, the manager, and whoever keeps it."""
    return without_log(visible_person(workspace, by, person))


def list_people(workspace: Workspace, by: Actor) -> Iterator[dict[str, Any]]:
    """Those people of the register whom the actor may see, in the order of their ids."""
    for document in workspace.repository.people():
        if access.may_see_person(workspace.repository, by.person, document, by.on):
            yield without_log(document)


def without_log(person: Document) -> dict[str, Any]:
    """A person's document without the log of what was done with it, which others may not read."""
    return {key: person[key] for key in person if key not in ("events", "audit", "since")}


def new_person(
    workspace: Workspace,
    by: Actor,
    person: str,
    *,
    name: str,
    email: str = "",
    birth_date: date | None = None,
    employment: Employment | None = None,
    employee_number: bool = False,
) -> Person:
    """Enter a person, with a first post if one is given.

    ``employee_number`` says that the id is one, though it looks like a national identity number.
    """
    access.require_register(workspace.repository, by.person, by.on)
    made = Person(
        ids.person_id(person) if employee_number else require_number_of_employee(person),
        _named(name),
        email=_addressed(email),
        birth_date=_plausible(birth_date, by),
        employments=() if employment is None else (_sound(employment),),
    )
    with workspace.changing(by) as change:
        try:
            workspace.repository.person(made.id)
        except NotFound:
            _require_declared_groups(workspace, by, made, ())
            change.put_person(to_document(made))
            return made
    raise Conflict("There is a person {id} already.", todo="Edit that one.", id=person)


def edit_person(
    workspace: Workspace,
    by: Actor,
    person: str,
    *,
    name: str | None = None,
    email: str | None = None,
    birth_date: date | None = None,
) -> Person:
    """Correct a person's name, address or birth date. Signed texts stay as they were signed."""

    def change(found: Person) -> Person:
        changes: dict[str, Any] = {}
        if name is not None:
            changes["name"] = _named(name)
        if email is not None:
            changes["email"] = _addressed(email)
        if birth_date is not None:
            changes["birth_date"] = _plausible(birth_date, by)
        return evolve(found, **changes)

    return change_person(workspace, by, person, change)


def set_employment(workspace: Workspace, by: Actor, person: str, post: Employment) -> Person:
    """Enter a post, or replace the one of the same id (to end it, for example)."""

    def change(found: Person) -> Person:
        others = tuple(p for p in found.employments if p.id != post.id)
        after = evolve(found, employments=(*others, _sound(post)))
        _require_declared_groups(workspace, by, after, found.employments)
        return after

    return change_person(workspace, by, person, change)


def set_pay_route(
    workspace: Workspace, by: Actor, person: str, route: PayRoute, *, start: date | None = None
) -> Person:
    """Say how the salary is set from a day on; the route before ends the day before."""

    def change(found: Person) -> Person:
        kept = tuple(
            evolve(fact, end=date.fromordinal(start.toordinal() - 1)) if fact.end is None else fact
            for fact in found.pay_routes
            if start is not None
        )
        return evolve(found, pay_routes=(*kept, PayRouteFact(route, start)))

    return change_person(workspace, by, person, change)


def exclude_from_review(
    workspace: Workspace, by: Actor, person: str, *, year: int, ground: str
) -> Person:
    """The contract keeps the person out of one year's salary review."""
    stated = require_line(ground, what="ground") if ground else ""

    def change(found: Person) -> Person:
        others = tuple(e for e in found.exclusions if e.year != year)
        return evolve(found, exclusions=(*others, ReviewExclusion(year, stated)))

    return change_person(workspace, by, person, change)


def add_fact(
    workspace: Workspace,
    by: Actor,
    person: str,
    *,
    kind: str,
    on: date,
    value: Decimal | None = None,
) -> Person:
    """Enter a dated fact of a kind that the person's policy declares."""
    access.require_register(workspace.repository, by.person, by.on)
    policy = policy_of(workspace, ids.person_id(person), by)
    require_declared(policy, "fact", kind, policy.facts)

    def change(found: Person) -> Person:
        return evolve(found, facts=(*found.facts, Fact(kind, on, value)))

    return change_person(workspace, by, person, change)


def set_role(workspace: Workspace, by: Actor, person: str, role: Role) -> Person:
    """Enter a role, or end one: the role of the same name and unit is replaced."""
    require_line(role.name, what="role", longest=100)
    require_line(role.unit or "-", what="unit", longest=100)

    def change(found: Person) -> Person:
        if role.name not in {access.HR, *(known.name for known in found.roles)}:
            policy = policy_of(workspace, found.id, by)
            require_declared(policy, "role", role.name, (access.HR, *policy.roles))
        others = tuple(r for r in found.roles if (r.name, r.unit) != (role.name, role.unit))
        return evolve(found, roles=(*others, role))

    return change_person(workspace, by, person, change)


def require_no_number(text: str, what: str) -> str:
    """The text, if no national identity number stands in it: none is ever stored."""
    from visavi.exchange.identity_numbers import without_identity_numbers

    if without_identity_numbers(text)[1]:
        raise InvalidInput(
            "The {what} holds what looks like a national identity number, which is never stored.",
            todo="Leave the number out.",
            what=what,
        )
    return text


def require_number_of_employee(person: str) -> str:
    """The id, if it does not look like a national identity number."""
    from visavi.exchange.identity_numbers import without_identity_numbers

    if without_identity_numbers(ids.person_id(person))[1]:
        raise InvalidInput(
            "The id looks like a national identity number, which is never stored.",
            todo="Take the employee number. If it is one, say so (--employee-number).",
        )
    return person


def visible_person(workspace: Workspace, by: Actor, person: str) -> Document:
    """The document of a person whom the actor may see; raises :class:`NotFound` otherwise."""
    document = workspace.repository.person(ids.person_id(person))
    if not access.may_see_person(workspace.repository, by.person, document, by.on):
        raise NotFound("There is no person {id} for you.", id=repr(person))
    return document


def require_known(workspace: Workspace, *people: str | None) -> None:
    """Raise :class:`NotFound` for the first whom the register does not hold; ``None`` is nobody."""
    register = workspace.register()
    for person in people:
        if person is not None and register.person(ids.person_id(person)) is None:
            raise NotFound("There is no person {id} for you.", id=repr(person))


def change_person(
    workspace: Workspace,
    by: Actor,
    person: str,
    change_to: Callable[[Person], Person],
    *,
    deed: str = "",
) -> Person:
    """Change a person's part of the register, for whoever keeps it; a ``deed`` is logged."""
    access.require_register(workspace.repository, by.person, by.on)
    with workspace.changing(by) as change:
        before = workspace.repository.person(ids.person_id(person))
        after = change_to(from_document(Person, before))
        document = to_document(after, before)
        change.put_person(with_deed(document, by, deed) if deed else document)
    return after


def _require_declared_groups(
    workspace: Workspace, by: Actor, after: Person, before: tuple[Employment, ...]
) -> None:
    """Refuse a staff group that the policy of the person's unit does not declare.

    What stands there already may stay: a post can be ended though its group is no longer declared.
    """
    known = {post.staff_group for post in before}
    fresh = [post.staff_group for post in after.employments if post.staff_group not in known]
    if not fresh:
        return
    units = access.units_of(workspace.repository, to_document(after), by.on)
    policy = workspace.policies.for_units(units)
    for group in fresh:
        require_declared(policy, "staff group", group, policy.staff_groups)


def _named(name: str) -> str:
    return require_no_number(require_line(name, what="name", longest=300), "name")


def _addressed(email: str) -> str:
    if not email:
        return ""
    return require_no_number(require_line(email, what="e-mail address"), "e-mail address")


def _sound(post: Employment) -> Employment:
    if not 0 <= post.percent <= 100:
        raise InvalidInput("A post has 0 to 100 per cent, not {percent}.", percent=post.percent)
    if post.start and post.end and post.end < post.start:
        raise InvalidInput(
            "A post cannot end ({end}) before it starts ({start}).", end=post.end, start=post.start
        )
    return evolve(
        post,
        unit=require_line(post.unit, what="unit", longest=100),
        staff_group=require_line(post.staff_group, what="staff group", longest=100),
        title=require_no_number(require_line(post.title, what="title"), "title")
        if post.title
        else "",
    )


def _plausible(born: date | None, by: Actor) -> date | None:
    if born is not None and not 0 <= by.on.year - born.year <= 120:
        raise InvalidInput("{born} cannot be a birth date.", born=born)
    return born
