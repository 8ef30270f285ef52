"""How a sealed store's content and names stand on the disk."""

from base64 import b32decode, b32encode, b64decode, b64encode
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn, cast

from cryptography.exceptions import InvalidTag

from visavi.errors import StoreLocked
from visavi.sealing.container import Sealer
from visavi.sealing.keys import MATTERS, PRIVATE, REGISTER, Keys
from visavi.sealing.seen import Seen
from visavi.store import layout, strictjson

BLOCK = 16
"""Names are filled up to a multiple of so many bytes, so that their length says little."""
_NAME = [b"name"]
_MEMBER = "private"
_STRANGE = "?"
"""Before a name on the disk that is none of ours; no name of ours holds it."""


class _Forgotten:
    """Stands where keys stood."""

    def __getattr__(self, name: str) -> NoReturn:
        raise StoreLocked("The store is locked.", todo="Its passphrase opens it again.")


class SealedCodec:
    """A :class:`~visavi.store.codec.Codec` that seals."""

    def __init__(self, keys: Keys, store_id: str, seen: Seen) -> None:
        self._keys = keys
        self._sealer = Sealer(keys, store_id)
        self.seen = seen
        self._veiled: dict[str, str] = {}
        self._private: tuple[str, str, bytes] = ("", "", b"")

    def forget(self) -> None:
        """Let go of the keys: from now on everything raises :class:`StoreLocked`."""
        self._keys = cast(Keys, _Forgotten())
        self._sealer = cast(Sealer, _Forgotten())
        self.seen = cast(Seen, _Forgotten())
        self._veiled.clear()
        self._private = ("", "", b"")

    def seal(self, content: bytes, place: str) -> bytes:
        """The content under the key of the compartment that the place belongs to."""
        return self._sealer.seal(content, place, _compartment(place))

    def unseal(self, content: bytes, place: str) -> bytes:
        """The content, if it was sealed for this place with the keys of this store."""
        return self._sealer.unseal(content, place, _compartment(place))

    def folded(self, document: dict[str, Any], place: str) -> dict[str, Any]:
        """The document with what is private in it under the key of private notes."""
        rest, private = _parted(document)
        if not private:
            return document
        content = strictjson.bare(private)
        known, spelt, before = self._private
        if known != place or before != content:
            sealed = self._sealer.seal(content, f"{place}#{_MEMBER}", PRIVATE)
            spelt = b64encode(sealed).decode("ascii")
            self._private = place, spelt, content
        return {**rest, _MEMBER: spelt}

    def unfolded(self, document: dict[str, Any], place: str) -> dict[str, Any]:
        """The document as it was before :meth:`folded`."""
        sealed = document.pop(_MEMBER, None)
        if sealed is None:
            return document
        known, spelt, content = self._private
        if known != place or spelt != sealed:
            try:
                bare = b64decode(sealed, validate=True)
            except (TypeError, ValueError):
                strictjson.damaged(place, "its private part is garbled")
            content = self._sealer.unseal(bare, f"{place}#{_MEMBER}", PRIVATE)
            self._private = place, sealed, content
        return _joined(document, strictjson.value_of(content))

    def veiled(self, name: str) -> str:
        """A name that tells nobody else what it stands for: always the same for the same name."""
        found = self._veiled.get(name)
        if found is None:
            content = name.encode()
            filled = content.ljust(-(-len(content) // BLOCK) * BLOCK, b"\0")
            found = self._veiled[name] = spelt(self._keys.names.encrypt(filled, _NAME))
        return found

    def unveiled(self, veil: str) -> str | None:
        """The name behind a veil; ``None`` if it is not one of this store's."""
        try:
            bare = b32decode(veil.upper() + "=" * (-len(veil) % 8))
            name = self._keys.names.decrypt(bare, _NAME).rstrip(b"\0").decode()
        except (ValueError, InvalidTag):
            return None
        if spelt(bare) != veil:
            return None
        self._veiled[name] = veil
        return name

    def on_disk(self, place: str) -> str:
        """Where a place lies: a dossier has a veiled name."""
        base, _, rest = place.partition("/")
        if base != layout.DOSSIERS or not rest:
            return place
        name, slash, file = rest.partition("/")
        shown = name[1:] if name.startswith(_STRANGE) else self.veiled(name)
        return f"{base}/{shown}{slash}{file}"

    def from_disk(self, place: str) -> str:
        """The place that lies there."""
        base, _, rest = place.partition("/")
        if base != layout.DOSSIERS or not rest:
            return place
        name, slash, file = rest.partition("/")
        return f"{base}/{self.unveiled(name) or _STRANGE + name}{slash}{file}"

    def remembered(self) -> Iterator[str]:
        """The documents that were changed here, the latest first."""
        return filter(layout.kind_at, self.seen.latest())

    def read(self, place: str, revision: int) -> None:
        """Raise :class:`~visavi.errors.StoreOlder` if a later revision was seen here."""
        self.seen.read(place, revision)

    def wrote(self, place: str, revision: int) -> None:
        """Remember what is confirmed by the disk; 0 where a document was removed."""
        self.seen.wrote(place, revision)


def spelt(content: bytes) -> str:
    """Bytes in letters and digits that every file system keeps apart."""
    return b32encode(content).rstrip(b"=").decode("ascii").lower()


def _compartment(place: str) -> str:
    return MATTERS if place.startswith(f"{layout.MATTERS}/") else REGISTER


def _parted(document: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A document without its private parts, and these.

    Private are the notes of each preparation, what stood in it earlier, its answers until it is
    submitted, and what former conductors had prepared.
    """
    rest, private = dict(document), {}
    if document.get("put_aside"):
        private["put_aside"] = rest.pop("put_aside")
    open_ones, closed = {}, {}
    preparations = document.get("preparations")
    for party, preparation in preparations.items() if isinstance(preparations, dict) else ():
        if not isinstance(preparation, dict):
            return dict(document), {}
        hidden = ("notes", "earlier", *(() if preparation.get("submitted") else ("answers",)))
        own = {key: preparation[key] for key in hidden if preparation.get(key)}
        if own:
            closed[party] = own
        open_ones[party] = {k: v for k, v in preparation.items() if k not in own}
    if closed:
        rest["preparations"], private["preparations"] = open_ones, closed
    return rest, private


def _joined(document: dict[str, Any], private: dict[str, Any]) -> dict[str, Any]:
    if "put_aside" in private:
        document["put_aside"] = private["put_aside"]
    for party, own in private.get("preparations", {}).items():
        document["preparations"][party].update(own)
    return document
