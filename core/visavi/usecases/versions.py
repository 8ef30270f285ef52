"""Earlier versions: texts as they stood before they were written anew, and those that were signed.

They have the audience of the text: what stood in the record is for the two of the dialogue, what
one prepared is for its writer alone. What is taken back is kept nowhere, and neither is what moved
into a matter. Nothing here rewrites anything: a version is read, and brought back by writing it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve

from visavi import access
from visavi.errors import NotFound
from visavi.model.dialogues import Answer, Dialogue, Earlier, Note, Preparation
from visavi.model.plans import FIELDS, Activity
from visavi.store.repository import Document, Repository
from visavi.usecases.actor import Actor

MOST = 20
"""Earlier texts that are kept of one text; the oldest ones go first."""

Row = dict[str, Any]


def kept(found: Dialogue, earlier: Earlier) -> Dialogue:
    """The dialogue with one more text that stood in its record or plan."""
    return evolve(found, earlier=_thinned((*found.earlier, earlier)))


def kept_alone(own: Preparation, earlier: Earlier) -> Preparation:
    """The preparation with one more text that stood there."""
    return evolve(own, earlier=_thinned((*own.earlier, earlier)))


def replaced(
    by: Actor,
    place: str,
    about: str,
    *,
    written: Note | Answer | None = None,
    activity: Activity | None = None,
) -> Earlier:
    """What the actor puts another text in the place of: a ``written`` one, or an activity."""
    if written is None:
        return Earlier(place, about, by.named(), by.on, at=by.at, activity=activity)
    return Earlier(
        place,
        about,
        by.named(),
        by.on,
        at=by.at,
        text=written.text,
        author=written.author,
        written_for=written.written_for,
    )


def versions_of(repository: Repository, by: Actor, dialogue: str) -> list[Row]:
    """The earlier versions of texts that the actor may read, the newest first.

    Each with ``number``, ``place``, ``about``, ``audience``, ``author``, ``on``, ``text`` or
    ``fields``, and ``signed``: the number of the signed version that it stands in, if it does.
    Raises :class:`NotFound` for whoever may not know of the dialogue.
    """
    document = repository.dialogue(dialogue)
    relation = access.relation(repository, by.person, document, by.on)
    access.require_sight(document, relation)
    shown = access.view(document, relation, by.person)
    rows = [*_signed(shown), *_replaced(shown)]
    rows.sort(key=lambda row: (row["on"], row["at"] or ""))
    return [{"number": number, **row} for number, row in enumerate(rows, 1)][::-1]


def version(repository: Repository, by: Actor, dialogue: str, number: int) -> Row:
    """One of them; raises :class:`NotFound`."""
    for row in versions_of(repository, by, dialogue):
        if row["number"] == number:
            return row
    raise NotFound(
        "There is no version {number} for you.",
        todo="See visavi dialogue history {id} --versions.",
        number=number,
        id=repr(dialogue),
    )


def without_earlier_of(document: Row, author: str) -> Row:
    """A stored dialogue without the earlier texts that this author wrote or replaced.

    Words that are moved away must not survive in an earlier wording of theirs.
    """
    found = {**document, "earlier": _not_of(document.get("earlier", ()), author)}
    for name in ("preparations", "put_aside"):
        if name in document:
            found[name] = {
                who: {**part, "earlier": _not_of(part.get("earlier", ()), author)}
                for who, part in document[name].items()
            }
    return found


def _not_of(earlier: Iterable[Mapping[str, Any]], author: str) -> list[Mapping[str, Any]]:
    return [one for one in earlier if author not in (one.get("author"), one["replaced_by"])]


def _thinned(earlier: tuple[Earlier, ...]) -> tuple[Earlier, ...]:
    """At most :data:`MOST` of the text that the last one is of."""
    last = earlier[-1]
    same = [one for one in earlier if (one.place, one.about) == (last.place, last.about)]
    gone = same[:-MOST]
    return tuple(one for one in earlier if one not in gone)


def _replaced(shown: Mapping[str, Any]) -> Iterator[Row]:
    for one in shown.get("earlier", ()):
        yield _row(one, "both")
    for part in shown.get("preparations", {}).values():
        for one in part.get("earlier", ()):
            yield _row(one, "only-me")


def _row(one: Mapping[str, Any], audience: str) -> Row:
    return {
        "place": one["place"],
        "about": one["about"],
        "audience": audience,
        "author": one.get("author") or one["replaced_by"],
        "on": one["on"],
        "at": one.get("at"),
        "text": one.get("text", ""),
        "fields": _fields(one.get("activity")),
        "signed": None,
    }


def _signed(shown: Mapping[str, Any]) -> Iterator[Row]:
    """The texts of each version that both have answered to."""
    for one in shown.get("signed", ()):
        days = [signature["on"] for signature in one.get("signatures", ())]
        try:
            text = json.loads(one["text"])
        except ValueError:
            continue
        for place, about, author, words, fields in _texts(text) if len(days) == 2 else ():
            yield {
                "place": place,
                "about": about,
                "audience": "both",
                "author": author,
                "on": max(days),
                "at": None,
                "text": words,
                "fields": fields,
                "signed": one["number"],
            }


def _texts(text: Document) -> Iterator[tuple[str, str, str, str, Row | None]]:
    for topic in text.get("topics", ()):
        for note in topic.get("notes", ()):
            yield "note", topic["topic"], note["author"], note["text"], None
        for view in topic.get("views", {}).values():
            yield "view", topic["topic"], view["author"], view["text"], None
    for activity in text.get("activities", ()):
        yield "activity", activity["id"], "", "", _fields(activity)


def _fields(activity: Mapping[str, Any] | None) -> Row | None:
    """The seven fields of an activity, in their order."""
    return None if activity is None else {name: activity.get(name) for name in FIELDS}
