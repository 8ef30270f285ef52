"""``visavi matter``: a serious concern, kept apart from every dialogue."""

from typing import Any

from visavi.errors import InvalidInput
from visavi.messages import say
from visavi.usecases import whole
from visavi_cli.exits import Exit
from visavi_cli.options import OneOf, argument, option
from visavi_cli.output import Answer
from visavi_cli.receipts import receipt
from visavi_cli.remains import told
from visavi_cli.render import matters as render
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()
MATTER = argument("matter")
YES_NO = OneOf("yes", "no")


@VERBS.add("list", "The matters that you received or handle.", schema="matters")
def list_matters(run: Run) -> Answer:
    """Without their words."""
    from visavi.usecases.matters import list_matters as read

    return Answer(read(run.workspace, run.actor), render.rows)


@VERBS.add(
    "open",
    "Write down what somebody told of; the text comes from --file.",
    option("--concern", required=True, metavar="ID", about="What kind, as the policy names it."),
    option("--affected", metavar="ID", about="Who was exposed; nobody if it is anonymous."),
    option("--concerned", multiple=True, metavar="ID", about="Whom it is about."),
    option("--file", metavar="FILE", about="Read the text from this file; - is stdin."),
    option(
        "--from-note",
        nargs=3,
        metavar="DIALOGUE TOPIC N",
        about="Move the text here: your note number N under this topic of this dialogue.",
    ),
    schema="receipt",
    changes=True,
)
def open_matter(
    run: Run,
    concern: str,
    affected: str | None,
    concerned: tuple[str, ...],
    file: str | None,
    from_note: tuple[str, str, str] | None,
) -> Answer:
    """No dialogue points to it, and those whom it is about cannot reach it."""
    from visavi.usecases.matters import open_matter as deed

    if from_note is not None:
        if file is not None:
            raise InvalidInput("The text comes from the note or from a file, not from both.")
        return _moved(run, from_note, concern, affected, concerned)
    made = deed(
        run.workspace,
        run.actor,
        concern=concern,
        affected=affected,
        concerned=concerned,
        text=run.optional_text(file),
    )
    return _receipt(run, "open", made)


@VERBS.add("show", "One matter whole.", MATTER, schema="matter")
def show(run: Run, matter: str) -> Answer:
    """For who received or handles it."""
    from visavi.usecases.matters import show_matter

    return Answer(whole.matter(show_matter(run.workspace, run.actor, matter)), render.matter)


@VERBS.add(
    "assess",
    "Judge how serious it is, and decide; the assessment comes from --file.",
    MATTER,
    option("--severity", type=OneOf("low", "serious", "acute"), about="How serious."),
    option("--separate-meeting", type=YES_NO, about="Whether to meet about it separately."),
    option("--immediate-action", type=YES_NO, about="Whether to act at once."),
    option("--concerned", multiple=True, metavar="ID", about="Whom it turns out to be about too."),
    option("--file", metavar="FILE", about="Read the assessment from this file; - is stdin."),
    schema="receipt",
    changes=True,
)
def assess(
    run: Run,
    matter: str,
    severity: str | None,
    separate_meeting: str | None,
    immediate_action: str | None,
    concerned: tuple[str, ...],
    file: str | None,
) -> Answer:
    """A decision that is not taken is not the same as no."""
    from visavi.model.matters import Severity
    from visavi.usecases.matters import assess as deed

    after = deed(
        run.workspace,
        run.actor,
        matter,
        severity=None if severity is None else Severity(severity),
        separate_meeting=_decision(separate_meeting),
        immediate_action=_decision(immediate_action),
        assessment=run.optional_text(file),
        concerned=concerned,
    )
    return _receipt(run, "assess", after)


@VERBS.add(
    "step",
    "Take one of the policy's steps; what there is to write down comes from --file.",
    MATTER,
    argument("step"),
    option("--file", metavar="FILE", about="Read the words from this file; - is stdin."),
    schema="receipt",
    changes=True,
)
def step(run: Run, matter: str, step: str, file: str | None) -> Answer:
    """The steps are the policy's, and some are on its clock."""
    from visavi.usecases.matters import take_step

    after = take_step(run.workspace, run.actor, matter, step=step, text=run.optional_text(file))
    return _receipt(run, "step", after)


@VERBS.add(
    "hand-over",
    "Let somebody else handle it: never one whom it is about.",
    MATTER,
    option("--to", required=True, metavar="ID", about="Who handles it from now on."),
    schema="receipt",
    changes=True,
)
def hand_over(run: Run, matter: str, to: str) -> Answer:
    """The former handler reads it no longer, unless they received it."""
    from visavi.usecases.matters import hand_over as deed

    return _receipt(run, "hand-over", deed(run.workspace, run.actor, matter, to=to))


@VERBS.add(
    "check",
    "What the policy says of the matter, and what is due; 10 if anything is amiss.",
    MATTER,
    schema="matter-check",
)
def check(run: Run, matter: str) -> Answer:
    """Reads only."""
    from visavi.usecases.matters import check_matter

    findings, duties = check_matter(run.workspace, run.actor, matter)
    data = {
        "findings": [finding.as_mapping() for finding in findings],
        "duties": [duty.as_mapping() for duty in duties],
    }
    amiss = any(f["modality"] != "may" for f in data["findings"])
    late = any(duty["state"] == "overdue" for duty in data["duties"])
    return Answer(data, render.check, code=Exit.FOUND if amiss or late else Exit.DONE)


@VERBS.add(
    "close",
    "Close with a decision; it comes on stdin.",
    MATTER,
    option("--file", metavar="FILE", about="Read the decision from this file instead of stdin."),
    schema="receipt",
    changes=True,
)
def close(run: Run, matter: str, file: str | None) -> Answer:
    """It needs an assessment, and what the policy asks for."""
    from visavi.usecases.matters import close_matter

    after = close_matter(run.workspace, run.actor, matter, decision=run.text(file))
    return _receipt(run, "close", after)


def _moved(
    run: Run,
    note: tuple[str, str, str],
    concern: str,
    affected: str | None,
    concerned: tuple[str, ...],
) -> Answer:
    from visavi.usecases.disclose import move_to_matter

    dialogue, topic, number = note
    if not (number.isascii() and number.isdigit() and len(number) < 5):
        raise InvalidInput("The number of a note is a whole number, counted from 1.")
    made, remains = move_to_matter(
        run.workspace,
        run.actor,
        dialogue,
        topic=topic,
        number=int(number),
        concern=concern,
        affected=affected,
        concerned=concerned,
    )
    answer = _receipt(run, "open", made, remains=remains.as_mapping())
    answer.talk = tuple(told(remains.as_mapping(), say("What you moved")))
    return answer


def _receipt(run: Run, deed: str, matter: Any, **more: Any) -> Answer:
    """The matter's id, who handles it, and whether it is closed."""
    state = "closed" if matter.closed is not None else "open"
    return receipt(run, deed, matter.id, state=state, handler=matter.handler, **more)


def _decision(word: str | None) -> bool | None:
    return None if word is None else word == "yes"
