"""Open a sealed store as FORMAT.md describes it, without visavi: python opener.py STORE < secret"""

import base64
import hmac
import json
import struct
import sys
import zlib
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV, ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive(key: bytes, purpose: str, salt: bytes | None = None, length: int = 32) -> bytes:
    return HKDF(SHA256(), length, salt, b"visavi/1 " + purpose.encode()).derive(key)


def unlock(key: bytes, content: bytes, about: bytes) -> bytes:
    return ChaCha20Poly1305(key).decrypt(bytes(12), content, about)


def data_key_of(slot: dict[str, Any], secret: str) -> bytes:
    bound = {name: slot[name] for name in slot if name != "wrapped"}
    about = json.dumps(bound, sort_keys=True, separators=(",", ":")).encode()
    key, salt, code = bytes(32), bytes.fromhex(slot.get("salt", "")), secret.replace("-", "")
    if slot["kind"] == "recovery" and len(code) == 36:
        key = derive(base64.b32decode(code[:32]), "recovery", salt)
    elif slot["kind"] == "passphrase":
        cost = {"iterations": slot["passes"], "lanes": slot["lanes"], "memory_cost": slot["memory"]}
        key = Argon2id(salt=salt, length=32, **cost).derive(secret.encode())
    try:
        return unlock(key, bytes.fromhex(slot["wrapped"]), about)
    except InvalidTag:
        return b""


class Opener:
    def __init__(self, folder: str, secret: str) -> None:
        described = json.loads(Path(folder, "store.json").read_bytes())
        self.folder, self.store, sealed = folder, described["id"], described["sealed"]
        data_key = next(filter(None, (data_key_of(slot, secret) for slot in sealed["slots"])))
        self.names = AESSIV(derive(data_key, "names", length=64))
        self.places, self.keys = derive(data_key, "places"), {}
        for number, name in enumerate(("register", "matters", "private"), 1):
            wrapped, key = sealed["compartments"][name], derive(data_key, f"compartment {name}")
            about = f"{self.store} {name}".encode()
            self.keys[number] = unlock(key, bytes.fromhex(wrapped), about)

    def content(self, sealed: bytes, place: str) -> dict[str, Any]:
        magic, form, number, store, tag, salt, size = struct.unpack(">6sBB16s16s32sI", sealed[:76])
        assert struct.unpack(">I", sealed[76:80])[0] == zlib.crc32(sealed[:76]), "damaged"
        assert (magic, form, size) == (b"visavi", 1, len(sealed) - 80), "cut"
        assert store == sha256(self.store.encode()).digest()[:16], "of another store"
        assert tag == hmac.digest(self.places, place.encode(), "sha256")[:16], "of another place"
        about, key = sealed[:76] + place.encode(), derive(self.keys[number], "file", salt)
        document: dict[str, Any] = json.loads(unlock(key, sealed[80:], about))
        if blob := document.get("private"):
            document["private"] = self.content(base64.b64decode(blob), f"{place}#private")
        return document

    def documents(self) -> dict[str, dict[str, Any]]:
        found = {}
        for file in sorted(Path(self.folder).rglob("*/*.json")):
            base, *veils, name = file.relative_to(self.folder).parts
            bare = [base64.b32decode(v.upper() + "=" * (-len(v) % 8)) for v in veils]
            names = [self.names.decrypt(b, [b"name"]).rstrip(b"\0").decode() for b in bare]
            place = "/".join((base, *names, name))
            found[place] = self.content(file.read_bytes(), place)
        return found


if __name__ == "__main__":
    print(json.dumps(Opener(sys.argv[1], sys.stdin.readline().rstrip("\n")).documents()))
