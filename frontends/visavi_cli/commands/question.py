"""``visavi question``: prompts to pick from, never a questionnaire."""

from typing import TYPE_CHECKING, Any

from visavi.errors import InvalidInput, NotFound
from visavi_cli.options import FILE, Number, argument, option
from visavi_cli.output import Answer
from visavi_cli.receipts import of_dialogue
from visavi_cli.render import questions as render
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

if TYPE_CHECKING:
    from visavi.policy.policy import Policy

VERBS = Verbs()


@VERBS.add(
    "list",
    "The questions of the policy, topic by topic.",
    option("--kind", metavar="KIND", about="Only those for this kind of dialogue."),
    option("--topic", metavar="TOPIC", about="Only those on this topic."),
    option("--dialogue", metavar="DIALOGUE", about="Only those for this dialogue."),
    schema="questions",
)
def list_questions(run: Run, kind: str | None, topic: str | None, dialogue: str | None) -> Answer:
    """Each points to its place in the source."""
    from visavi.usecases.questions import list_questions as read
    from visavi.usecases.questions import questions_of

    if dialogue is not None:
        found = questions_of(run.workspace, run.actor, dialogue)
        asked = [row for row in found if topic in (None, row["topic"])]
        return Answer(asked, render.questions)
    policy = run.policies.base
    _require(policy.kinds, kind, "kind of dialogue", policy)
    _require(policy.topics, topic, "topic", policy)
    return Answer(read(policy, kind=kind, topic=topic), render.questions)


@VERBS.add(
    "search",
    "The questions that hold all of these words.",
    argument("words", many=True),
    schema="questions",
)
def search(run: Run, words: tuple[str, ...]) -> Answer:
    """In any order and case."""
    from visavi.usecases.questions import search_questions

    return Answer(search_questions(run.policies.base, " ".join(words)), render.questions)


@VERBS.add("show", "One question with its source.", argument("question"), schema="question")
def show(run: Run, question: str) -> Answer:
    """Its text is our wording; the citation says where the source has it."""
    from visavi.usecases.questions import list_questions as read

    policy = run.policies.base
    for row in read(policy):
        if row["id"] == question:
            cited = policy.citations(_ids(row["cite"]), run.on)
            data = {**row, "citations": [citation.as_mapping() for citation in cited]}
            return Answer(data, render.question)
    raise NotFound(
        "The policy {policy} has no question {question}.",
        todo="See visavi question list.",
        policy=policy.id,
        question=ascii(question[:40]),
    )


@VERBS.add(
    "pick",
    "Pick a question for a dialogue.",
    argument("question"),
    option("--dialogue", required=True, metavar="DIALOGUE", about="For this dialogue."),
    schema="receipt",
    changes=True,
)
def pick(run: Run, question: str, dialogue: str) -> Answer:
    """Both see that it was picked."""
    from visavi.usecases.conduct import ask

    return of_dialogue(run, "ask", ask(run.workspace, run.actor, dialogue, question=question))


@VERBS.add(
    "add",
    "Put a question of your own in a dialogue; its text comes on stdin. Both can read it.",
    option("--dialogue", required=True, metavar="DIALOGUE", about="In this dialogue."),
    option("--topic", required=True, metavar="TOPIC", about="Under this topic."),
    FILE,
    schema="receipt",
    changes=True,
)
def add(run: Run, dialogue: str, topic: str, file: str | None) -> Answer:
    """The policy's questions stay as they are."""
    from visavi.usecases.conduct import ask_own

    after = ask_own(run.workspace, run.actor, dialogue, topic=topic, text=run.text(file))
    return of_dialogue(run, "ask", after)


@VERBS.add(
    "remove",
    "Take a question out of a dialogue again: a picked one by its id, an own one by its number.",
    argument("question"),
    option("--dialogue", required=True, metavar="DIALOGUE", about="Out of this dialogue."),
    option("--topic", metavar="TOPIC", about="The topic of an own one, counted there from 1."),
    schema="receipt",
    changes=True,
)
def remove(run: Run, question: str, dialogue: str, topic: str | None) -> Answer:
    """The policy's questions stay as they are."""
    from visavi.usecases.undoing import take_question_back, unpick

    if topic is None:
        after = unpick(run.workspace, run.actor, dialogue, question=question)
    else:
        number = Number(1, 9999).convert(question, None, None)
        after = take_question_back(run.workspace, run.actor, dialogue, topic=topic, number=number)
    return of_dialogue(run, "unask", after)


def _require(known: Any, name: str | None, what: str, policy: "Policy") -> None:
    if name is not None and name not in known:
        raise InvalidInput(
            "The policy {policy} has no {what} {name}.",
            todo="It has: {known}.",
            policy=policy.id,
            what=what,
            name=ascii(name[:40]),
            known=", ".join(known),
        )


def _ids(cite: str | tuple[str, ...]) -> tuple[str, ...]:
    return (cite,) if isinstance(cite, str) else tuple(cite)
