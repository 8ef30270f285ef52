"""Policies for a person to read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from visavi.messages import say
from visavi_cli.render.common import listed, word

Row = Mapping[str, Any]


def names(rows: Iterable[Row]) -> Iterator[str]:
    """One line each."""
    found = list(rows)
    columns = ("name", "distribution", "version")
    noted = any(row["note"] for row in found)
    yield from listed(found, (*columns, "note") if noted else columns, "No policies are installed.")


def policy(shown: Row) -> Iterator[str]:
    """One policy: what it is made of, its kinds, its rules, and what it leaves open."""
    yield f"{shown['id']} {shown['version']}: {shown['name']}"
    if shown["about"]:
        yield f"  {shown['about']}"
    yield "  " + say("Layers: {layers}", layers=" > ".join(shown["layers"]))
    yield say("Dialogues")
    for kind in shown["kinds"]:
        yield f"  {kind['id']}: {kind['name']} ({', '.join(kind['topics'])})"
    yield say("Left open by the sources")
    for setting in shown["settings"]:
        yield f"  {setting['name']} = {word(setting['value'])}: {setting['why']}"
    yield say("Rules")
    for rule in shown["rules"]:
        yield f"  {rule['id']} ({say(rule['modality'])}): {rule['says']}"


def explained(rows: Iterable[Row]) -> Iterator[str]:
    """What a policy has under a name."""
    for row in rows:
        yield from row["lines"]


def problems(rows: Iterable[Row]) -> Iterator[str]:
    """One line each."""
    found = list(rows)
    for row in found:
        place = f"{row['file']}:{row['line']}" if row["line"] else row["file"]
        parts = (place, row["key"], f"{row['sentence']} {row['suggestion']}".rstrip())
        yield ": ".join(part for part in parts if part)
    if all(row["warning"] for row in found):
        yield say("Nothing is wrong.")


def results(rows: Iterable[Row]) -> Iterator[str]:
    """One line a scenario, and each difference below it."""
    found = list(rows)
    for row in found:
        yield f"{say('ok') if row['ok'] else say('differs')}  {row['title']}  [{row['file']}]"
        for difference in row["differences"]:
            yield f"    {difference}"
    failed = sum(not row["ok"] for row in found)
    yield say("{count} scenarios, {failed} differ.", count=len(found), failed=failed)


def differences(rows: Iterable[Row]) -> Iterator[str]:
    """One sentence each."""
    found = list(rows)
    yield from (row["sentence"] for row in found)
    if not found:
        yield say("The two are the same.")
