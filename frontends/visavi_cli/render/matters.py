"""Matters for a person to read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from visavi.messages import Label, label, say
from visavi_cli.render.common import indented, listed, word
from visavi_cli.render.dialogues import finding
from visavi_cli.render.obligations import obligation_line

Row = Mapping[str, Any]


def rows(found: Iterable[Row]) -> Iterator[str]:
    """One line each, without words."""
    columns = ("id", "concern", "opened", "handler", "severity", "closed")
    yield from listed(found, columns, "No matters for you.")


def matter(shown: Row) -> Iterator[str]:
    """One matter whole."""
    yield say("Matter {id}: {concern}, opened {opened}", **{k: shown[k] for k in _HEAD})
    for name in _PEOPLE:
        yield f"  {label(name)}: {word(shown[name])}"
    for name in _DECISIONS:
        decided = say("not decided") if shown[name] is None else word(shown[name])
        yield f"  {label(name)}: {decided}"
    yield from _text("text", shown["text"])
    for step in shown["steps"]:
        yield f"  {step['on']} {step['by']}: {step['step']}"
        if step.get("text"):
            yield from indented(step["text"])
    yield from _text("assessment", shown["assessment"])
    yield from _text("decision", shown["decision"])
    if shown["closed"]:
        yield say("Closed {on}", on=shown["closed"])
    for event in shown["events"]:
        yield f"  {event['on']} {event['by']}: {event['deed']}"


def check(data: Row) -> Iterator[str]:
    """Findings and the duty clock."""
    for found in data["findings"]:
        yield from finding(found)
    for duty in data["duties"]:
        yield obligation_line(duty)
    if not data["findings"] and not data["duties"]:
        yield say("The policy finds nothing.")


_PEOPLE: tuple[Label, ...] = ("received_by", "handler", "affected", "concerned", "severity")
_DECISIONS: tuple[Label, ...] = ("separate_meeting", "immediate_action")
_HEAD = ("id", "concern", "opened")


def _text(name: Label, text: str) -> Iterator[str]:
    if text:
        yield f"  {label(name)}:"
        yield from indented(text)
