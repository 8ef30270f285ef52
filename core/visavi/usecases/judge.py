"""What the policy says of a dialogue as it stands: findings, and why rules stayed silent."""

from typing import Any

from visavi import access
from visavi.model.dialogues import Dialogue, State
from visavi.policy import engine
from visavi.policy.facts import DialogueFacts
from visavi.policy.outcomes import Finding, Silence
from visavi.policy.policy import Policy
from visavi.serial import from_document
from visavi.store.repository import Document
from visavi.usecases.deeds import facts_of, policy_of
from visavi.usecases.workspace import Actor, Workspace

JUDGED = frozenset(State) - {State.CLOSED, State.CANCELLED, State.WAIVED}
"""A closed dialogue was judged by the policy of its time, and is not judged again."""


def check_dialogue(workspace: Workspace, by: Actor, dialogue: str) -> tuple[Finding, ...]:
    """The findings on a dialogue, for its two parties. Reads only."""
    return tuple(_judge(workspace, by, dialogue)[0])


def explain_dialogue(workspace: Workspace, by: Actor, dialogue: str) -> dict[str, Any]:
    """The findings, and each rule that was asked and said nothing, with the reason."""
    findings, silences = _judge(workspace, by, dialogue, silent=True)
    return {
        "findings": [finding.as_mapping() for finding in findings],
        "silences": [silence.as_mapping() for silence in silences],
    }


def _judge(
    workspace: Workspace, by: Actor, dialogue: str, *, silent: bool = False
) -> tuple[list[Finding], list[Silence]]:
    policy, facts, found = judged(workspace, by, dialogue)
    return found, engine.silences(policy, facts) if silent else []


def judged(
    workspace: Workspace, by: Actor, dialogue: str
) -> tuple[Policy, DialogueFacts, list[Finding]]:
    """What the policy finds, for somebody who may read the record; else as if it were not there."""
    found = from_document(Dialogue, require_record_in_sight(workspace, by, dialogue))
    policy = policy_of(workspace, found.employee, by)
    facts = facts_of(workspace, policy, found, by)
    return policy, facts, engine.findings(policy, facts) if found.state in JUDGED else []


def require_record_in_sight(workspace: Workspace, by: Actor, dialogue: str) -> Document:
    """The dialogue, for who may read its record; else raises as if it were not there."""
    document = workspace.repository.dialogue(dialogue)
    relation = access.relation(workspace.repository, by.person, document, by.on)
    if access.Section.RECORD not in access.readable(document, relation):
        access.require_sight({"id": dialogue}, access.Relation.NOBODY)
    return document
