"""Conditions: under which circumstances a rule is asked, and in words why it was not.

``when = { staff_groups = ["postdoc"], min_age = 60 }`` in a policy file, or keyword arguments of
the rule decorators. All conditions must hold. Those about a person are asked of a dialogue's
employee on the day of the talk.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from attrs import frozen

from visavi.messages import say
from visavi.model.time import day_in_year
from visavi.policy.condition_words import SHAPES, WHY, WHY_WITHOUT
from visavi.policy.facts import DialogueFacts, MatterFacts, PersonFacts
from visavi.policy.outcomes import FactValue
from visavi.policy.rules import Scope

Test = Callable[[Any], bool]
"""Whether a condition holds for the facts of its scope."""


@frozen
class Condition:
    """One word of the language.

    ``make`` turns the wanted value and the cycle's year (``None``: the year of the day) into a
    test; ``has`` reads what the facts have instead; ``fact`` is the name under which an obligation
    states that, if it does.
    """

    name: str
    scopes: frozenset[Scope]
    shape: str
    make: Callable[[Any, int | None], Test]
    has: Callable[[Any], FactValue]
    fact: str = ""

    @property
    def about_person(self) -> bool:
        """Whether it is asked of the employee, in a dialogue as well."""
        return self.scopes is _PEOPLE


_ANY = frozenset(Scope)
_PEOPLE = frozenset({Scope.PERSON, Scope.DIALOGUE})
_DIALOGUE = frozenset({Scope.DIALOGUE})
_MATTER = frozenset({Scope.MATTER})


def words(value: Any) -> tuple[str, ...]:
    """One word or several, as a tuple."""
    return (value,) if isinstance(value, str) else tuple(value)


def _day(facts: Any) -> date:
    day: date = facts.talk_on if isinstance(facts, DialogueFacts) else facts.on
    return day


def _one_of(read: Callable[[Any], Any]) -> Callable[[Any, int | None], Test]:
    def make(wanted: Any, _: int | None) -> Test:
        accepted = frozenset(words(wanted))
        return lambda facts: read(facts) in accepted

    return make


def _none_of(read: Callable[[Any], Any]) -> Callable[[Any, int | None], Test]:
    def make(wanted: Any, _: int | None) -> Test:
        excluded = frozenset(words(wanted))
        return lambda facts: read(facts) not in excluded

    return make


def _group(facts: PersonFacts) -> str:
    return facts.staff_group


def _form(facts: PersonFacts) -> str:
    return facts.form or ""


def _route(facts: PersonFacts) -> str:
    return facts.pay_route or ""


def _kind(facts: DialogueFacts) -> str:
    return facts.entry.kind


def _state(facts: DialogueFacts) -> str:
    return facts.entry.state


def _party(facts: DialogueFacts) -> str:
    return facts.party or ""


def _concern(facts: MatterFacts) -> str:
    return facts.concern


def _employed(wanted: bool, _: int | None) -> Test:
    return lambda facts: facts.employed is wanted


def _in_units(wanted: Any, _: int | None) -> Test:
    accepted = frozenset(words(wanted))
    return lambda facts: not accepted.isdisjoint(facts.units)


def _not_in_units(wanted: Any, _: int | None) -> Test:
    excluded = frozenset(words(wanted))
    return lambda facts: excluded.isdisjoint(facts.units)


def _min_percent(wanted: int, _: int | None) -> Test:
    return lambda facts: facts.percent >= wanted


def _max_percent(wanted: int, _: int | None) -> Test:
    return lambda facts: facts.percent <= wanted


def _employed_on(wanted: Any, year: int | None) -> Test:
    days = words(wanted)

    def test(facts: PersonFacts) -> bool:
        on = [day_in_year(day, year or facts.on.year) for day in days]
        return all(facts.employed_during(day, day) for day in on)

    return test


def _min_age(wanted: int, _: int | None) -> Test:
    return lambda facts: facts.age is not None and facts.age >= wanted


def _max_age(wanted: int, _: int | None) -> Test:
    return lambda facts: facts.age is not None and facts.age <= wanted


def _absent(wanted: Any, _: int | None) -> Test:
    kinds = words(wanted)
    return lambda facts: facts.absent(*kinds) is not None


def _absence(facts: PersonFacts) -> str:
    absence = facts.absent()
    return "" if absence is None else absence.kind


def _excluded(wanted: bool, year: int | None) -> Test:
    return lambda facts: facts.excluded_from_review(year or facts.on.year) is wanted


def _facts_present(wanted: Any, _: int | None) -> Test:
    kinds = words(wanted)
    return lambda facts: all(facts.facts_of(kind) for kind in kinds)


def _facts_in_year(wanted: Any, year: int | None) -> Test:
    kinds = words(wanted)
    return lambda facts: all(facts.facts_of(kind, year or facts.on.year) for kind in kinds)


def _has_role(wanted: Any, _: int | None) -> Test:
    roles = frozenset(words(wanted))
    return lambda facts: not roles.isdisjoint(facts.conductor_roles)


def _has_no_role(wanted: Any, _: int | None) -> Test:
    roles = frozenset(words(wanted))
    return lambda facts: roles.isdisjoint(facts.conductor_roles)


def _roles(facts: DialogueFacts) -> str:
    return ", ".join(sorted(facts.conductor_roles))


def _percent(facts: PersonFacts) -> FactValue:
    return facts.percent


def _posts(facts: PersonFacts) -> str:
    periods = ((post.start, post.end) for post in facts.person.employments)
    return ", ".join(f"{start or '…'} – {end or '…'}" for start, end in periods)


def _fact_kinds(facts: PersonFacts) -> str:
    return ", ".join(sorted({fact.kind for fact in facts.person.facts if fact.on <= facts.on}))


def _since(wanted: date, _: int | None) -> Test:
    return lambda facts: _day(facts) >= wanted


def _until(wanted: date, _: int | None) -> Test:
    return lambda facts: _day(facts) <= wanted


def _setting(wanted: Mapping[str, Any], _: int | None) -> Test:
    equals = wanted["equals"]
    accepted = tuple(equals) if isinstance(equals, list | tuple) else (equals,)
    return lambda facts: facts.values.setting(wanted["name"]) in accepted


def _age(facts: PersonFacts) -> int | None:
    return facts.age


def _unit(facts: PersonFacts) -> str:
    return facts.unit


def _is_employed(facts: PersonFacts) -> bool:
    return facts.employed


def _excluded_years(facts: PersonFacts) -> str:
    return ", ".join(str(exclusion.year) for exclusion in facts.person.exclusions)


def _setting_value(facts: Any) -> str:
    return ""


_LANGUAGE: Mapping[str, Condition] = {
    condition.name: condition
    for condition in (
        Condition("kinds", _DIALOGUE, "words", _one_of(_kind), _kind, "kind"),
        Condition("states", _DIALOGUE, "words", _one_of(_state), _state, "state"),
        Condition("parties", _DIALOGUE, "words", _one_of(_party), _party, "party"),
        Condition("concerns", _MATTER, "words", _one_of(_concern), _concern, "concern"),
        Condition("employed", _PEOPLE, "bool", _employed, _is_employed, "employed"),
        Condition("staff_groups", _PEOPLE, "words", _one_of(_group), _group, "staff_group"),
        Condition("not_staff_groups", _PEOPLE, "words", _none_of(_group), _group, "staff_group"),
        Condition("forms", _PEOPLE, "words", _one_of(_form), _form, "form"),
        Condition("not_forms", _PEOPLE, "words", _none_of(_form), _form, "form"),
        Condition("pay_routes", _PEOPLE, "words", _one_of(_route), _route, "pay_route"),
        Condition("not_pay_routes", _PEOPLE, "words", _none_of(_route), _route, "pay_route"),
        Condition("units", _PEOPLE, "words", _in_units, _unit, "unit"),
        Condition("not_units", _PEOPLE, "words", _not_in_units, _unit, "unit"),
        Condition("min_percent", _PEOPLE, "int", _min_percent, _percent, "percent"),
        Condition("max_percent", _PEOPLE, "int", _max_percent, _percent, "percent"),
        Condition("employed_on", _PEOPLE, "words", _employed_on, _posts),
        Condition("facts_in_year", _PEOPLE, "words", _facts_in_year, _fact_kinds),
        Condition("conductor_roles", _DIALOGUE, "words", _has_role, _roles, "conductor_roles"),
        Condition(
            "not_conductor_roles", _DIALOGUE, "words", _has_no_role, _roles, "conductor_roles"
        ),
        Condition("min_age", _PEOPLE, "int", _min_age, _age, "age"),
        Condition("max_age", _PEOPLE, "int", _max_age, _age, "age"),
        Condition("absent", _PEOPLE, "words", _absent, _absence, "absence"),
        Condition("excluded_from_review", _PEOPLE, "bool", _excluded, _excluded_years),
        Condition("facts", _PEOPLE, "words", _facts_present, _fact_kinds),
        Condition("since", _ANY, "date", _since, _day),
        Condition("until", _ANY, "date", _until, _day),
        Condition("setting", _ANY, "setting", _setting, _setting_value),
    )
}

NAMES = tuple(sorted(_LANGUAGE))
"""All words of the language."""

WORDS = frozenset({"form", "party", "pay_route", "state"})
"""Facts whose values are words of the core: they are said, and not written as data has them."""

YEARLY = frozenset({"excluded_from_review", "employed_on", "facts_in_year"})
"""Conditions that look at the year of the cycle that is asked for."""


def mistakes(when: Mapping[str, Any], scope: Scope) -> Iterable[str]:
    """What is wrong with the conditions, one sentence each."""
    for name, wanted in when.items():
        condition = _LANGUAGE.get(name)
        if condition is None:
            yield say("There is no condition {name}.", name=name)
        elif scope not in condition.scopes:
            yield say("The condition {name} cannot be asked of a {scope}.", name=name, scope=scope)
        elif not _has_shape(wanted, condition.shape):
            needed = say(SHAPES[condition.shape])
            yield say("The condition {name} needs {needed}.", name=name, needed=needed)


def compiled(when: Mapping[str, Any], scope: Scope, year: int | None = None) -> tuple[Test, ...]:
    """The conditions as tests of the scope's facts; ``year`` is that of the cycle asked for.

    Raises ``ValueError`` with a sentence for conditions that cannot be asked there.
    """
    for mistake in mistakes(when, scope):
        raise ValueError(mistake)
    return tuple(_test(_LANGUAGE[name], wanted, scope, year) for name, wanted in when.items())


def applies(when: Mapping[str, Any], facts: PersonFacts | DialogueFacts | MatterFacts) -> bool:
    """Whether all conditions hold."""
    return all(test(facts) for test in compiled(when, scope_of(facts)))


def unmet(
    when: Mapping[str, Any],
    facts: PersonFacts | DialogueFacts | MatterFacts,
    year: int | None = None,
) -> str:
    """The first condition that does not hold, in words; empty if all hold."""
    scope = scope_of(facts)
    for (name, wanted), test in zip(when.items(), compiled(when, scope, year), strict=True):
        if not test(facts):
            condition = _LANGUAGE[name]
            has = condition.has(_subject(condition, facts))
            nothing = has is None or has == ""
            why = WHY_WITHOUT.get(name, WHY[name]) if nothing else WHY[name]
            word = say if condition.fact in WORDS else str
            return say(why, wanted=_shown(wanted, word), has=_shown(has, word))
    return ""


def stated(names: Iterable[str]) -> dict[str, Callable[[Any], FactValue]]:
    """What the conditions look at, by name: how an obligation states what it follows from."""
    known = (_LANGUAGE[name] for name in names)
    return {condition.fact: condition.has for condition in known if condition.fact}


def scope_of(facts: PersonFacts | DialogueFacts | MatterFacts) -> Scope:
    """The scope that these facts belong to."""
    if isinstance(facts, PersonFacts):
        return Scope.PERSON
    return Scope.DIALOGUE if isinstance(facts, DialogueFacts) else Scope.MATTER


def _test(condition: Condition, wanted: Any, scope: Scope, year: int | None) -> Test:
    test = condition.make(wanted, year)
    if condition.about_person and scope is Scope.DIALOGUE:
        return lambda facts: test(facts.employee)
    return test


def _subject(condition: Condition, facts: Any) -> Any:
    if condition.about_person and isinstance(facts, DialogueFacts):
        return facts.employee
    return facts


def _has_shape(wanted: Any, shape: str) -> bool:
    match shape:
        case "words":
            return isinstance(wanted, str) or (
                isinstance(wanted, list | tuple | set | frozenset)
                and all(isinstance(word, str) for word in wanted)
            )
        case "bool":
            return isinstance(wanted, bool)
        case "int":
            return isinstance(wanted, int) and not isinstance(wanted, bool)
        case "date":
            return isinstance(wanted, date)
        case _:
            return isinstance(wanted, Mapping) and set(wanted) == {"name", "equals"}


def _shown(value: Any, word: Callable[[str], str] = str) -> str:
    """A wanted or present value, as it stands in a sentence."""
    if value is None or value == "":
        return say("not known")
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, Mapping):
        return say("{name} is {equals}", name=value["name"], equals=_shown(value["equals"]))
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(map(word, map(str, value))) or say("any")
    return word(str(value))
