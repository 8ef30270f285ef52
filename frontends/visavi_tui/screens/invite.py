"""Invite: when, how long, where; what the policy says of that; and exactly what is sent."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from visavi.errors import InvalidInput, VisaviError
from visavi.messages import say
from visavi.model.dialogues import Meeting
from visavi.usecases.invite import check_invitation
from visavi.usecases.invite import invite as invite_deed
from visavi_tui.answers import number, yes_or_no
from visavi_tui.record import Teller
from visavi_tui.screens.confirm import ConfirmPage
from visavi_tui.screens.form import STAYS, Field, FormPage
from visavi_tui.screens.page import Page
from visavi_tui.session import Session
from visavi_tui.times import echo_moment, moment_from
from visavi_tui.words import because, day_of, period

Shown = Mapping[str, Any]


def invite(page: Page, shown: Shown) -> None:
    """Ask when and where; without a time both find one later."""
    told = Teller(page.session, shown)
    zone, today = told.policy.zone, page.session.actor.on
    name = page.session.name(told.other())
    form: list[FormPage] = []

    session = page.session

    def below(given: dict[str, str]) -> str:
        return "\n".join(_checks(session, shown, given, zone))

    async def done(given: dict[str, str]) -> object:
        meeting = meeting_of(session, given, zone)
        check = await page.do(check_invitation, shown["id"], meeting=meeting)

        async def send() -> None:
            await page.do(invite_deed, shown["id"], meeting=meeting)
            page.visavi.greet(say("Invited. Nothing left this computer: tell {name}.", name=name))

        def answered(sent: bool | None) -> None:
            if sent:
                form[0].finish()

        page.app.push_screen(
            ConfirmPage(
                say("Invite · {name}", name=name),
                list(_preview(told, meeting, check)),
                send,
                audience=told.both(),
                ready=say("Nothing is sent yet. y invites; Esc keeps a draft."),
            ),
            answered,
        )
        return STAYS

    form.append(
        FormPage(
            say("Invite · {name}", name=name),
            _fields(told, zone, today),
            done,
            audience=told.both(),
            about=say("{kind}. Both of you see time and place.", kind=told.kind()),
            draft=f"{shown['id']}/invite",
            below=below,
        )
    )
    page.app.push_screen(form[0])


def _fields(told: Teller, zone: str, today: Any) -> list[Field]:
    answers = ((say("yes"), say("yes")), (say("no"), say("no")))
    standing = told.shown.get("meeting") or {}
    starts = str(standing.get("starts") or "")[:16].replace("T", " ")
    minutes = standing.get("minutes") or told.policy.kinds[told.shown["kind"]].minutes
    return [
        Field(
            "when",
            say("When"),
            starts,
            echo=lambda text: echo_moment(text, zone, today),
            hint=say("A day and a time: 2026-12-01 10:00, 1.12. 10.00, Tuesday at 10."),
        ),
        Field("minutes", say("How many minutes"), value=str(minutes)),
        Field("place", say("Where"), str(standing.get("place") or "")),
        Field(
            "undisturbed",
            say("Undisturbed there, and fine for both?"),
            value=say("yes"),
            choices=answers,
        ),
    ]


def meeting_of(session: Session, given: Mapping[str, str], zone: str) -> Meeting | None:
    """The meeting as it is filled in, or none yet; raises :class:`InvalidInput`."""
    minutes = number(given["minutes"])  # without a time too: words there would be lost
    if given["when"].strip():
        return Meeting(
            moment_from(given["when"], zone, session.actor.on),
            minutes,
            given["place"].strip(),
            yes_or_no(given["undisturbed"]) is True,
        )
    if given["place"].strip():
        raise InvalidInput("A place needs its time.", todo="Fill in when.")
    return None


def _checks(session: Session, shown: Shown, given: Mapping[str, str], zone: str) -> Iterator[str]:
    """What the policy says of what is filled in so far; half a date is told on its own line."""
    try:
        meeting = meeting_of(session, given, zone)
        check = session.do(check_invitation, shown["id"], meeting=meeting)
    except VisaviError:
        return
    if meeting is not None and meeting.starts.weekday() > 4:
        yield say("note  {day} is no working day.", day=day_of(meeting.starts.date()))
    yield from checked(check, meeting, brief=True)


def checked(
    check: Mapping[str, Any], meeting: Meeting | None, *, brief: bool = False
) -> Iterator[str]:
    """The policy's words on an invitation: what forbids it, what it says besides, what is kept.

    With ``brief`` one sentence a rule, and not what it merely suggests.
    """
    for one in check["refusals"]:
        yield say("no    {rule}: {sentence}", rule=one["rule"], sentence=one["sentence"])
    refused = {one["rule"] for one in check["refusals"]}
    for one in check["kept"] if meeting else ():
        yield say("ok    {rule}: {sentence}", rule=one["rule"], sentence=one["says"])
    said = [one for one in check["findings"] if one["rule"] not in refused]
    yield from _in_brief(said) if brief else map(_note, said)


def _in_brief(said: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The first note of each rule, and how many more it has."""
    by_rule: dict[str, list[Mapping[str, Any]]] = {}
    for one in said:
        if one["modality"] != "may":
            by_rule.setdefault(one["rule"], []).append(one)
    for first, *more in by_rule.values():
        yield say("{note} And {n} more.", note=_note(first), n=len(more)) if more else _note(first)


def _note(one: Mapping[str, Any]) -> str:
    return say("note  {rule}: {sentence}", rule=one["rule"], sentence=one["sentence"])


def _preview(told: Teller, meeting: Meeting | None, check: Mapping[str, Any]) -> Iterator[str]:
    """What the employee gets to see, what happens, what does not, and what the policy says."""
    name = told.session.name(told.shown["employee"])
    conductor = told.session.name(told.shown["conductor"])
    yield say("This is what {name} gets to see:", name=name)
    yield ""
    yield f"  {told.kind()}, {period(told.shown['cycle'])}"
    if meeting is None:
        yield "  " + say("No time yet: the two of you find one.")
    else:
        starts = meeting.starts
        yield "  " + say(
            "{day}, week {week}, at {time}, {minutes} minutes",
            day=day_of(starts.date()),
            week=starts.isocalendar().week,
            time=f"{starts:%H:%M}",
            minutes=meeting.minutes,
        )
        yield "  " + (meeting.place or say("no place given"))
    yield "  " + say("Held by {name}", name=conductor)
    yield ""
    yield say("What happens: {name} finds the dialogue as invited, and can prepare.", name=name)
    yield say(
        "What does not: no mail is sent and nothing leaves this computer; no topic, question or "
        "note of yours is in the invitation. Time and place can be changed by inviting again."
    )
    yield ""
    yield say("What the policy says:")
    lines = [f"  {line}" for line in checked(check, meeting)]
    yield from lines or ["  " + say("Nothing against it.")]
    for one in check["refusals"]:
        yield from (f"    {line}" for line in because(one, told.session))
