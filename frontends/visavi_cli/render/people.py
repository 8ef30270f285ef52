"""People and lines for a person to read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from visavi.messages import Label, label, say
from visavi_cli.render.common import listed, word

Row = Mapping[str, Any]

_FACTS: tuple[Label, ...] = (
    "employments",
    "line",
    "pay_routes",
    "absences",
    "exclusions",
    "disqualifications",
    "delegations",
    "roles",
    "facts",
    "keys",
    "holds",
)


_ABOUT: tuple[Label, ...] = ("email", "birth_date")


def rows(found: Iterable[Row]) -> Iterator[str]:
    """One line each."""
    yield from listed(found, ("id", "name", "unit", "staff_group", "manager"), "No people.")


def person(shown: Row) -> Iterator[str]:
    """One person's part of the register."""
    yield f"{shown['id']}: {word(shown['name'])}"
    for name in _ABOUT:
        if shown[name]:
            yield f"  {label(name)}: {word(shown[name])}"
    yield from _facts(shown, _FACTS)


def line(shown: Row) -> Iterator[str]:
    """Who answers for somebody."""
    yield say("{person} on {on}", person=shown["person"], on=shown["on"])
    yield f"  {say('manager')}: {word(shown['manager'])}"
    because = f" ({shown['because']})" if shown["because"] else ""
    yield f"  {say('conductor')}: {word(shown['conductor'])}{because}"
    yield from _facts(shown, ("line", "disqualifications", "absences", "delegations"))


def _facts(shown: Row, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        for fact in shown[name]:
            parts = (f"{label(key)} {word(value)}" for key, value in fact.items())
            yield f"  {label(name)}: {', '.join(parts)}"
