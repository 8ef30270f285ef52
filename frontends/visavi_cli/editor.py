"""A text written in an editor: through a private folder, in memory where the system has one.

Editors keep copies: swap files, undo files, backups, histories. Those known here are told not to;
of any other one it is said that nobody knows. Whatever goes wrong, the text is not thrown away.
"""

import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType

from visavi.errors import InvalidInput
from visavi.messages import say
from visavi_cli import output, paths
from visavi_cli.texts import read_text

Tell = Callable[[str], None]

_VIM = "set noswapfile noundofile nobackup nowritebackup"
_FLAGS: Mapping[str, Sequence[str]] = {
    "vim": ("-n", "-i", "NONE", "--cmd", "set noswapfile", "-c", f"{_VIM} viminfo="),
    "nvim": ("-n", "-i", "NONE", "--cmd", "set noswapfile", "-c", f"{_VIM} shada="),
    "nano": ("--ignorercfiles",),
}
"""What keeps an editor from leaving copies, by its name."""

_MEMORY = "/dev/shm"  # a folder of our own is made in it, and looked at first
_TEXT = "text.txt"


class Writing:
    """One text in an editor, kept until the deed that needs it is done.

    Entering it opens the editor and gives the file's path. Leaving it removes the file, but keeps
    it after an error, or if the deed is not to be lasting, and says where. ``begin`` names a file
    with what there is already, or it is the ``text``. What is to be said goes to ``tell``.
    """

    def __init__(
        self,
        begin: str | None,
        *,
        lasting: bool,
        no_input: bool,
        text: str = "",
        tell: Tell = output.talk,
    ) -> None:
        self._begin = begin
        self._lasting = lasting
        self._no_input = no_input
        self._text = text
        self._tell = tell
        self._folder = ""

    def __enter__(self) -> str:
        command = _command(self._tell)
        if self._no_input:
            raise InvalidInput("An editor needs somebody to write, and --no-input forbids asking.")
        text = self._text if self._begin is None else read_text(self._begin, no_input=True)
        base = _base(self._tell)
        for left in _left_behind(base):
            self._tell(say("A text from an earlier time is kept in {path}.", path=left))
        self._folder = _new_folder(base)
        path = os.path.join(self._folder, _TEXT)
        try:
            _write(path, text)
            _run(command, path, self._folder)
        except BaseException:
            self._keep()
            raise
        return path

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None and self._lasting:
            _remove(self._folder, self._tell)
        else:
            self._keep()

    def _keep(self) -> None:
        """Leave the text where it is, if there is one, and say where."""
        path = os.path.join(self._folder, _TEXT)
        try:
            written = bool(_content(path).strip())
        except OSError:
            written = True
        if not written:
            _remove(self._folder, self._tell)
            return
        self._tell(
            say(
                "Your text is kept in {path}. Use it with --file, and remove it then.",
                path=path,
            )
        )


def _command(tell: Tell) -> list[str]:
    """The user's editor with the flags that keep it from leaving copies."""
    import shlex

    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        words = shlex.split(named)
    except ValueError:
        words = []
    if not words:
        raise InvalidInput(
            "No editor is named.",
            todo="Set VISUAL or EDITOR, or write the text here.",
        )
    name = os.path.basename(words[0])
    flags = _FLAGS.get(name)
    if flags is None:
        tell(
            say(
                "visavi cannot keep {editor} from leaving copies of the text elsewhere "
                "(swap, undo, backup, history). It can for {known}.",
                editor=name,
                known=", ".join(_FLAGS),
            )
        )
    return [words[0], *(flags or ()), *words[1:]]


def _run(command: Sequence[str], path: str, folder: str) -> None:
    """Open the editor and wait; raises :class:`InvalidInput` where it fails."""
    import subprocess

    temporary = dict.fromkeys(("TMPDIR", "TMP", "TEMP"), folder)
    try:
        done = subprocess.run(
            [*command, path], cwd=folder, env={**os.environ, **temporary}, check=False
        )
    except OSError as error:
        raise InvalidInput(
            "The editor {editor} cannot be started: {reason}.",
            todo="Set VISUAL or EDITOR to one that can.",
            editor=ascii(command[0][:60]),
            reason=error.strerror,
        ) from None
    if done.returncode != 0:
        raise InvalidInput(
            "The editor ended with {code}, so nothing was done with the text.",
            code=done.returncode,
        )


def _base(tell: Tell) -> str:
    """Our folder for such texts: nobody else's, and in memory where the system has a place there.

    What lies in memory is gone after a restart, unless the system swaps.
    """
    uid = os.getuid() if hasattr(os, "getuid") else 0
    for place in (os.environ.get("XDG_RUNTIME_DIR", ""), _MEMORY):
        if os.path.isabs(place) and os.path.isdir(place) and os.access(place, os.W_OK):
            return _own_folder(os.path.join(place, f"visavi-{uid}"))
    tell(say("There is no folder in memory: the text lies on the disk while you write."))
    return _own_folder(paths.drafts_folder())


def _own_folder(path: str) -> str:
    """The folder, if it is this user's alone; made if it is not there."""
    try:
        os.makedirs(path, mode=0o700, exist_ok=True)
        status = os.lstat(path)
        mine = not hasattr(os, "getuid") or status.st_uid == os.getuid()
        if not stat.S_ISDIR(status.st_mode) or not mine:
            raise NotADirectoryError(20, "it belongs to somebody else, or is no folder")
        os.chmod(path, 0o700)
    except OSError as error:
        raise _no_folder(path, error) from None
    return path


def _new_folder(base: str) -> str:
    path = os.path.join(base, os.urandom(8).hex())
    try:
        os.mkdir(path, 0o700)
    except OSError as error:
        raise _no_folder(path, error) from None
    return path


def _no_folder(path: str, error: OSError) -> InvalidInput:
    return InvalidInput(
        "There is no private folder for the text at {path}: {reason}.",
        todo="Write the text here.",
        path=path,
        reason=error.strerror,
    )


def _left_behind(base: str) -> Iterator[str]:
    """Texts of runs that were killed or that failed."""
    for name in sorted(os.listdir(base)):
        path = os.path.join(base, name, _TEXT)
        if os.path.exists(path):
            yield path


def _write(path: str, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="utf-8") as file:
        file.write(text)


def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _remove(folder: str, tell: Tell) -> None:
    """Remove the folder with whatever the editor left beside the text."""
    import shutil

    try:
        shutil.rmtree(folder)
    except OSError as error:
        tell(say("{path} could not be removed: {reason}.", path=folder, reason=error.strerror))
