"""The queue as it was made last, beside the store's derived files: opened without judging anybody.

``queue-...`` is the head: for whom, which day and which policies, and how many lines there are.
``queue-...-0``, ``-1``, ... hold the lines in their order, some hundred a file, each as a list in
JSON. They are made anew for another day or policy, and mended for the people who changed since.
"""

import hashlib
import json
import os
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, overload

from visavi.messages import spoken
from visavi.store.repository import Repository
from visavi_tui.queue import Entry, Facts, Owed, Step, entries
from visavi_tui.session import Session

SCHEMA = "visavi.queue/2"
LINES_PER_FILE = 500
_AT_HAND = 4
"""Files whose lines are kept in memory."""

_NEEDS_ME = 3
"""Ranks below this one need the person now."""

_BLANK = Entry("", "", "", Step(" ", "", "", 9, "why"), "", None, None)


class Standing(Sequence[Entry]):
    """The lines of one person's queue; those in sight are read when they are asked for."""

    def __init__(self, repository: Repository, person: str | None) -> None:
        owner = hashlib.sha256((person or "keeper").encode()).hexdigest()[:20]
        self._repository = repository
        self._name = f"queue-{owner}"
        self._head = _head(repository.derived(self._name))
        self._parts: dict[int, list[bytes | Entry]] = {}
        self._count()

    def _count(self) -> None:
        self._ends = list(accumulate(self._head.get("lengths", ())))

    @property
    def needing(self) -> int:
        """How many lines need the person now."""
        return int(self._head.get("needing", 0))

    @property
    def failures(self) -> tuple[str, ...]:
        """The policies that broke when the queue was made."""
        return tuple(self._head.get("failures", ()))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, index: int) -> Entry: ...

    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...

    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        file = bisect_right(self._ends, index)
        rows = self._part(file)
        place = index - (self._ends[file - 1] if file else 0)
        return _read(rows, place) if place < len(rows) else _BLANK

    def is_fresh(self, session: Session) -> bool:
        """Whether this is the queue as it would be made now."""
        return self._stands_for(session) and not self._changed()[1] and self._is_whole(0)

    def refresh(self, session: Session) -> None:
        """Make the queue, or mend it for the people who changed since."""
        usable = self._stands_for(session) and all(map(self._is_whole, range(len(self._ends))))
        mark, changed = self._changed() if usable else self._repository.changed_people(-1)
        if not changed:
            return
        session = session.as_person(session.person)  # one that remembers no name
        found = session.agenda()
        if "*" in changed:
            self._make(sorted(entries(session, found.items()), key=_order))
        else:
            stale = set(changed).union(*map(found.files.answered_by, changed))
            may_see = stale if found.people is None else stale.intersection(found.people)
            items = _items(found.files.items_of(sorted(may_see)))
            self._mend(stale, sorted(entries(session, items, sorted(stale)), key=_order))
        self._head |= {"mark": mark, "failures": list(found.failures), **_about(session)}
        self._repository.put_derived(self._name, json.dumps(self._head).encode())
        self._count()

    def _stands_for(self, session: Session) -> bool:
        about = _about(session)
        return {key: self._head.get(key) for key in about} == about

    def _changed(self) -> tuple[int, tuple[str, ...]]:
        return self._repository.changed_people(int(self._head.get("mark", -1)))

    def _make(self, found: Sequence[Entry]) -> None:
        self._begin()
        self._head |= {"lengths": [], "firsts": [], "stamps": [], "needing": 0}
        for start in range(0, len(found), LINES_PER_FILE):
            rows = found[start : start + LINES_PER_FILE]
            self._head["firsts"].append(list(rows[0].order))
            self._put(len(self._head["lengths"]), rows)
        self._head["needing"] = sum(entry.step.rank < _NEEDS_ME for entry in found)

    def _mend(self, stale: set[str], fresh: Sequence[Entry]) -> None:
        """Take the stale people's lines out, and put the fresh ones where they belong."""
        firsts = [tuple(first) for first in self._head["firsts"]]
        if not firsts:
            self._make(fresh)
            return
        self._begin()
        home: dict[int, list[Entry]] = {}
        for entry in fresh:
            home.setdefault(max(0, bisect_right(firsts, entry.order) - 1), []).append(entry)
        for file in range(len(firsts)):
            lines = self._part(file)
            rows = [_read(lines, place) for place in range(len(lines))]
            kept = [entry for entry in rows if entry.person not in stale]
            if len(kept) < len(rows) or file in home:
                more = home.get(file, [])
                self._head["needing"] += _needing([*kept, *more]) - _needing(rows)
                self._put(file, sorted([*kept, *more], key=_order))

    def _begin(self) -> None:
        """Without a head there is no queue: whoever is stopped in between leaves none."""
        self._repository.put_derived(self._name, b"")

    def _put(self, file: int, rows: Sequence[Entry]) -> None:
        stamp = os.urandom(4).hex()
        for key, value in (("lengths", len(rows)), ("stamps", stamp)):
            self._head[key][file:] = [value, *self._head[key][file + 1 :]]
        lines = (json.dumps(entry, separators=(",", ":")) for entry in rows)
        content = "\n".join((stamp, *lines)).encode("ascii")
        self._repository.put_derived(f"{self._name}-{file}", content)
        self._parts.pop(file, None)

    def _part(self, file: int) -> list[bytes | Entry]:
        """The lines of a file; each becomes an entry when it is asked for."""
        if file not in self._parts:
            while len(self._parts) >= _AT_HAND:
                del self._parts[next(iter(self._parts))]
            _, *lines = (self._repository.derived(f"{self._name}-{file}") or b"").split(b"\n")
            self._parts[file] = list(lines)
        return self._parts[file]

    def _is_whole(self, file: int) -> bool:
        """Whether the file is the one that the head tells of; an empty queue has none."""
        if file >= len(self._ends):
            return True
        content = self._repository.derived(f"{self._name}-{file}") or b""
        return bool(content.startswith(self._head["stamps"][file].encode("ascii")))


def _about(session: Session) -> dict[str, str]:
    """What the queue holds for, and the language that its steps are told in."""
    return {
        "schema": SCHEMA,
        "person": session.person or "",
        "on": session.actor.on.isoformat(),
        "fingerprint": session.desk.fingerprint(),
        "language": spoken(),
    }


def _head(content: bytes | None) -> dict[str, Any]:
    try:
        head = json.loads(content or b"{}")
    except ValueError:
        return {}
    return head if isinstance(head, dict) else {}


def _items(parts: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield from json.loads(b"[" + part + b"]")


def _read(rows: list[bytes | Entry], place: int) -> Entry:
    """The line at this place of a file; it is taken apart once."""
    row = rows[place]
    if isinstance(row, bytes):
        row = rows[place] = _entry(json.loads(row))
    return row


def _entry(row: list[Any]) -> Entry:
    person, name, kind, step, due, dialogue, owed, late, facts = row
    told = None if owed is None else Owed(*owed)
    return Entry(person, name, kind, Step(*step), due, dialogue, told, late, Facts(*facts))


def _order(entry: Entry) -> tuple[int, str, str, str, str]:
    return entry.order


def _needing(rows: Iterable[Entry]) -> int:
    return sum(entry.step.rank < _NEEDS_ME for entry in rows)
