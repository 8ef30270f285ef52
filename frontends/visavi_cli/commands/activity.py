"""``visavi activity``: what was promised in a dialogue, and what became of it."""

from datetime import date
from typing import Any

from visavi.errors import InvalidInput
from visavi.usecases import whole
from visavi_cli.exits import Exit
from visavi_cli.forms import read_form
from visavi_cli.options import DAY, FILE, REASON, OneOf, argument, option
from visavi_cli.output import Answer
from visavi_cli.receipts import of_dialogue
from visavi_cli.render import activities as render
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()
ACTIVITY = argument("activity")
WHEN = option("--when", type=DAY, metavar="DATE", about="By when.")
WHO = option(
    "--responsible",
    type=OneOf("employee", "manager", "both", "other"),
    about="Who answers for it.",
)
WORD = option("--file", metavar="FILE", about="Read a word on it from this file; - is stdin.")
FORM = ("what", "how", "result", "support", "follow_up", "when", "responsible")


@VERBS.add(
    "list",
    "The activities in the plans that you may read.",
    option("--employee", metavar="ID", about="Only this employee's."),
    option("--progress", type=OneOf("open", "done", "closed", "carried"), about="Only these."),
    schema="activities",
)
def list_activities(run: Run, employee: str | None, progress: str | None) -> Answer:
    """Without their words: ids, days and progress."""
    from visavi.usecases.read_dialogues import list_activities as read

    found = read(run.repository, run.actor, employee=employee, progress=progress)
    return Answer(map(_row, found), render.rows)


@VERBS.add(
    "show", "One activity with all its fields and steps.", ACTIVITY, REASON, schema="activity"
)
def show(run: Run, activity: str, reason: str) -> Answer:
    """For those who may read the plan; somebody beyond the two says why."""
    from visavi.usecases.read_dialogues import show_activity

    found = show_activity(run.repository, run.actor, activity, reason=reason)
    return Answer(whole.activity(found), render.activity)


@VERBS.add(
    "new",
    "Agree on an activity; its texts come on stdin as what: ..., how: ... and so on.",
    argument("dialogue"),
    WHEN,
    WHO,
    FILE,
    schema="receipt",
    changes=True,
)
def new(
    run: Run, dialogue: str, when: date | None, responsible: str | None, file: str | None
) -> Answer:
    """The fields are what, how, when, responsible, result, support and follow-up."""
    from visavi.usecases.activities import add_activity

    fields = _fields(read_form(run.text(file), FORM), when, responsible)
    after, made = add_activity(run.workspace, run.actor, dialogue, fields)
    return of_dialogue(run, "activity", after, activity=made)


@VERBS.add(
    "edit",
    "Change fields of an activity before both have signed; texts as for new, from --file.",
    ACTIVITY,
    WHEN,
    WHO,
    option("--file", metavar="FILE", about="Read the fields from this file; - is stdin."),
    schema="receipt",
    changes=True,
)
def edit(
    run: Run, activity: str, when: date | None, responsible: str | None, file: str | None
) -> Answer:
    """Fields that are not given stay as they are."""
    from visavi.usecases.activities import edit_activity

    fields = _given(run, when, responsible, file)
    if not fields:
        raise InvalidInput(
            "There is nothing to change.", todo="Give --when, --responsible or --file."
        )
    after = edit_activity(run.workspace, run.actor, activity, fields)
    return of_dialogue(run, "activity", after, activity=activity)


@VERBS.add(
    "done",
    "An activity is done; a word on how it went comes from --file.",
    ACTIVITY,
    WORD,
    schema="receipt",
    changes=True,
)
def done(run: Run, activity: str, file: str | None) -> Answer:
    """Either of the two may say so."""
    from visavi.usecases.activities import finish_activity

    word = run.optional_text(file)
    after = finish_activity(run.workspace, run.actor, activity, word=word)
    return of_dialogue(run, "done", after, activity=activity)


@VERBS.add(
    "adapt",
    "An activity cannot be done as agreed: the reason comes on stdin; it is closed or changed.",
    ACTIVITY,
    WHEN,
    WHO,
    option("--fields", metavar="FILE", about="Read changed fields from this file, as for new."),
    FILE,
    schema="receipt",
    changes=True,
)
def adapt(
    run: Run,
    activity: str,
    when: date | None,
    responsible: str | None,
    fields: str | None,
    file: str | None,
) -> Answer:
    """With changed fields the plan is changed, and both sign again; without, it is closed."""
    from visavi.usecases.activities import adapt_activity

    changed = _given(run, when, responsible, fields)
    word = run.text(file)
    after = adapt_activity(run.workspace, run.actor, activity, word=word, fields=changed or None)
    return of_dialogue(run, "adapt", after, activity=activity)


@VERBS.add(
    "carry",
    "The next dialogue takes up an unfinished activity: kept, changed, or closed with a word.",
    ACTIVITY,
    option("--into", required=True, metavar="DIALOGUE", about="The next dialogue."),
    option(
        "--decision", type=OneOf("keep", "change", "close"), required=True, about="What it decides."
    ),
    WHEN,
    WHO,
    option("--fields", metavar="FILE", about="Read changed fields from this file, as for new."),
    WORD,
    schema="receipt",
    changes=True,
)
def carry(
    run: Run,
    activity: str,
    into: str,
    decision: str,
    when: date | None,
    responsible: str | None,
    fields: str | None,
    file: str | None,
) -> Answer:
    """Nothing is carried silently: to change or close needs a word."""
    from visavi.model.plans import Carry
    from visavi.usecases.activities import carry_activity

    after = carry_activity(
        run.workspace,
        run.actor,
        activity,
        into=into,
        decision=Carry(decision),
        word=run.optional_text(file),
        fields=_given(run, when, responsible, fields) or None,
    )
    return of_dialogue(run, "carry", after, activity=activity)


@VERBS.add(
    "check",
    "The open activities whose day has passed; 10 if there are any.",
    option("--employee", metavar="ID", about="Only this employee's."),
    schema="activities",
)
def check(run: Run, employee: str | None) -> Answer:
    """Late as of the day that counts."""
    from visavi.usecases.read_dialogues import list_activities as read

    today = run.on.isoformat()
    found = read(run.repository, run.actor, employee=employee, progress="open")
    late = [_row(row) for row in found if row["when"] is not None and row["when"] < today]
    return Answer(late, render.late, code=Exit.FOUND if late else Exit.DONE)


def _row(found: dict[str, Any]) -> dict[str, Any]:
    keys = ("id", "dialogue", "employee", "progress", "when", "responsible")
    return {key: found[key] for key in keys}


def _given(
    run: Run, when: date | None, responsible: str | None, file: str | None
) -> dict[str, Any]:
    form = {} if file is None else read_form(run.text(file), FORM)
    return _fields(form, when, responsible)


def _fields(form: dict[str, str], when: date | None, responsible: str | None) -> dict[str, Any]:
    """The form's fields with the options over them; days and words parsed."""
    fields: dict[str, Any] = dict(form)
    if form.get("when"):
        fields["when"] = DAY.convert(form["when"], None, None)
    elif "when" in form:
        fields["when"] = None
    if "responsible" in form:
        words = OneOf("employee", "manager", "both", "other")
        fields["responsible"] = words.convert(form["responsible"], None, None)
    if when is not None:
        fields["when"] = when
    if responsible is not None:
        fields["responsible"] = responsible
    return fields
