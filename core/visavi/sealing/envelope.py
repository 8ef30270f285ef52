"""One file sealed with a passphrase of its own: how words leave the house. FORMAT.md has the bytes.

::

    visavi-sealed/1 LF
    {"check":...,"lanes":...,"memory":...,"passes":...,"salt":...} LF
    sealed content
"""

import json
import os
from collections.abc import Mapping
from typing import Any, NoReturn
from zlib import crc32

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from visavi.errors import InvalidInput, WrongPassphrase
from visavi.sealing.keys import LENGTH, canonical, locked, unlocked
from visavi.sealing.secret import Cost, accepted
from visavi.sealing.slots import KDF, WORK

MAGIC = b"visavi-sealed/1\n"
_LONGEST = 1000
"""Bytes that the second line may have."""
_COST = ("memory", "passes", "lanes")


def sealed(content: bytes, passphrase: str, cost: Cost | None = None) -> bytes:
    """The file that this passphrase opens; raises :class:`InvalidInput` for one that is too weak.

    A salt is drawn for each file, so that its key seals nothing else.
    """
    about = {**(cost or Cost())._asdict(), "salt": os.urandom(LENGTH).hex()}
    body = locked(_key(accepted(passphrase), about), content, MAGIC + canonical(about))
    return MAGIC + canonical({**about, "check": _check(about, body)}) + b"\n" + body


def is_sealed(content: bytes) -> bool:
    """Whether this is such a file, or says so."""
    return content.startswith(MAGIC)


def opened(content: bytes, passphrase: str) -> bytes:
    """The content; raises :class:`InvalidInput` for damage, :class:`WrongPassphrase` otherwise.

    What the file asks for is examined before anything costly is done.
    """
    about, body = _parts(content)
    found = unlocked(_key(passphrase, about), body, MAGIC + canonical(about))
    if found is None:
        raise WrongPassphrase(
            "The passphrase is wrong: it does not open the file.",
            todo="Nothing is damaged. It is the one that the file was sealed with when it was "
            "exported, not that of the store.",
        )
    return found


def _parts(content: bytes) -> tuple[Mapping[str, Any], bytes]:
    line, end, body = content[len(MAGIC) : len(MAGIC) + _LONGEST].partition(b"\n")
    if not is_sealed(content) or not end:
        _damaged()
    body = content[len(MAGIC) + len(line) + 1 :]
    try:
        about = json.loads(line)
    except ValueError:
        _damaged()
    if not isinstance(about, dict) or set(about) != {*_COST, "salt", "check"}:
        _damaged()
    check = about.pop("check")
    salt = about["salt"]
    if not (isinstance(salt, str) and salt.isascii()) or check != _check(about, body):
        _damaged()
    for name in _COST:
        least, most = KDF[name]
        if type(about[name]) is not int or not least <= about[name] <= most:
            _damaged()
    if about["memory"] * about["passes"] > WORK:
        _damaged()
    return about, body


def _key(passphrase: str, about: Mapping[str, Any]) -> bytes:
    import unicodedata

    kdf = Argon2id(
        salt=bytes.fromhex(about["salt"]),
        length=LENGTH,
        iterations=about["passes"],
        lanes=about["lanes"],
        memory_cost=about["memory"],
    )
    return kdf.derive(unicodedata.normalize("NFC", passphrase).encode())


def _check(about: Mapping[str, Any], body: bytes) -> str:
    """Tells damage from a wrong passphrase; it is no protection against a forger."""
    return f"{crc32(MAGIC + canonical(about) + body):08x}"


def _damaged() -> NoReturn:
    raise InvalidInput(
        "This sealed file is damaged, or cut off, or was made by a newer visavi.",
        todo="Nothing was changed. Ask for it again.",
    )
