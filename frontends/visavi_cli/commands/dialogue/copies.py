"""What the other party holds in hand: export, verify, and who beyond the two has read."""

from typing import Any

from visavi_cli.exits import Exit
from visavi_cli.keyfiles import CLEAR, SEAL_PASSPHRASE_FD, looks_like_dialogue, read_file
from visavi_cli.options import argument, option
from visavi_cli.output import Answer
from visavi_cli.receipts import receipt
from visavi_cli.render import signing as render
from visavi_cli.run import Run
from visavi_cli.sealedfiles import SealedFiles
from visavi_cli.tree import Verbs

VERBS = Verbs()
DIALOGUE = argument("dialogue")


@VERBS.add(
    "export",
    "Write a copy that verifies by itself: signed texts, signatures, keys, the history's head.",
    DIALOGUE,
    option("--out", required=True, metavar="FILE", about="Where the copy goes."),
    CLEAR,
    SEAL_PASSPHRASE_FD,
    schema="receipt",
    changes=True,
)
def export(
    run: Run, dialogue: str, out: str, clear: bool, seal_passphrase_fd: int | None
) -> Answer:
    """For the two. Sealed with a passphrase, or in the clear: the history says which, by whom."""
    from visavi.signing.copies import written
    from visavi.usecases.export_dialogue import CLEAR as IN_THE_CLEAR
    from visavi.usecases.export_dialogue import SEALED, export_dialogue

    files = SealedFiles(run, seal_passphrase_fd)
    files.prepare(out, clear=clear)
    how = IN_THE_CLEAR if clear else SEALED
    copy = export_dialogue(run.workspace, run.actor, dialogue, how=how)
    if not run.dry_run:
        files.write(out, written(copy), clear=clear)
    head = {} if run.dry_run else {"head": copy["audit"]["head"]}
    return receipt(run, "export", dialogue, path=out, how=how, **head)


@VERBS.add(
    "verify",
    "Whether signatures and history hold, of a copy or in the store; 10 if something does not.",
    DIALOGUE,
    option("--against", metavar="COPY", about="Another copy of it: the witness of its history."),
    option("--key", "keys", multiple=True, metavar="FILE", about="A public key that you know."),
    SEAL_PASSPHRASE_FD,
    schema="verification",
)
def verify(
    run: Run,
    dialogue: str,
    against: str | None,
    keys: tuple[str, ...],
    seal_passphrase_fd: int | None,
) -> Answer:
    """A file is verified without any store or policy. What cannot be told is said."""
    from visavi.signing.copies import LARGEST, read_copy, read_key_file
    from visavi.signing.verifying import holds, signatures_of
    from visavi.signing.verifying import verify as look

    files = SealedFiles(run, seal_passphrase_fd)
    witness = None if against is None else read_copy(files.read(against, LARGEST))
    known = [read_key_file(read_file(name, 10_000)) for name in keys]
    if looks_like_dialogue(dialogue):
        from visavi.usecases.verify import verify_dialogue

        copy, checks = verify_dialogue(
            run.repository, run.actor, dialogue, against=witness, known=known
        )
    else:
        copy = read_copy(files.read(dialogue, LARGEST))
        checks = look(copy, against=witness, known=known)
    data: dict[str, Any] = {
        "dialogue": copy["dialogue"],
        "holds": holds(checks),
        "head": copy["audit"]["head"],
        "entries": len(copy["audit"]["entries"]),
        "checks": [check._asdict() for check in checks],
        "signatures": signatures_of(copy),
    }
    code = Exit.DONE if data["holds"] else Exit.FOUND
    return Answer(data, render.verification, code=code)


@VERBS.add(
    "readers",
    "Who beyond the two has read it: as what, which parts, why and when.",
    DIALOGUE,
    schema="readers",
)
def readers(run: Run, dialogue: str) -> Answer:
    """For the two. What they read themselves is not written down."""
    from visavi.usecases.readers import readers_of

    found = readers_of(run.repository, run.actor, dialogue)
    rows = [
        row | {"sections": row["sections"] or [], "reason": row["reason"] or ""} for row in found
    ]
    return Answer(rows, render.readers)
