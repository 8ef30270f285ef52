"""Ids find their record, and nothing that looks like one gets near a file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavi.errors import InvalidInput, NotFound
from visavi.model import ids

PATHS = ["../x", "a/b", ".", "..", "a..b", "a."]
HOSTILE = [*PATHS, "", " ", "a b", "x" * 5000, "a\x1b[2J", "a\n", "ünı"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_id_is_no_persons_id(text: str) -> None:
    """Paths, control characters, endless and look-alike ids are refused, and not repeated whole."""
    with pytest.raises(InvalidInput) as caught:
        ids.person_id(text)
    assert len(str(caught.value)) < 300
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("text", ["042545", "a.b", "A-1_x", "p+q@r"])
def test_an_employee_number_is_kept_as_it_is(text: str) -> None:
    """Leading zeros and case stay."""
    assert ids.person_id(text) == text


@given(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,20}", fullmatch=True))
def test_a_dialogue_is_found_by_its_id_alone(person: str) -> None:
    """The employee stands in the id."""
    assert ids.employee_of(ids.new_dialogue_id(person)) == person


@pytest.mark.parametrize("text", [*HOSTILE, "042545", "042545.short", "../x.aaaaaa", "a.AAAAAA"])
def test_what_is_no_dialogue_id_is_not_there(text: str) -> None:
    """The same answer as for a dialogue of somebody else."""
    with pytest.raises(NotFound):
        ids.employee_of(text)


def test_an_activity_is_found_by_its_id_alone() -> None:
    """Its dialogue stands in it."""
    dialogue = ids.new_dialogue_id("042545")

    assert ids.dialogue_of(f"{dialogue}.a12") == dialogue
    for text in (dialogue, f"{dialogue}.b1", f"{dialogue}.a0", f"{dialogue}.a99999"):
        with pytest.raises(NotFound):
            ids.dialogue_of(text)


def test_a_matters_id_says_nothing_about_anybody() -> None:
    """Twelve random characters; two are never alike."""
    made = {ids.new_matter_id() for _ in range(50)}

    assert len(made) == 50
    assert all(ids.matter_id(one) == one for one in made)
