"""In whose hands a matter is: by the line when it is opened, by right when it is handed over."""

from collections.abc import Iterator

from visavi import access
from visavi.errors import InvalidInput, OutOfOrder
from visavi.model.matters import Matter
from visavi.model.time import covers
from visavi.policy.gather import line_above
from visavi.usecases.workspace import Actor, Workspace


def free_handler(
    workspace: Workspace,
    by: Actor,
    receiver: str,
    affected: str | None,
    concerned: tuple[str, ...],
) -> str:
    """The first up the line who is neither concerned nor affected."""
    register = workspace.register()
    own = register.person(affected) if affected is not None else None
    manager = own.manager_on(by.on) if own is not None else None
    start = manager if manager is not None and manager in concerned else receiver
    for person in (start, *line_above(register, start, by.on)):
        if person not in concerned and person != affected:
            return person
    raise OutOfOrder(
        "Nobody in the line is free to handle this matter.",
        todo="Take it to HR or the safety representative outside this program.",
    )


def require_handler(workspace: Workspace, by: Actor, matter: Matter, to: str) -> None:
    """Raise for somebody to whom the matter cannot be handed.

    It goes on, never back: to somebody above in the line, or to one who holds a function that the
    policy knows; never to one whom it is about, and to nobody who handed it over before. What level
    that has to be is the policy's to say.
    """
    if to in matter.concerned or to == matter.affected:
        raise InvalidInput("{person} cannot handle this matter.", person=to)
    if to == matter.handler:
        raise OutOfOrder("{person} handles this matter already.", person=to)
    if any(event.deed == "hand-over" and event.by == to for event in matter.events):
        raise OutOfOrder(
            "{person} handed this matter over before: it does not go in a circle.",
            todo="Hand it to somebody further up, or to one who holds a function for it.",
            person=to,
        )
    if to not in _above(workspace, by, matter) and not _holds_function(workspace, by, matter, to):
        raise InvalidInput(
            "{person} is neither above in the line nor holds a function that the policy knows.",
            todo="Hand it to a manager further up, to HR, or to one whom visavi person role names.",
            person=to,
        )


def handlers(workspace: Workspace, by: Actor, matter: Matter) -> Iterator[str]:
    """Everybody to whom :func:`require_handler` lets the matter be handed, by id."""
    people = [str(person["id"]) for person in workspace.repository.people()]
    holding = (one for one in people if _holds_function(workspace, by, matter, one))
    for person in sorted({*_above(workspace, by, matter), *holding}):
        try:
            require_handler(workspace, by, matter, person)
        except (InvalidInput, OutOfOrder):
            continue
        yield person


def is_left(workspace: Workspace, by: Actor, matter: Matter) -> bool:
    """Whether nobody is there to hand the matter on: its handler has no post any more.

    Whoever holds a function counts as being there.
    """
    handler = workspace.register().person(matter.handler)
    if handler is None:
        return True
    if handler.employments_on(by.on):
        return False
    return not _holds_function(workspace, by, matter, matter.handler)


def _above(workspace: Workspace, by: Actor, matter: Matter) -> set[str]:
    """Who is above the affected, the receiver or the handler."""
    register = workspace.register()

    def found() -> Iterator[str]:
        for person in (matter.affected, matter.received_by, matter.handler):
            if person is not None:
                yield from line_above(register, person, by.on)

    return set(found())


def _holds_function(workspace: Workspace, by: Actor, matter: Matter, person: str) -> bool:
    found = workspace.register().person(person)
    known = {access.HR, *workspace.policies.by_id(matter.policy).roles}
    return found is not None and any(
        role.name in known and covers(role.start, role.end, by.on) for role in found.roles
    )
