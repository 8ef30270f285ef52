"""``visavi agenda``: what is due, for whom, by when, and why."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import chain
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
    also=("agenda-summary", "agenda-explained"),
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
    if explain and person is not None:
        return _explained(run, person)
    found = agenda_of(run, person=person, unit=unit)
    last = None if within is None else (run.on + timedelta(days=within)).isoformat()
    whole = last is None and not states and rule is None
    code = Exit.PARTLY if found.failures else Exit.DONE
    pool = found.items() if last is None else found.items_due_by(last)
    if summary:
        data = _summary(found, None if whole else _chosen(pool, last, states, rule))
        return Answer(data, render.summary, code=code, talk=found.failures, schema="agenda-summary")
    duties = _matter_duties(run) if person is None and unit is None else []
    items: Any = _chosen(chain(pool, duties), last, states, rule)
    if whole and run.as_json:
        items = JsonItems(chain(found.json_items(), map(_as_json, duties)))
    lines = render.agenda_in_part if found.failures else render.agenda
    lines = render.explained if explain else lines
    return Answer(items, lines, code=code, talk=found.failures)


def _explained(run: Run, person: str) -> Answer:
    """One person's obligations, and why each other rule that was asked stayed silent."""
    from visavi.usecases.agenda_build import explain_person

    owed, silences = explain_person(run.workspace, run.actor, person)
    data = {
        "obligations": [obligation.as_mapping() for obligation in owed],
        "silences": [silence.as_mapping() for silence in silences],
    }
    return Answer(data, render.explained_person, schema="agenda-explained")


def _matter_duties(run: Run) -> list[dict[str, Any]]:
    """The duty clock of the matters that the actor handles, which nobody else's agenda shows."""
    from visavi.access import may_reach_matter

    if not any(may_reach_matter(matter, run.person) for matter in run.repository.matters()):
        return []
    from visavi.usecases.agenda_build import matter_duties

    return [duty.as_mapping() for duty in matter_duties(run.workspace, run.actor)]


def _as_json(item: Mapping[str, Any]) -> bytes:
    import json

    return json.dumps(item, ensure_ascii=False).encode()


def _chosen(
    found: Items, last: str | None, states: tuple[str, ...], rule: str | None
) -> Iterator[Mapping[str, Any]]:
    """The obligations of these states and this rule that are to be met by the day."""
    for item in found:
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
