"""What opens a sealed store, changed on the command line: passphrase, code, escrow, keyring."""

import os
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

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


def keep(home: Path, name: str, *, key: X25519PrivateKey | None = None) -> X25519PrivateKey:
    """Both halves of an escrow's key as files."""
    key = key or X25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (home / f"{name}.key").write_bytes(private)
    (home / f"{name}.pub").write_bytes(public)
    return key


def test_the_recovery_code_is_shown_once_and_opens_the_store(
    sealed: Any, home: Path, store: Path
) -> None:
    """It stands nowhere on the disk."""
    code = Path("code").read_text()
    Path("code").unlink()
    (home / "words").write_text(code.lower())

    assert sealed("store unlock --json").data == {"slot": "k2"}
    (home / "words").unlink()
    bare = code.replace("-", "").encode()
    for path in home.rglob("*"):
        assert not path.is_file() or bare not in path.read_bytes().replace(b"-", b""), path


def test_a_store_may_have_no_recovery_code(cli: Any) -> None:
    """If somebody says so."""
    assert cli(f"{INIT} --no-recovery --json").data["recovery_code"] is None
    assert [slot["kind"] for slot in cli("store slot list --json").data] == ["passphrase"]


def test_the_passphrase_can_be_changed(sealed: Any, home: Path) -> None:
    """Afterwards the new one opens the store, at the same cost, and the old one does not."""
    change = "store passphrase --new-passphrase-command 'cat other'"
    assert sealed(f"{change} --dry-run").code == 0
    assert sealed("person list").code == 0

    assert sealed(change).code == 0

    assert sealed("person list").code == 9
    assert sealed("person list --passphrase-command 'cat other'").code == 0
    found = sealed("store slot list --json").data
    assert [(s["kind"], s.get("memory")) for s in found] == [
        ("recovery", None),
        ("passphrase", 8192),
    ]


def test_a_forgotten_passphrase_is_replaced_by_recovery_code(sealed: Any, home: Path) -> None:
    """The code stays, the forgotten one goes."""
    (home / "words").write_text(Path("code").read_text())

    assert sealed(f"store passphrase --new-passphrase-fd {descriptor(OTHER)}").code == 0

    assert sealed("store unlock --json").data == {"slot": "k2"}
    assert sealed("store unlock --passphrase-command 'cat other'").code == 0
    (home / "words").write_text(WORDS)
    assert sealed("person list").code == 9


def test_a_weak_new_passphrase_changes_nothing(sealed: Any) -> None:
    """And none at all neither."""
    assert sealed("store passphrase --new-passphrase-command 'echo short'").code == 2
    assert sealed("store passphrase").code == 2
    assert sealed("store unlock --json").data == {"slot": "k1"}


def test_key_slots_can_be_added_and_removed(sealed: Any, home: Path) -> None:
    """A second person's passphrase, and a new recovery code for an old one."""
    added = sealed("store slot add passphrase --new-passphrase-command 'cat other' --json")
    assert added.data["id"] == "k3"
    assert sealed("store unlock --json --passphrase-command 'cat other'").data == {"slot": "k3"}

    fresh = sealed("store slot add recovery --json").data
    assert fresh["recovery_code"]
    assert sealed("store slot remove k2").code == 0
    (home / "other").write_text(Path("code").read_text())
    assert sealed("store unlock --passphrase-command 'cat other'").code == 9
    (home / "other").write_text(fresh["recovery_code"])
    assert sealed("store unlock --json --passphrase-command 'cat other'").data == {"slot": "k4"}

    assert sealed("store slot remove k2").code == 3
    assert sealed("store slot add nonsense").code == 2
    assert sealed("store slot add recovery --key x").code == 2
    assert sealed("store slot add escrow").code == 2


def test_an_escrow_can_set_a_new_passphrase(cli: Any, home: Path) -> None:
    """With its private key, and with no other one."""
    keep(home, "escrow")
    keep(home, "stranger")
    assert cli(f"{INIT} --escrow escrow.pub").code == 0
    change = "store passphrase --new-passphrase-command 'cat other' --escrow-key"

    assert cli(f"{change} stranger.key").code == 9
    assert cli(f"{change} escrow.key").code == 0
    assert cli("person list --passphrase-command 'cat other'").code == 0
    assert cli("person list --passphrase-command 'cat words'").code == 9
    assert (
        cli("store slot add escrow --key stranger.pub --passphrase-command 'cat other'").code == 0
    )


@pytest.mark.parametrize("wrong", ["words", "nonexistent", "escrow.key"])
def test_an_escrow_needs_a_public_key(cli: Any, home: Path, store: Path, wrong: str) -> None:
    """A text, a missing file or the private half is none; no store is made."""
    keep(home, "escrow")

    assert cli(f"{INIT} --escrow {wrong}").code == 2
    assert not store.exists()


class Backend:
    """A keyring that knows one passphrase."""

    def get_password(self, service: str, name: str) -> str | None:
        """What is kept for a store."""
        return WORDS if service == "visavi" and name.startswith("s-") else None


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The keyring library as it is installed: its backends are for the test to name."""
    found: list[Any] = []
    library = types.SimpleNamespace(get_all_keyring=lambda: found)
    monkeypatch.setitem(sys.modules, "keyring", types.ModuleType("keyring"))
    monkeypatch.setitem(sys.modules, "keyring.backend", library)
    monkeypatch.delenv("VISAVI_PASSPHRASE_COMMAND")
    return iter([found])


def test_the_system_keyring_opens_a_store_if_it_is_switched_on(sealed: Any, keyring: Any) -> None:
    """Off by default; and only the system's own, not one that writes plain files."""
    found = next(keyring)
    system = type("System", (Backend,), {"__module__": "keyring.backends.SecretService"})
    found.append(system())
    assert sealed("person list").code == 9

    sealed("config set keyring yes")
    assert sealed("person list").code == 0

    found[:] = [type("Plain", (Backend,), {"__module__": "keyrings.alt.file"})()]
    assert sealed("person list").code == 9


def test_a_keyring_that_is_not_installed_is_named(
    sealed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the way to install it."""
    monkeypatch.delenv("VISAVI_PASSPHRASE_COMMAND")
    monkeypatch.setitem(sys.modules, "keyring.backend", None)
    sealed("config set keyring yes")

    done = sealed("person list")
    assert (done.code, "visavi[keyring]" in done.err) == (2, True)


def test_the_use_of_the_escrow_is_told_to_both_people_of_every_dialogue(
    sealed: Any, home: Path
) -> None:
    """By whom and when, among those who read beyond the two; the recovery code's use is logged."""
    keep(home, "house")
    assert sealed("store slot add escrow --key house.pub").code == 0
    for person in ("mia", "anna"):
        sealed(f"person new {person} --name {person} --unit U1 --group academic --from 2015-01-01")
    sealed("line set anna --manager mia --from 2015-01-01")
    on = "--as-of 2026-02-10"
    dialogue = sealed(f"dialogue new anna --kind ki.goals --as mia {on} --json").data["id"]
    for person in ("anna", "mia"):
        assert sealed(f"dialogue readers {dialogue} --as {person} {on} --json").data == []

    change = f"store passphrase --escrow-key house.key --new-passphrase-fd {descriptor(OTHER)}"
    assert sealed(f"{change} --as hanna --as-of 2026-03-01").code == 0

    (home / "words").write_text(OTHER)
    for person in ("anna", "mia"):
        rows = sealed(f"dialogue readers {dialogue} --as {person} {on} --json").data
        assert [(r["by"], r["on"], r["relation"]) for r in rows] == [
            ("hanna", "2026-03-01", "escrow")
        ]
        assert "escrow" in sealed(f"dialogue show {dialogue} --as {person} {on}").out
    assert sealed("person access-report anna --as anna --json").out.count('"escrow"') == 1

    (home / "words").write_text(Path("code").read_text())
    assert sealed("store unlock").code == 0
    (home / "words").write_text(OTHER)
    log = [(e["deed"], e["how"]) for e in sealed("store log --json").data]
    assert ("open", "escrow") in log
    assert ("open", "recovery") in log
    assert ("change-key", "passphrase") in log


def test_each_backup_says_what_opens_it(sealed: Any, cli: Any, home: Path) -> None:
    """And where nothing but the passphrase does, what that means."""
    assert "It opens by: passphrase, recovery." in sealed("store backup one.tar").out
    assert sealed("store slot remove k2").code == 0
    told = sealed("store backup two.tar").out
    assert "without it all is lost" in told
    assert sealed("store backup three.tar --json").data["opens_by"] == ["passphrase"]
