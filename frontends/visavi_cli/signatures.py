"""The ways to sign by a command: in the store, on a copy, or by bringing a copy back."""

from typing import NamedTuple

from visavi.errors import InvalidInput
from visavi_cli.keyfiles import looks_like_dialogue, open_key, require_free
from visavi_cli.output import Answer
from visavi_cli.receipts import of_dialogue, receipt
from visavi_cli.run import Run
from visavi_cli.sealedfiles import SealedFiles


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
    seal_passphrase_fd: int | None
    returned: str | None


class Refusing(NamedTuple):
    """The options of ``visavi dialogue refuse``."""

    fingerprint: str | None
    file: str | None
    key: str | None
    key_passphrase_fd: int | None
    out: str | None
    seal_passphrase_fd: int | None


def sign(run: Run, dialogue: str, given: Given) -> Answer:
    """Sign what the command line says, where it says."""
    if given.key is not None and (given.level != "noted" or given.noted_for):
        raise InvalidInput("A signature with a key has the level own-key and is your own.")
    if given.returned is not None:
        return _brought_back(
            run, dialogue, given.returned, SealedFiles(run, given.seal_passphrase_fd)
        )
    if looks_like_dialogue(dialogue):
        return _in_store(run, dialogue, given)
    said = run.optional_text(given.file)
    return _on_copy(run, "sign", dialogue, given, dissent=said)


def refuse(run: Run, dialogue: str, given: Refusing) -> Answer:
    """Refuse in the store, or on a copy, which is then a new file."""
    from visavi.usecases.manners import Manner
    from visavi.usecases.sign import refuse as deed

    if not looks_like_dialogue(dialogue):
        return _on_copy(run, "refuse", dialogue, given, refused=run.text(given.file))
    _require_no_out(given)
    manner = Manner()
    if given.key is not None:
        manner = Manner("own-key", key=open_key(run, given.key, given.key_passphrase_fd))
    reason = run.text(given.file)
    after = deed(
        run.workspace, run.actor, dialogue, reason=reason, shown=_shown(given), manner=manner
    )
    return of_dialogue(run, "refuse", after, fingerprint=after.signed[-1].digest)


def _in_store(run: Run, dialogue: str, given: Given) -> Answer:
    from visavi.usecases.manners import Manner
    from visavi.usecases.sign import sign as deed

    _require_no_out(given)
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


def _on_copy(
    run: Run,
    deed: str,
    name: str,
    given: Given | Refusing,
    *,
    dissent: str = "",
    refused: str = "",
) -> Answer:
    """Without any store: the copy is verified first, and the answered one is a new file.

    It is sealed if the first was, with the same passphrase.
    """
    from visavi.signing.copies import LARGEST, read_copy, written
    from visavi.signing.countersign import countersigned
    from visavi.usecases.texts import require_text

    if given.key is None or given.out is None:
        raise InvalidInput(
            "A copy is answered with --key FILE, and the answered one goes to --out FILE.",
            todo="In the store, name the dialogue by its id.",
        )
    require_free(given.out)
    files = SealedFiles(run, given.seal_passphrase_fd)
    copy = read_copy(files.read(name, LARGEST))
    answered = countersigned(
        copy,
        open_key(run, given.key, given.key_passphrase_fd),
        run.actor.named(),
        run.on.isoformat(),
        shown=_shown(given),
        dissent=require_text(dissent, what="dissent") if dissent else "",
        refused=require_text(refused, what="reason") if refused else "",
    )
    if not run.dry_run:
        files.write(given.out, written(answered), clear=not files.is_sealed(name))
    fingerprint = answered["versions"][-1]["digest"]
    return receipt(run, deed, copy["dialogue"], path=given.out, fingerprint=fingerprint)


def _brought_back(run: Run, dialogue: str, name: str, files: SealedFiles) -> Answer:
    from visavi.signing.copies import LARGEST, read_copy
    from visavi.usecases.take_back import take_back

    copy = read_copy(files.read(name, LARGEST))
    after = take_back(run.workspace, run.actor, dialogue, copy)
    newest = after.signed[-1]
    deed = "refuse" if newest.signatures[-1].refused else "sign"
    return of_dialogue(run, deed, after, fingerprint=newest.digest)


def _require_no_out(given: Given | Refusing) -> None:
    if given.out is not None:
        raise InvalidInput("A signed copy is written of a copy; in the store it is the dialogue.")


def _require_typed(run: Run, file: str | None) -> None:
    """The level ``here``: the signer types the own id, and nothing else will do."""
    if file == "-":
        raise InvalidInput("Your id is typed on stdin: put the dissent into a file.")
    if run.text(None).strip() != run.actor.named():
        raise InvalidInput("What was typed is not your id: nothing was signed.")


def _shown(given: Given | Refusing) -> str | None:
    from visavi.usecases.sign import require_digest

    return None if given.fingerprint is None else require_digest(given.fingerprint)
