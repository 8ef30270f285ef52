"""An error's way forward as somebody in the app can go it: by a key instead of a command.

The core's errors name commands, and options in brackets. Here a command becomes the action that
does the same, and an option goes: the forms ask for what it would say.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from visavi.errors import VisaviError
from visavi.messages import Sentence, say
from visavi_tui.actions import SCOPES, Action, verb_of

TWINS: Mapping[str, str] = {
    "activity adapt": "followup.adapt",
    "activity carry": "dialogue.lastplan",
    "activity done": "followup.done",
    "activity reopen": "app.undo",
    "dialogue check": "dialogue.check",
    "dialogue history": "dialogue.history",
    "dialogue release": "dialogue.release",
    "dialogue show": "team.open",
    "line set": "people.edit",
    "matter assess": "matters.assess",
    "person import": "people.load",
    "person list": "team.people",
    "person new": "people.add",
    "person show": "team.people",
    "question list": "conduct.questions",
}
"""Commands that errors name, each with the action that does the same: its scope and name."""

PLACES: Mapping[str, Sentence] = {
    "conduct": "The talk",
    "dialogue": "Dialogue",
    "followup": "Follow-up",
    "matters": "Separate",
    "people": "People",
    "plan": "Action plan",
    "sign": "Read and sign",
    "team": "My team",
}
"""What the screens of these actions are called, for whoever is elsewhere."""

_OPTION = re.compile(r" \([^()]*--[a-z][^()]*\)")
_COMMAND = re.compile(
    r"visavi ([a-z]+ [a-z-]+)((?: (?:--[a-z-]+|[A-Z]{2,}|\{\w+\}|\S+\.\w{6}(?:\.a\d+)?\b))*)"
)


def advised(error: VisaviError, scopes: Sequence[str], key_of: Callable[[str, Action], str]) -> str:
    """What is wrong, and what to do about it with keys.

    ``scopes`` are those of the screens that lie over each other, the one in sight first;
    ``key_of`` tells a key by scope and action.
    """
    strange: list[str] = []

    def instead(match: re.Match[str]) -> str:
        if match[1] not in TWINS:
            strange.append(match[1])
            return match[0]
        scope, action = _nearest(TWINS[match[1]], scopes)
        key = key_of(scope, action)
        near = scope in ("app", *scopes[:1])
        return f"{verb_of(action)} ({key if near else _far(scope, key)})"

    told = _COMMAND.sub(instead, _OPTION.sub("", str(error)))
    if not strange:
        return told
    outside = say("Type the command at a prompt, after {key} has closed the app.", key="^q")
    return f"{told} {outside}"


def scopes_of(screens: Sequence[object]) -> list[str]:
    """The scopes of screens that lie over each other, the last and uppermost first."""
    return [scope for page in reversed(screens) if (scope := getattr(page, "SCOPE", ""))]


def _nearest(name: str, scopes: Sequence[str]) -> tuple[str, Action]:
    """The action of that name, on the nearest of the screens that has the same one."""
    usual, _, own = name.partition(".")
    meant = next(action for action in SCOPES[usual] if action.name == own)
    for scope in scopes:
        for action in SCOPES.get(scope, ()):
            if (action.name, action.about) == (meant.name, meant.about):
                return scope, action
    return usual, meant


def _far(scope: str, key: str) -> str:
    return f"{say(PLACES[scope])}: {key}"
