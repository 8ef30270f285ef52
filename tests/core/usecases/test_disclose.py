"""A note that is taken back or moved into a matter leaves no copy; what is signed is named."""

import json
from datetime import date
from typing import Any

import pytest
from attrs import evolve

from visavi.audit import unlike
from visavi.errors import NotFound, NotPermitted, OutOfOrder
from visavi.store.repository import Document
from visavi.usecases.activities import add_activity
from visavi.usecases.conduct import differ, note, skip, start
from visavi.usecases.disclose import move_to_matter, withdraw
from visavi.usecases.invite import invite, move
from visavi.usecases.matters import show_matter
from visavi.usecases.prepare import afterthought
from visavi.usecases.read_dialogues import show_dialogue
from visavi.usecases.sign import sign
from visavi.usecases.workspace import Workspace
from visavi_testing.marked import marked, marker
from visavi_testing.racing import Racing
from visavi_testing.team import by, held, meeting, planned, talking

TOLD = "mk-what anna told of per, in many words-km"


def stored(workspace: Workspace, dialogue: str) -> str:
    """The whole dialogue as it is stored."""
    return json.dumps(workspace.repository.dialogue(dialogue), default=str, ensure_ascii=False)


def moved(workspace: Workspace, person: str, dialogue: str, **more: Any) -> Any:
    """The person moves the first note under tasks into a matter."""
    fields = {"concern": "harassment", "affected": "anna", "concerned": ("per",), **more}
    return move_to_matter(workspace, by(person), dialogue, topic="tasks", number=1, **fields)


def test_the_note_is_in_the_matter_and_nowhere_in_the_dialogue(uio: Workspace) -> None:
    """Word for word; the matter points to no dialogue."""
    dialogue = talking(uio).id
    note(uio, by("mia"), dialogue, topic="tasks", text=TOLD)
    note(uio, by("mia"), dialogue, topic="tasks", text="Something else.")
    matter, remains = moved(uio, "mia", dialogue)

    assert show_matter(uio, by("mia"), matter.id)["text"] == TOLD
    assert TOLD not in stored(uio, dialogue)
    assert "Something else." in stored(uio, dialogue)
    assert dialogue not in json.dumps(uio.repository.matter(matter.id))
    assert matter.id not in stored(uio, dialogue)
    assert remains == ((), 0, ())


def test_copies_of_the_writer_go_too(uio: Workspace) -> None:
    """In the own notes, views, plan, reasons of topics and events."""
    dialogue = held(uio).id
    note(uio, by("mia"), dialogue, topic="tasks", text=TOLD)
    note(uio, by("mia"), dialogue, topic="plans", text=f"As said: {TOLD} And more.")
    differ(uio, by("mia"), dialogue, topic="tasks", text=TOLD)
    afterthought(uio, by("mia"), dialogue, text=TOLD)
    skip(uio, by("mia"), dialogue, topic="plans", reason=f"Because {TOLD}")
    fields = {"what": f"Act: {TOLD}", "when": date(2026, 6, 1), "responsible": "employee"}
    add_activity(uio, by("mia"), dialogue, fields)
    moved(uio, "mia", dialogue)

    assert TOLD not in stored(uio, dialogue)
    assert "As said:  And more." in stored(uio, dialogue)


def test_a_version_that_only_one_has_signed_is_dropped(uio: Workspace) -> None:
    """As with any change before the second signature."""
    dialogue = ready(uio)
    sign(uio, by("anna"), dialogue)
    assert TOLD in stored(uio, dialogue)
    _, remains = moved(uio, "mia", dialogue)

    assert TOLD not in stored(uio, dialogue)
    assert uio.repository.dialogue(dialogue).get("signed", []) == []
    assert remains.signed == ()


def test_what_both_signed_stays_and_is_named(uio: Workspace) -> None:
    """The signed bytes are the same as before; the record as it stands has the note no more."""
    dialogue = marked(uio).id
    before = uio.repository.dialogue(dialogue)
    _, remains = withdraw(uio, by("anna"), dialogue, topic="tasks", number=1)
    after = uio.repository.dialogue(dialogue)

    assert remains.signed == (1,)
    assert after["signed"] == before["signed"]
    assert marker("note-of-anna") in json.dumps(after["signed"])
    assert marker("note-of-anna") not in json.dumps(without(after, "signed"))


def without(document: Document, key: str) -> dict[str, Any]:
    """The document but for one key."""
    return {name: value for name, value in document.items() if name != key}


def test_the_history_shows_a_note_taken_back_and_no_trace_of_a_matter(uio: Workspace) -> None:
    """Moving and taking back look alike to the other party, and the chain holds."""
    events = []
    for employee in ("anna", "per"):
        dialogue = talk_with(uio, employee)
        note(uio, by("mia"), dialogue, topic="tasks", text=TOLD)
        if employee == "anna":
            moved(uio, "mia", dialogue, affected=None, concerned=("otto",))
        else:
            withdraw(uio, by("mia"), dialogue, topic="tasks", number=1)
        shown = show_dialogue(uio.repository, by(employee), dialogue)
        events.append([{key: e[key] for key in e if key != "at"} for e in shown["events"]][-1])
        assert unlike(uio.repository.dialogue(dialogue)) is None

    assert events[0] == events[1]
    assert events[0]["deed"] == "withdraw"


def test_only_the_writer_or_who_it_was_written_for_takes_a_note_back(uio: Workspace) -> None:
    """Or one party could make the other's words vanish."""
    dialogue = talking(uio).id
    note(uio, by("anna"), dialogue, topic="tasks", text=TOLD)
    note(uio, by("mia"), dialogue, topic="plans", text=TOLD, written_for="anna")

    with pytest.raises(NotPermitted, match="anna"):
        withdraw(uio, by("mia"), dialogue, topic="tasks", number=1)
    with pytest.raises(NotPermitted):
        moved(uio, "mia", dialogue)
    for stranger in ("otto", "per", "hanna"):
        with pytest.raises(NotFound):
            withdraw(uio, by(stranger), dialogue, topic="tasks", number=1)
    withdraw(uio, by("anna"), dialogue, topic="plans", number=1)
    withdraw(uio, by("anna"), dialogue, topic="tasks", number=1)
    assert TOLD not in stored(uio, dialogue)


def test_word_for_word_copies_by_the_other_party_stay_and_are_counted(uio: Workspace) -> None:
    """Those that the mover can read: nothing is told of private ones."""
    dialogue = talking(uio).id
    note(uio, by("anna"), dialogue, topic="tasks", text=TOLD)
    note(uio, by("mia"), dialogue, topic="plans", text=f"Anna says: {TOLD}")
    with uio.changing(by("mia")) as change:
        document = uio.repository.dialogue(dialogue)
        mine = {**document["preparations"]["conductor"], "notes": [{"text": TOLD, "author": "mia"}]}
        kept = {**document["preparations"], "conductor": mine}
        change.put_dialogue({**document, "preparations": kept})
    _, remains = moved(uio, "anna", dialogue)

    assert remains.others == 1


def test_a_note_in_the_words_of_the_others_deed_does_not_take_these_away(uio: Workspace) -> None:
    """Or writing the same and taking it back would delete what the other gave as a reason."""
    dialogue = planned(uio).id
    move(uio, by("mia"), dialogue, reason=TOLD)
    invite(uio, by("mia"), dialogue, meeting=meeting())
    start(uio, by("mia"), dialogue)
    note(uio, by("anna"), dialogue, topic="tasks", text=TOLD)
    _, remains = withdraw(uio, by("anna"), dialogue, topic="tasks", number=1)

    assert [e.get("reason") for e in uio.repository.dialogue(dialogue)["events"]].count(TOLD) == 1
    assert remains.others == 1


def test_what_is_moved_is_what_is_taken_out_when_notes_have_shifted(uio: Workspace) -> None:
    """Somebody took a note back at the same moment: no other note is lost for it."""
    dialogue = talking(uio).id
    for text in (TOLD, "The second one, which is longer."):
        note(uio, by("mia"), dialogue, topic="tasks", text=text)

    def taken_back() -> None:
        withdraw(uio, by("mia"), dialogue, topic="tasks", number=1)

    raced = evolve(uio, repository=Racing(uio.repository, taken_back))
    matter, _ = moved(raced, "mia", dialogue)

    assert matter.text == "The second one, which is longer."
    assert matter.text not in stored(uio, dialogue)


def test_a_short_note_takes_nothing_with_it_by_chance(uio: Workspace) -> None:
    """Where it is all there is, it goes; inside of longer texts it stays."""
    dialogue = talking(uio).id
    note(uio, by("mia"), dialogue, topic="tasks", text="2026")
    note(uio, by("mia"), dialogue, topic="plans", text="In 2026 we go on.")
    withdraw(uio, by("mia"), dialogue, topic="tasks", number=1)
    shown = show_dialogue(uio.repository, by("mia"), dialogue)

    texts = [one["text"] for topic in shown["topics"] for one in topic.get("notes", ())]
    assert texts == ["In 2026 we go on."]
    assert shown["cycle"] == "2026"


@pytest.mark.parametrize(("topic", "number"), [("tasks", 2), ("plans", 1), ("nothing", 1)])
def test_a_note_that_is_not_there_cannot_be_moved(uio: Workspace, topic: str, number: int) -> None:
    """Nothing is opened then."""
    dialogue = talking(uio).id
    note(uio, by("mia"), dialogue, topic="tasks", text=TOLD)

    with pytest.raises(NotFound):
        move_to_matter(uio, by("mia"), dialogue, topic=topic, number=number, concern="harassment")
    assert list(uio.repository.matters()) == []


def test_if_nobody_can_handle_the_matter_the_note_stays(uio: Workspace) -> None:
    """Both are done, or neither."""
    dialogue = talking(uio).id
    note(uio, by("anna"), dialogue, topic="tasks", text=TOLD)

    with pytest.raises(OutOfOrder, match="outside this program"):
        moved(uio, "anna", dialogue, concerned=("mia", "top"))
    assert TOLD in stored(uio, dialogue)


def test_about_the_conductor_the_employee_moves_it_out_of_the_conductors_sight(
    uio: Workspace,
) -> None:
    """The manager's manager handles it."""
    dialogue = talking(uio).id
    note(uio, by("anna"), dialogue, topic="tasks", text=TOLD)
    matter, _ = moved(uio, "anna", dialogue, concerned=("mia",))

    assert matter.handler == "top"
    assert TOLD not in json.dumps(show_dialogue(uio.repository, by("mia"), dialogue), default=str)
    with pytest.raises(NotFound):
        show_matter(uio, by("mia"), matter.id)


def test_a_dry_run_moves_nothing(uio: Workspace) -> None:
    """It is judged like any other."""
    dialogue = talking(uio).id
    note(uio, by("mia"), dialogue, topic="tasks", text=TOLD)
    moved(evolve(uio, dry_run=True), "mia", dialogue)

    assert TOLD in stored(uio, dialogue)
    assert list(uio.repository.matters()) == []


def talk_with(workspace: Workspace, employee: str) -> str:
    """Mia's talk with the employee, begun."""
    dialogue = planned(workspace, employee=employee).id
    invite(workspace, by("mia"), dialogue, meeting=meeting())
    return start(workspace, by("mia"), dialogue).id


def ready(workspace: Workspace) -> str:
    """A held dialogue with a note, both views and a whole activity: it can be signed."""
    dialogue = held(workspace).id
    note(workspace, by("mia"), dialogue, topic="tasks", text=TOLD)
    for person in ("mia", "anna"):
        differ(workspace, by(person), dialogue, topic="environment", text=f"{person}'s view")
    fields = {
        "what": "Lead one seminar",
        "how": "With a colleague",
        "when": date(2026, 6, 1),
        "responsible": "employee",
        "result": "Held before summer",
        "support": "None",
        "follow_up": "In June",
    }
    add_activity(workspace, by("mia"), dialogue, fields)
    return dialogue
