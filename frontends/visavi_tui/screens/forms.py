"""Forms for deeds that need several values: the invitation, an activity, views, the salary."""

from collections.abc import Callable, Mapping
from typing import Any

from visavi.errors import InvalidInput
from visavi.messages import say
from visavi.model.dialogues import Meeting, Pay
from visavi.model.plans import FIELDS, Responsible
from visavi.usecases import conduct
from visavi.usecases.invite import invite as invite_deed
from visavi_tui import inverse
from visavi_tui.answers import number, responsible, typed, yes_or_no
from visavi_tui.record import LABELS, Teller
from visavi_tui.screens.form import Field, FormPage
from visavi_tui.screens.page import Page
from visavi_tui.times import day_from, echo_day, echo_moment, moment_from

Shown = Mapping[str, Any]


def invite(page: Page, shown: Shown) -> None:
    """When, how long, where; without a time both find one later."""
    told = Teller(page.session, shown)
    zone, minutes = told.policy.zone, told.policy.kinds[shown["kind"]].minutes
    fields = [
        Field("when", say("When (2026-12-01 10:00)"), echo=lambda text: echo_moment(text, zone)),
        Field("minutes", say("How many minutes"), value=str(minutes)),
        Field("place", say("Where")),
        Field("undisturbed", say("Undisturbed there? yes or no"), value=say("yes")),
    ]

    def done(given: dict[str, str]) -> None:
        meeting = None
        if given["when"].strip():
            meeting = Meeting(
                moment_from(given["when"], zone),
                number(given["minutes"]),
                given["place"].strip(),
                yes_or_no(given["undisturbed"]) is True,
            )
        elif given["place"].strip():
            raise InvalidInput("A place needs its time.", todo="Fill in when.")
        page.session.do(invite_deed, shown["id"], meeting=meeting)
        page.visavi.greet(say("Invited. Nothing left this computer: tell {name}.", name=name))

    name = page.session.name(told.other())
    title = say("Invite · {name}", name=name)
    about = say("{kind}. Both of you see time and place.", kind=told.kind())
    page.app.push_screen(
        FormPage(
            title, fields, done, audience=told.both(), about=about, draft=f"{shown['id']}/invite"
        )
    )


def activity(
    page: Page,
    told: Teller,
    done: Callable[[dict[str, Any]], Any],
    *,
    before: Mapping[str, Any] | None = None,
    word: str = "",
    draft: str = "",
) -> None:
    """The seven fields of an activity; with ``word`` also the reason for a change, as ``word``."""
    old = before or {}
    fields = [
        Field(
            name,
            _label(name),
            value=str(old.get(name) or ""),
            height=2 if name in ("what", "how", "result") else 1,
            echo=echo_day if name == "when" else None,
        )
        for name in FIELDS
    ]
    if word:
        fields.insert(0, Field("word", word, height=2))

    def finish(given: dict[str, str]) -> None:
        values: dict[str, Any] = {name: given[name].strip() for name in FIELDS}
        values["when"] = day_from(given["when"]) if given["when"].strip() else None
        values["responsible"] = responsible(given["responsible"])
        if word:
            values["word"] = given["word"]
        done(values)

    title = say("Activity · {name}", name=page.session.name(told.other()))
    page.app.push_screen(FormPage(title, fields, finish, audience=told.both(), draft=draft))


def views(page: Page, told: Teller, topic: str) -> None:
    """Both views of a topic, side by side in the record; neither is the right one."""
    me, other = page.session.person, told.other()
    shown = told.session.show(told.shown["id"])
    found = next(t for t in shown["topics"] if t["topic"] == topic)
    standing = {told.shown[party]: view for party, view in found.get("views", {}).items()}
    other_name = page.session.name(other)
    fields = []
    for name, person, label in (
        ("mine", me, say("You see it like this")),
        ("other", other, say("{name} sees it like this", name=other_name)),
    ):
        view = standing.get(person)
        if view is None or view["author"] == me:
            text = view["text"] if view else ""
            fields.append(Field(name, label, value=text, height=5))

    def done(given: dict[str, str]) -> None:
        for name, person in (("mine", None), ("other", other)):
            before = standing.get(me if person is None else person)
            text = given.get(name, "")
            if text.strip() and text != (before or {}).get("text"):
                page.session.do(
                    conduct.differ, shown["id"], topic=topic, text=text, written_for=person
                )
                back = inverse.viewed(page.session, shown["id"], topic, before, person)
                page.did(say("Both views stand in the record."), back)

    title = say("Views differ · {topic}", topic=told.topic(topic))
    about = say("Both views go into the record as written. You need not agree.")
    key = f"{shown['id']}/views/{topic}"
    page.app.push_screen(
        FormPage(title, fields, done, audience=told.both(), about=about, draft=key)
    )


def pay(page: Page, shown: Shown) -> None:
    """The part on salary; what may stand there is the policy's, by the pay route."""
    told = Teller(page.session, shown)
    reasons = [r.id for r in told.policy.reasons.values() if r.allowed]
    known = "; ".join(f"{r} = {told.policy.text('reason', r)}" for r in reasons)
    old = shown.get("pay") or {}
    fields = [
        Field("discussed", say("Did you speak of it? yes or no"), typed(old.get("discussed"))),
        Field("amount", say("Monthly salary, if one is recorded"), typed(old.get("amount"))),
        Field("agreed", say("Do you agree on it? yes, no, or empty"), typed(old.get("agreed"))),
        Field("effective", say("From when"), typed(old.get("effective")), echo=echo_day),
        Field("reasons", say("Reasons, by their ids"), " ".join(old.get("reasons") or ())),
        Field("explanation", say("In words"), str(old.get("explanation") or ""), height=3),
    ]

    def done(given: dict[str, str]) -> None:
        discussed = yes_or_no(given["discussed"])
        if discussed is None:
            raise InvalidInput("Say whether you spoke of it: yes or no.")
        effective = given["effective"].strip()
        part = Pay(
            discussed,
            number(given["amount"]) if given["amount"].strip() else None,
            yes_or_no(given["agreed"]),
            day_from(effective) if effective else None,
            tuple(given["reasons"].replace(",", " ").split()),
            given["explanation"].strip(),
        )
        page.session.do(conduct.pay, shown["id"], part=part)

    title = say("Salary · {name}", name=page.session.name(told.other()))
    about = say("Reasons: {known}", known=known) if known else ""
    page.app.push_screen(
        FormPage(title, fields, done, audience=told.both(), about=about, draft=f"{shown['id']}/pay")
    )


def _label(name: str) -> str:
    if name == "responsible":
        return say("Who answers for it: {words}", words=", ".join(Responsible))
    if name == "when":
        return say("When (a day, such as 2027-06-01)")
    return say(LABELS[name])
