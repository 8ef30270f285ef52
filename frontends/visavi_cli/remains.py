"""Where a passage still stands after it was taken out of a record, in sentences."""

from collections.abc import Iterator, Mapping
from typing import Any

from visavi.messages import say


def told(remains: Mapping[str, Any], what: str) -> Iterator[str]:
    """What could not be changed, and what nobody can change from here."""
    if remains["signed"]:
        numbers = ", ".join(map(str, remains["signed"]))
        yield say(
            "{what} stays in the signed version {numbers}: what both signed cannot be changed.",
            what=what,
            numbers=numbers,
        )
    if remains["others"]:
        yield say(
            "{what} also stands word for word in {count} texts of the other party.",
            what=what,
            count=remains["others"],
        )
    if remains["dialogues"]:
        yield say(
            "{what} also stands in {dialogues}.",
            what=what,
            dialogues=", ".join(remains["dialogues"]),
        )
    yield say("Copies that were exported and backups made before are not changed by this.")
