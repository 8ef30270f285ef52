"""Take a note out of a record again, or move it to where a disclosure belongs: into a matter.

Moving leaves no copy in the dialogue: not in the record, the writer's preparation, the plan, the
reasons of events, or a version that is not signed by both. In the history it looks like any note
that its writer took back. What both signed cannot be changed: that, copies by others, exported
copies and backups are what remains, and the mover is told of those that the mover may read.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from attrs import evolve

from visavi import access
from visavi.errors import NotFound, NotPermitted
from visavi.model.dialogues import Dialogue, Note, Topic
from visavi.model.matters import Matter
from visavi.policy.policy import Policy
from visavi.serial import from_document, to_document
from visavi.store.repository import Document
from visavi.usecases.conduct import with_topic
from visavi.usecases.deeds import Deed, require, write
from visavi.usecases.drafts import BY_CHANCE, Drafts
from visavi.usecases.matters import new_matter
from visavi.usecases.versions import without_earlier_of
from visavi.usecases.workspace import Actor, Workspace

_TEXTS = frozenset(
    {"text", "reason", "what", "how", "result", "support", "word", "explanation", "supplement"}
)
"""The keys under which a dialogue holds words."""


class Remains(NamedTuple):
    """Where the passage still stands: signed versions by number, how many texts of others in this
    dialogue, and the employee's other dialogues; only what the actor may read.
    """

    signed: tuple[int, ...] = ()
    others: int = 0
    dialogues: tuple[str, ...] = ()

    def as_mapping(self) -> dict[str, Any]:
        """The same as JSON-ready data."""
        return self._asdict()


def withdraw(
    workspace: Workspace,
    by: Actor,
    dialogue: str,
    *,
    topic: str,
    number: int,
    only_here: bool = False,
) -> tuple[Dialogue, Remains]:
    """Take back a note that the actor wrote, or that was written for the actor.

    ``number`` counts the topic's notes from 1. The same words go wherever else in the dialogue
    their author put them, unless it is ``only_here``: then this one note goes and nothing else.
    """
    with workspace.changing(by) as change:
        before, passage, author = _own_note(workspace, by, dialogue, topic, number)
        cut = _without_note(topic, number) if only_here else _without(passage, author)
        after = write(workspace, by, change, before, Deed("withdraw"), cut)
    if not only_here:
        _forget_drafts(workspace, by, passage)
    return after, _remains(workspace, by, after, passage, author)


def move_to_matter(
    workspace: Workspace,
    by: Actor,
    dialogue: str,
    *,
    topic: str,
    number: int,
    concern: str,
    affected: str | None = None,
    concerned: tuple[str, ...] = (),
) -> tuple[Matter, Remains]:
    """Open a matter with the text of a note, and take the note out of the record, together."""
    with workspace.changing(by) as change:
        before, passage, author = _own_note(workspace, by, dialogue, topic, number)
        matter = new_matter(
            workspace, by, concern=concern, affected=affected, concerned=concerned, text=passage
        )
        after = write(workspace, by, change, before, Deed("withdraw"), _without(passage, author))
        change.put_matter(to_document(matter))
    _forget_drafts(workspace, by, passage)
    return matter, _remains(workspace, by, after, passage, author)


def _forget_drafts(workspace: Workspace, by: Actor, passage: str) -> None:
    """What the actor typed and put nowhere holds no copy either."""
    if not workspace.dry_run:
        Drafts(workspace.repository, by.person).forget(passage)


def _own_note(
    workspace: Workspace, by: Actor, dialogue: str, topic: str, number: int
) -> tuple[Document, str, str]:
    """The dialogue, and text and author of the note, if it is the actor's to take back."""
    document = workspace.repository.dialogue(dialogue)
    require(workspace, by, document, "withdraw")
    found = from_document(Dialogue, document).topic(topic)
    notes: tuple[Note, ...] = () if found is None else found.notes
    if not 1 <= number <= len(notes):
        raise NotFound(
            "Dialogue {id} has no note {number} under {topic}.",
            todo="visavi dialogue show prints them in their order.",
            id=dialogue,
            number=number,
            topic=repr(topic[:40]),
        )
    note = notes[number - 1]
    if by.named() not in (note.author, note.written_for):
        raise NotPermitted(
            "This note was written by {author}: nobody else can take it back.",
            todo="Ask the author, or open a matter in your own words.",
            author=note.author,
        )
    return document, note.text, note.author


def _without(passage: str, author: str) -> Any:
    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        document = to_document(found)
        signed = document.pop("signed", [])
        cut = without_earlier_of(_cut(document, passage, author), author)
        return from_document(Dialogue, {**cut, "signed": signed})

    return apply


def _without_note(topic: str, number: int) -> Any:
    def change(found: Topic) -> Topic:
        return evolve(found, notes=(*found.notes[: number - 1], *found.notes[number:]))

    def apply(found: Dialogue, policy: Policy) -> Dialogue:
        return with_topic(found, topic, change)

    return apply


def _cut(value: Any, passage: str, author: str) -> Any:
    """The value without the passage, where it is this author's or nobody's."""
    if isinstance(value, dict):
        if value.get("author", value.get("by", author)) != author:
            return value
        inner = {
            key: _cut_text(item, passage)
            if isinstance(item, str) and key in _TEXTS
            else _cut(item, passage, author)
            for key, item in value.items()
        }
        return {key: item for key, item in inner.items() if not _emptied(value[key], item)}
    if isinstance(value, list | tuple):
        parts = [(item, _cut(item, passage, author)) for item in value]
        return [after for before, after in parts if not _emptied(before, after)]
    return value


def _cut_text(text: str, passage: str) -> str:
    """A short passage may stand in many texts by chance: it goes only where it is all there is."""
    if text == passage:
        return ""
    if len(passage) < BY_CHANCE or passage not in text:
        return text
    return text.replace(passage, "").strip()


def _emptied(before: Any, after: Any) -> bool:
    """Whether nothing is left of a written text."""
    written = isinstance(before, dict) and "text" in before and "author" in before
    return written and bool(before["text"]) and not after.get("text")


def _remains(
    workspace: Workspace, by: Actor, after: Dialogue, passage: str, author: str
) -> Remains:
    escaped = json.dumps(passage, ensure_ascii=False)[1:-1]
    signed = tuple(version.number for version in after.signed if escaped in version.text)
    others = sum(passage in text for who, text in _written(after) if who != author)
    return Remains(signed, others, tuple(_elsewhere(workspace, by, after, escaped)))


def _written(dialogue: Dialogue) -> Iterator[tuple[str, str]]:
    """What the two wrote and can both read: who, and the text."""
    for topic in dialogue.topics:
        for note in (*topic.notes, *topic.own_questions, *topic.views.values()):
            yield note.author, note.text
    yield from ((step.by, step.word) for step in dialogue.plan.steps)
    yield from ((event.by, event.reason) for event in dialogue.events)


def _elsewhere(workspace: Workspace, by: Actor, after: Dialogue, escaped: str) -> Iterator[str]:
    """The employee's other dialogues in which the actor can read the passage."""
    for document in workspace.repository.dialogues_of(after.employee):
        if document["id"] == after.id:
            continue
        relation = access.relation(workspace.repository, by.person, document, by.on)
        view = access.view(document, relation, by.person)
        if escaped in json.dumps(view, ensure_ascii=False):
            yield document["id"]
