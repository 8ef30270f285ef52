"""Prepare: what either party writes beforehand, blind until both have submitted."""

from attrs import evolve

from visavi.errors import InvalidInput, OutOfOrder
from visavi.model.dialogues import Answer, Dialogue, Party, Preparation
from visavi.policy.policy import Policy
from visavi.usecases.deeds import Deed, change_dialogue, party, require_one_of_two
from visavi.usecases.texts import own_text, put_instead, require_text
from visavi.usecases.versions import kept_alone, replaced
from visavi.usecases.workspace import Actor, Workspace


def prepare(
    workspace: Workspace,
    by: Actor,
    dialogue: str,
    *,
    text: str,
    about: str = "",
    private: bool = False,
    written_for: str | None = None,
    instead: int | None = None,
) -> Dialogue:
    """Write something down beforehand; ``about`` names a question or topic.

    A private note is the writer's alone for ever. Anything else becomes readable for the other
    when both have submitted. A further text about the same thing stands beside the first, or
    ``instead`` of the one of that number, which stays for its writer as an earlier version.
    """
    answer = Answer(require_text(text), by.named(), about=about, written_for=written_for)

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        _require_known(policy, about)
        require_one_of_two(found, written_for)
        mine = party(found, answer.author)
        own = found.preparation_of(mine)
        if private:
            own = _noted(own, answer, by, instead)
        else:
            if own.submitted is not None:
                raise OutOfOrder(
                    "Your preparation for {id} has been submitted.",
                    todo="Say it in the dialogue, or keep it as a private note.",
                    id=found.id,
                )
            own = _answered(own, answer, by, instead)
        return _with_preparation(found, mine, own)

    return change_dialogue(
        workspace, by, dialogue, Deed("prepare", on_behalf_of=written_for), apply
    )


def submit(workspace: Workspace, by: Actor, dialogue: str) -> Dialogue:
    """Let the other read what you prepared, as soon as both have submitted. Empty is an answer."""

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        mine = party(found, by.named())
        own = found.preparation_of(mine)
        if own.submitted is not None:
            raise OutOfOrder("Your preparation for {id} was submitted before.", id=found.id)
        return _with_preparation(found, mine, evolve(own, submitted=by.on))

    return change_dialogue(workspace, by, dialogue, Deed("submit"), apply)


def tick(workspace: Workspace, by: Actor, dialogue: str, *, item: str) -> Dialogue:
    """Tick an item of the policy's preparation list."""

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        known = {e.id for e in policy.preparations if not e.kinds or found.kind in e.kinds}
        if item not in known:
            raise InvalidInput(
                "The preparation list of {kind} has no item {item}.",
                todo="It has: {known}.",
                kind=found.kind,
                item=repr(item[:40]),
                known=", ".join(sorted(known)) or "none",
            )
        mine = party(found, by.named())
        own = found.preparation_of(mine)
        ticks = tuple(dict.fromkeys((*own.ticks, item)))
        return _with_preparation(found, mine, evolve(own, ticks=ticks))

    return change_dialogue(workspace, by, dialogue, Deed("tick"), apply)


def attach(workspace: Workspace, by: Actor, dialogue: str, *, item: str) -> Dialogue:
    """Note that something is at hand for the talk (hourly accounts); never its content."""
    label = item.strip()
    if not label or len(label) > 60 or not label.isprintable():
        raise InvalidInput("An attachment's name has 1 to 60 printable characters.")

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        return evolve(found, attachments=tuple(dict.fromkeys((*found.attachments, label))))

    return change_dialogue(workspace, by, dialogue, Deed("attach"), apply)


def afterthought(
    workspace: Workspace,
    by: Actor,
    dialogue: str,
    *,
    text: str,
    about: str = "",
    instead: int | None = None,
) -> Dialogue:
    """Write a private note after the talk, such as to one of the questions to oneself.

    ``instead`` as in :func:`prepare`.
    """
    answer = Answer(require_text(text), by.named(), about=about)

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        _require_known(policy, about)
        mine = party(found, answer.author)
        own = found.preparation_of(mine)
        return _with_preparation(found, mine, _noted(own, answer, by, instead))

    return change_dialogue(workspace, by, dialogue, Deed("afterthought"), apply)


def _noted(own: Preparation, note: Answer, by: Actor, instead: int | None) -> Preparation:
    if instead is None:
        return evolve(own, notes=(*own.notes, note))
    before = own_text(own.notes, instead, by)
    fresh = evolve(note, about=note.about or before.about, written_for=before.written_for)
    own = evolve(own, notes=put_instead(own.notes, instead, fresh))
    return kept_alone(own, replaced(by, "private", before.about, written=before))


def _answered(own: Preparation, answer: Answer, by: Actor, instead: int | None) -> Preparation:
    if instead is None:
        return evolve(own, answers=(*own.answers, answer))
    before = own_text(own.answers, instead, by)
    fresh = evolve(answer, about=answer.about or before.about, written_for=before.written_for)
    own = evolve(own, answers=put_instead(own.answers, instead, fresh))
    return kept_alone(own, replaced(by, "prepared", before.about, written=before))


def _with_preparation(dialogue: Dialogue, party: Party, own: Preparation) -> Dialogue:
    return evolve(dialogue, preparations={**dialogue.preparations, party: own})


def _require_known(policy: Policy, about: str) -> None:
    if not about:
        return
    questions = {question.id for question in policy.questions}
    own = {question.id for question in policy.self_questions}
    if about not in questions | own | set(policy.topics):
        raise InvalidInput(
            "{about} is neither a question nor a topic of the policy {policy}.",
            todo="See visavi question list.",
            about=repr(about[:40]),
            policy=policy.id,
        )
