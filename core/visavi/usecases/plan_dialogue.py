"""Plan a dialogue, and take one over from a conductor whose right has ended."""

from attrs import evolve

from visavi import access
from visavi.errors import Conflict, InvalidInput, NotFound, NotPermitted, OutOfOrder
from visavi.model import ids
from visavi.model.dialogues import (
    Dialogue,
    Party,
    PolicyStamp,
    Preparation,
    Signed,
    State,
    Topic,
)
from visavi.model.people import Person
from visavi.policy import engine, gather
from visavi.policy.document import Kind
from visavi.policy.facts import PersonFacts
from visavi.policy.policy import Policy
from visavi.serial import from_document, to_document
from visavi.store.repository import Document
from visavi.usecases.deeds import (
    BEFORE,
    Deed,
    policy_of,
    refuse_if_forbidden,
    require,
    require_order,
    with_event,
)
from visavi.usecases.people import require_known
from visavi.usecases.store_register import StoreRegister
from visavi.usecases.texts import require_line
from visavi.usecases.workspace import Actor, Workspace

DROPPED = frozenset({State.CANCELLED, State.WAIVED, State.DECLINED})
NOT_BEGUN = BEFORE | {State.DECLINED}


def plan_dialogue(
    workspace: Workspace,
    by: Actor,
    employee: str,
    *,
    kind: str,
    cycle: str = "",
    conductor: str | None = None,
) -> Dialogue:
    """Plan a dialogue of a kind for a cycle; without a conductor, the one whom the line gives.

    The actor is the conductor, or the immediate manager who has somebody else hold it. Raises
    :class:`NotFound` for an employee who is not the actor's to know, :class:`OutOfOrder` for a
    leaver, :class:`Conflict` for a second dialogue of the same kind in the cycle.
    """
    actor = by.named()
    if cycle:
        require_line(cycle, what="cycle", longest=40)
    with workspace.changing(by) as change:
        person_document = workspace.repository.person(ids.person_id(employee))
        if not access.may_see_person(workspace.repository, actor, person_document, by.on):
            raise NotFound("There is no person {id} for you.", id=repr(employee))
        register = workspace.register()
        person = register.person(employee)
        assert person is not None, "it was just read"
        policy = policy_of(workspace, employee, by)
        wanted = _kind(policy, kind)
        holder = conductor or _expected(register, person, by, wanted)
        _require_parties(workspace, by, register, person_document, holder, kind)
        others = [from_document(Dialogue, d) for d in workspace.repository.dialogues_of(employee)]
        facts = gather.person_facts(
            register, person, by.on, policy, tuple(map(gather.entry_of, others))
        )
        cycle = _cycle(policy, facts, wanted, cycle)
        _refuse_second(others, wanted, cycle)
        previous = _previous(others, wanted)
        dialogue = Dialogue(
            id=ids.new_dialogue_id(employee, workspace.draw),
            employee=employee,
            conductor=holder,
            kind=kind,
            cycle=cycle,
            policy=PolicyStamp(policy.id, policy.version),
            previous=None if previous is None else previous.id,
            form=_form(policy, register, person, by),
            topics=tuple(Topic(topic) for topic in wanted.topics),
        )
        dialogue = with_event(dialogue, by, Deed("new"))
        refuse_if_forbidden(workspace, policy, dialogue, by, "new")
        change.put_dialogue(to_document(dialogue))
    return dialogue


def take_over(workspace: Workspace, by: Actor, dialogue: str) -> Dialogue:
    """Become the conductor of a dialogue that is not signed, when the line says that it is yours.

    What the former conductor prepared is put aside, for that person alone; it does not move. What
    the employee submitted to the former one is the employee's to submit anew, and what was said in
    a talk that has begun is handed on once the employee has released it; raises
    :class:`OutOfOrder` before.
    """
    actor = by.named()
    with workspace.changing(by) as change:
        before = workspace.repository.dialogue(dialogue)
        require(workspace, by, before, "take-over")
        found = from_document(Dialogue, before)
        require_order(found, "take-over")
        preparations = dict(found.preparations)
        left = preparations.pop(Party.CONDUCTOR, None)
        _require_released(found)
        if found.state in NOT_BEGUN and Party.EMPLOYEE in preparations:
            preparations[Party.EMPLOYEE] = evolve(preparations[Party.EMPLOYEE], submitted=None)
        aside = dict(found.put_aside)
        if left is not None:
            aside[found.conductor] = _joined(aside.get(found.conductor), left)
        after = evolve(
            found,
            conductor=actor,
            preparations=preparations,
            put_aside=aside,
            signed=_done(found),
            released=(),
            earlier=(),  # what stood there before is not what the two have released
        )
        policy = policy_of(workspace, found.employee, by)
        after = with_event(after, by, Deed("take-over"))
        # Whoever takes over stands where whoever plans does: the same rules say who may.
        refuse_if_forbidden(workspace, policy, after, by, "new")
        change.put_dialogue(to_document(after, before))
    return after


def _require_released(found: Dialogue) -> None:
    """What the employee said to one conductor is for the employee to hand on to another."""
    if found.state not in NOT_BEGUN and Party.EMPLOYEE not in found.released:
        raise OutOfOrder(
            "The talk of dialogue {id} has begun, and what was said is not released to you.",
            todo="Ask {employee} to release it: visavi dialogue release. If that is not to be, end "
            "it unread with visavi dialogue set-aside, and plan a new one for the same cycle.",
            id=found.id,
            employee=found.employee,
        )


def _joined(earlier: Preparation | None, later: Preparation) -> Preparation:
    if earlier is None:
        return later
    return evolve(
        later,
        answers=earlier.answers + later.answers,
        notes=earlier.notes + later.notes,
        earlier=earlier.earlier + later.earlier,
    )


def _done(dialogue: Dialogue) -> tuple[Signed, ...]:
    return tuple(version for version in dialogue.signed if version.complete)


def _kind(policy: Policy, kind: str) -> Kind:
    found = policy.kinds.get(kind)
    if found is None:
        raise InvalidInput(
            "The policy {policy} has no kind of dialogue {kind}.",
            todo="It has: {kinds}.",
            policy=policy.id,
            kind=repr(kind[:40]),
            kinds=", ".join(policy.kinds),
        )
    return found


def _expected(register: StoreRegister, person: Person, by: Actor, kind: Kind) -> str:
    holder, _ = gather.expected_conductor(
        register, person, by.on, delegable=kind.conductor == "delegable", kind=kind.id
    )
    if holder is None:
        raise OutOfOrder(
            "{person} has nobody who could hold the dialogue on {on}.",
            todo="Set the immediate manager with visavi line set.",
            person=person.id,
            on=by.on,
        )
    return holder


def _require_parties(
    workspace: Workspace,
    by: Actor,
    register: StoreRegister,
    person: Document,
    holder: str,
    kind: str,
) -> None:
    employee, day = person["id"], by.on.isoformat()
    if holder == employee:
        raise InvalidInput(
            "{person} cannot hold a dialogue with themselves.",
            todo="Name somebody else (--conductor).",
            person=employee,
        )
    found = register.person(employee)
    if found is None or not found.employments_on(by.on):
        raise OutOfOrder(
            "{person} has no post on {on}.",
            todo="See visavi person show for the posts and their dates.",
            person=employee,
            on=by.on,
        )
    require_known(workspace, holder)
    actor = by.named()
    repository = workspace.repository
    acts_for_the_line = actor == access.manager_on(person, day) or access.may_conduct(
        repository, person, actor, day, kind
    )
    if not acts_for_the_line:
        raise NotPermitted(
            "{actor} does not answer for {person} on {on}.",
            todo="The immediate manager, or a delegate, plans the dialogue.",
            actor=actor,
            person=employee,
            on=by.on,
        )


def _cycle(policy: Policy, facts: PersonFacts, kind: Kind, named: str) -> str:
    """The cycle named, if the policy or the calendar has it about the day; else the one asked for.

    A cycle far away is a slip: nobody would ever be reminded of its dialogue, or find it.
    """
    expected = engine.cycle_of(policy, facts, kind.id)
    owed = engine.obligations(policy, facts)
    near = {one.cycle for one in owed if one.kind == kind.id} | {expected}
    near |= {str(year) for year in range(facts.on.year - 1, facts.on.year + 2)}
    if not named or named in near:
        return named or expected
    raise InvalidInput(
        "On {on} there is no cycle {cycle} for a dialogue of the kind {kind}.",
        todo="Its cycles are: {known}; without one it is {expected} (--cycle).",
        on=facts.on,
        cycle=repr(named),
        kind=kind.id,
        known=", ".join(sorted(near)),
        expected=expected,
    )


def _refuse_second(others: list[Dialogue], kind: Kind, cycle: str) -> None:
    for other in others:
        same = other.kind == kind.id and other.cycle == cycle
        if kind.once_per == "cycle" and same and other.state not in DROPPED:
            raise Conflict(
                "There is a dialogue of the kind {kind} for {cycle} already: {id}.",
                todo="Go on with that one, or cancel it first.",
                kind=kind.id,
                cycle=cycle,
                id=other.id,
            )


def _previous(others: list[Dialogue], kind: Kind) -> Dialogue | None:
    """The last dialogue whose plan this one opens with."""
    wanted = kind.wants_previous or (kind.id,)
    over = (d for d in others if d.kind in wanted and d.state not in DROPPED)
    held = [d for d in over if d.day_of("hold", "import") is not None]
    return max(held, key=lambda d: (str(d.day_of("hold", "import")), d.id), default=None)


def _form(policy: Policy, register: StoreRegister, person: Person, by: Actor) -> str:
    posts = person.employments_on(by.on)
    group = policy.staff_groups.get(posts[0].staff_group) if posts else None
    return (group.form or "") if group else ""
