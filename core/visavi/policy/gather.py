"""Facts for rules, gathered from the register and the records through a small protocol."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from visavi.model.dialogues import Dialogue, Party, Preparation, State, Topic
from visavi.model.matters import Matter
from visavi.model.people import Person, Role
from visavi.model.plans import FIELDS, Plan
from visavi.model.time import covers
from visavi.policy.facts import (
    ActivityFacts,
    DialogueEntry,
    DialogueFacts,
    MatterFacts,
    PayFacts,
    PersonFacts,
    PreparationFacts,
    SignatureFacts,
    TopicFacts,
)
from visavi.policy.line import DELEGATION as DELEGATION
from visavi.policy.line import Register as Register
from visavi.policy.line import delegates as delegates
from visavi.policy.line import expected_conductor as expected_conductor
from visavi.policy.line import line_above as line_above
from visavi.policy.line import units_of as units_of

if TYPE_CHECKING:
    from visavi.policy.policy import Policy

_ASIDE = frozenset({State.CANCELLED, State.WAIVED, State.DECLINED})


def entry_of(dialogue: Dialogue) -> DialogueEntry:
    """What the register knows of the dialogue."""
    first = next((version for version in dialogue.signed if version.complete), None)
    signed = max(signature.on for signature in first.signatures) if first else None
    if signed is None and dialogue.state in (State.SIGNED, State.CLOSED):
        signed = dialogue.day_of("sign", "refuse", "import")
    return DialogueEntry(
        id=dialogue.id,
        kind=dialogue.kind,
        cycle=dialogue.cycle,
        employee=dialogue.employee,
        conductor=dialogue.conductor,
        state=dialogue.state,
        planned=dialogue.day_of("new"),
        invited=dialogue.day_of("invite"),
        held=dialogue.day_of("hold", "import"),
        signed=signed,
        reason_given=next(
            (bool(e.reason) for e in reversed(dialogue.events) if e.deed in _WITH_REASON), False
        ),
        imported=any(event.deed == "import" for event in dialogue.events),
    )


_WITH_REASON = frozenset({"waive", "decline", "cancel", "move"})


def person_facts(
    register: Register,
    person: Person,
    on: date,
    policy: "Policy",
    entries: Iterable[DialogueEntry],
) -> PersonFacts:
    """One person's facts on a day; ``entries`` are their dialogues."""
    posts = person.employments_on(on)
    manager = person.manager_on(on)
    above = register.person(manager) if manager is not None else None
    conductor, because = expected_conductor(register, person, on, delegable=False)
    return PersonFacts(
        person=person,
        on=on,
        values=policy,
        staff_group=posts[0].staff_group if posts else "",
        unit=posts[0].unit if posts else "",
        units=units_of(register, posts[0].unit) if posts else (),
        manager=manager,
        managers_manager=None if above is None else above.manager_on(on),
        conductor=conductor,
        conductor_because=because,
        dialogues=tuple(entries),
        conductors=_other_conductors(register, person, on, policy, above),
    )


def dialogue_facts(
    register: Register,
    dialogue: Dialogue,
    on: date,
    policy: "Policy",
    entries: Iterable[DialogueEntry],
    *,
    deed: str | None = None,
    previous: Dialogue | None = None,
    party: Party | None = None,
) -> DialogueFacts:
    """One dialogue's facts on a day; ``entries`` are the employee's dialogues, this one as well.

    ``dialogue`` is as it is after the ``deed`` that is being judged; ``party`` is who does it.
    """
    entry = entry_of(dialogue)
    known = tuple(entries)
    meeting = dialogue.meeting
    meeting_on = None if meeting is None else meeting.starts.date()
    talk_on = entry.held or (max(meeting_on, on) if meeting_on else on)
    person = register.person(dialogue.employee) or Person(dialogue.employee, dialogue.employee)
    employee = person_facts(register, person, talk_on, policy, known)
    conductor = register.person(dialogue.conductor)
    disqualified = person.disqualified_on(dialogue.conductor, talk_on)
    held_by = dialogue.conductor
    manager = employee.manager
    return DialogueFacts(
        entry=entry,
        on=on,
        employee=employee,
        values=policy,
        deed=deed,
        conductor_roles=frozenset(role.name for role in _roles_on(conductor, talk_on)),
        conductor_is_manager=held_by == manager,
        conductor_is_delegate=manager is not None
        and held_by in delegates(register, person, manager, talk_on, dialogue.kind),
        conductor_disqualified=None if disqualified is None else disqualified.ground,
        topics=tuple(_topic(topic, dialogue) for topic in dialogue.topics),
        preparations={
            party: _preparation(preparation) for party, preparation in dialogue.preparations.items()
        },
        activities=_activities(dialogue.plan),
        signatures=_signatures(dialogue),
        pay=_pay(dialogue),
        form=dialogue.form,
        meeting_on=meeting_on,
        minutes=None if meeting is None else meeting.minutes,
        place_given=meeting is not None and bool(meeting.place),
        undisturbed=meeting is not None and meeting.undisturbed,
        attachments=dialogue.attachments,
        previous=None if previous is None else entry_of(previous),
        previous_activities=() if previous is None else _activities(previous.plan),
        followed_up=_followed_up(dialogue, previous),
        siblings=_siblings(dialogue, known),
        words=_words(dialogue),
        party=party,
    )


def matter_facts(
    register: Register, matter: Matter, on: date, policy: "Policy", *, deed: str | None = None
) -> MatterFacts:
    """One matter's facts on a day."""
    concerned = set(matter.concerned)
    handler = register.person(matter.handler)
    above = list(line_above(register, matter.affected, on))[:2] if matter.affected else []
    levels = (_level(role, policy) for role in _roles_on(handler, on))
    return MatterFacts(
        id=matter.id,
        concern=matter.concern,
        opened=matter.opened,
        on=on,
        values=policy,
        anonymous=matter.affected is None,
        severity=matter.severity,
        separate_meeting=matter.separate_meeting,
        immediate_action=matter.immediate_action,
        steps={step.step: step.on for step in reversed(matter.steps)},
        handler_is_concerned=matter.handler in concerned,
        handler_is_concerneds_report=not concerned.isdisjoint(
            line_above(register, matter.handler, on)
        ),
        concerned_is_affecteds_manager=bool(above) and above[0] in concerned,
        handler_is_managers_manager=len(above) == 2 and above[1] == matter.handler,
        handler_level=min((level for level in levels if level is not None), default=None),
        assessed=bool(matter.assessment),
        decided=bool(matter.decision),
        closed=matter.closed,
        deed=deed,
        handler=matter.handler,
    )


def _other_conductors(
    register: Register, person: Person, on: date, policy: "Policy", manager: Person | None
) -> Mapping[str, tuple[str | None, str]]:
    """The kinds that are delegated to somebody for this person."""
    if manager is None or not manager.delegations:
        return {}
    found = {}
    for kind in policy.kinds.values():
        if kind.conductor == "delegable":
            expected = expected_conductor(register, person, on, delegable=True, kind=kind.id)
            if expected[1] == DELEGATION:
                found[kind.id] = expected
    return found


def _siblings(dialogue: Dialogue, entries: Iterable[DialogueEntry]) -> tuple[DialogueEntry, ...]:
    return tuple(
        entry
        for entry in entries
        if entry.id != dialogue.id and entry.cycle == dialogue.cycle and entry.state not in _ASIDE
    )


def _roles_on(person: Person | None, on: date) -> Iterator[Role]:
    return (r for r in (person.roles if person else ()) if covers(r.start, r.end, on))


def _level(role: Role, policy: "Policy") -> int | None:
    """The role's level: its own, else what the policy says of such roles."""
    if role.level is not None:
        return role.level
    declared = policy.roles.get(role.name)
    return None if declared is None else declared.level


def _topic(topic: Topic, dialogue: Dialogue) -> TopicFacts:
    """A topic without its words: whoever a note speaks for has spoken."""
    voices = {note.written_for or note.author for note in topic.notes}
    noted = (dialogue.party_of(person) for person in voices)
    return TopicFacts(
        topic=topic.topic,
        coverage=topic.coverage,
        reason_given=bool(topic.reason),
        notes=len(topic.notes),
        noted_by=frozenset(party for party in noted if party is not None),
        views=frozenset(party for party, view in topic.views.items() if view.text),
    )


def _preparation(preparation: Preparation) -> PreparationFacts:
    return PreparationFacts(
        submitted=preparation.submitted,
        answers=len(preparation.answers),
        ticks=frozenset(preparation.ticks),
    )


def _activities(plan: Plan) -> tuple[ActivityFacts, ...]:
    return tuple(
        ActivityFacts(
            id=activity.id,
            filled=frozenset(FIELDS).difference(activity.missing(FIELDS)),
            when=activity.when,
            progress=str(plan.progress_of(activity.id)),
            carried_from=activity.carried_from,
        )
        for activity in plan.activities
    )


def _signatures(dialogue: Dialogue) -> tuple[SignatureFacts, ...]:
    return tuple(
        SignatureFacts(
            party=signature.party,
            on=signature.on,
            refused=bool(signature.refused),
            dissented=bool(signature.dissent),
        )
        for version in dialogue.signed[-1:]
        for signature in version.signatures
    )


def _pay(dialogue: Dialogue) -> PayFacts | None:
    pay = dialogue.pay
    if pay is None:
        return None
    return PayFacts(
        discussed=pay.discussed,
        amount_recorded=pay.amount is not None,
        agreed=pay.agreed,
        effective=pay.effective,
        reasons=pay.reasons,
        explained=bool(pay.explanation),
    )


def _followed_up(dialogue: Dialogue, previous: Dialogue | None) -> frozenset[str]:
    """Activities of the previous plan that have their answer, or that go on in this plan.

    A word on how one goes leaves it open.
    """
    if previous is None:
        return frozenset()
    carried = {activity.carried_from for activity in dialogue.plan.activities}
    open_still = {activity.id for activity in previous.plan.unfinished()}
    promised = {activity.id for activity in previous.plan.activities}
    return frozenset(promised - open_still | (promised & carried))


def _words(dialogue: Dialogue) -> frozenset[str]:
    """The parts of the dialogue in which somebody wrote."""
    parts = {
        "notes": any(topic.notes or topic.views for topic in dialogue.topics),
        "plan": bool(dialogue.plan.activities),
        "pay": dialogue.pay is not None and bool(dialogue.pay.explanation),
        "supplement": bool(dialogue.supplement),
        "dissent": any(s.dissent or s.refused for v in dialogue.signed for s in v.signatures),
    }
    return frozenset(part for part, written in parts.items() if written)
