"""Files by which words leave: sealed with a passphrase, or in the clear if that is said."""

from typing import TYPE_CHECKING

from visavi.errors import InvalidInput, StoreLocked
from visavi.messages import say
from visavi_cli.keyfiles import from_handle, read_file, require_free, write_file
from visavi_cli.passphrase import somebody_types, typed_unseen

if TYPE_CHECKING:
    from visavi_cli.run import Run

LARGEST = 20_000_000


class SealedFiles:
    """The sealed files of one command: all of them under one passphrase, asked for once."""

    def __init__(self, run: "Run", handle: int | None) -> None:
        self._run = run
        self._handle = handle
        self._text: str | None = None

    def read(self, name: str, most: int = LARGEST) -> bytes:
        """The content of a file, unsealed if it is sealed."""
        content = read_file(name, most)
        return self.opened(content)

    def opened(self, content: bytes) -> bytes:
        """What is in the bytes of a file."""
        if not content.startswith(b"visavi-sealed/"):
            return content
        from visavi.sealing.envelope import opened

        return opened(content, self._passphrase(new=False))

    def is_sealed(self, name: str) -> bool:
        """Whether a file is sealed: what is made of it is sealed then too."""
        return read_file(name, 20).startswith(b"visavi-sealed/")

    def prepare(self, name: str, *, clear: bool) -> None:
        """Make sure that the file can be written, and ask for its passphrase, before anything is
        done that is written down.
        """
        require_free(name)
        if clear and self._handle is not None:
            raise InvalidInput("A file in the clear needs no passphrase.")
        if not clear and not self._run.dry_run:
            from visavi.sealing.secret import accepted

            accepted(self._passphrase(new=True))

    def write(self, name: str, content: bytes, *, clear: bool) -> None:
        """Write the new file."""
        if not clear:
            from visavi.sealing.envelope import sealed

            content = sealed(content, self._passphrase(new=True))
        write_file(name, content)

    def _passphrase(self, *, new: bool) -> str:
        if self._text is None:
            self._text = self._given(new)
        return self._text

    def _given(self, new: bool) -> str:
        if self._handle is not None:
            try:
                return from_handle(self._handle).decode("utf-8")
            except UnicodeDecodeError:
                raise InvalidInput("The passphrase is not UTF-8 text.") from None
        if not somebody_types(self._run):
            todo = (
                "Give one with --seal-passphrase-fd, call visavi on a terminal to type it, "
                "or add --clear to write what anybody can read."
            )
            if new:
                raise InvalidInput(
                    "What leaves is sealed with a passphrase, and none was given.", todo=todo
                )
            raise StoreLocked(
                "The file is sealed, and no passphrase was given.",
                todo="Give one with --seal-passphrase-fd, or call visavi on a terminal to type it.",
            )
        first = typed_unseen(say("Passphrase of the file: "))
        if new and typed_unseen(say("The same once more: ")) != first:
            raise InvalidInput("You typed two different passphrases.", todo="Nothing was changed.")
        return first
