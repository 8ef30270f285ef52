"""``visavi person``: the people of the register. Facts and dates, no words."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from visavi.errors import InvalidInput
from visavi.usecases import whole
from visavi_cli.options import DAY, EXACT, Number, OneOf, argument, flag, option
from visavi_cli.output import Answer
from visavi_cli.receipts import receipt
from visavi_cli.render import people as render
from visavi_cli.run import Run
from visavi_cli.tree import Verbs

if TYPE_CHECKING:
    from visavi.model.people import Employment

VERBS = Verbs()
PERSON = argument("person")
FROM = option("--from", "start", type=DAY, metavar="DATE", about="The first day.")
TO = option("--to", "end", type=DAY, metavar="DATE", about="The last day.")
POST = (
    option("--employment", metavar="ID", default="1", about="Which post; 1 if not given."),
    option("--unit", metavar="CODE", about="The post's unit."),
    option("--group", metavar="GROUP", about="The post's staff group."),
    option(
        "--form",
        type=OneOf("permanent", "temporary", "hourly", "not-employed"),
        about="The form of employment.",
    ),
    option("--title", metavar="TITLE", about="The post's title."),
    option("--percent", type=EXACT, metavar="N", about="The post's size in per cent; 100."),
    FROM,
    TO,
)


@VERBS.add("list", "The people whom you may see.", schema="people")
def list_people(run: Run) -> Answer:
    """Id, name, unit, staff group and manager on the day."""
    from visavi.usecases.people import list_people as read

    return Answer(_rows(run, read(run.workspace, run.actor)), render.rows)


@VERBS.add("show", "One person's part of the register.", PERSON, schema="person")
def show(run: Run, person: str) -> Answer:
    """For the person, the manager, and whoever keeps the register."""
    from visavi.usecases.people import show_person

    return Answer(whole.person(show_person(run.workspace, run.actor, person)), render.person)


@VERBS.add(
    "new",
    "Enter a person, with a first post if a unit is given.",
    PERSON,
    option("--name", required=True, metavar="NAME", about="The name."),
    option("--email", default="", metavar="ADDRESS", about="The e-mail address."),
    option("--born", type=DAY, metavar="DATE", about="The birth date, where the policy needs it."),
    *POST,
    flag("--employee-number", about="The id is one, though it looks like an identity number."),
    schema="receipt",
    changes=True,
)
def new(
    run: Run,
    person: str,
    name: str,
    email: str,
    born: date | None,
    employee_number: bool,
    **post: Any,
) -> Answer:
    """The id is the employee number that HR uses."""
    from visavi.usecases.people import new_person

    made = new_person(
        run.workspace,
        run.actor,
        person,
        name=name,
        email=email,
        birth_date=born,
        employment=_post(post) if _given(post) else None,
        employee_number=employee_number,
    )
    return receipt(run, "person new", made.id)


@VERBS.add(
    "edit",
    "Correct a person, or enter, change or end a post, a pay route, a review exclusion.",
    PERSON,
    option("--name", metavar="NAME", about="The name."),
    option("--email", metavar="ADDRESS", about="The e-mail address."),
    option("--born", type=DAY, metavar="DATE", about="The birth date."),
    *POST,
    option(
        "--pay-route",
        type=OneOf("dialogue", "collective", "ladder", "none"),
        about="How the salary is set, from --from on.",
    ),
    option("--exclude-year", type=Number(1900, 2200), metavar="YEAR", about="No review that year."),
    option("--ground", default="", metavar="WORDS", about="The ground of the exclusion."),
    schema="receipt",
    changes=True,
)
def edit(
    run: Run,
    person: str,
    name: str | None,
    email: str | None,
    born: date | None,
    pay_route: str | None,
    exclude_year: int | None,
    ground: str,
    **post: Any,
) -> Answer:
    """One kind of change at a time: who, post, pay route, or exclusion."""
    from visavi.model.people import PayRoute
    from visavi.usecases import people

    who = any(value is not None for value in (name, email, born))
    kinds = (who, _given(post), pay_route is not None, exclude_year is not None)
    if sum(kinds) != 1:
        raise InvalidInput(
            "Change one thing at a time: name, e-mail and birth date; a post; the pay route; "
            "or an exclusion."
        )
    if who:
        after = people.edit_person(
            run.workspace, run.actor, person, name=name, email=email, birth_date=born
        )
    elif pay_route is not None:
        route = PayRoute(pay_route)
        after = people.set_pay_route(run.workspace, run.actor, person, route, start=post["start"])
    elif exclude_year is not None:
        after = people.exclude_from_review(
            run.workspace, run.actor, person, year=exclude_year, ground=ground
        )
    else:
        after = people.set_employment(run.workspace, run.actor, person, _post(post))
    return receipt(run, "person edit", after.id)


@VERBS.add(
    "fact",
    "Enter a dated fact that the policy asks for.",
    PERSON,
    option("--kind", required=True, metavar="ID", about="The fact, as the policy names it."),
    option("--on", type=DAY, metavar="DATE", about="Its day; today if not given."),
    option("--value", type=EXACT, metavar="N", about="Its number, in the policy's unit."),
    schema="receipt",
    changes=True,
)
def fact(run: Run, person: str, kind: str, on: date | None, value: Any) -> Answer:
    """A course offered, a wish for an interview, days taken."""
    from visavi.usecases.people import add_fact

    after = add_fact(run.workspace, run.actor, person, kind=kind, on=on or run.on, value=value)
    return receipt(run, "person fact", after.id, kind=kind)


@VERBS.add(
    "role",
    "Enter a function that somebody holds, such as hr, or end it with --to.",
    PERSON,
    option("--name", required=True, metavar="ROLE", about="The role, as the policy names it."),
    option("--unit", metavar="CODE", about="In this unit."),
    option("--level", type=Number(0, 20), metavar="N", about="Its level, counted from the top."),
    FROM,
    TO,
    schema="receipt",
    changes=True,
)
def role(
    run: Run,
    person: str,
    name: str,
    unit: str | None,
    level: int | None,
    start: date | None,
    end: date | None,
) -> Answer:
    """The role of the same name and unit is replaced."""
    from visavi.model.people import Role
    from visavi.usecases.people import set_role

    after = set_role(run.workspace, run.actor, person, Role(name, unit, level, start, end))
    return receipt(run, "person role", after.id, role=name)


def _given(post: dict[str, Any]) -> bool:
    return any(post[key] is not None for key in ("unit", "group", "form", "title", "percent"))


def _post(post: dict[str, Any]) -> "Employment":
    from decimal import Decimal

    from visavi.model.people import Employment, EmploymentForm

    if not post["unit"] or not post["group"]:
        raise InvalidInput("A post needs its unit and staff group.", todo="Add --unit and --group.")
    return Employment(
        id=post["employment"],
        unit=post["unit"],
        staff_group=post["group"],
        form=EmploymentForm(post["form"] or "permanent"),
        title=post["title"] or "",
        percent=Decimal(100) if post["percent"] is None else post["percent"],
        start=post["start"],
        end=post["end"],
    )


def _rows(run: Run, found: Iterable[Any]) -> Iterator[dict[str, Any]]:
    from visavi.access import manager_on, posts_on

    day = run.on.isoformat()
    for person in found:
        first = next(iter(posts_on(person, day)), {})
        yield {
            "id": person["id"],
            "name": person.get("name", ""),
            "unit": first.get("unit"),
            "staff_group": first.get("staff_group"),
            "manager": manager_on(person, day),
        }
