"""The store of a run, opened or made: a sealed one with its passphrase."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from visavi.errors import Conflict, InvalidInput, StoreForeign, StoreUnwritable, WrongPassphrase
from visavi.messages import Sentence, say
from visavi_cli import output, passphrase, paths
from visavi_cli.entry import guard_memory

if TYPE_CHECKING:
    from visavi.sealing.secret import Cost, Secret
    from visavi.sealing.unlocking import NewSlot, Opened
    from visavi.store import TinyRepository
    from visavi.store.codec import Codec
    from visavi_cli.run import Run

_TRIES = 3


class Opener:
    """Opens a sealed store when its description was read; the key is derived once per command.

    ``accept`` takes a store that is older than it was last seen; ``remember`` is false for a store
    that is a copy. ``escrow`` is a file with the escrow's private key, instead of a passphrase;
    ``text`` is one that somebody has typed already.
    """

    def __init__(
        self,
        run: "Run",
        *,
        accept: bool = False,
        remember: bool = True,
        escrow: str | None = None,
        text: str | None = None,
    ) -> None:
        self._text = text
        self._run = run
        self._accept = accept
        self._seen = paths.seen_folder() if remember else None
        self._escrow = escrow
        self.entry: Opened | None = None

    def __call__(self, description: Mapping[str, Any]) -> "Codec":
        """The codec of the store that is described so."""
        guard_memory()
        self.entry = entry = self._opened(description)
        return entry.codec

    def _opened(self, description: Mapping[str, Any]) -> "Opened":
        from visavi.sealing.secret import typed
        from visavi.sealing.unlocking import opened

        def once(secret: "Secret") -> "Opened":
            return opened(description, lambda: secret, self._seen, accept=self._accept)

        if self._escrow is not None:
            return once(_private(self._escrow))
        if self._text is not None:
            return once(typed(self._text))
        source, by_hand = passphrase.to_open(self._run, str(description["id"]))
        for tried in range(_TRIES - 1 if by_hand else 0):
            try:
                return once(typed(source()))
            except WrongPassphrase as error:
                output.talk(error.message)
                time.sleep(tried + 1)
        return once(typed(source()))


def open_repository(run: "Run", opener: Opener | None = None) -> "TinyRepository":
    """The store, opened now."""
    from visavi.store import open_store

    if os.path.islink(run.store) and os.path.isdir(run.store) and not run.as_json:
        leads = os.path.realpath(run.store)
        output.talk(say("{link} is a link; the store is {path}.", link=run.store, path=leads))
    opener = opener or Opener(run)
    repository = open_store(run.store, unlock=opener)
    if not repository.sealed and os.path.exists(paths.seen_file(repository.store_id)):
        raise StoreForeign(
            "The store {path} was sealed when it was last seen here, and is not any more.",
            todo="Somebody put another folder there. Restore the store from a backup.",
            path=repository.path,
        )
    if repository.folder.closed is not None:
        output.talk(repository.folder.closed.message)
    _log_other_key(run, repository, opener)
    return repository


def _log_other_key(run: "Run", repository: "TinyRepository", opener: Opener) -> None:
    """Write down that something else than a passphrase opened the store, before anything is read.

    Of the escrow's key the two people of every dialogue are told. What cannot be written down is
    not opened.
    """
    if opener.entry is None or opener.entry.kind == "passphrase":
        return
    from visavi.usecases.logs import OPENED, log_alone

    log_alone(repository, run.actor, OPENED, how=opener.entry.kind)


def make_repository(
    run: "Run",
    *,
    unsealed: bool = False,
    recovery: bool = True,
    escrow: str | None = None,
    cost: "Cost | None" = None,
) -> tuple["TinyRepository", str | None]:
    """A new store, sealed unless told otherwise, and its recovery code for people."""
    from visavi.store import create_store
    from visavi.store.files import refuse_taken
    from visavi.store.local import resolved

    refuse_taken(resolved(run.store))
    if unsealed:
        output.talk(
            say(
                "The store {path} is not sealed: whoever reads its files reads everything.",
                path=run.store,
            )
        )
        return create_store(run.store), None
    guard_memory()
    text = passphrase.for_new_store(run)
    from visavi.sealing import unlocking
    from visavi.sealing.secret import Cost, new_code, spelt

    slots: list[NewSlot] = [unlocking.by_passphrase(text, cost or Cost())]
    code = new_code() if recovery else None
    if code is not None:
        slots.append(unlocking.by_recovery(code))
    if escrow is not None:
        slots.append(unlocking.by_escrow(public_key(escrow)))
    made = create_store(run.store, sealing=unlocking.sealing(slots, paths.seen_folder()))
    return made, None if code is None else spelt(code)


@contextmanager
def whole_or_not_at_all(made: "TinyRepository") -> Iterator[None]:
    """A store that was just made is taken away again if what belongs into it does not get there."""
    try:
        yield
    except BaseException as error:
        from visavi.store import failures
        from visavi.store.files import remove_quietly, remove_tree

        remove_tree(made.path)
        remove_quietly(paths.seen_file(made.store_id))
        if os.path.lexists(made.path):
            output.talk(say("The new store {path} is not whole; remove it.", path=made.path))
            raise
        output.talk(say("The new store {path} was taken away again.", path=made.path))
        cause = error.__cause__
        if isinstance(error, StoreUnwritable) and isinstance(cause, OSError):
            raise failures.not_made(cause, made.path) from cause
        raise


def require_own_institution(run: "Run", repository: "TinyRepository") -> None:
    """Refuse a backup that was made under another policy than the one chosen on this computer."""
    from visavi.usecases.institution import institution
    from visavi_cli.settings import value_of

    chosen, theirs = run.policy or value_of("policy"), institution(repository).policy
    if chosen and theirs and chosen != theirs:
        raise Conflict(
            "The backup is of the store {store} under {theirs}; chosen here is {chosen}.",
            todo="Nothing was made. Add --policy {theirs} if it is that one that you want.",
            store=repository.store_id,
            theirs=theirs,
            chosen=chosen,
        )


def public_key(file: str) -> bytes:
    """The 32 bytes of the X25519 public key in a PEM file."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(_content(file))
    except ValueError:
        key = None
    if not isinstance(key, X25519PublicKey):
        raise _no_key(file, "public")
    return key.public_bytes_raw()


def _private(file: str) -> "Secret":
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    from visavi.sealing.secret import Secret

    try:
        key = load_pem_private_key(_content(file), None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, X25519PrivateKey):
        raise _no_key(file, "private")
    return Secret(private=key.private_bytes_raw())


def _content(file: str) -> bytes:
    try:
        with open(file, "rb") as stream:
            return stream.read(65536)
    except (OSError, ValueError) as error:
        raise InvalidInput(
            "The key in {file} cannot be read: {reason}.",
            file=ascii(file[:200]),
            reason=getattr(error, "strerror", None) or say("no file can have that name"),
        ) from None


def _no_key(file: str, half: Sentence) -> InvalidInput:
    return InvalidInput(
        "In {file} is no {half} X25519 key in PEM form, without a passphrase of its own.",
        todo="openssl genpkey -algorithm x25519 makes one; openssl pkey -pubout gives its public "
        "half.",
        file=ascii(file[:200]),
        half=say(half),
    )
