"""``visavi agenda``: what is due, for whom, by when, and why."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from visavi.errors import InvalidInput
from visavi_cli.exits import Exit
from visavi_cli.options import Number, OneOf, flag, option
from visavi_cli.output import Answer, JsonItems
from visavi_cli.policies import agenda_of
from visavi_cli.render import obligations as render
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

if TYPE_CHECKING:
    from visavi.usecases.agenda import Agenda

VERBS = Verbs()
STATES = ("upcoming", "open", "overdue", "met", "waived", "exempt")
Items = Iterable[Mapping[str, Any]]


@VERBS.add(
    "agenda",
    "What is due, for whom, by when, and why.",
    option("--person", metavar="ID", about="Only for this person."),
    option("--unit", metavar="CODE", about="Only for this unit and those below it."),
    option("--within", type=Number(0, 3660), metavar="DAYS", about="Only what is due by then."),
    option("--state", "states", type=OneOf(*STATES), multiple=True, about="Only in this state."),
    option("--rule", metavar="RULE", about="Only under this rule."),
    flag("--explain", about="In words: why, from which facts, and where it is written."),
    flag("--summary", about="Only how many, by rule and state."),
    schema="agenda",
    also="agenda-summary",
)
def agenda(
    run: Run,
    person: str | None,
    unit: str | None,
    within: int | None,
    states: tuple[str, ...],
    rule: str | None,
    explain: bool,
    summary: bool,
) -> Answer:
    """As of the day that counts. A policy that failed is named on stderr, and the code is 7."""
    if explain and summary:
        raise InvalidInput("Choose --explain or --summary.")
    found = agenda_of(run, person=person, unit=unit)
    last = None if within is None else (run.on + timedelta(days=within)).isoformat()
    whole = last is None and not states and rule is None
    code = Exit.PARTLY if found.failures else Exit.DONE
    if summary:
        data = _summary(found, None if whole else _chosen(found, last, states, rule))
        return Answer(data, render.summary, code=code, talk=found.failures, schema="agenda-summary")
    items: Any = _chosen(found, last, states, rule)
    if whole and run.as_json:
        items = JsonItems(found.json_items())
    lines = render.explained if explain else render.agenda
    return Answer(items, lines, code=code, talk=found.failures)


def _chosen(
    found: "Agenda", last: str | None, states: tuple[str, ...], rule: str | None
) -> Iterator[Mapping[str, Any]]:
    """The obligations of these states and this rule that are to be met by the day."""
    for item in found.items():
        if states and item["state"] not in states:
            continue
        if rule is not None and item["rule"] != rule:
            continue
        if last is None or _is_due(item, last):
            yield item


def _is_due(item: Mapping[str, Any], last: str) -> bool:
    pending = item["state"] in ("upcoming", "open", "overdue")
    return pending and item["due"] is not None and item["due"] <= last


def _summary(found: "Agenda", chosen: Items | None) -> dict[str, Any]:
    from visavi.usecases.agenda import count

    if chosen is None and found.counts is not None:
        counts = dict(found.counts)
    else:
        counts = count(found.items() if chosen is None else chosen)
    return {"on": found.on, "counts": counts, "failures": list(found.failures)}
