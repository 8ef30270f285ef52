"""The audit chain: who did what and when, never what was said; hung together, salted."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from visavi import audit
from visavi.store.repository import Document
from visavi.usecases.conduct import note, skip
from visavi.usecases.export_dialogue import export_dialogue
from visavi.usecases.invite import invite, move
from visavi.usecases.prepare import prepare, submit
from visavi.usecases.sign import sign, supplement
from visavi.usecases.workspace import Workspace
from visavi_testing.team import by, held, meeting, planned, signable, talking


def document(workspace: Workspace, dialogue: str) -> dict[str, Any]:
    """The dialogue as it is stored."""
    return dict(workspace.repository.dialogue(dialogue))


def test_every_deed_adds_an_entry_that_hangs_on_the_one_before(uio: Workspace) -> None:
    """As many entries as events, and the head is the hash of all of them."""
    dialogue = held(uio).id
    found = document(uio, dialogue)
    heads = audit.heads(dialogue, audit.entries(found))

    assert len(audit.entries(found)) == len(found["events"]) > 10
    assert heads[-1] == audit.head_of(found)
    assert len(set(heads)) == len(heads)
    assert audit.unlike(found) is None
    assert [e["deed"] for e in audit.entries(found)] == [e["deed"] for e in found["events"]]


def test_no_entry_holds_a_word_that_was_said(uio: Workspace) -> None:
    """Whatever is prepared, said, given as a reason or signed: the chain has digests only."""
    dialogue = planned(uio).id
    move(uio, by("mia"), dialogue, reason="marker-reason")
    prepare(uio, by("anna"), dialogue, text="marker-prepared")
    prepare(uio, by("anna"), dialogue, text="marker-private", private=True)
    invite(uio, by("mia"), dialogue, meeting=meeting())
    for person in ("anna", "mia"):
        submit(uio, by(person), dialogue)
    found = document(uio, dialogue)

    assert "marker" in repr(found)
    assert "marker" not in repr(found["audit"])
    assert "marker" not in repr(audit.entries(found))
    assert found["audit"]["salt"] not in repr(audit.entries(found))


def test_the_same_words_twice_have_different_digests(uio: Workspace) -> None:
    """In one dialogue and in two: nobody can tell that they are the same."""
    digests: list[str] = []
    for employee in ("anna", "per"):
        dialogue = planned(uio, employee=employee).id
        for _ in range(2):
            move(uio, by("mia"), dialogue, reason="The same words")
            invite(uio, by("mia"), dialogue)
        chain = document(uio, dialogue)["audit"]["digests"]
        digests += [found["reason"] for found in chain if "reason" in found]
        digests += [found["record"] for found in chain]

    assert len(digests) == len(set(digests)) == 4 + 2 * 5


def test_private_notes_and_preparation_are_not_even_digested(uio: Workspace) -> None:
    """What the two do not share is not part of what the chain can be held against."""
    dialogue = planned(uio).id
    before = audit.shared_part(document(uio, dialogue))
    prepare(uio, by("anna"), dialogue, text="Only mine", private=True)

    assert audit.shared_part(document(uio, dialogue)) == before


def changed_event(found: Document, number: int, **change: object) -> dict[str, Any]:
    """The document with one event rewritten by somebody who edits files."""
    events = [dict(event) for event in found["events"]]
    events[number] |= change
    return {**found, "events": events}


TAMPERED: dict[str, tuple[str, Callable[[Document], Document]]] = {
    "who": ("head", lambda d: changed_event(d, 2, by="per")),
    "when": ("head", lambda d: changed_event(d, 2, on="2020-01-01")),
    "what": ("head", lambda d: changed_event(d, 2, deed="hold")),
    "why": ("reason", lambda d: changed_event(d, 1, reason="Another reason")),
    "an event out": ("length", lambda d: {**d, "events": d["events"][1:]}),
    "an event in": ("length", lambda d: {**d, "events": [*d["events"], d["events"][0]]}),
    "the end cut": ("length", lambda d: {**d, "events": d["events"][:-1]}),
    "the end cut cleanly": (
        "head",
        lambda d: {
            **d,
            "events": d["events"][:-1],
            "audit": {**d["audit"], "digests": d["audit"]["digests"][:-1]},
        },
    ),
    "the record": ("record", lambda d: {**d, "cycle": "1999"}),
    "a digest": (
        "head",
        lambda d: {**d, "audit": {**d["audit"], "digests": [{}] * len(d["events"])}},
    ),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_file_that_was_edited_is_told_by_what_was_edited(uio: Workspace, name: str) -> None:
    """Who, what, when, why, order, length, record."""
    dialogue = planned(uio).id
    move(uio, by("mia"), dialogue, reason="The first reason")
    invite(uio, by("mia"), dialogue)
    wrong, tamper = TAMPERED[name]

    assert audit.unlike(tamper(document(uio, dialogue))) == wrong


def test_an_erased_salt_leaves_a_chain_that_hangs_together_and_tells_nothing(
    uio: Workspace,
) -> None:
    """The hashes still follow on each other; no text can be tried out against them."""
    dialogue = planned(uio).id
    move(uio, by("mia"), dialogue, reason="Said")
    found = document(uio, dialogue)
    erased = {**found, "audit": {k: v for k, v in found["audit"].items() if k != "salt"}}

    assert audit.unlike(erased) is None
    assert audit.entries(erased) == audit.entries(found)
    assert audit.unlike({**erased, "cycle": "1999"}) is None


def test_a_dialogue_from_before_the_chain_gets_one_with_its_next_deed(uio: Workspace) -> None:
    """Its earlier events become entries then; what it held stays as it was."""
    dialogue = planned(uio).id
    with uio.repository.changing("old program") as change:
        old = document(uio, dialogue)
        del old["audit"]
        change.put_dialogue(old)

    invite(uio, by("mia"), dialogue)

    found = document(uio, dialogue)
    assert [entry["deed"] for entry in audit.entries(found)] == ["new", "invite"]
    assert audit.unlike(found) is None


def test_a_dry_run_and_a_refused_deed_leave_the_chain_as_it_was(uio: Workspace) -> None:
    """An entry comes with its change or not at all."""
    dialogue = talking(uio).id
    before = document(uio, dialogue)
    note(evolve(uio, dry_run=True), by("mia"), dialogue, topic="tasks", text="Tried")
    for topic, actor in (("no such topic", "mia"), ("tasks", "per")):
        with pytest.raises(Exception, match="no"):
            skip(uio, by(actor), dialogue, topic=topic, reason="x")

    assert document(uio, dialogue) == before


def test_an_entry_costs_no_fsync_of_its_own(
    folder: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is written within the dialogue's own file: one for the file, one for the folder."""
    dialogue = talking(folder).id
    calls: list[int] = []
    real = os.fsync

    def counted(handle: int) -> None:
        calls.append(handle)
        real(handle)

    monkeypatch.setattr(os, "fsync", counted)

    note(folder, by("mia"), dialogue, topic="tasks", text="A word")

    assert len(calls) == 2


def test_a_signed_text_keeps_its_bytes_through_everything_after(folder: Workspace) -> None:
    """Export, supplement and a second signing leave version 1 in the file as it was written."""
    dialogue = signable(folder)
    sign(folder, by("anna"), dialogue)
    first = sign(folder, by("mia"), dialogue).signed[0].text
    export_dialogue(folder, by("anna"), dialogue)
    supplement(folder, by("mia"), dialogue, what_changes="Later")
    note(folder, by("mia"), dialogue, topic="tasks", text="A late thought")
    for person in ("anna", "mia"):
        sign(folder, by(person), dialogue)

    assert document(folder, dialogue)["signed"][0]["text"] == first
    assert audit.unlike(document(folder, dialogue)) is None
