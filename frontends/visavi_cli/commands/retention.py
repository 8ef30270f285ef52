"""``visavi retention``: what may go, by the policy's rules. Nothing goes by itself."""

from typing import Any

from visavi_cli import erasures
from visavi_cli.options import option
from visavi_cli.output import Answer
from visavi_cli.render import rights as render
from visavi_cli.render.stores import still_held
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()


@VERBS.add("list", "What is due under which rule, and what stops it.", schema="retention")
def list_rows(run: Run) -> Answer:
    """For who keeps the register; a matter is listed for its handler alone."""
    from visavi.usecases.retention import list_due

    return Answer(list_due(run.workspace, run.actor), render.due)


@VERBS.add(
    "apply",
    "Delete what is due: look with --dry-run first, then give the fingerprint of that list.",
    option("--fingerprint", metavar="HEX", about="The list's fingerprint, from --dry-run."),
    option("--reason", default="", metavar="WORDS", about="Why; it is kept in the receipt."),
    schema="retention-applied",
    changes=True,
)
def apply(run: Run, fingerprint: str | None, reason: str) -> Answer:
    """Of a dialogue the words go, its days stay; what is held or for review stays as it is."""
    from visavi.usecases import retention

    if run.dry_run:
        rows = retention.list_due(run.workspace, run.actor)
        seen = retention.fingerprint(rows)
        rows = [row for row in rows if row["state"] == "due"]
        return Answer(_applied(rows, seen, [], changed=False), render.applied)
    seen = retention.require_fingerprint(fingerprint)
    rows, made = retention.apply_due(run.workspace, run.actor, seen=seen, reason=reason)
    erasures.remember(run.repository.store_id, made)
    answer = Answer(_applied(rows, seen, [one["id"] for one in made], changed=True), render.applied)
    held = {row["id"]: row for one in made for row in one["backups"]}
    answer.talk = tuple(still_held(held.values()))
    return answer


def _applied(
    rows: list[dict[str, Any]], seen: str, made: list[str], *, changed: bool
) -> dict[str, Any]:
    return {"fingerprint": seen, "rows": rows, "receipts": made, "changed": changed}
