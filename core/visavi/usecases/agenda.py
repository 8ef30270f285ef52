"""The agenda: what is due, for whom, by whom, by when, and under which rule.

Answers come from a derived file that holds every person's obligations for one day, ready as JSON.
It is made anew for another day or policy, and mended for the people who changed since; it may be
thrown away at any time. Reading it needs no domain object.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from visavi import access
from visavi.store.repository import Repository
from visavi.usecases.actor import Actor

NAME = "agenda"
SCHEMA = "visavi.agenda-index/1"


class Line(NamedTuple):
    """One person's part: who may ask for it, in which units, and the obligations as JSON items."""

    person: str
    answering: tuple[str, ...]
    units: tuple[str, ...]
    items: bytes

    def written(self) -> bytes:
        """The line as it stands in the derived file."""
        head = "\t".join((self.person, " ".join(self.answering), " ".join(self.units)))
        return head.encode() + b"\t" + self.items

    @classmethod
    def read(cls, line: bytes) -> "Line":
        """The line of the derived file."""
        person, answering, units, items = line.split(b"\t", 3)
        return cls(
            person.decode(),
            tuple(answering.decode().split(" ")) if answering else (),
            tuple(units.decode().split(" ")) if units else (),
            items,
        )


class Agenda(NamedTuple):
    """The obligations that the actor may know of. ``failures`` name policies that broke."""

    on: str
    lines: tuple[bytes, ...]
    counts: Mapping[str, int] | None
    failures: tuple[str, ...]

    def items(self) -> Iterator[dict[str, Any]]:
        """The obligations one by one."""
        for items in self.lines:
            yield from json.loads(b"[" + items + b"]")

    def json_items(self) -> Iterator[bytes]:
        """The obligations as JSON, comma-separated, person by person."""
        return iter(self.lines)


Build = Callable[[Iterable[str] | None, Mapping[str, Line]], tuple[list[Line], list[str]]]
"""Makes the lines anew for these people (``None``: for all), given the lines there were."""


def agenda(
    repository: Repository,
    by: Actor,
    fingerprint: str,
    build: Build,
    *,
    person: str | None = None,
    unit: str | None = None,
) -> Agenda:
    """What is due as of the actor's day.

    Who keeps the register sees everybody; a manager sees the people whose manager or conductor they
    are, and themselves; anybody else themselves. ``fingerprint`` stands for the policies in use.
    """
    content, header = _fresh(repository, by, fingerprint, build)
    everybody = access.is_hr(repository, by.person, by.on) and person is None and unit is None
    if everybody:
        lines = tuple(_items(line) for line in _body(content))
        counts: Mapping[str, int] | None = header["counts"]
    else:
        hr = access.is_hr(repository, by.person, by.on)
        found = (Line.read(line) for line in _body(content))
        lines = tuple(
            line.items
            for line in found
            if (hr or by.person == line.person or by.person in line.answering)
            and person in (None, line.person)
            and (unit is None or unit in line.units)
        )
        counts = None
    return Agenda(
        by.on.isoformat(), tuple(line for line in lines if line), counts, tuple(header["failures"])
    )


def count(items: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many obligations there are by rule and state, as ``rule state`` > number."""
    counts: dict[str, int] = {}
    for item in items:
        key = f"{item['rule']} {item['state']}"
        counts[key] = counts.get(key, 0) + 1
    return dict(sorted(counts.items()))


def _fresh(
    repository: Repository, by: Actor, fingerprint: str, build: Build
) -> tuple[bytes, dict[str, Any]]:
    """The derived file for the day, made or mended first where it is not up to date."""
    content = repository.derived(NAME) or b""
    header = _header(content)
    usable = (
        header.get("schema") == SCHEMA
        and header.get("on") == by.on.isoformat()
        and header.get("fingerprint") == fingerprint
    )
    mark, changed = repository.changed_people(header["mark"] if usable else -1)
    if usable and not changed:
        return content, header
    before: dict[str, Line] = {}
    stale: set[str] | None = None
    if usable and "*" not in changed:
        before = {line.person: line for line in map(Line.read, _body(content))}
        dirty = set(changed)
        stale = dirty | {
            person for person, line in before.items() if not dirty.isdisjoint(line.answering)
        }
    lines, failures = build(stale, before)
    header = {
        "schema": SCHEMA,
        "on": by.on.isoformat(),
        "fingerprint": fingerprint,
        "mark": mark,
        "failures": failures,
        "counts": count(item for line in lines for item in json.loads(b"[" + line.items + b"]")),
    }
    content = b"\n".join((json.dumps(header).encode(), *(line.written() for line in lines)))
    repository.put_derived(NAME, content)
    return content, header


def _header(content: bytes) -> dict[str, Any]:
    """The first line of the derived file; empty where it is not one of ours."""
    try:
        header = json.loads(content.partition(b"\n")[0] or b"{}")
    except ValueError:
        return {}
    return header if isinstance(header, dict) else {}


def _body(content: bytes) -> list[bytes]:
    return content.split(b"\n")[1:]


def _items(line: bytes) -> bytes:
    return line.split(b"\t", 3)[3]
