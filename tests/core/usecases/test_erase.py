"""Erased means gone: from the folder, from what was derived, and from whatever is restored."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from attrs import evolve

from visavi.errors import InvalidInput, NotFound, NotPermitted, OutOfOrder
from visavi.store import TinyRepository, check, create_store, open_store
from visavi.store.copies import backup, restore
from visavi.store.repository import Repository
from visavi.usecases.agenda import agenda
from visavi.usecases.agenda_build import AgendaBuilder
from visavi.usecases.erase import (
    erase_person,
    is_of,
    receipts,
    replay,
    require_receipt,
)
from visavi.usecases.holds import place_hold
from visavi.usecases.line import set_line
from visavi.usecases.plan_dialogue import take_over
from visavi.usecases.prepare import prepare
from visavi.usecases.read_dialogues import list_dialogues
from visavi.usecases.retention import apply_due, fingerprint, list_due
from visavi.usecases.workspace import Workspace
from visavi_testing.marked import OF_ANNA, OF_MIA, SHARED, marked, marker
from visavi_testing.racing import Racing
from visavi_testing.team import ON, by, planned, team_workspace

EVERY = (*SHARED, *OF_ANNA, *OF_MIA)
LATER = ON.replace(year=2032)


@pytest.fixture
def store(tmp_path: Path) -> TinyRepository:
    """An empty store on the disk."""
    return create_store(str(tmp_path / "store"))


@pytest.fixture
def team(store: TinyRepository) -> Workspace:
    """The team in that store, with a closed dialogue full of marked words."""
    settings = {"record-delete-after-years": 5}
    workspace = team_workspace("uio", settings=settings, repository=store)
    marked(workspace)
    agenda(store, by(None), "x", AgendaBuilder(workspace, by(None)))
    list(list_dialogues(store, by("mia")))
    return workspace


def files_with(folder: str, *words: str) -> list[str]:
    """Every file below the folder that holds one of the words."""
    found: list[str] = []
    for base, _, names in os.walk(folder):
        for name in names:
            content = Path(base, name).read_bytes()
            found.extend(f"{name}: {word}" for word in words if word.encode() in content)
    return found


def test_no_byte_of_the_person_is_left_in_the_folder(
    team: Workspace, store: TinyRepository
) -> None:
    """Not a word, not the name; the id stands in no file, nor as a folder's name."""
    assert files_with(store.path, marker("note-of-anna"), "Anna Testsson")
    erase_person(team, by(None), "anna", reason="Asked for.")

    assert files_with(store.path, *map(marker, EVERY), "Anna Testsson", '"anna', "/anna/") == []
    assert not [base for base, _, _ in os.walk(store.path) if base.endswith("/anna")]
    assert check(store) == []
    with pytest.raises(NotFound):
        store.person("anna")


def test_the_agenda_and_lists_go_on_without_the_person(
    team: Workspace, store: TinyRepository
) -> None:
    """What was derived is made anew."""
    erase_person(team, by(None), "anna", reason="Asked for.")
    left = agenda(store, by(None), "x", AgendaBuilder(team, by(None)))

    assert "anna" not in {item["person"] for item in left.items()}
    assert list(list_dialogues(store, by("mia"))) == []


def test_the_receipt_tells_when_why_and_by_whom_and_not_of_whom(
    team: Workspace, store: TinyRepository
) -> None:
    """Whoever knows the id can ask whether the receipt is of it."""
    receipt = erase_person(team, by(None), "anna", reason="Asked for.")

    assert receipts(store) == [receipt]
    assert (receipt["on"], receipt["by"], receipt["rule"], receipt["reason"]) == (
        "2026-02-10",
        "keeper",
        "decision",
        "Asked for.",
    )
    assert "anna" not in json.dumps(receipt).casefold()
    assert (is_of(receipt, "anna"), is_of(receipt, "per")) == (True, False)


def test_two_receipts_of_one_person_have_nothing_in_common(uio: Workspace) -> None:
    """The salt is another one each time."""
    first = erase_person(uio, by(None), "anna", reason="Asked for.")
    second = erase_person(uio, by(None), "per", reason="Asked for.")

    assert first["salt"] != second["salt"]
    assert not is_of(second, "anna")


@pytest.mark.parametrize("actor", ["anna", "mia", "top", "per"])
def test_only_who_keeps_the_register_erases(uio: Workspace, actor: str) -> None:
    """Not even the person alone: keeping may be a duty."""
    with pytest.raises(NotPermitted):
        erase_person(uio, by(actor), "anna", reason="Asked for.")


def test_without_a_rule_that_is_due_only_the_keeper_decides(uio: Workspace) -> None:
    """HR needs a rule; one that is not due is none."""
    with pytest.raises(NotPermitted, match="--rule"):
        erase_person(uio, by("hanna"), "anna", reason="Asked for.")
    for actor in (None, "hanna"):
        with pytest.raises(OutOfOrder, match="is due"):
            erase_person(uio, by(actor), "anna", reason="Asked for.", rule="personnel-record")


@pytest.mark.parametrize(
    "reason", ["", "Anna asked", "for TESTSSON", "see anna@example.org", "a\nb"], ids=ascii
)
def test_a_reason_is_needed_that_does_not_name_the_person(uio: Workspace, reason: str) -> None:
    """Or the receipt would."""
    with pytest.raises(InvalidInput):
        erase_person(uio, by(None), "anna", reason=reason)
    assert uio.repository.person("anna")


def test_whoever_leads_somebody_is_not_erased(uio: Workspace) -> None:
    """Nobody may be left without a manager by it."""
    with pytest.raises(OutOfOrder, match="anna, per"):
        erase_person(uio, by(None), "mia", reason="Asked for.")


def test_what_only_the_person_could_read_goes_from_the_dossiers_of_others(
    uio: Workspace,
) -> None:
    """Put aside or in the preparation; what the other has a right to stays."""
    dialogue = planned(uio).id
    other = planned(uio, employee="per").id
    for one in (dialogue, other):
        prepare(uio, by("mia"), one, text="marker-private", private=True)
    later = ON + timedelta(days=1)
    for person in ("anna", "per"):
        set_line(uio, by(None), person, manager="otto", start=later)
    take_over(uio, by("otto", later), dialogue)
    erase_person(uio, by(None, later), "mia", reason="Asked for.")

    left = json.dumps([uio.repository.dialogue(one) for one in (dialogue, other)], default=str)
    assert "marker-private" not in left
    assert uio.repository.dialogue(other)["conductor"] == "mia"


def test_a_dry_run_erases_nothing(team: Workspace, store: TinyRepository) -> None:
    """It is judged like any other, and leaves no receipt."""
    erase_person(evolve(team, dry_run=True), by(None), "anna", reason="Asked for.")

    assert store.person("anna")["id"] == "anna"
    assert receipts(store) == []


@pytest.mark.parametrize("name", ["backup", "backup.tar"])
def test_a_restored_backup_has_the_person_erased_again(
    team: Workspace, store: TinyRepository, tmp_path: Path, name: str
) -> None:
    """Before the new store has its name; the receipt stands in it, and replays once."""
    copy = str(tmp_path / name)
    backup(store, copy, "test")
    receipt = erase_person(team, by(None), "anna", reason="Asked for.")
    new = str(tmp_path / "new")
    restore(copy, new, finish=lambda made: none(replay(made, [receipt], "restore")))

    restored = open_store(new)
    assert files_with(new, *map(marker, EVERY), "Anna Testsson", '"anna', "/anna/") == []
    assert receipts(restored) == [receipt]
    assert replay(restored, [receipt], "restore") == 0
    assert restored.person("per")["id"] == "per"


def test_a_deleted_record_stays_deleted_after_a_restore(
    team: Workspace, store: TinyRepository, tmp_path: Path
) -> None:
    """The days of the dialogue come back, its words do not."""
    copy = str(tmp_path / "backup.tar")
    backup(store, copy, "test")
    rows = list_due(team, by(None, LATER))
    _, made = apply_due(team, by(None, LATER), seen=fingerprint(rows), reason="Over.")
    new = str(tmp_path / "new")
    restore(copy, new, finish=lambda found: none(replay(found, made, "restore")))

    assert files_with(new, *map(marker, EVERY)) == []
    assert open_store(new).dialogue(rows[0]["id"])["state"] == "closed"
    assert list_due(evolve(team, repository=open_store(new)), by(None, LATER)) == []


def test_who_came_back_after_an_erasure_is_not_erased_by_an_old_receipt(
    team: Workspace, store: TinyRepository, tmp_path: Path
) -> None:
    """The backup knows that receipt, so it is of the time before."""
    receipt = erase_person(team, by(None), "anna", reason="Asked for.")
    with team.changing(by(None)) as change:
        change.put_person({"id": "anna", "name": "Anna Again"})
    copy = str(tmp_path / "backup")
    backup(store, copy, "test")
    new = str(tmp_path / "new")
    restore(copy, new, finish=lambda found: none(replay(found, [receipt], "restore")))

    assert open_store(new).person("anna")["name"] == "Anna Again"


def test_a_restore_whose_receipts_cannot_be_replayed_makes_no_store(
    team: Workspace, store: TinyRepository, tmp_path: Path
) -> None:
    """Better none than one with somebody in it who was erased."""
    copy = str(tmp_path / "backup")
    backup(store, copy, "test")

    def fail(_: Repository) -> None:
        raise InvalidInput("The receipts cannot be read.")

    with pytest.raises(InvalidInput):
        restore(copy, str(tmp_path / "new"), finish=fail)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"id": "e-1"},
        {**dict.fromkeys(["id", "on", "by", "rule", "reason", "salt"], ""), "x": 1},
    ],
    ids=ascii,
)
def test_what_is_no_receipt_is_refused(value: object) -> None:
    """A file beside the store may hold anything."""
    with pytest.raises(InvalidInput):
        require_receipt(value)


def none(_: object) -> None:
    """Nothing, whatever was answered."""


def test_a_hold_that_is_placed_at_the_same_moment_stops_an_erasure(uio: Workspace) -> None:
    """Whoever was first counts: nothing is gone."""
    first = Racing(uio.repository, lambda: place_hold(uio, by(None), "anna", reason="A lawsuit"))

    with pytest.raises(OutOfOrder, match="hold h1"):
        erase_person(evolve(uio, repository=first), by(None), "anna", reason="By decision")
    assert uio.repository.person("anna")["holds"]
