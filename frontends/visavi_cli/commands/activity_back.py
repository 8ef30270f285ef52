"""``visavi activity note``, ``withdraw``, ``remove`` and ``reopen``: a word on it, taking back."""

from visavi_cli.options import argument, flag, option
from visavi_cli.output import Answer
from visavi_cli.receipts import of_dialogue
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()
ACTIVITY = argument("activity")


@VERBS.add(
    "note",
    "How an activity goes, in a word from stdin that both read; it stays open.",
    ACTIVITY,
    option("--file", metavar="FILE", about="Read a word on it from this file; - is stdin."),
    schema="receipt",
    changes=True,
)
def note(run: Run, activity: str, file: str | None) -> Answer:
    """Either of the two may say so."""
    from visavi.usecases.activities import remark_activity

    after = remark_activity(run.workspace, run.actor, activity, word=run.text(file))
    return of_dialogue(run, "remark", after, activity=activity)


@VERBS.add(
    "withdraw",
    "Take back your last word on an activity, or a change that both have not signed yet.",
    ACTIVITY,
    flag("--change", about="The change: it is as both signed it."),
    schema="receipt",
    changes=True,
)
def withdraw(run: Run, activity: str, change: bool) -> Answer:
    """The history says that something was taken back, and not which words."""
    from visavi.usecases.undoing import take_change_back, take_remark_back

    if change:
        after = take_change_back(run.workspace, run.actor, activity)
    else:
        after = take_remark_back(run.workspace, run.actor, activity)
    return of_dialogue(run, "unadapt" if change else "unremark", after, activity=activity)


@VERBS.add(
    "remove",
    "Take an activity out of a plan before both have signed it.",
    ACTIVITY,
    schema="receipt",
    changes=True,
)
def remove(run: Run, activity: str) -> Answer:
    """What both have signed is closed with a word instead: adapt."""
    from visavi.usecases.undoing import remove_activity

    after = remove_activity(run.workspace, run.actor, activity)
    return of_dialogue(run, "remove-activity", after, activity=activity)


@VERBS.add(
    "reopen",
    "An activity is open again, whatever was said of it last; a word on it comes from --file.",
    ACTIVITY,
    option("--file", metavar="FILE", about="Read a word on it from this file; - is stdin."),
    schema="receipt",
    changes=True,
)
def reopen(run: Run, activity: str, file: str | None) -> Answer:
    """What was carried into the next dialogue is taken out of it."""
    from visavi.usecases.undoing import reopen_activity

    word = run.optional_text(file)
    after = reopen_activity(run.workspace, run.actor, activity, word=word)
    return of_dialogue(run, "reopen-activity", after, activity=activity)
