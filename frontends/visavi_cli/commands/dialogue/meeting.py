"""Before two people meet: new, invite, move, decline, waive, cancel, take-over, set-aside."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from visavi.errors import InvalidInput
from visavi.messages import Sentence
from visavi_cli.options import FILE, MOMENT, Number, argument, flag, option
from visavi_cli.output import Answer
from visavi_cli.receipts import of_dialogue
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()
DIALOGUE = argument("dialogue")


@VERBS.add(
    "new",
    "Plan a dialogue with an employee.",
    argument("employee"),
    option("--kind", required=True, metavar="KIND", about="The kind, as the policy names it."),
    option("--cycle", default="", metavar="CYCLE", about="The period; this year if not given."),
    option("--conductor", metavar="ID", about="Who holds it, if not the one the line gives."),
    schema="receipt",
    changes=True,
)
def new(run: Run, employee: str, kind: str, cycle: str, conductor: str | None) -> Answer:
    """A planned dialogue; its id is on the receipt."""
    from visavi.usecases.plan_dialogue import plan_dialogue

    made = plan_dialogue(
        run.workspace, run.actor, employee, kind=kind, cycle=cycle, conductor=conductor
    )
    return of_dialogue(run, "new", made)


@VERBS.add(
    "take-over",
    "Become the one who holds a dialogue whose conductor's right has ended.",
    DIALOGUE,
    schema="receipt",
    changes=True,
)
def take_over(run: Run, dialogue: str) -> Answer:
    """The duty comes to the actor; what the former conductor wrote for themselves does not."""
    from visavi.usecases.plan_dialogue import take_over as deed

    return of_dialogue(run, "take-over", deed(run.workspace, run.actor, dialogue))


@VERBS.add(
    "invite",
    "Invite the employee, with a time and place or with both to be found.",
    DIALOGUE,
    option("--at", type=MOMENT, metavar="TIME", about="When: 2026-02-10T10:00+01:00."),
    option("--minutes", type=Number(1, 1440), default=60, metavar="N", about="How long; 60."),
    option("--place", default="", metavar="PLACE", about="Where."),
    flag("--undisturbed", about="The place is one where nobody disturbs or overhears."),
    schema="receipt",
    changes=True,
)
def invite(
    run: Run, dialogue: str, at: datetime | None, minutes: int, place: str, undisturbed: bool
) -> Answer:
    """The employee is invited from now on; nothing leaves the house."""
    from visavi.model.dialogues import Meeting
    from visavi.usecases.invite import invite as deed

    if at is None and (place or undisturbed):
        raise InvalidInput("A place needs its time.", todo="Add --at.")
    meeting = Meeting(at, minutes, place, undisturbed) if at is not None else None
    return of_dialogue(run, "invite", deed(run.workspace, run.actor, dialogue, meeting=meeting))


def _with_reason(name: str, about: Sentence) -> None:
    """A deed that needs its reason, as a text."""

    @VERBS.add(name, about, DIALOGUE, FILE, schema="receipt", changes=True)
    def verb(run: Run, dialogue: str, file: str | None) -> Answer:
        from visavi.usecases import invite as deeds

        deed: Callable[..., Any] = getattr(deeds, name.replace("-", "_"))
        reason = run.text(file)
        return of_dialogue(run, name, deed(run.workspace, run.actor, dialogue, reason=reason))


_with_reason(
    "set-aside",
    "End a talk unread that your predecessor began and that is not released; the reason on stdin.",
)
_with_reason("move", "Put the meeting off; the reason comes on stdin.")
_with_reason("decline", "The employee declines; the reason comes on stdin.")
_with_reason("waive", "Let go of a dialogue that is owed; the reason comes on stdin.")
_with_reason("cancel", "Call a planned dialogue off; the reason comes on stdin.")
