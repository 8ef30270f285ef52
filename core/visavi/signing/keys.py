"""A person's own key: Ed25519, made, kept in a file of the person's, and used to sign.

The private key never enters a store. Its file holds a checksum, so that damage is told from a
wrong passphrase, and the key in PKCS #8 form. What seals that is not the passphrase itself but what
Argon2id makes of it: the form's own stretching is too weak for what a person can remember.
"""

import base64
import binascii
import os
from typing import TYPE_CHECKING

from attrs import field, frozen

from visavi.digests import sha256
from visavi.errors import InvalidInput

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PREFIX = "ed25519:"
"""Stands before a public key, so that a key of another kind cannot be taken for one."""

LARGEST = 10_000
"""Bytes of a key file that are read."""

_HEAD = "# visavi: the private key of one person. Keep it to yourself.\n"
_CHECKSUM = "# checksum: "
_SALT = "# passphrase through argon2id, 64 MiB, 3 passes, 4 lanes, salt: "


@frozen(repr=False)
class OwnKey:
    """A private key, opened. ``public`` is the public one as text."""

    _private: "Ed25519PrivateKey" = field(eq=False)
    public: str

    def sign(self, message: bytes) -> str:
        """The signature of the message, as text."""
        return base64.b64encode(self._private.sign(message)).decode()


def new_key(passphrase: bytes | None) -> tuple[bytes, str]:
    """A new key: the content of its file, and the public key as text.

    Without a passphrase whoever reads the file can sign.
    """
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    sealing: serialization.KeySerializationEncryption = serialization.NoEncryption()
    salt = ""
    if passphrase is not None:
        salt = os.urandom(16).hex()
        stretched = _stretched(_usable(passphrase), salt)
        sealing = serialization.BestAvailableEncryption(stretched)
    body = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, sealing
    )
    stretching = f"{_SALT}{salt}\n" if salt else ""
    head = f"{_HEAD}{stretching}{_CHECKSUM}{sha256(stretching.encode() + body)}\n"
    return head.encode() + body, _public(private)


def is_sealed(content: bytes) -> bool:
    """Whether a key file needs a passphrase."""
    return b"-----BEGIN ENCRYPTED PRIVATE KEY-----" in content


def opened(content: bytes, passphrase: bytes | None) -> OwnKey:
    """The key in a file. Damage and a wrong passphrase are two sentences."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    salt = _salt_of_whole(content)
    secret: bytes | None = None
    if is_sealed(content):
        if passphrase is None:
            raise InvalidInput("The key is sealed, and needs its passphrase.")
        secret = _stretched(passphrase, salt) if salt else passphrase
    try:
        private = load_pem_private_key(content, secret)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        if salt:
            raise InvalidInput("This is not the passphrase of the key.") from None
        raise InvalidInput(
            "The key cannot be opened: the passphrase is another one, or the file is no key.",
        ) from None
    if not isinstance(private, Ed25519PrivateKey):
        raise InvalidInput("The key is not of the kind Ed25519.", todo="Make one with person key.")
    return OwnKey(private, _public(private))


def matches(public: str, signature: str, message: bytes) -> bool:
    """Whether the signature of the message was made with the key of this public key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(_raw(public))
        key.verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def require_public(text: str) -> str:
    """The text, if it is a public key; raises :class:`InvalidInput`."""
    try:
        whole = len(_raw(text)) == 32
    except (ValueError, binascii.Error):
        whole = False
    if not whole:
        raise InvalidInput("This is no public key of the kind that visavi writes.")
    return text


def fingerprint(public: str) -> str:
    """A short name of a public key that two people can read to each other."""
    found = sha256(public.encode())[:24]
    return " ".join(found[at : at + 4] for at in range(0, 24, 4))


def _raw(public: str) -> bytes:
    if not public.startswith(PREFIX):
        raise ValueError
    return base64.b64decode(public[len(PREFIX) :], validate=True)


def _public(private: "Ed25519PrivateKey") -> str:
    raw = private.public_key().public_bytes_raw()
    return PREFIX + base64.b64encode(raw).decode()


def _usable(passphrase: bytes) -> bytes:
    if not 8 <= len(passphrase) <= 1000:
        raise InvalidInput("A passphrase has 8 to 1000 letters.")
    return passphrase


def _stretched(passphrase: bytes, salt: str) -> bytes:
    """What a passphrase becomes, at a price that makes guessing dear."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(
        salt=bytes.fromhex(salt), length=32, iterations=3, lanes=4, memory_cost=64 * 1024
    )
    return base64.b64encode(kdf.derive(passphrase))


def _salt_of_whole(content: bytes) -> str:
    """The salt in a key file of ours, empty if it has none.

    Raises :class:`InvalidInput` for a file that is damaged or holds no key.
    """
    at = content.find(b"-----BEGIN")
    if at < 0 or len(content) > LARGEST:
        raise InvalidInput("This file holds no private key.")
    lines = content[:at].decode("ascii", "replace").splitlines()
    found = {
        start: next((line.removeprefix(start) for line in lines if line.startswith(start)), "")
        for start in (_SALT, _CHECKSUM)
    }
    salt = found[_SALT]
    stretching = f"{_SALT}{salt}\n" if salt else ""
    checksum = sha256(stretching.encode() + content[at:])
    hexadecimal = len(salt) in (0, 32) and set(salt) <= set("0123456789abcdef")
    if (found[_CHECKSUM] or salt) and (found[_CHECKSUM] != checksum or not hexadecimal):
        raise InvalidInput("The key file is damaged.", todo="Take it from your backup of it.")
    return salt
