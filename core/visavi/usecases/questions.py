"""The question bank: prompts to pick from, never a questionnaire."""

from collections.abc import Iterable
from typing import Any

from visavi.model.dialogues import Dialogue
from visavi.policy.conditions import applies
from visavi.policy.document import Question
from visavi.policy.policy import Policy
from visavi.serial import from_document
from visavi.usecases.deeds import facts_of, policy_of
from visavi.usecases.judge import require_record_in_sight
from visavi.usecases.workspace import Actor, Workspace


def list_questions(
    policy: Policy, *, kind: str | None = None, topic: str | None = None
) -> list[dict[str, Any]]:
    """The questions of a kind's topics, in the order of the policy; none that is another kind's.

    Those for some people only are among them: see :func:`questions_of`.
    """
    topics = set(policy.topics) if kind is None else set(policy.kinds[kind].topics)
    return _rows(
        policy,
        (
            question
            for question in policy.questions
            if question.topic in topics
            and topic in (None, question.topic)
            and (kind is None or kind in question.when.get("kinds", (kind,)))
        ),
    )


def questions_of(workspace: Workspace, by: Actor, dialogue: str) -> list[dict[str, Any]]:
    """The questions for this dialogue: those of its topics whose conditions hold today."""
    document = require_record_in_sight(workspace, by, dialogue)
    found = from_document(Dialogue, document)
    policy = policy_of(workspace, found.employee, by)
    facts = facts_of(workspace, policy, found, by)
    topics = policy.kinds[found.kind].topics
    return _rows(
        policy,
        (q for q in policy.questions if q.topic in topics and applies(q.when, facts)),
    )


def _rows(policy: Policy, questions: Iterable[Question]) -> list[dict[str, Any]]:
    return [
        {
            "id": question.id,
            "topic": question.topic,
            "text": policy.text("question", question.id, "text"),
            "cite": question.cite,
        }
        for question in questions
    ]


def search_questions(policy: Policy, words: str) -> list[dict[str, Any]]:
    """The questions whose text holds all of the words, in any order and case."""
    wanted = words.casefold().split()
    found = list_questions(policy)
    return [row for row in found if all(word in row["text"].casefold() for word in wanted)]
