"""``visavi person``: what is kept about somebody, holds on its deletion, and erasure."""

from visavi.errors import InvalidInput
from visavi.usecases import whole
from visavi_cli import erasures
from visavi_cli.keyfiles import CLEAR, SEAL_PASSPHRASE_FD
from visavi_cli.options import argument, option
from visavi_cli.output import Answer
from visavi_cli.receipts import receipt
from visavi_cli.render import rights as render
from visavi_cli.render.stores import still_held
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()
PERSON = argument("person")
WHY = option("--reason", required=True, metavar="WORDS", about="Why; it is kept, in one line.")


@VERBS.add(
    "access-report",
    "Everything that is kept about a person and that they may see, and what was left out.",
    PERSON,
    option("--out", metavar="FILE", about="Write it to this file, sealed, instead of showing it."),
    CLEAR,
    SEAL_PASSPHRASE_FD,
    schema="access-report",
    also=("receipt",),
)
def access_report(
    run: Run, person: str, out: str | None, clear: bool, seal_passphrase_fd: int | None
) -> Answer:
    """For the person with --as. Who keeps the register gets dates and rules, and no word."""
    from visavi.usecases.access_report import access_report as read

    if out is None:
        if clear or seal_passphrase_fd is not None:
            raise InvalidInput("What is shown makes no file.", todo="Add --out FILE.")
        return Answer(read(run.workspace, run.actor, person), render.access_report)
    from visavi.signing.copies import written
    from visavi.usecases.export_dialogue import CLEAR as IN_THE_CLEAR
    from visavi.usecases.export_dialogue import SEALED
    from visavi_cli.sealedfiles import SealedFiles

    files = SealedFiles(run, seal_passphrase_fd)
    files.prepare(out, clear=clear)
    how = IN_THE_CLEAR if clear else SEALED
    report = read(run.workspace, run.actor, person, how=how)
    files.write(out, written(report), clear=clear)
    answer = receipt(run, "person access-report", person, path=out, how=how)
    answer.schema = "receipt"
    return answer


@VERBS.add(
    "history",
    "Who asked for, held, released or let go of what is kept about a person, and when.",
    PERSON,
    schema="events",
)
def history(run: Run, person: str) -> Answer:
    """For the person, and who keeps the register."""
    from visavi.usecases.logs import log_of_person
    from visavi_cli.render.dialogues import log as render_events

    return Answer(whole.events(log_of_person(run.repository, run.actor, person)), render_events)


@VERBS.add(
    "hold",
    "Let nothing about a person be deleted until it is released.",
    PERSON,
    WHY,
    schema="receipt",
    changes=True,
)
def hold(run: Run, person: str, reason: str) -> Answer:
    """The person and the manager can read the reason: name no matter in it."""
    from visavi.usecases.holds import place_hold

    after, made = place_hold(run.workspace, run.actor, person, reason=reason)
    return receipt(run, "person hold", after.id, hold=made)


@VERBS.add(
    "release",
    "Release a hold.",
    PERSON,
    option("--hold", required=True, metavar="ID", about="Which one, as person show names it."),
    WHY,
    schema="receipt",
    changes=True,
)
def release(run: Run, person: str, hold: str, reason: str) -> Answer:
    """It stays on record."""
    from visavi.usecases.holds import release_hold

    after = release_hold(run.workspace, run.actor, person, hold, reason=reason)
    return receipt(run, "person release", after.id, hold=hold)


@VERBS.add(
    "erase",
    "Remove everything that is kept about a person; only a receipt stays.",
    PERSON,
    WHY,
    option("--rule", metavar="ID", about="The retention rule; without one the keeper decides."),
    schema="receipt",
    changes=True,
)
def erase(run: Run, person: str, reason: str, rule: str | None) -> Answer:
    """Backups made before still hold it; store restore erases it again from what it makes."""
    from visavi.usecases.erase import erase_person

    made = erase_person(run.workspace, run.actor, person, reason=reason, rule=rule)
    if not run.dry_run:
        erasures.remember(run.repository.store_id, [made])
    answer = receipt(
        run,
        "person erase",
        person,
        receipt=made["id"],
        rule=made["rule"],
        backups=made["backups"],
    )
    answer.talk = tuple(still_held(made["backups"]))
    return answer
