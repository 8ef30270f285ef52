"""Find words in the dialogues that are one's own: in the record, the plan, what was prepared.

Only dialogues are looked through that the actor is one of the two of, or once held and kept own
notes of, and of each only what :mod:`visavi.access` shows the actor now. Matters are never looked
through. So nobody beyond the two reads by searching, and nothing is written down about it.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from visavi import access
from visavi.model.plans import FIELDS
from visavi.store.repository import Document, Repository
from visavi.usecases.actor import Actor
from visavi.usecases.circle import people_around

ONLY_ME, BOTH = "only-me", "both"
"""The audiences that a text can have."""

AROUND = 60
"""Characters of an excerpt on either side of the first word."""

_OWN = (access.Relation.EMPLOYEE, access.Relation.CONDUCTOR, access.Relation.FORMER_CONDUCTOR)

Row = Mapping[str, Any]


class Place(NamedTuple):
    """One text: where it stands, about which topic, question or activity, and who may read it."""

    place: str
    about: str
    audience: str
    text: str


def search(
    repository: Repository,
    by: Actor,
    words: str,
    *,
    dialogue: str | None = None,
    shared_only: bool = False,
) -> list[dict[str, Any]]:
    """The texts that hold all of the words, in any order and case, of the latest dialogue first.

    ``dialogue`` narrows it to one; ``shared_only`` leaves out what only the actor may read, for
    when somebody sits beside.
    """
    wanted = _folded(words).split()
    if not wanted or by.person is None:
        return []
    found: list[dict[str, Any]] = []
    for document, relation in _own(repository, by, dialogue):
        shown = access.view(document, relation, by.person)
        for place in texts_of(shown, by.person):
            if shared_only and place.audience != BOTH:
                continue
            folded = _folded(place.text)
            if all(word in folded for word in wanted):
                found.append(_hit(shown, place, wanted))
    return sorted(found, key=lambda hit: (hit["on"], hit["dialogue"]), reverse=True)


def texts_of(shown: Row, person: str) -> Iterator[Place]:
    """Every text of a dialogue as it was shown to the person."""
    yield from _prepared(shown, person)
    for topic in shown.get("topics", ()):
        about = topic["topic"]
        yield from (Place("note", about, BOTH, note["text"]) for note in topic.get("notes", ()))
        for view in topic.get("views", {}).values():
            yield Place("view", about, BOTH, view["text"])
        for question in topic.get("own_questions", ()):
            yield Place("question", about, BOTH, question["text"])
        yield Place("reason", about, BOTH, topic.get("reason", ""))
    yield Place("pay", "", BOTH, (shown.get("pay") or {}).get("explanation", ""))
    plan = shown.get("plan") or {}
    for activity in plan.get("activities", ()):
        fields = (str(activity.get(name) or "") for name in FIELDS if name != "responsible")
        yield Place("activity", activity["id"], BOTH, "\n".join(filter(None, fields)))
    for step in plan.get("steps", ()):
        yield Place("word", step["activity"], BOTH, step.get("word", ""))
    for version in shown.get("signed", ()):
        yield Place("supplement", str(version["number"]), BOTH, version.get("what_changed", ""))
        for one in version.get("signatures", ()):
            yield Place("dissent", one["by"], BOTH, one.get("dissent", ""))
            yield Place("refusal", one["by"], BOTH, one.get("refused", ""))
    yield Place("supplement", "", BOTH, shown.get("supplement") or "")
    for event in shown.get("events", ()):
        yield Place("history", event["deed"], BOTH, event.get("reason") or "")


def _prepared(shown: Row, person: str) -> Iterator[Place]:
    """What was prepared: notes are one's own for ever, answers until both have submitted."""
    parts = shown.get("preparations", {})
    opened = all((parts.get(party) or {}).get("submitted") for party in ("employee", "conductor"))
    for party, part in parts.items():
        mine = party == "put_aside" or shown.get(party) == person
        both = opened and party != "put_aside" and shown["relation"] in ("employee", "conductor")
        audience = BOTH if both or not mine else ONLY_ME
        for answer in part.get("answers", ()):
            yield Place("prepared", answer.get("about", ""), audience, answer["text"])
        for note in part.get("notes", ()):
            yield Place("private", note.get("about", ""), ONLY_ME, note["text"])


def _own(
    repository: Repository, by: Actor, dialogue: str | None
) -> Iterator[tuple[Document, access.Relation]]:
    assert by.person is not None, "the keeper has no dialogues"
    if dialogue is not None:
        document = repository.dialogue(dialogue)
        relation = access.relation(repository, by.person, document, by.on)
        access.require_sight(document, relation)
        if relation in _OWN:
            yield document, relation
        return
    for person in people_around(repository, by.person):
        for document in repository.dialogues_of(person):
            relation = access.relation(repository, by.person, document, by.on)
            if relation in _OWN:
                yield document, relation


def _hit(shown: Row, place: Place, wanted: list[str]) -> dict[str, Any]:
    return {
        "dialogue": shown["id"],
        "employee": shown["employee"],
        "conductor": shown["conductor"],
        "kind": shown["kind"],
        "state": shown["state"],
        "on": max(shown["days"].values(), default=""),
        "place": place.place,
        "about": place.about,
        "audience": place.audience,
        "excerpt": _excerpt(place.text, wanted),
    }


def _excerpt(text: str, wanted: list[str]) -> str:
    """One line around the first of the words; what is cut off is marked by dots."""
    one = " ".join(unicodedata.normalize("NFC", text).split())
    at = min((i for i in (_folded(one).find(word) for word in wanted) if i >= 0), default=0)
    start, end = max(0, at - AROUND), at + AROUND
    return ("... " if start else "") + one[start:end] + (" ..." if end < len(one) else "")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
