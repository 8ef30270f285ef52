"""The rights of a person on the command line: report, hold, erasure, retention, restore."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from visavi_cli import paths


def left(home: Path, *words: str) -> list[str]:
    """The files below the store that hold one of the words."""
    store = Path(paths.default_store())
    files = [path for path in store.rglob("*") if path.is_file()]
    return [
        str(path) for path in files if any(word.encode() in path.read_bytes() for word in words)
    ]


def talked(cli: Any) -> str:
    """Mia's talk with anna, begun; its id."""
    dialogue: str = cli("dialogue new anna --kind uio.work --as mia --json").data["id"]
    cli(f"dialogue prepare {dialogue} --private --as anna", text="marker-private")
    cli(f"dialogue invite {dialogue} --as mia")
    for person in ("anna", "mia"):
        cli(f"dialogue submit {dialogue} --as {person}")
    cli(f"dialogue conduct {dialogue} --start --as mia")
    return dialogue


def test_the_report_is_for_the_person_in_words_and_as_data(uio: Any) -> None:
    """Own private notes are in it; for the manager there is no such person."""
    talked(uio)
    plain = uio("person access-report anna --as anna")
    data = uio("person access-report anna --as anna --json").data

    assert plain.code == 0
    assert plain.out.count("marker-private") == 1
    assert json.dumps(data).count("marker-private") == 1
    assert "left out" in plain.out
    assert "marker-private" not in uio("person access-report anna --as hanna").out
    assert uio("person access-report anna --as mia").code == 3


def test_a_hold_stops_the_erasure_until_it_is_released(uio: Any) -> None:
    """Exit code 5, and then 0."""
    made = uio("person hold anna --reason 'A claim is open.' --as hanna --json").data
    shown = uio("person show anna --as mia").out
    refused = uio("person erase anna --reason 'Asked for.'")
    uio(f"person release anna --hold {made['hold']} --reason 'It is over.'")
    done = uio("person erase anna --reason 'Asked for.' --json")

    assert "A claim is open." in shown
    assert (refused.code, "hold h1" in refused.err) == (5, True)
    assert (done.code, done.data["changed"], done.data["rule"]) == (0, True, "decision")
    assert uio("person show anna").code == 3


def test_an_erasure_leaves_no_byte_and_a_dry_run_leaves_all(uio: Any, home: Path) -> None:
    """The whole folder is searched."""
    talked(uio)
    dry = uio("person erase anna --reason 'Asked for.' --dry-run --json").data
    assert (dry["changed"], bool(left(home, "marker-private"))) == (False, True)

    uio("person erase anna --reason 'Asked for.'")
    assert left(home, "marker-private", "Anna Testsson") == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("person erase anna", 2),
        ("person erase anna --reason 'Anna asked.'", 2),
        ("person erase nobody --reason Asked", 3),
        ("person erase anna --reason Asked --as mia", 4),
        ("person erase anna --reason Asked --as hanna", 4),
        ("person erase mia --reason Asked", 5),
        ("person erase anna --reason Asked --rule dialogue-records", 5),
        ("person hold anna --reason Because --as mia", 4),
        ("person release anna --hold h7 --reason Because", 3),
        ("retention apply", 2),
        ("retention apply --fingerprint 000000000000 --reason Over", 5),
    ],
)
def test_what_is_not_allowed_has_its_exit_code_and_changes_nothing(
    uio: Any, line: str, code: int
) -> None:
    """One sentence says why."""
    done = uio(line)

    assert (done.code, done.out) == (code, "")
    assert uio("person show anna").code == 0


def test_deleting_takes_a_look_and_its_fingerprint(uio: Any, home: Path) -> None:
    """First the list, then that very list, with a reason."""
    dialogue = uio("dialogue new anna --kind uio.work --as mia --as-of 2026-02-10 --json").data[
        "id"
    ]
    uio(f"dialogue cancel {dialogue} --as mia --as-of 2026-02-10", text="marker-reason")
    uio("config set setting.record-delete-after-years 5")
    assert [row["id"] for row in uio("retention list --as-of 2031-02-11 --json").data] == [dialogue]
    look = uio("retention apply --dry-run --as-of 2031-02-11 --json").data
    done = uio(
        f"retention apply --fingerprint {look['fingerprint']} --reason 'Five years are over.'"
        " --as-of 2031-02-11 --json"
    ).data

    assert ([row["id"] for row in look["rows"]], look["changed"]) == ([dialogue], False)
    assert ([row["id"] for row in done["rows"]], len(done["receipts"])) == ([dialogue], 1)
    assert left(home, "marker-reason") == []
    assert uio("retention list --as-of 2031-02-11").out == "Nothing is due.\n"
    assert uio(f"dialogue show {dialogue} --as anna").code == 0


@pytest.mark.parametrize("target", ["copy", "copy.tar"])
def test_a_restored_backup_has_the_person_erased_again(uio: Any, home: Path, target: str) -> None:
    """On this computer it is remembered without any word; the old store can be gone."""
    talked(uio)
    uio(f"store backup {target}")
    uio("person erase anna --reason 'Asked for.'")
    done = uio(f"store restore {target} --store {home}/new --json").data

    assert done["erased_again"] == 1
    assert uio(f"person show anna --store {home}/new").code == 3
    assert uio(f"person show per --store {home}/new").code == 0
    kept = b"".join(p.read_bytes() for p in (home / "state/visavi/erasures").iterdir())
    assert b"anna" not in kept
    assert b"Asked" not in kept


def test_on_another_computer_the_old_store_tells_what_was_erased(
    uio: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --erasures; a store of another institution is refused."""
    uio("store backup copy")
    uio("person erase anna --reason 'Asked for.'")
    uio(f"store init --unsealed --policy uio --store {home}/other")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "elsewhere"))
    old = paths.default_store()
    wrong = uio(f"store restore copy --store {home}/new --erasures {home}/other")
    right = uio(f"store restore copy --store {home}/new --erasures {old} --json")

    assert wrong.code == 2
    assert right.data["erased_again"] == 1
    assert uio(f"person show anna --store {home}/new").code == 3


def test_receipts_that_cannot_be_read_stop_a_restore(uio: Any, home: Path) -> None:
    """Better no store than one with somebody in it who was erased."""
    uio("store backup copy")
    uio("person erase anna --reason 'Asked for.'")
    (kept,) = (home / "state/visavi/erasures").iterdir()
    kept.write_text("garbled\n")
    done = uio(f"store restore copy --store {home}/new")

    assert done.code == 2
    assert not (home / "new").exists()


def test_a_note_moves_into_a_matter_and_what_remains_is_said(uio: Any, home: Path) -> None:
    """The matter has it, the dialogue has not."""
    dialogue = talked(uio)
    uio(f"dialogue note {dialogue} --topic tasks --as mia", text="marker-of what anna told")
    done = uio(
        "matter open --concern harassment --affected anna --concerned per --as mia --json "
        f"--from-note {dialogue} tasks 1"
    )

    assert done.code == 0
    assert "backups made before" in done.err
    assert "marker-of" in uio(f"matter show {done.data['id']} --as mia").out
    assert "marker-of" not in uio(f"dialogue show {dialogue} --notes --as mia").out
    assert len(left(home, "marker-of")) == 1


def test_a_note_is_taken_back_by_its_writer_alone(uio: Any) -> None:
    """The other party is refused, and a note that is not there is not found."""
    dialogue = talked(uio)
    uio(f"dialogue note {dialogue} --topic tasks --as mia", text="marker-of-mia")

    assert uio(f"dialogue withdraw {dialogue} --topic tasks --note 1 --as anna").code == 4
    assert uio(f"dialogue withdraw {dialogue} --topic tasks --note 2 --as mia").code == 3
    assert uio(f"dialogue withdraw {dialogue} --topic tasks --note 1 --as mia").code == 0
    assert "marker-of-mia" not in uio(f"dialogue show {dialogue} --notes --as anna").out


def test_counts_of_backups_tell_nothing_of_matters(uio: Any) -> None:
    """As many files and bytes are named with a matter as without."""
    talked(uio)
    counts, states = [], []
    for name in ("b1", "b2", "b3", "b4"):  # each backup is listed, so that the next one is longer
        if name == "b4":
            uio(
                "matter open --concern harassment --affected anna --concerned per --as mia "
                "--file -",
                text="marker-matter",
            )
        data = uio(f"store backup {name} --json").data
        counts.append((data["files"], data["length"]))
        states.append(uio("store status --json").data)

    assert counts[3][0] == counts[2][0]
    assert counts[3][1] - counts[2][1] == counts[2][1] - counts[1][1]
    assert states[3] == states[2]


def test_whoever_writes_a_private_note_is_told_who_will_have_it(uio: Any) -> None:
    """Where the institution lets the other party have it; elsewhere nothing is said."""
    dialogue = talked(uio)
    quiet = uio(f"dialogue afterthought {dialogue} --as mia --dry-run", text="x")
    uio("config set setting.access-report-private-notes include")
    told = uio(f"dialogue prepare {dialogue} --private --as mia", text="marker-of-mia")

    assert "access report" not in quiet.err
    assert (told.code, "access report" in told.err) == (0, True)
    assert "marker-of-mia" in uio("person access-report anna --as anna").out


def test_who_asked_for_a_report_stands_in_the_persons_log_for_the_person_and_hr_alone(
    uio: Any,
) -> None:
    """Once a day each; the manager does not learn that somebody asked."""
    day = "--as-of 2026-02-10"
    for _ in range(2):
        uio(f"person access-report anna --as hanna {day}")
    uio(f"person access-report anna --as anna {day}")
    uio(f"person hold anna --reason 'A claim is open.' --as hanna {day}")

    log = uio(f"person history anna --as anna {day} --json").data
    told = [(event["deed"], event["by"], event["how"]) for event in log]
    assert told == [
        ("access-report", "hanna", "shown"),
        ("access-report", "anna", "shown"),
        ("hold", "hanna", ""),
    ]
    assert uio(f"person history anna --as hanna {day} --json").data == log
    for other in ("mia", "top", "per"):
        assert uio(f"person history anna --as {other} {day}").code == 3
        assert "access-report" not in uio(f"person show anna --as {other} {day} --json").out
    assert uio("store check --full").code == 0


def test_a_report_leaves_sealed_and_is_opened_without_the_store(uio: Any, home: Path) -> None:
    """In the clear only where that is said; the log says which."""
    talked(uio)

    def passphrase(text: bytes) -> int:
        reading, writing = os.pipe()
        os.write(writing, text)
        os.close(writing)
        return reading

    out = "person access-report anna --as anna --out"
    assert uio(f"{out} mine").code == 2
    assert uio("person access-report anna --as anna --clear").code == 2
    handle = passphrase(b"four words of mine")
    assert uio(f"{out} mine --seal-passphrase-fd {handle}").code == 0
    assert b"marker-private" not in (home / "mine").read_bytes()
    handle = passphrase(b"four words of mine")
    shown = uio(f"unseal mine --seal-passphrase-fd {handle} --store nowhere")
    assert (shown.code, "marker-private" in shown.out) == (0, True)
    handle = passphrase(b"four words of mine")
    assert uio(f"unseal mine --out open --seal-passphrase-fd {handle} --store nowhere").code == 0
    assert json.loads((home / "open").read_bytes())["person"] == "anna"

    assert uio(f"{out} clear --clear").code == 0
    assert b"marker-private" in (home / "clear").read_bytes()
    log = uio("person history anna --json").data
    assert [event["how"] for event in log] == ["sealed", "in-the-clear"]


def test_the_log_of_the_store_is_for_who_keeps_the_register(uio: Any) -> None:
    """Erasures by receipt, and lists that were taken out by whom; no name of who is gone."""
    uio("person export --as hanna --as-of 2026-02-10")
    uio("person erase per --reason 'Asked for.' --as-of 2026-02-11")

    log = uio("store log --json").data
    assert [(event["deed"], event["by"]) for event in log] == [
        ("export-people", "hanna"),
        ("erase", "keeper"),
    ]
    assert "per" not in [event["reason"] for event in log]
    assert uio("store log --as hanna").code == 0
    assert uio("store log --as mia").code == 4


def test_an_erasure_names_the_backups_that_still_hold_the_person(uio: Any, home: Path) -> None:
    """With the day on which each goes; in a folder of backups it goes then, with the next one."""
    uio("store backup first.tar --until 2026-06-01 --as-of 2026-02-10")
    uio("store backup kept --keep --as-of 2026-02-10")
    done = uio("person erase per --reason 'Asked for.' --as-of 2026-02-11 --json")

    held = [(row["id"], row["expires"]) for row in done.data["backups"]]
    assert held == [("b1", "2026-06-01"), ("b2", "2026-04-07")]
    assert "until 2026-06-01" in done.err
    assert len(list((home / "kept").iterdir())) == 1

    made = uio("store backup kept --keep --as-of 2026-04-08 --json").data
    assert len(made["removed"]) == 1
    assert len(list((home / "kept").iterdir())) == 1
    assert uio("store backup-gone b1").code == 0
    rows = uio("store backups --json").data
    assert [(row["id"], bool(row["gone"]), row["erased"]) for row in rows] == [
        ("b1", True, 1),
        ("b2", True, 1),
        ("b3", False, 0),
    ]
    receipt = json.loads(next(home.rglob("erasures/*")).read_text().splitlines()[-1])
    assert "backups" not in receipt


def test_a_talk_that_is_not_released_is_set_aside_by_command(uio: Any) -> None:
    """The refusal of the take-over names the verb."""
    dialogue = talked(uio)
    uio("person new otto --name 'Otto Testsson' --unit U1 --group academic --from 2015-01-01")
    uio("line set anna --manager otto --from 2026-01-01")
    refused = uio(f"dialogue take-over {dialogue} --as otto")
    assert (refused.code, "set-aside" in refused.err) == (5, True)

    done = uio(f"dialogue set-aside {dialogue} --as otto --json", text="Mia has left.")
    assert (done.code, done.data["state"]) == (0, "cancelled")
    assert uio("dialogue new anna --kind uio.work --as otto").code == 0
