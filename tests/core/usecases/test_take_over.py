"""Taking a dialogue over: only for whom the policy lets hold it."""

from datetime import date, timedelta

import pytest

from visavi.errors import NotFound, Refused
from visavi.model.people import Delegation
from visavi.usecases.line import delegate, set_line
from visavi.usecases.plan_dialogue import take_over
from visavi.usecases.read_dialogues import show_dialogue
from visavi_testing.team import ON, by, planned, team_workspace

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
