"""A walk through a whole cycle: random lives under a policy, and whether each finds its way.

What is owed is planned, invited to, started, held, signed and closed, by whom and when the policy
says. Nobody may end where nothing can be done, and nothing may hang on what was asked before.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st

from visavi.model.dialogues import Dialogue, Party, Signature, Signed, State
from visavi.model.people import Absence, Disqualification, EmploymentForm, PayRoute, Person, Role
from visavi.policy import engine, gather
from visavi.policy.facts import DialogueEntry
from visavi.policy.outcomes import Obligation
from visavi.policy.policy import Policy
from visavi_testing import crowd
from visavi_testing.builders import People, person

FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)
"""The days on which somebody looks at what is owed."""

STAGES = ("new", "invite", "start", "hold", "sign")
"""What is done to the dialogues of :func:`crowd.dialogues`, one after the other."""

Done = Callable[[Dialogue], Dialogue]


@frozen
class Life:
    """Somebody, and a day on which to look."""

    person: Person
    on: date


@st.composite
def lives(draw: Any, policy: Policy) -> Life:
    """People of every group, form, age, share and route, with absences and disqualifications."""
    days = st.dates(FIRST, LAST)
    start = draw(st.none() | st.dates(date(1990, 1, 1), LAST))
    away = draw(st.none() | st.tuples(st.sampled_from(("parental", "sick", "leave")), days))
    related = draw(st.booleans()) and draw(st.booleans())
    since = date(2020, 1, 1)
    someone = person(
        "anna",
        crowd.MANAGER,
        group=draw(st.sampled_from((*policy.staff_groups, "unheard-of"))),
        form=draw(st.sampled_from(EmploymentForm)),
        percent=draw(st.integers(1, 100)),
        start=start,
        end=draw(st.none() | st.dates(max(start or FIRST, FIRST), date(2030, 1, 1))),
        born=draw(st.none() | st.dates(date(1950, 1, 1), date(2006, 12, 31))),
        route=draw(st.none() | st.sampled_from(PayRoute)),
        absences=() if away is None else (Absence(*away),),
        disqualifications=(Disqualification(crowd.MANAGER, "kin", since),) if related else (),
    )
    return Life(someone, draw(days))


def walk(policy: Policy, life: Life, done: Done = lambda whole: whole) -> int:
    """Do all that is owed on the day; the number of dialogues held.

    Raises ``AssertionError`` where something cannot be done, or is still owed when it was done.
    ``done`` adds what this policy wants of a dialogue beside the usual. Who holds the dialogues has
    every role that the policy knows.
    """
    roles = tuple(Role(name) for name in policy.roles)
    register = People(
        life.person,
        person(crowd.MANAGER, crowd.SUPERIOR, roles=roles),
        person(crowd.SUPERIOR, roles=roles),
        units={"U1": ""},
    )
    steps = _Steps(policy, register, life, done)
    owed = steps.owed(life.on)
    steps.owed(life.on + timedelta(days=200))
    assert steps.owed(life.on) == owed, "the same question got another answer the second time"
    todo = [one for one in owed if one.state not in engine.SETTLED and one.kind in policy.kinds]
    for one in sorted(todo, key=lambda one: (one.due or date.max, one.opens or date.min)):
        steps.meet(one)
    return len(steps.entries)


class _Steps:
    """One person's way through what is owed."""

    def __init__(self, policy: Policy, register: People, life: Life, done: Done) -> None:
        self.policy = policy
        self.register = register
        self.life = life
        self.done = done
        self.entries: list[DialogueEntry] = []

    def owed(self, on: date) -> list[Obligation]:
        """What is owed on a day, as far as the walk has come."""
        facts = gather.person_facts(
            self.register, self.life.person, on, self.policy, tuple(self.entries)
        )
        return engine.obligations(self.policy, facts)

    def meet(self, owed: Obligation) -> None:
        """Hold the dialogue that is owed, and see that it is owed no more."""
        on = max(self.life.on, owed.opens or self.life.on)
        facts = gather.person_facts(self.register, self.life.person, on, self.policy, self.entries)
        conductor, _ = facts.conductor_for(owed.kind)
        if conductor is None or not facts.employed:
            return
        if not self._held(owed):
            self._hold(owed, on, conductor)
        still = [one for one in self.owed(on) if _same(one, owed)]
        assert all(one.state in engine.SETTLED for one in still), (
            f"{owed.rule}: {owed.kind} of {owed.cycle} was held, and is still owed"
        )

    def _hold(self, owed: Obligation, on: date, conductor: str) -> None:
        """Do every step of the dialogue that is owed."""
        stages = crowd.dialogues(
            self.policy, owed.kind, self.life.person, on, conductor=conductor, cycle=owed.cycle
        )
        bare, invited, started, empty, whole = stages
        for stage in (bare, invited, started, empty):
            self._look(stage, on)
        whole = self.done(whole)
        for stage, deed in zip((bare, invited, started, whole, whole), STAGES, strict=True):
            self._refused(owed, stage, deed, on)
        signed = _signed(whole, on)
        self._refused(owed, evolve(signed, state=State.CLOSED), "close", on)
        number = len(self.entries)
        self.entries.append(evolve(gather.entry_of(signed), id=f"anna.aaaaa{number}"))

    def _held(self, owed: Obligation) -> bool:
        """Whether another obligation has had the same dialogue held already."""
        return any((one.kind, one.cycle) == (owed.kind, owed.cycle) for one in self.entries)

    def _look(self, stage: Dialogue, on: date) -> None:
        """Whatever a rule forbids on the way, it says what to do instead."""
        for deed in STAGES:
            for refusal in self._refusals(stage, deed, on):
                assert refusal.ways, f"{refusal.rule} refuses {deed} and names no way forward"

    def _refused(self, owed: Obligation, stage: Dialogue, deed: str, on: date) -> None:
        """A dialogue done as it should be meets no refusal."""
        refusals = [one.rule for one in self._refusals(stage, deed, on)]
        assert refusals == [], (
            f"{owed.rule} wants {owed.kind} of {owed.cycle}, and {', '.join(refusals)} "
            f"refuses {deed} on {on}"
        )

    def _refusals(self, stage: Dialogue, deed: str, on: date) -> list[Any]:
        entries = (*self.entries, gather.entry_of(stage))
        facts = gather.dialogue_facts(self.register, stage, on, self.policy, entries, deed=deed)
        return engine.refusals(self.policy, facts)


def _same(one: Obligation, other: Obligation) -> bool:
    return (one.rule, one.kind, one.cycle) == (other.rule, other.kind, other.cycle)


def _signed(whole: Dialogue, on: date) -> Dialogue:
    signatures = (
        Signature(Party.EMPLOYEE, whole.employee, on, digest=""),
        Signature(Party.CONDUCTOR, whole.conductor, on, digest=""),
    )
    return evolve(whole, state=State.SIGNED, signed=(Signed(1, "", "", signatures),))
