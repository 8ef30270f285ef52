"""What both sign never changes; a change before the second signature drops the first."""

from datetime import date

import pytest

from visavi.errors import Conflict, InvalidInput, OutOfOrder
from visavi.model.dialogues import Dialogue, State
from visavi.model.plans import Carry
from visavi.serial import from_document
from visavi.usecases.activities import (
    adapt_activity,
    add_activity,
    carry_activity,
    edit_activity,
    finish_activity,
)
from visavi.usecases.conduct import cover, differ, hold, note, start
from visavi.usecases.invite import invite
from visavi.usecases.people import edit_person
from visavi.usecases.plan_dialogue import plan_dialogue
from visavi.usecases.read_dialogues import last_plan
from visavi.usecases.sign import close, refuse, sign, supplement, text_to_sign
from visavi.usecases.signed_text import digest
from visavi.usecases.workspace import Workspace
from visavi_testing.team import by, held, meeting

FIELDS = {
    "what": "Lead one seminar",
    "how": "With a colleague",
    "when": None,
    "responsible": "employee",
    "result": "Held before summer",
    "support": "None",
    "follow_up": "In June",
}


def ready(workspace: Workspace) -> tuple[str, str]:
    """A held dialogue with one whole activity; its id and the activity's."""
    dialogue = held(workspace).id
    note(workspace, by("mia"), dialogue, topic="environment", text="Calm and clear.")
    for person in ("mia", "anna"):
        differ(workspace, by(person), dialogue, topic="environment", text=f"{person}'s view")
    fields = FIELDS | {"when": date(2026, 6, 1)}
    _, activity = add_activity(workspace, by("mia"), dialogue, fields)
    return dialogue, activity


def now(workspace: Workspace, dialogue: str) -> Dialogue:
    """The dialogue as it stands."""
    return from_document(Dialogue, workspace.repository.dialogue(dialogue))


def test_two_signatures_on_one_text_sign_the_dialogue(uio: Workspace) -> None:
    """Both sign the same digest, which is that of the kept text."""
    dialogue, _ = ready(uio)
    first = sign(uio, by("anna"), dialogue)
    second = sign(uio, by("mia"), dialogue)

    assert first.state is State.HELD
    assert second.state is State.SIGNED
    assert {s.digest for s in second.signed[0].signatures} == {digest(second.signed[0].text)}


def test_a_change_before_the_second_signature_drops_the_first(uio: Workspace) -> None:
    """And the history says so."""
    dialogue, activity = ready(uio)
    sign(uio, by("anna"), dialogue)
    after = edit_activity(uio, by("mia"), activity, {"result": "Held before autumn"})

    assert after.signed == ()
    assert [event.deed for event in after.events][-2:] == ["signature-dropped", "activity"]


def test_who_was_shown_another_text_signs_nothing(uio: Workspace) -> None:
    """A signature names the text that was shown; a changed text is a conflict."""
    dialogue, activity = ready(uio)
    _, _, shown = text_to_sign(now(uio, dialogue))
    edit_activity(uio, by("mia"), activity, {"what": "Something else"})

    with pytest.raises(Conflict):
        sign(uio, by("anna"), dialogue, shown=shown[:12])
    assert now(uio, dialogue).signed == ()


def test_a_signed_text_cannot_be_changed_by_a_deed(uio: Workspace) -> None:
    """The way is a supplement, and the words say so."""
    dialogue, activity = ready(uio)
    sign(uio, by("anna"), dialogue)
    sign(uio, by("mia"), dialogue)

    with pytest.raises(OutOfOrder, match="supplement"):
        note(uio, by("mia"), dialogue, topic="tasks", text="A late thought")
    with pytest.raises(OutOfOrder, match="supplement"):
        edit_activity(uio, by("mia"), activity, {"what": "Less"})


def test_a_supplement_leaves_the_signed_bytes_as_they_were(uio: Workspace) -> None:
    """The second version names what changed and the first one's digest; both sign again."""
    dialogue, activity = ready(uio)
    sign(uio, by("anna"), dialogue)
    first = sign(uio, by("mia"), dialogue).signed[0]
    supplement(uio, by("mia"), dialogue, what_changes="A later date")
    edit_activity(uio, by("mia"), activity, {"result": "Held before autumn"})
    sign(uio, by("mia"), dialogue)
    after = sign(uio, by("anna"), dialogue)

    assert after.signed[0] == first
    assert after.signed[1].what_changed == "A later date"
    assert first.digest in after.signed[1].text
    assert after.state is State.SIGNED


def test_changing_a_persons_name_leaves_the_signed_bytes_as_they_were(uio: Workspace) -> None:
    """Signed texts hold ids and words, not what the register says today."""
    dialogue, _ = ready(uio)
    sign(uio, by("anna"), dialogue)
    before = sign(uio, by("mia"), dialogue).signed

    edit_person(uio, by(None), "anna", name="Anna Nyman")

    assert now(uio, dialogue).signed == before


def test_a_refusal_with_its_reason_is_an_answer(uio: Workspace) -> None:
    """The dialogue counts as held and can be closed."""
    dialogue, _ = ready(uio)
    refuse(uio, by("anna"), dialogue, reason="I see the plan otherwise.")
    after = sign(uio, by("mia"), dialogue, dissent="I stand by it.")

    assert after.state is State.SIGNED
    assert close(uio, by("mia"), dialogue).state is State.CLOSED


def test_nobody_signs_twice(uio: Workspace) -> None:
    """One answer of each party to one text."""
    dialogue, _ = ready(uio)
    sign(uio, by("anna"), dialogue)

    with pytest.raises(OutOfOrder):
        sign(uio, by("anna"), dialogue)


def next_dialogue(workspace: Workspace) -> str:
    """The dialogue after a signed one, begun."""
    following = plan_dialogue(workspace, by("mia"), "anna", kind="uio.work", cycle="2027").id
    invite(workspace, by("mia"), following, meeting=meeting())
    start(workspace, by("mia"), following)
    return following


def signed_with_activity(workspace: Workspace) -> str:
    """A signed dialogue's activity."""
    dialogue, activity = ready(workspace)
    sign(workspace, by("anna"), dialogue)
    sign(workspace, by("mia"), dialogue)
    return activity


def test_the_next_dialogue_opens_with_the_last_plan(uio: Workspace) -> None:
    """Its unfinished activities are there to be answered."""
    activity = signed_with_activity(uio)
    following = next_dialogue(uio)

    assert [a["id"] for a in last_plan(uio.repository, by("anna"), following)] == [activity]


def test_an_unanswered_activity_of_the_last_plan_holds_up_the_signature(uio: Workspace) -> None:
    """Nothing is silently carried."""
    activity = signed_with_activity(uio)
    following = next_dialogue(uio)
    for topic in now(uio, following).topics:
        cover(uio, by("mia"), following, topic=topic.topic)
    hold(uio, by("mia"), following)

    with pytest.raises(OutOfOrder, match="last plan"):
        sign(uio, by("anna"), following)
    for decision in (Carry.CHANGE, Carry.CLOSE):
        with pytest.raises(InvalidInput, match="word"):
            carry_activity(uio, by("mia"), activity, into=following, decision=decision, word="")
    carry_activity(uio, by("mia"), activity, into=following, decision=Carry.CLOSE, word="Overtaken")
    assert last_plan(uio.repository, by("anna"), following)[0]["progress"] == "closed"


def test_a_kept_activity_stands_in_the_next_plan_and_points_back(uio: Workspace) -> None:
    """Both ends know each other, written together."""
    activity = signed_with_activity(uio)
    following = next_dialogue(uio)
    after = carry_activity(uio, by("mia"), activity, into=following, decision=Carry.KEEP, word="")

    assert after.plan.activities[0].carried_from == activity
    steps = last_plan(uio.repository, by("mia"), following)[0]["steps"]
    assert steps[-1]["carried_to"] == f"{following}.a1"


def test_a_done_activity_is_finished_for_good(uio: Workspace) -> None:
    """It cannot be finished twice."""
    activity = signed_with_activity(uio)
    finish_activity(uio, by("anna"), activity, word="It went well.")

    with pytest.raises(OutOfOrder):
        finish_activity(uio, by("mia"), activity)


def test_adapting_a_signed_plan_opens_a_supplement(uio: Workspace) -> None:
    """What cannot be done is taken back to the employee, and both sign the new plan."""
    activity = signed_with_activity(uio)
    after = adapt_activity(
        uio, by("mia"), activity, word="No money left", fields={"result": "A plan for next year"}
    )

    assert after.supplement == "No money left"
    assert after.signed[0].complete


def test_why_a_promise_changes_stays_in_the_history_also_the_second_time(uio: Workspace) -> None:
    """The supplement is opened for the first reason; the next one is lost no more than that."""
    activity = signed_with_activity(uio)
    for word in ("No money left", "No room either"):
        after = adapt_activity(
            uio, by("mia"), activity, word=word, fields={"what": f"{word}: less"}
        )

    reasons = [event.reason for event in after.events if event.deed == "adapt"]
    assert reasons == ["No money left", "No room either"]
