"""Private text stays its owner's, and preparation is blind until both have submitted."""

import json
from datetime import date, timedelta

import pytest
from attrs import evolve

from visavi.errors import InvalidInput, NotFound, OutOfOrder, VisaviError
from visavi.model.dialogues import Party
from visavi.model.people import Delegation, Disqualification
from visavi.usecases.conduct import differ, hold, note
from visavi.usecases.line import delegate, disqualify, end_delegation, set_line
from visavi.usecases.plan_dialogue import plan_dialogue, take_over
from visavi.usecases.prepare import prepare, submit
from visavi.usecases.read_dialogues import (
    dialogue_history,
    list_activities,
    list_dialogues,
    show_dialogue,
)
from visavi.usecases.sign import release
from visavi.usecases.workspace import Workspace
from visavi_testing.team import ON, by, planned, talking

EVERYBODY = ("anna", "mia", "per", "top", "otto", "hanna", None)


def seen_by(workspace: Workspace, person: str | None, dialogue: str, on: date = ON) -> str:
    """All that any reading deed answers to the person, errors included, as one text."""
    actor = by(person, on)
    parts: list[object] = []
    for read in (
        lambda: show_dialogue(workspace.repository, actor, dialogue),
        lambda: dialogue_history(workspace.repository, actor, dialogue),
        lambda: list(list_dialogues(workspace.repository, actor, texts=True)),
        lambda: list(list_activities(workspace.repository, actor)),
    ):
        try:
            parts.append(read())
        except VisaviError as error:
            parts.append(error.as_mapping())
    return json.dumps(parts, default=str)


def readers(workspace: Workspace, marker: str, dialogue: str, on: date = ON) -> set[str | None]:
    """Everybody to whom the marker is shown by some reading deed."""
    return {person for person in EVERYBODY if marker in seen_by(workspace, person, dialogue, on)}


def test_a_private_note_is_its_writers_alone(uio: Workspace) -> None:
    """Submitting, talking and holding do not show a private note to anybody else."""
    dialogue = planned(uio).id
    prepare(uio, by("mia"), dialogue, text="marker-mia", private=True)
    prepare(uio, by("anna"), dialogue, text="marker-anna", private=True)
    submit(uio, by("mia"), dialogue)
    submit(uio, by("anna"), dialogue)

    assert readers(uio, "marker-mia", dialogue) == {"mia"}
    assert readers(uio, "marker-anna", dialogue) == {"anna"}


def test_preparation_is_blind_until_both_have_submitted(uio: Workspace) -> None:
    """The first to submit learns nothing; the second one's submission opens both."""
    dialogue = planned(uio).id
    prepare(uio, by("mia"), dialogue, text="marker-mia")
    prepare(uio, by("anna"), dialogue, text="marker-anna")
    before = readers(uio, "marker-mia", dialogue), readers(uio, "marker-anna", dialogue)
    submit(uio, by("mia"), dialogue)
    between = readers(uio, "marker-mia", dialogue), readers(uio, "marker-anna", dialogue)
    submit(uio, by("anna"), dialogue)
    after = readers(uio, "marker-mia", dialogue), readers(uio, "marker-anna", dialogue)

    assert before == ({"mia"}, {"anna"})
    assert between == ({"mia"}, {"anna"})
    assert after == ({"mia", "anna"}, {"mia", "anna"})


def test_holding_the_talk_never_publishes_a_draft(uio: Workspace) -> None:
    """What was prepared and not submitted stays the writer's when the talk is over."""
    dialogue = talking(uio).id
    other = plan_dialogue(uio, by("mia"), "per", kind="uio.work", cycle="2026").id
    prepare(uio, by("per"), other, text="marker-per")
    hold(uio, by("mia"), dialogue)

    assert readers(uio, "marker-per", other) == {"per"}


def test_the_record_is_read_by_the_two_alone(uio: Workspace) -> None:
    """No role implies reading: not HR, not the manager's manager, not the keeper."""
    dialogue = talking(uio).id
    note(uio, by("anna"), dialogue, topic="environment", text="marker-record")

    assert readers(uio, "marker-record", dialogue) == {"anna", "mia"}


def test_not_yours_and_not_there_answer_alike(uio: Workspace) -> None:
    """An id of somebody else's dialogue and an id of none give the same words."""
    dialogue = talking(uio).id
    absent = dialogue[:-1] + ("0" if dialogue[-1] != "0" else "1")

    def answer(asked: str) -> str:
        with pytest.raises(NotFound) as caught:
            show_dialogue(uio.repository, by("otto"), asked)
        return str(caught.value).replace(asked, "ID")

    assert answer(dialogue) == answer(absent)


def test_a_new_manager_ends_the_old_ones_writing_and_reading_at_once(uio: Workspace) -> None:
    """The predecessor keeps the own notes, the successor gets the duty and no unreleased word."""
    dialogue = talking(uio).id
    note(uio, by("mia"), dialogue, topic="tasks", text="marker-record")
    later = ON + timedelta(days=1)
    prepare_note = "marker-own"
    set_line(uio, by(None), "anna", manager="otto", start=later)

    assert readers(uio, "marker-record", dialogue, later) == {"anna"}
    with pytest.raises(VisaviError):
        note(uio, by("mia", later), dialogue, topic="tasks", text=prepare_note)
    with pytest.raises(OutOfOrder, match="not released"):
        take_over(uio, by("otto", later), dialogue)
    assert readers(uio, "marker-record", dialogue, later) == {"anna"}

    release(uio, by("anna", later), dialogue)
    taken = take_over(uio, by("otto", later), dialogue)
    assert taken.conductor == "otto"
    assert taken.released == ()
    assert readers(uio, "marker-record", dialogue, later) == {"anna", "otto"}


def test_a_predecessors_private_notes_do_not_move(uio: Workspace) -> None:
    """After a take-over they are put aside: the former conductor reads them, nobody else."""
    dialogue = planned(uio).id
    prepare(uio, by("mia"), dialogue, text="marker-own", private=True)
    later = ON + timedelta(days=1)
    set_line(uio, by(None), "anna", manager="otto", start=later)
    take_over(uio, by("otto", later), dialogue)

    assert readers(uio, "marker-own", dialogue, later) == {"mia"}


def test_a_delegates_right_ends_with_the_delegation(uio: Workspace) -> None:
    """On the last day the delegate writes; on the day after, nothing is there to write in."""
    end = ON + timedelta(days=5)
    delegate(uio, by("mia"), "mia", Delegation("d1", "otto", start=ON, people=("anna",)))
    dialogue = plan_dialogue(uio, by("otto"), "anna", kind="uio.work", cycle="2026").id
    end_delegation(uio, by("mia"), "mia", "d1", last_day=end)

    prepare(uio, by("otto", end), dialogue, text="still mine")
    with pytest.raises(VisaviError):
        prepare(uio, by("otto", end + timedelta(days=1)), dialogue, text="too late")


def test_a_disqualified_manager_can_write_no_more(uio: Workspace) -> None:
    """Disqualification ends writing at once, and the replacement can take over."""
    dialogue = planned(uio).id
    disqualify(
        uio,
        by("mia"),
        "anna",
        Disqualification("mia", "close-relation", start=ON, replaced_by="otto"),
    )

    with pytest.raises(VisaviError):
        prepare(uio, by("mia"), dialogue, text="no more")
    assert take_over(uio, by("otto"), dialogue).conductor == "otto"


def test_a_dry_run_writes_nothing(uio: Workspace) -> None:
    """A deed on a dry run is judged like any other and leaves the store as it was."""
    dialogue = planned(uio).id
    before = dict(uio.repository.dialogue(dialogue))

    prepare(evolve(uio, dry_run=True), by("anna"), dialogue, text="only tried")

    assert dict(uio.repository.dialogue(dialogue)) == before


def test_a_view_that_was_written_down_for_somebody_gives_way_to_the_own_words(
    uio: Workspace,
) -> None:
    """And not the other way round: nobody can take the other's view away by being first."""
    dialogue = talking(uio).id
    differ(uio, by("mia"), dialogue, topic="environment", text="All is well", written_for="anna")
    after = differ(uio, by("anna"), dialogue, topic="environment", text="It is not")
    with pytest.raises(OutOfOrder):
        differ(uio, by("mia"), dialogue, topic="environment", text="It is", written_for="anna")

    topic = after.topic("environment")
    assert topic is not None
    view = topic.views[Party.EMPLOYEE]
    assert (view.text, view.author, view.written_for) == ("It is not", "anna", None)


def test_nobody_writes_on_behalf_of_somebody_who_is_not_there(uio: Workspace) -> None:
    """Neither of a colleague nor of a name that nobody has."""
    dialogue = talking(uio).id
    for whom in ("per", "nobody"):
        with pytest.raises(InvalidInput, match="not one of the two"):
            note(uio, by("mia"), dialogue, topic="tasks", text="x", written_for=whom)
        with pytest.raises(InvalidInput, match="not one of the two"):
            prepare(uio, by("mia"), dialogue, text="x", private=True, written_for=whom)
