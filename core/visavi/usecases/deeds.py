"""One deed on one dialogue: sight, right, order, the change, the policy's word, and the event."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from visavi import access
from visavi.errors import InvalidInput, OutOfOrder, Refused
from visavi.messages import say
from visavi.model.dialogues import Dialogue, Event, Party, State
from visavi.policy.policy import Policy
from visavi.serial import from_document, to_document
from visavi.store.repository import Change, Document
from visavi.usecases.workspace import Actor, Workspace

if TYPE_CHECKING:
    from visavi.policy.facts import DialogueEntry, DialogueFacts

BEFORE = frozenset({State.PLANNED, State.INVITED, State.MOVED})
TALKING = frozenset({State.IN_PROGRESS, State.HELD})
AFTER = frozenset({State.HELD, State.SIGNED, State.CLOSED})

ORDER: Mapping[str, tuple[frozenset[State], State | None]] = {
    "invite": (BEFORE | {State.DECLINED}, State.INVITED),
    "move": (frozenset({State.PLANNED, State.INVITED}), State.MOVED),
    "decline": (BEFORE, State.DECLINED),
    "waive": (BEFORE | {State.DECLINED}, State.WAIVED),
    "cancel": (BEFORE | {State.DECLINED}, State.CANCELLED),
    "take-over": (BEFORE | {State.DECLINED, State.IN_PROGRESS, State.HELD}, None),
    "set-aside": (TALKING, State.CANCELLED),
    "prepare": (BEFORE | {State.IN_PROGRESS}, None),
    "submit": (BEFORE | {State.IN_PROGRESS}, None),
    "unprepare": (BEFORE | TALKING | AFTER, None),
    "tick": (BEFORE | TALKING, None),
    "untick": (BEFORE | TALKING, None),
    "attach": (BEFORE | TALKING, None),
    "start": (frozenset({State.INVITED}), State.IN_PROGRESS),
    "note": (TALKING, None),
    "withdraw": (TALKING | AFTER, None),
    "cover": (TALKING, None),
    "park": (TALKING, None),
    "skip": (TALKING, None),
    "reopen": (TALKING, None),
    "differ": (TALKING, None),
    "undiffer": (TALKING, None),
    "ask": (BEFORE | TALKING, None),
    "unask": (BEFORE | TALKING, None),
    "pay": (TALKING, None),
    "unpay": (TALKING, None),
    "activity": (TALKING, None),
    "remove-activity": (TALKING, None),
    "hold": (frozenset({State.IN_PROGRESS}), State.HELD),
    "afterthought": (AFTER, None),
    "sign": (frozenset({State.HELD}), None),
    "refuse": (frozenset({State.HELD}), None),
    "supplement": (frozenset({State.SIGNED}), None),
    "release": (TALKING | AFTER, None),
    "export": (AFTER, None),
    "remark": (AFTER, None),
    "unremark": (AFTER, None),
    "done": (AFTER, None),
    "reopen-activity": (AFTER, None),
    "adapt": (AFTER, None),
    "unadapt": (AFTER, None),
    "carry": (AFTER, None),
    "close": (frozenset({State.SIGNED}), State.CLOSED),
}
"""Each deed: the states that it is done in, and the state that it leads to, if to another."""

SIGNING = frozenset({"sign", "refuse"})
"""Deeds that lead on once both have done one."""

IN_SUPPLEMENT = frozenset(
    {"note", "cover", "park", "skip", "differ", "ask", "pay", "activity", "sign", "refuse"}
    | {"take-over", "reopen", "undiffer", "unask", "unpay", "remove-activity"}
)
"""What may be done to a signed dialogue while a supplement is open."""


@frozen
class Deed:
    """What somebody does: its name, why, for whom if not for themselves; how, if words leave."""

    name: str
    reason: str = ""
    on_behalf_of: str | None = None
    how: str = ""


def change_dialogue(
    workspace: Workspace,
    by: Actor,
    dialogue: str,
    deed: Deed,
    apply: Callable[[Dialogue, Policy], Dialogue],
) -> Dialogue:
    """Do one deed to one dialogue, or raise and leave everything as it was.

    Raises :class:`NotFound`, :class:`NotPermitted`, :class:`OutOfOrder`, :class:`Refused` or
    :class:`PolicyError`; a policy that fails refuses.
    """
    with workspace.changing(by) as change:
        before = workspace.repository.dialogue(dialogue)
        require(workspace, by, before, deed.name)
        return write(workspace, by, change, before, deed, apply)


def require(workspace: Workspace, by: Actor, document: Document, deed: str) -> access.Relation:
    """The actor's relation to the dialogue, if it carries this deed."""
    relation = access.relation(workspace.repository, by.person, document, by.on)
    access.require_deed(document, relation, deed)
    return relation


def write(
    workspace: Workspace,
    by: Actor,
    change: Change,
    before: Document,
    deed: Deed,
    apply: Callable[[Dialogue, Policy], Dialogue],
) -> Dialogue:
    """The deed itself, for somebody who was found to have the right, inside a change."""
    dialogue = from_document(Dialogue, before)
    require_order(dialogue, deed.name)
    require_day(dialogue, by.on, deed.name)
    policy = policy_of(workspace, dialogue.employee, by)
    after = apply(dialogue, policy)
    leads_to = ORDER[deed.name][1]
    if leads_to is not None:
        after = evolve(after, state=leads_to)
    after = with_event(_without_stale_signature(after, by), by, deed)
    refuse_if_forbidden(workspace, policy, after, by, deed.name)
    change.put_dialogue(to_document(after, before))
    return after


def require_order(dialogue: Dialogue, deed: str) -> None:
    """Raise :class:`OutOfOrder` for a deed that the dialogue's state does not allow."""
    states, _ = ORDER[deed]
    in_supplement = dialogue.state is State.SIGNED and bool(dialogue.supplement)
    if dialogue.state in states or (in_supplement and deed in IN_SUPPLEMENT):
        return
    todo = "See visavi dialogue history for how it came here."
    if dialogue.state is State.SIGNED and deed in IN_SUPPLEMENT - {"take-over"}:
        todo = "What was signed stays as it is: open a supplement first."
    raise OutOfOrder(
        "Dialogue {id} is {state}: {deed} does not fit here.",
        todo=todo,
        id=dialogue.id,
        state=say(str(dialogue.state)),
        deed=deed,
    )


def require_day(dialogue: Dialogue, on: date, deed: str) -> None:
    """Raise :class:`OutOfOrder` for a step that would come before the one that it follows.

    Only steps are compared: a note or a tick may be dated as it was written.
    """
    if not _is_step(deed):
        return
    steps = [event for event in dialogue.events if _is_step(event.deed)]
    last = max(reversed(steps), key=lambda event: event.on, default=None)
    if last is not None and on < last.on:
        raise OutOfOrder(
            "In dialogue {id}, {deed} on {on} would come before {last} on {day}.",
            todo="Give the day on which it was done (--as-of).",
            id=dialogue.id,
            deed=deed,
            on=on,
            last=last.deed,
            day=last.on,
        )


def _is_step(deed: str) -> bool:
    """Whether the deed leads the dialogue on."""
    return deed == "new" or deed in SIGNING or (deed in ORDER and ORDER[deed][1] is not None)


def with_event(dialogue: Dialogue, by: Actor, deed: Deed) -> Dialogue:
    """The dialogue with the deed in its history."""
    event = Event(
        deed.name,
        by.on,
        by.named(),
        on_behalf_of=deed.on_behalf_of,
        reason=deed.reason,
        at=by.at,
        how=deed.how,
    )
    return evolve(dialogue, events=(*dialogue.events, event))


def refuse_if_forbidden(
    workspace: Workspace,
    policy: Policy,
    after: Dialogue,
    by: Actor,
    deed: str,
) -> None:
    """Raise :class:`Refused` if a rule forbids the deed that led here."""
    if deed not in policy.refusable:
        return
    from visavi.policy import engine

    facts = facts_of(workspace, policy, after, by, deed=deed)
    refusals = engine.refusals(policy, facts)
    if refusals:
        raise Refused(refusals)


def facts_of(
    workspace: Workspace,
    policy: Policy,
    dialogue: Dialogue,
    by: Actor,
    *,
    deed: str | None = None,
) -> "DialogueFacts":
    """What the policy is told of a dialogue, with the employee's other dialogues beside it."""
    from visavi.policy import gather

    entries: list[DialogueEntry] = []
    previous: Dialogue | None = None
    for document in workspace.repository.dialogues_of(dialogue.employee):
        if document["id"] == dialogue.id:
            continue
        other = from_document(Dialogue, document)
        entries.append(gather.entry_of(other))
        if other.id == dialogue.previous:
            previous = other
    entries.append(gather.entry_of(dialogue))
    return gather.dialogue_facts(
        workspace.register(),
        dialogue,
        by.on,
        policy,
        tuple(entries),
        deed=deed,
        previous=previous,
    )


def policy_of(workspace: Workspace, person: str, by: Actor) -> Policy:
    """The policy layer that applies to the person on the day: that of the first post's unit."""
    document = workspace.repository.person(person)
    return workspace.policies.for_units(access.units_of(workspace.repository, document, by.on))


def require_declared(policy: Policy, what: str, name: str, declared: Iterable[str]) -> None:
    """Raise :class:`InvalidInput` for what the policy does not declare, with the nearest word."""
    known = tuple(dict.fromkeys(declared))
    if name not in known:
        from difflib import get_close_matches

        near = get_close_matches(name, known, n=1, cutoff=0.6)
        raise InvalidInput(
            "The policy {policy} has no {what} {name}.",
            todo="Did you mean {near}? It has: {known}." if near else "It has: {known}.",
            policy=policy.id,
            what=what,
            name=repr(name[:40]),
            near=near[0] if near else "",
            known=", ".join(known) or "none",
        )


def party(dialogue: Dialogue, person: str) -> Party:
    """Which of the two the person is."""
    found = dialogue.party_of(person)
    assert found is not None, "only the two come here"
    return found


def require_one_of_two(dialogue: Dialogue, person: str | None) -> None:
    """Raise :class:`InvalidInput` for a text on behalf of somebody else than the two."""
    if person is not None and dialogue.party_of(person) is None:
        raise InvalidInput(
            "{person} is not one of the two in this dialogue.", person=repr(person[:40])
        )


def entries_of(workspace: Workspace, employee: str) -> "tuple[DialogueEntry, ...]":
    """The register's view of all dialogues of an employee."""
    from visavi.policy import gather

    documents: Iterable[Document] = workspace.repository.dialogues_of(employee)
    return tuple(gather.entry_of(from_document(Dialogue, d)) for d in documents)


def _without_stale_signature(after: Dialogue, by: Actor) -> Dialogue:
    """A text changed before the second signature drops the first, and says so."""
    if not after.signed or after.signed[-1].complete:
        return after
    from visavi.usecases.signed_text import canonical_text

    pending = after.signed[-1]
    if canonical_text(after, pending.number) == pending.text:
        return after
    dropped = with_event(after, by, Deed("signature-dropped"))
    return evolve(dropped, signed=after.signed[:-1])
