"""``visavi report``: numbers, never content; none about fewer than five people."""

from collections.abc import Iterable, Mapping
from typing import Any

from visavi_cli.output import Answer
from visavi_cli.policies import agenda_of
from visavi_cli.render import reports as render
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()


@VERBS.add(
    "completion",
    "How many owed dialogues are met, by kind and unit.",
    schema="report-completion",
)
def completion(run: Run) -> Answer:
    """Exempt, waived and upcoming ones do not count."""
    from visavi.usecases.reports import completion as count

    _require(run)
    items = list(agenda_of(run).items())
    return Answer(count(items, _units(run)), render.completion)


@VERBS.add(
    "cycles",
    "How many owed dialogues are met, by kind, unit and cycle.",
    schema="report-cycles",
)
def cycles(run: Run) -> Answer:
    """Only where no cycle of a unit is about fewer than five people, or gives such a one away."""
    from visavi.usecases.reports import completion_by_cycle

    _require(run)
    items = list(agenda_of(run).items())
    return Answer(completion_by_cycle(items, _units(run)), render.cycles)


@VERBS.add(
    "activities",
    "How many activities are open, done, closed or carried, by unit.",
    schema="report-activities",
)
def activities(run: Run) -> Answer:
    """Their words are not looked at."""
    from visavi.usecases.reports import activities as count

    _require(run)
    return Answer(count(_dialogues(run), _units(run)), render.activities)


@VERBS.add(
    "obligations",
    "How many people there are by rule and state.",
    schema="report-obligations",
)
def obligations(run: Run) -> Answer:
    """Small numbers are withheld with their rule."""
    from visavi.usecases.reports import obligations as count

    _require(run)
    return Answer(count(agenda_of(run).items()), render.obligations)


def _require(run: Run) -> None:
    from visavi.access import require_register

    require_register(run.repository, run.person, run.on)


def _units(run: Run) -> dict[str, str]:
    """Each person's unit on the day: of the largest post."""
    from visavi.access import posts_on

    day = run.on.isoformat()
    units = {}
    for person in run.repository.people():
        posts = posts_on(person, day)
        units[person["id"]] = posts[0]["unit"] if posts else ""
    return units


def _dialogues(run: Run) -> Iterable[Mapping[str, Any]]:
    for person in run.repository.people():
        yield from run.repository.dialogues_of(person["id"])
