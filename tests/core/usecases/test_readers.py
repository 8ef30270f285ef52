"""Readers beyond the two: with a reason, written down, seen by both. The two are not."""

from datetime import timedelta
from typing import Any

import pytest

from visavi import audit
from visavi.errors import InvalidInput, NotFound
from visavi.model.plans import Carry
from visavi.usecases.activities import carry_activity, finish_activity
from visavi.usecases.conduct import hold, note, start
from visavi.usecases.invite import invite
from visavi.usecases.line import set_line
from visavi.usecases.plan_dialogue import plan_dialogue
from visavi.usecases.read_dialogues import (
    dialogue_history,
    last_plan,
    list_activities,
    list_dialogues,
    show_activity,
    show_dialogue,
)
from visavi.usecases.readers import readers_of
from visavi.usecases.sign import release, sign
from visavi.usecases.workspace import Workspace
from visavi_testing.team import ON, by, signable

LATER = ON + timedelta(days=30)


@pytest.fixture
def released(uio: Workspace) -> str:
    """Signed and released by both; since then otto leads anna, and mia does no more."""
    dialogue = signable(uio, what="marker-plan")
    note(uio, by("mia"), dialogue, topic="tasks", text="marker-record")
    for person in ("mia", "anna"):
        sign(uio, by(person), dialogue)
        release(uio, by(person), dialogue)
    set_line(uio, by(None), "anna", manager="otto", start=LATER)
    return dialogue


def read_by(workspace: Workspace, dialogue: str) -> list[tuple[Any, ...]]:
    """Who has read, as what, which parts, why, as the employee sees it."""
    rows = readers_of(workspace.repository, by("anna", LATER), dialogue)
    return [(r["by"], r["relation"], list(r["sections"]), r["reason"], r["on"]) for r in rows]


OTTO = ("otto", "successor", ["plan", "record"])


def test_a_successor_gets_the_words_with_a_reason_and_is_written_down(
    uio: Workspace, released: str
) -> None:
    """Without one: what there is, and that it needs a reason."""
    bare = show_dialogue(uio.repository, by("otto", LATER), released)
    assert "marker" not in repr(bare)
    assert bare["needs_reason"] == ["plan", "record"]
    assert read_by(uio, released) == []

    whole = show_dialogue(uio.repository, by("otto", LATER), released, reason="I lead anna now")

    assert "marker-plan" in repr(whole)
    assert "marker-record" in repr(whole)
    assert read_by(uio, released) == [(*OTTO, "I lead anna now", str(LATER))]
    assert audit.unlike(uio.repository.dialogue(released)) is None


def test_the_same_reading_is_written_down_once_a_day(uio: Workspace, released: str) -> None:
    """Another day, or another reason, is another reading."""
    next_day = LATER + timedelta(days=1)
    for on, reason in ((LATER, "x"), (LATER, "x"), (next_day, "x"), (next_day, "y")):
        show_dialogue(uio.repository, by("otto", on), released, reason=reason)

    assert [(row[3], row[4]) for row in read_by(uio, released)] == [
        ("x", str(LATER)),
        ("x", str(next_day)),
        ("y", str(next_day)),
    ]


def test_lists_with_words_and_single_activities_count_as_reading(
    uio: Workspace, released: str
) -> None:
    """Every way to the words is written down, and no way without a reason shows any."""
    otto = by("otto", LATER)
    for texts in (True, False):
        rows = list(list_dialogues(uio.repository, otto, texts=texts))
        assert released in repr(rows)
        assert "marker" not in repr(rows)
    assert "marker" not in repr(list(list_activities(uio.repository, otto)))
    with pytest.raises(InvalidInput, match="needs a reason"):
        show_activity(uio.repository, otto, f"{released}.a1")
    assert read_by(uio, released) == []

    list(list_dialogues(uio.repository, otto, texts=True, reason="handing over"))
    show_activity(uio.repository, otto, f"{released}.a1", reason="one activity")

    assert [row[3] for row in read_by(uio, released)] == ["handing over", "one activity"]


def test_opening_the_next_dialogue_with_the_last_plan_is_a_reading_with_that_reason(
    uio: Workspace, released: str
) -> None:
    """The new conductor need not say it; both see it all the same."""
    otto = by("otto", LATER)
    following = plan_dialogue(uio, otto, "anna", kind="uio.work", cycle="2027").id

    assert "marker-plan" in repr(last_plan(uio.repository, otto, following))
    assert read_by(uio, released) == [(*OTTO, f"It opens dialogue {following}.", str(LATER))]
    assert "marker-plan" in repr(last_plan(uio.repository, by("anna", LATER), following))
    assert len(read_by(uio, released)) == 1


def test_what_the_two_read_is_not_written_down(uio: Workspace, released: str) -> None:
    """Nor what a former conductor reads of the own notes, nor a header."""
    before = uio.repository.dialogue(released)["revision"]
    for person, on in (("anna", LATER), ("mia", ON), ("mia", LATER), ("otto", LATER)):
        shown = show_dialogue(uio.repository, by(person, on), released)
        assert shown["id"] == released
    list(list_dialogues(uio.repository, by("anna", LATER), texts=True))
    list(list_activities(uio.repository, by("otto", LATER)))

    assert uio.repository.dialogue(released)["revision"] == before


def test_only_the_two_see_who_has_read(uio: Workspace, released: str) -> None:
    """For a former conductor, a successor, and everybody else the question is not there."""
    for person in ("mia", "otto", "top", "hanna", "per", None):
        with pytest.raises(NotFound):
            readers_of(uio.repository, by(person, LATER), released)
    assert readers_of(uio.repository, by("mia", ON), released) == []


def test_a_reading_stands_in_the_history_of_both(uio: Workspace, released: str) -> None:
    """Beside the deeds, with day and reason."""
    show_dialogue(uio.repository, by("otto", LATER), released, reason="I lead anna now")

    last = dialogue_history(uio.repository, by("anna", LATER), released)[-1]
    assert (last["deed"], last["by"], last["reason"]) == ("read", "otto", "I lead anna now")


def test_a_reader_who_cannot_be_written_down_reads_nothing(
    uio: Workspace, released: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the store takes nothing, the words stay closed."""

    def refuse(holder: str) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(uio.repository, "changing", refuse)
    with pytest.raises(OSError, match="full"):
        show_dialogue(uio.repository, by("otto", LATER), released, reason="I lead anna now")


def test_a_reason_is_one_line_of_words(uio: Workspace, released: str) -> None:
    """Blank or with control characters it is none."""
    for reason in (" ", "a\nb", "\x1b[2J", "x" * 501):
        with pytest.raises(InvalidInput):
            show_dialogue(uio.repository, by("otto", LATER), released, reason=reason)
    assert read_by(uio, released) == []


def test_reading_disturbs_no_signature_under_way(uio: Workspace) -> None:
    """A reader's event is no change of the text: the first signature stays."""
    dialogue = plan_dialogue(uio, by("mia"), "anna", kind="uio.work", cycle="2026").id
    invite(uio, by("mia"), dialogue)
    start(uio, by("mia"), dialogue)
    hold(uio, by("mia"), dialogue)
    release(uio, by("mia"), dialogue)
    release(uio, by("anna"), dialogue)
    set_line(uio, by(None), "anna", manager="otto", start=LATER)
    show_dialogue(uio.repository, by("otto", LATER), dialogue, reason="It is mine to go on with")

    events = [event["deed"] for event in uio.repository.dialogue(dialogue)["events"]]
    assert events[-1] == "read"
    assert "signature-dropped" not in events


def test_who_carries_a_former_ones_plan_into_a_dialogue_has_read_it(
    uio: Workspace, released: str
) -> None:
    """Or carrying would be a way to the words that leaves no trace of a reader."""
    following = plan_dialogue(uio, by("otto", LATER), "anna", kind="uio.work", cycle="2027").id
    invite(uio, by("otto", LATER), following)
    start(uio, by("otto", LATER), following)
    promised, into = f"{released}.a1", following
    carry_activity(uio, by("otto", LATER), promised, into=into, decision=Carry.KEEP, word="")

    assert read_by(uio, released) == [(*OTTO, f"It opens dialogue {into}.", str(LATER))]
    assert audit.unlike(uio.repository.dialogue(released)) is None


def test_what_stands_in_a_plan_out_of_sight_is_not_told_by_saying_it_is_done(
    uio: Workspace,
) -> None:
    """One activity is there and the other is not: the answer is the same."""
    dialogue = signable(uio)
    set_line(uio, by(None), "anna", manager="otto", start=LATER)

    for activity in (f"{dialogue}.a1", f"{dialogue}.a9"):
        with pytest.raises(NotFound, match="no activity"):
            finish_activity(uio, by("otto", LATER), activity)
