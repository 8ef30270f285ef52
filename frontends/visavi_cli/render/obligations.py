"""Obligations for a person to read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from visavi.messages import say
from visavi_cli.render.common import listed, period, word
from visavi_cli.render.dialogues import source

Row = Mapping[str, Any]

_ORDER = ("overdue", "open", "upcoming", "met", "waived", "exempt")
COLUMNS = ("state", "due", "person", "kind", "cycle", "wants", "rule", "owner")


def agenda(items: Iterable[Row]) -> Iterator[str]:
    """One line each: what is late first, then by day."""
    yield from listed(_sorted(items), COLUMNS, "Nothing is due.")


def agenda_in_part(items: Iterable[Row]) -> Iterator[str]:
    """The same where not everybody could be judged: nothing found is not nothing due."""
    yield from listed(_sorted(items), COLUMNS, "Of what could be judged, nothing is due.")


def explained(items: Iterable[Row]) -> Iterator[str]:
    """Each in words: what, why, from which facts, and where it is written."""
    found = _sorted(items)
    if not found:
        yield say("Nothing is due.")
    for item in found:
        yield from _explained(item)


def explained_person(data: Row) -> Iterator[str]:
    """One person's, with the rules that were asked and stayed silent."""
    yield from explained(data["obligations"])
    for silence in data["silences"]:
        yield say("{rule} is silent: {because}", rule=silence["rule"], because=silence["because"])


def summary(data: Row) -> Iterator[str]:
    """How many by rule and state."""
    rows = []
    for key, count in data["counts"].items():
        rule, _, state = key.rpartition(" ")
        rows.append({"rule": rule, "state": state, "count": count})
    yield from listed(rows, ("rule", "state", "count"), "Nothing is due.")


def obligation_line(item: Row) -> str:
    """One obligation on one line."""
    rest = (word(item[name]) for name in ("due", "rule", "sentence"))
    return "  ".join((say(item["state"]), *rest))


def _explained(item: Row) -> Iterator[str]:
    yield f"{item['person']}: {say(item['state'])}, {item['rule']} ({say(item['modality'])})"
    if item["sentence"]:
        yield f"  {item['sentence']}"
    days = [
        say("opens {day}", day=item["opens"]) if item["opens"] else "",
        say("due {day}", day=item["due"]) if item["due"] else "",
    ]
    yield "  " + say(
        "{kind} {cycle}: {wants}; {days}",
        kind=item["kind"],
        cycle=period(item["cycle"]),
        wants=say(item["wants"]),
        days=", ".join(day for day in days if day) or say("no day"),
    )
    if item["owner"]:
        yield "  " + say("Owed by {owner}", owner=item["owner"])
    if item["exempt_by"]:
        yield "  " + say("Lifted by {rule}", rule=item["exempt_by"])
    if item["facts"]:
        from visavi.policy.stated import stated

        yield "  " + say("Because: {facts}", facts=", ".join(stated(item["facts"])))
    for citation in item["citations"]:
        yield "  " + say("Source: {source}", source=source(citation))


def _sorted(items: Iterable[Row]) -> list[Row]:
    return sorted(
        items,
        key=lambda i: (_ORDER.index(i["state"]), i["due"] or "9999", i["person"], i["rule"]),
    )
