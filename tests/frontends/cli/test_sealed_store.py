"""Sealed stores on the command line: made, opened, given other keys, refused."""

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from visavi.sealing import slots

WORDS = "correct horse battery"
OTHER = "quite other words"
INIT = "store init --policy ki --memory 8 --passes 1 --passphrase-command 'cat words'"

pytestmark = pytest.mark.usefixtures("words")


def descriptor(text: str) -> int:
    """An open file descriptor that gives this text."""
    reader, writer = os.pipe()
    os.write(writer, text.encode())
    os.close(writer)
    return reader


def test_a_store_without_a_passphrase_is_not_made(cli: Any, store: Path) -> None:
    """Outside a terminal every way to give one is named, and nothing is there afterwards."""
    done = cli("store init --policy ki")

    assert done.code == 2
    for way in ("--passphrase-fd", "--passphrase-command", "terminal", "--unsealed"):
        assert way in done.err
    assert not store.exists()


def test_an_unsealed_store_says_so(cli: Any) -> None:
    """When it is made, and whenever its status is asked for."""
    made = cli("store init --policy ki --unsealed")
    status = cli("store status --json")

    assert "not sealed" in made.err
    assert (status.data["sealed"], "not sealed" in status.err) == (False, True)
    assert cli("store slot list").code == 2
    assert cli("store unlock").code == 2


def test_unsealed_goes_with_no_key(cli: Any, store: Path) -> None:
    """An option that would be without effect is refused."""
    assert cli("store init --policy ki --unsealed --memory 8").code == 2
    assert not store.exists()


def test_a_sealed_store_works_like_any_other(sealed: Any) -> None:
    """People in, people out; its status says that it is sealed."""
    assert sealed("person new anna --name 'Anna Testsson'").code == 0
    assert "Anna Testsson" in sealed("person list").out
    assert sealed("store status --json").data["sealed"] is True
    assert sealed("store check").code == 0
    assert sealed("agenda --as-of 2026-11-21").code == 0
    assert sealed("agenda --as-of 2026-11-21").code == 0


def test_a_dry_run_asks_for_no_passphrase_and_makes_nothing(cli: Any, store: Path) -> None:
    """Like any other dry run."""
    assert cli("store init --policy ki --dry-run").code == 0
    assert not store.exists()


def test_nothing_is_made_over_something(sealed: Any) -> None:
    """Before a passphrase is asked for."""
    assert sealed("store init --policy ki").code == 5


def test_each_way_to_be_unusable_has_a_name_and_exit_code(sealed: Any, store: Path) -> None:
    """Locked, wrong passphrase, damaged, cut and foreign; nothing is changed by trying."""
    file = store / "register" / "settings.json"
    whole = file.read_bytes()
    flipped = bytes([*whole[:-1], whole[-1] ^ 1])
    sealed(f"{INIT} --store second")
    foreign = Path("second", "register", "settings.json").read_bytes()

    def refused(line: str = "person list --json") -> tuple[int, str]:
        done = sealed(line)
        return done.code, done.error["error"]

    wrong = "person list --json --passphrase-command 'cat other'"
    assert refused(wrong) == (9, "wrong-passphrase")
    for content, name in (
        (flipped, "store-damaged"),
        (whole[:-1], "store-cut"),
        (foreign, "store-foreign"),
    ):
        file.write_bytes(content)
        assert refused("config get store.policy --json") == (9, name)
    file.write_bytes(whole)
    assert sealed("config get store.policy").out == "ki\n"


def test_a_sealed_store_is_locked_without_a_passphrase(
    sealed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said how to give one."""
    monkeypatch.delenv("VISAVI_PASSPHRASE_COMMAND")
    done = sealed("person list --json")

    assert (done.code, done.error["error"]) == (9, "store-locked")
    assert "--passphrase-fd" in done.error["todo"]
    assert sealed("store slot list").code == 0


def test_a_passphrase_in_the_environment_is_refused(
    sealed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if it is right, and another one is given as well."""
    monkeypatch.setenv("VISAVI_PASSPHRASE", WORDS)
    done = sealed("person list")

    assert done.code == 2
    assert "VISAVI_PASSPHRASE" in done.err
    assert WORDS not in done.err


def test_a_passphrase_is_no_argument(sealed: Any) -> None:
    """There is no such option, and its value is not repeated."""
    done = sealed(f"person list --passphrase '{WORDS}'")

    assert done.code == 2
    assert WORDS not in done.err
    assert not any(
        option in ("--passphrase", "--password")
        for command in sealed("spec --json").data["commands"]
        for record in command["options"]
        for option in record["names"]
    )


def test_a_passphrase_comes_from_a_descriptor(sealed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its first line; an unreadable or empty one is said to be that."""
    monkeypatch.delenv("VISAVI_PASSPHRASE_COMMAND")

    assert sealed(f"person list --passphrase-fd {descriptor(WORDS)}").code == 0
    two_lines = descriptor(f"{WORDS}\r\nmore")
    assert sealed(f"person list --passphrase-fd {two_lines}").code == 0
    assert sealed(f"person list --passphrase-fd {descriptor('')}").code == 9
    for wrong in ("999", "-1", "x"):
        assert sealed(f"person list --passphrase-fd {wrong}").code == 2


@pytest.mark.parametrize("command", ["false", "/nonexistent", "echo", "'unbalanced"])
def test_a_passphrase_command_that_fails_opens_nothing(sealed: Any, command: str) -> None:
    """It ends badly, is not there, prints nothing, or is no command."""
    done = sealed("person list --passphrase-command", command)

    assert done.code == 9
    assert "passphrase" in done.err


def test_an_older_store_is_refused_until_it_is_accepted(sealed: Any, store: Path) -> None:
    """A folder that somebody put back."""
    sealed("person new anna --name 'Anna Testsson'")
    old = store.with_name("old")
    shutil.copytree(store, old)
    sealed("person edit anna --name 'Anna Nysson'")
    shutil.rmtree(store)
    old.rename(store)

    done = sealed("agenda --as-of 2026-11-21 --json")
    assert (done.code, done.error["error"]) == (9, "store-older")
    assert sealed("store accept --dry-run").code == 0
    assert sealed("person list").code == 9
    assert sealed("store accept").code == 0
    assert "Testsson" in sealed("person list").out


def test_an_unsealed_folder_in_place_of_a_sealed_store_is_refused(sealed: Any, store: Path) -> None:
    """Nobody shall type into it."""
    import json

    from visavi.store import strictjson

    description = json.loads((store / "store.json").read_bytes())
    del description["sealed"], description["crc32"]
    shutil.rmtree(store / "register")
    (store / "register").mkdir()
    (store / "store.json").write_bytes(strictjson.encode(description))

    done = sealed("person list --json")
    assert (done.code, done.error["error"]) == (9, "store-foreign")


def test_a_backup_is_sealed_and_opens_with_the_same_passphrase(sealed: Any, home: Path) -> None:
    """Restored elsewhere it is another copy of the same store."""
    sealed("person new anna --name 'Anna Testsson'")
    assert sealed("store backup copy.tar").code == 0

    assert b"anna" not in (home / "copy.tar").read_bytes()
    assert sealed("store restore copy.tar --store back --passphrase-command 'cat other'").code == 9
    assert sealed("store restore copy.tar --store back").code == 0
    assert "Anna" in sealed("person list --store back").out


def test_no_name_and_no_passphrase_is_left_in_the_home(sealed: Any, home: Path) -> None:
    """In the store, what is remembered of it, settings and caches."""
    sealed("person new zebrafish --name 'Quagga Okapi'")
    sealed("agenda --as-of 2026-11-21")
    sealed("person edit zebrafish --email tapir@example.org")
    for name in ("words", "other"):
        (home / name).unlink()

    for path in home.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        for mark in ("zebrafish", "Quagga", "Okapi", "tapir", WORDS):
            assert mark not in str(path), path
            assert mark.encode() not in content, path


def test_the_key_is_derived_once_in_a_command(sealed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much the command does with the store."""
    derive = slots._of_passphrase
    calls: list[None] = []

    def counted(*given: Any) -> bytes:
        calls.append(None)
        return derive(*given)

    monkeypatch.setattr(slots, "_of_passphrase", counted)
    assert sealed("agenda --as-of 2026-11-21").code == 0

    assert len(calls) == 1


def test_an_import_makes_a_sealed_store_if_it_has_a_passphrase(cli: Any, home: Path) -> None:
    """The recovery code is shown beside the data."""
    (home / "list.csv").write_text("Employee number;Name\n0012;Åse Berg\n", encoding="utf-8")
    assert "not sealed" in cli("person import list.csv --policy ki --store plain").err

    done = cli("person import list.csv --policy ki --json --passphrase-command 'cat words'")

    assert "Recovery code" in done.err
    assert cli("store status --json --passphrase-command 'cat words'").data["sealed"] is True


def test_an_unsealed_store_loads_no_cryptography(cli: Any, home: Path) -> None:
    """In a process of its own, for a deed that changes something."""
    cli("store init --policy ki --unsealed")
    program = (
        "import sys; from visavi_cli.perform import run; "
        "code = run(['person', 'new', 'anna', '--name', 'Anna']); "
        "sys.exit(code or any(m.split('.')[0] == 'cryptography' for m in sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")


def typed_on_a_terminal(home: Path, line: str, *answers: str) -> tuple[int, str]:
    """A command on a terminal of its own, and what somebody types there; exit code and screen."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(home)
        os.execv(sys.executable, [sys.executable, "-m", "visavi_cli", *line.split()])
    screen, left = b"", list(answers)
    while True:
        try:
            piece = os.read(terminal, 1024)
        except OSError:
            break
        if not piece:
            break
        screen += piece
        if left and piece.rstrip().endswith((b"assphrase:", b"once more:")):
            os.write(terminal, f"{left.pop(0)}\n".encode())
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), screen.decode()


def test_a_passphrase_is_typed_unseen(home: Path, store: Path) -> None:
    """Twice for a new store, once to open it; a mistyped one may be typed again."""
    line = "store init --policy ki --memory 8 --passes 1"
    code, screen = typed_on_a_terminal(home, line, WORDS, "something else")
    assert (code, "two different" in screen, store.exists()) == (2, True, False)

    code, screen = typed_on_a_terminal(home, line, WORDS, WORDS)
    assert (code, "Recovery code" in screen, WORDS in screen) == (0, True, False)

    code, screen = typed_on_a_terminal(home, "store unlock", OTHER, WORDS)
    assert (code, "slot k1" in screen) == (0, True)
    assert OTHER not in screen
    assert WORDS not in screen

    code, screen = typed_on_a_terminal(home, "store unlock --no-input")
    assert (code, "assphrase:" in screen) == (9, False)


def test_a_doctor_without_the_passphrase_finds_nothing_broken(
    sealed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A locked store is told from a wrong passphrase."""
    assert "The store opens." in sealed("doctor").out
    monkeypatch.setenv("VISAVI_PASSPHRASE_COMMAND", "cat other")
    assert sealed("doctor").code == 10
    monkeypatch.delenv("VISAVI_PASSPHRASE_COMMAND")

    done = sealed("doctor")
    assert (done.code, "is sealed" in done.out) == (0, True)
