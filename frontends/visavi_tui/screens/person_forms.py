"""Add a person, correct one, enter a fact: what the register needs, and no more."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from attrs import evolve

from visavi import access
from visavi.errors import InvalidInput, NotFound
from visavi.messages import label, say
from visavi.model.people import Employment, PayRoute, Person
from visavi.policy.policy import Policy
from visavi.serial import from_document
from visavi.usecases import people
from visavi.usecases.import_people import asks_for_ages
from visavi.usecases.line import set_line
from visavi_tui import register
from visavi_tui.days import day_from, echo_day
from visavi_tui.people import known
from visavi_tui.screens.form import Field, FormPage
from visavi_tui.screens.page import Page
from visavi_tui.session import Session

Row = Mapping[str, Any]


def add(page: Page) -> None:
    """A new person: name and work e-mail is enough, the rest can follow."""
    keeper = register.keeper(page.session)
    manager = page.session.person or _likely_manager(keeper)
    unit = _unit_of(keeper, manager) if manager else ""
    fields = [
        Field("name", say("Name"), hint=say("First name, then surname, as the person writes it.")),
        Field("email", say("Work e-mail")),
        *_facts(page.session, policy := page.session.workspace.policies.base, None, manager, unit),
    ]

    async def done(given: dict[str, str]) -> None:
        who = new_id(keeper, given)
        post = _post(given, Employment("1", "", ""), unit)
        born = _day(page, given.get("born", ""))
        await page.do(
            people.new_person,
            who,
            acting=keeper,
            name=given["name"].strip(),
            email=given["email"].strip(),
            birth_date=born,
            employment=post,
        )
        await _line_and_route(page, keeper, who, given, "", "")
        name = given["name"].strip()
        told = say("{name} is entered, under the id {id}.", name=name, id=who)
        page.visavi.greet(told)

    about = say(
        "Policy {policy}. Only name and e-mail must be there; without unit and staff group no "
        "dialogue is due yet.",
        policy=policy.name,
    )
    page.app.push_screen(
        FormPage(
            say("Add a person"), fields, done, audience=readers(), about=about, draft="person/new"
        )
    )


def readers() -> str:
    """Who can read what is entered about a person."""
    return say("THE PERSON, THE MANAGER, HR")


def edit(page: Page, row: Row) -> None:
    """Correct what is entered; a new manager or pay route counts from today on."""
    keeper = register.keeper(page.session)
    person = from_document(Person, row)
    on, policy = page.session.actor.on, page.session.policy(person.id)
    posts = person.employments_on(on)
    old = posts[0] if posts else Employment("1", "", "")
    manager = person.manager_on(on) or ""
    route = str(person.pay_route_on(on) or "")
    fields = [
        Field("name", say("Name"), person.name),
        Field("email", say("Work e-mail"), person.email),
        *_facts(page.session, policy, person, manager, old.unit, old=old, route=route),
    ]

    async def done(given: dict[str, str]) -> None:
        born = _day(page, given.get("born", ""))
        who = {"name": given["name"].strip(), "email": given["email"].strip()}
        post = _post(given, old, old.unit)
        if (who["name"], who["email"]) != (person.name, person.email) or born != person.birth_date:
            await page.do(people.edit_person, person.id, acting=keeper, **who, birth_date=born)
        if post is not None and (not posts or post != old):
            await page.do(people.set_employment, person.id, post, acting=keeper)
        await _line_and_route(page, keeper, person.id, given, manager, route)
        page.visavi.greet(say("Corrected."))

    page.app.push_screen(
        FormPage(
            say("Correct · {name}", name=person.name),
            fields,
            done,
            audience=readers(),
            draft=f"person/{person.id}",
        )
    )


def fact(page: Page, row: Row) -> None:
    """A dated fact of a kind that the policy declares."""
    keeper = register.keeper(page.session)
    policy, on = page.session.policy(row["id"]), page.session.actor.on
    kinds = [(one.id, policy.text("fact", one.id)) for one in policy.facts.values()]
    fields = [
        Field("kind", say("What is to be entered?"), choices=kinds),
        Field("on", say("On which day"), on.isoformat(), echo=lambda text: echo_day(text, on)),
        Field("value", say("How much, if it is counted")),
    ]

    async def done(given: dict[str, str]) -> None:
        await page.do(
            people.add_fact,
            row["id"],
            acting=keeper,
            kind=given["kind"],
            on=day_from(given["on"], on),
            value=_decimal(given["value"]),
        )
        page.visavi.greet(say("Entered."))

    title = say("Fact · {name}", name=page.session.name(row["id"]))
    page.app.push_screen(
        FormPage(title, fields, done, audience=readers(), draft=f"person/{row['id']}/fact")
    )


def new_id(keeper: Session, given: Mapping[str, str]) -> str:
    """An id from what was typed: the mail address before its @, else the name; free so far."""
    head = given["email"].partition("@")[0] or given["name"]
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in head.strip().casefold())
    base = "-".join(part for part in plain.split("-") if part)[:40]
    if not base:
        raise InvalidInput("A person needs a name and a work e-mail.", todo="Fill them in.")
    number, found = 1, base
    while _there(keeper, found):
        number += 1
        found = f"{base}-{number}"
    return found


def _there(keeper: Session, person: str) -> bool:
    try:
        keeper.repository.person(person)
    except NotFound:
        return False
    return True


def _facts(
    session: Session,
    policy: Policy,
    person: Person | None,
    manager: str,
    unit: str,
    *,
    old: Employment | None = None,
    route: str = "",
) -> list[Field]:
    """The fields that the policy needs: manager, unit, staff group, and what its rules ask for."""
    on = session.actor.on
    groups = [(one, policy.text("staff_group", one)) for one in policy.staff_groups]
    managers = [(one, shown) for one, shown in known(session) if person is None or one != person.id]
    fields = [
        Field("unit", say("Unit"), unit, hint=say("The unit's code, as HR's list writes it.")),
        Field("group", say("Staff group"), old.staff_group if old else "", choices=groups),
    ]
    if managers:
        fields.insert(0, Field("manager", say("Manager"), manager, choices=managers))
    if asks_for_ages(policy):
        born = person.birth_date.isoformat() if person and person.birth_date else ""
        hint = say("A rule of the policy asks for ages; it can stay empty.")
        echo = _born_echo(on)
        fields.append(Field("born", say("Birth date"), born, hint=hint, echo=echo))
    if any(kind.pay == "by-route" for kind in policy.kinds.values()):
        routes = [(str(one), label(one)) for one in PayRoute]
        fields.append(Field("route", say("How the salary is set"), route, choices=routes))
    return fields


def _born_echo(on: date) -> Any:
    return lambda text: echo_day(text, on)


def _post(given: Mapping[str, str], old: Employment, offered: str) -> Employment | None:
    """The post as it is filled in; none where nothing is said of it. Half of it is refused.

    ``offered`` is the unit that stood there before anything was typed.
    """
    unit, group = given["unit"].strip(), given["group"]
    if not group:
        if unit not in ("", offered):
            raise InvalidInput(
                "A unit needs its staff group.", todo="Pick it, or leave the unit empty."
            )
        return None
    if not unit:
        raise InvalidInput("A staff group needs its unit.", todo="Fill in the unit's code.")
    return evolve(old, unit=unit, staff_group=group)


async def _line_and_route(
    page: Page, keeper: Session, who: str, given: Mapping[str, str], manager: str, route: str
) -> None:
    on = page.session.actor.on
    if given.get("manager") and given["manager"] != manager:
        await page.do(set_line, who, acting=keeper, manager=given["manager"], start=on)
    if given.get("route") and given["route"] != route:
        route_now = PayRoute(given["route"])
        await page.do(people.set_pay_route, who, route_now, acting=keeper, start=on)


def _likely_manager(keeper: Session) -> str:
    """Whom the most people answer to; the only one there is; else nobody."""
    people = list(keeper.repository.people())
    day = keeper.actor.on.isoformat()
    found = Counter(filter(None, (access.manager_on(one, day) for one in people)))
    if found:
        return str(found.most_common(1)[0][0])
    return str(people[0]["id"]) if len(people) == 1 else ""


def _unit_of(session: Session, person: str) -> str:
    document = session.repository.person(person)
    return str(register.post_of(document, session.actor.on).get("unit", ""))


def _day(page: Page, text: str) -> date | None:
    return day_from(text, page.session.actor.on) if text.strip() else None


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip().replace(",", ".")) if text.strip() else None
    except InvalidOperation:
        raise InvalidInput("{text} is not a number.", text=repr(text[:40])) from None
