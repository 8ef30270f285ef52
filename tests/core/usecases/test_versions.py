"""Earlier versions of a text are its audience's to read; what is moved away leaves none."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from visavi.errors import NotFound, NotPermitted
from visavi.usecases.activities import add_activity, edit_activity
from visavi.usecases.conduct import differ, note
from visavi.usecases.disclose import move_to_matter, withdraw
from visavi.usecases.drafts import Drafts
from visavi.usecases.erase import erase_person
from visavi.usecases.line import set_line
from visavi.usecases.plan_dialogue import take_over
from visavi.usecases.prepare import afterthought, prepare, submit
from visavi.usecases.sign import release, sign, supplement
from visavi.usecases.undoing import remove_activity, take_answer_back
from visavi.usecases.versions import MOST, version, versions_of
from visavi.usecases.workspace import Workspace
from visavi_testing.team import ON, by, planned, signable, talking

AT = datetime(2026, 2, 10, 9, tzinfo=UTC)
EVERYBODY = ("anna", "mia", "per", "top", "otto", "hanna", None)


def found(workspace: Workspace, person: str | None, dialogue: str) -> list[dict[str, Any]]:
    """The versions that the person may read; none where there is nothing for that person."""
    try:
        return versions_of(workspace.repository, by(person), dialogue)
    except NotFound:
        return []


def readers(workspace: Workspace, words: str, dialogue: str) -> set[str | None]:
    """Everybody who reads the words in some version."""
    return {who for who in EVERYBODY if words in json.dumps(found(workspace, who, dialogue))}


def stored(workspace: Workspace, dialogue: str) -> str:
    """The whole dialogue as it is stored."""
    return json.dumps(workspace.repository.dialogue(dialogue), default=str)


def test_a_note_written_anew_leaves_its_earlier_wording_to_the_two(uio: Workspace) -> None:
    """With who and when; the record holds the new one alone, still its writer's."""
    dialogue = talking(uio).id
    note(uio, by("anna"), dialogue, topic="tasks", text="mk-first")
    note(uio, by("anna"), dialogue, topic="tasks", text="mk-second", instead=1)

    notes = uio.repository.dialogue(dialogue)["topics"][1]["notes"]
    assert [one["text"] for one in notes] == ["mk-second"]
    assert readers(uio, "mk-first", dialogue) == {"anna", "mia"}
    row = found(uio, "mia", dialogue)[0]
    wanted = {"number": 1, "place": "note", "about": "tasks", "audience": "both", "author": "anna"}
    assert row.items() >= wanted.items()
    assert (row["on"], row["text"], row["signed"]) == ("2026-02-10", "mk-first", None)
    assert version(uio.repository, by("mia"), dialogue, 1) == row
    with pytest.raises(NotFound):
        version(uio.repository, by("mia"), dialogue, 2)


def test_only_the_writer_writes_a_text_anew(uio: Workspace) -> None:
    """And only one that is there."""
    dialogue = talking(uio).id
    note(uio, by("anna"), dialogue, topic="tasks", text="mk-hers")
    with pytest.raises(NotPermitted):
        note(uio, by("mia"), dialogue, topic="tasks", text="mk-mine", instead=1)
    with pytest.raises(NotFound):
        note(uio, by("anna"), dialogue, topic="tasks", text="mk-mine", instead=2)
    assert "mk-mine" not in stored(uio, dialogue)


def test_what_was_prepared_leaves_its_earlier_wording_to_its_writer_alone(uio: Workspace) -> None:
    """Also when both have submitted: what is submitted is what stands there."""
    dialogue = planned(uio).id
    prepare(uio, by("anna"), dialogue, text="mk-draft", about="tasks")
    prepare(uio, by("anna"), dialogue, text="mk-final", instead=1)
    prepare(uio, by("mia"), dialogue, text="mk-worry", private=True)
    prepare(uio, by("mia"), dialogue, text="mk-less", private=True, instead=1)
    for person in ("anna", "mia"):
        submit(uio, by(person), dialogue)

    assert readers(uio, "mk-draft", dialogue) == {"anna"}
    assert readers(uio, "mk-worry", dialogue) == {"mia"}
    assert found(uio, "anna", dialogue)[0]["audience"] == "only-me"
    answers = uio.repository.dialogue(dialogue)["preparations"]["employee"]["answers"]
    assert [(one["text"], one["about"]) for one in answers] == [("mk-final", "tasks")]


def test_an_activity_that_was_changed_or_removed_can_be_read(uio: Workspace) -> None:
    """All of its fields; a change that changes nothing makes no version."""
    dialogue = talking(uio).id
    _, activity = add_activity(uio, by("mia"), dialogue, {"what": "mk-what", "how": "mk-how"})
    edit_activity(uio, by("mia"), activity, {"how": "mk-other"})
    edit_activity(uio, by("mia"), activity, {"how": "mk-other"})
    remove_activity(uio, by("mia"), activity)

    rows = found(uio, "anna", dialogue)
    assert [row["fields"]["how"] for row in rows] == ["mk-other", "mk-how"]
    assert rows[0]["fields"]["what"] == "mk-what"
    assert readers(uio, "mk-how", dialogue) == {"anna", "mia"}


def test_the_texts_of_a_signed_version_are_read_and_never_change(uio: Workspace) -> None:
    """Each with the number of the version; a supplement leaves the bytes as they are."""
    dialogue = signable(uio)
    for person in ("anna", "mia"):
        sign(uio, by(person), dialogue)
    signed = uio.repository.dialogue(dialogue)["signed"]
    supplement(uio, by("mia"), dialogue, what_changes="Less")
    edit_activity(uio, by("mia"), f"{dialogue}.a1", {"what": "mk-less"})

    rows = found(uio, "anna", dialogue)
    assert {(row["place"], row["signed"]) for row in rows} == {
        ("view", 1), ("activity", 1), ("activity", None),
    }  # fmt: skip
    assert uio.repository.dialogue(dialogue)["signed"] == signed


def test_a_view_written_anew_is_gone(uio: Workspace) -> None:
    """Who takes the own words back leaves none."""
    dialogue = talking(uio).id
    differ(uio, by("anna"), dialogue, topic="tasks", text="mk-angry")
    differ(uio, by("anna"), dialogue, topic="tasks", text="Calmer")

    assert "mk-angry" not in stored(uio, dialogue)


@pytest.mark.parametrize("how", ["withdraw", "move"])
def test_what_is_taken_back_or_moved_into_a_matter_leaves_no_earlier_wording(
    uio: Workspace, how: str
) -> None:
    """Not even another wording: all earlier texts of its author go, in every part."""
    dialogue = talking(uio).id
    note(uio, by("mia"), dialogue, topic="tasks", text="mk-told of per")
    note(uio, by("mia"), dialogue, topic="tasks", text="mk-told of per in May", instead=1)
    prepare(uio, by("mia"), dialogue, text="mk-alone of per", private=True)
    prepare(uio, by("mia"), dialogue, text="Nothing", private=True, instead=1)
    note(uio, by("anna"), dialogue, topic="plans", text="mk-of anna")
    note(uio, by("anna"), dialogue, topic="plans", text="Hers", instead=1)
    drafts = Drafts(uio.repository, "mia")
    for key in ("kept", "gone"):
        drafts.keep(key, "As said: mk-told of per in May", "note", AT)
    drafts.discard("gone", AT)
    if how == "move":
        move_to_matter(uio, by("mia"), dialogue, topic="tasks", number=1, concern="harassment")
    else:
        withdraw(uio, by("mia"), dialogue, topic="tasks", number=1)

    left = Drafts(uio.repository, "mia")
    assert (left.all(), left.discarded()) == ({}, {})
    assert "mk-told" not in stored(uio, dialogue)
    assert "mk-alone" not in stored(uio, dialogue)
    assert readers(uio, "mk-of anna", dialogue) == {"anna", "mia"}


def test_a_prepared_text_that_is_taken_back_leaves_no_version(uio: Workspace) -> None:
    """Taking back is not writing anew."""
    dialogue = planned(uio).id
    prepare(uio, by("mia"), dialogue, text="mk-worry", private=True)
    take_answer_back(uio, by("mia"), dialogue, number=1, private=True)

    assert "mk-worry" not in stored(uio, dialogue)


def test_a_new_conductor_reads_what_was_released_and_no_earlier_wording(uio: Workspace) -> None:
    """The former one keeps the own earlier notes."""
    dialogue = talking(uio).id
    note(uio, by("anna"), dialogue, topic="tasks", text="mk-first")
    note(uio, by("anna"), dialogue, topic="tasks", text="mk-second", instead=1)
    afterwards = ON + timedelta(days=1)
    prepare(uio, by("mia"), dialogue, text="mk-worry", private=True)
    prepare(uio, by("mia"), dialogue, text="mk-less", private=True, instead=1)
    set_line(uio, by(None), "anna", manager="otto", start=afterwards)
    release(uio, by("anna", afterwards), dialogue)
    take_over(uio, by("otto", afterwards), dialogue)

    def seen(person: str) -> str:
        return json.dumps(versions_of(uio.repository, by(person, afterwards), dialogue))

    assert "mk-first" not in seen("otto") + seen("anna")
    assert "mk-worry" in seen("mia")
    assert "mk-worry" not in seen("otto") + seen("anna")


def test_versions_go_with_the_person_and_are_no_more_than_so_many(uio: Workspace) -> None:
    """Of one text the oldest go first; a manager who is erased leaves none in others' dossiers."""
    dialogue = talking(uio).id
    prepare(uio, by("mia"), dialogue, text="mk-worry 0", private=True)
    for number in range(1, MOST + 3):
        prepare(uio, by("mia"), dialogue, text=f"mk-worry {number}", private=True, instead=1)
    texts = [row["text"] for row in found(uio, "mia", dialogue)]
    assert len(texts) == MOST
    assert "mk-worry 1" not in texts
    for person in ("anna", "per"):
        set_line(uio, by(None), person, manager="otto", start=ON)
    erase_person(uio, by(None), "mia", reason="Left")

    assert "mk-worry" not in stored(uio, dialogue)


def test_an_afterthought_is_written_anew_like_any_private_note(uio: Workspace) -> None:
    """After signing too: it is no part of what was signed."""
    dialogue = signable(uio)
    for person in ("anna", "mia"):
        sign(uio, by(person), dialogue)
    afterthought(uio, by("mia"), dialogue, text="mk-early")
    afterthought(uio, by("mia"), dialogue, text="mk-late", instead=1)

    assert readers(uio, "mk-early", dialogue) == {"mia"}
