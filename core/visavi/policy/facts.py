"""What a rule is given: frozen facts about a person, a dialogue or a matter on a day.

No rule sees a text that somebody wrote: it sees which parts exist, how long, by whom, when.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from attrs import Factory, field, frozen

from visavi.model.dialogues import Coverage, Party, State
from visavi.model.people import Absence, Employment, EmploymentForm, PayRoute, Person
from visavi.model.time import age_on, overlaps


class Values(Protocol):
    """The parameters and settings of the policy layer that applies here."""

    def value(self, name: str, on: date) -> Any:
        """The parameter's value in force on the day; a ``PolicyInvalid`` error if there is none."""

    def setting(self, name: str) -> Any:
        """The setting's value: what the institution chose, else the stated default."""


@frozen
class DialogueEntry:
    """What the register knows of a dialogue: kind, people, state, days; no word that was said."""

    id: str
    kind: str
    cycle: str
    employee: str
    conductor: str
    state: State
    planned: date | None = None
    invited: date | None = None
    held: date | None = None
    signed: date | None = None
    reason_given: bool = False
    imported: bool = False


def _is_employment(post: Employment) -> bool:
    return post.form is not EmploymentForm.NOT_EMPLOYED


def _follows(post: Employment, last: date) -> bool:
    """Whether a post begins before or on the day after another one ends."""
    return post.start is not None and (post.start - last).days <= 1


@frozen
class PersonFacts:
    """One person on one day, with what the line and the policy make of them.

    ``conductor`` is who is expected to hold the person's dialogues, and ``conductor_because`` why;
    ``conductors`` holds the kinds for which it is somebody else. ``posts`` are held on the day,
    and ``employed`` says whether any of them is an employment.
    """

    person: Person
    on: date
    values: Values
    staff_group: str = ""
    unit: str = ""
    units: tuple[str, ...] = ()
    manager: str | None = None
    managers_manager: str | None = None
    conductor: str | None = None
    conductor_because: str = ""
    dialogues: tuple[DialogueEntry, ...] = ()
    conductors: Mapping[str, tuple[str | None, str]] = {}
    posts: tuple[Employment, ...] = field(
        init=False,
        eq=False,
        repr=False,
        default=Factory(lambda facts: facts.person.employments_on(facts.on), takes_self=True),
    )
    employed: bool = field(
        init=False,
        eq=False,
        repr=False,
        default=Factory(lambda facts: any(map(_is_employment, facts.posts)), takes_self=True),
    )

    @property
    def id(self) -> str:
        """The person's id."""
        return self.person.id

    @property
    def form(self) -> EmploymentForm | None:
        """The form of the first post."""
        return self.posts[0].form if self.posts else None

    @property
    def percent(self) -> Decimal:
        """The sum of all posts, at most 100."""
        return min(Decimal(100), sum((post.percent for post in self.posts), Decimal(0)))

    def conductor_for(self, kind: str) -> tuple[str | None, str]:
        """Who is expected to hold a dialogue of this kind, and why."""
        return self.conductors.get(kind) or (self.conductor, self.conductor_because)

    @property
    def age(self) -> int | None:
        """Full years, if the birth date is known."""
        born = self.person.birth_date
        return None if born is None else age_on(born, self.on)

    @property
    def pay_route(self) -> PayRoute | None:
        """The pay route in force."""
        return self.person.pay_route_on(self.on)

    def employed_during(self, first: date, last: date) -> bool:
        """Whether employed on at least one day of the period."""
        for post in self.person.employments:  # agendas live here
            if overlaps(post.start, post.end, first, last) and _is_employment(post):
                return True
        return False

    @property
    def employed_since(self) -> date | None:
        """The first day of the present unbroken chain of posts; ``None`` if open or unknown."""
        first = None
        for post in self.posts:
            if post.start is None:
                return None
            first = post.start if first is None else min(first, post.start)
        earlier = sorted(
            (post for post in self.person.employments if post.end and post.end < self.on),
            key=lambda post: post.end or self.on,
            reverse=True,
        )
        for post in earlier:
            if first is None or post.end is None or (first - post.end).days > 1:
                break
            if post.start is None:
                return None
            first = min(first, post.start)
        return first

    @property
    def employed_until(self) -> date | None:
        """The last day of the chain of posts that goes on from the present; ``None`` if open."""
        last = None
        for post in sorted(self.person.employments, key=lambda post: post.start or date.min):
            if post in self.posts or (last is not None and _follows(post, last)):
                if post.end is None:
                    return None
                last = post.end if last is None else max(last, post.end)
        return last

    def absent(self, *kinds: str) -> Absence | None:
        """The absence of one of these kinds (of any kind if none is named) on the day."""
        for absence in self.person.absences:
            started = absence.start <= self.on and (absence.end is None or absence.end >= self.on)
            if started and (not kinds or absence.kind in kinds):
                return absence
        return None

    def excluded_from_review(self, year: int) -> bool:
        """Whether the contract keeps the person out of that year's salary review."""
        return any(exclusion.year == year for exclusion in self.person.exclusions)

    def facts_of(self, kind: str, year: int | None = None) -> tuple[date, ...]:
        """The days of the register's facts of a kind, up to the day asked for."""
        return tuple(
            fact.on
            for fact in self.person.facts
            if fact.kind == kind and fact.on <= self.on and year in (None, fact.on.year)
        )

    def amount_of(self, kind: str, year: int) -> Decimal:
        """The sum of a fact's values in a calendar year, up to the day asked for."""
        return sum(
            (
                fact.value or Decimal(0)
                for fact in self.person.facts
                if fact.kind == kind and fact.on.year == year and fact.on <= self.on
            ),
            Decimal(0),
        )

    def latest(self, kind: str) -> Decimal | None:
        """The value of the newest fact of a kind on the day; ``None`` without one."""
        known = [fact for fact in self.person.facts if fact.kind == kind and fact.on <= self.on]
        return sorted(known, key=lambda fact: fact.on)[-1].value if known else None

    def entries(self, *kinds: str) -> Iterator[DialogueEntry]:
        """The person's dialogues of these kinds."""
        return (entry for entry in self.dialogues if entry.kind in kinds)


@frozen
class ActivityFacts:
    """An activity without its words: which fields are filled, and whether it is finished."""

    id: str
    filled: frozenset[str]
    when: date | None
    progress: str
    carried_from: str | None = None


@frozen
class SignatureFacts:
    """Who answered to the newest version, and how."""

    party: Party
    on: date
    refused: bool
    dissented: bool


@frozen
class TopicFacts:
    """A topic's state: coverage, whether a reason, notes and both views stand there."""

    topic: str
    coverage: Coverage
    reason_given: bool
    notes: int
    noted_by: frozenset[Party]
    views: frozenset[Party]


@frozen
class PayFacts:
    """The part on salary without its explanation's words."""

    discussed: bool
    amount_recorded: bool
    agreed: bool | None
    effective: date | None
    reasons: tuple[str, ...]
    explained: bool


@frozen
class PreparationFacts:
    """Whether a party prepared: submitted when, how many answers, which items ticked."""

    submitted: date | None
    answers: int
    ticks: frozenset[str]


@frozen
class DialogueFacts:
    """One dialogue on one day, for rules. ``deed`` is what somebody is about to do, if anything.

    ``employee`` are the facts of the employee on the day of the talk (``talk_on``): the day it was
    held, else the day it is planned for, else the day asked for. ``siblings`` are the other
    dialogues of the same employee and cycle, without those cancelled, waived or declined.
    ``followed_up`` are the activities of the previous plan of which something was said since.
    ``words`` names the parts in which somebody wrote: ``notes``, ``plan``, ``pay``, ``supplement``,
    ``dissent``. ``party`` is who does the deed, where that is known.
    """

    entry: DialogueEntry
    on: date
    employee: PersonFacts
    values: Values
    deed: str | None = None
    conductor_roles: frozenset[str] = frozenset()
    conductor_is_manager: bool = False
    conductor_is_delegate: bool = False
    conductor_disqualified: str | None = None
    topics: tuple[TopicFacts, ...] = ()
    preparations: Mapping[Party, PreparationFacts] = {}
    activities: tuple[ActivityFacts, ...] = ()
    signatures: tuple[SignatureFacts, ...] = ()
    pay: PayFacts | None = None
    form: str = ""
    meeting_on: date | None = None
    minutes: int | None = None
    place_given: bool = False
    undisturbed: bool = False
    attachments: tuple[str, ...] = ()
    previous: DialogueEntry | None = None
    previous_activities: tuple[ActivityFacts, ...] = ()
    followed_up: frozenset[str] = frozenset()
    siblings: tuple[DialogueEntry, ...] = ()
    words: frozenset[str] = frozenset()
    party: Party | None = None

    @property
    def talk_on(self) -> date:
        """The day of the talk, as far as it is known."""
        return self.employee.on

    @property
    def kind(self) -> str:
        """The dialogue's kind."""
        return self.entry.kind

    @property
    def state(self) -> State:
        """The dialogue's state, after the deed if one is being judged."""
        return self.entry.state

    def topic(self, topic: str) -> TopicFacts | None:
        """The facts of one topic, if the dialogue has it."""
        return next((t for t in self.topics if t.topic == topic), None)

    @property
    def was_held(self) -> bool:
        """Whether the talk has been held, whatever came after."""
        return self.entry.held is not None

    @property
    def ticks(self) -> frozenset[str]:
        """The preparation items that either party has ticked."""
        parts = [preparation.ticks for preparation in self.preparations.values()]
        return frozenset[str]().union(*parts)


@frozen
class MatterFacts:
    """One matter on one day, without its words. ``handler`` is the id of who must act."""

    id: str
    concern: str
    opened: date
    on: date
    values: Values
    anonymous: bool = False
    severity: str | None = None
    separate_meeting: bool | None = None
    immediate_action: bool | None = None
    steps: Mapping[str, date] = {}
    handler_is_concerned: bool = False
    handler_is_concerneds_report: bool = False
    concerned_is_affecteds_manager: bool = False
    handler_is_managers_manager: bool = False
    handler_level: int | None = None
    assessed: bool = False
    decided: bool = False
    closed: date | None = None
    deed: str | None = None
    handler: str | None = None
