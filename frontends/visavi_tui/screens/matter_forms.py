"""The forms of a separate follow-up: open it, assess it, take a step, hand it over, close it."""

from collections.abc import Mapping, Sequence
from typing import Any

from visavi.messages import Sentence, say
from visavi.model.matters import Severity
from visavi.usecases import matters
from visavi.usecases.drafts import PRIVATE
from visavi_tui.answers import yes_or_no
from visavi_tui.people import known
from visavi_tui.screens.form import Done, Field, FormPage
from visavi_tui.screens.page import Page

Shown = Mapping[str, Any]


def open_new(page: Page, *, affected: str | None = None) -> None:
    """Write down what was told. With ``affected``, who sits beside, no other name is listed."""
    session = page.session
    policy = session.policy(affected or session.actor.named())
    concerns = [(concern, policy.text("concern", concern)) for concern in policy.concerns]
    fields = [Field("concern", say("What does it concern?"), choices=concerns)]
    anonymous = ("", say("nobody is named"))
    if affected is None:
        people = known(session)
        fields += [
            Field("affected", say("Who was exposed?"), choices=[anonymous, *people]),
            Field(
                "concerned",
                say("Whom is it about?"),
                hint=say("They cannot reach it. It can be added later, under Assess."),
                choices=people,
                many=True,
            ),
        ]
    else:
        one = (affected, session.name(affected))
        fields.append(Field("affected", say("Who was exposed?"), choices=[one, anonymous]))
    fields.append(
        Field("text", say("What you were told, as briefly as will do"), height=4, hint=say(LEAST))
    )

    async def done(given: dict[str, str]) -> None:
        made = await page.do(
            matters.open_matter,
            concern=given["concern"],
            affected=given["affected"] or None,
            concerned=tuple(given.get("concerned", "").split()),
            text=given["text"].strip(),
        )
        handler = session.name(made.handler)
        page.visavi.greet(
            say("Opened, apart from every dialogue. {name} handles it.", name=handler)
        )

    about = say(ABOUT)
    _ask(page, say("Separate follow-up"), fields, done, "new", about=about)


ABOUT: Sentence = (
    "For what does not belong in a dialogue. No dialogue, list, number or export shows that it "
    "exists. If somebody is in danger now, act first and write later."
)
LEAST: Sentence = "Who did what, when; no more than whoever handles it must know."


def assess(page: Page, shown: Shown) -> None:
    """How serious it is, whether a meeting and immediate action are needed, and about whom."""
    answers = ((say("yes"), say("yes")), (say("no"), say("no")))
    fields = [
        Field(
            "severity",
            say("How serious is it?"),
            str(shown.get("severity") or ""),
            choices=[(str(one), say(SEVERITY[one])) for one in Severity],
        ),
        Field(
            "meeting",
            say("A separate meeting?"),
            _decided(shown.get("separate_meeting")),
            choices=answers,
        ),
        Field(
            "action",
            say("Immediate action?"),
            _decided(shown.get("immediate_action")),
            choices=answers,
        ),
        Field("text", say("Your assessment"), str(shown.get("assessment") or ""), height=4),
        Field(
            "concerned",
            say("Whom else is it about?"),
            hint=say("They cannot reach it from now on; if one of them handles it, the next does."),
            choices=_others(page, shown.get("concerned") or ()),
            many=True,
        ),
    ]

    async def done(given: dict[str, str]) -> None:
        await page.do(
            matters.assess,
            shown["id"],
            severity=Severity(given["severity"]) if given["severity"] else None,
            separate_meeting=yes_or_no(given["meeting"]),
            immediate_action=yes_or_no(given["action"]),
            assessment=given["text"].strip(),
            concerned=tuple(given["concerned"].split()),
        )
        page.visavi.greet(say("Assessed."))

    _ask(page, say("Assess"), fields, done, shown["id"])


SEVERITY: Mapping[Severity, Sentence] = {
    Severity.LOW: "low: it can be talked over soon",
    Severity.SERIOUS: "serious: it needs a meeting of its own",
    Severity.ACUTE: "acute: it must stop now",
}
"""What each severity means, in words."""


def step(page: Page, shown: Shown) -> None:
    """One of the policy's steps, with what there is to write down for it."""
    policy = page.session.workspace.policies.by_id(shown["policy"])
    taken = {one["step"] for one in shown.get("steps", ())}
    choices = [
        (one.id, ("* " if one.id in taken else "") + policy.text("matter_step", one.id))
        for one in policy.matter_steps
        if not one.concerns or shown["concern"] in one.concerns
    ]
    fields = [
        Field("step", say("Which step? (* was taken before)"), choices=choices),
        Field("text", say("What there is to say"), height=4),
    ]

    async def done(given: dict[str, str]) -> None:
        await page.do(
            matters.take_step, shown["id"], step=given["step"], text=given["text"].strip()
        )
        page.visavi.greet(say("Taken: {step}.", step=policy.text("matter_step", given["step"])))

    _ask(page, say("Step"), fields, done, f"{shown['id']}/step")


def hand_over(page: Page, shown: Shown) -> None:
    """Somebody else handles it from now on."""
    session = page.session
    free = matters.who_may_take_over(session.workspace, session.actor, shown["id"])
    if not free:
        page.say(say("Nobody is there to hand it to: neither above in the line, nor in HR."))
        return
    choices = [(person, f"{session.name(person)} ({person})") for person in free]
    field = Field("to", say("Who handles it from now on?"), choices=choices)

    async def done(given: dict[str, str]) -> None:
        await page.do(matters.hand_over, shown["id"], to=given["to"])
        page.visavi.greet(say("Handed over to {name}.", name=session.name(given["to"])))

    _ask(page, say("Hand over"), [field], done, f"{shown['id']}/to")


def close(page: Page, shown: Shown) -> None:
    """Close it with a decision."""
    field = Field("text", say("The decision"), height=4)

    async def done(given: dict[str, str]) -> None:
        await page.do(matters.close_matter, shown["id"], decision=given["text"])
        page.visavi.greet(say("Closed."))

    _ask(page, say("Close"), [field], done, f"{shown['id']}/close")


def _others(page: Page, barred: Sequence[str | None]) -> list[tuple[str, str]]:
    return [(person, shown) for person, shown in known(page.session) if person not in barred]


def _decided(value: bool | None) -> str:
    return "" if value is None else say("yes") if value else say("no")


def _ask(
    page: Page, title: str, fields: list[Field], done: Done, what: str, *, about: str = ""
) -> None:
    key = f"{PRIVATE}{what}"
    page.app.push_screen(
        FormPage(title, fields, done, audience=say("ONLY YOU"), draft=key, about=about)
    )
