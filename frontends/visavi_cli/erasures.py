"""Receipts of erasures, kept beside the stores too: a backup must not bring back who was erased.

Only what is needed for that is kept here: salted digests of ids, no reason and no rule.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from visavi.errors import InvalidInput
from visavi.messages import say
from visavi_cli import output, paths

if TYPE_CHECKING:
    from visavi.store import TinyRepository
    from visavi_cli.run import Run

_LONGEST = 100_000_000


def remember(store_id: str, receipts: Iterable[Mapping[str, Any]]) -> None:
    """Keep receipts for the time when a backup of that store is restored on this computer.

    What cannot be kept here still stands in the store: the failure is told, and costs nothing else.
    """
    path = paths.erasures_file(store_id)
    lines = [json.dumps(_bare(receipt)) + "\n" for receipt in receipts]
    if not lines:
        return
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with open(handle, "w", encoding="utf-8") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        output.talk(
            say(
                "The receipt stands in the store, but could not be kept in {path} too: {reason}.",
                path=path,
                reason=error.strerror,
            )
        )


def recalled(store_id: str) -> list[dict[str, Any]]:
    """The receipts that were kept here for a store."""
    from visavi.usecases.erase import require_receipt

    path = paths.erasures_file(store_id)
    try:
        with open(path, encoding="utf-8") as file:
            lines = file.read(_LONGEST).splitlines()
        return [require_receipt(json.loads(line)) for line in lines]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, InvalidInput):
        raise InvalidInput(
            "The receipts of erasures in {path} cannot be read.",
            todo="Repair or move that file. Without it, a backup could bring back who was erased.",
            path=path,
        ) from None


class Replay:
    """Erases again in a store made from a backup, before it gets its name."""

    def __init__(self, run: "Run", others: Iterable[str]) -> None:
        self._run = run
        self._others = tuple(others)
        self.count = 0

    def __call__(self, repository: "TinyRepository") -> None:
        """Everything that was erased since the backup, as far as receipts are known."""
        from visavi.usecases.erase import replay

        known = [*self._of_stores(repository.store_id), *recalled(repository.store_id)]
        once = {receipt["id"]: receipt for receipt in reversed(known)}
        self.count = replay(repository, once.values(), "restore")

    def _of_stores(self, store_id: str) -> Iterator[dict[str, Any]]:
        """The receipts in other stores that are named; each must be the same store."""
        from visavi.store import open_store
        from visavi.usecases.erase import receipts
        from visavi_cli.opening import Opener

        for path in self._others:
            other = open_store(path, unlock=Opener(self._run, remember=False))
            if other.store_id != store_id:
                raise InvalidInput(
                    "{path} is the store {other}; the backup is of {own}.",
                    todo="Name the store that the backup was made of, or leave --erasures out.",
                    path=path,
                    other=other.store_id,
                    own=store_id,
                )
            yield from receipts(other)


def _bare(receipt: Mapping[str, Any]) -> dict[str, Any]:
    needed = {key: receipt[key] for key in receipt if key != "backups"}
    return {**needed, "by": "", "rule": "", "reason": ""}
