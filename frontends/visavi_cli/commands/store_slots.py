"""``visavi store slot``: what opens a sealed store."""

from typing import TYPE_CHECKING

from visavi.errors import InvalidInput
from visavi.messages import say
from visavi_cli import passphrase
from visavi_cli.opening import Opener, open_repository, public_key
from visavi_cli.options import OneOf, argument, option
from visavi_cli.output import Answer
from visavi_cli.receipts import receipt
from visavi_cli.render import slots as render
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

if TYPE_CHECKING:
    from visavi.sealing.unlocking import NewSlot, Opened
    from visavi.store import TinyRepository

VERBS = Verbs()

NEW = (
    option("--new-passphrase-fd", metavar="NUMBER", about="Read the new passphrase from there."),
    option(
        "--new-passphrase-command",
        metavar="COMMAND",
        about="Take the first line that this command prints as the new passphrase.",
    ),
)


@VERBS.add("slot list", "The key slots: what opens the store; needs no passphrase.", schema="slots")
def list_slots(run: Run) -> Answer:
    """By id and kind, with the cost of each key derivation."""
    from visavi.sealing.unlocking import slots_of
    from visavi.store.files import Folder
    from visavi.store.local import SEALED, description_of, resolved

    description = description_of(Folder(resolved(run.store)))
    if SEALED not in description:
        raise _unsealed(run)
    return Answer(slots_of(description), render.slots)


@VERBS.add(
    "slot add",
    "Add a passphrase, a recovery code or an escrow to what opens the store.",
    argument("kind"),
    option("--key", metavar="FILE", about="The escrow's X25519 public key, in PEM form."),
    *NEW,
    schema="slot",
    changes=True,
)
def add(
    run: Run,
    kind: str,
    key: str | None,
    new_passphrase_fd: str | None,
    new_passphrase_command: str | None,
) -> Answer:
    """KIND is passphrase, recovery or escrow. A recovery code is shown once, now."""
    from visavi.sealing import secret, unlocking

    kind = OneOf("passphrase", "recovery", "escrow").convert(kind, None, None)
    if (kind == "escrow") is not (key is not None):
        raise InvalidInput("An escrow needs --key FILE, and only an escrow does.")
    repository, entry = opened(run)
    code = None
    wanted: NewSlot
    if kind == "passphrase":
        text = passphrase.for_new_slot(run, new_passphrase_fd, new_passphrase_command)
        wanted = unlocking.by_passphrase(text, secret.Cost())
    elif kind == "recovery":
        code = secret.new_code()
        wanted = unlocking.by_recovery(code)
    else:
        wanted = unlocking.by_escrow(public_key(str(key)))
    made = ["-"]
    if not run.dry_run:
        holder = run.person or "keeper"
        made = unlocking.change_slots(repository, entry, holder, add=[wanted])
        log_change(run, repository, "add-key", kind)
    data = {
        "id": made[0],
        "kind": kind,
        "recovery_code": secret.spelt(code) if code is not None and not run.dry_run else None,
        "changed": not run.dry_run,
    }
    return Answer(data, render.added)


@VERBS.add("slot remove", "Take a key slot away.", argument("slot"), schema="receipt", changes=True)
def remove(run: Run, slot: str) -> Answer:
    """What it held opens the store no more. Backups made before keep their slots."""
    from visavi.sealing.unlocking import change_slots

    repository, entry = opened(run)
    if not run.dry_run:
        change_slots(repository, entry, run.person or "keeper", remove=[slot])
        log_change(run, repository, "remove-key", slot)
    return receipt(run, "store slot remove", slot)


def opened(run: Run, *, escrow: str | None = None) -> "tuple[TinyRepository, Opened]":
    """The sealed store, and what its unlocking came to know."""
    opener = Opener(run, escrow=escrow)
    repository = open_repository(run, opener)
    if opener.entry is None:
        raise _unsealed(run)
    return repository, opener.entry


def log_change(run: Run, repository: "TinyRepository", deed: str, how: str) -> None:
    """Write a change of what opens the store into its log."""
    from visavi.usecases.logs import log_alone

    log_alone(repository, run.actor, deed, how=how)


def _unsealed(run: Run) -> InvalidInput:
    return InvalidInput(
        "The store {path} is not sealed, so it has no key slots.",
        todo=say("Only visavi store init makes a store sealed."),
        path=run.store,
    )
