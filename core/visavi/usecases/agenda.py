"""The agenda: what is due, for whom, by whom, by when, and under which rule.

Answers come from derived files that hold every person's obligations for one day, ready as JSON
(:mod:`visavi.usecases.agenda_index`). They are made anew for another day or policy, and mended for
the people who changed since. Reading them needs no domain object and no policy.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from visavi import access
from visavi.errors import NotFound
from visavi.messages import spoken
from visavi.store.repository import Repository
from visavi.usecases.actor import Actor
from visavi.usecases.agenda_index import AgendaIndex, Line, count, first_due

__all__ = ["Agenda", "Build", "Line", "agenda", "count"]


class Agenda(NamedTuple):
    """The obligations that the actor may know of. ``failures`` name policies that broke.

    ``counts`` are there only when everybody was asked for.
    """

    on: str
    files: AgendaIndex
    people: tuple[str, ...] | None
    counts: Mapping[str, int] | None
    failures: tuple[str, ...]

    def json_items(self) -> Iterator[bytes]:
        """The obligations as JSON items with commas between them, in parts to be joined by one."""
        return self.files.all_items() if self.people is None else self.files.items_of(self.people)

    def items(self) -> Iterator[dict[str, Any]]:
        """The obligations one by one."""
        for part in self.json_items():
            yield from json.loads(b"[" + part + b"]")

    def items_due_by(self, last: str) -> Iterator[dict[str, Any]]:
        """Those due by the day, and perhaps more of the same people; the rest is not parsed."""
        parts = self.files.items_of(self.people or ())
        for part in self.files.all_items(last) if self.people is None else parts:
            if first_due(part) <= last:
                for line in part.split(b",\n"):
                    if first_due(line) <= last:
                        yield from json.loads(b"[" + line + b"]")


Build = Callable[[Iterable[str] | None], tuple[Iterable[Line], list[str]]]
"""Makes the lines of these people (``None``: of all, in the order of their ids), and says what
failed. The list of failures is complete when the lines have been taken."""


def agenda(
    repository: Repository,
    by: Actor,
    fingerprint: str,
    build: Build,
    *,
    person: str | None = None,
    unit: str | None = None,
) -> Agenda:
    """What is due as of the actor's day; raises :class:`NotFound` for a unit that is not there.

    Who keeps the register sees everybody; a manager sees the people whose manager or conductor they
    are, and themselves; anybody else themselves. ``fingerprint`` stands for the policies in use;
    what was made in another language is made anew.
    """
    index = _fresh(repository, by, f"{fingerprint} {spoken()}", build)
    in_unit = None if unit is None else _in_unit(repository, index, unit)
    everybody = access.is_hr(repository, by.person, by.on)
    wanted: set[str] | None = None
    if not everybody:
        assert by.person is not None, "the keeper sees everybody"
        wanted = {by.person, *index.answered_by(by.person)}
    for narrower in (
        None if person is None else {person},
        in_unit,
    ):
        if narrower is not None:
            wanted = narrower if wanted is None else wanted & narrower
    return Agenda(
        by.on.isoformat(),
        index,
        None if wanted is None else tuple(sorted(wanted)),
        index.head["counts"] if wanted is None else None,
        tuple(index.head["failures"]),
    )


def _in_unit(repository: Repository, index: AgendaIndex, unit: str) -> set[str]:
    """The people in the unit; raises :class:`NotFound` for a unit that nobody knows."""
    found = set(index.in_unit(unit))
    if found:
        return found
    require_unit(unit, [known["id"] for known in repository.register("units").get("units", ())])
    return found


def require_unit(unit: str, known: Collection[str]) -> None:
    """Raise :class:`NotFound` for a unit that is none of these, with the nearest one."""
    if unit in known:
        return
    from difflib import get_close_matches

    near = get_close_matches(unit, known, n=1, cutoff=0.6)
    raise NotFound(
        "There is no unit {unit}.",
        todo="Did you mean {near}?" if near else "visavi person list shows the units in use.",
        unit=repr(unit[:40]),
        near=near[0] if near else "",
    )


def _fresh(repository: Repository, by: Actor, fingerprint: str, build: Build) -> AgendaIndex:
    """The derived files for the day, made or mended first where they are not up to date."""
    index = AgendaIndex(repository)
    usable = index.stands_for(by.on.isoformat(), fingerprint)
    mark, changed = repository.changed_people(index.head["mark"] if usable else -1)
    if usable and not changed:
        return index
    if not usable or "*" in changed:
        lines, failures = build(None)
        index.make(lines, failures, by.on.isoformat(), fingerprint, mark)
        return index
    stale = set(changed)
    for person in changed:
        stale.update(index.answered_by(person))
    lines, failures = build(sorted(stale))
    index.mend(stale, lines, failures, mark)
    return index
