"""Which managers of a list can be set: those who exist, are not oneself, and close no circle."""

from collections.abc import Iterator, Mapping

from visavi.exchange.listed import StaffList
from visavi.exchange.problems import CellError, shown

Edges = Mapping[str, frozenset[str]]
"""Everybody's immediate managers."""

_MOST_NAMED = 5


def settle_line(found: StaffList, register: Edges) -> set[tuple[str, str]]:
    """The pairs of person and listed manager that are not to be set; each gets one message.

    ``register`` holds everybody there with the managers in force. Whoever keeps no listed manager
    for a post keeps the one in the register, so that a list can close a circle with people who are
    not in it.
    """
    refused: set[tuple[str, str]] = set()
    for person in found.people.values():
        for post in person.posts:
            manager = post.manager
            if manager is None or (person.id, manager) in refused:
                continue
            if manager == person.id:
                error = CellError("Nobody is their own manager; none is set.", field="manager")
            elif manager not in found.people and manager not in register:
                error = CellError(
                    "Nobody in the list or the register has the id {manager}; no manager is set.",
                    field="manager",
                    manager=shown(manager),
                )
            else:
                continue
            refused.add((person.id, manager))
            found.note(post.row, error, kept=True)
    while any_refused := _refuse_circles(found, register, refused):
        refused |= any_refused
    return refused


def _refuse_circles(
    found: StaffList, register: Edges, refused: set[tuple[str, str]]
) -> set[tuple[str, str]]:
    more: set[tuple[str, str]] = set()
    for circle in _circles(_edges(found, register, refused)):
        more |= _refuse(found, set(circle), refused)
    return more


def _edges(found: StaffList, register: Edges, refused: set[tuple[str, str]]) -> Edges:
    edges = dict(register)
    for person in found.people.values():
        listed = [
            post.manager
            if post.manager is not None and (person.id, post.manager) not in refused
            else None
            for post in person.posts
        ]
        kept = register.get(person.id, frozenset()) if None in listed else frozenset()
        edges[person.id] = kept.union(manager for manager in listed if manager is not None)
    return edges


def _refuse(
    found: StaffList, circle: set[str], refused: set[tuple[str, str]]
) -> set[tuple[str, str]]:
    """The list's part of a circle, taken out of the line with a message for each row."""
    more: set[tuple[str, str]] = set()
    named = ", ".join(sorted(circle)[:_MOST_NAMED]) + (", …" if len(circle) > _MOST_NAMED else "")
    for identity in sorted(circle & found.people.keys()):
        for post in found.people[identity].posts:
            manager = post.manager
            if manager is None or manager not in circle or (identity, manager) in refused | more:
                continue
            more.add((identity, manager))
            error = CellError(
                "{people} manage each other; no manager is set.", field="manager", people=named
            )
            found.note(post.row, error, kept=True)
    return more


def _circles(edges: Edges) -> Iterator[list[str]]:
    """The groups of people who, directly or through others, manage each other (Tarjan's search,
    with its own stack: a line may be as long as a list).
    """
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    on_path: set[str] = set()
    for start in edges:
        if start in order:
            continue
        work = [(start, iter(sorted(edges[start])))]
        order[start] = low[start] = len(order)
        path.append(start)
        on_path.add(start)
        while work:
            person, managers = work[-1]
            manager = next(managers, None)
            if manager is None:
                work.pop()
                if work:
                    below = work[-1][0]
                    low[below] = min(low[below], low[person])
                if low[person] == order[person]:
                    circle = _taken_from(path, on_path, person)
                    if len(circle) > 1:
                        yield circle
            elif manager not in order:
                order[manager] = low[manager] = len(order)
                path.append(manager)
                on_path.add(manager)
                work.append((manager, iter(sorted(edges.get(manager, ())))))
            elif manager in on_path:
                low[person] = min(low[person], order[manager])


def _taken_from(path: list[str], on_path: set[str], last: str) -> list[str]:
    taken = []
    while True:
        person = path.pop()
        on_path.discard(person)
        taken.append(person)
        if person == last:
            return taken
