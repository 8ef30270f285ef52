"""The question bank: prompts to pick from, never a questionnaire."""

from typing import Any

from visavi.policy.policy import Policy


def list_questions(
    policy: Policy, *, kind: str | None = None, topic: str | None = None
) -> list[dict[str, Any]]:
    """The questions of a kind's topics, in the order of the policy; none that is another kind's."""
    topics = set(policy.topics) if kind is None else set(policy.kinds[kind].topics)
    return [
        {
            "id": question.id,
            "topic": question.topic,
            "text": policy.text("question", question.id, "text"),
            "cite": question.cite,
        }
        for question in policy.questions
        if question.topic in topics
        and topic in (None, question.topic)
        and (kind is None or kind in question.when.get("kinds", (kind,)))
    ]


def search_questions(policy: Policy, words: str) -> list[dict[str, Any]]:
    """The questions whose text holds all of the words, in any order and case."""
    wanted = words.casefold().split()
    found = list_questions(policy)
    return [row for row in found if all(word in row["text"].casefold() for word in wanted)]
