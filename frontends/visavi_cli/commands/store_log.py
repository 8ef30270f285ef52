"""``visavi store log``: what was done with the store as a whole, its backups, and a loss of it."""

from visavi.usecases import whole
from visavi_cli.options import argument
from visavi_cli.output import Answer
from visavi_cli.receipts import receipt
from visavi_cli.render.dialogues import log as render_log
from visavi_cli.render.stores import backups as render_backups
from visavi_cli.render.stores import held
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()


@VERBS.add(
    "log",
    "What was done with the store as a whole: keys used or changed, erasures, lists taken out.",
    schema="events",
)
def log(run: Run) -> Answer:
    """For who keeps the register. Of matters nothing stands there."""
    from visavi.usecases.logs import log_of_store

    return Answer(whole.events(log_of_store(run.repository, run.actor)), render_log)


@VERBS.add(
    "backups",
    "The backups that were made of this store: where, until when, and how many erasures they undo.",
    schema="backups",
)
def backups(run: Run) -> Answer:
    """As the store wrote them down; none is opened or looked for."""
    from visavi.usecases.backups import backups_of

    return Answer(backups_of(run.repository, run.actor), render_backups)


@VERBS.add(
    "backup-gone",
    "Write down that a backup was destroyed, with every copy of it.",
    argument("backup"),
    schema="receipt",
    changes=True,
)
def backup_gone(run: Run, backup: str) -> Answer:
    """You say so: visavi does not look."""
    from visavi.usecases.backups import is_gone

    is_gone(run.repository, run.actor, backup, dry_run=run.dry_run)
    return receipt(run, "store backup-gone", backup)


@VERBS.add(
    "loss-report",
    "What a lost store held, from a backup of it and without its passphrase: counts, no names.",
    argument("backup"),
    schema="loss-report",
)
def loss_report(run: Run, backup: str) -> Answer:
    """For whoever has to report a lost computer; the backup is not opened."""
    from visavi.store.losses import held_in

    found = held_in(backup)
    return Answer(found._asdict() | {"made": found.made.isoformat()}, held)
