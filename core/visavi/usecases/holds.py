"""Legal holds: while one is open, nothing about the person is deleted. Person and manager see it.

A hold's reason is read by both, so it says why something is kept and nothing else.
"""

from datetime import date

from attrs import evolve

from visavi.errors import NotFound, OutOfOrder
from visavi.model.people import Hold, Person
from visavi.store.repository import Document
from visavi.usecases.logs import KEEPER
from visavi.usecases.people import change_person
from visavi.usecases.texts import require_line
from visavi.usecases.workspace import Actor, Workspace


def place_hold(workspace: Workspace, by: Actor, person: str, *, reason: str) -> tuple[Person, str]:
    """Stop every deletion about the person, for who keeps the register; gives the hold's id too."""
    stated = require_line(reason, what="reason")
    made: list[str] = []

    def change(found: Person) -> Person:
        made[:] = [f"h{len(found.holds) + 1}"]
        hold = Hold(made[0], stated, by.on, by.person or KEEPER)
        return evolve(found, holds=(*found.holds, hold))

    return change_person(workspace, by, person, change, deed="hold"), made[0]


def release_hold(workspace: Workspace, by: Actor, person: str, hold: str, *, reason: str) -> Person:
    """End a hold, and say why. It stays on record."""
    stated = require_line(reason, what="reason")

    def change(found: Person) -> Person:
        before = next((one for one in found.holds if one.id == hold), None)
        if before is None:
            raise NotFound("There is no hold {id} for you.", id=repr(hold[:40]))
        if before.released is not None:
            raise OutOfOrder("Hold {id} was released on {on}.", id=hold, on=before.released)
        after = evolve(before, released=by.on, released_by=by.person or KEEPER, released_why=stated)
        return evolve(found, holds=tuple(after if one is before else one for one in found.holds))

    return change_person(workspace, by, person, change, deed="release")


def held(person: Document) -> bool:
    """Whether a hold is open on the person whose document this is."""
    return any(hold.get("released") is None for hold in person.get("holds", ()))


def require_free(person: Document) -> None:
    """Raise :class:`OutOfOrder` where a hold is open."""
    for hold in person.get("holds", ()):
        if hold.get("released") is None:
            raise OutOfOrder(
                "Nothing about {person} can be deleted: hold {id} stands since {on}.",
                todo="See visavi person show; who placed it can release it.",
                person=person["id"],
                id=hold["id"],
                on=date.fromisoformat(hold["on"]),
            )
