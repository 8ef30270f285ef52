"""From the tables of a scenario file to the people, dialogues and matters that they describe."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from visavi.model.dialogues import (
    Coverage,
    Dialogue,
    Event,
    Meeting,
    Note,
    Party,
    Pay,
    PolicyStamp,
    Preparation,
    Signature,
    Signed,
    State,
    Topic,
)
from visavi.model.matters import Matter, MatterStep, Severity
from visavi.model.people import (
    Absence,
    Delegation,
    Disqualification,
    Employment,
    EmploymentForm,
    Fact,
    Line,
    PayRoute,
    PayRouteFact,
    Person,
    ReviewExclusion,
    Role,
    Unit,
)
from visavi.model.plans import Activity, Plan, Progress, Responsible, Step
from visavi.policy.authoring.scenario_file import Entry

SOMETHING = "…"
"""Stands for words that the scenario does not care about."""

_DEEDS = {
    "planned": "new",
    "invited": "invite",
    "moved": "move",
    "started": "start",
    "held": "hold",
    "signed": "sign",
    "closed": "close",
    "waived": "waive",
    "declined": "decline",
    "cancelled": "cancel",
}

_STATES = (
    ("cancelled", State.CANCELLED),
    ("waived", State.WAIVED),
    ("declined", State.DECLINED),
    ("closed", State.CLOSED),
    ("signed", State.SIGNED),
    ("held", State.HELD),
    ("started", State.IN_PROGRESS),
    ("moved", State.MOVED),
    ("invited", State.INVITED),
)


def unit_from(entry: Entry) -> Unit:
    """A ``[[unit]]``."""
    return Unit(entry["id"], entry["id"], entry.get("parent"))


def person_from(entry: Entry) -> Person:
    """A ``[[person]]``."""
    lines = [Line(line["manager"], *_period(line)) for line in entry.get("line", ())]
    if "manager" in entry:
        lines.append(Line(entry["manager"]))
    posts = entry.get("posts", ())
    lines += [
        Line(post["manager"], *_period(post), employment=f"p{number}")
        for number, post in enumerate(posts, start=1)
        if "manager" in post
    ]
    route = entry.get("pay_route")
    return Person(
        id=entry["id"],
        name=entry["id"],
        birth_date=entry.get("born"),
        employments=_posts(entry),
        line=tuple(lines),
        pay_routes=() if route is None else (PayRouteFact(PayRoute(route)),),
        absences=tuple(
            Absence(absence["kind"], absence["from"], absence.get("to"))
            for absence in entry.get("absences", ())
        ),
        exclusions=tuple(ReviewExclusion(year) for year in entry.get("excluded_years", ())),
        disqualifications=tuple(map(_disqualification, entry.get("disqualified", ()))),
        delegations=tuple(
            _delegation(number, delegation)
            for number, delegation in enumerate(entry.get("delegations", ()), start=1)
        ),
        roles=tuple(
            Role(role["name"], role.get("unit"), role.get("level"), *_period(role))
            for role in entry.get("roles", ())
        ),
        facts=tuple(
            Fact(fact["kind"], fact["on"], fact.get("value")) for fact in entry.get("facts", ())
        ),
    )


def dialogue_from(entry: Entry, as_of: date) -> Dialogue:
    """A ``[[dialogue]]``; its id is the name that the scenario gives it."""
    name, employee, conductor = entry["name"], entry["employee"], entry["conductor"]
    parties = {Party.EMPLOYEE: employee, Party.CONDUCTOR: conductor}
    return Dialogue(
        id=name,
        employee=employee,
        conductor=conductor,
        kind=entry["kind"],
        cycle=entry["cycle"],
        policy=PolicyStamp("scenario", "1"),
        state=next((state for key, state in _STATES if key in entry), State.PLANNED),
        previous=entry.get("previous"),
        form=entry.get("form", ""),
        events=_events(entry, conductor, as_of),
        meeting=_meeting(entry, as_of),
        preparations=_preparations(entry, as_of),
        topics=_topics(entry, parties, as_of),
        attachments=tuple(entry.get("attachments", ())),
        pay=_pay(entry.get("pay")),
        plan=_plan(entry, as_of),
        signed=_signed(entry, parties, as_of),
    )


def matter_from(entry: Entry, policy: str) -> Matter:
    """A ``[[matter]]``; its id is the name that the scenario gives it."""
    severity = entry.get("severity")
    return Matter(
        id=entry["name"],
        policy=policy,
        concern=entry["concern"],
        opened=entry["opened"],
        received_by=entry["received_by"],
        handler=entry["handler"],
        affected=entry.get("affected"),
        concerned=tuple(entry.get("concerned", ())),
        severity=None if severity is None else Severity(severity),
        separate_meeting=entry.get("separate_meeting"),
        immediate_action=entry.get("immediate_action"),
        steps=tuple(
            MatterStep(step["step"], step["on"], entry["handler"])
            for step in entry.get("steps", ())
        ),
        assessment=SOMETHING if entry.get("assessed") else "",
        decision=SOMETHING if entry.get("decided") else "",
        closed=entry.get("closed"),
    )


def _period(entry: Entry) -> tuple[date | None, date | None]:
    return entry.get("from"), entry.get("to")


def _posts(entry: Entry) -> tuple[Employment, ...]:
    """The posts of a person: those listed, or the one that the person's own keys describe."""
    if "posts" in entry:
        return tuple(
            _post({"unit": entry.get("unit", ""), "group": entry.get("group", "")} | post, number)
            for number, post in enumerate(entry["posts"], start=1)
        )
    return (_post(entry | entry.get("employed", {}), 1),)


def _post(entry: Entry, number: int) -> Employment:
    start, end = _period(entry)
    return Employment(
        id=f"p{number}",
        unit=entry.get("unit", ""),
        staff_group=entry.get("group", ""),
        form=EmploymentForm(entry.get("form", EmploymentForm.PERMANENT)),
        percent=entry.get("percent", Decimal(100)),
        start=start,
        end=end,
    )


def _disqualification(entry: Entry) -> Disqualification:
    return Disqualification(
        entry["manager"],
        entry["ground"],
        *_period(entry),
        replaced_by=entry.get("replaced_by"),
        reported_on=entry.get("reported"),
    )


def _delegation(number: int, entry: Entry) -> Delegation:
    return Delegation(
        id=f"d{number}",
        to=entry["to"],
        start=entry.get("from"),
        end=entry.get("until"),
        people=tuple(entry.get("people", ())),
        staff_groups=tuple(entry.get("groups", ())),
        units=tuple(entry.get("units", ())),
        kinds=tuple(entry.get("kinds", ())),
    )


def _events(entry: Entry, by: str, as_of: date) -> tuple[Event, ...]:
    events = [Event(deed, entry[key], by) for key, deed in _DEEDS.items() if key in entry]
    if entry.get("imported"):
        events.append(Event("import", entry.get("held") or entry.get("signed") or as_of, by))
    return tuple(events)


def _meeting(entry: Entry, as_of: date) -> Meeting | None:
    """The meeting, where anything is said of it; on the day of the talk if no day is given."""
    if not any(key in entry for key in ("meeting", "minutes", "undisturbed", "place")):
        return None
    on = entry.get("meeting") or entry.get("held") or as_of
    return Meeting(
        starts=datetime.combine(on, time(10), tzinfo=UTC),
        minutes=entry.get("minutes", 60),
        place=entry.get("place", ""),
        undisturbed=entry.get("undisturbed", False),
    )


def _preparations(entry: Entry, as_of: date) -> Mapping[Party, Preparation]:
    submitted = set(entry.get("submitted", ()))
    on = entry.get("held") or entry.get("invited") or as_of
    ticks = tuple(entry.get("ticks", ()))
    return {
        party: Preparation(
            ticks=ticks if party is Party.CONDUCTOR else (),
            submitted=on if party in submitted else None,
        )
        for party in Party
        if party in submitted or (ticks and party is Party.CONDUCTOR)
    }


def _topics(entry: Entry, parties: Mapping[Party, str], as_of: date) -> tuple[Topic, ...]:
    on = entry.get("held") or as_of
    views = set(entry.get("views", ()))
    topics = dict(entry.get("topics", {}))
    return tuple(
        Topic(
            topic,
            Coverage(coverage),
            reason=SOMETHING if coverage in (Coverage.SKIPPED, Coverage.PARKED) else "",
            views={party: Note(SOMETHING, who, on) for party, who in parties.items()}
            if topic in views
            else {},
        )
        for topic, coverage in (dict.fromkeys(views, Coverage.COVERED) | topics).items()
    )


def _pay(entry: Entry | None) -> Pay | None:
    if entry is None:
        return None
    return Pay(
        discussed=entry.get("discussed", False),
        amount=entry.get("amount"),
        agreed=entry.get("agreed"),
        effective=entry.get("effective"),
        reasons=tuple(entry.get("reasons", ())),
        explanation=SOMETHING if entry.get("explained") else "",
    )


def _plan(entry: Entry, as_of: date) -> Plan:
    """The activities; one with a ``progress`` has a step that says so."""
    activities, steps = [], []
    for number, item in enumerate(entry.get("activities", ()), start=1):
        activity = _activity(f"{entry['name']}.a{number}", item)
        activities.append(activity)
        progress = Progress(item.get("progress", Progress.OPEN))
        if progress is not Progress.OPEN:
            steps.append(Step(activity.id, progress, as_of, entry["employee"], SOMETHING))
    return Plan(tuple(activities), tuple(steps))


def _activity(number: str, entry: Entry) -> Activity:
    words: dict[str, Any] = {
        key: entry.get(key, "") for key in ("what", "how", "result", "support", "follow_up")
    }
    responsible = entry.get("responsible")
    return Activity(
        number,
        when=entry.get("when"),
        responsible=None if responsible is None else Responsible(responsible),
        carried_from=entry.get("carried_from"),
        **words,
    )


def _signed(entry: Entry, parties: Mapping[Party, str], as_of: date) -> tuple[Signed, ...]:
    """Both signatures where the dialogue is signed, else those of ``signed_by``."""
    dissent, refused = set(entry.get("dissent", ())), set(entry.get("refused", ()))
    answered = set(entry.get("signed_by", ())) | dissent | refused
    if "signed" in entry:
        answered = set(Party)
    on = entry.get("signed") or entry.get("held") or as_of
    signatures = tuple(
        Signature(
            party,
            who,
            on,
            digest="",
            dissent=SOMETHING if party in dissent else "",
            refused=SOMETHING if party in refused else "",
        )
        for party, who in parties.items()
        if party in answered
    )
    return (Signed(1, "", "", signatures),) if signatures else ()
