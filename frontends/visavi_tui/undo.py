"""Taking back the last changes of lists: twenty of them, until the app closes."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from visavi.errors import Busy, Conflict, OutOfOrder, StoreError

MOST = 20
"""Changes that can be taken back."""


class Change(NamedTuple):
    """One change: what was said of it, in which dialogue, and the deed that takes it back.

    ``part`` reads what was changed, and ``left`` is how the change left it: if it is otherwise
    by now, somebody else was there. ``give`` gets the text that is taken back, if one is.
    """

    said: str
    dialogue: str
    back: Callable[[], Any]
    part: Callable[[], object]
    left: object
    give: Callable[[str], None] | None = None


class Taken(NamedTuple):
    """What was said of the change that was taken back, and what is still to be done on a screen."""

    said: str
    give: Callable[[], None] | None


class Undo:
    """The changes of the acting person, the last one on top."""

    def __init__(self) -> None:
        self._changes: list[Change] = []

    @property
    def changes(self) -> int:
        """How many can be taken back."""
        return len(self._changes)

    def add(
        self,
        said: str,
        dialogue: str,
        back: Callable[[], Any],
        part: Callable[[], object],
        give: Callable[[str], None] | None = None,
    ) -> None:
        """Remember a change that was just made."""
        self._changes.append(Change(said, dialogue, back, part, part(), give))
        del self._changes[:-MOST]

    def take_back(self, dialogue: str = "") -> Taken:
        """Take the last change back; one at a time, in any thread.

        ``dialogue`` is the one in sight, if one is: a change in another one stays. Raises
        :class:`Conflict` where somebody else changed the same thing meanwhile.
        """
        if not self._changes:
            raise OutOfOrder("There is nothing to take back.")
        change = self._changes[-1]
        if dialogue and change.dialogue != dialogue:
            raise OutOfOrder(
                "The last change was in another dialogue.", todo="Go back, and take it back there."
            )
        try:
            self._require_same(change)
            text = change.back()
        except (Busy, StoreError):
            raise  # the change can be taken back once the store answers again
        except Exception:
            self._changes.pop()
            raise
        self._changes.pop()
        return Taken(change.said, change.give and partial(change.give, text))

    @staticmethod
    def _require_same(change: Change) -> None:
        if change.part() != change.left:
            raise Conflict(
                "Somebody changed this meanwhile; nothing was taken back.",
                todo="Read it again, and change it if it is still needed.",
            )
