"""Make the agenda's lines: ask each person's policy what is owed on the day."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from visavi import access
from visavi.errors import NotFound, PolicyError, PolicyFailed
from visavi.model.dialogues import Dialogue
from visavi.model.matters import Matter
from visavi.model.people import Person
from visavi.policy import engine, gather
from visavi.policy.facts import PersonFacts
from visavi.policy.outcomes import Obligation, Silence
from visavi.policy.policy import Policy
from visavi.serial import from_document
from visavi.store.repository import Document
from visavi.usecases.agenda import Line
from visavi.usecases.deeds import policy_of
from visavi.usecases.store_register import StoreRegister
from visavi.usecases.workspace import Actor, Workspace

AT_ONCE = 500
"""People whose rules run under one watch."""


class AgendaBuilder:
    """Makes lines for one day; reads each person and each dialogue once."""

    def __init__(self, workspace: Workspace, by: Actor) -> None:
        self._workspace = workspace
        self._by = by
        self._register = workspace.register()
        self._failed: set[str] = set()
        self._failures: list[str] = []

    def __call__(self, people: Iterable[str] | None) -> tuple[Iterable[Line], list[str]]:
        """The lines of these people (of all if ``None``), made as they are taken, and failures."""
        return self._lines(self._documents(people)), self._failures

    def _documents(self, people: Iterable[str] | None) -> Iterator[Document]:
        if people is None:
            yield from self._workspace.repository.people()
            return
        for person in people:
            try:
                yield self._workspace.repository.person(person)
            except NotFound:
                continue

    def _lines(self, documents: Iterator[Document]) -> Iterator[Line]:
        while batch := list(islice(documents, AT_ONCE)):
            asked = [self._asked(document) for document in batch]
            owed = self._owed([one for one in asked if isinstance(one, _Asked)])
            for one in asked:
                yield _line(one, owed.get(one.facts.id, [])) if isinstance(one, _Asked) else one

    def _asked(self, document: Document) -> "_Asked | Line":
        """The person with the policy that answers; a line without items where there is none."""
        day = self._by.on.isoformat()
        posts = access.posts_on(document, day)
        units = gather.units_of(self._register, posts[0]["unit"]) if posts else ()
        try:
            policy = self._workspace.policies.for_units(units)
        except PolicyError as error:
            if str(error) not in self._failures:
                self._failures.append(str(error))
            return self._unasked(document, units)
        person = from_document(Person, document)
        facts = _facts(self._workspace, self._register, person, policy, self._by)
        unread = self._workspace.repository.unread
        if any(one == person.id or one.rpartition(".")[0] == person.id for one in unread):
            return self._unasked(document, units)  # what is owed may be met in what is not known
        return _Asked(facts, policy, units)

    def _unasked(self, document: Document, units: tuple[str, ...]) -> Line:
        manager = access.manager_on(document, self._by.on.isoformat())
        return Line(document["id"], (manager,) if manager else (), units, b"")

    def _owed(self, asked: list["_Asked"]) -> dict[str, list[Obligation]]:
        """What is owed by person; a policy that fails leaves its people without, and is told."""
        found: dict[str, list[Obligation]] = {}
        for policy in {one.policy.id: one.policy for one in asked}.values():
            if policy.id in self._failed:
                continue
            everybody = [one.facts for one in asked if one.policy.id == policy.id]
            try:
                for owed in engine.obligations_of_all(policy, everybody, words=True):
                    found.setdefault(owed.person, []).append(owed)
            except PolicyFailed as error:
                self._failed.add(policy.id)
                self._failures.append(str(error))
        return found


class _Asked(NamedTuple):
    """One person with the policy that answers."""

    facts: PersonFacts
    policy: Policy
    units: tuple[str, ...]


def _line(asked: _Asked, owed: list[Obligation]) -> Line:
    facts = asked.facts
    items = b",".join(json.dumps(_row(o), separators=(",", ":")).encode("ascii") for o in owed)
    answering = (facts.manager, facts.conductor, *(obligation.owner for obligation in owed))
    named = dict.fromkeys(name for name in answering if name and name != facts.id)
    counted = tuple(f"{o.rule} {o.state}" for o in owed)
    return Line(facts.id, tuple(named), asked.units, items, counted)


def _row(obligation: Obligation) -> dict[str, Any]:
    """The obligation for the agenda: its sources by name and section only, as rows are many."""
    row = obligation.as_mapping()
    kept = ("id", "document", "section")
    row["citations"] = [{key: cited[key] for key in kept} for cited in row["citations"]]
    return row


def explain_person(
    workspace: Workspace, by: Actor, person: str
) -> tuple[list[Obligation], list[Silence]]:
    """What is owed for one person, and why each other rule stayed silent."""
    document = workspace.repository.person(person)
    if not access.may_see_person(workspace.repository, by.person, document, by.on):
        raise NotFound("There is no person {id} for you.", id=repr(person))
    register = workspace.register()
    found = from_document(Person, document)
    policy = policy_of(workspace, person, by)
    facts = _facts(workspace, register, found, policy, by)
    owed = engine.obligations(policy, facts)
    return [engine.worded(policy, o, person=found.name) for o in owed], engine.silences(
        policy, facts
    )


def matter_duties(workspace: Workspace, by: Actor) -> list[Obligation]:
    """The duty clock of the matters that the actor handles; nobody else's agenda shows them."""
    if by.person is None:
        return []
    register = workspace.register()
    duties: list[Obligation] = []
    for document in workspace.repository.matters():
        if access.may_reach_matter(document, by.person) and document["handler"] == by.person:
            matter = from_document(Matter, document)
            policy = workspace.policies.by_id(matter.policy)
            facts = gather.matter_facts(register, matter, by.on, policy)
            duties.extend(engine.matter_duties(policy, facts))
    return duties


def _facts(
    workspace: Workspace, register: StoreRegister, person: Person, policy: Policy, by: Actor
) -> PersonFacts:
    entries = tuple(
        gather.entry_of(from_document(Dialogue, document))
        for document in workspace.repository.dialogues_of(person.id)
    )
    return gather.person_facts(register, person, by.on, policy, entries)
