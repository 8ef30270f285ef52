"""Whose dialogues somebody may have to do with: a derived index, so that a list reads few dossiers.

It only narrows where to look; what may be seen there is asked of :mod:`visavi.access` each time.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from visavi.errors import NotFound
from visavi.store.repository import Document, Repository

NAME = "circle"
SCHEMA = "visavi.circle/1"


def people_around(repository: Repository, actor: str) -> Iterator[str]:
    """The ids of those whose dialogues the actor holds, held, or could be asked to hold."""
    people = _fresh(repository)
    delegating = {person for person, row in people.items() if actor in row["to"]}
    for person, row in people.items():
        around = row["near"]
        if person == actor or actor in around or not delegating.isdisjoint(around):
            yield person


def _fresh(repository: Repository) -> dict[str, dict[str, list[str]]]:
    content = repository.derived(NAME)
    known = _read(content)
    mark, changed = repository.changed_people(known["mark"])
    people: dict[str, dict[str, list[str]]] = known["people"]
    if not changed:
        return people
    if "*" in changed:
        people = {d["id"]: _row(repository, d) for d in repository.people()}
    else:
        for document in _present(repository, changed):
            people[document["id"]] = _row(repository, document)
    index = {"schema": SCHEMA, "mark": mark, "people": people}
    repository.put_derived(NAME, json.dumps(index, separators=(",", ":")).encode())
    return people


def _read(content: bytes | None) -> dict[str, Any]:
    nothing = {"mark": -1, "people": {}}
    try:
        index = json.loads(content or b"{}")
    except ValueError:
        return nothing
    fits = isinstance(index, dict) and index.get("schema") == SCHEMA
    return index if fits else nothing


def _present(repository: Repository, people: Iterable[str]) -> Iterator[Document]:
    for person in people:
        try:
            yield repository.person(person)
        except NotFound:
            continue


def _row(repository: Repository, person: Document) -> dict[str, list[str]]:
    """Managers, stand-ins and conductors near the person, and those the person delegated to."""
    near = {line["manager"] for line in person.get("line", ())}
    near |= {fact.get("replaced_by") for fact in person.get("disqualifications", ())}
    for dialogue in repository.dialogues_of(person["id"]):
        near |= {dialogue["conductor"], *dialogue.get("put_aside", {})}
    to = {delegation["to"] for delegation in person.get("delegations", ())}
    return {"near": sorted(name for name in near if name), "to": sorted(to)}
