"""Documents are shown with every key that the model knows, and with its defaults."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

import pytest
from attrs import NOTHING, Factory, fields

from visavi.model.dialogues import Answer, Earlier, Event, Meeting, Note, Pay, Signature, Topic
from visavi.model.matters import Matter
from visavi.model.people import Employment, Person
from visavi.model.plans import Activity, Step
from visavi.usecases import whole


def defaults(model: type[Any]) -> dict[str, object]:
    """What each field of the class is where nothing was said of it; a needed one is None."""
    return {one.name: _stored(one.default) for one in fields(model)}


def _stored(default: object) -> object:
    if default is NOTHING:
        return None
    if isinstance(default, Factory):  # type: ignore[arg-type]  # attrs types it as a function
        return {}
    if isinstance(default, Enum):
        return default.value
    return default if default is None or isinstance(default, (bool, int, tuple)) else str(default)


SHOWN = whole.dialogue(
    {
        "id": "kari.000001",
        "preparations": {"employee": {"answers": [{}], "notes": [{}], "earlier": [{}]}},
        "meeting": {"place": ""},
        "topics": [{"notes": [{}], "own_questions": [{}], "views": {"employee": {}}}],
        "events": [{}],
        "pay": {"explanation": ""},
        "plan": {"activities": [{}], "steps": [{}]},
        "signed": [{"signatures": [{}]}],
    }
)
PREPARED: Mapping[str, Any] = SHOWN["preparations"]["employee"]
TOPIC: Mapping[str, Any] = SHOWN["topics"][0]


@pytest.mark.parametrize(
    ("model", "found"),
    [
        (Answer, PREPARED["answers"][0]),
        (Answer, PREPARED["notes"][0]),
        (Earlier, PREPARED["earlier"][0]),
        (Meeting, SHOWN["meeting"]),
        (Note, TOPIC["notes"][0]),
        (Note, TOPIC["own_questions"][0]),
        (Note, TOPIC["views"]["employee"]),
        (Event, SHOWN["events"][0]),
        (Pay, SHOWN["pay"]),
        (Activity, SHOWN["plan"]["activities"][0]),
        (Step, SHOWN["plan"]["steps"][0]),
        (Signature, SHOWN["signed"][0]["signatures"][0]),
        (Employment, whole.person({"employments": [{}]})["employments"][0]),
        (Person, {**whole.person({}), "employments": ()}),
        (Matter, {**whole.matter({}), "events": ()}),
    ],
)
def test_what_the_store_leaves_out_is_shown_as_the_model_has_it(
    model: type[Any], found: Mapping[str, object]
) -> None:
    asked = defaults(model)
    assert set(found) == set(asked)
    assert {key: value or None for key, value in found.items()} == {
        key: value or None for key, value in asked.items()
    }


def test_a_topic_is_whole() -> None:
    assert set(TOPIC) == {one.name for one in fields(Topic)}
    assert whole.dialogue({"topics": [{}]})["topics"][0]["coverage"] == "open"


def test_what_stands_in_the_document_stays() -> None:
    shown = whole.activity({"id": "a1", "what": "Write", "when": str(date(2027, 1, 15))})
    assert (shown["what"], shown["when"], shown["responsible"]) == ("Write", "2027-01-15", None)


def test_what_is_withheld_stays_out() -> None:
    shown = whole.dialogue({"preparations": {"conductor": {"submitted": None}}})
    assert shown == {"preparations": {"conductor": {"submitted": None}}}
