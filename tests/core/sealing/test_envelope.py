"""A file that leaves the house sealed: opened by its passphrase alone, damage told from that."""

import json
import zlib

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from visavi.errors import InvalidInput, WrongPassphrase
from visavi.sealing.envelope import is_sealed, opened, sealed
from visavi.sealing.secret import Cost

WORDS = "correct horse battery"
CHEAP = Cost(8192, 1, 1)
CONTENT = "marker-words, å".encode()


@pytest.fixture(scope="module")
def file() -> bytes:
    """A sealed file."""
    return sealed(CONTENT, WORDS, CHEAP)


def independent(file: bytes, passphrase: str) -> bytes:
    """What FORMAT.md says, without visavi."""
    first, second, body = file.split(b"\n", 2)
    about = json.loads(second)
    check = about.pop("check")
    bound = first + b"\n" + json.dumps(about, sort_keys=True, separators=(",", ":")).encode()
    assert f"{zlib.crc32(bound + body):08x}" == check
    cost = {"iterations": about["passes"], "lanes": about["lanes"], "memory_cost": about["memory"]}
    kdf = Argon2id(salt=bytes.fromhex(about["salt"]), length=32, **cost)
    return ChaCha20Poly1305(kdf.derive(passphrase.encode())).decrypt(bytes(12), body, bound)


def test_it_is_opened_by_its_passphrase_and_by_a_stranger_who_has_read_the_format(
    file: bytes,
) -> None:
    """And holds no word in the clear."""
    assert opened(file, WORDS) == CONTENT == independent(file, WORDS)
    assert is_sealed(file)
    assert b"marker" not in file


def test_two_files_of_the_same_words_have_nothing_in_common(file: bytes) -> None:
    """The salt is drawn anew."""
    assert sealed(CONTENT, WORDS, CHEAP).split(b"\n", 2)[2] != file.split(b"\n", 2)[2]


def test_a_wrong_passphrase_is_called_that(file: bytes) -> None:
    """And nothing else."""
    with pytest.raises(WrongPassphrase):
        opened(file, WORDS + "!")


def test_every_flipped_bit_and_every_cut_is_damage(file: bytes) -> None:
    """Never content, and never a wrong passphrase."""
    for place in range(len(file)):
        torn = bytearray(file)
        torn[place] ^= 1
        for bad in (bytes(torn), file[:place]):
            with pytest.raises(InvalidInput, match="damaged"):
                opened(bad, WORDS)


@pytest.mark.parametrize(
    "cost", [{"memory": 1 << 30}, {"passes": 0}, {"memory": 1 << 20, "passes": 16}, {"lanes": "4"}]
)
def test_a_cost_that_no_file_of_visavis_has_is_refused_before_any_work(
    file: bytes, cost: dict[str, int]
) -> None:
    """A terabyte is not tried out."""
    first, second, body = file.split(b"\n", 2)
    about = {**json.loads(second), **cost}
    about.pop("check")
    bound = first + b"\n" + json.dumps(about, sort_keys=True, separators=(",", ":")).encode()
    about["check"] = f"{zlib.crc32(bound + body):08x}"
    line = json.dumps(about, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises(InvalidInput, match="damaged"):
        opened(b"\n".join((first, line, body)), WORDS)


def test_a_weak_passphrase_seals_nothing() -> None:
    """As with a store."""
    with pytest.raises(InvalidInput):
        sealed(CONTENT, "short")
