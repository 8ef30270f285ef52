"""A store in which somebody else comes first, in the moment before a change."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from visavi.store.repository import Change, Repository


class Racing:
    """The repository, but that ``first`` happens once, right before the next change begins."""

    def __init__(self, repository: Repository, first: Callable[[], object]) -> None:
        self._repository = repository
        self._first = [first]

    def changing(self, holder: str) -> AbstractContextManager[Change]:
        """The change, after what somebody else did."""
        while self._first:
            self._first.pop()()
        return self._repository.changing(holder)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._repository, name)
