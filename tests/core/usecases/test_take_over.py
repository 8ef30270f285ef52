"""Taking a dialogue over: only for whom the policy lets hold it."""

from datetime import date, timedelta

import pytest

from visavi.errors import NotFound, NotPermitted, OutOfOrder, Refused
from visavi.model.dialogues import Party, State
from visavi.model.people import Delegation
from visavi.usecases.conduct import note, start
from visavi.usecases.invite import invite, set_aside
from visavi.usecases.line import delegate, set_line
from visavi.usecases.plan_dialogue import plan_dialogue, take_over
from visavi.usecases.prepare import prepare, submit
from visavi.usecases.read_dialogues import show_dialogue
from visavi.usecases.sign import close, release, sign, supplement
from visavi.usecases.workspace import Workspace
from visavi_testing.team import ON, by, meeting, planned, signable, talking, team_workspace

LATER = ON + timedelta(days=1)


def test_no_delegate_takes_over_where_only_the_immediate_manager_may_hold() -> None:
    """KI lets nobody else hold it, so a new manager's delegate is no way to it either."""
    workspace = team_workspace("ki")
    dialogue = planned(workspace, "ki.goals").id
    set_line(workspace, by(None), "anna", manager="top", start=LATER)
    delegate(workspace, by("top"), "top", Delegation("d1", "otto", start=date(2026, 1, 1)))

    with pytest.raises(Refused) as refusal:
        take_over(workspace, by("otto", LATER), dialogue)

    shown = show_dialogue(workspace.repository, by("anna"), dialogue)
    assert "KI-MGR-1" in {finding.rule for finding in refusal.value.findings}
    assert shown["conductor"] == "mia"


def test_a_delegate_finds_no_dialogue_that_somebody_else_rightly_holds() -> None:
    """A delegation is a right to hold dialogues, not to look into those of others."""
    workspace = team_workspace("uio")
    dialogue = planned(workspace).id
    delegate(workspace, by("mia"), "mia", Delegation("d1", "otto", start=date(2026, 1, 1)))

    for deed in (take_over, lambda w, b, d: show_dialogue(w.repository, b, d)):
        with pytest.raises(NotFound):
            deed(workspace, by("otto"), dialogue)


def test_a_new_manager_takes_over() -> None:
    """When the line changes, the dialogue goes on with who answers now."""
    workspace = team_workspace("ki")
    dialogue = planned(workspace, "ki.goals").id
    set_line(workspace, by(None), "anna", manager="otto", start=LATER)

    taken = take_over(workspace, by("otto", LATER), dialogue)

    assert taken.conductor == "otto"


def test_what_the_employee_submitted_to_one_is_submitted_anew_to_another() -> None:
    """The one who takes over has only to submit nothing, or would read it all."""
    workspace = team_workspace("uio")
    dialogue = planned(workspace).id
    prepare(workspace, by("anna"), dialogue, text="mk-for-mia")
    submit(workspace, by("anna"), dialogue)
    set_line(workspace, by(None), "anna", manager="otto", start=LATER)
    take_over(workspace, by("otto", LATER), dialogue)
    submit(workspace, by("otto", LATER), dialogue)

    read = show_dialogue(workspace.repository, by("otto", LATER), dialogue)
    assert "mk-for-mia" not in repr(read)
    submit(workspace, by("anna", LATER), dialogue)
    assert "mk-for-mia" in repr(show_dialogue(workspace.repository, by("otto", LATER), dialogue))


def test_a_supplement_that_was_open_when_the_manager_changed_is_finished_by_the_next() -> None:
    """Once the employee hands on what was said; nothing is stuck, and the first version stands."""
    workspace, dialogue = _signed()
    supplement(workspace, by("mia"), dialogue, what_changes="The course is in May")
    set_line(workspace, by(None), "anna", manager="otto", start=LATER)
    with pytest.raises(OutOfOrder):
        take_over(workspace, by("otto", LATER), dialogue)
    release(workspace, by("anna", LATER), dialogue)
    take_over(workspace, by("otto", LATER), dialogue)
    for person in ("anna", "otto"):
        after = sign(workspace, by(person, LATER), dialogue)

    signers = [[one.by for one in version.signatures] for version in after.signed]
    assert signers == [["mia", "anna"], ["anna", "otto"]]
    assert close(workspace, by("otto", LATER), dialogue).state is State.CLOSED


def test_a_successor_closes_what_both_signed_without_reading_it() -> None:
    """Or it would never be over, and its period of keeping never begin."""
    workspace, dialogue = _signed()
    set_line(workspace, by(None), "anna", manager="otto", start=LATER)
    with pytest.raises(OutOfOrder):
        take_over(workspace, by("otto", LATER), dialogue)

    after = close(workspace, by("otto", LATER), dialogue)
    assert (after.state, after.conductor) == (State.CLOSED, "mia")
    shown = show_dialogue(workspace.repository, by("otto", LATER), dialogue)
    assert "record" in shown["withheld"]


def test_a_release_to_one_successor_is_none_to_the_next() -> None:
    """What the former conductor agreed to does not bind the one who took over."""
    workspace = team_workspace("uio")
    dialogue = signable(workspace)
    for person in ("mia", "anna"):
        release(workspace, by(person), dialogue)
    set_line(workspace, by(None), "anna", manager="otto", start=LATER)
    assert take_over(workspace, by("otto", LATER), dialogue).released == ()
    again = release(workspace, by("anna", LATER), dialogue)
    assert again.released == (Party.EMPLOYEE,)


def _signed() -> tuple[Workspace, str]:
    """A team with a dialogue that mia and anna have signed."""
    workspace = team_workspace("uio")
    dialogue = signable(workspace)
    for person in ("mia", "anna"):
        sign(workspace, by(person), dialogue)
    return workspace, dialogue


def test_a_begun_talk_that_is_not_released_is_set_aside_unread_and_a_new_one_held() -> None:
    """The refusal names the way; invariant 6 stands: no word of it reaches the new manager."""
    workspace = team_workspace("uio")
    dialogue = planned(workspace).id
    invite(workspace, by("mia"), dialogue, meeting=meeting())
    for person in ("anna", "mia"):
        prepare(workspace, by(person), dialogue, text=f"mk-prepared-by-{person}")
        submit(workspace, by(person), dialogue)
    start(workspace, by("mia"), dialogue)
    note(workspace, by("anna"), dialogue, topic="tasks", text="mk-said-to-mia")
    set_line(workspace, by(None), "anna", manager="otto", start=LATER)
    with pytest.raises(OutOfOrder, match="set-aside"):
        take_over(workspace, by("otto", LATER), dialogue)

    done = set_aside(workspace, by("otto", LATER), dialogue, reason="Mia has left.")
    fresh = plan_dialogue(workspace, by("otto", LATER), "anna", kind="uio.work", cycle="2026")

    assert done.state is State.CANCELLED
    assert fresh.previous is None
    read = repr(show_dialogue(workspace.repository, by("otto", LATER), dialogue))
    assert "mk-" not in read
    assert "mk-said-to-mia" in repr(show_dialogue(workspace.repository, by("anna"), dialogue))
    former = repr(show_dialogue(workspace.repository, by("mia", LATER), dialogue))
    assert "mk-prepared-by-mia" in former
    assert "mk-said-to-mia" not in former


def test_nobody_but_the_successor_sets_a_begun_talk_aside() -> None:
    """Not who holds it, not the employee, not HR; nor what has not begun or is signed."""
    workspace = team_workspace("uio")
    dialogue = planned(workspace).id
    set_line(workspace, by(None), "anna", manager="otto", start=LATER)
    with pytest.raises(OutOfOrder):
        set_aside(workspace, by("otto", LATER), dialogue, reason="Too early.")

    other = team_workspace("uio")
    begun = talking(other).id
    for person in ("mia", "anna"):
        with pytest.raises(NotPermitted):
            set_aside(other, by(person), begun, reason="No.")
    for stranger in ("hanna", "per", "top", None):
        with pytest.raises(NotFound):
            set_aside(other, by(stranger), begun, reason="No.")
