"""Planning a dialogue: who may, with whom, once a cycle; and the order of deeds after it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from attrs import evolve

from visavi.errors import Conflict, InvalidInput, NotFound, NotPermitted, OutOfOrder, Refused
from visavi.model.dialogues import Dialogue, State
from visavi.model.people import Delegation, Employment
from visavi.usecases.conduct import cover, hold, note, park, start
from visavi.usecases.invite import cancel, check_invitation, decline, invite, move, waive
from visavi.usecases.line import delegate
from visavi.usecases.people import set_employment
from visavi.usecases.plan_dialogue import plan_dialogue
from visavi.usecases.prepare import submit, tick
from visavi.usecases.sign import close, sign, supplement
from visavi.usecases.workspace import Workspace
from visavi_testing.team import ON, by, held, meeting, planned, talking


def test_a_second_dialogue_of_a_kind_in_a_cycle_is_a_conflict(ki: Workspace) -> None:
    """Until the first one is cancelled."""
    first = planned(ki, "ki.goals")

    with pytest.raises(Conflict, match=first.id):
        planned(ki, "ki.goals")
    cancel(ki, by("mia"), first.id, reason="Planned in error")
    assert planned(ki, "ki.goals").state is State.PLANNED


def test_nobody_holds_a_dialogue_with_themselves(uio: Workspace) -> None:
    """Whoever asks for it."""
    with pytest.raises(InvalidInput, match="themselves"):
        plan_dialogue(uio, by("mia"), "anna", kind="uio.work", conductor="anna")


def test_a_leaver_has_no_dialogue(uio: Workspace) -> None:
    """From the day after the last post's last day."""
    post = Employment("e1", "U1", "academic", percent=Decimal(100), start=date(2015, 1, 1), end=ON)
    set_employment(uio, by(None), "anna", post)

    with pytest.raises(OutOfOrder, match="no post"):
        plan_dialogue(uio, by("mia", ON + timedelta(days=1)), "anna", kind="uio.work")
    assert plan_dialogue(uio, by("mia", ON), "anna", kind="uio.work").employee == "anna"


@pytest.mark.parametrize("actor", ["otto", "per"])
def test_who_does_not_answer_for_somebody_does_not_even_find_them(
    uio: Workspace, actor: str
) -> None:
    """A colleague and another manager get the answer for an unknown id."""
    with pytest.raises(NotFound):
        plan_dialogue(uio, by(actor), "anna", kind="uio.work")


def test_hr_keeps_the_register_and_plans_no_dialogues(uio: Workspace) -> None:
    """Seen, and not permitted."""
    with pytest.raises(NotPermitted):
        plan_dialogue(uio, by("hanna"), "anna", kind="uio.work")
    with pytest.raises(InvalidInput, match="--as"):
        plan_dialogue(uio, by(None), "anna", kind="uio.work")


def test_an_unknown_kind_names_the_known_ones(uio: Workspace) -> None:
    """The error helps on."""
    with pytest.raises(InvalidInput, match=r"uio\.senior"):
        plan_dialogue(uio, by("mia"), "anna", kind="uio.wrok")


def test_a_delegate_holds_it_where_the_kind_can_be_delegated(uio: Workspace, ki: Workspace) -> None:
    """At UiO the delegate is the conductor by default; at KI a rule refuses."""
    for workspace in (uio, ki):
        delegate(workspace, by("mia"), "mia", Delegation("d1", "otto", start=ON, people=("anna",)))

    assert plan_dialogue(uio, by("mia"), "anna", kind="uio.work").conductor == "otto"
    with pytest.raises(Refused) as caught:
        plan_dialogue(ki, by("mia"), "anna", kind="ki.goals", conductor="otto")
    refusal = caught.value.findings[0]
    assert refusal.rule == "KI-MGR-1"
    assert refusal.ways
    assert refusal.citations


def test_the_road_from_planned_to_closed_is_walked_in_order(uio: Workspace) -> None:
    """Every deed out of order is refused and leaves the state as it was."""
    dialogue = planned(uio).id
    mia, anna = by("mia"), by("anna")
    early: list[Callable[[], Dialogue]] = [
        lambda: start(uio, mia, dialogue),
        lambda: hold(uio, mia, dialogue),
        lambda: note(uio, mia, dialogue, topic="tasks", text="x"),
        lambda: sign(uio, anna, dialogue),
        lambda: supplement(uio, mia, dialogue, what_changes="x"),
        lambda: close(uio, mia, dialogue),
    ]
    for deed in early:
        with pytest.raises(OutOfOrder):
            deed()
    assert uio.repository.dialogue(dialogue)["revision"] == 1
    assert invite(uio, mia, dialogue, meeting=meeting()).state is State.INVITED
    assert start(uio, mia, dialogue).state is State.IN_PROGRESS
    with pytest.raises(OutOfOrder):
        cancel(uio, mia, dialogue, reason="Too late")
    assert hold(uio, mia, dialogue).state is State.HELD


def test_no_step_is_dated_before_the_one_that_it_follows(uio: Workspace) -> None:
    """A talk is not held before it was begun; the day of the last step is early enough."""
    dialogue = talking(uio).id
    before = uio.repository.dialogue(dialogue)
    with pytest.raises(OutOfOrder, match=f"would come before start on {ON}"):
        hold(uio, by("mia", ON - timedelta(days=1)), dialogue)
    assert uio.repository.dialogue(dialogue) == before

    assert hold(uio, by("mia"), dialogue).state is State.HELD
    with pytest.raises(OutOfOrder, match=f"would come before hold on {ON}"):
        sign(uio, by("mia", ON - timedelta(days=1)), dialogue)


def test_a_moved_dialogue_loses_its_time_until_it_is_invited_anew(uio: Workspace) -> None:
    """Offered, invited and held are different facts."""
    dialogue = planned(uio).id
    invite(uio, by("mia"), dialogue, meeting=meeting())
    moved = move(uio, by("anna"), dialogue, reason="Ill")

    assert (moved.state, moved.meeting) == (State.MOVED, None)
    assert invite(uio, by("mia"), dialogue, meeting=meeting()).state is State.INVITED


@pytest.mark.parametrize("deed", [move, decline, waive, cancel])
def test_what_lets_a_dialogue_go_needs_its_reason(
    uio: Workspace, deed: Callable[..., Dialogue]
) -> None:
    """Blank is not an answer."""
    dialogue = planned(uio).id

    with pytest.raises(InvalidInput, match="reason"):
        deed(uio, by("anna" if deed is decline else "mia"), dialogue, reason="  ")


def test_only_the_employee_declines_and_only_the_conductor_waives(uio: Workspace) -> None:
    """Rights by deed."""
    dialogue = planned(uio).id

    with pytest.raises(NotPermitted):
        decline(uio, by("mia"), dialogue, reason="x")
    with pytest.raises(NotPermitted):
        waive(uio, by("anna"), dialogue, reason="x")


def test_a_topic_is_parked_with_a_reason_and_only_a_topic_of_the_dialogue(uio: Workspace) -> None:
    """The error names the topics there are."""
    dialogue = talking(uio).id

    with pytest.raises(InvalidInput, match="reason"):
        park(uio, by("mia"), dialogue, topic="tasks", reason="")
    with pytest.raises(InvalidInput, match="environment"):
        cover(uio, by("mia"), dialogue, topic="weather")


def test_an_unknown_item_of_the_preparation_list_names_the_known_ones(ki: Workspace) -> None:
    """And a known one is ticked once, however often."""
    dialogue = planned(ki, "ki.goals").id

    with pytest.raises(InvalidInput, match="It has"):
        tick(ki, by("mia"), dialogue, item="weather")


def test_nothing_is_submitted_twice_and_nothing_added_afterwards(uio: Workspace) -> None:
    """What the other reads does not change under their eyes."""
    dialogue = planned(uio).id
    submit(uio, by("anna"), dialogue)

    with pytest.raises(OutOfOrder):
        submit(uio, by("anna"), dialogue)


def test_the_next_dialogue_knows_the_last_one_of_its_kind(uio: Workspace) -> None:
    """Only one that was held."""
    first = held(uio)

    following = plan_dialogue(uio, by("mia"), "anna", kind="uio.work", cycle="2027")

    assert following.previous == first.id
    assert planned(uio, employee="per").previous is None


def test_a_meeting_has_a_plain_place_and_lies_not_before_its_invitation(uio: Workspace) -> None:
    """A wrong year or a control character is asked about before it is written."""
    dialogue = planned(uio).id
    for wrong in (
        evolve(meeting(), place="Room \x1b[31m1"),
        evolve(meeting(), place="R" * 201),
        evolve(meeting(), starts=meeting().starts - timedelta(days=11)),
    ):
        with pytest.raises(InvalidInput):
            invite(uio, by("mia"), dialogue, meeting=wrong)
    today = evolve(meeting(), starts=meeting().starts - timedelta(days=10))
    assert invite(uio, by("mia"), dialogue, meeting=today).meeting == today


def test_an_invitation_is_checked_before_it_counts(uio: Workspace) -> None:
    """What the policy would say of it is told, and the dialogue stays as it was."""
    dialogue = planned(uio, "uio.work")
    at = meeting()

    check = check_invitation(uio, by("mia"), dialogue.id, meeting=evolve(at, undisturbed=True))
    poor = check_invitation(
        uio, by("mia"), dialogue.id, meeting=evolve(at, undisturbed=False, minutes=20)
    )

    assert "UIO-PLACE-01" in {one["rule"] for one in check["kept"]}
    assert {"UIO-PLACE-01", "UIO-DUR-01"} <= {one["rule"] for one in poor["findings"]}
    assert uio.repository.dialogue(dialogue.id).get("state", "planned") == "planned"


def test_only_who_may_invite_may_check_an_invitation(uio: Workspace) -> None:
    """For anybody else there is no such dialogue, or no such right."""
    dialogue = planned(uio, "uio.work")

    with pytest.raises(NotFound):
        check_invitation(uio, by("otto"), dialogue.id)
    with pytest.raises(NotPermitted):
        check_invitation(uio, by("anna"), dialogue.id)
