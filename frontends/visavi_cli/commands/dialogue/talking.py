"""The talk itself: conduct, note, cover, park, skip, differ, pay."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from visavi.errors import InvalidInput
from visavi.messages import Sentence
from visavi_cli.linear import converse
from visavi_cli.options import DAY, FILE, INSTEAD, Number, OneOf, argument, flag, option
from visavi_cli.output import Answer
from visavi_cli.receipts import of_dialogue
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

if TYPE_CHECKING:
    from visavi.model.dialogues import Dialogue

VERBS = Verbs()
DIALOGUE = argument("dialogue")
TOPIC = option(
    "--topic", required=True, metavar="TOPIC", about="The topic, as the policy names it."
)
FOR = option("--for", "written_for", metavar="ID", about="Whom you write it for, if not yourself.")


@VERBS.add(
    "conduct",
    "Start the talk, or finish it, or go through it in plain lines.",
    DIALOGUE,
    flag("--start", about="The two have met: from now on the record can be written."),
    flag("--finish", about="The talk is over."),
    schema="receipt",
    changes=True,
)
def conduct(run: Run, dialogue: str, start: bool, finish: bool) -> Answer:
    """One of the two steps, or both with all between them."""
    from visavi.usecases import conduct as deeds

    if run.asked_linear and (start or finish):
        raise InvalidInput("In plain lines the talk begins with :start and ends with :e.")
    if run.linear and not (start or finish):
        return converse(run, "conduct", dialogue)
    if start is finish:
        raise InvalidInput(
            "Say whether the talk begins or ends.", todo="Add --start, --finish or --linear."
        )
    deed = deeds.start if start else deeds.hold
    return of_dialogue(run, "start" if start else "hold", deed(run.workspace, run.actor, dialogue))


@VERBS.add(
    "plan",
    "Go through the action plan in plain lines: new promises, and those of last time.",
    DIALOGUE,
    schema="receipt",
    changes=True,
)
def plan(run: Run, dialogue: str) -> Answer:
    """All of it at once; single promises are visavi activity."""
    if not run.linear:
        raise InvalidInput(
            "A plan is written in plain lines, or promise by promise.",
            todo="Add --linear, or see visavi activity --help.",
        )
    return converse(run, "plan", dialogue)


@VERBS.add(
    "note",
    "Write into the record under a topic; the text comes on stdin. Both can read it.",
    DIALOGUE,
    TOPIC,
    FOR,
    INSTEAD,
    FILE,
    schema="receipt",
    changes=True,
)
def note(
    run: Run,
    dialogue: str,
    topic: str,
    written_for: str | None,
    instead: int | None,
    file: str | None,
) -> Answer:
    """A note that another takes the place of stays in the history."""
    from visavi.usecases.conduct import note as deed

    after = deed(
        run.workspace,
        run.actor,
        dialogue,
        topic=topic,
        text=run.text(file),
        written_for=written_for,
        instead=instead,
    )
    return of_dialogue(run, "note", after)


@VERBS.add(
    "differ",
    "Put down one party's own view of a topic; the text comes on stdin.",
    DIALOGUE,
    TOPIC,
    FOR,
    FILE,
    schema="receipt",
    changes=True,
)
def differ(
    run: Run, dialogue: str, topic: str, written_for: str | None, file: str | None
) -> Answer:
    """A view that was written before gives way, and is kept nowhere."""
    from visavi.usecases.conduct import differ as deed

    text = run.text(file)
    after = deed(
        run.workspace, run.actor, dialogue, topic=topic, text=text, written_for=written_for
    )
    return of_dialogue(run, "differ", after)


def _left_open(name: str, about: Sentence) -> None:
    """A deed that leaves a topic, with its reason."""

    @VERBS.add(name, about, DIALOGUE, TOPIC, FILE, schema="receipt", changes=True)
    def verb(run: Run, dialogue: str, topic: str, file: str | None) -> Answer:
        from visavi.usecases import conduct as deeds

        deed: Callable[..., Dialogue] = getattr(deeds, name)
        after = deed(run.workspace, run.actor, dialogue, topic=topic, reason=run.text(file))
        return of_dialogue(run, name, after)


@VERBS.add(
    "cover",
    "A topic has been talked about.",
    DIALOGUE,
    TOPIC,
    schema="receipt",
    changes=True,
)
def cover(run: Run, dialogue: str, topic: str) -> Answer:
    """Marks the topic as covered."""
    from visavi.usecases.conduct import cover as deed

    return of_dialogue(run, "cover", deed(run.workspace, run.actor, dialogue, topic=topic))


_left_open("park", "A topic waits for another time; the reason comes on stdin.")
_left_open("skip", "A topic is left out on purpose; the reason comes on stdin.")


@VERBS.add(
    "pay",
    "Record the part on salary; an explanation comes from --file.",
    DIALOGUE,
    option("--discussed", type=OneOf("yes", "no"), required=True, about="Whether you spoke of it."),
    option("--amount", type=Number(0, 10_000_000), metavar="N", about="A monthly salary."),
    option("--agreed", type=OneOf("yes", "no"), about="Whether you agree on it."),
    option("--effective", type=DAY, metavar="DATE", about="From when."),
    option("--reason", "reasons", multiple=True, metavar="ID", about="A criterion of the policy."),
    option("--file", metavar="FILE", about="Read an explanation from this file; - is stdin."),
    schema="receipt",
    changes=True,
)
def pay(
    run: Run,
    dialogue: str,
    discussed: str,
    amount: int | None,
    agreed: str | None,
    effective: date | None,
    reasons: tuple[str, ...],
    file: str | None,
) -> Answer:
    """What may stand here is the policy's, by the pay route of the employee."""
    from visavi.model.dialogues import Pay
    from visavi.usecases.conduct import pay as deed

    part = Pay(
        discussed == "yes",
        amount,
        None if agreed is None else agreed == "yes",
        effective,
        reasons,
        run.optional_text(file),
    )
    return of_dialogue(run, "pay", deed(run.workspace, run.actor, dialogue, part=part))
