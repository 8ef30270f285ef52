"""Documents with every key that they can have: every reader finds the same keys in each of them.

The store leaves out what is as it would be by default; what is withheld stays out here as well,
and is named under ``withheld``.
"""

from collections.abc import Iterable, Mapping
from typing import Any

Row = Mapping[str, Any]

_WRITTEN = {"text": "", "author": None, "written_for": None}
_TOPIC: Row = {
    "topic": None,
    "coverage": "open",
    "reason": "",
    "notes": (),
    "views": {},
    "questions": (),
    "own_questions": (),
}
_ACTIVITY: Row = {
    "id": None,
    "what": "",
    "how": "",
    "when": None,
    "responsible": None,
    "result": "",
    "support": "",
    "follow_up": "",
    "carried_from": None,
}
_STEP: Row = {
    "activity": None,
    "progress": None,
    "on": None,
    "by": None,
    "word": "",
    "carry": None,
    "carried_to": None,
}
_SIGNATURE: Row = {
    "party": None,
    "by": None,
    "on": None,
    "digest": None,
    "level": "noted",
    "dissent": "",
    "refused": "",
    "noted_by": "",
    "how": "",
    "key": "",
    "value": "",
    "head": "",
    "scheme": "",
}
_EVENT: Row = {
    "deed": None,
    "on": None,
    "by": None,
    "on_behalf_of": None,
    "reason": "",
    "at": None,
    "relation": "",
    "sections": (),
    "how": "",
}
_PAY: Row = {
    "discussed": None,
    "amount": None,
    "agreed": None,
    "effective": None,
    "reasons": (),
    "explanation": "",
}
_EARLIER: Row = {
    "place": None,
    "about": "",
    "replaced_by": None,
    "on": None,
    "at": None,
    "text": "",
    "author": "",
    "written_for": None,
    "activity": None,
}
_MEETING: Row = {"starts": None, "minutes": 60, "place": "", "undisturbed": False}
_PERSON: Row = {
    "id": None,
    "name": "",
    "sort_name": "",
    "email": "",
    "birth_date": None,
    "employments": (),
    "line": (),
    "pay_routes": (),
    "absences": (),
    "exclusions": (),
    "disqualifications": (),
    "delegations": (),
    "roles": (),
    "facts": (),
    "keys": (),
    "holds": (),
    "revision": 0,
}
_POST: Row = {
    "id": None,
    "unit": None,
    "staff_group": None,
    "form": "permanent",
    "title": "",
    "percent": "100",
    "start": None,
    "end": None,
}
_MATTER: Row = {
    "id": None,
    "policy": None,
    "concern": None,
    "opened": None,
    "received_by": None,
    "handler": None,
    "affected": None,
    "concerned": (),
    "text": "",
    "severity": None,
    "separate_meeting": None,
    "immediate_action": None,
    "steps": (),
    "assessment": "",
    "decision": "",
    "closed": None,
    "events": (),
    "revision": 0,
}


def dialogue(found: Row) -> dict[str, Any]:
    """A dialogue as :func:`visavi.access.view` gives it."""
    shown = dict(found)
    shown["preparations"] = {
        who: _preparation(part) for who, part in found.get("preparations", {}).items()
    }
    if found.get("meeting"):
        shown["meeting"] = {**_MEETING, **found["meeting"]}
    if "topics" in found:
        shown["topics"] = [_topic(topic) for topic in found["topics"]]
    if "events" in found:
        shown["events"] = events(found["events"])
    if "earlier" in found:
        shown["earlier"] = _filled(_EARLIER, found["earlier"])
    if found.get("pay"):
        shown["pay"] = {**_PAY, **found["pay"]}
    if "plan" in found:
        shown["plan"] = {
            "activities": _filled(_ACTIVITY, found["plan"].get("activities", ())),
            "steps": _filled(_STEP, found["plan"].get("steps", ())),
        }
    if "signed" in found:
        shown["signed"] = [_signed(version) for version in found["signed"]]
    return shown


def activity(found: Row) -> dict[str, Any]:
    """An activity with its steps."""
    known = {**_ACTIVITY, **{key: value for key, value in found.items() if value is not None}}
    return {**known, "steps": _filled(_STEP, found.get("steps", ()))}


def events(found: Iterable[Row]) -> list[dict[str, Any]]:
    """The events of a dialogue."""
    return _filled(_EVENT, found)


def person(found: Row) -> dict[str, Any]:
    """A person's part of the register."""
    shown = {key: found.get(key, default) for key, default in _PERSON.items()}
    shown["employments"] = _filled(_POST, shown["employments"])
    return shown


def matter(found: Row) -> dict[str, Any]:
    """A matter."""
    shown = {key: found.get(key, default) for key, default in _MATTER.items()}
    return shown | {"events": events(shown["events"])}


def _preparation(part: Row) -> dict[str, Any]:
    """What is withheld of a preparation is not there; its day of submission always is."""
    if set(part) <= {"submitted"} and part.get("submitted") is None:
        return {"submitted": None}
    shown = dict(part)
    for name in ("answers", "notes"):
        if name in part:
            shown[name] = _filled({**_WRITTEN, "about": ""}, part[name])
    if "earlier" in part:
        shown["earlier"] = _filled(_EARLIER, part["earlier"])
    shown.setdefault("submitted", None)
    return shown


def _topic(topic: Row) -> dict[str, Any]:
    note = {**_WRITTEN, "on": None}
    shown = {**_TOPIC, **topic}
    for name in ("notes", "own_questions"):
        shown[name] = _filled(note, shown[name])
    shown["views"] = {who: {**note, **view} for who, view in shown["views"].items()}
    return shown


def _signed(version: Row) -> dict[str, Any]:
    shown = {"number": None, "text": "", "digest": None, "what_changed": "", **version}
    shown["signatures"] = _filled(_SIGNATURE, version.get("signatures", ()))
    return shown


def _filled(defaults: Row, found: Iterable[Row]) -> list[dict[str, Any]]:
    return [{**defaults, **row} for row in found]
