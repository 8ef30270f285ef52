"""What opens a store can be changed: the old way or the new one opens it, never neither."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from visavi.errors import (
    Conflict,
    InvalidInput,
    NotFound,
    StoreOlder,
    VisaviError,
    WrongPassphrase,
)
from visavi.sealing import secret, unlocking
from visavi.sealing.secret import Secret, typed
from visavi.sealing.unlocking import Opened, by_passphrase, change_slots
from visavi.store import TinyRepository, open_store
from visavi_testing.faults import Fault, Faulty

OTHER = "quite other words"


def entry_to(computer: Any, repository: TinyRepository) -> Opened:
    """What an unlocking knows."""
    words = computer.words
    return unlocking.opened(repository.description, lambda: typed(words), computer.seen)


def change(computer: Any, repository: TinyRepository) -> Sequence[str]:
    """Another passphrase instead of the present one."""
    new = by_passphrase(OTHER, computer.cost)
    entry = entry_to(computer, repository)
    return change_slots(repository, entry, "test", add=[new], remove=[entry.slot])


def opens(computer: Any, words: str, name: str = "store", *, accept: bool = False) -> bool:
    """Whether these words open the store."""
    try:
        computer.open(name, words, accept=accept)
    except WrongPassphrase:
        return False
    return True


def test_a_changed_passphrase_opens_and_the_old_one_does_not(
    computer: Any, sealed: TinyRepository
) -> None:
    """No document is written anew for it."""
    before = {path: path.stat().st_mtime_ns for path in Path(sealed.path).rglob("*/*.json")}

    assert change(computer, sealed) == ["k2"]

    assert opens(computer, OTHER)
    assert not opens(computer, computer.words)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_change_of_passphrase_that_fails_leaves_one_that_opens(computer: Any) -> None:
    """Every call to the system fails once: the old one or the new one, never neither nor both."""
    counting = computer.make("counting")
    with Faulty() as faulty:
        change(computer, counting)
    seen = set()
    for number in range(1, len(faulty.seen) + 1):
        name = f"s{number}"
        repository = computer.make(name)
        with Faulty(Fault(number, 28)) as broken:
            try:
                change(computer, repository)
                told = True
            except VisaviError:
                told = False
        ways = [opens(computer, words, name, accept=True) for words in (computer.words, OTHER)]
        assert sorted(ways) == [False, True], (number, broken.struck)
        assert not told or ways[1], (number, broken.struck)
        seen.add(ways[1])
    assert seen == {True, False}


def test_a_recovery_code_opens_the_store(computer: Any) -> None:
    """As it was shown, in small letters, with spaces or without anything between."""
    code = secret.new_code()
    computer.make("store", unlocking.by_recovery(code))
    shown = secret.spelt(code)

    for spelling in (shown, shown.lower(), shown.replace("-", " "), shown.replace("-", "")):
        assert opens(computer, spelling)
    assert not opens(computer, secret.spelt(secret.new_code()))


@given(
    code=st.binary(min_size=20, max_size=20), at=st.integers(0, 43), letter=st.sampled_from("A7")
)
def test_a_mistyped_recovery_code_is_none(code: bytes, at: int, letter: str) -> None:
    """One wrong letter is noticed by the checksum; the right code comes back."""
    shown = secret.spelt(code)
    assert typed(shown).code == code

    other = shown[:at] + letter + shown[at + 1 :]
    assert typed(other).code == (code if other == shown else None) or shown[at] == "-"


def test_an_escrow_opens_with_its_private_key(computer: Any) -> None:
    """And with no other one."""
    key = X25519PrivateKey.generate()
    store = computer.make("store", unlocking.by_escrow(key.public_key().public_bytes_raw()))

    def opened_by(private: X25519PrivateKey) -> str:
        bare = Secret(private=private.private_bytes_raw())
        return unlocking.opened(store.description, lambda: bare, computer.seen).slot

    assert opened_by(key) == "k2"
    with pytest.raises(WrongPassphrase):
        opened_by(X25519PrivateKey.generate())


def test_a_useless_escrow_key_is_refused(computer: Any) -> None:
    """A point from which everybody could compute the secret."""
    with pytest.raises(InvalidInput, match="X25519"):
        computer.make("store", unlocking.by_escrow(bytes(32)))


def test_slots_are_listed_without_a_key(computer: Any) -> None:
    """By id and kind, with their cost, and nothing that they hold."""
    store = computer.make("store", unlocking.by_recovery(secret.new_code()))

    assert unlocking.slots_of(store.description) == [
        {"id": "k1", "kind": "passphrase", "memory": 8192, "passes": 1, "lanes": 1},
        {"id": "k2", "kind": "recovery"},
    ]


def test_the_last_way_in_stays(computer: Any, sealed: TinyRepository) -> None:
    """Neither can all slots be removed, nor all but an escrow, nor one that is not there."""
    entry = entry_to(computer, sealed)
    public = X25519PrivateKey.generate().public_key().public_bytes_raw()

    with pytest.raises(InvalidInput, match="at least one"):
        change_slots(sealed, entry, "test", remove=["k1"])
    with pytest.raises(InvalidInput, match="at least one"):
        change_slots(sealed, entry, "test", add=[unlocking.by_escrow(public)], remove=["k1"])
    with pytest.raises(NotFound):
        change_slots(sealed, entry, "test", remove=["k7"])
    assert opens(computer, computer.words)


def test_more_slots_than_anybody_tries_are_refused(computer: Any, sealed: TinyRepository) -> None:
    """Eight at most, and together no more work than a few seconds."""
    entry = entry_to(computer, sealed)
    codes = [unlocking.by_recovery(secret.new_code()) for _ in range(8)]

    with pytest.raises(InvalidInput, match="at most 8"):
        change_slots(sealed, entry, "test", add=codes)
    with pytest.raises(InvalidInput, match="too much work"):
        unlocking.sealing([lambda *_: {"memory": 1 << 20, "passes": 5}], None)("s-aaaaaaaaaaaa")


def test_two_changes_of_slots_at_once_are_a_conflict(computer: Any, sealed: TinyRepository) -> None:
    """Who comes second has to look again."""
    late = computer.open()
    entry = entry_to(computer, late)
    change(computer, sealed)

    with pytest.raises(Conflict):
        change_slots(late, entry, "test", remove=["k1"])


def test_a_change_of_slots_counts_as_a_change(computer: Any, sealed: TinyRepository) -> None:
    """A program that still has the old slots in hand is told that they are old."""
    late = sealed.description
    change(computer, sealed)

    with pytest.raises(StoreOlder):
        unlocking.opened(late, lambda: typed(computer.words), computer.seen)


@pytest.mark.parametrize(
    "weak", ["", "short", "aaaaaaaaaaaaaaa", "ababababababab", "Password123", "x" * 2000]
)
def test_a_weak_passphrase_is_refused(weak: str) -> None:
    """Too short, too long, too few letters, or known to everybody."""
    with pytest.raises(InvalidInput):
        secret.accepted(weak)


def test_a_passphrase_opens_however_its_letters_are_composed(computer: Any) -> None:
    """Two keyboards may send å in two ways."""
    computer.make(words=secret.accepted("blåbär i skogen"))

    assert opens(computer, "bla\u030aba\u0308r i skogen")


def test_a_secret_shows_nothing() -> None:
    """Not in a traceback, and not in a log."""
    assert "correct" not in repr(typed("correct horse battery"))


def test_a_store_opens_from_any_slot_and_needs_one(computer: Any) -> None:
    """Two people with a passphrase each."""
    store = computer.make("store", by_passphrase(OTHER, computer.cost))
    unlock = unlocking.unlocking(lambda: typed("something else"), computer.seen)

    assert opens(computer, computer.words)
    assert opens(computer, OTHER)
    with pytest.raises(WrongPassphrase, match="none of the 2"):
        open_store(store.path, unlock=unlock)
