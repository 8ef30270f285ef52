"""Which backups were made of a store, so that an erasure can name those that still hold somebody.

No backup is opened for it. The store counts its backups; a person's document says how many there
were when the person was entered (:mod:`visavi.usecases.workspace`), and each backup up to which
count it may hold somebody. What lies in a folder of backups goes by a date of its own; of any other
one whoever made it says until when it is kept, and that it is gone.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from visavi import access
from visavi.errors import Conflict, NotFound
from visavi.store.repository import Change, Document, Repository
from visavi.usecases.actor import Actor
from visavi.usecases.logs import KEEPER

BACKUPS = "backups"
"""The register's document that lists them."""

WEEKS_KEPT = 8
"""A backup in a folder of backups that holds somebody erased goes after so many weeks."""

Row = dict[str, Any]


def count_of(repository: Repository) -> int:
    """How many backups were finished so far."""
    return int(repository.register(BACKUPS).get("count", 0))


def made(
    repository: Repository,
    by: Actor,
    path: str,
    make: Callable[[], Any],
    *,
    kept: bool = False,
    until: date | None = None,
) -> Any:
    """What ``make`` gives, which makes a backup at ``path``; listed before it is there.

    ``kept`` says that it lies in a folder of backups, ``until`` the day on which it will go.
    """
    expires = by.on + timedelta(weeks=WEEKS_KEPT) if kept else until
    entry: Row = {
        "id": "",
        "on": by.on.isoformat(),
        "by": by.person or KEEPER,
        "path": path,
        "kept": kept,
        "expires": None if expires is None else expires.isoformat(),
        "until_count": None,
        "gone": None,
    }
    if by.at is not None:
        entry["at"] = by.at.isoformat()
    with repository.changing(by.person or KEEPER) as change:
        entry["id"] = f"b{len(_rows(repository)) + 1}"
        _put(repository, change, [*_rows(repository), entry])
    try:
        copy = make()
    except BaseException:
        with repository.changing(by.person or KEEPER) as change:
            _put(repository, change, [row for row in _rows(repository) if row["id"] != entry["id"]])
        raise
    with repository.changing(by.person or KEEPER) as change:
        count = count_of(repository) + 1
        rows = [
            {**row, "until_count": count} if row["id"] == entry["id"] else row
            for row in _rows(repository)
        ]
        _put(repository, change, rows, count=count)
    return copy


def backups_of(repository: Repository, by: Actor) -> list[Row]:
    """Every backup that was made of the store, the first one first; for who keeps the register.

    ``erased`` tells how many receipts name it: so many erasures it still undoes if it is restored
    without them.
    """
    access.require_register(repository, by.person, by.on)
    receipts = repository.register("erasures").get("receipts", ())
    named = [one["id"] for receipt in receipts for one in receipt.get("backups", ())]
    return [{**row, "erased": named.count(row["id"])} for row in _rows(repository)]


def is_gone(repository: Repository, by: Actor, backup: str, *, dry_run: bool = False) -> None:
    """Write down that a backup was destroyed: whoever did it says so, nothing is looked at."""
    access.require_register(repository, by.person, by.on)
    rows = {row["id"]: row for row in _rows(repository)}
    if backup not in rows:
        raise NotFound(
            "There is no backup {id} in the list.",
            todo="visavi store backups shows them.",
            id=repr(backup[:40]),
        )
    if rows[backup]["gone"] is not None:
        raise Conflict("Backup {id} is gone since {on}.", id=backup, on=rows[backup]["gone"])
    if not dry_run:
        went(repository, by, [rows[backup]["path"]])


def went(repository: Repository, by: Actor, paths: Iterable[str]) -> None:
    """Write down that the backups at these paths are gone."""
    gone = frozenset(paths)
    if not gone:
        return
    with repository.changing(by.person or KEEPER) as change:
        rows = [
            {**row, "gone": by.on.isoformat(), "gone_by": by.person or KEEPER}
            if row["path"] in gone and not row["gone"]
            else row
            for row in _rows(repository)
        ]
        _put(repository, change, rows)


def holding(repository: Repository, since: int | None = None) -> list[Row]:
    """The backups that still hold what was entered when there were ``since``; all, if unsaid."""
    return [
        {key: row[key] for key in ("id", "on", "path", "expires")}
        for row in _rows(repository)
        if row["gone"] is None
        and (since is None or row["until_count"] is None or row["until_count"] > since)
    ]


def overdue(repository: Repository, on: date) -> list[str]:
    """The paths of those in folders of backups that hold somebody erased and whose day is over."""
    receipts = repository.register("erasures").get("receipts", ())
    named = {one["id"] for receipt in receipts for one in receipt.get("backups", ())}
    return [
        row["path"]
        for row in _rows(repository)
        if row["kept"] and row["gone"] is None and row["id"] in named
        if row["expires"] is not None and row["expires"] <= on.isoformat()
    ]


def since_of(person: Document) -> int:
    """How many backups there were when the person was entered."""
    return int(person.get("since", 0))


def _rows(repository: Repository) -> list[Row]:
    return list(repository.register(BACKUPS).get("backups", ()))


def _put(
    repository: Repository, change: Change, rows: list[Row], *, count: int | None = None
) -> None:
    before = repository.register(BACKUPS)
    number = before.get("count", 0) if count is None else count
    change.put_register(BACKUPS, {**before, "backups": rows, "count": number})
