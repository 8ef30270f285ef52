"""The ways to sign by a command: in the store, on a copy, or by bringing a copy back."""

from typing import NamedTuple

from visavi.errors import InvalidInput
from visavi_cli.keyfiles import looks_like_dialogue, open_key, read_file, require_free, write_file
from visavi_cli.output import Answer
from visavi_cli.receipts import of_dialogue, receipt
from visavi_cli.run import Run


class Given(NamedTuple):
    """The options of ``visavi dialogue sign``."""

    fingerprint: str | None
    file: str | None
    level: str
    noted_for: str | None
    how: str
    key: str | None
    key_passphrase_fd: int | None
    out: str | None
    returned: str | None


def sign(run: Run, dialogue: str, given: Given) -> Answer:
    """Sign what the command line says, where it says."""
    if given.key is not None and (given.level != "noted" or given.noted_for):
        raise InvalidInput("A signature with a key has the level own-key and is your own.")
    if given.returned is not None:
        return _brought_back(run, dialogue, given.returned)
    if looks_like_dialogue(dialogue):
        return _in_store(run, dialogue, given)
    return _on_copy(run, dialogue, given)


def _in_store(run: Run, dialogue: str, given: Given) -> Answer:
    from visavi.usecases.manners import Manner
    from visavi.usecases.sign import sign as deed

    if given.out is not None:
        raise InvalidInput("A signed copy is written of a copy; in the store it is the dialogue.")
    dissent = run.optional_text(given.file)
    manner = Manner(given.level, given.noted_for, given.how)
    if given.key is not None:
        manner = Manner("own-key", key=open_key(run, given.key, given.key_passphrase_fd))
    elif given.level == "here":
        _require_typed(run, given.file)
    after = deed(
        run.workspace, run.actor, dialogue, shown=_shown(given), dissent=dissent, manner=manner
    )
    return of_dialogue(run, "sign", after, fingerprint=after.signed[-1].digest)


def _on_copy(run: Run, name: str, given: Given) -> Answer:
    """Without any store: the copy is verified first, and the signed one is a new file."""
    from visavi.signing.copies import LARGEST, read_copy, written
    from visavi.signing.countersign import countersigned
    from visavi.usecases.texts import require_text

    if given.key is None or given.out is None:
        raise InvalidInput(
            "A copy is signed with --key FILE, and the signed one goes to --out FILE.",
            todo="In the store, name the dialogue by its id.",
        )
    require_free(given.out)
    copy = read_copy(read_file(name, LARGEST))
    said = run.optional_text(given.file)
    signed = countersigned(
        copy,
        open_key(run, given.key, given.key_passphrase_fd),
        run.actor.named(),
        run.on.isoformat(),
        shown=_shown(given),
        dissent=require_text(said, what="dissent") if said else "",
    )
    if not run.dry_run:
        write_file(given.out, written(signed))
    fingerprint = signed["versions"][-1]["digest"]
    return receipt(run, "sign", copy["dialogue"], path=given.out, fingerprint=fingerprint)


def _brought_back(run: Run, dialogue: str, name: str) -> Answer:
    from visavi.signing.copies import LARGEST, read_copy
    from visavi.usecases.take_back import take_back

    copy = read_copy(read_file(name, LARGEST))
    after = take_back(run.workspace, run.actor, dialogue, copy)
    return of_dialogue(run, "sign", after, fingerprint=after.signed[-1].digest)


def _require_typed(run: Run, file: str | None) -> None:
    """The level ``here``: the signer types the own id, and nothing else will do."""
    if file == "-":
        raise InvalidInput("Your id is typed on stdin: put the dissent into a file.")
    if run.text(None).strip() != run.actor.named():
        raise InvalidInput("What was typed is not your id: nothing was signed.")


def _shown(given: Given) -> str | None:
    from visavi.usecases.sign import require_digest

    return None if given.fingerprint is None else require_digest(given.fingerprint)
