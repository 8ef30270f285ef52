"""The one place where bytes and names are sealed on their way to the disk and unsealed again."""

from collections.abc import Iterable
from typing import Any, Protocol


class Codec(Protocol):
    """How the content and names of files stand on the disk.

    ``place`` is the file's path inside the store, with ``/`` between its parts: a sealing codec
    binds the content to it, so that one file cannot be passed off as another.
    """

    def forget(self) -> None:
        """Let go of the keys, if there are any."""

    def seal(self, content: bytes, place: str) -> bytes:
        """What to write for this content."""

    def unseal(self, content: bytes, place: str) -> bytes:
        """The content of what was read; raises :class:`~visavi.errors.StoreError`."""

    def folded(self, document: dict[str, Any], place: str) -> dict[str, Any]:
        """The document to write: what is private in it may stand under a key of its own."""

    def unfolded(self, document: dict[str, Any], place: str) -> dict[str, Any]:
        """The document before :meth:`folded`; may alter what it is given."""

    def veiled(self, name: str) -> str:
        """A name as it may stand on the disk, in ASCII."""

    def unveiled(self, veil: str) -> str | None:
        """The name behind it; ``None`` if there is none."""

    def on_disk(self, place: str) -> str:
        """Where a place lies on the disk."""

    def from_disk(self, place: str) -> str:
        """The place that lies there; the inverse of :meth:`on_disk`."""

    def remembered(self) -> Iterable[str]:
        """The places of documents that were changed here, the latest first."""

    def read(self, place: str, revision: int) -> None:
        """Raise :class:`~visavi.errors.StoreOlder` if more is remembered; 0: nothing stands there.

        Called with the revision of every document that was read.
        """

    def wrote(self, place: str, revision: int) -> None:
        """Remember the revision that the disk has confirmed; 0: the document was removed."""


class PlainCodec:
    """Everything stands on the disk as it is, and nothing is remembered."""

    def forget(self) -> None:
        """There are no keys."""

    def seal(self, content: bytes, place: str) -> bytes:
        """The content itself."""
        return content

    def unseal(self, content: bytes, place: str) -> bytes:
        """The content itself."""
        return content

    def folded(self, document: dict[str, Any], place: str) -> dict[str, Any]:
        """The document itself."""
        return document

    def unfolded(self, document: dict[str, Any], place: str) -> dict[str, Any]:
        """The document itself."""
        return document

    def veiled(self, name: str) -> str:
        """The name itself."""
        return name

    def unveiled(self, veil: str) -> str | None:
        """The name itself."""
        return veil

    def on_disk(self, place: str) -> str:
        """The place itself."""
        return place

    def from_disk(self, place: str) -> str:
        """The place itself."""
        return place

    def remembered(self) -> Iterable[str]:
        """Nothing is remembered."""
        return ()

    def read(self, place: str, revision: int) -> None:
        """Nothing is remembered."""

    def wrote(self, place: str, revision: int) -> None:
        """Nothing is remembered."""
