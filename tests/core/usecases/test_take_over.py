"""Taking a dialogue over: only for whom the policy lets hold it."""

from datetime import date, timedelta

import pytest

from visavi.errors import Refused
from visavi.model.people import Delegation
from visavi.usecases.line import delegate, set_line
from visavi.usecases.plan_dialogue import take_over
from visavi.usecases.read_dialogues import show_dialogue
from visavi_testing.team import ON, by, planned, team_workspace

LATER = ON + timedelta(days=1)


def test_no_delegate_takes_over_where_only_the_immediate_manager_may_hold() -> None:
    """KI lets nobody else hold it, so a delegation is no way to it either."""
    workspace = team_workspace("ki")
    dialogue = planned(workspace, "ki.goals").id
    delegate(workspace, by("mia"), "mia", Delegation("d1", "otto", start=date(2026, 1, 1)))

    with pytest.raises(Refused) as refusal:
        take_over(workspace, by("otto"), dialogue)

    shown = show_dialogue(workspace.repository, by("anna"), dialogue)
    assert {finding.rule for finding in refusal.value.findings} == {"KI-MGR-1"}
    assert shown["conductor"] == "mia"


def test_a_new_manager_takes_over() -> None:
    """When the line changes, the dialogue goes on with who answers now."""
    workspace = team_workspace("ki")
    dialogue = planned(workspace, "ki.goals").id
    set_line(workspace, by(None), "anna", manager="otto", start=LATER)

    taken = take_over(workspace, by("otto", LATER), dialogue)

    assert taken.conductor == "otto"
