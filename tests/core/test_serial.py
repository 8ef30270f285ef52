"""The converter is strict both ways, and gives back what it was given."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from visavi.errors import InvalidInput, StoreDamaged
from visavi.model.dialogues import Dialogue, PolicyStamp
from visavi.model.matters import Matter
from visavi.model.people import Person
from visavi.serial import from_document, structure, to_document, unstructure
from visavi_testing import strategies

SMALL = Dialogue("a.bbbbbb", "a", "m", "ki.goals", "2026", PolicyStamp("ki", "1"))


@given(strategies.people())
@settings(max_examples=40)
def test_a_person_survives_json(person: Person) -> None:
    """structure(unstructure(x)) is x, through bytes."""
    assert structure(Person, json.loads(json.dumps(unstructure(person)))) == person


@given(strategies.dialogues())
@settings(max_examples=40)
def test_a_dialogue_survives_json(dialogue: Dialogue) -> None:
    """structure(unstructure(x)) is x, through bytes."""
    assert structure(Dialogue, json.loads(json.dumps(unstructure(dialogue)))) == dialogue


@given(strategies.matters())
@settings(max_examples=40)
def test_a_matter_survives_json(matter: Matter) -> None:
    """structure(unstructure(x)) is x, through bytes."""
    assert structure(Matter, json.loads(json.dumps(unstructure(matter)))) == matter


@pytest.mark.parametrize(
    "change",
    [
        {"extra": 1},
        {"revision": "5"},
        {"revision": True},
        {"state": "finished"},
        {"topics": [{"topic": 5}]},
        {"events": [{"deed": "new", "on": "2026-02-30", "by": "m"}]},
        {"events": [{"deed": "new", "on": "2026-02-03", "by": "m", "at": "2026-02-03T10:00"}]},
        {"pay": {"discussed": "no"}},
        {"kind": None},
    ],
)
def test_nothing_is_coerced_and_nothing_unknown_is_taken(change: dict[str, Any]) -> None:
    """Each is an error that names its place and does not repeat the value."""
    with pytest.raises(InvalidInput) as caught:
        structure(Dialogue, unstructure(SMALL) | change)
    assert "finished" not in str(caught.value)


def test_a_documents_unknown_fields_are_kept() -> None:
    """What a newer release of the same schema wrote is written back."""
    document = to_document(SMALL) | {"colour": "blue"}
    changed = from_document(Dialogue, document)

    assert to_document(changed, document)["colour"] == "blue"


def test_a_document_that_is_not_what_it_says_is_damage() -> None:
    """Named as such, with its id."""
    document = to_document(SMALL) | {"state": "?"}

    with pytest.raises(StoreDamaged, match=r"a\.bbbbbb"):
        from_document(Dialogue, document)
