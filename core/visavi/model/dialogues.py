"""Dialogues: one planned conversation between an employee and a conductor, and its record."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from attrs import field, frozen

from visavi.model.plans import Activity, Plan


class State(StrEnum):
    """Where a dialogue stands. The last four stand beside the road from planned to closed."""

    PLANNED = "planned"
    INVITED = "invited"
    IN_PROGRESS = "in-progress"
    HELD = "held"
    SIGNED = "signed"
    CLOSED = "closed"
    MOVED = "moved"
    DECLINED = "declined"
    WAIVED = "waived"
    CANCELLED = "cancelled"


class Party(StrEnum):
    """The two who talk."""

    EMPLOYEE = "employee"
    CONDUCTOR = "conductor"


class Coverage(StrEnum):
    """What became of a topic."""

    OPEN = "open"
    COVERED = "covered"
    PARKED = "parked"
    SKIPPED = "skipped"


@frozen
class PolicyStamp:
    """Which policy judged the dialogue: a later version does not judge it again."""

    id: str
    version: str


@frozen(repr=False)
class Event:
    """One step on the road: who did what on which day, for whom, and why.

    ``on`` is the civil date of the deed, ``at`` the claimed moment of writing it down. Of the deed
    ``read`` it tells as what (``relation``) somebody read which ``sections``; of one by which words
    left the house, ``how``: ``sealed`` or ``in-the-clear``.
    """

    deed: str
    on: date
    by: str
    on_behalf_of: str | None = None
    reason: str = ""
    at: datetime | None = None
    relation: str = ""
    sections: tuple[str, ...] = ()
    how: str = ""


@frozen
class Meeting:
    """When and where: a moment with its offset from UTC, minutes, and a place."""

    starts: datetime
    minutes: int = 60
    place: str = ""
    undisturbed: bool = False


@frozen(repr=False)
class Answer:
    """A text written beforehand, to a question or topic, or to none in particular."""

    text: str
    author: str
    about: str = ""
    written_for: str | None = None


@frozen(repr=False)
class Earlier:
    """A text as it stood before another one took its place: no part of what is signed.

    ``place`` is ``note``, ``prepared``, ``private`` or ``activity``; ``about`` names the
    topic, question or activity. ``replaced_by`` is who put another one in its place, ``on`` that
    day. Of an activity all fields are kept.
    """

    place: str
    about: str
    replaced_by: str
    on: date
    at: datetime | None = None
    text: str = ""
    author: str = ""
    written_for: str | None = None
    activity: Activity | None = None


@frozen(repr=False)
class Preparation:
    """What one party writes beforehand.

    ``answers`` become readable for the other party when both have submitted; until then, and if a
    party never submits, they stay private. ``notes`` stay private for ever, and so do the texts
    that stood there ``earlier``.
    """

    answers: tuple[Answer, ...] = ()
    notes: tuple[Answer, ...] = ()
    ticks: tuple[str, ...] = ()
    submitted: date | None = None
    earlier: tuple[Earlier, ...] = ()


@frozen(repr=False)
class Note:
    """A text in the record. Its author never changes; ``written_for`` says for whom it speaks."""

    text: str
    author: str
    on: date
    written_for: str | None = None


@frozen(repr=False)
class Topic:
    """One topic's part of the record. Two ``views`` may differ: neither is the right one.

    ``questions`` are picked from the policy's bank, ``own_questions`` were put by one of the two.
    """

    topic: str
    coverage: Coverage = Coverage.OPEN
    reason: str = ""
    notes: tuple[Note, ...] = ()
    views: Mapping[Party, Note] = field(factory=dict)
    questions: tuple[str, ...] = ()
    own_questions: tuple[Note, ...] = ()


@frozen(repr=False)
class Pay:
    """The part on salary, where the policy wants one.

    ``amount`` is a monthly salary in whole units of the currency; ``reasons`` are ids of criteria
    of the policy; ``agreed`` is unset where nothing was put forward.
    """

    discussed: bool
    amount: int | None = None
    agreed: bool | None = None
    effective: date | None = None
    reasons: tuple[str, ...] = ()
    explanation: str = ""


@frozen(repr=False)
class Signature:
    """Who answered to which text, when and how strongly. ``refused`` carries its reason.

    ``noted_by`` is who entered it on the signer's word, and ``how`` that was given. Of the levels
    with an object, ``value`` is that object in base64: a signature made with ``key`` under the
    audit chain's ``head``, or what a ``scheme`` gave back.
    """

    party: Party
    by: str
    on: date
    digest: str
    level: str = "noted"
    dissent: str = ""
    refused: str = ""
    noted_by: str = ""
    how: str = ""
    key: str = ""
    value: str = ""
    head: str = ""
    scheme: str = ""


@frozen(repr=False)
class Signed:
    """A version as it was put to both. ``text`` is canonical and is never written again.

    Version 1 is the first; a later one is a supplement and says ``what_changed``.
    """

    number: int
    text: str
    digest: str
    signatures: tuple[Signature, ...] = ()
    what_changed: str = ""

    def signature_of(self, party: Party) -> Signature | None:
        """The party's answer, if given."""
        return next((s for s in self.signatures if s.party is party), None)

    @property
    def complete(self) -> bool:
        """Whether both have answered; a refusal with its reason is an answer."""
        return all(self.signature_of(party) for party in Party)


@frozen(repr=False)
class Dialogue:
    """One conversation with all that was prepared, said, agreed and signed.

    ``cycle`` names the period that the policy wants it for; ``previous`` the dialogue whose plan
    opens this one; ``released`` who has released the record to the employee's later managers;
    ``put_aside`` what former conductors had prepared: theirs alone; ``earlier`` what stood in the
    record and the plan before somebody wrote it anew.
    """

    id: str
    employee: str
    conductor: str
    kind: str
    cycle: str
    policy: PolicyStamp
    state: State = State.PLANNED
    previous: str | None = None
    form: str = ""
    events: tuple[Event, ...] = ()
    meeting: Meeting | None = None
    preparations: Mapping[Party, Preparation] = field(factory=dict)
    topics: tuple[Topic, ...] = ()
    attachments: tuple[str, ...] = ()
    pay: Pay | None = None
    plan: Plan = field(factory=Plan)
    signed: tuple[Signed, ...] = ()
    supplement: str = ""
    released: tuple[Party, ...] = ()
    put_aside: Mapping[str, Preparation] = field(factory=dict)
    earlier: tuple[Earlier, ...] = ()
    revision: int = 0

    def party_of(self, person: str) -> Party | None:
        """Which of the two the person is, if either."""
        if person == self.employee:
            return Party.EMPLOYEE
        return Party.CONDUCTOR if person == self.conductor else None

    def preparation_of(self, party: Party) -> Preparation:
        """The party's preparation, empty if nothing was written."""
        return self.preparations.get(party) or Preparation()

    def topic(self, topic: str) -> Topic | None:
        """The topic's part of the record, if the dialogue has that topic."""
        return next((t for t in self.topics if t.topic == topic), None)

    def day_of(self, *deeds: str) -> date | None:
        """The day of the last of these deeds."""
        return next((e.on for e in reversed(self.events) if e.deed in deeds), None)
