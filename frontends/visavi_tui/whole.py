"""Documents with the values that the store leaves out because they are as by default."""

from collections.abc import Iterable, Mapping
from typing import Any

Row = Mapping[str, Any]

_TEXT: Row = {"text": "", "author": "", "about": "", "written_for": None}
_TOPIC: Row = {"coverage": "open", "reason": "", "questions": ()}
_ACTIVITY: Row = {
    "what": "",
    "how": "",
    "when": None,
    "responsible": None,
    "result": "",
    "support": "",
    "follow_up": "",
}
_STEP: Row = {"word": "", "carry": None, "carried_to": None}
_SIGNATURE: Row = {"level": "noted", "dissent": "", "refused": ""}
_MEETING: Row = {"minutes": 60, "place": "", "undisturbed": False}


def dialogue(found: Row) -> dict[str, Any]:
    """A dialogue as it was shown, whole."""
    shown = dict(found)
    shown["preparations"] = {who: _part(p) for who, p in found.get("preparations", {}).items()}
    if found.get("meeting"):
        shown["meeting"] = {**_MEETING, **found["meeting"]}
    if "topics" in found:
        shown["topics"] = [_topic(topic) for topic in found["topics"]]
    if "plan" in found:
        plan = found["plan"] or {}
        shown["plan"] = {
            "activities": _filled(_ACTIVITY, plan.get("activities", ())),
            "steps": _filled(_STEP, plan.get("steps", ())),
        }
    if "signed" in found:
        shown["signed"] = [
            {**version, "signatures": _filled(_SIGNATURE, version.get("signatures", ()))}
            for version in found["signed"]
        ]
    return shown


def activity(found: Row) -> dict[str, Any]:
    """An activity with its steps, whole."""
    known = {key: value for key, value in found.items() if value is not None}
    return {**_ACTIVITY, **known, "steps": _filled(_STEP, found.get("steps", ()))}


def _part(part: Row) -> dict[str, Any]:
    texts = {name: _filled(_TEXT, part.get(name, ())) for name in ("answers", "notes")}
    return {"submitted": None, **part, **texts}


def _topic(topic: Row) -> dict[str, Any]:
    shown = {**_TOPIC, **topic}
    for name in ("notes", "own_questions"):
        shown[name] = _filled(_TEXT, topic.get(name, ()))
    shown["views"] = {who: {**_TEXT, **view} for who, view in topic.get("views", {}).items()}
    return shown


def _filled(defaults: Row, found: Iterable[Row]) -> list[dict[str, Any]]:
    return [{**defaults, **one} for one in found]
