"""Scenes of a matter: opened apart from the dialogue, handled by whom it is not about."""

from visavi.demo.stage import Stage, written
from visavi.errors import NotFound
from visavi.messages import Sentence, say
from visavi.model.matters import Severity
from visavi.usecases.agenda_build import matter_duties
from visavi.usecases.matters import (
    assess,
    close_matter,
    list_matters,
    open_matter,
    show_matter,
    take_step,
)
from visavi.usecases.read_dialogues import list_dialogues

ELSEWHERE = "m-000000000000"
"""An id that no matter has: whoever asks for a real one is answered in the same words."""


def open_it(
    stage: Stage, receiver: str, *, affected: str, concerned: str, handler: str, text: Sentence
) -> None:
    """Whoever was told opens the matter; the line says who handles it."""
    made = open_matter(
        stage.workspace,
        stage.by(receiver),
        concern="harassment",
        affected=affected,
        concerned=(concerned,),
        text=say(text),
    )
    stage.remember("matter", made.id)
    stage.step.quotes(
        say("{name}, in the matter and nowhere else", name=stage.name(receiver)), say(text)
    )
    stage.step.holds(
        made.handler == handler
        and show_matter(stage.workspace, stage.by(handler), made.id)["text"] == say(text),
        "Matter {id} is open. It is about {affected}'s own manager, so {handler} handles it.",
        id=made.id,
        affected=stage.name(affected),
        handler=stage.name(handler),
    )


def clock(stage: Stage, handler: str, state: str) -> None:
    """The duty clock, which only the handler's agenda shows: all of it is in this state."""
    duties = matter_duties(stage.workspace, stage.by(handler))
    stage.step.says("On {handler}'s duty clock:", handler=stage.name(handler))
    for duty in duties:
        stage.step.row(
            "{step}: {state}, by {due} ({rule}, {modality})",
            step=stage.text("matter_step", duty.kind.removeprefix("matter.")),
            state=say(duty.state),
            due=duty.due,
            rule=duty.rule,
            modality=say(duty.modality),
        )
    others = [member.id for member in stage.team.members if member.id != handler]
    stage.step.holds(
        {str(duty.state) for duty in duties} == {state}
        and not any(matter_duties(stage.workspace, stage.by(one)) for one in (*others, None)),
        "All of it is {state}, and on nobody else's agenda.",
        state=say(state),
    )


def decide(stage: Stage, handler: str, assessment: Sentence) -> None:
    """How serious it is, whether to meet apart, whether to act at once."""
    matter = stage.ids["matter"]
    by = stage.by(handler)
    assess(
        stage.workspace,
        by,
        matter,
        severity=Severity.SERIOUS,
        separate_meeting=True,
        immediate_action=True,
        assessment=say(assessment),
    )
    stage.step.quotes(stage.name(handler), say(assessment))
    shown = show_matter(stage.workspace, by, matter)
    stage.step.holds(
        shown["severity"] == "serious"
        and shown["separate_meeting"] is True
        and shown["immediate_action"] is True,
        "Severity: serious. A separate meeting: yes. Immediate action: yes.",
    )


def take_steps(stage: Stage, handler: str, *steps: str) -> None:
    """Steps of the policy, each under its name."""
    for step in steps:
        take_step(stage.workspace, stage.by(handler), stage.ids["matter"], step=step)
        stage.step.row("[x] {step}", step=stage.text("matter_step", step))


def closed_too_early(stage: Stage, handler: str, *rules: str) -> None:
    """It is not closed while what the policy demands is missing."""
    by, matter = stage.by(handler), stage.ids["matter"]
    stage.step.says("{handler} wants to close it after these steps.", handler=stage.name(handler))
    stage.refused(
        lambda: close_matter(stage.workspace, by, matter, decision=say("Settled.")), *rules
    )
    stage.step.holds(
        not show_matter(stage.workspace, by, matter).get("closed"),
        "It is still open, and goes on.",
    )


def out_of_reach(stage: Stage, people: tuple[str | None, ...]) -> None:
    """None of these can reach the matter, or tell it from one that is not there."""
    ws, matter = stage.workspace, stage.ids["matter"]
    stage.step.holds(
        all(
            _words(stage, person, matter) == _words(stage, person, ELSEWHERE)
            and not list(list_matters(ws, stage.by(person)))
            and matter not in written(list(stage.agenda(person)))
            for person in people
        ),
        "For {names} there is no such matter: not by its id, in no list, on no agenda.",
        names=stage.names(people),
    )


def no_trace(stage: Stage, dialogue: str, parties: tuple[str, ...], *texts: str) -> None:
    """The dossier does not know of it, whoever reads."""
    ws = stage.workspace
    words = (stage.ids["matter"], "harassment", *map(say, texts))
    everybody = (*(member.id for member in stage.team.members), None)
    seen = [written(stage.shows(party, stage.ids[dialogue])) for party in parties]
    for person in everybody:
        seen.extend(
            written(shown) for shown in list_dialogues(ws.repository, stage.by(person), texts=True)
        )
    stage.step.holds(
        not any(word in text for word in words for text in seen),
        "{count} people and the keeper read every dialogue that they may: no trace of the matter.",
        count=len(stage.team.members),
    )


def _words(stage: Stage, person: str | None, matter: str) -> str:
    """What somebody is told who asks for a matter, without its id."""
    try:
        show_matter(stage.workspace, stage.by(person), matter)
    except NotFound as error:
        return str(error).replace(matter, "")
    return matter
