"""A person's own key: its file, its passphrase, and what it signs."""

import base64
from collections.abc import Callable
from datetime import timedelta

import pytest
from attrs import evolve

from visavi.errors import Conflict, InvalidInput, NotFound, NotPermitted
from visavi.model.dialogues import Party, Signature
from visavi.signing.copies import key_file, read_key_file
from visavi.signing.keys import OwnKey, fingerprint, matches, new_key, opened, require_public
from visavi.signing.statement import message
from visavi.usecases.keys import key_to_give, list_keys, register_key
from visavi.usecases.workspace import Workspace
from visavi_testing.team import ON, by

PASSPHRASE = b"correct horse battery"


def test_a_sealed_key_opens_with_its_passphrase_alone() -> None:
    """And is then the key that was made; the file holds neither passphrase nor bare key."""
    content, public = new_key(PASSPHRASE)

    assert opened(content, PASSPHRASE).public == public
    assert PASSPHRASE not in content
    with pytest.raises(InvalidInput, match="needs its passphrase"):
        opened(content, None)


def test_a_wrong_passphrase_and_a_damaged_file_are_two_sentences() -> None:
    """Who forgot is told something else than whose disk failed."""
    content, _ = new_key(PASSPHRASE)

    with pytest.raises(InvalidInput, match="not the passphrase"):
        opened(content, b"wrong horse battery")
    start = content.index(b"# passphrase")
    for at in range(start, len(content), 7):
        broken = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        with pytest.raises(InvalidInput) as caught:
            opened(broken, PASSPHRASE)
        assert "not the passphrase" not in str(caught.value)
    for length in range(0, len(content), 11):
        with pytest.raises(InvalidInput):
            opened(content[:length], PASSPHRASE)


def test_a_short_passphrase_is_refused() -> None:
    """Eight letters are the least."""
    with pytest.raises(InvalidInput):
        new_key(b"short")


def test_what_is_no_key_is_no_key() -> None:
    """Public keys are as strict: kind, length, letters."""
    for content in (b"", b"hello", b"-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----\n"):
        with pytest.raises(InvalidInput):
            opened(content, None)
    for text in ("", "ed25519:", "ed25519:AAAA", "rsa:" + base64.b64encode(bytes(32)).decode()):
        with pytest.raises(InvalidInput):
            require_public(text)


def test_a_public_key_file_comes_back_and_nothing_else_passes_for_one() -> None:
    """With whose it is."""
    _, public = new_key(None)

    assert read_key_file(key_file("anna", public)) == ("anna", public, None, None)
    for content in (b"{}", b"[]", b"x", key_file("anna", "ed25519:AAAA")):
        with pytest.raises(InvalidInput):
            read_key_file(content)


def test_a_signature_holds_for_every_part_of_what_was_signed() -> None:
    """Text, dialogue, version, party, person, day, dissent, refusal, head: change one, it fails."""
    content, public = new_key(None)
    signature = Signature(
        Party.EMPLOYEE, "anna", ON, "d" * 64, level="own-key", dissent="No", head="h" * 64
    )
    said = message("anna.aaaaaa", 1, "text", signature)
    value = opened(content, None).sign(said)

    others = [
        message("anna.aaaaab", 1, "text", signature),
        message("anna.aaaaaa", 2, "text", signature),
        message("anna.aaaaaa", 1, "tехt", signature),
        *(
            message("anna.aaaaaa", 1, "text", evolve(signature, **change))
            for change in (
                {"party": Party.CONDUCTOR}, {"by": "per"}, {"on": ON + timedelta(days=1)},
                {"digest": "e" * 64}, {"dissent": ""}, {"refused": "No"}, {"head": "i" * 64},
            )
        ),
        said.partition(b"\n")[2],
    ]  # fmt: skip

    assert matches(public, value, said)
    assert not any(matches(public, value, other) for other in others)
    assert not matches(new_key(None)[1], value, said)
    assert not matches(public, "no base64", said)


def test_only_the_person_registers_a_key(uio: Workspace) -> None:
    """Not the manager, not HR, not the keeper; who may not see the person finds nobody."""
    _, public = new_key(None)

    for actor in ("mia", "hanna", None):
        with pytest.raises(NotPermitted):
            register_key(uio, by(actor), "anna", public)
    with pytest.raises(NotFound):
        register_key(uio, by("otto"), "anna", public)
    with pytest.raises(NotFound):
        key_to_give(uio, by("mia"), "anna")


def test_a_new_key_ends_the_one_before_it(uio: Workspace, key_of: Callable[[str], OwnKey]) -> None:
    """Both are shown with their days; the same one is not taken twice."""
    first = key_of("anna")
    later = ON + timedelta(days=30)
    _, second = new_key(None)
    register_key(uio, by("anna", later), "anna", second)

    days = [(row["key"], row["start"], row["end"]) for row in list_keys(uio, by("mia"), "anna")]
    assert days == [(first.public, str(ON), str(later)), (second, str(later), None)]
    assert key_to_give(uio, by("mia", later), "anna").key == second
    with pytest.raises(Conflict):
        register_key(uio, by("anna", later), "anna", second)
    assert fingerprint(second) != fingerprint(first.public)
