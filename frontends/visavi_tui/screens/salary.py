"""The part on salary: what may stand there is the policy's, by the way in which it is set."""

from collections.abc import Mapping
from typing import Any

from visavi.errors import InvalidInput, NotFound
from visavi.messages import Sentence, say
from visavi.model.dialogues import Pay
from visavi.model.people import PayRoute, Person
from visavi.serial import from_document
from visavi.usecases import conduct
from visavi.usecases.people import show_person
from visavi_tui import inverse
from visavi_tui.answers import number, typed, yes_or_no
from visavi_tui.days import day_from, echo_day
from visavi_tui.record import Teller
from visavi_tui.screens.form import Field, FormPage
from visavi_tui.screens.page import Page

NEGOTIATED = frozenset({PayRoute.COLLECTIVE, PayRoute.LADDER, PayRoute.NONE})
"""Routes by which no salary is set in a dialogue."""


def route_of(page: Page, employee: str) -> PayRoute | None:
    """How the employee's salary is set, as far as this person may know it."""
    try:
        found = show_person(page.session.workspace, page.session.actor, employee)
    except NotFound:
        return None
    return from_document(Person, found).pay_route_on(page.session.actor.on)


def pay(page: Page, shown: Mapping[str, Any]) -> None:
    """Ask for what may be recorded here; what the policy forbids is refused with its ways."""
    told = Teller(page.session, shown)
    by_route = told.policy.kinds[shown["kind"]].pay == "by-route"
    route = route_of(page, shown["employee"]) if by_route else None
    negotiated = route in NEGOTIATED
    fields = _words(told, shown) if negotiated else [*_sums(page, shown), *_words(told, shown)]

    async def done(given: dict[str, str]) -> None:
        part = _part(page, given, negotiated=negotiated)
        await page.do(conduct.pay, shown["id"], part=part)
        back = inverse.paid(page.session, shown["id"], shown.get("pay"))
        page.did(say("Recorded. Both of you can read it."), back)

    about = ""
    if by_route:
        about = say(ROUTES[route]) if route is not None else say(UNKNOWN)
    title = say("Salary · {name}", name=page.session.name(told.other()))
    page.app.push_screen(
        FormPage(title, fields, done, audience=told.both(), about=about, draft=f"{shown['id']}/pay")
    )


ROUTES: Mapping[PayRoute, Sentence] = {
    PayRoute.DIALOGUE: "This salary is set in the dialogue: record what you agree on.",
    PayRoute.COLLECTIVE: (
        "This salary is negotiated collectively: it is not spoken of here, and no amount is "
        "recorded. Reasons and words on the work can stand here."
    ),
    PayRoute.LADDER: "This salary follows a ladder: no amount is recorded here.",
    PayRoute.NONE: "No salary is set for this person: no amount is recorded here.",
}
"""What each route means for this part."""

UNKNOWN: Sentence = "How this salary is set is not in the register: HR can enter it."


def _sums(page: Page, shown: Mapping[str, Any]) -> list[Field]:
    today, old = page.session.actor.on, shown.get("pay") or {}
    answers = ((say("yes"), say("yes")), (say("no"), say("no")))
    return [
        Field(
            "discussed", say("Did you speak of it?"), typed(old.get("discussed")), choices=answers
        ),
        Field(
            "amount",
            say("Monthly salary"),
            typed(old.get("amount")),
            hint=say("A whole number, if one is recorded; it can stay empty."),
        ),
        Field(
            "agreed",
            say("Do you agree on it?"),
            typed(old.get("agreed")),
            choices=answers,
            hint=say("Space takes an answer back: no answer is allowed as well."),
        ),
        Field(
            "effective",
            say("From when"),
            typed(old.get("effective")),
            echo=lambda text: echo_day(text, today),
            hint=say("A day with its year, such as 1.10.2026: it may lie before today."),
        ),
    ]


def _words(told: Teller, shown: Mapping[str, Any]) -> list[Field]:
    old, policy = shown.get("pay") or {}, told.policy
    name = {one.id: policy.text("reason", one.id) for one in policy.reasons.values()}
    given = [one.id for one in policy.reasons.values() if one.allowed]
    barred = ", ".join(name[one.id] for one in policy.reasons.values() if not one.allowed)
    hint = say("Never a reason: {barred}.", barred=barred) if barred else ""
    explanation = Field("explanation", say("In words"), str(old.get("explanation") or ""), height=3)
    if not given:
        return [explanation]
    reasons = Field(
        "reasons",
        say("Reasons"),
        " ".join(old.get("reasons") or ()),
        hint=hint,
        choices=[(one, name[one]) for one in given],
        many=True,
    )
    return [reasons, explanation]


def _part(page: Page, given: Mapping[str, str], *, negotiated: bool) -> Pay:
    reasons = tuple(given.get("reasons", "").split())
    explanation = given["explanation"].strip()
    if negotiated:
        return Pay(False, None, None, None, reasons, explanation)
    discussed = yes_or_no(given["discussed"])
    if discussed is None:
        raise InvalidInput("Say whether you spoke of it: yes or no.")
    amount, effective = given["amount"].strip(), given["effective"].strip()
    return Pay(
        discussed,
        number(amount) if amount else None,
        yes_or_no(given["agreed"]),
        day_from(effective, page.session.actor.on) if effective else None,
        reasons,
        explanation,
    )
