"""``visavi line``: who answers for whom, from when."""

from datetime import date

from visavi.errors import InvalidInput
from visavi_cli.options import DAY, argument, option
from visavi_cli.output import Answer
from visavi_cli.receipts import receipt
from visavi_cli.render import people as render
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

VERBS = Verbs()
PERSON = argument("person")
FROM = option("--from", "start", type=DAY, metavar="DATE", about="The first day.")
TO = option("--to", "end", type=DAY, metavar="DATE", about="The last day.")


@VERBS.add("show", "Who answers for a person on the day, and why.", PERSON, schema="line")
def show(run: Run, person: str) -> Answer:
    """The line, with delegations, disqualifications and absences."""
    from visavi.usecases.line import show_line

    return Answer(show_line(run.workspace, run.actor, person), render.line)


@VERBS.add(
    "set",
    "Set a person's immediate manager from a day on.",
    PERSON,
    option("--manager", required=True, metavar="ID", about="The manager."),
    FROM,
    option("--employment", metavar="ID", about="Only for this post."),
    schema="receipt",
    changes=True,
)
def set_line(
    run: Run, person: str, manager: str, start: date | None, employment: str | None
) -> Answer:
    """The line before ends the day before; without a day, it is from today."""
    from visavi.usecases.line import set_line as deed

    after = deed(
        run.workspace,
        run.actor,
        person,
        manager=manager,
        start=start or run.on,
        employment=employment,
    )
    return receipt(run, "line set", after.id, manager=manager)


@VERBS.add(
    "delegate",
    "A manager lets somebody else hold dialogues; without scope, all of them.",
    argument("manager"),
    option("--to", required=True, metavar="ID", about="Who may hold them."),
    option("--id", "number", default="", metavar="ID", about="Its id, to change an earlier one."),
    FROM,
    option("--until", "end", type=DAY, metavar="DATE", about="The last day."),
    option("--person", "people", multiple=True, metavar="ID", about="For this person."),
    option("--group", "groups", multiple=True, metavar="GROUP", about="For this staff group."),
    option("--unit", "units", multiple=True, metavar="CODE", about="For this unit."),
    option("--kind", "kinds", multiple=True, metavar="KIND", about="For this kind of dialogue."),
    schema="receipt",
    changes=True,
)
def delegate(
    run: Run,
    manager: str,
    to: str,
    number: str,
    start: date | None,
    end: date | None,
    people: tuple[str, ...],
    groups: tuple[str, ...],
    units: tuple[str, ...],
    kinds: tuple[str, ...],
) -> Answer:
    """It ends by its date, never by itself, and gives no right to pass it on."""
    from visavi.model.people import Delegation
    from visavi.usecases.line import delegate as deed

    made = Delegation(number, to, start or run.on, end, people, groups, units, kinds)
    after = deed(run.workspace, run.actor, manager, made)
    return receipt(run, "line delegate", after.id, delegation=after.delegations[-1].id)


@VERBS.add(
    "end",
    "End a person's line, or one of a manager's delegations.",
    PERSON,
    option("--delegation", metavar="ID", about="End this delegation instead of the line."),
    option("--last-day", type=DAY, metavar="DATE", about="The last day; today if not given."),
    schema="receipt",
    changes=True,
)
def end(run: Run, person: str, delegation: str | None, last_day: date | None) -> Answer:
    """What was written until then stays."""
    from visavi.usecases.line import end_delegation, end_line

    day = last_day or run.on
    if delegation is None:
        after = end_line(run.workspace, run.actor, person, last_day=day)
    else:
        after = end_delegation(run.workspace, run.actor, person, delegation, last_day=day)
    return receipt(run, "line end", after.id, last_day=day.isoformat())


@VERBS.add(
    "disqualify",
    "A manager may not deal with a person, on a stated ground.",
    PERSON,
    option("--manager", required=True, metavar="ID", about="The manager."),
    option("--ground", required=True, metavar="GROUND", about="The ground, such as self."),
    option("--replaced-by", metavar="ID", about="Who deals with the person instead."),
    FROM,
    TO,
    schema="receipt",
    changes=True,
)
def disqualify(
    run: Run,
    person: str,
    manager: str,
    ground: str,
    replaced_by: str | None,
    start: date | None,
    end: date | None,
) -> Answer:
    """The manager reports it, or the keeper enters it."""
    from visavi.model.people import Disqualification
    from visavi.usecases.line import disqualify as deed

    if start and end and end < start:
        raise InvalidInput("A disqualification cannot end before it starts.")
    fact = Disqualification(manager, ground, start or run.on, end, replaced_by, run.on)
    after = deed(run.workspace, run.actor, person, fact)
    return receipt(run, "line disqualify", after.id, manager=manager)


@VERBS.add(
    "absence",
    "A person is away for a time.",
    PERSON,
    option("--kind", required=True, metavar="KIND", about="parental, sick, leave or other."),
    FROM,
    TO,
    schema="receipt",
    changes=True,
)
def absence(run: Run, person: str, kind: str, start: date | None, end: date | None) -> Answer:
    """One of the same kind and first day is replaced."""
    from visavi.model.people import Absence
    from visavi.usecases.line import set_absence

    made = Absence(kind, start or run.on, end)
    after = set_absence(run.workspace, run.actor, person, made)
    return receipt(run, "line absence", after.id, kind=kind)
