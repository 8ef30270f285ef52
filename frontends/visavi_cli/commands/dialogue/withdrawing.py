"""Taking back: a note, a view, a prepared text, the part on salary, or the mark of a topic."""

from typing import TYPE_CHECKING

from visavi.errors import InvalidInput
from visavi.messages import say
from visavi_cli.options import Number, argument, flag, option
from visavi_cli.output import Answer
from visavi_cli.receipts import of_dialogue
from visavi_cli.remains import told
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

if TYPE_CHECKING:
    from visavi.model.dialogues import Dialogue

VERBS = Verbs()
WHICH = Number(1, 9999)


@VERBS.add(
    "withdraw",
    "Take back a note, a view or a prepared text of yours, or the part on salary; what both have "
    "signed stays as it is.",
    argument("dialogue"),
    option("--topic", metavar="TOPIC", about="The topic it stands under."),
    option("--note", type=WHICH, metavar="N", about="Which note under the topic; 1 on."),
    flag("--only-here", about="Leave the same words where else you wrote them."),
    flag("--view", about="Your view of the topic."),
    option(
        "--for", "written_for", metavar="ID", about="The view that you took down for the other."
    ),
    option("--prepared", type=WHICH, metavar="N", about="Which of the texts you prepared; 1 on."),
    option("--private", type=WHICH, metavar="N", about="Which of your private notes; 1 on."),
    flag("--pay", about="The part on salary."),
    schema="receipt",
    changes=True,
)
def withdraw(
    run: Run,
    dialogue: str,
    topic: str | None,
    note: int | None,
    only_here: bool,
    view: bool,
    written_for: str | None,
    prepared: int | None,
    private: int | None,
    pay: bool,
) -> Answer:
    """The history says that something was taken back, and not which words."""
    if [note is not None, view, prepared is not None, private is not None, pay].count(True) != 1:
        raise InvalidInput(
            "Say what is taken back.",
            todo="One of --note N, --view, --prepared N, --private N or --pay.",
        )
    if (topic is None) == (note is not None or view):
        raise InvalidInput("A note or a view stands under a topic, and nothing else does.")
    if pay:
        from visavi.usecases.undoing import take_pay_back

        return of_dialogue(run, "withdraw", take_pay_back(run.workspace, run.actor, dialogue))
    if note is None:
        after = _other(run, dialogue, topic or "", written_for, prepared, private)
        return of_dialogue(run, "withdraw", after)
    from visavi.usecases.disclose import withdraw as deed

    after, remains = deed(
        run.workspace, run.actor, dialogue, topic=topic or "", number=note, only_here=only_here
    )
    answer = of_dialogue(run, "withdraw", after, remains=remains.as_mapping())
    answer.talk = () if only_here else tuple(told(remains.as_mapping(), say("The note")))
    return answer


def _other(
    run: Run,
    dialogue: str,
    topic: str,
    written_for: str | None,
    prepared: int | None,
    private: int | None,
) -> "Dialogue":
    from visavi.usecases.undoing import take_answer_back, take_view_back

    if topic:
        return take_view_back(
            run.workspace, run.actor, dialogue, topic=topic, written_for=written_for
        )
    return take_answer_back(
        run.workspace,
        run.actor,
        dialogue,
        number=prepared or private or 0,
        private=private is not None,
    )


@VERBS.add(
    "reopen",
    "A topic is open again: neither covered, parked nor skipped.",
    argument("dialogue"),
    option("--topic", required=True, metavar="TOPIC", about="The topic, as the policy names it."),
    schema="receipt",
    changes=True,
)
def reopen(run: Run, dialogue: str, topic: str) -> Answer:
    """The history tells of both."""
    from visavi.usecases.undoing import reopen_topic

    after = reopen_topic(run.workspace, run.actor, dialogue, topic=topic)
    return of_dialogue(run, "reopen", after)
