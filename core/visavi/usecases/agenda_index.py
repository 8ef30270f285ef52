"""The derived files behind the agenda: made from the register, thrown away at any time.

``agenda`` is the head: day, policies, counts, and for each file that follows the day on which the
first of its people has something to do. ``agenda-0``, ``agenda-1``, ... hold the obligations
as JSON items with commas between them, some hundred people a file, just as they are printed.
``agenda-who`` finds a part of them: sorted lines ``=person``, ``@who answers``, ``#unit``.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from visavi.errors import Busy
from visavi.store.repository import Repository

NAME = "agenda"
SCHEMA = "visavi.agenda-index/3"
PEOPLE_PER_FILE = 500
_DUE = re.compile(rb'"due":"([0-9-]{10})","state":"(?:upcoming|open|overdue)"')
_NEVER = "~"


class Line(NamedTuple):
    """One person's part: who may ask for it, in which units, and the obligations as JSON items."""

    person: str
    answering: tuple[str, ...]
    units: tuple[str, ...]
    items: bytes
    counted: tuple[str, ...] = ()
    """Rule and state of each obligation, to be counted."""


class _Where(NamedTuple):
    """Where a person's items stand, and by which other names they are found."""

    file: int
    start: int
    length: int
    answering: tuple[str, ...]
    units: tuple[str, ...]


class AgendaIndex:
    """The derived files of one store, as they stand."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self.head = _head(repository.derived(NAME))
        self._who: bytes | None = None
        self._parts: dict[int, bytes] = {}

    def stands_for(self, on: str, fingerprint: str) -> bool:
        """Whether these files answer for the day under the policies, and are all there."""
        return (
            self.head.get("schema") == SCHEMA
            and self.head.get("on") == on
            and self.head.get("fingerprint") == fingerprint
            and self._look_up("!") == [self.head.get("stamp")]
        )

    def all_items(self, last: str = _NEVER) -> Iterator[bytes]:
        """Everybody's items; files where nothing is to be done by the day ``last`` are left out."""
        for file, soonest in enumerate(self.head["soonest"]):
            if last != _NEVER and soonest > last:
                continue
            part = self._part(file)
            if part:
                yield part

    def items_of(self, people: Iterable[str]) -> Iterator[bytes]:
        """The items of these people, as far as there are any."""
        for person in people:
            found = self._look_up(f"={person}")
            if found:
                file, start, length = (int(number) for number in found[:3])
                if length:
                    yield self._part(file)[start : start + length]

    def answered_by(self, person: str) -> list[str]:
        """The people for whom this person answers, as manager, conductor or one above."""
        return self._look_up(f"@{person}")

    def in_unit(self, unit: str) -> list[str]:
        """The people in the unit or below it."""
        return self._look_up(f"#{_word(unit)}")

    def make(
        self, lines: Iterable[Line], failures: list[str], on: str, fingerprint: str, mark: int
    ) -> None:
        """Write all files anew; one file's people are in memory at a time."""
        where: dict[str, _Where] = {}
        counts: dict[str, int] = {}
        firsts: list[str] = []
        soonest: list[str] = []
        self._parts = {}
        self._repository.put_derived(NAME, b"")
        for file, group in enumerate(_groups(lines)):
            firsts.append(group[0].person)
            soonest.append(self._write_part(file, group, where))
            _add(counts, group, 1)
        self.head |= {
            "schema": SCHEMA,
            "on": on,
            "fingerprint": fingerprint,
            "soonest": soonest,
        }
        self._write_head(where, counts, firsts, failures, mark)

    def mend(self, stale: set[str], lines: Iterable[Line], failures: list[str], mark: int) -> None:
        """Put the lines in place of the stale people's; who has no line any more is left out."""
        where = self._everybody()
        self._repository.put_derived(NAME, b"")
        counts: dict[str, int] = dict(self.head["counts"])
        firsts: list[str] = list(self.head["firsts"])
        soonest: list[str] = self.head["soonest"] or [_NEVER]
        fresh = {line.person: line for line in lines}
        _add(counts, [_counted(self._line(p, where[p])) for p in stale if p in where], -1)
        _add(counts, fresh.values(), 1)
        touched = {max(0, bisect_right(firsts, person) - 1) for person in stale}
        for file in sorted(touched):
            group = [
                self._line(person, found)
                for person, found in where.items()
                if found.file == file and person not in stale
            ]
            group += [
                line
                for person, line in fresh.items()
                if max(0, bisect_right(firsts, person) - 1) == file
            ]
            soonest[file] = self._write_part(file, sorted(group), where)
        self.head["soonest"] = soonest
        for gone in stale - set(fresh):
            where.pop(gone, None)
        still = [f for f in self.head["failures"] if f not in failures]
        firsts = firsts or [min(fresh, default="")]
        self._write_head(where, counts, firsts, sorted((*still, *failures)), mark)

    def _line(self, person: str, found: _Where) -> Line:
        items = self._part(found.file)[found.start : found.start + found.length]
        return Line(person, found.answering, found.units, items)

    def _write_part(self, file: int, group: list[Line], where: dict[str, _Where]) -> str:
        """Write one file; gives the first day on which anything in it is to be done."""
        content = b",\n".join(line.items for line in group if line.items)
        stamp = self._next_stamp()
        start = 0
        for line in group:
            length = len(line.items)
            where[line.person] = _Where(file, start, length, line.answering, line.units)
            start += length + 2 if length else 0
        self._parts[file] = content
        self._repository.put_derived(f"{NAME}-{file}", stamp.encode() + b"\n" + content)
        return first_due(content)

    def _write_head(
        self,
        where: Mapping[str, _Where],
        counts: Mapping[str, int],
        firsts: list[str],
        failures: list[str],
        mark: int,
    ) -> None:
        stamp = self._next_stamp()
        self._who = _who(where, stamp)
        self.head |= {
            "stamp": stamp,
            "mark": mark,
            "failures": failures,
            "counts": dict(sorted((key, n) for key, n in counts.items() if n)),
            "firsts": firsts,
        }
        self._repository.put_derived(f"{NAME}-who", self._who)
        self._repository.put_derived(NAME, json.dumps(self.head).encode())

    def _part(self, file: int) -> bytes:
        if file not in self._parts:
            content = self._repository.derived(f"{NAME}-{file}") or b""
            stamp, _, self._parts[file] = content.partition(b"\n")
            if not stamp.isdigit() or int(stamp) > int(self.head["stamp"]):
                self._repository.put_derived(NAME, b"")
                raise Busy("The agenda is being made anew just now.", todo="Ask again.")
        return self._parts[file]

    def _next_stamp(self) -> str:
        return str(int(self.head.get("stamp", "0")) + 1)

    def _everybody(self) -> dict[str, _Where]:
        """Everybody's place, with the names by which each is found."""
        answering: dict[str, list[str]] = {}
        units: dict[str, list[str]] = {}
        places: dict[str, list[str]] = {}
        for line in self._lines().decode().splitlines():
            key, *values = line.split(" ")
            if key[0] == "=":
                places[key[1:]] = values
            elif key[0] in "@#":
                named = answering if key[0] == "@" else units
                for person in values:
                    named.setdefault(person, []).append(key[1:])
        return {
            person: _Where(
                int(values[0]),
                int(values[1]),
                int(values[2]),
                tuple(answering.get(person, ())),
                tuple(units.get(person, ())),
            )
            for person, values in places.items()
        }

    def _lines(self) -> bytes:
        if self._who is None:
            self._who = self._repository.derived(f"{NAME}-who") or b""
        return self._who

    def _look_up(self, key: str) -> list[str]:
        """The words after the key in the sorted lines, found by halving; empty if not there."""
        lines, wanted = self._lines(), key.encode()
        low, high = 0, len(lines)
        while low < high:
            middle = lines.rfind(b"\n", 0, (low + high) // 2) + 1
            middle = max(middle, low)
            end = lines.find(b"\n", middle)
            end = len(lines) if end < 0 else end
            found, _, rest = lines[middle:end].partition(b" ")
            if found == wanted:
                return rest.decode().split(" ") if rest else []
            if found < wanted:
                low = end + 1
            else:
                high = middle
        return []


def first_due(items: bytes) -> str:
    """The first day on which one of the obligations, as they stand in a file, is to be met."""
    return min(_DUE.findall(items), default=_NEVER.encode()).decode("ascii")


def count(items: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many obligations there are by rule and state, as ``rule state`` > number."""
    counts: dict[str, int] = {}
    for item in items:
        key = f"{item['rule']} {item['state']}"
        counts[key] = counts.get(key, 0) + 1
    return dict(sorted(counts.items()))


def _head(content: bytes | None) -> dict[str, Any]:
    """What the head says; empty where it is not one of ours."""
    try:
        head = json.loads(content or b"{}")
    except ValueError:
        return {}
    return head if isinstance(head, dict) else {}


def _add(counts: dict[str, int], lines: Iterable[Line], sign: int) -> None:
    for line in lines:
        for key in line.counted:
            counts[key] = counts.get(key, 0) + sign


def _counted(line: Line) -> Line:
    items = json.loads(b"[" + line.items + b"]")
    return line._replace(counted=tuple(f"{item['rule']} {item['state']}" for item in items))


def _groups(lines: Iterable[Line]) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        group.append(line)
        if len(group) == PEOPLE_PER_FILE:
            yield group
            group = []
    if group:
        yield group


def _who(where: Mapping[str, _Where], stamp: str) -> bytes:
    found: dict[str, list[str]] = {"!": [stamp]}
    for person in sorted(where):
        place = where[person]
        found[f"={person}"] = [str(place.file), str(place.start), str(place.length)]
        for name in place.answering:
            found.setdefault(f"@{name}", []).append(person)
        for unit in place.units:
            found.setdefault(f"#{_word(unit)}", []).append(person)
    lines = ((key.encode(), " ".join((key, *values)).encode()) for key, values in found.items())
    return b"\n".join(line for _, line in sorted(lines))


def _word(unit: str) -> str:
    return unit.replace(" ", "_").replace("\n", "_")
