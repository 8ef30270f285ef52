"""What the terminal app has done outside of it: a text in an editor, files of the person.

All of it may ask or draw on the terminal, which the app has let go of meanwhile.
"""

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from visavi_cli.run import Run

if TYPE_CHECKING:
    from visavi.signing.keys import OwnKey


class Outside:
    """The editor and the files of whoever opened the app."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def edited(self, text: str, tell: Callable[[str], None]) -> str:
        """The text as it was left in the editor; the file is kept, and told of, if that fails."""
        from visavi_cli.editor import Writing
        from visavi_cli.texts import read_text

        with Writing(None, lasting=True, no_input=False, text=text, tell=tell) as path:
            return read_text(path, no_input=True).removesuffix("\n")

    def own_key(self, name: str) -> "OwnKey":
        """The private key in a file; its passphrase is asked for here."""
        from visavi_cli.keyfiles import open_key

        return open_key(self._run, _path(name), None)

    def copy_in(self, name: str) -> Mapping[str, Any]:
        """The copy in a file that came back; the passphrase of a sealed one is asked for here."""
        from visavi.signing.copies import LARGEST, read_copy
        from visavi_cli.sealedfiles import SealedFiles

        return read_copy(SealedFiles(self._run, None).read(_path(name), LARGEST))

    def write_out(self, name: str, content: bytes, *, clear: bool) -> None:
        """Write a new file, sealed with a passphrase that is asked for here."""
        from visavi_cli.sealedfiles import SealedFiles

        files = SealedFiles(self._run, None)
        files.prepare(_path(name), clear=clear)
        files.write(_path(name), content, clear=clear)

    def copy_out(self, name: str, make: Callable[[str], Mapping[str, Any]], *, clear: bool) -> None:
        """Write a copy into a new file, sealed with a passphrase that is asked for here.

        ``make`` makes the copy, and is told how it leaves, once nothing stands in its way.
        """
        from visavi.signing.copies import written
        from visavi.usecases.export_dialogue import CLEAR, SEALED
        from visavi_cli.sealedfiles import SealedFiles

        files = SealedFiles(self._run, None)
        files.prepare(_path(name), clear=clear)
        files.write(_path(name), written(make(CLEAR if clear else SEALED)), clear=clear)


def _path(name: str) -> str:
    return os.path.expanduser(name.strip())
