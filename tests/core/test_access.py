"""Who is what to a dialogue on which day, and what follows from it."""

from datetime import date
from itertools import product
from typing import Any

import pytest

from visavi.access import (
    DEEDS,
    READS,
    Relation,
    Section,
    may_reach_matter,
    readable,
    relation,
    require_deed,
    view,
)
from visavi.errors import NotFound, NotPermitted
from visavi.store import MemoryRepository
from visavi.store.repository import Document, Repository

ON = date(2026, 3, 1)
BEFORE = date(2025, 3, 1)


def person(id: str, **facts: Any) -> dict[str, Any]:  # noqa: A002  # the document's own key
    """A document of the register, with one post in unit U1."""
    post = {"id": "e", "unit": "U1", "staff_group": "academic"}
    return {"schema": "visavi.person/1", "id": id, "name": id, "employments": [post], **facts}


def line(manager: str, start: str | None = None, end: str | None = None) -> dict[str, Any]:
    """A line from one day to another."""
    return {"manager": manager, "start": start, "end": end}


@pytest.fixture
def repository() -> Repository:
    """Anna is led by old until 2025 and by mia since; mia delegates to del; top leads mia."""
    repository = MemoryRepository()
    people = [
        person("anna", line=[line("old", end="2025-12-31"), line("mia", start="2026-01-01")]),
        person("bo", line=[line("old")], disqualifications=[
            {"manager": "old", "ground": "close-relation", "replaced_by": "stand"}
        ]),
        person("mia", line=[line("top")], delegations=[
            {"id": "d1", "to": "del", "start": "2026-01-01", "end": "2026-06-30"}
        ]),
        person("old", line=[line("top")]),
        *(person(name) for name in ("top", "del", "stand", "other")),
        person("hanna", roles=[{"name": "hr"}]),
    ]  # fmt: skip
    with repository.changing("test") as change:
        for document in people:
            change.put_person(document)
    return repository


def dialogue(employee: str = "anna", conductor: str = "mia", **parts: Any) -> dict[str, Any]:
    """A dialogue's document."""
    head = {"id": f"{employee}.aaaaaa", "employee": employee, "conductor": conductor}
    return {**head, "kind": "k", "cycle": "2026", "policy": {}, "revision": 1, **parts}


@pytest.mark.parametrize(
    ("actor", "document", "on", "expected"),
    [
        ("anna", dialogue(), ON, Relation.EMPLOYEE),
        ("mia", dialogue(), ON, Relation.CONDUCTOR),
        ("mia", dialogue(), BEFORE, Relation.FORMER_CONDUCTOR),
        ("old", dialogue(conductor="old"), ON, Relation.FORMER_CONDUCTOR),
        ("old", dialogue(conductor="old"), BEFORE, Relation.CONDUCTOR),
        ("mia", dialogue(conductor="old"), ON, Relation.SUCCESSOR),
        ("del", dialogue(conductor="del"), ON, Relation.CONDUCTOR),
        ("del", dialogue(conductor="del"), date(2026, 7, 1), Relation.FORMER_CONDUCTOR),
        ("mia", dialogue(conductor="del"), ON, Relation.DELEGATING_MANAGER),
        ("mia", dialogue(conductor="del"), date(2026, 7, 1), Relation.SUCCESSOR),
        ("del", dialogue(), ON, Relation.NOBODY),
        ("top", dialogue(), ON, Relation.MANAGERS_MANAGER),
        ("hanna", dialogue(), ON, Relation.HR),
        (None, dialogue(), ON, Relation.HR),
        ("other", dialogue(), ON, Relation.NOBODY),
        ("unheard-of", dialogue(), ON, Relation.NOBODY),
        ("old", dialogue("bo", "old"), ON, Relation.FORMER_CONDUCTOR),
        ("stand", dialogue("bo", "stand"), ON, Relation.CONDUCTOR),
        ("stand", dialogue("bo", "old"), ON, Relation.SUCCESSOR),
    ],
)
def test_a_relation_follows_from_the_line_on_the_day(
    repository: Repository, actor: str | None, document: Document, on: date, expected: Relation
) -> None:
    """Employee, conductor, former ones, delegates, stand-ins, managers above, HR, nobody."""
    assert relation(repository, actor, document, on) is expected


FULL: dict[str, Any] = {
    "state": "held",
    "preparations": {
        "employee": {"answers": [{"text": "m-ea"}], "notes": [{"text": "m-en"}]},
        "conductor": {"answers": [{"text": "m-ca"}], "notes": [{"text": "m-cn"}]},
    },
    "events": [{"deed": "move", "on": "2026-01-01", "by": "mia", "reason": "m-reason"}],
    "meeting": {"place": "m-place"},
    "topics": [{"topic": "t", "notes": [{"text": "m-note"}]}],
    "pay": {"explanation": "m-pay"},
    "plan": {"activities": [{"id": "a1", "what": "m-plan"}]},
    "signed": [{"number": 1, "text": "m-signed", "signatures": []}],
}
WORDS = {
    Section.HISTORY: ("m-reason", "m-place"),
    Section.RECORD: ("m-note",),
    Section.PAY: ("m-pay",),
    Section.PLAN: ("m-plan",),
    Section.SIGNED: ("m-signed",),
}
ACTORS = {
    Relation.EMPLOYEE: "anna",
    Relation.CONDUCTOR: "mia",
    Relation.FORMER_CONDUCTOR: "mia",
}


@pytest.mark.parametrize(
    ("asked", "submitted", "signatures", "released"),
    list(product(Relation, range(3), range(3), range(3))),
)
def test_the_whole_table_shows_what_it_says_and_no_more(
    asked: Relation, submitted: int, signatures: int, released: int
) -> None:
    """Relation x submitted x signed x released: every planted word is where the table puts it."""
    document = dialogue(**FULL)
    parties = ("employee", "conductor")
    document["preparations"] = {
        p: FULL["preparations"][p] | ({"submitted": "2026-01-01"} if n < submitted else {})
        for n, p in enumerate(parties)
    }
    document["signed"] = [{"number": 1, "text": "m-signed", "signatures": [{}] * signatures}]
    document["released"] = list(parties[:released])
    actor = ACTORS.get(asked, "other")

    text = repr(view(document, asked, actor))

    shown = readable(document, asked)
    for section, words in WORDS.items():
        for word in words:
            assert (word in text) == (section in shown), (section, word)
    assert ("m-en" in text) == (asked is Relation.EMPLOYEE)
    assert ("m-cn" in text) == (actor == "mia")
    both = submitted == 2
    assert ("m-ea" in text) == (
        asked is Relation.EMPLOYEE or (both and asked is Relation.CONDUCTOR)
    )
    assert ("m-ca" in text) == (actor == "mia" or (both and asked is Relation.EMPLOYEE))
    if asked is Relation.SUCCESSOR:
        assert (Section.PLAN in shown) == (signatures == 2)
        assert (Section.RECORD in shown) == (released == 2)


@pytest.mark.parametrize("asked", [r for r in Relation if Section.HEADER not in READS[r]])
def test_who_may_not_see_a_dialogue_is_told_that_it_is_not_there(asked: Relation) -> None:
    """Every deed answers NotFound, not NotPermitted."""
    for deed in DEEDS[Relation.CONDUCTOR]:
        with pytest.raises(NotFound):
            require_deed(dialogue(), asked, deed)


def test_only_the_two_can_sign_and_only_the_conductor_conducts() -> None:
    """Rights in deeds, by the table."""
    for deed, asked in product(("sign", "refuse", "submit", "note"), Relation):
        assert (deed in DEEDS[asked]) == (asked in (Relation.EMPLOYEE, Relation.CONDUCTOR))
    for deed, asked in product(("start", "hold", "cover", "pay"), Relation):
        assert (deed in DEEDS[asked]) == (asked is Relation.CONDUCTOR)
    for asked in Relation:
        assert ("close" in DEEDS[asked]) == (asked in (Relation.CONDUCTOR, Relation.SUCCESSOR))
    with pytest.raises(NotPermitted):
        require_deed(dialogue(), Relation.EMPLOYEE, "hold")


@pytest.mark.parametrize("handler", ["mia", "top", "per"])
def test_nobody_concerned_reaches_a_matter_whatever_else_they_are(handler: str) -> None:
    """As receiver, as handler, as the keeper: the one concerned finds nothing."""
    matter = {"received_by": "mia", "handler": handler, "concerned": ["per", "top"]}

    reached = {
        actor for actor in ("mia", "top", "per", "anna", None) if may_reach_matter(matter, actor)
    }

    assert reached == {"mia"}
