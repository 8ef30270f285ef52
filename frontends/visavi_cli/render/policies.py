"""Policies for a person to read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from visavi.messages import say
from visavi_cli.render.common import listed, word
from visavi_cli.render.dialogues import source

Row = Mapping[str, Any]


def names(rows: Iterable[Row]) -> Iterator[str]:
    """One line each."""
    yield from listed(rows, ("name", "distribution", "version"), "No policies are installed.")


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
        yield f"  {rule['id']} ({rule['modality']}): {rule['says']}"


def explained(shown: Row) -> Iterator[str]:
    """One name: what it says, where it comes from."""
    of = shown.get("modality") or shown.get("layer")
    yield f"{shown['name']} ({shown['is']}, {of})"
    if shown["says"]:
        yield f"  {shown['says']}"
    if shown["is"] == "rule":
        yield from _rule(shown)
    else:
        yield "  " + say("Value: {value}", value=_value(shown["value"]))
        if shown["file"]:
            yield "  " + say("Stands in {place}", place=f"{shown['file']}:{shown['line']}")
        if shown["from"] or shown["to"]:
            since, until = word(shown["from"]), word(shown["to"])
            yield "  " + say("In force {since} to {until}", since=since, until=until)
    for citation in shown["citations"]:
        yield "  " + say("Source: {source}", source=source(citation))


def _rule(shown: Row) -> Iterator[str]:
    if shown["refuses"]:
        yield "  " + say("Refuses: {deeds}", deeds=", ".join(shown["refuses"]))
    for conditions in shown["conditions"]:
        if conditions:
            yield "  " + say("Asked when: {conditions}", conditions=_value(conditions))
    if shown["enforced_by"]:
        yield "  " + say("Held by: {what}", what=shown["enforced_by"])


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_value(item)}" for name, item in value.items())
    return word(value)


def problems(rows: Iterable[Row]) -> Iterator[str]:
    """One line each."""
    found = list(rows)
    for row in found:
        place = f"{row['file']}:{row['line']}" if row["line"] else row["file"]
        yield f"{place}: {row['key']}: {row['sentence']} {row['suggestion']}".rstrip()
    if not found:
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
    """One line each."""
    found = list(rows)
    for row in found:
        yield f"{row['what']} {row['name']}: {_value(row['before'])} > {_value(row['after'])}"
    if not found:
        yield say("The two are the same.")
