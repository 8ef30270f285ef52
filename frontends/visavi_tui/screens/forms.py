"""Forms for deeds that need several values: an activity, and two views."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from visavi.messages import Sentence, say
from visavi.model.plans import FIELDS, Responsible
from visavi.usecases import conduct
from visavi_tui import inverse
from visavi_tui.answers import responsible
from visavi_tui.days import day_from, echo_day
from visavi_tui.inverse import Inverse
from visavi_tui.record import LABELS, Teller
from visavi_tui.screens.form import Field, FormPage
from visavi_tui.screens.page import Page
from visavi_tui.words import day_of


def activity(
    page: Page,
    told: Teller,
    done: Callable[[dict[str, Any]], Awaitable[object]],
    *,
    before: Mapping[str, Any] | None = None,
    word: str = "",
    draft: str = "",
) -> FormPage:
    """The seven fields of an activity; with ``word`` also the reason for a change, as ``word``."""
    old = before or {}
    today = page.session.actor.on
    fields = [
        Field(
            name,
            say(LABELS[name]),
            value=str(old.get(name) or ""),
            height=2 if name in ("what", "how", "result") else 1,
            echo=(lambda text: echo_day(text, today)) if name == "when" else None,
            hint=say(HINTS[name]),
            choices=_who(told) if name == "responsible" else None,
        )
        for name in FIELDS
    ]
    if word:
        fields.insert(0, Field("word", word, height=2))

    async def finish(given: dict[str, str]) -> object:
        values: dict[str, Any] = {name: given[name].strip() for name in FIELDS}
        values["when"] = day_from(given["when"], today) if given["when"].strip() else None
        values["responsible"] = responsible(given["responsible"])
        if word:
            values["word"] = given["word"]
        return await done(values)

    title = say("Activity · {name}", name=page.session.name(told.other()))
    form = FormPage(title, fields, finish, audience=told.both(), draft=draft)
    page.app.push_screen(form)
    return form


INSTEAD: Sentence = (
    "{name} took a view down for you. What you write takes its place, and that one is kept nowhere."
)


def leaving() -> Field:
    """How a file leaves the house; its answer is ``sealed`` or ``clear``."""
    return Field(
        "how",
        say("How it leaves"),
        value="sealed",
        kept=False,
        choices=[
            ("sealed", say("sealed with a passphrase that you type next")),
            ("clear", say("in the clear: whoever has the file can read it")),
        ],
    )


HINTS: Mapping[str, Sentence] = {
    "what": "What will be there that is not there now; realistic, and within your reach.",
    "how": "The first step, and what it takes.",
    "when": "A day: 1.6.2027, 1 June, next Friday, in 3 weeks.",
    "responsible": "One of you, both, or somebody else; never nobody.",
    "result": "What both of you will be able to see when it is good enough.",
    "support": "Time, money, training, somebody's help. None is an answer: write none.",
    "follow_up": "When and how you look at it together.",
}
"""What belongs into each field of an activity."""


def _who(told: Teller) -> list[tuple[str, str]]:
    """Who can answer for a promise: the two by their names, both, or somebody else."""
    me, name = told.session.person, told.session.first_name
    parties = ((Responsible.EMPLOYEE, "employee"), (Responsible.MANAGER, "conductor"))
    shown = [
        (str(value), say("you") if told.shown[party] == me else name(told.shown[party]))
        for value, party in parties
    ]
    return [
        *shown,
        (str(Responsible.BOTH), say("both")),
        (str(Responsible.OTHER), say("somebody else")),
    ]


def giving_back(
    page: Page, back: Inverse, key: str, about: str, given: Mapping[str, str]
) -> Inverse:
    """Taken back by this, what was ``given`` stands where it was typed again, as a draft."""

    def give(_: object) -> None:
        for name, text in given.items():
            page.visavi.drafts.keep(f"{key}/{name}", text, about, page.visavi.desk.moment())

    return back._replace(give=give)


def views(page: Page, told: Teller, topic: str) -> None:
    """Both views of a topic, side by side in the record; neither is the right one."""
    me, other = str(page.session.person), told.other()
    shown = told.shown
    standing = _views(page, told, topic)
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
        elif person == me:
            fields.append(Field(name, label, height=5, hint=say(INSTEAD, name=other_name)))

    named = {"mine": me, "other": other}

    def text_of(views: Mapping[str, Any], name: str) -> str:
        return str((views.get(named[name]) or {}).get("text", ""))

    async def done(given: dict[str, str]) -> object:
        now = _views(page, told, topic)
        typed = {n: text for n, text in given.items() if text.strip() != text_of(standing, n)}
        mine = {name: text for name, text in typed.items() if text.strip()}
        known = {n for n in mine if text_of(now, n) in (text_of(standing, n), mine[n])}
        await take({name: mine.pop(name) for name in known})
        if not mine:
            return None
        from visavi_tui.screens.conflict import ConflictPage, choose

        theirs = {name: text_of(now, name) for name in mine}
        labels = {field.name: field.label for field in fields if field.name in mine}
        view = now.get(named[next(iter(mine))])
        last = f"{page.session.name(view['author'])}, {day_of(view['on'])}" if view else ""
        return choose(form, ConflictPage(told, mine, theirs, take, labels=labels, last=last))

    async def take(given: Mapping[str, str]) -> None:
        standing = _views(page, told, topic)
        there = set(standing)
        for name, text in given.items():
            person = None if name == "mine" else other
            before = standing.get(named[name])
            if text == text_of(standing, name):
                continue
            await page.do(conduct.differ, shown["id"], topic=topic, text=text, written_for=person)
            back = inverse.viewed(page.session, shown["id"], topic, before, person)
            back = giving_back(page, back, key, title, {name: text})
            there.add(named[name])
            both = "Both views stand in the record."
            page.did(say(both if len(there) == 2 else "One view stands in the record."), back)

    title = say("Views differ · {topic}", topic=told.topic(topic))
    about = say("Both views go into the record as written. You need not agree.")
    key = f"{shown['id']}/views/{topic}"
    form = FormPage(title, fields, done, audience=told.both(), about=about, draft=key)
    page.app.push_screen(form)


def _views(page: Page, told: Teller, topic: str) -> dict[str, Any]:
    """The views of a topic as they stand now, by whose they are."""
    topics = page.session.show(told.shown["id"])["topics"]
    found = next(one for one in topics if one["topic"] == topic)
    return {told.shown[party]: view for party, view in found.get("views", {}).items()}
