"""Demands of the register that need no code: from an ``[[obligation]]`` to a rule about persons."""

from collections.abc import Callable
from datetime import date, timedelta

from attrs import evolve, frozen

from visavi.messages import say
from visavi.model.people import Absence
from visavi.model.time import add_months, birthday
from visavi.policy import conditions, cycles
from visavi.policy.conditions import Test
from visavi.policy.cycles import Cycle
from visavi.policy.document import Kind, ObligationSpec
from visavi.policy.facts import DialogueEntry, PersonFacts, Values
from visavi.policy.outcomes import Modality
from visavi.policy.reach import reached_on
from visavi.policy.rules import ONCE, Duty, Rule, Scope

DEFAULT_HORIZON = 31
"""How many days ahead a demand is asked for, where the policy is not at hand to say so."""

Answer = Callable[[PersonFacts], tuple[Duty, ...]]
"""What a person is owed under one demand on one day."""

_UNITS = {"day": 1, "week": 7}


def obligation_rule(spec: ObligationSpec, kind: Kind | None) -> Rule:
    """The rule of an ``[[obligation]]`` entry; ``kind`` is the kind of dialogue it asks for."""
    demand = _Demand(spec, kind)
    return Rule(
        id=spec.rule,
        modality=Modality(spec.modality),
        cite=spec.cite,
        scope=Scope.PERSON,
        check=lambda facts: demand.on_day(facts.values, facts.on, DEFAULT_HORIZON)(facts),
        when={name: value for name, value in spec.when.items() if name not in conditions.YEARLY},
        origin=spec.origin,
        for_day=demand.on_day,
        silent=demand.silent,
        looks_at=tuple({name: None for lifted in spec.exempt for name in lifted.when}),
    )


def period_after(start: date, text: str) -> date:
    """The day so long after another: ``"1 month"``, ``"30 days"``, ``"2 weeks"``, ``"1 year"``."""
    number, unit = text.split()
    unit = unit.removesuffix("s")
    if unit in _UNITS:
        return start + timedelta(days=int(number) * _UNITS[unit])
    return add_months(start, int(number) * {"month": 1, "year": 12}[unit])


def period_before(end: date, text: str) -> date:
    """The day so long before another; the same words as :func:`period_after`."""
    number, unit = text.split()
    unit = unit.removesuffix("s")
    if unit in _UNITS:
        return end - timedelta(days=int(number) * _UNITS[unit])
    return add_months(end, -int(number) * {"month": 1, "year": 12}[unit])


def _covers(absence: Absence, day: date) -> bool:
    return absence.start <= day and (absence.end is None or day <= absence.end)


@frozen
class _Asked:
    """One cycle with its answers made ready: the plain one, and one for each exemption.

    ``over`` says that its last day is past, ``simple`` that everybody gets the plain answer.
    """

    cycle: Cycle
    yearly: tuple[Test, ...]
    over: bool
    plain: Duty
    lifted: tuple[tuple[tuple[Test, ...], Duty], ...]
    simple: bool

    def answer(self, facts: PersonFacts) -> Duty | None:
        """What these facts are owed in this cycle.

        Nothing if the cycle's own conditions do not hold, or if it was over before the person came.
        """
        for test in self.yearly:
            if not test(facts):
                return None
        if self.over and not _was_there(facts, self.cycle):
            return None
        for tests, duty in self.lifted:
            for test in tests:
                if not test(facts):
                    break
            else:
                return duty
        return self.plain


def _was_there(facts: PersonFacts, cycle: Cycle) -> bool:
    return cycle.due is None or facts.employed_during(cycle.opens, cycle.due)


class _Demand:
    """One ``[[obligation]]`` entry, asked for days and people."""

    def __init__(self, spec: ObligationSpec, kind: Kind | None) -> None:
        self.spec = spec
        self.kind = kind
        self.yearly = {n: v for n, v in spec.when.items() if n in conditions.YEARLY}

    def on_day(self, values: Values, on: date, horizon: int) -> Answer:
        """The answers of a day: what does not depend on the person is worked out here, once."""
        modality = self._modality(values)
        common = self._common(values, on, horizon)
        if common is None:
            return self._personal(values, modality)
        ready = tuple(self._ready(cycle, on, modality) for cycle in common)
        return self._owned(_answers(ready))

    def silent(self, facts: PersonFacts, horizon: int) -> str:
        """Why the demand asks nothing of the person on the day."""
        common = self._common(facts.values, facts.on, horizon)
        if common is None:
            return self._no_day(facts)
        if not common:
            return say("No window for it is open on {day} or opens soon.", day=facts.on)
        for cycle in common:
            unmet = conditions.unmet(self.yearly, facts, cycle.year)
            if unmet:
                return unmet
        first = common[0]
        return say("Not employed from {opens} to {due}.", opens=first.opens, due=first.due or "")

    def _modality(self, values: Values) -> Modality | None:
        name = self.spec.modality_setting
        return None if name is None else Modality(values.setting(name))

    def _common(self, values: Values, on: date, horizon: int) -> tuple[Cycle, ...] | None:
        """The cycles asked of everybody; ``None`` where each person has their own."""
        if self.spec.every == "cycle":
            if self.kind is None or self.kind.window is None:
                return cycles.asked_years(on, horizon)
            return cycles.asked(cycles.windows_around(values, self.kind.window, on), on, horizon)
        if self.spec.every == "year" and not self._rolls(values):
            return cycles.asked_years(on, horizon)
        return None

    def _rolls(self, values: Values) -> bool:
        basis = self.spec.basis
        return basis is not None and values.setting(basis) == cycles.ROLLING

    def _ready(self, cycle: Cycle, on: date, modality: Modality | None) -> _Asked:
        plain = self._duty(cycle, modality)
        over = cycle.due is not None and cycle.due < on
        return _Asked(
            cycle,
            conditions.compiled(self.yearly, Scope.PERSON, cycle.year),
            over,
            plain,
            tuple(
                (
                    conditions.compiled(exemption.when, Scope.PERSON, cycle.year),
                    evolve(plain, exempt_by=exemption.rule),
                )
                for exemption in self.spec.exempt
            ),
            simple=not (self.yearly or self.spec.exempt or over),
        )

    def _duty(self, cycle: Cycle, modality: Modality | None) -> Duty:
        spec = self.spec
        return Duty(
            kind=(spec.fact if spec.wants == "fact" else spec.kind) or "",
            cycle=cycle.id,
            opens=cycle.opens,
            due=cycle.due,
            wants=spec.wants,
            modality=modality,
        )

    def _personal(self, values: Values, modality: Modality | None) -> Answer:
        """Answers for demands whose cycle is the person's own: rolling years, and once."""

        def answer(facts: PersonFacts) -> tuple[Duty, ...]:
            cycle = self._own_cycle(facts)
            if cycle is None:
                return ()
            duty = self._ready(cycle, facts.on, modality).answer(facts)
            return () if duty is None else (duty,)

        return self._owned(answer)

    def _own_cycle(self, facts: PersonFacts) -> Cycle | None:
        cycle = self._found_cycle(facts)
        lapses = self.spec.lapses
        if cycle is None or cycle.due is None or lapses is None:
            return cycle
        return cycle if facts.on <= period_after(cycle.due, lapses) else None

    def _found_cycle(self, facts: PersonFacts) -> Cycle | None:
        spec = self.spec
        if spec.every in ("year", "months"):
            return self._rolling_cycle(facts)
        if spec.every == "absence":
            return self._absence_cycle(facts)
        if spec.at_age is not None:
            return self._age_cycle(facts)
        if spec.before_end is not None:
            last = facts.employed_until
            opens = None if last is None else period_before(last, spec.before_end)
            if last is None or opens is None:
                return None
            return Cycle(f"until {last.isoformat()}", last.year, opens, last)
        start = facts.employed_since
        if start is not None and spec.no_due:
            return Cycle(ONCE, start.year, start, None)
        if start is None or spec.after_start is None:
            return None
        opens = start if spec.opens_after is None else period_after(start, spec.opens_after)
        return Cycle(ONCE, start.year, opens, period_after(start, spec.after_start))

    def _absence_cycle(self, facts: PersonFacts) -> Cycle | None:
        """The return from the last absence of these kinds that was long enough."""
        spec = self.spec
        for absence in sorted(facts.person.absences, key=lambda one: one.start, reverse=True):
            if absence.end is None or (spec.absences and absence.kind not in spec.absences):
                continue
            back = absence.end + timedelta(days=1)
            long = spec.lasting is None or period_after(absence.start, spec.lasting) <= back
            if long and not any(_covers(one, back) for one in facts.person.absences):
                due = period_after(back, spec.within or "1 month")
                return Cycle(f"back {back.isoformat()}", back.year, back, due)
        return None

    def _rolling_cycle(self, facts: PersonFacts) -> Cycle:
        entries = tuple(facts.entries(self.spec.kind or ""))
        days = (reached_on(entry, self.spec.wants, facts.on) for entry in entries)
        last = max((day for day in days if day is not None), default=None)
        waived = {entry.cycle for entry in entries if _is_waived(entry)}
        own = self.spec.every == "months"
        months = max(1, self._number(self.spec.months, facts)) if own else 12
        return cycles.rolling(last, facts.employed_since, facts.on, waived.__contains__, months)

    def _age_cycle(self, facts: PersonFacts) -> Cycle | None:
        born = facts.person.birth_date
        if born is None:
            return None
        reached = birthday(born, self._number(self.spec.at_age, facts))
        if self.spec.anchor == "calendar-year":
            return Cycle(ONCE, reached.year, date(reached.year, 1, 1), date(reached.year, 12, 31))
        return Cycle(ONCE, reached.year, reached, None)

    def _number(self, value: int | str | None, facts: PersonFacts) -> int:
        """A number that stands there, or in the parameter that is named."""
        return int(facts.values.value(value, facts.on) if isinstance(value, str) else value or 0)

    def _no_day(self, facts: PersonFacts) -> str:
        cycle = self._own_cycle(facts)
        if cycle is not None:
            unmet = conditions.unmet(self.yearly, facts, cycle.year)
            return unmet or say("It is asked from {opens}.", opens=cycle.opens)
        found = self._found_cycle(facts)
        if found is not None:
            return say("It was asked until {due}, and is asked no more.", due=found.due or "")
        if self.spec.every == "absence":
            return say("There is no such absence that has an end.")
        if self.spec.at_age is not None:
            return say("The birth date is not known.")
        if self.spec.before_end is not None:
            return say("The employment has no last day.")
        return say("The first day of employment is not known.")

    def _owned(self, answer: Answer) -> Answer:
        """The same answers, owed by somebody else than the conductor where the entry says so."""
        if self.spec.owner == "conductor":
            return answer

        def owned(facts: PersonFacts) -> tuple[Duty, ...]:
            owner = facts.manager if self.spec.owner == "manager" else facts.id
            return tuple(evolve(duty, owner=owner) for duty in answer(facts))

        return owned


def _answers(ready: tuple[_Asked, ...]) -> Answer:
    if all(asked.simple for asked in ready):
        same = tuple(asked.plain for asked in ready)
        return lambda facts: same

    def answer(facts: PersonFacts) -> tuple[Duty, ...]:
        found: tuple[Duty, ...] = ()
        for asked in ready:
            duty = asked.plain if asked.simple else asked.answer(facts)
            if duty is not None:
                found = (*found, duty)
        return found

    return answer


def _is_waived(entry: DialogueEntry) -> bool:
    return entry.state == "waived"
