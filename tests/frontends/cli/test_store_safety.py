"""What goes wrong around a store, on the command line: told in a sentence, and nothing is lost."""

import errno
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(params=["unsealed", "sealed"])
def any_cli(request: pytest.FixtureRequest) -> Any:
    """A store of either sort with one person in it."""
    if request.param == "sealed":
        cli = request.getfixturevalue("sealed")
    else:
        cli = request.getfixturevalue("cli")
        assert cli("store init --policy ki --unsealed").code == 0
    assert cli("person new anna --name 'Anna Testsson'").code == 0
    return cli


def second_version(store: Path, name: str = "person (conflicted copy 2026-11-22).json") -> Path:
    """What a sync program leaves beside a person."""
    file = next(store.rglob("person.json"))
    copy = file.with_name(name)
    shutil.copy(file, copy)
    return copy


def test_two_versions_are_listed_and_settled(any_cli: Any, store: Path) -> None:
    """As text and as data; afterwards one is in use, and the other can be had back."""
    assert any_cli("store conflicts").out == "No document lies there twice.\n"
    second_version(store)
    any_cli("person edit anna --name 'Anna Annan'")

    listed = any_cli("store conflicts")
    (row,) = any_cli("store conflicts --json").data
    assert listed.code == 10
    assert "revision 1 of dossiers/anna/person.json; revision 2 is in use" in listed.out
    assert (row["mine"], row["theirs"], row["id"]) == (2, 1, "anna")
    assert any_cli("store check --json").data[0]["code"] == "conflict"

    dry = any_cli("store settle --keep theirs --dry-run", row["place"])
    assert (dry.code, len(any_cli("store conflicts --json").data)) == (0, 1)
    done = any_cli("store settle --keep theirs --json", row["place"])
    assert done.code == 0
    assert "Anna Testsson" in any_cli("person list").out
    assert any_cli("store conflicts").code == any_cli("store check").code == 0

    (aside,) = any_cli("store conflicts --put-aside --json").data
    assert aside["place"] == done.data["put_aside"]
    assert any_cli("store settle --keep theirs", aside["place"]).code == 0
    assert "Anna Annan" in any_cli("person list").out


def test_what_is_no_second_version_cannot_be_settled(any_cli: Any) -> None:
    """Not even a document."""
    for place in ("dossiers/anna/person.json", "nothing", "../x"):
        assert any_cli(f"store settle {place} --keep mine").code == 3
    assert any_cli("store settle x --keep both").code == 2
    assert any_cli("store settle x").code == 2


def test_whoever_meets_a_second_version_is_told(any_cli: Any, store: Path) -> None:
    """On stderr, by any command that looks into that dossier; of a matter nothing is told."""
    assert "twice" not in any_cli("dialogue list --as anna").err
    second_version(store)
    told = any_cli("dialogue list --as anna")
    assert "visavi store conflicts" in told.err
    assert told.code == 0
    assert any_cli("store conflicts").err == ""


def test_a_backup_says_which_versions_it_leaves_out(any_cli: Any, store: Path) -> None:
    """Alone and in a folder of backups; without second versions nothing is said."""
    assert any_cli("store backup first.tar").err == ""
    second_version(store)

    for line in ("store backup second.tar", "store backup kept --keep"):
        done = any_cli(line)
        assert done.code == 0
        assert "only the versions that are in use" in done.err


def test_names_of_other_programs_drive_no_terminal(any_cli: Any, store: Path) -> None:
    """They are shown escaped, and can be given so."""
    second_version(store, "person\x1b[31m\n(x).json")
    listed = any_cli("store conflicts")
    (row,) = any_cli("store conflicts --json").data

    assert "\x1b" not in listed.out + row["place"]
    assert len(listed.out.splitlines()) == 1
    assert any_cli("store settle --keep mine", row["place"]).code == 0
    assert any_cli("store conflicts").code == 0


def test_backups_are_kept_by_day_and_week(any_cli: Any, home: Path) -> None:
    """In a folder of their own; a dry run tells what would be made and go."""
    for day in range(1, 29):
        done = any_cli(f"store backup kept --keep --json --as-of 2026-06-{day:02}")
        assert done.code == 0, done.err
    names = sorted(path.name for path in (home / "kept").iterdir())
    dry = any_cli("store backup kept --keep --json --dry-run --as-of 2026-06-29").data

    assert len(names) == 7 + 3
    assert all(name.endswith("-01.tar") for name in names)
    assert dry["path"].endswith("2026-06-29-01.tar")
    assert dry["removed"] == [name for name in names if "2026-06-22" in name]
    assert sorted(path.name for path in (home / "kept").iterdir()) == names
    restored = any_cli(f"store restore kept/{names[0]} --store back")
    assert restored.code == 0, restored.err
    assert "Anna Testsson" in any_cli("person list --store back").out


def test_a_backup_of_another_institution_is_not_restored(any_cli: Any, home: Path) -> None:
    """Unless it is asked for by the name of its policy."""
    any_cli("store backup copy.tar")
    any_cli("config set policy uio")

    refused = any_cli("store restore copy.tar --store back --json")
    assert (refused.code, refused.error["error"]) == (5, "conflict")
    assert "under ki" in refused.error["message"]
    assert sorted(path.name for path in home.iterdir() if "back" in path.name) == []
    assert any_cli("store restore copy.tar --store back --policy ki").code == 0


def test_a_full_check_reads_what_the_files_say(cli: Any, store: Path) -> None:
    """A whole file may still say what no person is; a record may differ from its log of deeds."""
    cli("store init --policy ki --unsealed")
    cli("person new anna --name 'Anna Testsson'")
    assert cli("store check --full").code == 0
    file = next(store.rglob("person.json"))
    file.write_text('{"schema": "visavi.person/1", "id": "anna", "revision": 2, "name": 5}')

    assert cli("store check").code == 0
    full = cli("store check --full --json")
    assert full.code == 10
    assert [(row["place"], row["code"]) for row in full.data] == [
        ("dossiers/anna/person.json", "content")
    ]


def test_a_full_check_finds_a_record_changed_past_its_log(uio: Any, store: Path) -> None:
    """By hand, with the checksum taken out; the demonstration's records are as they must be."""
    uio("dialogue new anna --kind uio.work --cycle 2026 --as mia --as-of 2026-02-01")
    assert uio("store check --full").code == 0
    (file,) = (p for p in (store / "dossiers" / "anna").iterdir() if p.name != "person.json")
    document = json.loads(file.read_text(encoding="utf-8"))
    del document["crc32"]
    file.write_text(json.dumps(document | {"cycle": "2025"}), encoding="utf-8")

    assert uio("store check").code == 0
    assert [row["code"] for row in uio("store check --full --json").data] == ["record"]

    assert uio("demo start --policy uio --store demo --as-of 2026-11-21").code == 0
    assert uio("store check --full --store demo").out == "Nothing is wrong.\n"


@pytest.mark.parametrize("make", ["pipe", "file", "nowhere", "device"])
def test_what_is_no_store_is_told_with_nine(cli: Any, home: Path, make: str) -> None:
    """A pipe, a file, a link to nothing, a device: named, and nothing is made of it."""
    path = home / "place"
    if make == "pipe":
        os.mkfifo(path)
    elif make == "file":
        path.write_text("kept")
    else:
        path.symlink_to({"nowhere": str(home / "nowhere"), "device": "/dev/null"}[make])
    for line in ("person list --policy ki", "store check", "person new anna --name Anna"):
        done = cli(f"{line} --store place --json")
        assert (done.code, done.error["error"]) == (9, "store-missing")
        assert "not a folder" in done.error["message"] or make == "nowhere"
    if make != "nowhere":
        assert cli("store init --unsealed --policy ki --store place").code == 5
    assert sorted(p.name for p in home.iterdir() if p.name in ("place", "nowhere")) == ["place"]


def test_a_link_to_a_store_is_shown_as_what_it_leads_to(any_cli: Any, store: Path) -> None:
    """Its status names the folder itself."""
    Path("link").symlink_to(store)

    assert any_cli("store status --store link --json").data["path"] == str(store)
    read = any_cli("person list --store link")
    assert "Anna Testsson" in read.out
    assert read.err == f"link is a link; the store is {store}.\n"
    assert any_cli("person list --store link --json").err == ""


@pytest.mark.parametrize("error", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_file_system_without_locks_is_told_with_nine(
    any_cli: Any, home: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    """Reading goes on; nothing is changed, and no store is made there."""
    from visavi.store import lock

    def refuse(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(lock, "flock", refuse)
    changed = any_cli("person edit anna --name 'Anna Annan' --json")
    made = any_cli("store init --unsealed --policy ki --store fresh")

    assert (changed.code, changed.error["error"]) == (9, "store-unwritable")
    assert made.code == 9
    assert "has no locks" in changed.error["message"]
    assert "has no locks" in made.err
    assert not (home / "fresh").exists()
    assert "Anna Testsson" in any_cli("person list").out


def test_a_clock_that_goes_back_reorders_nothing(uio: Any) -> None:
    """Deeds stand in the order in which they were done, and nothing that was kept expires."""
    new = "dialogue new anna --kind uio.work --cycle 2026 --as mia --as-of 2026-02-10 --json"
    dialogue = uio(new).data["id"]
    assert uio(f"dialogue invite {dialogue} --as mia --as-of 2026-02-11").code == 0
    assert uio(f"dialogue submit {dialogue} --as anna --as-of 1970-01-01").code == 0

    told = uio(f"dialogue history {dialogue} --as anna --as-of 2026-02-12 --json").data
    assert [(event["deed"], event["on"]) for event in told] == [
        *(("new", "2026-02-10"), ("invite", "2026-02-11"), ("submit", "1970-01-01"))
    ]
    assert uio(f"dialogue show {dialogue} --as anna --as-of 1970-01-01").code == 0
    assert uio("store check --full").code == 0


def test_a_lock_file_removed_between_two_commands_is_made_again(any_cli: Any, store: Path) -> None:
    """Where it is no file, that is told instead."""
    (store / "lock").unlink()
    assert any_cli("person edit anna --name 'Anna Annan'").code == 0
    assert (store / "lock").is_file()

    (store / "lock").unlink()
    (store / "lock").symlink_to("elsewhere")
    refused = any_cli("person edit anna --name 'Anna Tredje' --json")
    assert (refused.code, refused.error["error"]) == (9, "store-unwritable")
    assert "lock file" in refused.error["message"]
    assert "Anna Annan" in any_cli("person list").out


def test_whoever_names_a_dialogue_that_has_another_version_is_told(uio: Any, store: Path) -> None:
    """When it is read and when it is changed; nobody is told who may not see it."""
    line = "--kind uio.work --cycle 2026 --as-of 2026-01-12 --as mia"
    name = uio(f"dialogue new anna {line} --json").data["id"]
    file = next(store.rglob(f"{name.rpartition('.')[2]}.json"))
    assert uio(f"dialogue show {name} --as mia").err == ""
    shutil.copy(file, file.with_name(f"{file.stem} (conflicted copy).json"))

    shown = uio(f"dialogue show {name} --as mia")
    changed = uio(f"dialogue prepare {name} --as mia --as-of 2026-01-12", text="A thought.")
    hidden = uio(f"dialogue show {name} --as per")

    assert (shown.code, changed.code) == (0, 0), changed.err
    for told in (shown, changed):
        assert f"{name} has another version here; see visavi store conflicts." in told.err
    assert hidden.code == 3
    assert "version" not in hidden.err
    assert len(uio("store conflicts --json").data) == 1


def test_another_description_of_the_store_is_told_of(any_cli: Any, store: Path) -> None:
    """Key slots that were changed on two computers; what else lies there is nobody's concern."""
    (store / "notes.txt").write_text("store")
    (store / "store notes.txt").write_text("store")
    assert any_cli("person show anna").err == ""
    shutil.copy(store / "store.json", store / "store (conflicted copy).json")

    assert "visavi store conflicts" in any_cli("person show anna").err


class Disk:
    """A disk that has room for so many bytes, until it is given more."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.room = 1 << 30
        self._write = os.write
        monkeypatch.setattr(os, "write", self._written)

    def _written(self, handle: int, content: bytes) -> int:
        if handle > 2:
            self.room -= len(content)
        if self.room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self._write(handle, content)


LIST = "id;name;from\n" + "".join(f"p{number};P, Anna;2020-01-01\n" for number in range(40))


@pytest.mark.parametrize("room", [0, 300, 1500, 2500, 5000])
@pytest.mark.parametrize("sealing", ["--unsealed", "--passphrase-command 'cat words'"])
def test_a_full_disk_leaves_nothing_of_a_store_that_an_import_would_make(
    cli: Any, home: Path, words: str, monkeypatch: pytest.MonkeyPatch, room: int, sealing: str
) -> None:
    """Wherever it fills up; afterwards the same line makes it."""
    Path("staff.csv").write_text(LIST)
    line = f"person import staff.csv --policy ki --store new {sealing}"
    disk = Disk(monkeypatch)

    disk.room = room
    full = cli(line)
    assert full.code == 9
    assert "The disk is full." in full.err
    assert f"{home}/new was not made" in full.err
    assert [path.name for path in home.iterdir() if path.name.startswith("new")] == []
    assert list((home / "state").rglob("s-*")) == []

    disk.room = 1 << 30
    assert cli(line).code == 0
    assert (
        len(cli(f"person list --store new --json {sealing.replace('--unsealed', '')}").data) == 40
    )


def test_a_full_disk_in_the_middle_of_an_import_is_told_to_the_last_person(
    any_cli: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in stays in, and the same list again enters the rest."""
    from visavi.usecases import import_people

    monkeypatch.setattr(import_people, "BATCH", 2)
    Path("staff.csv").write_text(LIST)
    disk = Disk(monkeypatch)

    disk.room = 6000
    full = any_cli("person import staff.csv")
    there = len(any_cli("person list --json").data) - 1
    assert (full.code, 0 < there < 40) == (9, True)
    assert f"Before that, {there} of the list had gone in." in full.err

    disk.room = 1 << 30
    assert any_cli("person import staff.csv").code == 0
    assert len(any_cli("person list --json").data) == 41
    assert any_cli("store check").code == 0


def test_whoever_leaves_the_app_is_told_of_a_second_version(uio: Any, store: Path) -> None:
    """The app itself has no place for it."""
    line = "--linear --as mia --as-of 2026-01-12"
    uio("dialogue new anna --kind uio.work --cycle 2026 --as-of 2026-01-12 --as mia")
    assert "twice" not in uio(line, text="1\n:q\n").err
    second_version(store / "dossiers" / "anna")

    assert "visavi store conflicts" in uio(line, text="1\n:q\n").err
