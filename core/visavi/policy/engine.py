"""What a policy says: obligations of people, findings and refusals on dialogues and matters.

Rules are collected once, made ready once for a day, and then called as plain functions. A rule that
raises, hangs or answers rubbish is a :class:`~visavi.errors.PolicyFailed`: nothing is allowed then.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

from attrs import evolve

from visavi.messages import say
from visavi.model.dialogues import State
from visavi.policy.asking import Asking, Ready, contained, duties, founds, ready
from visavi.policy.conditions import scope_of
from visavi.policy.containing.limits import Beat, watched
from visavi.policy.cycles import cycle_for
from visavi.policy.facts import DialogueFacts, MatterFacts, PersonFacts
from visavi.policy.outcomes import Due, FactValue, Finding, Modality, Obligation, Silence
from visavi.policy.reach import FACT, reached_on
from visavi.policy.rules import ONCE, Duty, Found, Rule, Scope
from visavi.policy.wording import sentence, ways

if TYPE_CHECKING:
    from visavi.policy.document import MatterStep
    from visavi.policy.policy import Policy

Answer = TypeVar("Answer")

SETTLED = frozenset({Due.MET, Due.WAIVED, Due.EXEMPT})
"""States in which nothing is left to do."""


def obligations(policy: "Policy", facts: PersonFacts, *, words: bool = False) -> list[Obligation]:
    """What is owed to or by one person on the day of the facts; with sentences if ``words``."""
    return obligations_of_all(policy, (facts,), words=words)


def obligations_of_all(
    policy: "Policy",
    everybody: Iterable[PersonFacts],
    *,
    words: bool = False,
) -> list[Obligation]:
    """What is owed to or by many people, in their order; one watch on the rules for all of them."""
    found: list[Obligation] = []
    asking, beat = Asking(), Beat()
    on: date | None = None
    rules: tuple[Ready, ...] = ()
    name, horizon = policy.id, policy.horizon_days
    with watched(beat), contained(policy, asking):
        for facts in everybody:
            if facts.on != on:
                on = facts.on
                rules = ready(policy, Scope.PERSON, on)
            beat.count += 1
            beat.foreign = True
            _owed(name, rules, facts, horizon, asking, found)
            beat.foreign = False
            asking.rule = None
    if words:
        return [worded(policy, one) for one in found]
    return found


def worded(policy: "Policy", obligation: Obligation, *, person: str = "") -> Obligation:
    """The obligation with its sentence; ``person`` is the name to say instead of the id."""
    facts: dict[str, FactValue] = {
        **obligation.facts,
        "kind": obligation.kind,
        "cycle": obligation.cycle,
        "opens": obligation.opens,
        "due": obligation.due,
        "amount": obligation.amount,
        "owner": obligation.owner,
        "person": person or obligation.person,
    }
    if obligation.wants == FACT:
        facts["kind"] = policy.text("fact", obligation.kind)
    on = obligation.due or obligation.opens or date.max
    words = sentence(policy, obligation.rule, facts, on=on, variant=obligation.text)
    return evolve(obligation, sentence=words)


def findings(policy: "Policy", facts: DialogueFacts) -> list[Finding]:
    """What the rules say of a dialogue's record.

    A signed, closed, waived or cancelled dialogue is judged only by rules that name that state.
    """
    return _judge(policy, facts, facts.talk_on, lambda rule: True)


def refusals(policy: "Policy", facts: DialogueFacts) -> list[Finding]:
    """The findings that forbid ``facts.deed``; none if it may be done."""
    return _judge(policy, facts, facts.talk_on, lambda rule: facts.deed in rule.refuses)


def matter_findings(policy: "Policy", facts: MatterFacts) -> list[Finding]:
    """What the rules say of a matter."""
    return _judge(policy, facts, facts.on, lambda rule: True)


def matter_refusals(policy: "Policy", facts: MatterFacts) -> list[Finding]:
    """The findings that forbid ``facts.deed`` on a matter; none if it may be done."""
    return _judge(policy, facts, facts.on, lambda rule: facts.deed in rule.refuses)


def matter_duties(policy: "Policy", facts: MatterFacts) -> list[Obligation]:
    """The duty clock: each step of the policy that has its days, owed by who handles the matter.

    ``person`` is the matter's id: nobody's name is on the clock.
    """
    return [
        _clocked(policy, facts, step)
        for step in policy.matter_steps
        if step.within is not None and (not step.concerns or facts.concern in step.concerns)
    ]


def silences(policy: "Policy", facts: PersonFacts | DialogueFacts | MatterFacts) -> list[Silence]:
    """The rules that could have spoken about these facts and did not, each with why."""

    def because(one: Ready) -> str:
        return one.unasked(facts) or _quiet(one, facts, policy.horizon_days)

    return [Silence(rule, why) for rule, why in _of_each(policy, facts, because) if why]


def kept(policy: "Policy", facts: PersonFacts | DialogueFacts | MatterFacts) -> frozenset[str]:
    """The rules that were asked about these facts and had nothing to say against them.

    What is owed again only after a long time was done: a rule that says so is kept as well.
    """

    def is_kept(one: Ready) -> bool:
        if one.rule.enforced_by or not one.applies(facts):
            return False
        said = list(one.check(facts))
        if one.rule.silent is None or not isinstance(facts, PersonFacts):
            return one.rule.silent is None and not said
        return bool(said) and all(_is_far(owed, facts.on, policy.horizon_days) for owed in said)

    return frozenset(rule for rule, yes in _of_each(policy, facts, is_kept) if yes)


def cycle_of(policy: "Policy", facts: PersonFacts, kind: str) -> str:
    """The cycle that a dialogue of the kind, planned on the day of the facts, belongs to.

    That of the first thing owed and unsettled, else of the last, else what the kind's window says.
    """
    owed = [one for one in obligations(policy, facts) if one.kind == kind]
    for one in owed:
        if one.state not in SETTLED:
            return one.cycle
    if owed:
        return owed[-1].cycle
    return cycle_for(policy.kinds[kind], policy, facts.on, policy.horizon_days)


def _of_each(
    policy: "Policy",
    facts: PersonFacts | DialogueFacts | MatterFacts,
    ask: Callable[[Ready], Answer],
) -> list[tuple[str, Answer]]:
    """The answer for each rule of the facts' scope, by its id, asked under one watch."""
    answers = []
    asking, beat = Asking(), Beat()
    on = facts.talk_on if isinstance(facts, DialogueFacts) else facts.on
    with watched(beat), contained(policy, asking):
        beat.foreign = True
        for one in ready(policy, scope_of(facts), on):
            asking.rule = one.rule
            beat.count += 1
            answers.append((one.rule.id, ask(one)))
        beat.foreign = False
    return answers


def _owed(
    policy: str,
    rules: tuple[Ready, ...],
    facts: PersonFacts,
    horizon: int,
    asking: Asking,
    found: list[Obligation],
) -> None:
    """One person's obligations under all rules: the loop that an agenda spends its time in."""
    employed = facts.employed
    for one in rules:
        if one.employed and not employed:
            continue
        asking.rule = one.rule
        for test in one.tests:
            if not test(facts):
                break
        else:
            answers = one.check(facts)
            for duty in duties(answers) if one.coded else answers:
                state, dialogue = _state(duty, facts)
                if state is Due.UPCOMING and _is_far(duty, facts.on, horizon):
                    continue
                found.append(_obligation(policy, one, facts, duty, state, dialogue))


def _obligation(
    policy: str,
    one: Ready,
    facts: PersonFacts,
    duty: Duty,
    state: Due,
    dialogue: str | None,
) -> Obligation:
    about: dict[str, FactValue] = {name: read(facts) for name, read in one.stated}
    owner = duty.owner
    if owner is None:
        owner, about["owner_because"] = facts.conductor_for(duty.kind)
    if duty.facts:
        about.update(duty.facts)
    rule = one.rule
    return Obligation(
        policy,
        rule.id,
        duty.modality or rule.modality,
        facts.person.id,
        duty.kind,
        duty.cycle,
        duty.wants,
        state,
        owner,
        duty.opens,
        duty.due,
        duty.amount,
        dialogue,
        duty.exempt_by,
        about,
        "",
        one.citations,
        duty.text,
    )


def _state(duty: Duty, facts: PersonFacts) -> tuple[Due, str | None]:
    """Where the duty stands on the day, and by which dialogue."""
    dialogue = None
    waived = False
    if duty.settled:
        return Due.MET, None
    if duty.wants == FACT:
        if _has_fact(duty, facts):
            return Due.MET, None
    else:
        for entry in facts.dialogues:
            if entry.kind != duty.kind or (entry.cycle != duty.cycle and duty.cycle != ONCE):
                continue
            if reached_on(entry, duty.wants, facts.on) is not None:
                return Due.MET, entry.id
            if entry.state is not State.CANCELLED:
                dialogue = entry.id
                waived = waived or entry.state is State.WAIVED
    if waived:
        return Due.WAIVED, dialogue
    if duty.exempt_by is not None:
        return Due.EXEMPT, dialogue
    return _timely(duty.opens, duty.due, facts.on), dialogue


def _timely(opens: date | None, due: date | None, on: date) -> Due:
    """Upcoming before the window, open in it with both ends, overdue after it."""
    if opens is not None and on < opens:
        return Due.UPCOMING
    return Due.OVERDUE if due is not None and due < on else Due.OPEN


def _is_far(duty: Duty, on: date, horizon: int) -> bool:
    return duty.opens is not None and (duty.opens - on).days > horizon


def _has_fact(duty: Duty, facts: PersonFacts) -> bool:
    """Whether the register has the fact in the duty's period; for what is owed once, at all."""
    if duty.cycle == ONCE:
        return bool(facts.facts_of(duty.kind))
    return any(
        (duty.opens is None or duty.opens <= day) and (duty.due is None or day <= duty.due)
        for day in facts.facts_of(duty.kind)
    )


def _judge(
    policy: "Policy",
    facts: DialogueFacts | MatterFacts,
    on: date,
    wanted: Callable[[Rule], bool],
) -> list[Finding]:
    found: list[Finding] = []
    asking, beat = Asking(), Beat()
    with watched(beat), contained(policy, asking):
        for one in ready(policy, scope_of(facts), on):
            if not wanted(one.rule):
                continue
            asking.rule = one.rule
            beat.count += 1
            beat.foreign = True
            answers = founds(one.check(facts)) if one.applies(facts) else []
            beat.foreign = False
            found += [_finding(policy, one, item, facts, on) for item in answers]
            asking.rule = None
    return found


def _finding(
    policy: "Policy",
    one: Ready,
    item: Found,
    facts: DialogueFacts | MatterFacts,
    on: date,
) -> Finding:
    rule = one.rule
    about = facts.entry.id if isinstance(facts, DialogueFacts) else facts.id
    return Finding(
        policy=policy.id,
        rule=rule.id,
        modality=item.modality or rule.modality,
        sentence=sentence(policy, rule.id, item.facts, on=on, variant=item.text),
        facts=item.facts,
        ways=ways(policy, rule.id, item.facts, on=on, variant=item.text),
        citations=one.citations,
        about=about,
        told=rule.told,
    )


def _clocked(policy: "Policy", facts: MatterFacts, step: "MatterStep") -> Obligation:
    rule = next((rule for rule in policy.rules if rule.id == step.rule), None)
    days = int(policy.value(step.within or "", facts.opened))
    due = facts.opened + timedelta(days=days)
    taken = facts.steps.get(step.id)
    met = taken is not None and taken <= facts.on
    return Obligation(
        policy=policy.id,
        rule=step.rule or "",
        modality=Modality.SHOULD if rule is None else rule.modality,
        person=facts.id,
        kind=f"matter.{step.id}",
        cycle=facts.opened.isoformat(),
        wants="step",
        state=Due.MET if met else _timely(facts.opened, due, facts.on),
        owner=facts.handler,
        opens=facts.opened,
        due=due,
        facts={"days": days, "concern": facts.concern},
        citations=policy.citations(step.cite or (() if rule is None else rule.cite), facts.on),
    )


def _quiet(one: Ready, facts: PersonFacts | DialogueFacts | MatterFacts, horizon: int) -> str:
    """Why a rule that was asked said nothing; empty if it spoke."""
    rule = one.rule
    if isinstance(facts, PersonFacts):
        said = duties(one.check(facts))
        spoke = not all(_is_far(duty, facts.on, horizon) for duty in said)
    else:
        spoke = bool(founds(one.check(facts)))
    if spoke:
        return ""
    if rule.silent is not None:
        return rule.silent(facts, horizon)
    if rule.enforced_by:
        return say("It is made sure of: {how}.", how=rule.enforced_by)
    return say("Nothing to report.")
