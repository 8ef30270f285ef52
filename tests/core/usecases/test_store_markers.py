"""What the invariants of a dialogue leave behind in the store's folder: every file is searched."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from attrs import evolve

from visavi.errors import VisaviError
from visavi.store import create_store, open_store
from visavi.usecases.activities import carry_activity, edit_activity
from visavi.usecases.agenda import agenda
from visavi.usecases.agenda_build import AgendaBuilder
from visavi.usecases.conduct import differ, hold, note, start
from visavi.usecases.export_dialogue import export_dialogue
from visavi.usecases.invite import invite, move
from visavi.usecases.line import disqualify, set_line
from visavi.usecases.plan_dialogue import plan_dialogue, take_over
from visavi.usecases.prepare import afterthought, prepare, submit
from visavi.usecases.read_dialogues import list_activities, list_dialogues, show_dialogue
from visavi.usecases.sign import refuse, release, sign, supplement
from visavi.usecases.workspace import Workspace
from visavi_testing.team import ON, by, meeting, planned, signable, talking, team_workspace

LATER = ON + timedelta(days=1)


@pytest.fixture
def uio(tmp_path: Path) -> Workspace:
    """The team in a folder of its own, so that there are files to search."""
    return team_workspace("uio", repository=create_store(str(tmp_path / "store")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The store's folder."""
    return tmp_path / "store"


def places(folder: Path, word: str) -> dict[str, int]:
    """Every file of the store with the word in it, and how often it stands there."""
    found = {
        str(path.relative_to(folder)): path.read_bytes().count(word.encode())
        for path in folder.rglob("*")
        if path.is_file()
    }
    return {place: count for place, count in found.items() if count}


def own_file(dialogue: str) -> str:
    """The one file in which a dialogue lies."""
    employee, _, ending = dialogue.rpartition(".")
    return f"dossiers/{employee}/{ending}.json"


def paths_to(value: object, word: str, path: str = "") -> Iterator[str]:
    """Where in a document the word stands."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths_to(item, word, f"{path}.{key}".strip("."))
    elif isinstance(value, list):
        for item in value:
            yield from paths_to(item, word, path)
    elif isinstance(value, str) and word in value:
        yield path


def all_reading(workspace: Workspace) -> None:
    """Whatever makes derived files is asked, by everybody."""
    for person in ("anna", "mia", "top", "otto", "hanna"):
        for _ in range(2):
            list(list_dialogues(workspace.repository, by(person, LATER), texts=True))
            list(list_activities(workspace.repository, by(person, LATER)))
    for actor in (by("mia", LATER), by(None, LATER)):
        agenda(workspace.repository, actor, "policies", AgendaBuilder(workspace, actor))


def test_a_word_lies_in_its_dialogues_file_and_in_no_other(uio: Workspace, folder: Path) -> None:
    """Not in the index, the log, another dossier, the lock: whatever has been listed and asked."""
    dialogue = talking(uio).id
    prepare(uio, by("anna"), dialogue, text="mk-private", private=True)
    note(uio, by("mia"), dialogue, topic="tasks", text="mk-record")
    differ(uio, by("anna"), dialogue, topic="environment", text="mk-view")
    hold(uio, by("mia"), dialogue)
    afterthought(uio, by("mia"), dialogue, text="mk-after")
    all_reading(uio)

    for word in ("mk-private", "mk-record", "mk-view", "mk-after"):
        assert places(folder, word) == {own_file(dialogue): 1}


def test_completing_publishes_no_draft_and_moves_no_private_word(
    uio: Workspace, folder: Path
) -> None:
    """After the talk, both signatures and the export, a private note is where it was written."""
    dialogue = signable(uio)
    afterthought(uio, by("mia"), dialogue, text="mk-private")
    for person in ("mia", "anna"):
        sign(uio, by(person), dialogue)
        release(uio, by(person), dialogue)
    copy = export_dialogue(uio, by("anna"), dialogue)

    assert places(folder, "mk-private") == {own_file(dialogue): 1}
    document = json.loads((folder / own_file(dialogue)).read_bytes())
    assert list(paths_to(document, "mk-private")) == ["preparations.conductor.notes.text"]
    assert "mk-private" not in json.dumps(copy)


@pytest.mark.parametrize("how", ["line", "disqualified"])
def test_a_take_over_leaves_the_predecessors_words_to_the_predecessor(
    uio: Workspace, folder: Path, how: str
) -> None:
    """Put aside in the same file, once; in nobody's preparation."""
    from visavi.model.people import Disqualification

    dialogue = planned(uio).id
    prepare(uio, by("mia"), dialogue, text="mk-answer")
    prepare(uio, by("mia"), dialogue, text="mk-private", private=True)
    if how == "line":
        set_line(uio, by(None), "anna", manager="otto", start=LATER)
    else:
        barred = Disqualification("mia", "close-relation", LATER, replaced_by="otto")
        disqualify(uio, by("mia", LATER), "anna", barred)
    take_over(uio, by("otto", LATER), dialogue)
    all_reading(uio)

    document = json.loads((folder / own_file(dialogue)).read_bytes())
    for word in ("mk-answer", "mk-private"):
        assert places(folder, word) == {own_file(dialogue): 1}
        assert all(path.startswith("put_aside.mia.") for path in paths_to(document, word))
    for reader in ("otto", "anna", "top"):
        try:
            shown = repr(show_dialogue(uio.repository, by(reader, LATER), dialogue, reason="x"))
        except VisaviError as error:
            shown = str(error)
        assert "mk-" not in shown
    assert "mk-private" in repr(show_dialogue(uio.repository, by("mia", LATER), dialogue))


def test_a_text_changed_before_the_second_signature_is_gone_with_the_first(
    uio: Workspace, folder: Path
) -> None:
    """The dropped version leaves neither its words nor its bytes."""
    dialogue = signable(uio)
    differ(uio, by("anna"), dialogue, topic="environment", text="mk-first-thought")
    sign(uio, by("mia"), dialogue)
    assert places(folder, "mk-first-thought") == {own_file(dialogue): 2}

    differ(uio, by("anna"), dialogue, topic="environment", text="mk-second-thought")

    assert places(folder, "mk-first-thought") == {}
    assert uio.repository.dialogue(dialogue).get("signed", ()) in ((), [])
    events = [event["deed"] for event in uio.repository.dialogue(dialogue)["events"]]
    assert "signature-dropped" in events


def test_a_supplement_leaves_the_signed_bytes_in_the_file(uio: Workspace, folder: Path) -> None:
    """Version 1 stands byte for byte where it stood; the new words are in the new version alone."""
    dialogue = signable(uio, what="mk-old-plan")
    for person in ("mia", "anna"):
        first = sign(uio, by(person), dialogue).signed[0]
    stored = json.dumps(first.text, ensure_ascii=False)[1:-1]
    assert places(folder, stored) == {own_file(dialogue): 1}

    supplement(uio, by("mia"), dialogue, what_changes="mk-what-changes")
    edit_activity(uio, by("mia"), f"{dialogue}.a1", {"what": "mk-new-plan"})
    for person in ("mia", "anna"):
        after = sign(uio, by(person), dialogue)

    assert places(folder, stored) == {own_file(dialogue): 1}
    assert "mk-new-plan" not in after.signed[0].text
    assert "mk-old-plan" not in after.signed[1].text
    assert after.signed[1].what_changed == "mk-what-changes"


def test_a_dry_run_and_a_refusal_leave_no_word_in_any_file(uio: Workspace, folder: Path) -> None:
    """Of what was only tried nothing stays, in the index neither."""
    dialogue = talking(uio).id
    trying = evolve(uio, dry_run=True)
    note(trying, by("mia"), dialogue, topic="tasks", text="mk-tried")
    deeds: tuple[Callable[[], object], ...] = (
        lambda: note(uio, by("otto"), dialogue, topic="tasks", text="mk-not-mine"),
        lambda: note(uio, by("mia"), dialogue, topic="no-such-topic", text="mk-nowhere"),
        lambda: refuse(uio, by("anna"), dialogue, reason="mk-too-early"),
        lambda: prepare(uio, by("anna"), dialogue, text="mk-unknown", about="nothing"),
        lambda: move(uio, by("anna"), dialogue, reason="mk-not-now"),
    )
    for deed in deeds:
        with pytest.raises(VisaviError) as caught:
            deed()
        assert "mk-" not in json.dumps(caught.value.as_mapping())

    assert places(folder, "mk-") == {}


def test_who_wrote_a_text_stands_beside_it_for_ever(uio: Workspace, folder: Path) -> None:
    """Also when it was taken down for the other, and when the one who wrote it is replaced."""
    dialogue = talking(uio).id
    differ(uio, by("mia"), dialogue, topic="environment", text="mk-for-anna", written_for="anna")
    set_line(uio, by(None), "anna", manager="otto", start=LATER)
    release(uio, by("anna", LATER), dialogue)
    take_over(uio, by("otto", LATER), dialogue)
    instead = {"topic": "environment", "text": "mk-instead", "written_for": "anna"}
    with pytest.raises(VisaviError):
        differ(uio, by("otto", LATER), dialogue, **instead)

    view = uio.repository.dialogue(dialogue)["topics"]
    views = [v for topic in view for v in topic.get("views", {}).values()]
    assert [(v["text"], v["author"], v["written_for"]) for v in views] == [
        ("mk-for-anna", "mia", "anna")
    ]
    assert places(folder, "mk-instead") == {}


def test_a_plan_is_carried_with_a_word_and_stands_where_it_was_agreed(
    uio: Workspace, folder: Path
) -> None:
    """Kept, it is in both plans; the signed bytes of the first are as they were."""
    from visavi.model.plans import Carry

    dialogue = signable(uio, what="mk-plan")
    for person in ("mia", "anna"):
        signed = sign(uio, by(person), dialogue).signed[0].text
    following = plan_dialogue(uio, by("mia"), "anna", kind="uio.work", cycle="2027").id
    invite(uio, by("mia"), following, meeting=meeting())
    for person in ("anna", "mia"):
        submit(uio, by(person), following)
    start(uio, by("mia"), following)
    carry_activity(
        uio, by("mia"), f"{dialogue}.a1", into=following, decision=Carry.KEEP, word="mk-word"
    )

    assert set(places(folder, "mk-plan")) == {own_file(dialogue), own_file(following)}
    assert places(folder, "mk-word") == {own_file(dialogue): 1}
    assert uio.repository.dialogue(dialogue)["signed"][0]["text"] == signed


def test_the_audit_chain_of_the_file_holds_after_reopening(uio: Workspace, folder: Path) -> None:
    """What was written is what is read by the next program that opens the folder."""
    from visavi import audit

    dialogue = signable(uio)
    for person in ("mia", "anna"):
        sign(uio, by(person), dialogue)

    again = open_store(str(folder)).dialogue(dialogue)
    assert audit.unlike(again) is None
    assert len(audit.entries(again)) == len(again["events"])
    assert date.fromisoformat(audit.entries(again)[-1]["on"]) == ON
