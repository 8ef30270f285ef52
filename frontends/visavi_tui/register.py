"""The register as the app shows it: who keeps it here, and one person's facts in words."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from visavi import access
from visavi.messages import label, say
from visavi.model.people import Person
from visavi.serial import from_document
from visavi_tui.session import Session
from visavi_tui.words import day_of

Row = Mapping[str, Any]


def keeper(session: Session) -> Session:
    """Who enters people here: HR as themselves, anybody else as the keeper of the store."""
    return session if session.keeps_register() else session.as_person(None)


def post_of(person: Row, on: date) -> Row:
    """The post that counts on the day; empty where there is none."""
    posts = access.posts_on(person, on.isoformat())
    return posts[0] if posts else {}


def told(session: Session, document: Row) -> Iterator[str]:
    """One person's part of the register, in words."""
    person, on = from_document(Person, document), session.actor.on
    policy = session.policy(person.id)
    yield f"{person.name} ({person.id})"
    if person.email:
        yield say("E-mail: {email}", email=person.email)
    for post in person.employments_on(on):
        yield say(
            "Post: {unit}, {group}, {percent} %",
            unit=post.unit,
            group=policy.text("staff_group", post.staff_group),
            percent=post.percent,
        )
    if not person.employments_on(on):
        yield say("No post: nothing is due until a unit and a staff group are entered.")
    yield say("Manager: {name}", name=session.name(person.manager_on(on)))
    route = person.pay_route_on(on)
    if route is not None:
        yield say("Salary: {route}", route=label(route))
    for fact in person.facts:
        yield f"{policy.text('fact', fact.kind)}: {day_of(fact.on)}"
    for role in person.roles:
        yield say("Role: {role}", role=role.name)
