"""The one place where bytes are sealed on their way to the disk and unsealed on their way back."""

from typing import Protocol


class Codec(Protocol):
    """How the content of files stands on the disk.

    ``place`` is the file's path inside the store, with ``/`` between its parts: a sealing codec
    binds the content to it, so that one file cannot be passed off as another.
    """

    def seal(self, content: bytes, place: str) -> bytes:
        """What to write for this content."""

    def unseal(self, content: bytes, place: str) -> bytes:
        """The content of what was read; raises :class:`~visavi.errors.StoreDamaged`."""


class PlainCodec:
    """Content stands on the disk as it is."""

    def seal(self, content: bytes, place: str) -> bytes:
        """The content itself."""
        return content

    def unseal(self, content: bytes, place: str) -> bytes:
        """The content itself."""
        return content
