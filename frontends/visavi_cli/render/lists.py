"""Imports and exports for a person to read."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from visavi.access import manager_on, posts_on
from visavi.messages import Sentence, say
from visavi.sanitise import cell
from visavi_cli.render.common import word

Row = Mapping[str, Any]

HEADINGS = (
    "Employee number",
    "Name",
    "E-mail",
    "Birth date",
    "Unit code",
    "Title",
    "Staff group",
    "Form of employment",
    "Percent",
    "From",
    "To",
    "Manager",
    "Pay route",
)


def imported(report: Row) -> Iterator[str]:
    """What an import did, or would do; a line for each row that has to be told about."""
    head = "{rows} rows: {new} new, {changed} changed, {unchanged} unchanged, {bad} not taken in."
    yield say(
        head,
        rows=report["rows"],
        new=len(report["new"]),
        changed=len(report["changed"]),
        unchanged=report["unchanged"],
        bad=report["rejected"],
    )
    yield from _reading(report)
    for name, sentence in _LISTED.items():
        if report[name]:
            yield say(sentence, count=len(report[name]), ids=word(report[name][:20]))


def imported_dialogues(report: Row) -> Iterator[str]:
    """The same for dialogues that were held before."""
    yield say(
        "{rows} rows: {new} new, {unchanged} there already, {bad} not taken in.",
        rows=report["rows"],
        new=len(report["new"]),
        unchanged=report["unchanged"],
        bad=report["rejected"],
    )
    yield from _reading(report)


def _reading(report: Row) -> Iterator[str]:
    """How the list was read, and a line for each row that has to be told about."""
    if report["dry_run"]:
        yield say("This was a dry run: nothing was changed.")
    yield say(
        "Read as {encoding}, separated by {separator}.",
        encoding=report["encoding"],
        separator=repr(report["separator"]),
    )
    for problem in report["problems"]:
        yield _problem(problem)
    yield from report["notes"]


_LISTED: Mapping[str, Sentence] = {
    "absent": "{count} people with a post are not in the list, and stay as they are: {ids}",
    "vanished": "{count} people have fewer posts in the list, and keep theirs: {ids}",
    "ended": "The posts of {count} people were ended: {ids}",
    "new_units": "{count} new units: {ids}",
    "unused": "{count} columns were not used: {ids}",
}


def csv_lines(people: Iterable[Row], on: date) -> Iterator[str]:
    """A heading, then one row for each post held on the day."""
    yield _csv(HEADINGS)
    day = on.isoformat()
    for person in people:
        route = next(
            (fact["route"] for fact in reversed(person["pay_routes"]) if _in_force(fact, day)), ""
        )
        for post in posts_on(person, day):
            yield _csv(
                (
                    person["id"],
                    person["name"],
                    person["email"],
                    person["birth_date"],
                    *(post.get(k) for k in ("unit", "title", "staff_group", "form", "percent")),
                    *(post.get(k) for k in ("start", "end")),
                    manager_on(person, day),
                    route,
                )
            )


def _csv(values: Iterable[Any]) -> str:
    line = io.StringIO()
    cells = [cell("" if value is None else str(value)) for value in values]
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _in_force(fact: Row, day: str) -> bool:
    return (fact.get("start") or "") <= day <= (fact.get("end") or "9999-12-31")


def _problem(problem: Row) -> str:
    place = problem["heading"] or problem["field"]
    if not place:
        return say("Row {row}: {reason}", **problem)
    return say("Row {row}, {place}: {reason}", place=place, **problem)
