"""Read dialogues: as mappings, cut to what the reader may see. No domain object is built here."""

from collections.abc import Iterator, Mapping
from typing import Any

from visavi import access
from visavi.errors import NotFound
from visavi.messages import say
from visavi.model import ids
from visavi.store.repository import Document, Repository
from visavi.usecases.actor import Actor
from visavi.usecases.circle import people_around
from visavi.usecases.logs import openings
from visavi.usecases.readers import admitted, beyond, require_reason


def show_dialogue(
    repository: Repository, by: Actor, dialogue: str, *, reason: str = ""
) -> dict[str, Any]:
    """One dialogue as the actor may see it; what is there but not shown stands in ``withheld``.

    Somebody beyond the two gets the words that were released with a ``reason``, and is written
    down as a reader: see :mod:`visavi.usecases.readers`. The two are told of ``openings`` with the
    escrow's key.
    """
    document, relation = _in_sight(repository, by, dialogue)
    shown = _view(repository, by, document, relation, reason)
    if relation in (access.Relation.EMPLOYEE, access.Relation.CONDUCTOR):
        shown["openings"] = openings(repository)
    return shown


def dialogue_history(repository: Repository, by: Actor, dialogue: str) -> list[Mapping[str, Any]]:
    """The events of a dialogue for its two parties, the first one first."""
    document, relation = _in_sight(repository, by, dialogue)
    if access.Section.HISTORY not in access.readable(document, relation):
        raise NotFound("There is no dialogue {id} for you.", id=repr(dialogue))
    events: list[Mapping[str, Any]] = list(document.get("events", ()))
    return events


def list_dialogues(
    repository: Repository,
    by: Actor,
    *,
    employee: str | None = None,
    kind: str | None = None,
    state: str | None = None,
    texts: bool = False,
    reason: str = "",
) -> Iterator[dict[str, Any]]:
    """The dialogues that the actor may know of; with ``texts`` all that the actor may read.

    Without ``employee`` these are the actor's own and those of the people in the actor's line.
    Words of dialogues that are not the actor's own need the ``reason``, as in
    :func:`show_dialogue`.
    """
    for person in _people(repository, by, employee):
        for document in repository.dialogues_of(person):
            relation = access.relation(repository, by.person, document, by.on)
            if access.Section.HEADER not in access.READS[relation]:
                continue
            shown = access.view(document, relation, by.person)
            if kind in (None, shown["kind"]) and state in (None, shown["state"]):
                yield _view(repository, by, document, relation, reason) if texts else _header(shown)


def list_activities(
    repository: Repository,
    by: Actor,
    *,
    employee: str | None = None,
    progress: str | None = None,
) -> Iterator[dict[str, Any]]:
    """The activities in plans that the actor may read, each with its progress.

    Of plans of other people's dialogues they come without their words.
    """
    for person in _people(repository, by, employee):
        for document in repository.dialogues_of(person):
            relation = access.relation(repository, by.person, document, by.on)
            if access.Section.HEADER not in access.READS[relation]:
                continue
            rows = activities_in(access.view(document, relation, by.person))
            wordless = bool(beyond(document, relation))
            for row in rows:
                if progress in (None, row["progress"]):
                    yield _without_words(row) if wordless else row


def show_activity(
    repository: Repository, by: Actor, activity: str, *, reason: str = ""
) -> dict[str, Any]:
    """One activity with the steps that were taken on it; ``reason`` as in :func:`show_dialogue`."""
    document, relation = _in_sight(repository, by, ids.dialogue_of(activity))
    for row in activities_in(access.view(document, relation, by.person)):
        if row["id"] == activity:
            require_reason(document, relation, reason)
            admitted(repository, by, document, relation, reason)
            return row
    raise NotFound("There is no activity {id} for you.", id=repr(activity))


def activities_in(shown: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The activities of a dialogue as shown, with progress and steps; none where withheld."""
    plan = shown.get("plan") or {}
    for activity in plan.get("activities", ()):
        steps = [s for s in plan.get("steps", ()) if s["activity"] == activity["id"]]
        yield {
            **dict.fromkeys(("how", "when", "responsible", "result", "support")),
            "follow_up": None,
            **activity,
            "id": f"{shown['id']}.{activity['id']}",
            "dialogue": shown["id"],
            "employee": shown["employee"],
            "progress": steps[-1]["progress"] if steps else "open",
            "steps": steps,
        }


def overdue_activities(repository: Repository, by: Actor) -> list[dict[str, Any]]:
    """The open activities whose day has passed, in plans that the actor may read."""
    day = by.on.isoformat()
    rows = list_activities(repository, by, progress="open")
    return [row for row in rows if row["when"] is not None and row["when"] < day]


def last_plan(repository: Repository, by: Actor, dialogue: str) -> list[dict[str, Any]]:
    """The activities of the plan that this dialogue opens with, as far as the actor may read it.

    For a new conductor that is the reason of the reading, and is written down as such.
    """
    document, relation = _in_sight(repository, by, dialogue)
    previous = document.get("previous")
    if not previous:
        return []
    before = repository.dialogue(previous)
    before_relation = access.relation(repository, by.person, before, by.on)
    holds = relation is access.Relation.CONDUCTOR
    reason = say("It opens dialogue {id}.", id=dialogue) if holds else ""
    return list(activities_in(_view(repository, by, before, before_relation, reason)))


def _in_sight(repository: Repository, by: Actor, dialogue: str) -> tuple[Document, access.Relation]:
    document = repository.dialogue(dialogue)
    relation = access.relation(repository, by.person, document, by.on)
    access.require_sight(document, relation)
    return document, relation


def _view(
    repository: Repository, by: Actor, document: Document, relation: access.Relation, reason: str
) -> dict[str, Any]:
    sections = admitted(repository, by, document, relation, reason)
    shown = access.view(document, relation, by.person, sections)
    waiting = beyond(document, relation) - sections
    if waiting:
        shown["needs_reason"] = sorted(str(section) for section in waiting)
    return shown


def _without_words(activity: Mapping[str, Any]) -> dict[str, Any]:
    """An activity by its facts: days, who answers for it, how it stands."""
    words = dict.fromkeys(("what", "how", "result", "support", "follow_up"))
    steps = [{**step, "word": ""} for step in activity["steps"]]
    return {**activity, **words, "steps": steps}


def _people(repository: Repository, by: Actor, employee: str | None) -> Iterator[str]:
    if employee is not None:
        yield ids.person_id(employee)
    elif by.person is not None:
        yield from people_around(repository, by.person)


def _header(shown: Mapping[str, Any]) -> dict[str, Any]:
    keys = ("id", "employee", "conductor", "kind", "cycle", "state", "relation", "days", "previous")
    return {key: shown[key] for key in keys}
