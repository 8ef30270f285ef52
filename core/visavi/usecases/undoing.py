"""Take back what was put down: picked questions, marks, ticks, promises, answers, the salary.

Each is a deed of its own with its own event, so the history tells of both. What both signed is not
touched: a promise that stands in a signed version is closed with a word, never removed.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import evolve

from visavi import access
from visavi.errors import NotFound, NotPermitted, OutOfOrder
from visavi.model import ids
from visavi.model.dialogues import Coverage, Dialogue, Party, Preparation, Signed, State, Topic
from visavi.model.plans import FIELDS, Activity, Progress, Step
from visavi.policy.policy import Policy
from visavi.serial import from_document
from visavi.store.repository import Change, Document
from visavi.usecases.activities import edited, require_open, require_plan_in_sight
from visavi.usecases.conduct import on_topic, with_topic
from visavi.usecases.deeds import (
    SIGNING,
    Deed,
    change_dialogue,
    party,
    require,
    require_one_of_two,
    write,
)
from visavi.usecases.signed_text import canonical_text
from visavi.usecases.texts import require_text
from visavi.usecases.versions import kept, replaced
from visavi.usecases.workspace import Actor, Workspace


def reopen_topic(workspace: Workspace, by: Actor, dialogue: str, *, topic: str) -> Dialogue:
    """The topic is open again: neither covered, parked nor skipped."""

    def change(found: Topic) -> Topic:
        if found.coverage is Coverage.OPEN:
            raise OutOfOrder("The topic {topic} is open already.", topic=topic)
        return evolve(found, coverage=Coverage.OPEN, reason="")

    return on_topic(workspace, by, dialogue, topic, Deed("reopen"), change)


def unpick(workspace: Workspace, by: Actor, dialogue: str, *, question: str) -> Dialogue:
    """Take a question of the policy out of the talk again."""

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        if not any(question in topic.questions for topic in found.topics):
            raise NotFound(
                "The question {question} is not picked in dialogue {id}.",
                question=repr(question[:40]),
                id=found.id,
            )
        topics = (
            evolve(topic, questions=tuple(q for q in topic.questions if q != question))
            for topic in found.topics
        )
        return evolve(found, topics=tuple(topics))

    return change_dialogue(workspace, by, dialogue, Deed("unask"), apply)


def take_question_back(
    workspace: Workspace, by: Actor, dialogue: str, *, topic: str, number: int
) -> Dialogue:
    """Take back a question of one's own; ``number`` counts those under the topic from 1."""

    def change(found: Topic) -> Topic:
        if not 1 <= number <= len(found.own_questions):
            raise NotFound("There is no question {number} of your own there.", number=number)
        if found.own_questions[number - 1].author != by.named():
            raise NotPermitted("This question was put by somebody else.")
        rest = (*found.own_questions[: number - 1], *found.own_questions[number:])
        return evolve(found, own_questions=rest)

    return on_topic(workspace, by, dialogue, topic, Deed("unask"), change)


def take_view_back(
    workspace: Workspace, by: Actor, dialogue: str, *, topic: str, written_for: str | None = None
) -> Dialogue:
    """Take back a view that the actor wrote: the own one, or one taken down for the other."""

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        require_one_of_two(found, written_for)
        holder = party(found, written_for or by.named())

        def change(at: Topic) -> Topic:
            standing = at.views.get(holder)
            if standing is None:
                raise NotFound("There is no such view on {topic}.", topic=repr(topic[:40]))
            if standing.author != by.named():
                raise NotPermitted("This view was written by somebody else.")
            return evolve(at, views={who: at.views[who] for who in at.views if who is not holder})

        return with_topic(found, topic, change)

    return change_dialogue(workspace, by, dialogue, Deed("undiffer"), apply)


def take_pay_back(workspace: Workspace, by: Actor, dialogue: str) -> Dialogue:
    """Take the part on salary out of the record again: nothing is said of it any more."""

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        if found.pay is None:
            raise OutOfOrder("Nothing on salary is recorded in dialogue {id}.", id=found.id)
        return evolve(found, pay=None)

    return change_dialogue(workspace, by, dialogue, Deed("unpay"), apply)


def untick(workspace: Workspace, by: Actor, dialogue: str, *, item: str) -> Dialogue:
    """Take the tick off an item of the own preparation list."""

    def change(own: Preparation) -> Preparation:
        if item not in own.ticks:
            raise NotFound("{item} is not ticked.", item=repr(item[:40]))
        return evolve(own, ticks=tuple(one for one in own.ticks if one != item))

    return _own_preparation(workspace, by, dialogue, Deed("untick"), change)


def take_answer_back(
    workspace: Workspace, by: Actor, dialogue: str, *, number: int, private: bool = False
) -> Dialogue:
    """Take back a text that one wrote beforehand, or noted for oneself; ``number`` is from 1.

    What was submitted is the other one's to read, and stays.
    """

    def change(own: Preparation) -> Preparation:
        if not private and own.submitted is not None:
            raise OutOfOrder("Your preparation for {id} has been submitted.", id=dialogue)
        texts = own.notes if private else own.answers
        if not 1 <= number <= len(texts):
            raise NotFound("There is no text {number} of yours there.", number=number)
        rest = (*texts[: number - 1], *texts[number:])
        return evolve(own, notes=rest) if private else evolve(own, answers=rest)

    return _own_preparation(workspace, by, dialogue, Deed("unprepare"), change)


def remove_activity(workspace: Workspace, by: Actor, activity: str) -> Dialogue:
    """Take an activity out of a plan before both have signed it.

    Raises :class:`OutOfOrder` for one that stands in a signed version, that something was said of
    since, or that was carried here: that one is answered again in the plan that it comes from.
    """

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        promised = _activity(found, activity)
        if promised.carried_from is not None:
            raise OutOfOrder(
                "Activity {id} was carried here from the last plan.",
                todo="Take that answer back: visavi activity reopen {old}.",
                id=activity,
                old=promised.carried_from,
            )
        return _without(found, promised, by)

    return change_dialogue(workspace, by, ids.dialogue_of(activity), Deed("remove-activity"), apply)


def reopen_activity(workspace: Workspace, by: Actor, activity: str, *, word: str = "") -> Dialogue:
    """The promise is open again: what was said last of it no longer holds.

    The step stays in its history, and this one beside it. What was carried into the next dialogue
    is taken out of it, unless it was signed there meanwhile.
    """
    said = require_text(word, what="word") if word else ""
    with workspace.changing(by) as change:
        before = workspace.repository.dialogue(ids.dialogue_of(activity))
        relation = require(workspace, by, before, "reopen-activity")
        require_plan_in_sight(workspace, by, before, activity)
        found = from_document(Dialogue, before)
        promised = _activity(found, activity)
        last = _last_step(found, promised)
        if last.progress is not Progress.DONE:
            right = "adapt" if last.carry is None else "carry"
            access.require_deed(before, relation, right)
        _require_not_relied_on(workspace, found)
        if last.carried_to is not None:
            _uncarry(workspace, by, change, last.carried_to, activity)
        step = Step(promised.id, Progress.OPEN, by.on, by.named(), said)

        def apply(old: Dialogue, policy: Policy) -> Dialogue:
            return evolve(old, plan=old.plan.with_step(step))

        return write(workspace, by, change, before, Deed("reopen-activity"), apply)


def take_remark_back(workspace: Workspace, by: Actor, activity: str) -> Dialogue:
    """Take back the own word on how a promise goes, as long as nothing was said of it since."""

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        promised = require_open(found, activity)
        steps = found.plan.steps
        mine = [i for i, step in enumerate(steps) if step.activity == promised.id]
        if not mine or not _is_remark([steps[i] for i in mine]):
            raise NotFound("There is no word on activity {id} to take back.", id=activity)
        if steps[mine[-1]].by != by.named():
            raise NotPermitted("This word was said by somebody else.")
        rest = (*steps[: mine[-1]], *steps[mine[-1] + 1 :])
        return evolve(found, plan=evolve(found.plan, steps=rest))

    with workspace.changing(by) as change:
        before = workspace.repository.dialogue(ids.dialogue_of(activity))
        require(workspace, by, before, "unremark")
        require_plan_in_sight(workspace, by, before, activity)
        return write(workspace, by, change, before, Deed("unremark"), apply)


def take_change_back(
    workspace: Workspace, by: Actor, activity: str, fields: Mapping[str, Any] | None = None
) -> Dialogue:
    """A promise that was changed after both had signed is as they signed it, or has ``fields``.

    If the change had opened a supplement, and nothing in that differs from what was signed any
    more, it is closed, and the dialogue too if it was before. Once both have signed the change, it
    stays (:class:`OutOfOrder`).
    """

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        promised = require_open(found, activity)
        if not found.supplement:
            raise OutOfOrder(
                "There is no change of activity {id} that waits for both to sign it.", id=activity
            )
        before = _signed_fields(found, promised) if fields is None else dict(fields)
        return _without_supplement(edited(found, activity, before, by))

    return change_dialogue(workspace, by, ids.dialogue_of(activity), Deed("unadapt"), apply)


def _without_supplement(found: Dialogue) -> Dialogue:
    """The dialogue without a supplement that was opened by a change and changes nothing."""
    last = _last_signed(found)
    as_signed = evolve(found, supplement=last.what_changed)
    deeds = [event.deed for event in found.events]
    end = _end(deeds)
    if "supplement" in deeds[end:] or canonical_text(as_signed, last.number) != last.text:
        return found
    state = State.CLOSED if deeds[end] == "close" else State.SIGNED
    return evolve(found, supplement="", state=state)


def _end(deeds: Sequence[str]) -> int:
    """Where the dialogue was signed by both, or closed, for the last time."""
    answers, end = 0, 0
    for place, deed in enumerate(deeds):
        if deed in SIGNING:
            answers += 1
        elif deed == "signature-dropped":
            answers = 0
        if answers == len(Party) or deed == "close":
            answers, end = 0, place
    return end


def _last_signed(found: Dialogue) -> Signed:
    return next(one for one in reversed(found.signed) if one.complete)


def _signed_fields(found: Dialogue, promised: Activity) -> dict[str, Any]:
    for one in json.loads(_last_signed(found).text)["activities"]:
        if one["id"] == promised.id:
            when = one.get("when")
            fields = {name: one.get(name) or "" for name in FIELDS}
            return fields | {
                "when": date.fromisoformat(when) if when else None,
                "responsible": one.get("responsible"),
            }
    raise OutOfOrder(
        "Activity {id} is new in this supplement.",
        todo="Remove it instead.",
        id=f"{found.id}.{promised.id}",
    )


def _is_remark(steps: Sequence[Step]) -> bool:
    """Whether the last step left an open promise open; one that opened it again is an answer."""
    before = steps[-2].progress if len(steps) > 1 else Progress.OPEN
    return steps[-1].progress is before is Progress.OPEN


def _uncarry(workspace: Workspace, by: Actor, change: Change, carried: str, activity: str) -> None:
    """Take what was carried out of the next dialogue, in the same change."""
    document: Document = workspace.repository.dialogue(ids.dialogue_of(carried))
    require(workspace, by, document, "activity")

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        return _without(found, _activity(found, carried), by)

    write(workspace, by, change, document, Deed("remove-activity"), apply)


def _require_not_relied_on(workspace: Workspace, found: Dialogue) -> None:
    """A later dialogue that was signed rests on each promise of this one having its answer."""
    for document in workspace.repository.dialogues_of(found.employee):
        later = from_document(Dialogue, document)
        if later.previous == found.id and any(version.complete for version in later.signed):
            raise OutOfOrder(
                "Dialogue {id} rests on this answer, and was signed.",
                todo="Agree on a new activity there, in a supplement.",
                id=later.id,
            )


def _last_step(found: Dialogue, promised: Activity) -> Step:
    steps = [step for step in found.plan.steps if step.activity == promised.id]
    if not steps or steps[-1].progress is Progress.OPEN:
        raise OutOfOrder("Activity {id} is open already.", id=f"{found.id}.{promised.id}")
    return steps[-1]


def _without(found: Dialogue, promised: Activity, by: Actor) -> Dialogue:
    """The dialogue without the activity, if that may go; it stays as an earlier version."""
    name = f"{found.id}.{promised.id}"
    if any(step.activity == promised.id for step in found.plan.steps):
        raise OutOfOrder("Something was said of activity {id} already: it stays.", id=name)
    if any(_holds(version, promised.id) for version in found.signed if version.complete):
        raise OutOfOrder(
            "Both have signed activity {id}: it is not removed.",
            todo="Close it with a word: visavi activity adapt.",
            id=name,
        )
    rest = tuple(one for one in found.plan.activities if one.id != promised.id)
    after = evolve(found, plan=evolve(found.plan, activities=rest))
    return kept(after, replaced(by, "activity", promised.id, activity=promised))


def _holds(version: Signed, activity: str) -> bool:
    """Whether the promise stands in a version as it was put to both; a text of another kind may."""
    try:
        agreed = json.loads(version.text)["activities"]
    except (ValueError, KeyError, TypeError):
        return True
    return any(one["id"] == activity for one in agreed)


def _activity(found: Dialogue, activity: str) -> Activity:
    promised = found.plan.activity(activity.rpartition(".")[2])
    if promised is None:
        raise NotFound("There is no activity {id} for you.", id=repr(activity))
    return promised


def _own_preparation(
    workspace: Workspace,
    by: Actor,
    dialogue: str,
    deed: Deed,
    change: Callable[[Preparation], Preparation],
) -> Dialogue:
    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        mine = party(found, by.named())
        own = change(found.preparation_of(mine))
        return evolve(found, preparations={**found.preparations, mine: own})

    return change_dialogue(workspace, by, dialogue, deed, apply)
