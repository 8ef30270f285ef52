"""Keys, copies and verification by command: the whole way of a copy, and every way it can fail."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from visavi.signing.copies import with_checksum

ON = "--as-of 2026-02-10"
AWAY = "--store nowhere"
PASSPHRASE = b"correct horse battery"


@pytest.fixture
def typed() -> Callable[[bytes], int]:
    """An open file descriptor from which a passphrase can be read."""

    def give(passphrase: bytes = PASSPHRASE) -> int:
        reading, writing = os.pipe()
        os.write(writing, passphrase + b"\n")
        os.close(writing)
        return reading

    return give


@pytest.fixture
def dialogue(uio: Any) -> str:
    """A dialogue between mia and anna, held, against which no rule is."""
    made = uio(f"dialogue new anna --kind uio.work --cycle 2026 --as mia {ON} --json").data["id"]
    at = "--at 2026-02-20T10:00+01:00 --minutes 90 --place 'Room 1' --undisturbed"
    for line in (f"invite {made} {at} --as mia", f"submit {made} --as anna",
                 f"submit {made} --as mia", f"conduct {made} --start --as mia"):  # fmt: skip
        assert uio(f"dialogue {line} {ON}").code == 0
    topics = uio(f"dialogue show {made} --as mia {ON} --json").data["topics"]
    for topic in (found["topic"] for found in topics):
        for person in ("anna", "mia"):
            line = f"dialogue differ {made} --topic {topic} {ON} --as {person}"
            assert uio(line, text=f"as {person} sees").code == 0
        uio(f"dialogue cover {made} --topic {topic} {ON} --as mia")
    form = "what: Learn it\nhow: A course\nresult: Passed\nsupport: none\nfollow-up: in June\n"
    more = "--when 2026-06-01 --responsible employee"
    assert uio(f"activity new {made} {more} --as mia {ON}", text=form).code == 0
    assert uio(f"dialogue conduct {made} --finish --as mia {ON}").code == 0
    return str(made)


@pytest.fixture
def key(uio: Any, typed: Callable[..., int]) -> str:
    """Anna's key, sealed, in a file beside the store."""
    handle = typed()
    done = uio(f"person key new anna --out anna.key --key-passphrase-fd {handle} --as anna {ON}")
    assert done.code == 0, done.err
    return "anna.key"


def outcomes(done: Any) -> dict[str, str]:
    """What came out of each thing that was looked at; the last word on each counts."""
    return {check["about"]: check["outcome"] for check in done.data["checks"]}


def test_a_copy_goes_out_is_signed_elsewhere_comes_back_and_verifies(
    uio: Any, dialogue: str, key: str, typed: Callable[..., int]
) -> None:
    """At the other party's there is no store; each copy is the witness of the next."""
    assert uio(f"dialogue sign {dialogue} --as mia {ON}").code == 0
    out = uio(f"dialogue export {dialogue} --out sent.json --clear --as mia {ON} --json")
    assert out.data["path"] == "sent.json"
    assert uio(f"dialogue verify sent.json {AWAY}").code == 0

    more = f"--key {key} --key-passphrase-fd {typed()} --out signed.json --as anna {ON} {AWAY}"
    signed = uio(f"dialogue sign sent.json {more} --json")
    assert signed.code == 0, signed.err
    fingerprint = signed.data["fingerprint"]
    back = uio(f"dialogue sign {dialogue} --returned signed.json --as mia {ON} --json")
    assert (back.data["state"], back.data["fingerprint"]) == ("signed", fingerprint)

    assert uio(f"dialogue export {dialogue} --out final.json --clear --as anna {ON}").code == 0
    done = uio(f"dialogue verify final.json --against sent.json --key anna.key.pub {AWAY} --json")
    assert done.code == 0
    assert done.data["holds"]
    assert set(outcomes(done).values()) == {"holds"}
    assert [row["level"] for row in done.data["signatures"]] == ["noted", "own-key"]
    words = uio(f"dialogue verify final.json {AWAY}").out
    assert "Does not prove the time, which is claimed" in words
    assert "cannot be told without another copy" in words

    cut = uio(f"dialogue verify sent.json --against final.json {AWAY}")
    assert (cut.code, "was cut, or is older" in cut.out) == (10, True)
    in_store = uio(f"dialogue verify {dialogue} --against final.json --as mia {ON} --json")
    assert (in_store.code, outcomes(in_store)["record"]) == (0, "holds")


def test_a_changed_letter_is_named_and_ends_with_10(
    uio: Any, dialogue: str, key: str, typed: Callable[..., int]
) -> None:
    """A homoglyph in the text, by somebody who makes the checksum anew."""
    more = f"--key {key} --key-passphrase-fd {typed()} --as anna {ON}"
    assert uio(f"dialogue sign {dialogue} {more}").code == 0
    uio(f"dialogue export {dialogue} --out copy.json --clear --as anna {ON}")
    copy = json.loads(Path("copy.json").read_text(encoding="utf-8"))
    version = copy["versions"][0]
    version["text"] = version["text"].replace("Learn it", "Lеarn it")
    Path("forged.json").write_text(json.dumps(with_checksum(copy)), encoding="utf-8")

    done = uio(f"dialogue verify forged.json {AWAY}")

    assert done.code == 10
    assert "The text of version 1 is not the one that was signed." in done.out
    assert "The signature of the employee anna on version 1 does not match." in done.out


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", 2), (b"{}", 2), (b"\xff\xfe", 2), (b'{"schema":"visavi.copy/9"}', 2), (None, 2)],
)
def test_what_is_no_copy_is_a_usage_error_in_one_sentence(
    cli: Any, content: bytes | None, code: int
) -> None:
    """A missing file too; never a traceback."""
    if content is not None:
        Path("x.json").write_bytes(content)

    done = cli("dialogue verify x.json")

    assert (done.code, done.out, len(done.err.splitlines())) == (code, "", 1)


def test_a_private_key_is_its_owners_and_lies_outside_the_store(
    uio: Any, key: str, typed: Callable[..., int]
) -> None:
    """Readable by its owner only, never replaced, never inside the store; the store has none."""
    store = uio("store path").out.strip()
    assert stat.S_IMODE(Path(key).stat().st_mode) == 0o600
    again = uio(f"person key new anna --out {key} --key-passphrase-fd {typed()} --as anna {ON}")
    assert again.code == 5
    inside = uio(f"person key new per --out {store}/per.key --no-passphrase --as per {ON}")
    assert (inside.code, inside.err.count("does not belong in the store")) == (2, 1)

    secret = Path(key).read_bytes().partition(b"-----\n")[2].split(b"\n")[0]
    files = [path for path in Path(store).rglob("*") if path.is_file()]
    assert files
    assert not any(secret in path.read_bytes() or b"PRIVATE" in path.read_bytes() for path in files)


def test_a_key_without_passphrase_is_made_with_a_warning(uio: Any) -> None:
    """And without anybody to ask, none is made in silence."""
    silent = uio(f"person key new anna --out a.key --as anna {ON}")
    assert silent.code == 2
    assert "--key-passphrase-fd" in silent.err
    assert not Path("a.key").exists()

    done = uio(f"person key new anna --out a.key --no-passphrase --as anna {ON}")
    assert done.code == 0
    assert "not sealed" in done.err


def test_a_wrong_passphrase_is_called_that(
    uio: Any, dialogue: str, key: str, typed: Callable[..., int]
) -> None:
    """And nothing is signed."""
    more = f"--key {key} --key-passphrase-fd {typed(b'wrong horse battery')} --as anna {ON}"
    done = uio(f"dialogue sign {dialogue} {more}")

    assert (done.code, "not the passphrase" in done.err) == (2, True)
    assert uio(f"dialogue show {dialogue} --as anna {ON} --json").data["signed"] == []


def test_a_key_made_apart_is_registered_by_its_public_half(uio: Any) -> None:
    """Made where no store is; registered by the person; shown to both with its fingerprint."""
    made = uio(f"person key new anna --out a.key --apart --no-passphrase {AWAY} {ON} --json").data
    assert uio(f"person key show anna --as mia {ON} --json").data == []
    assert uio(f"person key new anna --register a.key.pub --as mia {ON}").code == 4
    assert uio(f"person key new per --register a.key.pub --as per {ON}").code == 2
    assert uio(f"person key new anna --register a.key.pub --as anna {ON}").code == 0

    shown = uio(f"person key show anna --as mia {ON} --json").data
    assert [row["fingerprint"] for row in shown] == [made["fingerprint"]]
    assert uio(f"person key export anna --out anna.pub --as mia {ON}").code == 0
    given = json.loads(Path("anna.pub").read_text(encoding="utf-8"))
    assert given == {"schema": "visavi.public-key/1", "person": "anna", "key": made["key"]}
    assert uio(f"person key show anna --as top {ON}").code == 3


def test_here_is_signed_by_typing_the_own_id(uio: Any, dialogue: str) -> None:
    """Anything else typed signs nothing."""
    line = f"dialogue sign {dialogue} --level here --as anna {ON}"
    assert uio(line, text="mia\n").code == 2
    assert uio(line, text="anna\n").code == 0
    shown = uio(f"dialogue show {dialogue} --as anna {ON} --json").data
    assert [one["level"] for one in shown["signed"][0]["signatures"]] == ["here"]


def test_the_conductor_notes_what_the_employee_confirmed(uio: Any, dialogue: str) -> None:
    """With the way of it; the copy and the history say who noted it."""
    line = f"dialogue sign {dialogue} --for anna --as mia {ON}"
    assert uio(line).code == 2
    assert uio(f"{line} --how 'by phone'").code == 0
    uio(f"dialogue export {dialogue} --out copy.json --clear --as anna {ON}")
    row = uio(f"dialogue verify copy.json {AWAY} --json").data["signatures"][0]
    assert (row["by"], row["noted_by"], row["entered"]) == ("anna", "mia", "by phone")
    assert "Noted by mia: by phone" in uio(f"dialogue verify copy.json {AWAY}").out
    last = uio(f"dialogue history {dialogue} --as anna {ON} --json").data[-2]
    assert (last["deed"], last["by"], last["on_behalf_of"]) == ("sign", "mia", "anna")


@pytest.mark.parametrize(
    "line",
    [
        "dialogue sign copy.json --as anna",
        "dialogue sign copy.json --key anna.key --as anna",
        "dialogue sign {id} --key anna.key --level paper --as anna",
        "dialogue sign {id} --key nothing.key --as anna",
        "dialogue sign {id} --out x.json --as anna",
        "dialogue sign {id} --returned nothing.json --as anna",
        "person key new anna --as anna",
        "person key new anna --out a --register b --as anna",
    ],
)
def test_what_does_not_fit_together_is_a_usage_error(uio: Any, dialogue: str, line: str) -> None:
    """And changes nothing."""
    before = uio(f"dialogue show {dialogue} --as anna {ON} --json").out

    done = uio(f"{line.format(id=dialogue)} {ON}")

    assert (done.code, done.out) == (2, "")
    assert uio(f"dialogue show {dialogue} --as anna {ON} --json").out == before


def test_a_dry_run_writes_no_copy_and_no_key(uio: Any, dialogue: str) -> None:
    """It says what would be done."""
    for line in (f"dialogue export {dialogue} --out x --clear --as mia",
                 "person key new anna --out x --no-passphrase --as anna"):  # fmt: skip
        done = uio(f"{line} {ON} --dry-run --json")
        assert (done.code, done.data["changed"]) == (0, False)
    assert not Path("x").exists()
    assert uio(f"person key show anna --as anna {ON} --json").data == []


def test_nothing_is_exported_over_a_file_that_is_there(uio: Any, dialogue: str) -> None:
    """It stays as it was."""
    Path("x").write_text("mine")
    assert uio(f"dialogue export {dialogue} --out x --clear --as mia {ON}").code == 5
    assert Path("x").read_text() == "mine"
    assert uio(f"dialogue export {dialogue} --out no/where --clear --as mia {ON}").code == 9


def test_help_knows_verbs_of_two_words(cli: Any) -> None:
    """Also where a word of them was mistyped."""
    assert cli("help person key new").out.startswith("Usage: visavi person key new PERSON")
    assert "Did you mean key new" in cli("person key nwe").err


def test_what_leaves_is_sealed_unless_it_is_said_once_and_the_history_says_which(
    uio: Any, dialogue: str, typed: Callable[..., int]
) -> None:
    """Without a passphrase or --clear nothing leaves, and nothing is written down."""
    refused = uio(f"dialogue export {dialogue} --out x.json --as mia {ON}")
    assert (refused.code, Path("x.json").exists()) == (2, False)
    assert "--clear" in refused.err
    weak = f"dialogue export {dialogue} --out x.json --as mia {ON} --seal-passphrase-fd"
    assert uio(f"{weak} {typed(b'short')}").code == 2
    history = uio(f"dialogue history {dialogue} --as anna {ON} --json").data
    assert "export" not in [event["deed"] for event in history]

    assert uio(f"{weak} {typed()}").code == 0
    assert uio(f"dialogue export {dialogue} --out y.json --clear --as mia {ON}").code == 0

    history = uio(f"dialogue history {dialogue} --as anna {ON} --json").data
    left = [(e["by"], e["how"]) for e in history if e["deed"] == "export"]
    assert left == [("mia", "sealed"), ("mia", "in-the-clear")]
    assert b"Learn it" not in Path("x.json").read_bytes()
    assert b"Learn it" in Path("y.json").read_bytes()
    told = uio(f"dialogue history {dialogue} --as anna {ON}").out
    assert "made a copy that leaves the store (in-the-clear)" in told


def test_a_sealed_copy_goes_the_whole_way_and_comes_back_sealed(
    uio: Any, dialogue: str, key: str, typed: Callable[..., int]
) -> None:
    """Verified, signed and returned without ever being a file in the clear."""
    words = b"four words of ours"

    def seal(given: bytes = words) -> str:
        return f"--seal-passphrase-fd {typed(given)}"

    assert uio(f"dialogue export {dialogue} --out sent.vis --as mia {ON} {seal()}").code == 0
    assert uio(f"dialogue verify sent.vis {AWAY} {seal()}").code == 0
    wrong = uio(f"dialogue verify sent.vis {AWAY} {seal(b'other words than these')}")
    assert (wrong.code, "The passphrase is wrong" in wrong.err) == (9, True)
    assert uio(f"dialogue verify sent.vis {AWAY}").code == 9

    more = f"--key {key} --key-passphrase-fd {typed()} --out signed.vis --as anna {ON} {AWAY}"
    assert uio(f"dialogue sign sent.vis {more} {seal()}").code == 0
    assert b"Learn it" not in Path("signed.vis").read_bytes()
    back = uio(f"dialogue sign {dialogue} --returned signed.vis --as mia {ON} {seal()} --json")
    assert (back.code, back.data["deed"]) == (0, "sign")
    both = uio(f"dialogue verify signed.vis --against sent.vis {AWAY} {seal()} --json")
    assert both.data["holds"]


def test_a_refusal_is_signed_with_the_own_key_elsewhere_and_comes_back(
    uio: Any, dialogue: str, key: str, typed: Callable[..., int]
) -> None:
    """With its reason, which the key signs too; the copy verifies, a changed reason does not."""
    uio(f"dialogue export {dialogue} --out sent.json --clear --as mia {ON}")
    more = f"--key {key} --key-passphrase-fd {typed()} --out no.json --as anna {ON} {AWAY}"
    done = uio(f"dialogue refuse sent.json {more} --json", text="It leaves out the workload.")
    assert (done.code, done.data["deed"]) == (0, "refuse"), done.err

    back = uio(f"dialogue sign {dialogue} --returned no.json --as mia {ON} --json")
    assert (back.code, back.data["deed"]) == (0, "refuse"), back.err
    version = uio(f"dialogue show {dialogue} --as mia {ON} --json").data["signed"][-1]
    answer = version["signatures"][-1]
    assert (answer["by"], answer["level"]) == ("anna", "own-key")
    assert answer["refused"] == "It leaves out the workload."
    told = uio(f"dialogue verify no.json --key anna.key.pub {AWAY}")
    assert (told.code, "refused to sign version 1" in told.out) == (0, True)

    copy = json.loads(Path("no.json").read_text(encoding="utf-8"))
    copy["versions"][0]["signatures"][0]["refused"] = "I agree."
    Path("forged.json").write_text(json.dumps(with_checksum(copy)), encoding="utf-8")
    assert uio(f"dialogue verify forged.json {AWAY}").code == 10
    entered = uio(f"dialogue sign {dialogue} --returned forged.json --as mia {ON}")
    assert entered.code != 0


def test_a_refusal_in_the_store_can_be_signed_with_the_own_key(
    uio: Any, dialogue: str, key: str, typed: Callable[..., int]
) -> None:
    """The same strength as from afar."""
    more = f"--key {key} --key-passphrase-fd {typed()} --as anna {ON}"
    assert uio(f"dialogue refuse {dialogue} {more}", text="No.").code == 0

    found = uio(f"dialogue verify {dialogue} --as anna {ON} --json").data["signatures"]
    assert [(one["level"], one["refused"]) for one in found] == [("own-key", True)]
    words = uio(f"dialogue verify {dialogue} --as anna {ON}").out
    assert "employee anna: refused (own-key), because\n       No.\n" in words


def test_a_dissent_is_printed_with_its_signature(uio: Any, dialogue: str) -> None:
    """Whoever verifies sees that somebody did not agree."""
    Path("dissent").write_text("I see the goals differently.")
    assert uio(f"dialogue sign {dialogue} --file dissent --as anna {ON}").code == 0

    words = uio(f"dialogue verify {dialogue} --as anna {ON}").out
    assert "anna: noted, with a dissent\n       I see the goals differently.\n" in words
