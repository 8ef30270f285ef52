"""Conduct: the talk itself, topic by topic."""

from collections.abc import Callable

from attrs import evolve

from visavi.errors import InvalidInput, OutOfOrder
from visavi.model.dialogues import Coverage, Dialogue, Note, Pay, Topic
from visavi.policy.policy import Policy
from visavi.usecases.deeds import Deed, change_dialogue, party, require_one_of_two
from visavi.usecases.texts import own_text, put_instead, require_text
from visavi.usecases.versions import kept, replaced
from visavi.usecases.workspace import Actor, Workspace


def start(workspace: Workspace, by: Actor, dialogue: str) -> Dialogue:
    """The two have met: from now on the record can be written."""
    return change_dialogue(workspace, by, dialogue, Deed("start"), _unchanged)


def hold(workspace: Workspace, by: Actor, dialogue: str) -> Dialogue:
    """The talk is over. Whether the two agree makes no difference to that."""
    return change_dialogue(workspace, by, dialogue, Deed("hold"), _unchanged)


def note(
    workspace: Workspace,
    by: Actor,
    dialogue: str,
    *,
    topic: str,
    text: str,
    written_for: str | None = None,
    instead: int | None = None,
) -> Dialogue:
    """Write into the record under a topic; both can read it.

    ``instead`` is the number of a note of one's own, from 1, that this one takes the place of: it
    stays to be read as an earlier version.
    """
    written = Note(require_text(text), by.named(), by.on, written_for=written_for)

    def change(found: Topic) -> Topic:
        if instead is None:
            return evolve(found, notes=(*found.notes, written))
        own = own_text(found.notes, instead, by)
        fresh = evolve(written, written_for=own.written_for)
        return evolve(found, notes=put_instead(found.notes, instead, fresh))

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        require_one_of_two(found, written_for)
        before = found.topic(topic)
        after = with_topic(found, topic, change)
        if instead is None or before is None:
            return after
        return kept(after, replaced(by, "note", topic, written=before.notes[instead - 1]))

    return change_dialogue(workspace, by, dialogue, Deed("note", on_behalf_of=written_for), apply)


def differ(
    workspace: Workspace,
    by: Actor,
    dialogue: str,
    *,
    topic: str,
    text: str,
    written_for: str | None = None,
) -> Dialogue:
    """Put down one party's own view of a topic, beside the other's. Neither is the right one.

    The view belongs to the actor, or to ``written_for`` when taken down for the other party, who
    can always put the own words in its place. What stood there then is kept nowhere.
    """
    deed = Deed("differ", on_behalf_of=written_for)
    view = Note(require_text(text), by.named(), by.on, written_for=written_for)

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        holder = written_for or view.author
        require_one_of_two(found, written_for)
        side = party(found, holder)

        def change(at: Topic) -> Topic:
            standing = at.views.get(side)
            if standing is not None and view.author not in (standing.author, holder):
                raise OutOfOrder(
                    "The view of the {party} on {topic} was written by somebody else.",
                    todo="Only its writer, or the one whose view it is, can write it again.",
                    party=side,
                    topic=topic,
                )
            return evolve(at, views={**at.views, side: view})

        return with_topic(found, topic, change)

    return change_dialogue(workspace, by, dialogue, deed, apply)


def cover(workspace: Workspace, by: Actor, dialogue: str, *, topic: str) -> Dialogue:
    """The topic has been talked about."""
    return _mark(workspace, by, dialogue, topic, "cover", Coverage.COVERED, "")


def park(workspace: Workspace, by: Actor, dialogue: str, *, topic: str, reason: str) -> Dialogue:
    """The topic waits for another time, for a stated reason."""
    return _mark(workspace, by, dialogue, topic, "park", Coverage.PARKED, reason)


def skip(workspace: Workspace, by: Actor, dialogue: str, *, topic: str, reason: str) -> Dialogue:
    """The topic is left out on purpose, for a stated reason."""
    return _mark(workspace, by, dialogue, topic, "skip", Coverage.SKIPPED, reason)


def ask(workspace: Workspace, by: Actor, dialogue: str, *, question: str) -> Dialogue:
    """Pick a question of the policy's bank for this talk."""

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        asked = next((q for q in policy.questions if q.id == question), None)
        if asked is None:
            raise InvalidInput(
                "The policy {policy} has no question {question}.",
                todo="See visavi question list.",
                policy=policy.id,
                question=repr(question[:40]),
            )

        def change(at: Topic) -> Topic:
            return evolve(at, questions=tuple(dict.fromkeys((*at.questions, question))))

        return with_topic(found, asked.topic, change)

    return change_dialogue(workspace, by, dialogue, Deed("ask"), apply)


def ask_own(workspace: Workspace, by: Actor, dialogue: str, *, topic: str, text: str) -> Dialogue:
    """Put a question of one's own under a topic; both can read it."""
    question = Note(require_text(text), by.named(), by.on)

    def change(found: Topic) -> Topic:
        return evolve(found, own_questions=(*found.own_questions, question))

    return on_topic(workspace, by, dialogue, topic, Deed("ask"), change)


def pay(workspace: Workspace, by: Actor, dialogue: str, *, part: Pay) -> Dialogue:
    """Record the part on salary. What may stand there is the policy's, by the pay route."""
    if part.amount is not None and part.amount < 0:
        raise InvalidInput("A salary cannot be below zero.")
    explanation = require_text(part.explanation, what="explanation") if part.explanation else ""

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        known = set(policy.reasons)
        unknown = [reason for reason in part.reasons if reason not in known]
        if unknown:
            raise InvalidInput(
                "The policy has no reason {reason} for a salary.",
                todo="It has: {known}.",
                reason=repr(unknown[0][:40]),
                known=", ".join(sorted(known)) or "none",
            )
        return evolve(found, pay=evolve(part, explanation=explanation))

    return change_dialogue(workspace, by, dialogue, Deed("pay"), apply)


def _mark(
    workspace: Workspace,
    by: Actor,
    dialogue: str,
    topic: str,
    deed: str,
    coverage: Coverage,
    reason: str,
) -> Dialogue:
    if coverage in (Coverage.PARKED, Coverage.SKIPPED):
        reason = require_text(reason, what="reason")

    def change(found: Topic) -> Topic:
        return evolve(found, coverage=coverage, reason=reason)

    return on_topic(workspace, by, dialogue, topic, Deed(deed), change)


def on_topic(
    workspace: Workspace,
    by: Actor,
    dialogue: str,
    topic: str,
    deed: Deed,
    change: Callable[[Topic], Topic],
) -> Dialogue:
    """Do the deed by changing one topic's part of the record."""

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        return with_topic(found, topic, change)

    return change_dialogue(workspace, by, dialogue, deed, apply)


def with_topic(found: Dialogue, topic: str, change: Callable[[Topic], Topic]) -> Dialogue:
    """The dialogue with one topic's part of the record changed."""
    if found.topic(topic) is None:
        raise InvalidInput(
            "Dialogue {id} has no topic {topic}.",
            todo="It has: {topics}.",
            id=found.id,
            topic=repr(topic[:40]),
            topics=", ".join(t.topic for t in found.topics),
        )
    topics = tuple(change(t) if t.topic == topic else t for t in found.topics)
    return evolve(found, topics=topics)


def _unchanged(found: Dialogue, policy: Policy) -> Dialogue:
    return found
