"""Where a passphrase comes from: a file descriptor, a command, the keyring, or typing.

Never from an argument, which every user of the computer can list, nor from the environment, which
every program of the same user can read.
"""

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from visavi.errors import InvalidInput, StoreLocked
from visavi.messages import Sentence, say
from visavi_cli import output
from visavi_cli.settings import value_of

if TYPE_CHECKING:
    from visavi_cli.run import Run

_LONGEST = 4096
_REFUSED = "VISAVI_PASSPHRASE"
_BACKENDS = frozenset(
    f"keyring.backends.{name}" for name in ("SecretService", "Windows", "kwallet", "libsecret")
) | {"keyring.backends.macOS"}
"""Keyrings of the system itself; others may write passphrases into plain files."""

Source = Callable[[], str]


def to_open(run: "Run", store_id: str) -> tuple[Source, bool]:
    """Where the passphrase of this store comes from, and whether that is somebody who types.

    Raises :class:`~visavi.errors.StoreLocked` if it comes from nowhere.
    """
    source = _without_typing(run.passphrase_fd, _command(run))
    if source is None and value_of("keyring") == "yes":
        source = _of_keyring(store_id)
    if source is not None:
        return source, False
    if not somebody_types(run):
        raise StoreLocked(
            "The store {path} is sealed, and no passphrase was given.",
            todo="Give one with --passphrase-fd or --passphrase-command, "
            "or call visavi on a terminal to type it.",
            path=run.store,
        )
    return (lambda: typed_unseen(say("Passphrase: "))), True


def for_new_store(run: "Run") -> str:
    """The passphrase of a store that is about to be made; raises :class:`InvalidInput`."""
    return _new(
        run,
        _without_typing(run.passphrase_fd, _command(run)),
        "A sealed store needs a passphrase, and none was given.",
        "Give one with --passphrase-fd or --passphrase-command, call visavi on a terminal to "
        "type it, or make a store that anybody may read with --unsealed.",
    )


def is_at_hand(run: "Run") -> bool:
    """Whether a passphrase was given, or somebody is there to type one."""
    given = _without_typing(run.passphrase_fd, _command(run))
    return given is not None or somebody_types(run)


def for_new_slot(run: "Run", descriptor: str | None, command: str | None) -> str:
    """The passphrase of a new key slot; raises :class:`InvalidInput`."""
    return _new(
        run,
        _without_typing(descriptor, command),
        "No new passphrase was given.",
        "Give one with --new-passphrase-fd or --new-passphrase-command, or call visavi on a "
        "terminal to type it.",
    )


def _new(run: "Run", source: Source | None, lack: Sentence, todo: Sentence) -> str:
    from visavi.sealing.secret import accepted

    if source is not None:
        return accepted(source())
    if not somebody_types(run):
        raise InvalidInput(lack, todo=todo)
    first = accepted(
        typed_unseen(
            say(
                "Whoever is to open it needs this passphrase.\nTake four or five words that have "
                "nothing to do with each other.\nNew passphrase: "
            )
        )
    )
    if typed_unseen(say("The same once more: ")) != first:
        raise InvalidInput("You typed two different passphrases.", todo="Nothing was changed.")
    return first


def _command(run: "Run") -> str | None:
    return run.passphrase_command or value_of("passphrase-command")


def _without_typing(descriptor: str | None, command: str | None) -> Source | None:
    if _REFUSED in os.environ:
        raise InvalidInput(
            "The variable {name} is set. A passphrase in the environment can be read by every "
            "program of yours, so visavi does not take it.",
            todo="Unset it, and use --passphrase-fd or --passphrase-command.",
            name=_REFUSED,
        )
    if descriptor is not None:
        return lambda: _of_descriptor(descriptor)
    return None if command is None else lambda: _of_command(command)


def _of_descriptor(given: str) -> str:
    """The first line from an open file descriptor; what follows is left for others to read."""
    from visavi_cli.options import Number

    number = Number(0, 65535).convert(given, None, None)
    line = b""
    try:
        while len(line) < _LONGEST and (byte := os.read(number, 1)) not in (b"", b"\n"):
            line += byte
    except OSError as error:
        raise InvalidInput(
            "The passphrase cannot be read from file descriptor {number}: {reason}.",
            number=number,
            reason=error.strerror,
        ) from None
    return _decoded(line, say("file descriptor {number}", number=number))


def _of_command(command: str) -> str:
    """The first line that a command prints; no shell is between."""
    import shlex
    import subprocess

    try:
        words = shlex.split(command)
        done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False)
        failed = done.returncode != 0
    except (OSError, ValueError):
        failed = True
    if failed:
        raise StoreLocked(
            "The passphrase command failed.",
            todo="Try it by itself: it has to print the passphrase and end with success.",
        )
    return _decoded(done.stdout.partition(b"\n")[0], say("the passphrase command"))


def _decoded(line: bytes, origin: str) -> str:
    try:
        text = line.removesuffix(b"\r").decode("utf-8")
    except UnicodeDecodeError:
        raise InvalidInput("What {origin} gave is not UTF-8 text.", origin=origin) from None
    if not text:
        raise StoreLocked("There is no passphrase: {origin} gave none.", origin=origin)
    return text


def _of_keyring(store_id: str) -> Source | None:
    """The system's keyring, if it knows the store; kept there as service ``visavi``."""
    from importlib import import_module

    try:
        backends = import_module("keyring.backend").get_all_keyring()
    except ImportError:
        raise InvalidInput(
            "The setting keyring is on, but keyring is not installed.",
            todo="Install visavi[keyring], or turn the setting off.",
        ) from None
    for backend in backends:
        if type(backend).__module__ in _BACKENDS:
            try:
                found: str | None = backend.get_password("visavi", store_id)
            except Exception:
                continue  # locked or gone: then somebody types, as without a keyring
            if found:
                return lambda: found
    return None


def somebody_types(run: "Run") -> bool:
    """Whether there is a terminal to ask on; never stdin, which may hold a text."""
    if run.no_input or not output.is_heard():
        return False
    if sys.platform == "win32":
        return True
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


def typed_unseen(prompt: str) -> str:
    """What somebody types after the prompt on the terminal, which shows nothing of it."""
    from getpass import getpass

    try:
        return getpass(prompt)
    except EOFError:
        raise StoreLocked("No passphrase was typed.") from None
