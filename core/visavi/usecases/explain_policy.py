"""Why a policy says what it says of a person or a dialogue in the store. Reads only."""

from typing import Any

from visavi import access
from visavi.errors import NotFound
from visavi.model.people import Person
from visavi.policy import engine, gather
from visavi.policy.authoring.tracing import explain_finding, explain_obligation
from visavi.serial import from_document
from visavi.usecases.deeds import entries_of, policy_of
from visavi.usecases.judge import judged
from visavi.usecases.workspace import Actor, Workspace


def explain_person(workspace: Workspace, by: Actor, person: str) -> dict[str, Any]:
    """What is owed, each with its chain, and why each other rule stayed silent."""
    document = workspace.repository.person(person)
    if not access.may_see_person(workspace.repository, by.person, document, by.on):
        raise NotFound("There is no person {id} for you.", id=repr(person))
    found = from_document(Person, document)
    policy = policy_of(workspace, person, by)
    entries = entries_of(workspace, person)
    facts = gather.person_facts(workspace.register(), found, by.on, policy, entries)
    owed = [
        engine.worded(policy, one, person=found.name) for one in engine.obligations(policy, facts)
    ]
    return {
        "policy": policy.id,
        "layers": list(policy.layers),
        "explained": [explain_obligation(policy, facts, one).as_mapping() for one in owed],
        "silences": [one.as_mapping() for one in engine.silences(policy, facts)],
    }


def explain_dialogue(workspace: Workspace, by: Actor, dialogue: str) -> dict[str, Any]:
    """What is found, each with its chain, and why each other rule stayed silent."""
    policy, facts, found = judged(workspace, by, dialogue)
    return {
        "policy": policy.id,
        "layers": list(policy.layers),
        "explained": [explain_finding(policy, facts, one).as_mapping() for one in found],
        "silences": [one.as_mapping() for one in engine.silences(policy, facts)],
    }
