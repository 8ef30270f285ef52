"""Key slots for a person to read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from visavi.messages import Sentence, say

Row = Mapping[str, Any]

_KINDS: Mapping[str, Sentence] = {
    "passphrase": "passphrase",
    "recovery": "recovery",
    "escrow": "escrow",
}


def slots(rows: Iterable[Row]) -> Iterator[str]:
    """One line each."""
    for row in rows:
        cost = (
            say(
                "Argon2id, {memory} MiB, {passes} passes",
                **{**row, "memory": row["memory"] // 1024},
            )
            if "memory" in row
            else ""
        )
        yield f"{row['id']:4}  {say(_KINDS[row['kind']]):10}  {cost}".rstrip()


def added(data: Row) -> Iterator[str]:
    """The new slot; a recovery code is shown here and never again."""
    if not data["changed"]:
        yield say("slot {kind}: not added, dry run", kind=say(_KINDS[data["kind"]]))
        return
    yield f"{data['id']}  {say(_KINDS[data['kind']])}"
    yield from code(data["recovery_code"])


def code(spelt: str | None) -> Iterator[str]:
    """A recovery code, for a sheet of paper."""
    if spelt is not None:
        yield say("Recovery code, shown only now; write it down and keep it elsewhere:")
        yield f"  {spelt}"
