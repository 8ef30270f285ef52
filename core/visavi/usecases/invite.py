"""Invite, move, decline, waive and cancel: what happens before two people meet."""

from typing import Any

from attrs import evolve

from visavi.errors import InvalidInput
from visavi.model.dialogues import Dialogue, Meeting, State
from visavi.policy.policy import Policy
from visavi.serial import from_document
from visavi.usecases.deeds import (
    Deed,
    change_dialogue,
    facts_of,
    policy_of,
    require,
    require_day,
    require_order,
    with_event,
)
from visavi.usecases.texts import require_line
from visavi.usecases.workspace import Actor, Workspace


def invite(
    workspace: Workspace, by: Actor, dialogue: str, *, meeting: Meeting | None = None
) -> Dialogue:
    """Invite the employee, with a time and place or with both to be found."""

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        return evolve(found, meeting=meeting or found.meeting)

    if meeting is not None:
        _require_sensible(meeting, by)
    return change_dialogue(workspace, by, dialogue, Deed("invite"), apply)


def check_invitation(
    workspace: Workspace, by: Actor, dialogue: str, *, meeting: Meeting | None = None
) -> dict[str, Any]:
    """What the policy would say of the dialogue if it were invited to like this. Reads only.

    ``refusals`` forbid it, ``findings`` are what is said besides, and ``kept`` are the rules that
    are kept by it and were not before, each with what it demands.
    """
    from visavi.policy import engine

    if meeting is not None:
        _require_sensible(meeting, by)
    document = workspace.repository.dialogue(dialogue)
    require(workspace, by, document, "invite")
    found = from_document(Dialogue, document)
    require_order(found, "invite")
    require_day(found, by.on, "invite")
    policy = policy_of(workspace, found.employee, by)
    after = evolve(found, meeting=meeting or found.meeting, state=State.INVITED)
    after = with_event(after, by, Deed("invite"))
    before = engine.kept(policy, facts_of(workspace, policy, found, by))
    facts = facts_of(workspace, policy, after, by)
    asked = facts_of(workspace, policy, after, by, deed="invite")
    return {
        "refusals": [one.as_mapping() for one in engine.refusals(policy, asked)],
        "findings": [one.as_mapping() for one in engine.findings(policy, facts)],
        "kept": [
            {"rule": rule, "says": policy.text("rule", rule, "says", default=rule)}
            for rule in sorted(engine.kept(policy, facts) - before)
        ],
    }


def move(workspace: Workspace, by: Actor, dialogue: str, *, reason: str) -> Dialogue:
    """Put the meeting off; the next invitation sets the new time."""

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        return evolve(found, meeting=None)

    return change_dialogue(workspace, by, dialogue, _with_reason("move", reason), apply)


def decline(workspace: Workspace, by: Actor, dialogue: str, *, reason: str) -> Dialogue:
    """The employee declines, and says why. What the policy makes of it is the policy's."""
    return change_dialogue(workspace, by, dialogue, _with_reason("decline", reason), _unchanged)


def waive(workspace: Workspace, by: Actor, dialogue: str, *, reason: str) -> Dialogue:
    """The one who owes the dialogue lets it go, and says why."""
    return change_dialogue(workspace, by, dialogue, _with_reason("waive", reason), _unchanged)


def cancel(workspace: Workspace, by: Actor, dialogue: str, *, reason: str) -> Dialogue:
    """The dialogue was planned in error, or is not to be; the obligation stays."""
    return change_dialogue(workspace, by, dialogue, _with_reason("cancel", reason), _unchanged)


def set_aside(workspace: Workspace, by: Actor, dialogue: str, *, reason: str) -> Dialogue:
    """End a talk unfinished that the former conductor began and the employee does not release.

    For who would take it over. Nothing of it is read; what was written stays with those who wrote
    it and with the employee, and a new dialogue can be planned for the same cycle.
    """
    return change_dialogue(workspace, by, dialogue, _with_reason("set-aside", reason), _unchanged)


def _unchanged(found: Dialogue, policy: Policy) -> Dialogue:
    return found


def _with_reason(deed: str, reason: str) -> Deed:
    if not reason.strip():
        raise InvalidInput("This deed ({deed}) needs a reason.", deed=deed)
    return Deed(deed, reason=reason)


def _require_sensible(meeting: Meeting, by: Actor) -> None:
    if meeting.starts.date() < by.on:
        raise InvalidInput(
            "A meeting on {day} lies before the invitation on {on}.",
            todo="Give a later time, or the day on which the invitation went out (--as-of).",
            day=meeting.starts.date(),
            on=by.on,
        )
    if meeting.place:
        require_line(meeting.place, what="place", longest=200)
    if not 0 < meeting.minutes <= 24 * 60:
        raise InvalidInput(
            "A meeting cannot last {minutes} minutes.",
            todo="Give between 1 and 1440 minutes.",
            minutes=meeting.minutes,
        )
