"""``visavi unseal``: what is in a file that was sealed with a passphrase when it left the house."""

from visavi.errors import InvalidInput
from visavi_cli.keyfiles import SEAL_PASSPHRASE_FD, require_free, write_file
from visavi_cli.options import argument, option
from visavi_cli.output import Answer
from visavi_cli.receipts import receipt
from visavi_cli.run import Run
from visavi_cli.sealedfiles import SealedFiles
from visavi_cli.tree import Verbs

VERBS = Verbs()


@VERBS.add(
    "unseal",
    "Open a file that was sealed when it left the house; no store is needed.",
    argument("file"),
    option("--out", metavar="FILE", about="Write it there, in the clear, instead of showing it."),
    SEAL_PASSPHRASE_FD,
    schema="unsealed",
    also=("receipt",),
    changes=True,
)
def unseal(run: Run, file: str, out: str | None, seal_passphrase_fd: int | None) -> Answer:
    """Its passphrase is the one that it was sealed with, not that of a store."""
    files = SealedFiles(run, seal_passphrase_fd)
    if not files.is_sealed(file):
        raise InvalidInput("This file is not sealed: it can be read as it is.")
    if out is not None:
        require_free(out)
    content = files.read(file)
    if out is not None:
        if not run.dry_run:
            write_file(out, content)
        answer = receipt(run, "unseal", file, path=out)
        answer.schema = "receipt"
        return answer
    text = content.decode("utf-8", "replace")
    return Answer({"text": text}, lambda data: data["text"].split("\n"))
