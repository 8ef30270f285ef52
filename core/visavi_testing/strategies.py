"""Hypothesis strategies for the domain: people, plans, dialogues and matters that can exist.

Dates keep an order that holds in life (an end is not before its start), ids are what ids may be,
texts are any printable and unprintable thing that UTF-8 can hold.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from visavi.model.dialogues import (
    Answer,
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
from visavi.model.ids import ALPHABET
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
    PublicKey,
    ReviewExclusion,
    Role,
)
from visavi.model.plans import FIELDS, Activity, Carry, Plan, Progress, Responsible, Step

FIRST, LAST = date(1990, 1, 1), date(2060, 12, 31)

Draw = Callable[[st.SearchStrategy[Any]], Any]

days = st.dates(FIRST, LAST)
"""Civil days, leap days and year ends among them."""

texts = st.text(st.characters(codec="utf-8"), max_size=40)
"""Anything somebody may write; half of a surrogate pair is nothing."""

words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
"""A text that is not empty."""

person_ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,11}", fullmatch=True)
"""Ids that HR systems give."""

names = st.sampled_from(("academic", "doctoral", "postdoc", "technical-administrative"))
"""Staff groups."""

_moments = st.datetimes(datetime(1990, 1, 1), datetime(2060, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)
_zoned = st.builds(
    lambda moment, minutes: moment.astimezone(timezone(timedelta(minutes=minutes))),
    _moments,
    st.integers(-14 * 60, 14 * 60),
)
_money = st.integers(0, 200_000)
_percent = st.decimals(Decimal(0), Decimal(100), places=2)
_ids = st.lists(st.from_regex(r"[a-z][a-z0-9.-]{0,9}", fullmatch=True), max_size=3, unique=True)
_id_tuples = _ids.map(tuple)


@st.composite
def periods(draw: Draw) -> tuple[date | None, date | None]:
    """Start and end, each of which may be open; the end is not before the start."""
    start, end = draw(st.none() | days), draw(st.none() | days)
    return (end, start) if start and end and end < start else (start, end)


@st.composite
def employments(draw: Draw, number: int = 1) -> Employment:
    """One post."""
    start, end = draw(periods())
    return Employment(
        f"e{number}",
        draw(st.sampled_from(("U1", "U11", "U2"))),
        draw(names),
        draw(st.sampled_from(EmploymentForm)),
        title=draw(texts),
        percent=draw(_percent),
        start=start,
        end=end,
    )


@st.composite
def lines(draw: Draw, managers: st.SearchStrategy[str] = person_ids) -> Line:
    """A line to one of the managers."""
    start, end = draw(periods())
    return Line(draw(managers), start, end, draw(st.none() | st.just("e1")))


@st.composite
def disqualifications(
    draw: Draw, managers: st.SearchStrategy[str] = person_ids
) -> Disqualification:
    """One of the managers may not deal with the person."""
    start, end = draw(periods())
    return Disqualification(
        draw(managers), draw(words), start, end, draw(st.none() | managers), draw(st.none() | days)
    )


@st.composite
def delegations(draw: Draw, people: st.SearchStrategy[str] = person_ids) -> Delegation:
    """The person lets one of the people hold dialogues."""
    start, end = draw(periods())
    return Delegation(
        draw(st.from_regex(r"d[0-9]{1,3}", fullmatch=True)),
        draw(people),
        start,
        end,
        people=tuple(draw(st.lists(people, max_size=2))),
        staff_groups=tuple(draw(st.lists(names, max_size=2))),
        units=tuple(draw(st.lists(st.sampled_from(("U1", "U11", "U2")), max_size=2))),
    )


@st.composite
def people(draw: Draw, ids: st.SearchStrategy[str] = person_ids) -> Person:
    """A person with all that the register may hold; the others named there are from ``ids``."""
    count = draw(st.integers(0, 3))
    start, end = draw(periods())
    return Person(
        draw(ids),
        draw(words),
        birth_date=draw(st.none() | st.dates(date(1940, 1, 1), date(2005, 12, 31))),
        email=draw(st.sampled_from(("", "somebody@example.org"))),
        employments=tuple(draw(employments(number)) for number in range(1, count + 1)),
        line=tuple(draw(st.lists(lines(ids), max_size=2))),
        pay_routes=(PayRouteFact(draw(st.sampled_from(PayRoute)), start, end),),
        absences=tuple(draw(st.lists(absences(), max_size=2))),
        exclusions=tuple(
            ReviewExclusion(year) for year in draw(st.sets(st.integers(2015, 2030), max_size=2))
        ),
        disqualifications=tuple(draw(st.lists(disqualifications(ids), max_size=2))),
        delegations=tuple(draw(st.lists(delegations(ids), max_size=2))),
        roles=tuple(draw(st.lists(roles(), max_size=2))),
        facts=tuple(draw(st.lists(facts(), max_size=3))),
        keys=tuple(PublicKey(draw(words), start, end) for _ in range(draw(st.integers(0, 2)))),
    )


@st.composite
def absences(draw: Draw) -> Absence:
    """Away for a time."""
    start = draw(days)
    length = draw(st.none() | st.integers(0, 800))
    end = None if length is None else start + timedelta(days=length)
    return Absence(draw(st.sampled_from(("parental", "sick", "leave", "other"))), start, end)


@st.composite
def roles(draw: Draw) -> Role:
    """A function in the institution."""
    start, end = draw(periods())
    name = draw(st.sampled_from(("hr", "head-of-department", "office-manager")))
    return Role(
        name, draw(st.none() | st.just("U1")), draw(st.none() | st.integers(1, 6)), start, end
    )


@st.composite
def facts(draw: Draw) -> Fact:
    """A dated fact, with or without a number."""
    kind = draw(st.sampled_from(("t.course", "t.days", "t.wish")))
    return Fact(kind, draw(days), draw(st.none() | _percent))


@st.composite
def plans(draw: Draw, dialogue: str = "anna.aaaaaa") -> Plan:
    """A plan of a dialogue, with steps on its activities only."""
    count = draw(st.integers(0, 3))
    activities = tuple(draw(_activities(f"{dialogue}.a{n}")) for n in range(1, count + 1))
    ids = [activity.id for activity in activities]
    steps = draw(st.lists(_steps(ids), max_size=3)) if ids else []
    return Plan(activities, tuple(steps))


@st.composite
def dialogues(
    draw: Draw, employee: str = "anna", conductor: str = "mia", kind: str = "t.work"
) -> Dialogue:
    """A dialogue in any state, with preparation, record, plan and signatures of all sorts."""
    tail = "".join(draw(st.lists(st.sampled_from(ALPHABET), min_size=6, max_size=6)))
    number = f"{employee}.{tail}"
    parties = {Party.EMPLOYEE: employee, Party.CONDUCTOR: conductor}
    topics = draw(st.lists(st.sampled_from(("t1", "t2", "t3")), unique=True))
    return Dialogue(
        id=number,
        employee=employee,
        conductor=conductor,
        kind=kind,
        cycle=str(draw(st.integers(2020, 2030))),
        policy=PolicyStamp("tiny", "1"),
        state=draw(st.sampled_from(State)),
        form=draw(st.sampled_from(("", "ta"))),
        events=tuple(draw(st.lists(_events(employee, conductor), max_size=5))),
        meeting=draw(st.none() | _meetings()),
        preparations=draw(
            st.dictionaries(st.sampled_from(Party), _preparations(employee, conductor), max_size=2)
        ),
        topics=tuple(draw(_topics(topic, parties)) for topic in topics),
        attachments=tuple(draw(st.lists(words, max_size=2))),
        pay=draw(st.none() | _pays()),
        plan=draw(plans(number)),
        signed=draw(_signings(parties)),
        supplement=draw(texts),
    )


@st.composite
def matters(draw: Draw, ids: st.SearchStrategy[str] = person_ids) -> Matter:
    """A matter with people from ``ids``."""
    opened = draw(days)
    tail = "".join(draw(st.lists(st.sampled_from(ALPHABET), min_size=12, max_size=12)))
    handler = draw(ids)
    return Matter(
        id=f"m-{tail}",
        policy="tiny",
        concern="harassment",
        opened=opened,
        received_by=draw(ids),
        handler=handler,
        affected=draw(st.none() | ids),
        concerned=tuple(draw(st.lists(ids, max_size=2))),
        text=draw(texts),
        severity=draw(st.none() | st.sampled_from(Severity)),
        separate_meeting=draw(st.none() | st.booleans()),
        immediate_action=draw(st.none() | st.booleans()),
        steps=tuple(
            MatterStep(step, opened + timedelta(days=n), handler, draw(texts))
            for n, step in enumerate(draw(st.lists(st.sampled_from(("confirm", "check")))))
        ),
        assessment=draw(texts),
        decision=draw(texts),
        closed=draw(st.none() | st.just(opened)),
    )


@st.composite
def _activities(draw: Draw, number: str) -> Activity:
    written = {name: draw(texts) for name in FIELDS if name not in ("when", "responsible")}
    return Activity(
        number,
        when=draw(st.none() | days),
        responsible=draw(st.none() | st.sampled_from(Responsible)),
        **written,
    )


@st.composite
def _steps(draw: Draw, activities: list[str]) -> Step:
    return Step(
        draw(st.sampled_from(activities)),
        draw(st.sampled_from(Progress)),
        draw(days),
        draw(person_ids),
        draw(texts),
        draw(st.none() | st.sampled_from(Carry)),
    )


@st.composite
def _events(draw: Draw, employee: str, conductor: str) -> Event:
    return Event(
        draw(st.sampled_from(("new", "invite", "hold", "sign", "decline", "waive"))),
        draw(days),
        draw(st.sampled_from((employee, conductor))),
        reason=draw(texts),
        at=draw(st.none() | _zoned),
        relation=draw(st.sampled_from(("", "successor"))),
        sections=tuple(draw(st.lists(st.sampled_from(("plan", "record")), max_size=2))),
    )


@st.composite
def _meetings(draw: Draw) -> Meeting:
    return Meeting(draw(_zoned), draw(st.integers(5, 600)), draw(texts), draw(st.booleans()))


@st.composite
def _preparations(draw: Draw, employee: str, conductor: str) -> Preparation:
    author = draw(st.sampled_from((employee, conductor)))
    written = st.builds(Answer, texts, st.just(author), about=st.sampled_from(("", "t1")))
    return Preparation(
        tuple(draw(st.lists(written, max_size=2))),
        tuple(draw(st.lists(written, max_size=1))),
        draw(_id_tuples),
        draw(st.none() | days),
    )


@st.composite
def _topics(draw: Draw, topic: str, parties: dict[Party, str]) -> Topic:
    notes = st.builds(Note, texts, st.sampled_from(list(parties.values())), days)
    return Topic(
        topic,
        draw(st.sampled_from(Coverage)),
        draw(texts),
        tuple(draw(st.lists(notes, max_size=2))),
        draw(st.dictionaries(st.sampled_from(Party), notes, max_size=2)),
        draw(_id_tuples),
    )


@st.composite
def _pays(draw: Draw) -> Pay:
    return Pay(
        draw(st.booleans()),
        draw(st.none() | _money),
        draw(st.none() | st.booleans()),
        draw(st.none() | days),
        draw(_id_tuples),
        draw(texts),
    )


@st.composite
def _signings(draw: Draw, parties: dict[Party, str]) -> tuple[Signed, ...]:
    answered = draw(st.sets(st.sampled_from(Party)))
    signatures = tuple(
        Signature(
            party,
            parties[party],
            draw(days),
            "0" * 64,
            dissent=draw(texts),
            noted_by=draw(st.sampled_from(("", "mia"))),
            value=draw(st.sampled_from(("", "AAEC"))),
        )
        for party in Party
        if party in answered
    )
    return (Signed(1, "{}", "0" * 64, signatures),) if signatures else ()
