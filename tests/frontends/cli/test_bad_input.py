"""Bad input: one sentence with what, where and what to do; the code; the store as it was."""

import hashlib
import os
import shlex
from pathlib import Path
from typing import Any

import pytest

from visavi.store import strictjson

ON = "--as-of 2026-02-10"
NEW = f"dialogue new anna --kind uio.work --cycle 2026 --as mia {ON} --json"


def fingerprint(home: Path) -> str:
    """All documents of the store, byte by byte; what is derived may be made anew."""
    store = home / "data" / "visavi" / "store"
    found = hashlib.sha256()
    for path in sorted(store.rglob("*")):
        if path.is_file() and "index" not in path.parts and path.suffix == ".json":
            found.update(str(path).encode() + path.read_bytes())
    return found.hexdigest()


BAD = [
    # look-alike and impossible ids
    ("dialogue show ../../etc/passwd --as mia", 3),
    ("dialogue show anna --as mia", 3),
    ("dialogue show anna.000000 --as mia", 3),
    ("dialogue show ANNA.000000 --as mia", 3),
    (f"dialogue show {'a' * 5000}.abc123 --as mia", 3),
    ("dialogue history anna.ABC123 --as mia", 3),
    ("person show ../x", 2),
    ("person show аnna", 2),  # the first letter is Cyrillic
    ("person show 'anna\n'", 2),
    (f"person show {'9' * 5000}", 2),
    ("person show nobody", 3),
    ("matter show m-000000000000 --as mia", 3),
    ("matter show ../m-000000000000 --as mia", 3),
    ("activity show anna.abc123.a0 --as mia", 3),
    ("dialogue list --as ..", 2),
    ("agenda --person nobody", 0),
    # impossible dates and numbers
    ("agenda --as-of 2026-02-29", 2),
    ("agenda --as-of 20260210", 2),
    ("agenda --as-of '2026-02-10 '", 2),
    ("agenda --as-of 0000-01-01", 2),
    ("agenda --within -1", 2),
    ("agenda --within 1e3", 2),
    ("person new x1 --name X --unit U1 --group academic --percent nan", 2),
    ("person new x1 --name X --unit U1 --group academic --percent 101", 2),
    ("person new x1 --name X --born 1800-01-01", 2),
    ("person new x1 --name X --unit U1 --group academic --from 2026-02-01 --to 2026-01-01", 2),
    ("person edit anna --exclude-year 12", 2),
    # people who cannot be meant
    ("person new anna --name Again", 5),
    ("person new x1 --name '\x1b[31m'", 2),
    ("person new x1 --name ''", 2),
    ("person new x1 --name X --unit '\x1b[31m' --group academic", 2),
    ("person new x1 --name X --unit U1 --group '\x1b[31m'", 2),
    ("person edit anna --unit U1 --group academic --title '\x1b[31m'", 2),
    ("person role anna --name '\x1b[31m'", 2),
    ("line delegate mia --to anna --group '\x1b[31m'", 2),
    (f"dialogue new anna --kind uio.work --cycle '\x1b[31m' --as mia {ON}", 2),
    ("person new x1 --name X --unit U1 --group akademic", 2),
    ("person edit anna --unit U1 --group akademic", 2),
    ("person role anna --name headd", 2),
    ("person new x1 --name 'X 811228-9874'", 2),
    ("person edit anna --name 'X 811228-9874'", 2),
    ("person new 8112289874 --name X", 2),
    (f"dialogue new anna --kind uio.work --cycle 9999 --as mia {ON}", 2),
    ("agenda --unit U9", 3),
    ("line delegate mia --to anna --group akademic", 2),
    ("line delegate mia --to anna --kind uio.wrok", 2),
    ("line set anna --manager anna", 2),
    ("line set top --manager anna", 2),
    ("line set anna --manager nobody", 3),
    ("line disqualify anna --manager mia --ground whim", 2),
    ("line delegate mia --to mia", 2),
    ("line end mia --delegation nope", 3),
    (f"dialogue new mia --kind uio.work --as mia {ON}", 4),
    (f"dialogue new anna --kind uio.work --as anna {ON}", 4),
    (f"dialogue new anna --kind uio.work --conductor anna --as mia {ON}", 2),
    (f"dialogue new anna --kind uio.work --as per {ON}", 3),
    (f"dialogue new anna --kind nonsense --as mia {ON}", 2),
    (f"dialogue new anna --kind uio.work {ON}", 2),
    ("dialogue new anna --kind uio.work --as mia --as-of 2010-01-01", 3),
    ("question show 99.99", 3),
    ("question list --topic nonsense", 2),
    ("matter open --concern nonsense --as mia", 2),
    ("policy show nonsense", 3),
    ("policy explain uio nonsense", 3),
    ("agenda --policy nonsense", 3),
    ("policy list --policy-dir /nonexistent", 2),
    ("agenda --policy-dir .", 2),
    ("config set nonsense x", 2),
    ("config set setting.nonsense x", 2),
    ("config set as ../x", 2),
    ("store init --policy uio", 5),
    ("store restore /nonexistent/backup --store elsewhere", 9),
    ("person import /nonexistent.csv", 2),
    ("person import .", 2),
]


@pytest.mark.parametrize(("line", "code"), BAD, ids=[line[:50] for line, _ in BAD])
def test_bad_input_gets_one_sentence_and_changes_nothing(
    uio: Any, home: Path, line: str, code: int
) -> None:
    """No traceback, nothing on stdout, no control character echoed, the store as it was."""
    before = fingerprint(home)
    done = uio("", *shlex.split(line))

    assert done.code == code, done.err
    if code:
        assert done.out == ""
        assert len(done.err.splitlines()) == 1
        assert len(done.err) < 600
        assert done.err.rstrip("\n").isprintable()
    assert fingerprint(home) == before


TEXTS = {
    "nothing": b"",
    "blanks": b" \n\t\n",
    "no UTF-8": b"caf\xe9",
    "a NUL": b"a\x00b",
    "an escape": b"a\x1b[2Jb",
    "a C1 escape": "a\x9b2Jb".encode(),
    "too much": b"x" * 1_000_001,
    "too long": b"x" * 100_001,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_text_that_cannot_be_kept_is_refused_whole(uio: Any, home: Path, text: bytes) -> None:
    """Nothing is cut or dropped silently, and the text is not repeated in the error."""
    dialogue = uio(NEW).data["id"]
    before = fingerprint(home)

    done = uio(f"dialogue prepare {dialogue} --as anna {ON}", text=text)

    assert done.code == 2
    assert len(done.err) < 300
    assert fingerprint(home) == before


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "[/] [bold]x[/bold]", "{0.__class__}"])
def test_markup_and_formulas_are_only_text(uio: Any, text: str) -> None:
    """They come back as they were written."""
    dialogue = uio(NEW).data["id"]
    assert uio(f"dialogue prepare {dialogue} --as anna {ON}", text=text).code == 0

    read = uio(f"dialogue show {dialogue} --as anna {ON} --json").data

    assert read["preparations"]["employee"]["answers"][0]["text"] == text
    assert text in uio(f"dialogue show {dialogue} --as anna {ON}").out


def test_deeds_out_of_order_are_conflicts(uio: Any, home: Path) -> None:
    """Each says in which state the dialogue is."""
    dialogue = uio(NEW).data["id"]
    before = fingerprint(home)
    for line in ("conduct {} --start", "conduct {} --finish", "sign {}", "close {}",
                 "supplement {}", "cover {} --topic tasks"):  # fmt: skip
        done = uio(f"dialogue {line.format(dialogue)} --as mia {ON}", text="why")

        assert (line, done.code) == (line, 5)
        assert "planned" in done.err
    assert fingerprint(home) == before


def test_a_second_dialogue_of_the_kind_in_a_cycle_is_a_conflict(ki: Any, home: Path) -> None:
    """It names the one that is there."""
    line = f"dialogue new anna --kind ki.goals --cycle 2026 --as mia {ON} --json"
    dialogue = ki(line).data["id"]
    before = fingerprint(home)

    second = ki(line)

    assert (second.code, second.error["error"]) == (5, "conflict")
    assert dialogue in second.error["message"]
    assert fingerprint(home) == before


def test_a_signature_on_another_text_is_a_conflict(uio: Any) -> None:
    """The fingerprint that was shown is no longer the text's."""
    dialogue = uio(NEW).data["id"]
    for line in ("invite {} --at 2026-02-20T10:00+01:00", "conduct {} --start",
                 "conduct {} --finish"):  # fmt: skip
        uio(f"dialogue {line.format(dialogue)} --as mia {ON}")

    for given, code in (("0123456789abcdef", 5), ("xyz", 2), ("0123", 2)):
        assert uio(f"dialogue sign {dialogue} --fingerprint {given} --as mia {ON}").code == code


def test_not_yours_and_not_there_answer_alike(uio: Any) -> None:
    """Nobody learns from an error that something exists."""
    dialogue = uio(NEW).data["id"]
    for verb in ("show", "history", "check", "submit", "close"):
        theirs = uio(f"dialogue {verb} {dialogue} --as per {ON}")
        nothing = uio(f"dialogue {verb} anna.000000 --as per {ON}")

        assert (verb, theirs.code) == (verb, 3)
        assert theirs.err.replace(dialogue, "ID") == nothing.err.replace("anna.000000", "ID")


def test_no_store_is_said(cli: Any) -> None:
    """By reading, changing and checking alike; the doctor still works, and knows what to do."""
    for line in ("person list --policy uio", "store check", "store status", "agenda --policy ki"):
        done = cli(line)

        assert (done.code, done.out) == (9, "")
        assert "There is no store at" in done.err
    assert "visavi store init" in cli("doctor").out


def test_a_store_needs_a_policy(cli: Any) -> None:
    """It says where to find one."""
    done = cli("store init")

    assert done.code == 2
    assert "visavi policy list" in done.err


DAMAGE = {
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-9]),
    "not JSON": lambda path: path.write_bytes(b"\x00" * 100),
    "newer": lambda path: path.write_bytes(path.read_bytes().replace(b"person/1", b"person/9")),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_document_is_named_and_never_overwritten(
    uio: Any, home: Path, damage: Any
) -> None:
    """Its own record is refused with 9; the check finds it, and other people still work."""
    document = next(p for p in (home / "data").rglob("person.json") if p.parent.name == "anna")
    damage(document)
    before = fingerprint(home)

    assert uio("person show anna").code == 9
    assert uio("person edit anna --name Anders").code == 9
    assert uio("person show per").code == 0
    found = uio("store check --json")
    assert found.code == 10
    assert any("anna" in row["place"] for row in found.data)
    assert fingerprint(home) == before


def test_a_store_of_a_newer_program_is_read_and_never_written(uio: Any, home: Path) -> None:
    """Said once on stderr; a change ends with 9; the status says that it cannot be written to."""
    file = home / "data" / "visavi" / "store" / "store.json"
    content = strictjson.decode(file.read_bytes(), file.name)
    file.write_bytes(strictjson.encode({**content, "format": 99}))
    before = fingerprint(home)

    read = uio("person show anna --json")
    assert (read.code, read.data["id"]) == (0, "anna")
    assert read.err.count("form 99, this one knows 2") == 1
    changed = uio("person edit anna --name Anders")
    assert changed.code == 9
    assert "Nothing was changed." in changed.err
    assert uio("store status --json").data["writable"] is False
    assert fingerprint(home) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_store_reads_and_says_why_it_does_not_write(uio: Any, home: Path) -> None:
    """The code is 9, and reading goes on."""
    store = home / "data" / "visavi" / "store"
    folders = [store, *(p for p in store.rglob("*") if p.is_dir())]
    for folder in folders:
        folder.chmod(0o500)
    try:
        done = uio("person edit anna --name Anders")
        read = uio("person show anna")
    finally:
        for folder in folders:
            folder.chmod(0o700)

    assert done.code == 9
    assert read.code == 0


def test_a_broken_policy_costs_what_needs_it_and_not_the_rest(uio: Any, home: Path) -> None:
    """Deeds are refused with 8, reading goes on, the doctor names it."""
    folder = home / "broken"
    folder.mkdir()
    (folder / "policy.toml").write_text('[policy]\nid = "broken"\nnonsense = 1\n')
    dialogue = uio(NEW).data["id"]
    broken = f"--policy-dir {folder} --policy broken"

    deed = uio(f"dialogue submit {dialogue} --as anna {ON} {broken}")
    assert deed.code == 8
    assert "policy.toml" in deed.err
    assert uio(f"dialogue show {dialogue} --as anna {ON} {broken}").code == 0
    assert uio(f"policy check {folder}").code == 10
    assert uio(f"doctor --policy-dir {folder} --json").code == 10
    assert uio(f"person list --no-plugins {broken}").code in (0, 8)
