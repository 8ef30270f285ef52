"""``visavi store``: opening a sealed one, and changing what opens it."""

from visavi.messages import say
from visavi_cli import passphrase
from visavi_cli.commands.store_slots import NEW, log_change, opened
from visavi_cli.opening import Opener, open_repository
from visavi_cli.options import option
from visavi_cli.output import Answer
from visavi_cli.receipts import receipt
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()


@VERBS.add("unlock", "Try whether the store opens, and say by which key slot.", schema="unlocked")
def unlock(run: Run) -> Answer:
    """For trying a recovery code before it is needed. The next command asks again."""
    _, entry = opened(run)
    return Answer({"slot": entry.slot}, lambda data: [say("It opens by slot {slot}.", **data)])


@VERBS.add(
    "passphrase",
    "Change the passphrase: afterwards the new one opens the store, and the old one does not.",
    *NEW,
    option(
        "--escrow-key",
        metavar="FILE",
        about="Open the store with the escrow's private key (PEM) instead of the old passphrase.",
    ),
    schema="slot",
    changes=True,
)
def change(
    run: Run,
    new_passphrase_fd: str | None,
    new_passphrase_command: str | None,
    escrow_key: str | None,
) -> Answer:
    """Whatever happens meanwhile, one of the two opens it.

    Opened by a passphrase, that one goes; opened by recovery code or escrow, all others go.
    """
    from visavi.sealing import unlocking
    from visavi.sealing.secret import Cost
    from visavi_cli.render import slots as render

    repository, entry = opened(run, escrow=escrow_key)
    slots = unlocking.slots_of(repository.description)
    by_passphrase = [slot["id"] for slot in slots if slot["kind"] == "passphrase"]
    old = [entry.slot] if entry.slot in by_passphrase else by_passphrase
    text = passphrase.for_new_slot(run, new_passphrase_fd, new_passphrase_command)
    made = ["-"]
    if not run.dry_run:
        costs = (Cost(s["memory"], s["passes"], s["lanes"]) for s in slots if s["id"] in old)
        cost = next(costs, Cost())
        new = unlocking.by_passphrase(text, cost)
        holder = run.person or "keeper"
        made = unlocking.change_slots(repository, entry, holder, add=[new], remove=old)
        log_change(run, repository, "change-key", "passphrase")
    told = say("Both people of every dialogue are told that the escrow's key was used.")
    data = {
        "id": made[0],
        "kind": "passphrase",
        "recovery_code": None,
        "changed": not run.dry_run,
    }
    return Answer(data, render.added, talk=() if escrow_key is None else (told,))


@VERBS.add(
    "accept",
    "Take the store as it is, though a later state of it was seen on this computer.",
    schema="receipt",
    changes=True,
)
def accept(run: Run) -> Answer:
    """For a store that you yourself restored from a backup."""
    repository = open_repository(run, Opener(run, accept=True, remember=not run.dry_run))
    return receipt(run, "store accept", repository.path)
