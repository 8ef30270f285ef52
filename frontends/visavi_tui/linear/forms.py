"""Deeds of linear mode that need several answers, or tell why something is asked for."""

from typing import TYPE_CHECKING

from visavi.errors import InvalidInput
from visavi.messages import say
from visavi.model.dialogues import Meeting, Pay
from visavi.usecases import conduct
from visavi.usecases.invite import invite as invite_deed
from visavi_tui.answers import number, typed, yes_or_no
from visavi_tui.days import day_from, echo_day
from visavi_tui.linear.lines import Question, Talk
from visavi_tui.times import echo_moment, moment_from
from visavi_tui.words import because

if TYPE_CHECKING:
    from visavi_tui.linear.place import OfDialogue


def invite(place: "OfDialogue") -> None:
    """When, how long, where; without a time both find one later."""
    told, shown = place.told, place.shown
    zone, minutes = told.policy.zone, told.policy.kinds[shown["kind"]].minutes
    today = place.session.actor.on
    name = place.session.name(told.other())
    asked = [
        Question(
            "when",
            say("When (2026-12-01 10:00)"),
            check=lambda text: moment_from(text, zone, today) if text else None,
            echo=lambda text: echo_moment(text, zone, today),
        ),
        Question("minutes", say("How many minutes"), str(minutes), check=number),
        Question("place", say("Where")),
        Question("undisturbed", say("Undisturbed there? yes or no"), say("yes"), check=yes_or_no),
    ]

    def deed(given: dict[str, str]) -> None:
        meeting = None
        if given["when"]:
            meeting = Meeting(
                moment_from(given["when"], zone, today),
                number(given["minutes"]),
                given["place"],
                yes_or_no(given["undisturbed"]) is True,
            )
        elif given["place"]:
            raise InvalidInput("A place needs its time.", todo="Fill in when.")
        place.session.do(invite_deed, place.dialogue, meeting=meeting)

    place.tell(say("{kind}. Both of you see time and place.", kind=told.kind()))
    done = say("Invited. Nothing left this computer: tell {name}.", name=name)
    place.form(asked, deed, key=f"{place.dialogue}/invite", done=done)


def pay(place: "OfDialogue") -> None:
    """The part on salary; what may stand there is the policy's, by the pay route."""
    policy, old = place.told.policy, place.shown.get("pay") or {}
    today = place.session.actor.on
    reasons = [reason.id for reason in policy.reasons.values() if reason.allowed]
    asked = [
        Question("discussed", say("Did you speak of it? yes or no"), check=yes_or_no),
        Question(
            "amount",
            say("Monthly salary, if one is recorded"),
            check=lambda text: number(text) if text else None,
        ),
        Question("agreed", say("Do you agree on it? yes, no, or empty"), check=yes_or_no),
        Question(
            "effective",
            say("From when"),
            check=lambda text: day_from(text, today) if text else None,
            echo=lambda text: echo_day(text, today),
        ),
        Question("reasons", say("Reasons, by their ids")),
        Question("explanation", say("In words"), long=True),
    ]
    standing = {**old, "reasons": " ".join(old.get("reasons") or ())}
    asked = [question._replace(value=typed(standing.get(question.name))) for question in asked]

    def deed(given: dict[str, str]) -> None:
        discussed = yes_or_no(given["discussed"])
        if discussed is None:
            raise InvalidInput("Say whether you spoke of it: yes or no.")
        part = Pay(
            discussed,
            number(given["amount"]) if given["amount"] else None,
            yes_or_no(given["agreed"]),
            day_from(given["effective"], today) if given["effective"] else None,
            tuple(given["reasons"].replace(",", " ").split()),
            given["explanation"].strip(),
        )
        place.session.do(conduct.pay, place.dialogue, part=part)

    place.tell(say("Who reads it: {who}", who=place.told.both()))
    for reason in reasons:
        place.tell(say("Reason {id}: {text}", id=reason, text=policy.text("reason", reason)))
    place.form(asked, deed, key=f"{place.dialogue}/pay", done=say("In the record."))


def why(talk: Talk, person: str) -> None:
    """What is owed for the person, and why each other rule is silent."""
    from visavi.usecases.agenda_build import explain_person

    owed, silences = talk.session.do(explain_person, person)
    for one in owed:
        row = one.as_mapping()
        head = f"{say(row['state'])}: {row['rule']} ({say(row['modality'])})"
        talk.tell(head, *because(row, talk.session))
        if row["exempt_by"]:
            talk.tell(say("Lifted by {rule}", rule=row["exempt_by"]))
    if not owed:
        talk.tell(say("Nothing is due."))
    for silence in silences:
        because_of = silence.because
        talk.tell(say("{rule} is silent: {because}", rule=silence.rule, because=because_of))
