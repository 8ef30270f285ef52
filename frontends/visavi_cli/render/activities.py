"""Activities for a person to read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from visavi_cli.render.common import listed
from visavi_cli.render.dialogues import activity_lines

COLUMNS = ("id", "progress", "when", "responsible", "employee")


def rows(found: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One line each, without words."""
    yield from listed(found, COLUMNS, "No activities.")


def late(found: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Those whose day has passed."""
    yield from listed(found, COLUMNS, "Nothing is late.")


def activity(found: Mapping[str, Any]) -> Iterator[str]:
    """One activity with everything."""
    yield from activity_lines(found)
