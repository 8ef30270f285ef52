"""One sealed file: a header that says what it is and whether it is whole, and sealed content.

::

    0   visavi             6 bytes
    6   format             1 byte: 1
    7   compartment        1 byte: 1 register, 2 matters, 3 private
    8   store             16 bytes of SHA-256 of the store's id
    24  place             16 bytes of HMAC-SHA256 of the place
    40  salt              32 random bytes
    72  length             4 bytes: of what follows the header
    76  checksum           4 bytes: CRC-32 of the 76 before
    80  sealed content
"""

import os
from struct import Struct
from typing import NoReturn
from zlib import crc32

from visavi.errors import StoreCut, StoreForeign, StoreNewer
from visavi.messages import Sentence
from visavi.sealing.keys import (
    COMPARTMENTS,
    LENGTH,
    Keys,
    derived,
    digest,
    keyed_digest,
    locked,
    unlocked,
)
from visavi.store.strictjson import damaged

MAGIC = b"visavi"
FORMAT = 1
_FIELDS = Struct(">6sBB16s16s32sI")
_SUM = Struct(">I")
HEADER = _FIELDS.size + _SUM.size
TAG = 16
_REMEMBERED = 1000


class Sealer:
    """Seals and unseals the files of one store."""

    def __init__(self, keys: Keys, store_id: str) -> None:
        self._keys = keys
        self._store = store_tag(store_id)
        self._tags: dict[str, bytes] = {}

    def seal(self, content: bytes, place: str, compartment: str, salt: bytes = b"") -> bytes:
        """The file for this content; ``salt`` is random unless a test vector gives it."""
        salt = salt or os.urandom(LENGTH)
        number = COMPARTMENTS.index(compartment) + 1
        length = len(content) + TAG
        tag = self._tag(place)
        fields = _FIELDS.pack(MAGIC, FORMAT, number, self._store, tag, salt, length)
        key = derived(self._keys.of(compartment), "file", salt=salt)
        body = locked(key, content, fields + place.encode())
        return fields + _SUM.pack(crc32(fields)) + body

    def unseal(self, content: bytes, place: str, compartment: str) -> bytes:
        """The content of a file that was found at ``place``, where this compartment belongs.

        Raises ``StoreDamaged``, ``StoreCut``, ``StoreForeign`` or ``StoreNewer``.
        """
        salt = self._examined(content, place, compartment)
        key = derived(self._keys.of(compartment), "file", salt=salt)
        about = content[: _FIELDS.size] + place.encode()
        opened = unlocked(key, content[HEADER:], about)
        if opened is None:
            damaged(place, "it was changed, or not written with the keys of this store")
        return opened

    def _examined(self, content: bytes, place: str, compartment: str) -> bytes:
        """The salt in the header, once all that stands there is as it must be."""
        if content[: len(MAGIC)] != MAGIC[: len(content)]:
            damaged(place, "it is not a sealed file")
        if len(content) < HEADER:
            raise _cut(place)
        fields = content[: _FIELDS.size]
        if _SUM.unpack_from(content, _FIELDS.size)[0] != crc32(fields):
            damaged(place, "the checksum of its header does not fit")
        _, number, owner, store, tag, salt, length = _FIELDS.unpack(fields)
        if number < FORMAT:
            damaged(place, "it has a form that there never was")
        if number > FORMAT:
            raise StoreNewer(
                "{file} was sealed by a newer visavi (form {number}).",
                todo="Use that version to open it; nothing was changed.",
                file=place,
                number=number,
            )
        if len(content) - HEADER < length:
            raise _cut(place)
        if len(content) - HEADER > length:
            damaged(place, "something stands behind its end")
        if store != self._store:
            _foreign("{file} belongs to another store.", place)
        if tag != self._tag(place) or owner != COMPARTMENTS.index(compartment) + 1:
            _foreign("{file} belongs to another place in this store.", place)
        found: bytes = salt
        return found

    def _tag(self, place: str) -> bytes:
        """The tag of a place, made once: most places are read and written several times."""
        found = self._tags.get(place)
        if found is None:
            if len(self._tags) >= _REMEMBERED:
                self._tags.clear()
            found = self._tags[place] = place_tag(self._keys, place)
        return found


def store_tag(store_id: str) -> bytes:
    """What stands for the store in a header."""
    return digest(store_id.encode())[:TAG]


def place_tag(keys: Keys, place: str) -> bytes:
    """What stands for a place in a header: it tells nobody else which."""
    return keyed_digest(keys.places, place.encode())[:TAG]


def _cut(place: str) -> StoreCut:
    return StoreCut(
        "{file} is cut off: its end is missing.",
        todo="Nothing was changed. Run visavi store check, and restore the file from a backup.",
        file=place,
    )


def _foreign(sentence: Sentence, place: str) -> NoReturn:
    raise StoreForeign(
        sentence,
        todo="Nothing was changed. Restore the file that belongs there from a backup.",
        file=place,
    )
