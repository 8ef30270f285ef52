"""``visavi dialogue withdraw``: take a note back."""

from visavi.messages import say
from visavi_cli.options import Number, argument, option
from visavi_cli.output import Answer
from visavi_cli.receipts import of_dialogue
from visavi_cli.remains import told
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()


@VERBS.add(
    "withdraw",
    "Take back a note that you wrote; what both have signed stays as it is.",
    argument("dialogue"),
    option("--topic", required=True, metavar="TOPIC", about="The topic it stands under."),
    option("--note", type=Number(1, 9999), required=True, metavar="N", about="Which note; 1 on."),
    schema="receipt",
    changes=True,
)
def withdraw(run: Run, dialogue: str, topic: str, note: int) -> Answer:
    """The history says that a note was taken back, and not which."""
    from visavi.usecases.disclose import withdraw as deed

    after, remains = deed(run.workspace, run.actor, dialogue, topic=topic, number=note)
    answer = of_dialogue(run, "withdraw", after, remains=remains.as_mapping())
    answer.talk = tuple(told(remains.as_mapping(), say("The note")))
    return answer
