"""Words are found where the searcher may read them now, and nowhere else."""

from datetime import timedelta

import pytest

from visavi.errors import NotFound
from visavi.usecases.conduct import note
from visavi.usecases.disclose import move_to_matter, withdraw
from visavi.usecases.line import set_line
from visavi.usecases.plan_dialogue import take_over
from visavi.usecases.prepare import prepare, submit
from visavi.usecases.search import search
from visavi.usecases.workspace import Workspace
from visavi_testing.marked import OF_ANNA, OF_MIA, SHARED, marked, marker
from visavi_testing.team import ON, by, planned, talking

EVERYBODY = ("anna", "mia", "per", "top", "otto", "hanna", None)


def finders(workspace: Workspace, words: str) -> set[str | None]:
    """Everybody whose search finds the words."""
    return {who for who in EVERYBODY if search(workspace.repository, by(who), words)}


@pytest.mark.parametrize("name", [*SHARED, *OF_ANNA, *OF_MIA])
def test_each_word_is_found_by_those_who_may_read_it(uio: Workspace, name: str) -> None:
    """Shared ones by the two, private ones by their writer; with the audience said."""
    marked(uio)
    private = {"anna"} if name in OF_ANNA else {"mia"} if name in OF_MIA else None

    assert finders(uio, marker(name)) == (private or {"anna", "mia"})
    for who in private or {"anna", "mia"}:
        hits = search(uio.repository, by(who), marker(name).upper())
        assert {hit["audience"] for hit in hits} == {"only-me" if private else "both"}
        assert marker(name) in hits[0]["excerpt"]
        assert bool(search(uio.repository, by(who), marker(name), shared_only=True)) is not bool(
            private
        )


def test_all_words_must_stand_in_one_text_in_any_order(uio: Workspace) -> None:
    """Composed letters and case make no difference."""
    dialogue = talking(uio).id
    note(uio, by("anna"), dialogue, topic="tasks", text="Cafe\u0301 at noon,\nthen the lab")

    assert len(search(uio.repository, by("mia"), "LAB caf\u00e9")) == 1
    assert search(uio.repository, by("mia"), "lab evening") == []
    assert search(uio.repository, by("mia"), "  ") == []
    hit = search(uio.repository, by("mia"), "noon", dialogue=dialogue)[0]
    assert (hit["place"], hit["about"], hit["dialogue"]) == ("note", "tasks", dialogue)
    assert hit["excerpt"] == "Caf\u00e9 at noon, then the lab"


def test_preparation_is_found_by_the_other_only_when_both_have_submitted(uio: Workspace) -> None:
    """Until then it says that only its writer reads it."""
    dialogue = planned(uio).id
    prepare(uio, by("anna"), dialogue, text=marker("early"))
    submit(uio, by("anna"), dialogue)
    assert finders(uio, marker("early")) == {"anna"}
    assert search(uio.repository, by("anna"), marker("early"))[0]["audience"] == "only-me"
    submit(uio, by("mia"), dialogue)

    assert finders(uio, marker("early")) == {"anna", "mia"}
    assert search(uio.repository, by("anna"), marker("early"))[0]["audience"] == "both"


def test_what_was_taken_back_or_moved_into_a_matter_is_not_found(uio: Workspace) -> None:
    """By nobody: a matter is never looked through, not even for its handler."""
    dialogue = talking(uio).id
    for name in ("one", "two"):
        note(uio, by("mia"), dialogue, topic="tasks", text=marker(name))
    withdraw(uio, by("mia"), dialogue, topic="tasks", number=2)
    move_to_matter(
        uio, by("mia"), dialogue, topic="tasks", number=1, concern="harassment", affected="anna"
    )

    assert finders(uio, marker("one")) == finders(uio, marker("two")) == set()


def test_a_former_conductor_finds_own_notes_and_the_next_one_nothing_unreleased(
    uio: Workspace,
) -> None:
    """And no search is written down as a reading."""
    dialogue = planned(uio).id
    prepare(uio, by("mia"), dialogue, text=marker("own"), private=True)
    later = ON + timedelta(days=1)
    set_line(uio, by(None), "anna", manager="otto", start=later)
    take_over(uio, by("otto", later), dialogue)
    events = len(uio.repository.dialogue(dialogue)["events"])

    for who, found in (("mia", 1), ("otto", 0), ("anna", 0)):
        assert len(search(uio.repository, by(who, later), marker("own"))) == found
    assert len(uio.repository.dialogue(dialogue)["events"]) == events


def test_a_dialogue_of_others_is_not_there(uio: Workspace) -> None:
    """Named, it answers like one that never was."""
    dialogue = talking(uio).id
    with pytest.raises(NotFound):
        search(uio.repository, by("otto"), "x", dialogue=dialogue)
