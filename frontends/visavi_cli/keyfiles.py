"""Files that leave or enter the house by a command: copies, keys, and passphrases for keys."""

import os
from typing import TYPE_CHECKING

from visavi.errors import Conflict, InvalidInput, StoreUnwritable
from visavi.messages import say
from visavi_cli.options import Number, flag, option
from visavi_cli.passphrase import somebody_types, typed_unseen
from visavi_cli.run import Run

if TYPE_CHECKING:
    from visavi.signing.keys import OwnKey

KEY_PASSPHRASE_FD = option(
    "--key-passphrase-fd",
    type=Number(0, 1000),
    metavar="N",
    about="Read the key's passphrase from this open file instead of asking for it.",
)


SEAL_PASSPHRASE_FD = option(
    "--seal-passphrase-fd",
    type=Number(0, 1000),
    metavar="N",
    about="Read the passphrase that a file is or was sealed with from this open file.",
)
CLEAR = flag("--clear", about="Write the file in the clear: whoever gets it can read it.")


def looks_like_dialogue(text: str) -> bool:
    """Whether the word is a dialogue's id; anything else is taken for the name of a file."""
    from visavi.errors import NotFound
    from visavi.model.ids import employee_of

    try:
        return bool(employee_of(text))
    except NotFound:
        return False


def read_file(name: str, most: int) -> bytes:
    """The bytes of a file, one more than allowed at most; raises :class:`InvalidInput`."""
    try:
        with open(name, "rb") as stream:
            return stream.read(most + 1)
    except (OSError, ValueError) as error:
        raise InvalidInput(
            "{name} cannot be read: {reason}.",
            name=ascii(name[:200]),
            reason=getattr(error, "strerror", None) or say("no file can have that name"),
        ) from None


def require_free(name: str) -> None:
    """Raise :class:`Conflict` where something stands already: nothing is ever replaced."""
    if os.path.lexists(name):
        raise Conflict(
            "{name} is there already.",
            todo="Nothing was changed. Name another file.",
            name=ascii(name[:200]),
        )


def write_file(name: str, content: bytes) -> None:
    """Write a new file that only its owner can read; what is there already is left alone."""
    from visavi.store.files import write_new

    require_free(name)
    try:
        write_new(name, content, durable=True)
    except (OSError, ValueError) as error:
        raise StoreUnwritable(
            "{name} cannot be written: {reason}.",
            name=ascii(name[:200]),
            reason=getattr(error, "strerror", None) or say("no file can have that name"),
        ) from None


def require_outside(run: Run, name: str) -> None:
    """Raise :class:`InvalidInput` for a file inside the store: a private key never lies there."""
    store = os.path.realpath(run.store)
    place = os.path.realpath(name)
    if place == store or place.startswith(store + os.sep):
        raise InvalidInput("A private key does not belong in the store.", todo="Put it elsewhere.")


def open_key(run: Run, name: str, handle: int | None) -> "OwnKey":
    """The private key in a file, with its passphrase where it has one."""
    from visavi.signing.keys import LARGEST, is_sealed, opened

    content = read_file(name, LARGEST)
    return opened(content, passphrase(run, handle) if is_sealed(content) else None)


def passphrase(run: Run, handle: int | None, *, twice: bool = False) -> bytes:
    """The passphrase from an open file, or typed unseen; never an argument, never a variable."""
    if handle is not None:
        return from_handle(handle)
    if not somebody_types(run):
        raise InvalidInput(
            "The key needs a passphrase, and nobody can be asked for it.",
            todo="Hand it over with --key-passphrase-fd.",
        )
    first = typed_unseen(say("Passphrase of the key: "))
    if twice and typed_unseen(say("The same once more: ")) != first:
        raise InvalidInput("You typed two different passphrases.", todo="Nothing was changed.")
    return first.encode()


def from_handle(handle: int) -> bytes:
    """The passphrase from an open file; raises :class:`InvalidInput`."""
    try:
        with open(handle, "rb", closefd=False) as stream:
            return stream.read(2000).rstrip(b"\r\n")
    except OSError as error:
        raise InvalidInput(
            "The passphrase cannot be read from {handle}: {reason}.",
            handle=handle,
            reason=error.strerror or "it is not open",
        ) from None
