"""What authors of policies are told, for a person to read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from visavi.messages import say
from visavi_cli.render.common import listed

Row = Mapping[str, Any]


def made(shown: Row) -> Iterator[str]:
    """The files of a new policy, and the commands that come next."""
    yield say("Made:") if shown["changed"] else say("It would make:")
    yield from (f"  {file}" for file in shown["files"])
    yield say("Next:")
    yield from (f"  {command}" for command in shown["next"])


def coverage(rows: Iterable[Row]) -> Iterator[str]:
    """One line a rule: in how many scenarios it is met and broken, and what is missing."""
    found = list(rows)
    shown = [{**row, "lacks": ", ".join(row["lacks"]) or say("ok")} for row in found]
    yield from listed(shown, ("rule", "modality", "met", "broken", "lacks"), "It has no rules.")
    lacking = sum(bool(row["lacks"]) for row in found)
    yield say("{count} rules, {lacking} not covered.", count=len(found), lacking=lacking)


def updates(rows: Iterable[Row]) -> Iterator[str]:
    """The lines that change, file by file."""
    changed = written = 0
    for row in rows:
        changed += bool(row["changes"])
        written += row["written"]
        yield from row["changes"]
    if changed == written:
        yield say("{count} scenarios were brought up to date.", count=written)
    else:
        yield say(
            "{count} scenarios would change. Read the lines above; --yes writes them.",
            count=changed,
        )


def rounds(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """What each round of a watch found, with a blank line between them."""
    for lines in rows:
        yield from lines
        yield ""
