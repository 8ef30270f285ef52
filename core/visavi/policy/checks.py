"""Checks that need no code: a ``[[rule]]`` names one, gives its arguments, and becomes a rule.

A check about what a talk left behind is silent until the talk was held, one about what comes before
it until somebody was invited; a deed that is being tried is always judged.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from attrs import frozen

from visavi.messages import say
from visavi.model.dialogues import Coverage, Party, State
from visavi.model.plans import FIELDS
from visavi.policy.conditions import words
from visavi.policy.document import RuleSpec
from visavi.policy.facts import DialogueFacts, MatterFacts
from visavi.policy.outcomes import Modality
from visavi.policy.owed import obligation_rule as obligation_rule
from visavi.policy.problems import did_you_mean
from visavi.policy.rules import Found, Rule, Scope

Check = Callable[[DialogueFacts], Iterator[Found]]
Arguments = Mapping[str, Any]


@frozen
class Shape:
    """How a check is made, which arguments it needs and knows, and which facts it finds."""

    make: Callable[[Arguments], Check]
    needs: frozenset[str] = frozenset()
    knows: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()


def rule_from(spec: RuleSpec) -> Rule:
    """The rule of a ``[[rule]]`` entry that names a check.

    Raises ``ValueError`` with a sentence where the check or its arguments are not known.
    """
    for mistake in mistakes(spec):
        raise ValueError(mistake)
    when = dict(spec.when)
    if spec.kinds:
        when["kinds"] = spec.kinds
    if spec.check == "told" and "states" in spec.arguments:
        when["states"] = words(spec.arguments["states"])
    matter = "concerns" in when
    return Rule(
        id=spec.id,
        modality=Modality(spec.modality),
        cite=spec.cite,
        scope=Scope.MATTER if matter else Scope.DIALOGUE,
        check=_ABOUT_MATTERS[spec.check] if matter else CHECKS[spec.check].make(spec.arguments),
        refuses=frozenset(spec.refuses),
        when=when,
        origin=spec.origin,
        enforced_by=spec.enforced_by,
        told=spec.check == "told",
    )


def mistakes(spec: RuleSpec) -> Iterator[str]:
    """What is wrong with the check that a ``[[rule]]`` names, one sentence each."""
    shape = CHECKS.get(spec.check)
    if shape is None:
        missing = say("There is no check {check}.", check=spec.check)
        yield f"{missing} {did_you_mean(spec.check, CHECKS)}".strip()
        return
    given = spec.arguments.keys()
    for name in sorted(shape.needs - given):
        yield say("The check {check} needs {name}.", check=spec.check, name=name)
    for name in sorted(given - shape.needs - shape.knows):
        yield say("The check {check} does not know {name}.", check=spec.check, name=name)
    if spec.check == "stated" and not spec.enforced_by:
        yield say("The check stated needs enforced_by: what makes sure of it.")
    if "concerns" in spec.when and spec.check not in _ABOUT_MATTERS:
        yield say("The check {check} cannot be asked of a matter.", check=spec.check)
    for name in words(spec.arguments.get("fields", ())) if spec.check == "plan-fields" else ():
        if name not in FIELDS:
            yield say("An activity has no field {name}.", name=name)


def _after_talk(facts: DialogueFacts) -> bool:
    return facts.was_held or facts.deed is not None


_PREPARING = frozenset({State.INVITED, State.MOVED, State.IN_PROGRESS, State.HELD})


def _while_preparing(facts: DialogueFacts) -> bool:
    return facts.state in _PREPARING or facts.deed is not None


def _topics_covered(arguments: Arguments) -> Check:
    topics = words(arguments["topics"])
    both_views = bool(arguments.get("both_views", False))
    allow_skip = bool(arguments.get("allow_skip", True))
    both = frozenset(Party)

    def check(facts: DialogueFacts) -> Iterator[Found]:
        if not _after_talk(facts):
            return
        for name in topics:
            topic = facts.topic(name)
            coverage = topic.coverage if topic else Coverage.OPEN
            if topic and coverage is Coverage.SKIPPED and topic.reason_given and allow_skip:
                continue
            if topic is None or coverage is not Coverage.COVERED:
                yield Found(topic=name, coverage=str(coverage))
            elif both_views and topic.views | topic.noted_by != both:
                yield Found(text="one-view", topic=name, coverage=str(coverage))

    return check


def _plan_exists(arguments: Arguments) -> Check:
    wanted = int(arguments.get("activities", 1))

    def check(facts: DialogueFacts) -> Iterator[Found]:
        if _after_talk(facts) and len(facts.activities) < wanted:
            yield Found(activities=len(facts.activities), wanted=wanted)

    return check


def _plan_fields(arguments: Arguments) -> Check:
    wanted = words(arguments["fields"])

    def check(facts: DialogueFacts) -> Iterator[Found]:
        for activity in facts.activities:
            missing = [name for name in wanted if name not in activity.filled]
            if missing:
                yield Found(activity=activity.id, missing=", ".join(missing))

    return check


def _signed_by_both(_: Arguments) -> Check:
    def check(facts: DialogueFacts) -> Iterator[Found]:
        if not _after_talk(facts):
            return
        answered = {signature.party for signature in facts.signatures}
        for party in Party:
            if party not in answered:
                yield Found(party=str(party))

    return check


def _ticked(arguments: Arguments) -> Check:
    items = words(arguments["items"])

    def check(facts: DialogueFacts) -> Iterator[Found]:
        if _while_preparing(facts):
            for item in items:
                if item not in facts.ticks:
                    yield Found(preparation=item)

    return check


def _submitted(arguments: Arguments) -> Check:
    parties = tuple(Party(party) for party in words(arguments["party"]))

    def check(facts: DialogueFacts) -> Iterator[Found]:
        if not _while_preparing(facts):
            return
        for party in parties:
            preparation = facts.preparations.get(party)
            if preparation is None or preparation.submitted is None:
                yield Found(party=str(party))

    return check


def _minutes_between(arguments: Arguments) -> Check:
    def limit(facts: DialogueFacts, name: str) -> int | None:
        value = arguments.get(name)
        if isinstance(value, str):
            value = facts.values.value(value, facts.talk_on)
        return None if value is None else int(value)

    def check(facts: DialogueFacts) -> Iterator[Found]:
        if facts.minutes is None:
            return
        least, most = limit(facts, "least"), limit(facts, "most")
        if (least is not None and facts.minutes < least) or (
            most is not None and facts.minutes > most
        ):
            yield Found(minutes=facts.minutes, least=least, most=most)

    return check


def _notice_days(arguments: Arguments) -> Check:
    setting = str(arguments["setting"])

    def check(facts: DialogueFacts) -> Iterator[Found]:
        least = facts.values.setting(setting)
        invited, meeting = facts.entry.invited, facts.meeting_on
        if least in (None, "") or invited is None or meeting is None:
            return
        days = (meeting - invited).days
        if days < int(least):
            yield Found(days=days, least=int(least))

    return check


def _conductor_role(arguments: Arguments) -> Check:
    table = {group: words(roles) for group, roles in arguments["table"].items()}

    def check(facts: DialogueFacts) -> Iterator[Found]:
        group = facts.employee.staff_group
        roles = table.get(group)
        if roles is not None and facts.conductor_roles.isdisjoint(roles):
            yield Found(staff_group=group, role=", ".join(roles))

    return check


def _conductor_is_manager(arguments: Arguments) -> Check:
    or_delegate = bool(arguments.get("or_delegate", False))

    def check(facts: DialogueFacts) -> Iterator[Found]:
        employee = facts.employee
        manager = employee.manager
        if facts.conductor_is_manager or (or_delegate and facts.conductor_is_delegate):
            return
        if manager is not None and employee.person.disqualified_on(manager, employee.on):
            return
        yield Found(conductor=facts.entry.conductor, manager=manager)

    return check


def _attached(arguments: Arguments) -> Check:
    items = words(arguments["items"])

    def check(facts: DialogueFacts) -> Iterator[Found]:
        if _while_preparing(facts):
            for item in items:
                if item not in facts.attachments:
                    yield Found(attachment=item)

    return check


def _followed_up(_: Arguments) -> Check:
    def check(facts: DialogueFacts) -> Iterator[Found]:
        if _after_talk(facts):
            for activity in facts.previous_activities:
                if activity.id not in facts.followed_up:
                    yield Found(activity=activity.id)

    return check


def _previous_first(arguments: Arguments) -> Check:
    name = str(arguments["topic"])

    def check(facts: DialogueFacts) -> Iterator[Found]:
        if facts.previous is None or not _after_talk(facts):
            return
        topic = facts.topic(name)
        if topic is None or topic.coverage is not Coverage.COVERED:
            yield Found(topic=name, previous=facts.previous.id)

    return check


def _views_recorded(_: Arguments) -> Check:
    def check(facts: DialogueFacts) -> Iterator[Found]:
        disagree = any(s.dissented or s.refused for s in facts.signatures)
        if disagree and not any(len(topic.views) == len(Party) for topic in facts.topics):
            yield Found()

    return check


def _undisturbed(_: Arguments) -> Check:
    def check(facts: DialogueFacts) -> Iterator[Found]:
        if facts.meeting_on is not None and not facts.undisturbed:
            yield Found()

    return check


def _pay_kept_out(arguments: Arguments) -> Check:
    amount_only = bool(arguments.get("amount_only", False))

    def check(facts: DialogueFacts) -> Iterator[Found]:
        pay = facts.pay
        if pay is not None and (pay.amount_recorded or (pay.discussed and not amount_only)):
            yield Found(amount=pay.amount_recorded, discussed=pay.discussed)

    return check


def _after_kind(arguments: Arguments) -> Check:
    kind, days = str(arguments["kind"]), int(arguments.get("days", 0))

    def check(facts: DialogueFacts) -> Iterator[Found]:
        if not _after_talk(facts):
            return
        held = [one.held for one in facts.siblings if one.kind == kind and one.held is not None]
        if not held or (facts.talk_on - min(held)).days < days:
            yield Found(other=kind, days=days)

    return check


def _told(_: Arguments) -> Check:
    def check(facts: DialogueFacts) -> Iterator[Found]:
        yield Found()

    return check


def _stated(_: Arguments) -> Check:
    def check(facts: DialogueFacts) -> Iterator[Found]:
        return iter(())

    return check


def _told_of_matter(facts: MatterFacts) -> Iterator[Found]:
    if facts.closed is None:
        yield Found()


def _stated_of_matter(facts: MatterFacts) -> Iterator[Found]:
    return iter(())


_ABOUT_MATTERS: Mapping[str, Callable[[MatterFacts], Iterator[Found]]] = {
    "told": _told_of_matter,
    "stated": _stated_of_matter,
}


def _shape(
    make: Callable[[Arguments], Check], needs: str = "", knows: str = "", facts: str = ""
) -> Shape:
    return Shape(make, *(frozenset(words.split()) for words in (needs, knows, facts)))


CHECKS: Mapping[str, Shape] = {
    "topics-covered": _shape(
        _topics_covered, "topics", "both_views allow_skip", facts="topic coverage"
    ),
    "plan-exists": _shape(_plan_exists, knows="activities", facts="activities wanted"),
    "plan-fields": _shape(_plan_fields, "fields", facts="activity missing"),
    "signed-by-both": _shape(_signed_by_both, facts="party"),
    "ticked": _shape(_ticked, "items", facts="preparation"),
    "submitted": _shape(_submitted, "party", facts="party"),
    "minutes-between": _shape(_minutes_between, knows="least most", facts="minutes least most"),
    "notice-days": _shape(_notice_days, "setting", facts="days least"),
    "conductor-role": _shape(_conductor_role, "table", facts="staff_group role"),
    "conductor-is-manager": _shape(
        _conductor_is_manager, knows="or_delegate", facts="conductor manager"
    ),
    "attached": _shape(_attached, "items", facts="attachment"),
    "followed-up": _shape(_followed_up, facts="activity"),
    "previous-first": _shape(_previous_first, "topic", facts="topic previous"),
    "views-recorded": _shape(_views_recorded),
    "undisturbed": _shape(_undisturbed),
    "pay-kept-out": _shape(_pay_kept_out, knows="amount_only", facts="amount discussed"),
    "after-kind": _shape(_after_kind, "kind", "days", facts="other days"),
    "told": _shape(_told, knows="states"),
    "stated": _shape(_stated),
}
"""Every check by the name that policy files use."""

AFTER_TALK = frozenset(
    {
        "after-kind",
        "followed-up",
        "plan-exists",
        "previous-first",
        "signed-by-both",
        "topics-covered",
    }
)
"""Checks that say nothing before the talk was held, unless a deed is being tried."""
