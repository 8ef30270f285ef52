"""Matters: open, assess, step, hand over, close. Apart from dialogues and from those concerned."""

from collections.abc import Callable, Iterator
from typing import Any

from attrs import evolve

from visavi import access
from visavi.errors import InvalidInput, NotFound, OutOfOrder, Refused
from visavi.model import ids
from visavi.model.dialogues import Event
from visavi.model.matters import Matter, MatterStep, Severity
from visavi.policy import engine, gather
from visavi.policy.outcomes import Finding, Obligation
from visavi.policy.policy import Policy
from visavi.serial import from_document, to_document
from visavi.store.repository import Document
from visavi.usecases.deeds import policy_of, require_declared
from visavi.usecases.matter_hands import free_handler, handlers, is_left, require_handler
from visavi.usecases.people import require_known
from visavi.usecases.texts import require_text
from visavi.usecases.workspace import Actor, Workspace


def open_matter(
    workspace: Workspace,
    by: Actor,
    *,
    concern: str,
    affected: str | None = None,
    concerned: tuple[str, ...] = (),
    text: str = "",
) -> Matter:
    """Write down what somebody told: a separate record, handled by whoever the line leaves free."""
    with workspace.changing(by) as change:
        matter = new_matter(
            workspace, by, concern=concern, affected=affected, concerned=concerned, text=text
        )
        change.put_matter(to_document(matter))
    return matter


def new_matter(
    workspace: Workspace,
    by: Actor,
    *,
    concern: str,
    affected: str | None = None,
    concerned: tuple[str, ...] = (),
    text: str = "",
) -> Matter:
    """A matter that is not written yet, if no rule forbids it.

    The receiver handles it, unless concerned: then the receiver's manager does. If the affected
    person's own manager is concerned, that manager's manager does.
    """
    receiver = by.named()
    require_known(workspace, affected, *concerned)
    policy = policy_of(workspace, affected or receiver, by)
    require_declared(policy, "concern", concern, policy.concerns)
    matter = Matter(
        ids.new_matter_id(workspace.draw),
        policy.id,
        concern,
        by.on,
        receiver,
        free_handler(workspace, by, receiver, affected, concerned),
        affected=affected,
        concerned=tuple(dict.fromkeys(concerned)),
        text=require_text(text) if text else "",
    )
    _refuse(workspace, by, policy, matter, "open")
    return _with_event(matter, by, "open")


def assess(
    workspace: Workspace,
    by: Actor,
    matter: str,
    *,
    severity: Severity | None = None,
    separate_meeting: bool | None = None,
    immediate_action: bool | None = None,
    assessment: str = "",
    concerned: tuple[str, ...] = (),
) -> Matter:
    """Judge how serious it is, and decide on a separate meeting and on immediate action.

    ``concerned`` are more people whom it turns out to be about: from then on none of them reaches
    it, and if the handler is one, the next free one up the line handles it.
    """
    require_known(workspace, *concerned)

    def change(found: Matter) -> Matter:
        about = tuple(dict.fromkeys((*found.concerned, *concerned)))
        handler = found.handler
        if concerned:
            handler = free_handler(workspace, by, handler, found.affected, about)
        return evolve(
            found,
            concerned=about,
            handler=handler,
            severity=severity or found.severity,
            separate_meeting=_decided(separate_meeting, found.separate_meeting),
            immediate_action=_decided(immediate_action, found.immediate_action),
            assessment=require_text(assessment) if assessment else found.assessment,
        )

    return _change(workspace, by, matter, "assess", change)


def take_step(workspace: Workspace, by: Actor, matter: str, *, step: str, text: str = "") -> Matter:
    """Take one of the policy's steps, with what there is to write down for it."""
    words = require_text(text) if text else ""

    def change(found: Matter) -> Matter:
        policy = workspace.policies.by_id(found.policy)
        known = [s.id for s in policy.matter_steps if not s.concerns or found.concern in s.concerns]
        if step not in known:
            raise InvalidInput(
                "A matter of this kind has no step {step}.",
                todo="Its steps are: {known}.",
                step=repr(step[:40]),
                known=", ".join(known),
            )
        return evolve(found, steps=(*found.steps, MatterStep(step, by.on, by.named(), words)))

    return _change(workspace, by, matter, "step", change)


def hand_over(workspace: Workspace, by: Actor, matter: str, *, to: str) -> Matter:
    """Somebody else handles the matter from now on: see :mod:`visavi.usecases.matter_hands`."""
    require_known(workspace, to)

    def change(found: Matter) -> Matter:
        require_handler(workspace, by, found, to)
        return evolve(found, handler=to)

    return _change(workspace, by, matter, "hand-over", change)


def who_may_take_over(workspace: Workspace, by: Actor, matter: str) -> list[str]:
    """To whom the matter can be handed over, by id."""
    found = from_document(Matter, _reach(workspace, by, matter))
    return list(handlers(workspace, by, found))


def close_matter(workspace: Workspace, by: Actor, matter: str, *, decision: str) -> Matter:
    """Close with a decision; it needs an assessment, and what the policy asks for."""
    decided = require_text(decision, what="decision")

    def change(found: Matter) -> Matter:
        if not found.assessment:
            raise OutOfOrder(
                "A matter is not closed without an assessment.",
                todo="Write it with visavi matter assess.",
            )
        return evolve(found, decision=decided, closed=by.on)

    return _change(workspace, by, matter, "close", change)


def list_matters(workspace: Workspace, by: Actor) -> Iterator[dict[str, Any]]:
    """The matters that the actor received or handles, without their texts."""
    for document in workspace.repository.matters():
        if access.may_reach_matter(document, by.person):
            keys = ("id", "concern", "opened", "handler", "severity", "closed")
            yield {key: document.get(key) for key in keys}


def show_matter(workspace: Workspace, by: Actor, matter: str) -> dict[str, Any]:
    """One matter whole, for whoever received or handles it.

    Who received it and does not handle it is written down as its reader, once a day.
    """
    found = _reach(workspace, by, matter)
    if by.person != found["handler"] and not _has_read(found, by):
        with workspace.changing(by) as change:
            before = _reach(workspace, by, matter)
            read = _with_event(from_document(Matter, before), by, "read")
            change.put_matter(to_document(read, before))
        found = _reach(workspace, by, matter)
    return dict(found)


def check_matter(
    workspace: Workspace, by: Actor, matter: str
) -> tuple[list[Finding], list[Obligation]]:
    """What the policy says of the matter, and its duty clock."""
    found = from_document(Matter, _reach(workspace, by, matter))
    policy = workspace.policies.by_id(found.policy)
    facts = gather.matter_facts(workspace.register(), found, by.on, policy)
    return engine.matter_findings(policy, facts), engine.matter_duties(policy, facts)


def _reach(workspace: Workspace, by: Actor, matter: str) -> Document:
    wanted = ids.matter_id(matter)
    document = workspace.repository.matter(wanted)
    if not access.may_reach_matter(document, by.person):
        raise NotFound("There is no matter {id} for you.", id=repr(matter))
    return document


def _change(
    workspace: Workspace, by: Actor, matter: str, deed: str, apply: Callable[[Matter], Matter]
) -> Matter:
    with workspace.changing(by) as change:
        before = _reach(workspace, by, matter)
        found = from_document(Matter, before)
        if found.closed is not None:
            raise OutOfOrder("Matter {id} was closed on {on}.", id=matter, on=found.closed)
        if by.named() != found.handler and not (
            deed == "hand-over" and is_left(workspace, by, found)
        ):
            raise OutOfOrder(
                "Matter {id} is handled by {handler}.", id=matter, handler=found.handler
            )
        after = apply(found)
        _refuse(workspace, by, workspace.policies.by_id(found.policy), after, deed)
        after = _with_event(after, by, deed)
        change.put_matter(to_document(after, before))
    return after


def _with_event(matter: Matter, by: Actor, deed: str) -> Matter:
    return evolve(matter, events=(*matter.events, Event(deed, by.on, by.named(), at=by.at)))


def _has_read(matter: Document, by: Actor) -> bool:
    today = ("read", by.person, by.on.isoformat())
    return any((e["deed"], e["by"], e["on"]) == today for e in matter.get("events", ()))


def _refuse(workspace: Workspace, by: Actor, policy: Policy, matter: Matter, deed: str) -> None:
    facts = gather.matter_facts(workspace.register(), matter, by.on, policy, deed=deed)
    refusals = engine.matter_refusals(policy, facts)
    if refusals:
        raise Refused(refusals)


def _decided(now: bool | None, before: bool | None) -> bool | None:
    return before if now is None else now
