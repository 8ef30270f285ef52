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


def explained(shown: Row) -> Iterator[str]:
    """What a policy says of somebody, each with its chain, and why the rest is silent."""
    yield say("Policy: {layers}", layers=" > ".join(shown["layers"]))
    for row in shown["explained"]:
        first, *rest = row["lines"]
        yield first
        yield from (f"  {text}" for text in rest)
    if not shown["explained"]:
        yield say("It asks nothing and finds nothing.")
    for row in shown["silences"]:
        yield say("{rule} is silent. {because}", rule=row["rule"], because=row["because"])


def preview(shown: Row) -> Iterator[str]:
    """Who is owed what differently, counted first, and what stays."""
    yield say(
        "From {before} to {after}, as of {on}:",
        before=shown["before"],
        after=shown["after"],
        on=shown["on"],
    )
    for row in shown["counts"]:
        yield f"  {row['count']} x {say(row['what'])}: {row['rule']}"
    yield from (row["sentence"] for row in shown["changes"])
    yield say(
        "{affected} of {people} people are affected; {same} obligations stay as they are.",
        affected=shown["affected"],
        people=shown["people"],
        same=shown["same"],
    )
    if shown["said"]:
        yield say("Of {count} dialogues under way:", count=shown["under_way"])
    yield from map(_said, shown["said"])
    yield say(
        "What was signed stays as it was agreed: {signed} dialogues, {activities} open activities.",
        signed=shown["signed"],
        activities=shown["activities"],
    )
    for row in shown["judged"]:
        yield "  " + say("{dialogues} judged by {policy}", **row)


def _said(row: Row) -> str:
    """What rules would say or refuse that they do not now, or the other way round."""
    number = say("few") if row["count"] is None else row["count"]
    if not row["deed"]:
        if row["what"] == "new":
            return "  " + say("{number} x {rule} would speak", number=number, rule=row["rule"])
        return "  " + say("{number} x {rule} would be silent", number=number, rule=row["rule"])
    if row["what"] == "new":
        return "  " + say("{number} x {rule} would refuse {deed}", **{**row, "number": number})
    return "  " + say("{number} x {rule} would refuse {deed} no more", **{**row, "number": number})


def simulation(shown: Row) -> Iterator[str]:
    """One line a month, then the kinds and the busiest managers."""
    months = [{**row, "hours": row["minutes"] // 60} for row in shown["months"]]
    columns = ("month", "dialogues", "hours", "other", "managers", "most", "busiest")
    yield from listed(months, columns, "No month was simulated.")
    if len(shown["units"]) > 1:
        units = ", ".join(shown["units"][1:])
        yield say("One team after the other: no layer, then the layers of {units}.", units=units)
    for row in shown["kinds"]:
        yield say("{kind}: {dialogues} dialogues", kind=row["kind"], dialogues=row["dialogues"])
    for row in shown["managers"][:3]:
        yield say("{manager} holds {dialogues} in all", **row)


def allowed(rows: Iterable[Row]) -> Iterator[str]:
    """One line each; what is amiss stands behind it."""
    shown = [
        {**row, "digest": row["digest"][:12], "is": row["problem"] or say("as it was")}
        for row in rows
    ]
    if not shown:
        yield say("Every policy may be loaded.")
        return
    yield from listed(shown, ("name", "version", "digest", "is"), "")


def rounds(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """What each round of a watch found, with a blank line between them."""
    for lines in rows:
        yield from lines
        yield ""
