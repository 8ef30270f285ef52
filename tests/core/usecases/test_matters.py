"""A matter stands apart: nobody concerned reaches it, no dossier shows it, none is forgotten."""

import json
from datetime import date, timedelta

import pytest

from visavi.errors import InvalidInput, NotFound, OutOfOrder, Refused
from visavi.model.matters import Matter, Severity
from visavi.usecases.agenda import agenda
from visavi.usecases.agenda_build import AgendaBuilder, matter_duties
from visavi.usecases.matters import (
    assess,
    check_matter,
    close_matter,
    hand_over,
    list_matters,
    open_matter,
    show_matter,
    take_step,
)
from visavi.usecases.read_dialogues import list_dialogues, show_dialogue
from visavi.usecases.workspace import Workspace
from visavi_testing.team import ON, by, talking


def opened(workspace: Workspace, receiver: str = "mia", concerned: str = "per") -> Matter:
    """Anna told the receiver of harassment by somebody."""
    return open_matter(
        workspace,
        by(receiver),
        concern="harassment",
        affected="anna",
        concerned=(concerned,),
        text="marker-disclosure",
    )


def finds(workspace: Workspace, person: str | None, matter: str) -> bool:
    """Whether any reading deed gives the person the matter."""
    listed = any(row["id"] == matter for row in list_matters(workspace, by(person)))
    try:
        show_matter(workspace, by(person), matter)
    except NotFound:
        return listed
    return True


def test_only_who_received_or_handles_a_matter_finds_it(uio: Workspace) -> None:
    """Not HR, not the keeper, not the affected person's colleague, not the one concerned."""
    matter = opened(uio).id

    found = {
        p for p in ("anna", "mia", "per", "otto", "top", "hanna", None) if finds(uio, p, matter)
    }

    assert found == {"mia"}


def test_a_concerned_manager_does_not_handle_or_reach_it(uio: Workspace) -> None:
    """Told to HR about the own manager, it goes to the manager's manager."""
    matter = opened(uio, receiver="hanna", concerned="mia")

    assert matter.handler == "top"
    assert not finds(uio, "mia", matter.id)
    assert finds(uio, "top", matter.id)


def test_where_everybody_in_the_line_is_concerned_the_matter_is_not_opened(uio: Workspace) -> None:
    """The way out of the program is named."""
    with pytest.raises(OutOfOrder, match="outside this program"):
        open_matter(uio, by("mia"), concern="harassment", affected="anna", concerned=("mia", "top"))


def test_no_dossier_list_or_agenda_shows_a_trace(uio: Workspace) -> None:
    """Every other reading deed of everybody answers without a word or id of the matter."""
    dialogue = talking(uio).id
    matter = opened(uio).id

    for person in ("anna", "mia", "per", "top", "hanna", None):
        actor = by(person)
        texts = [
            json.dumps(list(list_dialogues(uio.repository, actor, texts=True)), default=str),
            json.dumps(
                list(
                    agenda(uio.repository, actor, "x", AgendaBuilder(uio, actor)).items(),
                )
            ),
        ]
        if person in ("anna", "mia"):
            texts.append(json.dumps(show_dialogue(uio.repository, actor, dialogue), default=str))
        assert not any(matter in text or "marker-disclosure" in text for text in texts)


def test_the_duty_clock_runs_for_the_handler_alone(uio: Workspace) -> None:
    """Confirmation is due within a week, overdue on the eighth day, met when done."""
    matter = opened(uio).id

    def confirm(person: str, on: date) -> list[tuple[str, str | None]]:
        duties = matter_duties(uio, by(person, on))
        return [(str(d.state), str(d.due)) for d in duties if d.kind == "matter.confirm"]

    due = str(ON + timedelta(days=7))
    assert confirm("mia", ON + timedelta(days=7)) == [("open", due)]
    assert confirm("mia", ON + timedelta(days=8)) == [("overdue", due)]
    assert confirm("top", ON) == []
    take_step(uio, by("mia", ON + timedelta(days=3)), matter, step="confirm")
    assert confirm("mia", ON + timedelta(days=8)) == [("met", due)]


def test_a_decision_not_taken_is_not_a_no(uio: Workspace) -> None:
    """The policy asks for severity and both decisions, and is satisfied by a no."""
    matter = opened(uio).id
    before = {finding.rule for finding in check_matter(uio, by("mia"), matter)[0]}
    assess(uio, by("mia"), matter, severity=Severity.LOW)
    assess(uio, by("mia"), matter, separate_meeting=False, immediate_action=False)
    after = {finding.rule for finding in check_matter(uio, by("mia"), matter)[0]}

    assert {"UIO-HAR-01", "UIO-HAR-02"} <= before
    assert not {"UIO-HAR-01", "UIO-HAR-02"} & after


def test_closing_needs_an_assessment_and_what_the_policy_asks(uio: Workspace) -> None:
    """Without an assessment it is out of order; without the steps a rule refuses."""
    matter = opened(uio).id

    with pytest.raises(OutOfOrder, match="assessment"):
        close_matter(uio, by("mia"), matter, decision="Done.")
    assess(uio, by("mia"), matter, assessment="Looked into.")
    with pytest.raises(Refused) as caught:
        close_matter(uio, by("mia"), matter, decision="Done.")
    assert all(finding.ways and finding.citations for finding in caught.value.findings)


def test_a_matter_is_never_handed_to_one_concerned_or_affected(uio: Workspace) -> None:
    """Nor can somebody who may not know of it hand it over."""
    matter = opened(uio).id

    for person in ("per", "anna"):
        with pytest.raises(InvalidInput):
            hand_over(uio, by("mia"), matter, to=person)
    with pytest.raises(NotFound):
        hand_over(uio, by("otto"), matter, to="otto")


def test_an_unknown_concern_or_step_names_the_known_ones(uio: Workspace) -> None:
    """The error helps on."""
    with pytest.raises(InvalidInput, match="bullying"):
        open_matter(uio, by("mia"), concern="gossip")
    matter = opened(uio).id
    with pytest.raises(InvalidInput, match="first-check"):
        take_step(uio, by("mia"), matter, step="gossip")


def test_a_hostile_matter_id_is_not_there(uio: Workspace) -> None:
    """Paths and look-alikes answer like any unknown id."""
    for text in ("../x", "m-", "m-" + "a" * 5000, "m-aaaaaaaaaaa\n"):
        with pytest.raises(NotFound):
            show_matter(uio, by("mia"), text)
