"""Activities: what was promised, what became of it, and how the next dialogue takes it up."""

from typing import Any

from attrs import evolve

from visavi import access
from visavi.errors import InvalidInput, NotFound, OutOfOrder
from visavi.messages import say
from visavi.model import ids
from visavi.model.dialogues import Dialogue, State
from visavi.model.plans import FIELDS, Activity, Carry, Progress, Responsible, Step
from visavi.policy.policy import Policy
from visavi.serial import from_document, to_document
from visavi.store.repository import Document
from visavi.usecases.deeds import Deed, change_dialogue, require, require_order, with_event, write
from visavi.usecases.readers import beyond, with_reading
from visavi.usecases.texts import require_text
from visavi.usecases.versions import kept, replaced
from visavi.usecases.workspace import Actor, Workspace

MOST = 200
"""Activities of one plan: more is a project, not a promise."""


def add_activity(
    workspace: Workspace, by: Actor, dialogue: str, fields: dict[str, Any]
) -> tuple[Dialogue, str]:
    """Agree on an activity; gives the dialogue and the activity's id.

    ``fields`` are any of :data:`visavi.model.plans.FIELDS`; ``what`` must be there.
    """
    made: list[str] = []

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        activity = _activity(found, fields)
        made.append(f"{found.id}.{activity.id}")
        return _with_activities(found, (*found.plan.activities, activity))

    after = change_dialogue(workspace, by, dialogue, Deed("activity"), apply)
    return after, made[0]


def edit_activity(
    workspace: Workspace, by: Actor, activity: str, fields: dict[str, Any]
) -> Dialogue:
    """Change fields of an activity before both have signed."""

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        return edited(found, activity, fields, by)

    return change_dialogue(workspace, by, ids.dialogue_of(activity), Deed("activity"), apply)


def remark_activity(workspace: Workspace, by: Actor, activity: str, *, word: str) -> Dialogue:
    """How it goes, in a word that both read; the activity stays open."""
    said = require_text(word, what="word")
    return _step(workspace, by, activity, "remark", Progress.OPEN, said)


def finish_activity(workspace: Workspace, by: Actor, activity: str, *, word: str = "") -> Dialogue:
    """The activity is done. Either party may say so, with a word on how it went."""
    return _step(workspace, by, activity, "done", Progress.DONE, word)


def adapt_activity(
    workspace: Workspace,
    by: Actor,
    activity: str,
    *,
    word: str,
    fields: dict[str, Any] | None = None,
) -> Dialogue:
    """The activity cannot be done as agreed: say why, and change it or close it.

    With ``fields`` the plan is changed: in a signed dialogue that opens a supplement, which both
    sign. Without, the activity is closed.
    """
    reason = require_text(word, what="word")
    if not fields:
        return _step(workspace, by, activity, "adapt", Progress.CLOSED, reason)

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        require_open(found, activity)
        return edited(_with_supplement(found, reason), activity, fields, by)

    done = Deed("adapt", reason=reason)
    return change_dialogue(workspace, by, ids.dialogue_of(activity), done, apply)


def carry_activity(
    workspace: Workspace,
    by: Actor,
    activity: str,
    *,
    into: str,
    decision: Carry,
    word: str,
    fields: dict[str, Any] | None = None,
) -> Dialogue:
    """The next dialogue takes up an unfinished activity: kept, changed, or closed with a word.

    Kept or changed, it becomes an activity of that dialogue; the old one points to it. Both are
    written together. Gives the next dialogue.
    """
    said = require_text(word, what="word") if word else ""
    if decision is not Carry.KEEP and not said:
        raise InvalidInput("An activity is changed or closed with a word.")
    with workspace.changing(by) as change:
        next_before = workspace.repository.dialogue(into)
        require(workspace, by, next_before, "activity")
        old_id = ids.dialogue_of(activity)
        if next_before.get("previous") != old_id:
            raise OutOfOrder(
                "Dialogue {id} does not open with the plan of {activity}.",
                todo="Carry the activities of its previous dialogue.",
                id=into,
                activity=activity,
            )
        old_before = workspace.repository.dialogue(old_id)
        old_before = _read_in_sight(workspace, by, old_before, activity, into)
        old = from_document(Dialogue, old_before)
        promised = require_open(old, activity)
        carried_to = None
        following = from_document(Dialogue, next_before)
        if decision is not Carry.CLOSE:
            copy = _activity(following, _fields_of(promised) | (fields or {}))
            copy = evolve(copy, carried_from=activity)
            carried_to = f"{into}.{copy.id}"

            def apply(found: Dialogue, policy: Policy) -> Dialogue:
                return _with_activities(found, (*found.plan.activities, copy))

            following = write(workspace, by, change, next_before, Deed("activity"), apply)
        progress = Progress.CLOSED if decision is Carry.CLOSE else Progress.CARRIED
        step = Step(promised.id, progress, by.on, by.named(), said, decision, carried_to)
        require_order(old, "carry")
        told = with_event(evolve(old, plan=old.plan.with_step(step)), by, Deed("carry"))
        change.put_dialogue(to_document(told, old_before))
    return following


def _step(
    workspace: Workspace, by: Actor, activity: str, deed: str, progress: Progress, word: str
) -> Dialogue:
    said = require_text(word, what="word") if word else ""

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        promised = require_open(found, activity)
        step = Step(promised.id, progress, by.on, by.named(), said)
        return evolve(found, plan=found.plan.with_step(step))

    with workspace.changing(by) as change:
        before = workspace.repository.dialogue(ids.dialogue_of(activity))
        require(workspace, by, before, deed)
        require_plan_in_sight(workspace, by, before, activity)
        return write(workspace, by, change, before, Deed(deed), apply)


def _read_in_sight(
    workspace: Workspace, by: Actor, document: Document, activity: str, into: str
) -> Document:
    """The dialogue that the plan is carried from; who copies words of others has read them."""
    relation = require_plan_in_sight(workspace, by, document, activity)
    owed = beyond(document, relation)
    reason = say("It opens dialogue {id}.", id=into)
    return (with_reading(document, by, relation, owed, reason) if owed else None) or document


def require_plan_in_sight(
    workspace: Workspace, by: Actor, document: Document, activity: str
) -> access.Relation:
    """The actor's relation, if the plan may be read; raises :class:`NotFound` else."""
    relation = access.relation(workspace.repository, by.person, document, by.on)
    if access.Section.PLAN not in access.readable(document, relation):
        raise NotFound("There is no activity {id} for you.", id=repr(activity))
    return relation


def require_open(dialogue: Dialogue, activity: str) -> Activity:
    """The activity, if it is open; raises :class:`NotFound` or :class:`OutOfOrder`."""
    local = activity.rpartition(".")[2]
    found = dialogue.plan.activity(local)
    if found is None:
        raise NotFound("There is no activity {id} for you.", id=repr(activity))
    progress = dialogue.plan.progress_of(local)
    if progress is not Progress.OPEN:
        raise OutOfOrder(
            "Activity {id} is {progress} already.", id=activity, progress=say(str(progress))
        )
    return found


def edited(found: Dialogue, activity: str, fields: dict[str, Any], by: Actor) -> Dialogue:
    """The dialogue with these fields of an open activity; how it was is kept as a version."""
    promised = require_open(found, activity)
    changed = _filled(promised, fields)
    if changed == promised:
        return found
    after = _with_activities(
        found, tuple(changed if a.id == promised.id else a for a in found.plan.activities)
    )
    return kept(after, replaced(by, "activity", promised.id, activity=promised))


def _with_supplement(found: Dialogue, reason: str) -> Dialogue:
    """A signed plan is changed by a supplement only, which opens a closed dialogue again."""
    if found.state is State.HELD:
        return found
    return evolve(found, state=State.SIGNED, supplement=found.supplement or reason)


def _activity(dialogue: Dialogue, fields: dict[str, Any]) -> Activity:
    if len(dialogue.plan.activities) >= MOST:
        raise InvalidInput("A plan has at most {most} activities.", most=MOST)
    if not fields.get("what"):
        raise InvalidInput("An activity needs what is to be achieved.")
    number = 1 + max((int(a.id[1:]) for a in dialogue.plan.activities), default=0)
    return _filled(Activity(f"a{number}", ""), fields)


def _filled(activity: Activity, fields: dict[str, Any]) -> Activity:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise InvalidInput(
            "An activity has no field {field}.",
            todo="Its fields are: {fields}.",
            field=repr(min(unknown)[:40]),
            fields=", ".join(FIELDS),
        )
    changes: dict[str, Any] = {}
    for name, value in fields.items():
        if name == "when" or value is None:
            changes[name] = value
        elif name == "responsible":
            changes[name] = Responsible(value)
        else:
            changes[name] = require_text(value, what=name) if value else ""
    return evolve(activity, **changes)


def _fields_of(activity: Activity) -> dict[str, Any]:
    return {name: getattr(activity, name) for name in FIELDS}


def _with_activities(dialogue: Dialogue, activities: tuple[Activity, ...]) -> Dialogue:
    return evolve(dialogue, plan=evolve(dialogue.plan, activities=activities))
