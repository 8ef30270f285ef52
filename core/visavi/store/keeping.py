"""Backups of one store in one folder: the last of each of a few days and weeks is kept."""

import os
import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from visavi.store import failures
from visavi.store.copies import Copy, backup
from visavi.store.local import TinyRepository, resolved

DAYS, WEEKS = 7, 8
"""So many days and weeks keep the last backup that was made in them."""
_NAME = re.compile(r"visavi-(.+)-([0-9]{4}-[0-9]{2}-[0-9]{2})-([0-9]{2,6})\.tar")


class Kept(NamedTuple):
    """A backup in a folder of backups: its day, which one of that day it is, and its name."""

    day: date
    number: int
    name: str


def place_for(repository: TinyRepository, folder: str, day: date) -> str:
    """Where the next backup of that day goes."""
    known = [found.number for found in _found(repository, folder) if found.day == day]
    name = f"visavi-{repository.store_id}-{day.isoformat()}-{max(known, default=0) + 1:02}.tar"
    return os.path.join(resolved(folder), name)


def backup_and_thin_out(
    repository: TinyRepository, folder: str, holder: str, day: date, overdue: Iterable[str] = ()
) -> tuple[Copy, list[str]]:
    """Make a backup in the folder; then remove the backups of this store that need not be kept,
    and of the ``overdue`` ones, by path, those that lie there.

    Nothing goes before the new one was read back, and the new one stays whatever its day: a clock
    that is wrong removes one backup at most. Days are counted that have a backup, not days that
    passed. Gives the copy, and the names that went.
    """
    copy = backup(repository, place_for(repository, folder, day), holder)
    new = os.path.basename(copy.path)
    late = {os.path.basename(p) for p in overdue if os.path.dirname(p) == resolved(folder)}
    late &= {one.name for one in _found(repository, folder)}
    gone = [name for name in sorted({*superfluous(repository, folder), *late}) if name != new]
    for name in gone:
        try:
            os.unlink(os.path.join(resolved(folder), name))
        except OSError as error:
            raise failures.not_removed(error, name, copy.path) from error
    return copy, gone


def superfluous(repository: TinyRepository, folder: str, *, day: date | None = None) -> list[str]:
    """The backups of this store in the folder that need not be kept; as if there was one more
    of ``day``, if that is given.

    Whatever has another name or is of another store is not touched.
    """
    found = _found(repository, folder)
    if day is not None:
        found.append(Kept(day, 999_999, ""))
    kept = {*_last_of(found, DAYS, date.toordinal), *_last_of(found, WEEKS, _week)}
    return sorted(one.name for one in found if one not in kept)


def _last_of(found: Iterable[Kept], most: int, period: Callable[[date], int]) -> list[Kept]:
    """The last backup of each of the latest periods that have one."""
    last = {period(one.day): one for one in sorted(found)}
    return [last[number] for number in sorted(last)[-most:]]


def _week(day: date) -> int:
    return (day.toordinal() - 1) // 7


def _found(repository: TinyRepository, folder: str) -> list[Kept]:
    """The backups of this store that lie in the folder."""
    try:
        names = os.listdir(resolved(folder))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise failures.not_made(error, folder) from error
    matches = (match for match in map(_NAME.fullmatch, names) if match)
    return [
        Kept(day, int(match[3]), match[0])
        for match in matches
        if match[1] == repository.store_id and (day := _day(match[2])) is not None
    ]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
