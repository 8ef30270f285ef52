"""Scenes of every walk from the signatures on: sign, keep apart, follow up, open the next one."""

from typing import Any

from visavi.demo.acts import local, tell_activity
from visavi.demo.stage import Stage, written
from visavi.demo.talk import Talk
from visavi.errors import Conflict, OutOfOrder
from visavi.messages import Sentence, say
from visavi.model.plans import Carry
from visavi.usecases.activities import (
    carry_activity,
    edit_activity,
    finish_activity,
)
from visavi.usecases.read_dialogues import (
    last_plan,
    list_dialogues,
    overdue_activities,
    show_activity,
)
from visavi.usecases.read_signing import text_to_sign
from visavi.usecases.sign import sign


def fingerprint(stage: Stage, talk: Talk) -> str:
    """The fingerprint of the text that would be signed now, as the employee is shown it."""
    shown = text_to_sign(stage.workspace, stage.by(talk.employee), stage.ids[talk.name])
    return str(shown["fingerprint"])


def _signatures(stage: Stage, talk: Talk) -> int:
    """How many answers stand on the newest version."""
    signed = stage.shows(talk.employee, stage.ids[talk.name])["signed"]
    return len(signed[-1]["signatures"]) if signed else 0


def sign_with_a_change(stage: Stage, talk: Talk, number: int, change: dict[str, Any]) -> None:
    """The conductor signs, an activity is changed, and that drops the first signature."""
    dialogue = stage.ids[talk.name]
    first = fingerprint(stage, talk)
    conductor, employee = stage.name(talk.conductor), stage.name(talk.employee)
    sign(stage.workspace, stage.by(talk.conductor), dialogue, shown=first)
    stage.step.says(
        "{conductor} signs the text with the fingerprint {digest}.",
        conductor=conductor,
        digest=first[:12],
    )
    stage.step.holds(_signatures(stage, talk) == 1, "One signature stands there.")
    activity = stage.ids[f"{talk.name}.{number}"]
    edit_activity(stage.workspace, stage.by(talk.conductor), activity, change)
    stage.step.says(
        "{employee} asks for a later day in activity {number}, and {conductor} changes it to "
        "{when}.",
        employee=employee,
        conductor=conductor,
        number=local(activity),
        when=change["when"],
    )
    second = fingerprint(stage, talk)
    stage.step.holds(
        _signatures(stage, talk) == 0 and second != first,
        "The text is another one ({digest}): the first signature is gone.",
        digest=second[:12],
    )
    stage.stopped(
        lambda: sign(stage.workspace, stage.by(talk.employee), dialogue, shown=first),
        Conflict,
        "Signing the text that was shown before",
    )


def sign_both(stage: Stage, talk: Talk, *, dissent: Sentence = "") -> None:
    """Both sign the same text, the employee with a dissent if there is one."""
    dialogue, now = stage.ids[talk.name], fingerprint(stage, talk)
    sign(stage.workspace, stage.by(talk.conductor), dialogue, shown=now)
    sign(
        stage.workspace,
        stage.by(talk.employee),
        dialogue,
        shown=now,
        dissent=say(dissent) if dissent else "",
    )
    stage.step.says(
        "Both sign the text with the fingerprint {digest}.",
        digest=now[:12],
    )
    if dissent:
        stage.step.quotes(
            say("{name}, signing with a dissent", name=stage.name(talk.employee)), say(dissent)
        )
    shown = stage.shows(talk.employee, dialogue)
    newest = shown["signed"][-1]
    stage.step.holds(
        shown["state"] == "signed"
        and newest["digest"] == now
        and (not dissent or say(dissent) in written(newest)),
        "Version {number} carries both answers; the dialogue is signed.",
        number=newest["number"],
    )


def unchangeable(stage: Stage, talk: Talk) -> None:
    """What was signed stays as it is."""
    activity = stage.ids[f"{talk.name}.1"]
    stage.stopped(
        lambda: edit_activity(
            stage.workspace, stage.by(talk.conductor), activity, {"support": say("none")}
        ),
        OutOfOrder,
        "Changing the plan afterwards",
    )


def kept_apart(stage: Stage, talk: Talk, others: tuple[str, ...], hr: str) -> None:
    """Nobody else finds the dialogue; HR sees that the duty is met and no word of it."""
    dialogue = stage.ids[talk.name]
    rest = (*others, hr, None)
    stage.step.holds(
        all(
            stage.hidden(person, dialogue)
            and not any(row["id"] == dialogue for row in _listed(stage, person))
            for person in rest
        ),
        "For {names} there is no dialogue {id}.",
        names=stage.names(rest),
        id=dialogue,
    )
    met = [
        row
        for row in stage.agenda(hr)
        if row["person"] == talk.employee and row["kind"] == talk.kind and row["state"] == "met"
    ]
    said = [text for part in talk.parts for _, text in (*part.notes, *part.views)]
    stage.step.holds(
        bool(met) and not any(say(text) in written(met) for text in said),
        "{hr}'s agenda says that the duty is met, and nothing of what was said.",
        hr=stage.name(hr),
    )


def _listed(stage: Stage, person: str | None) -> list[dict[str, Any]]:
    return list(list_dialogues(stage.workspace.repository, stage.by(person)))


def follow_up(stage: Stage, talk: Talk, done: int, word: Sentence) -> None:
    """One activity is done, with a word on how it went; what is late can be seen by both."""
    activity = stage.ids[f"{talk.name}.{done}"]
    finish_activity(stage.workspace, stage.by(talk.employee), activity, word=say(word))
    stage.step.quotes(
        say("{name}, on activity {number}", name=stage.name(talk.employee), number=local(activity)),
        say(word),
    )
    shown = show_activity(stage.workspace.repository, stage.by(talk.conductor), activity)
    stage.step.holds(
        shown["progress"] == "done",
        "{conductor} reads that activity {number} is done.",
        conductor=stage.name(talk.conductor),
        number=local(activity),
    )
    late = overdue_activities(stage.workspace.repository, stage.by(talk.conductor))
    for row in late:
        stage.step.row("late since {when}: {what}", when=row["when"], what=row["what"])
    stage.step.holds(
        any(row["dialogue"] == stage.ids[talk.name] for row in late),
        "An unfinished activity whose day has passed is named as late.",
    )


def open_with_last_plan(stage: Stage, talk: Talk, last: Talk, *, carried: int = 0) -> None:
    """The dialogue shows the last plan, and what became of each activity.

    ``carried`` is how many of them the last dialogue had taken over itself.
    """
    rows = last_plan(stage.workspace.repository, stage.by(talk.employee), stage.ids[talk.name])
    stage.step.says("It opens with the plan of dialogue {id}:", id=stage.ids[last.name])
    for row in rows:
        stage.step.row("{progress}: {what}", progress=say(row["progress"]), what=row["what"])
    open_ones = sum(row["progress"] == "open" for row in rows)
    stage.step.holds(
        len(rows) == len(last.activities) + carried,
        "{count} activities, {unfinished} of them without an answer.",
        count=len(rows),
        unfinished=open_ones,
    )


def unanswered(stage: Stage, talk: Talk) -> None:
    """Nothing is carried silently: without an answer to the last plan nobody signs."""
    stage.stopped(
        lambda: sign(stage.workspace, stage.by(talk.conductor), stage.ids[talk.name]),
        OutOfOrder,
        "Signing before the last plan is answered",
    )


def answer(
    stage: Stage,
    talk: Talk,
    last: Talk,
    number: int,
    decision: Carry,
    word: Sentence,
    fields: dict[str, Any] | None = None,
) -> None:
    """One unfinished activity of the last plan is kept, changed or closed with a word."""
    activity = stage.ids[f"{last.name}.{number}"]
    carry_activity(
        stage.workspace,
        stage.by(talk.conductor),
        activity,
        into=stage.ids[talk.name],
        decision=decision,
        word=say(word) if word else "",
        fields=fields,
    )
    said = {
        Carry.KEEP: say("kept"),
        Carry.CHANGE: say("changed"),
        Carry.CLOSE: say("closed"),
    }[decision]
    stage.step.says(
        "Activity {number}: {said}. {word}", number=local(activity), said=said, word=say(word)
    )
    shown = show_activity(stage.workspace.repository, stage.by(talk.employee), activity)
    plan = stage.shows(talk.employee, stage.ids[talk.name])["plan"].get("activities", ())
    copies = [copy for copy in plan if copy.get("carried_from") == activity]
    carried = decision is not Carry.CLOSE
    stage.step.holds(
        len(copies) == carried and shown["progress"] == ("carried" if carried else "closed"),
        "It stands in the new plan, with where it comes from."
        if carried
        else "It does not stand in the new plan, and its word is kept with the old one.",
    )
    for copy in copies if decision is Carry.CHANGE else ():
        tell_activity(stage, copy["id"], copy)
