"""A dialogue taken through its steps by the deeds that everybody uses, each step one word."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from visavi.errors import Refused
from visavi.model.dialogues import Dialogue, Meeting, Party, State
from visavi.model.people import Person
from visavi.policy import gather
from visavi.policy.outcomes import Finding
from visavi.policy.policy import Policy
from visavi.serial import from_document
from visavi.usecases.activities import add_activity
from visavi.usecases.conduct import cover, differ, hold, note, start
from visavi.usecases.invite import invite
from visavi.usecases.plan_dialogue import plan_dialogue
from visavi.usecases.prepare import attach, submit, tick
from visavi.usecases.sign import close, sign
from visavi.usecases.workspace import Actor, Workspace
from visavi_testing.clock import Clock

PLAN = {
    "what": "A course",
    "how": "In spring",
    "result": "A certificate",
    "support": "Time",
    "follow_up": "In June",
    "responsible": "employee",
}
"""An activity in which every field is filled; ``when`` is three months on."""


class Walk:
    """One dialogue on its way. What a rule refuses is kept in ``refusals``, and is not done."""

    def __init__(self, store: Workspace, clock: Clock, employee: str, kind: str = "") -> None:
        self.store = store
        self.clock = clock
        self.employee = employee
        self.refusals: list[Finding] = []
        self.kind = kind or next(iter(self.policy.kinds))
        planned = plan_dialogue(store, self._as(self._expected()), employee, kind=self.kind)
        self.id = planned.id

    @property
    def dialogue(self) -> Dialogue:
        """The dialogue as it stands."""
        return from_document(Dialogue, self.store.repository.dialogue(self.id))

    @property
    def state(self) -> State:
        """How far it has come."""
        return self.dialogue.state

    @property
    def policy(self) -> Policy:
        """The policy that holds where the employee works."""
        posts = self._person().employments_on(self.clock.on)
        units = gather.units_of(self.store.register(), posts[0].unit) if posts else ()
        return self.store.policies.for_units(units)

    @property
    def refused(self) -> list[str]:
        """The ids of the rules that refused something so far."""
        return [finding.rule for finding in self.refusals]

    def invite(self, *, in_days: int = 10, minutes: int = 90) -> Self:
        """A meeting in a room, without disturbance."""
        day = self.clock.on + timedelta(days=in_days)
        starts = datetime.combine(day, time(10), tzinfo=ZoneInfo(self.policy.zone))
        meeting = Meeting(starts, minutes, "Room 1", undisturbed=True)
        return self._do(invite, self._conductor(), meeting=meeting)

    def prepare(self) -> Self:
        """Both tick what is on their list and hand in."""
        for party, actor in self._both():
            for item in self.policy.preparations:
                if item.party == party and (not item.kinds or self.kind in item.kinds):
                    self._do(tick, actor, item=item.id)
            self._do(submit, actor)
        return self

    def attach(self, *items: str) -> Self:
        """Note what is at hand for the talk."""
        for item in items:
            self._do(attach, self._conductor(), item=item)
        return self

    def talk(self, *, leave_out: tuple[str, ...] = ()) -> Self:
        """The talk, from start to end, with a note of both on each topic and each one covered."""
        self._do(start, self._conductor())
        for topic in [one.topic for one in self.dialogue.topics if one.topic not in leave_out]:
            for _, actor in self._both():
                self._do(differ, actor, topic=topic, text=f"What {actor.person} thinks")
            self._do(cover, self._conductor(), topic=topic)
        return self._do(hold, self._conductor())

    def note(self, topic: str, text: str = "…") -> Self:
        """The conductor writes something down on a topic."""
        return self._do(note, self._conductor(), topic=topic, text=text)

    def agree(self, **fields: object) -> Self:
        """One activity in the plan; whole, unless ``fields`` say otherwise."""
        whole = {**PLAN, "when": self.clock.on + timedelta(days=90), **fields}
        return self._do(add_activity, self._conductor(), whole)

    def sign(self) -> Self:
        """Both sign."""
        for _, actor in self._both():
            self._do(sign, actor)
        return self

    def close(self) -> Self:
        """The conductor closes it."""
        return self._do(close, self._conductor())

    def _do(self, deed: Callable[..., object], by: Actor, *given: object, **named: object) -> Self:
        try:
            deed(self.store, by, self.id, *given, **named)
        except Refused as refused:
            self.refusals.extend(refused.findings)
        return self

    def _both(self) -> tuple[tuple[Party, Actor], ...]:
        return (
            (Party.EMPLOYEE, self._as(self.employee)),
            (Party.CONDUCTOR, self._conductor()),
        )

    def _conductor(self) -> Actor:
        return self._as(self.dialogue.conductor)

    def _as(self, person: str) -> Actor:
        return Actor(person, self.clock.on)

    def _person(self) -> Person:
        found = self.store.register().person(self.employee)
        assert found is not None, f"there is nobody called {self.employee} in the store"
        return found

    def _expected(self) -> str:
        """Who plans it: the immediate manager, or who steps in where that one is disqualified."""
        facts = gather.person_facts(
            self.store.register(), self._person(), self.clock.on, self.policy, ()
        )
        conductor, because = facts.conductor_for(self.kind)
        assert conductor is not None, f"{self.employee}'s dialogue is held by nobody: {because}"
        return conductor
