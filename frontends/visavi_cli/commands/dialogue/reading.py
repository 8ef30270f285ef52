"""Reading dialogues: list, show, check, history. No domain object is built for it."""

from collections.abc import Iterator
from typing import Any

from visavi.usecases import whole
from visavi_cli.exits import Exit
from visavi_cli.options import NOTES, REASON, Number, argument, flag, option
from visavi_cli.output import Answer
from visavi_cli.render import dialogues as render
from visavi_cli.render import versions as render_versions
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()
DIALOGUE = argument("dialogue")


@VERBS.add(
    "list",
    "The dialogues that you may know of.",
    option("--employee", metavar="ID", about="Only this employee's."),
    option("--kind", metavar="KIND", about="Only of this kind."),
    option("--state", metavar="STATE", about="Only in this state."),
    NOTES,
    REASON,
    schema="dialogues",
)
def list_dialogues(
    run: Run, employee: str | None, kind: str | None, state: str | None, notes: bool, reason: str
) -> Answer:
    """One line each; what was said only with ``--notes``, other people's words with a reason."""
    from visavi.usecases.read_dialogues import list_dialogues as read

    only = {"employee": employee, "kind": kind, "state": state}
    found = read(run.repository, run.actor, **only, texts=notes, reason=reason)
    shown: Iterator[dict[str, Any]] = map(whole.dialogue, found) if notes else found
    return Answer(shown, render.dialogues)


@VERBS.add(
    "show",
    "One dialogue, as far as you may see it, with the plan that it opens with.",
    DIALOGUE,
    flag("--to-sign", about="Show the very text that is to be signed, and its fingerprint."),
    REASON,
    schema="dialogue",
)
def show(run: Run, dialogue: str, to_sign: bool, reason: str) -> Answer:
    """What is there but not shown is named under ``withheld``."""
    from visavi.usecases.read_dialogues import last_plan, show_dialogue

    data = whole.dialogue(show_dialogue(run.repository, run.actor, dialogue, reason=reason))
    data["last_plan"] = [
        whole.activity(found) for found in last_plan(run.repository, run.actor, dialogue)
    ]
    if to_sign:
        from visavi.usecases.read_signing import text_to_sign

        data["to_sign"] = text_to_sign(run.workspace, run.actor, dialogue)
        return Answer(data, lambda shown: _to_sign(shown["to_sign"]))
    return Answer(data, lambda shown: render.dialogue(shown, _names(run, shown["policy"]["id"])))


@VERBS.add(
    "history",
    "What happened, when, by whom and why; or the earlier versions of its texts.",
    DIALOGUE,
    flag("--versions", about="List the earlier versions that you may read."),
    option("--version", "number", type=Number(1, 99_999), metavar="N", about="Print this one."),
    schema="events",
    also=("versions", "version"),
)
def history(run: Run, dialogue: str, versions: bool, number: int | None) -> Answer:
    """Events are for the two; of versions each reads the shared ones and the own."""
    if versions or number is not None:
        return _versions(run, dialogue, number)
    from visavi.usecases.read_dialogues import dialogue_history

    events = dialogue_history(run.repository, run.actor, dialogue)
    return Answer(whole.events(events), render.history)


def _versions(run: Run, dialogue: str, number: int | None) -> Answer:
    from visavi.usecases.versions import version, versions_of

    if number is not None:
        found = version(run.repository, run.actor, dialogue, number)
        return Answer(found, render_versions.version, schema="version")
    rows = versions_of(run.repository, run.actor, dialogue)
    wordless = [row | {"text": "", "fields": None} for row in rows]
    return Answer(wordless, render_versions.versions, schema="versions")


@VERBS.add(
    "check",
    "What the policy says of the dialogue as it stands; 10 if it finds anything amiss.",
    DIALOGUE,
    flag("--explain", about="Name the rules that stayed silent too, and why."),
    schema="findings",
)
def check(run: Run, dialogue: str, explain: bool) -> Answer:
    """Reads only. Advice (``may``) and reminders are printed, but are nothing amiss."""
    from visavi.usecases.judge import check_dialogue, explain_dialogue

    if explain:
        data = explain_dialogue(run.workspace, run.actor, dialogue)
    else:
        found = check_dialogue(run.workspace, run.actor, dialogue)
        data = {"findings": [finding.as_mapping() for finding in found], "silences": []}
    amiss = any(not f["told"] and f["modality"] != "may" for f in data["findings"])
    return Answer(data, render.findings, code=Exit.FOUND if amiss else Exit.DONE)


def _names(run: Run, policy: str) -> render.Names:
    """The names in the policy that the dialogue was planned under; ids, where it does not load."""
    from visavi.errors import VisaviError

    try:
        found = run.policies.by_id(policy)
    except VisaviError:
        return render.unnamed
    return lambda table, name: found.text(table, name, on=run.on)


def _to_sign(shown: dict[str, Any]) -> Iterator[str]:
    yield shown["text"]
    yield f"{shown['number']} {shown['fingerprint']}"
