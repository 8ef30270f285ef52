"""``visavi store``: the folder that holds everything."""

import os
from datetime import date
from typing import TYPE_CHECKING, Any

from visavi.errors import InvalidInput
from visavi.messages import say
from visavi_cli import paths
from visavi_cli.exits import Exit
from visavi_cli.options import DAY, Number, argument, flag, option
from visavi_cli.output import Answer
from visavi_cli.render import stores as render
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

if TYPE_CHECKING:
    from visavi.store import TinyRepository

VERBS = Verbs()


@VERBS.add(
    "init",
    "Make a new, empty store under a policy, sealed with a passphrase.",
    flag("--unsealed", about="Do not seal it: whoever reads its files reads everything."),
    flag("--no-recovery", about="Make no recovery code: without the passphrase all is lost."),
    option("--escrow", metavar="FILE", about="An X25519 public key (PEM) that may open it too."),
    option(
        "--memory",
        metavar="MIB",
        type=Number(8, 1024),
        about="What a guess at the passphrase costs in memory; 64 if not given.",
    ),
    option(
        "--passes",
        metavar="NUMBER",
        type=Number(1, 16),
        about="What it costs in passes over that memory; 3 if not given.",
    ),
    schema="store-init",
    changes=True,
)
def init(
    run: Run,
    unsealed: bool,
    no_recovery: bool,
    escrow: str | None,
    memory: int | None,
    passes: int | None,
) -> Answer:
    """It appears whole or not at all. The policy is --policy, or the setting."""
    from visavi.sealing.secret import Cost
    from visavi.usecases.institution import Institution, choose
    from visavi_cli.opening import make_repository, whole_or_not_at_all
    from visavi_cli.policies import policy_named
    from visavi_cli.settings import value_of

    named = run.policy or value_of("policy")
    if named is None:
        raise InvalidInput(
            "A store needs a policy.", todo="Add --policy NAME; visavi policy list shows the names."
        )
    if unsealed and (no_recovery or escrow or memory or passes):
        raise InvalidInput("An unsealed store has no keys, so --unsealed goes with nothing else.")
    policy = policy_named(run, named)
    code = None
    if not run.dry_run:
        cost = Cost(memory=(memory or 64) * 1024, passes=passes or 3)
        made, code = make_repository(
            run, unsealed=unsealed, recovery=not no_recovery, escrow=escrow, cost=cost
        )
        with whole_or_not_at_all(made):
            choose(made, run.actor, Institution(policy.id), dry_run=False)
    data = {
        "path": run.store,
        "policy": policy.id,
        "sealed": not unsealed,
        "recovery_code": code,
        "changed": not run.dry_run,
    }
    return Answer(data, render.made)


@VERBS.add("status", "What the store is, and whether it can be used.", schema="store-status")
def status(run: Run) -> Answer:
    """Reads its description and counts what is in it; numbers only."""
    from visavi.usecases.institution import institution

    repository = run.repository
    chosen = institution(repository)
    people = list(repository.people())
    data = {
        "path": repository.path,
        "id": repository.store_id,
        "format": repository.description["format"],
        "policy": chosen.policy or None,
        "sealed": repository.sealed,
        "people": len(people),
        "dialogues": sum(1 for p in people for _ in repository.dialogues_of(p["id"])),
        "writable": repository.read_only is None,
    }
    unsealed = say("It is not sealed: whoever reads its files reads everything.")
    return Answer(data, render.status, talk=() if repository.sealed else (unsealed,))


@VERBS.add(
    "check",
    "Whether every file of the store is whole; 10 if anything is wrong.",
    flag("--repair", about="Finish or undo what a dead program left; change no document."),
    flag("--full", about="Look also whether each document and log of deeds is what it must be."),
    schema="store-problems",
    changes=True,
)
def check(run: Run, repair: bool, full: bool) -> Answer:
    """Reads only, unless told to repair. Damage is named, never overwritten."""
    from visavi.store import checking

    if repair and not run.dry_run:
        found = checking.repair(run.repository, run.person or "keeper")
    else:
        found = checking.check(run.repository)
    if full:
        from visavi.usecases.look_through import look_through

        found = sorted([*found, *look_through(run.repository)])
    rows = [problem.as_mapping() for problem in found]
    return Answer(rows, render.problems, code=Exit.FOUND if rows else Exit.DONE)


@VERBS.add(
    "backup",
    "Copy the store to a folder, or to an archive if its name ends in .tar.",
    argument("target"),
    flag(
        "--keep",
        about="TARGET is a folder of backups: add one there, and keep the last of 7 days and of "
        "8 weeks.",
    ),
    option("--until", type=DAY, metavar="DATE", about="When you will destroy it, as you state."),
    schema="store-copy",
    changes=True,
)
def backup(run: Run, target: str, keep: bool, until: date | None) -> Answer:
    """The copy is read back and compared before it gets its name. Nobody can write meanwhile."""
    from visavi.store.copies import backup as copy
    from visavi.store.files import refuse_taken
    from visavi.store.local import resolved
    from visavi.usecases import backups

    repository = run.repository
    if keep and until is not None:
        raise InvalidInput("In a folder of backups each goes by itself: --keep needs no --until.")
    if keep:
        return _kept(run, target)
    if run.dry_run:
        return _copied({"path": target, "store_id": repository.store_id}, run)
    path = resolved(target)
    refuse_taken(path)
    made = backups.made(
        repository,
        run.actor,
        path,
        lambda: copy(repository, target, run.person or "keeper"),
        until=until,
    )
    _tell_what_is_left_out(repository)
    return _copied({**made._asdict(), "opens_by": _opens_by(repository)}, run)


@VERBS.add(
    "restore",
    "Make a store from a backup, where nothing is yet.",
    argument("source"),
    option(
        "--erasures",
        multiple=True,
        metavar="FOLDER",
        about="The store that the backup was made of: what was erased there since is erased again.",
    ),
    schema="store-copy",
    changes=True,
)
def restore(run: Run, source: str, erasures: tuple[str, ...]) -> Answer:
    """The new store lies at --store. What was erased since, as far as is known here, stays so."""
    from visavi.store.copies import restore as copy
    from visavi.usecases.logs import log_alone
    from visavi_cli.erasures import Replay
    from visavi_cli.opening import Opener, require_own_institution

    if run.dry_run:
        return _copied({"path": run.store, "store_id": None}, run)
    unlock = Opener(run, remember=False)
    replay = Replay(run, erasures)

    def finish(repository: "TinyRepository") -> None:
        require_own_institution(run, repository)
        replay(repository)
        log_alone(repository, run.actor, "restore", how=unlock.entry.kind if unlock.entry else "")

    made = copy(source, run.store, unlock=unlock, finish=finish)
    answer = _copied({**made._asdict(), "erased_again": replay.count}, run)
    if os.path.exists(paths.seen_file(made.store_id)):
        answer.talk = (
            say(
                "What was changed here after the backup makes the restored store older: visavi "
                "store accept takes it as it is, if it is the one to go on with."
            ),
        )
    return answer


@VERBS.add("path", "Where the store lies.", schema="path")
def path(run: Run) -> Answer:
    """The folder, whether it exists or not."""
    return Answer({"path": run.store}, lambda data: [data["path"]])


def _kept(run: Run, folder: str) -> Answer:
    """A backup in a folder of backups, thinned out."""
    from visavi.store import keeping
    from visavi.usecases import backups

    repository, day = run.repository, run.on
    if run.dry_run:
        path = keeping.place_for(repository, folder, day)
        removed = keeping.superfluous(repository, folder, day=day)
        return _copied({"path": path, "store_id": repository.store_id, "removed": removed}, run)
    holder = run.person or "keeper"
    late = backups.overdue(repository, day)
    path = keeping.place_for(repository, folder, day)
    made, removed = backups.made(
        repository,
        run.actor,
        path,
        lambda: keeping.backup_and_thin_out(repository, folder, holder, day, late),
        kept=True,
    )
    backups.went(repository, run.actor, (os.path.join(os.path.dirname(path), n) for n in removed))
    _tell_what_is_left_out(repository)
    opens_by = _opens_by(repository)
    return _copied({**made._asdict(), "removed": removed, "opens_by": opens_by}, run)


def _opens_by(repository: "TinyRepository") -> list[str]:
    """The kinds of key slots that open a sealed backup; nothing for one that anybody can read."""
    if not repository.sealed:
        return []
    from visavi.sealing.unlocking import slots_of

    return sorted({str(slot["kind"]) for slot in slots_of(repository.description)})


def _tell_what_is_left_out(repository: "TinyRepository") -> None:
    """A backup holds the documents in use: whoever waits with a choice has to know that."""
    from visavi.store import conflicts
    from visavi_cli import output

    if conflicts(repository):
        output.talk(
            say(
                "The backup holds only the versions that are in use; some documents lie there "
                "twice: visavi store conflicts lists them."
            )
        )


def _copied(copy: dict[str, Any], run: Run) -> Answer:
    data = {
        "files": None,
        "length": None,
        "erased_again": None,
        "removed": [],
        "opens_by": [],
        **copy,
        "changed": not run.dry_run,
    }
    return Answer(data, render.copy)
