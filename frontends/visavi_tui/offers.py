"""What a person may do with a dialogue as it stands, the next step first."""

from collections.abc import Iterator, Mapping
from typing import Any

from visavi_tui.record import Teller

NEEDS: Mapping[str, str] = {
    "invite": "invite",
    "submit": "submit",
    "start": "start",
    "finish": "hold",
    "plan": "activity",
    "pay": "pay",
    "sign": "sign",
    "after": "afterthought",
    "supplement": "supplement",
    "release": "release",
    "close": "close",
    "move": "move",
    "decline": "decline",
    "waive": "waive",
    "cancel": "cancel",
    "takeover": "take-over",
}
"""The deed that each action needs leave for."""


def offers(told: Teller) -> Iterator[str]:
    """The names of the actions, by which the registry finds their words and keys."""
    shown = told.shown
    deeds = told.session.deeds(dict(shown))
    first = _first(shown)
    party = "employee" if shown["relation"] == "employee" else "conductor"
    names = [name for name in NEEDS if NEEDS[name] in deeds]
    if (shown["preparations"].get(party) or {}).get("submitted"):
        first = "start" if shown["state"] == "invited" else first
        names = [name for name in names if name != "submit"]
    if "prepare" in deeds:
        names.insert(0, "prepare")
    if "note" in deeds:
        names.insert(0, "conduct")
    if shown.get("previous") and not deeds.isdisjoint({"activity", "note", "prepare"}):
        names.append("lastplan")
    if told.policy.kinds[shown["kind"]].pay == "none":
        names = [name for name in names if name != "pay"]
    if "activity" not in deeds and _activities(shown):
        names.append("follow")
    if shown["relation"] in ("employee", "conductor"):
        names += ["check", "history"]
    names.append("why")
    if first in names:
        names.remove(first)
        names.insert(0, first)
    yield from names


def _first(shown: Mapping[str, Any]) -> str:
    """The step that the state asks for."""
    if shown["relation"] == "successor":
        return "takeover"
    if shown["state"] == "held":
        return "sign" if _activities(shown) else "plan"
    by_state = {"invited": "prepare", "in-progress": "conduct"}
    return by_state.get(shown["state"], "invite")


def _activities(shown: Mapping[str, Any]) -> Any:
    return (shown.get("plan") or {}).get("activities", ())
