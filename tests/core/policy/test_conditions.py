"""The words of ``when``: when a rule is asked, and why it was not."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from visavi.model.dialogues import Party, State
from visavi.model.people import Absence, EmploymentForm, Fact, PayRoute, Person, ReviewExclusion
from visavi.policy import conditions, gather
from visavi.policy.facts import DialogueFacts, MatterFacts, PersonFacts
from visavi.policy.rules import Scope
from visavi.policy.shapes import CONDITIONS
from visavi_testing.builders import People, dialogue, person, policy

ON = date(2026, 3, 1)
TINY = policy(settings={"basis": "calendar-year"})


def about_person(someone: Person, on: date = ON) -> PersonFacts:
    register = People(someone, units={"U11": "U1", "U1": None})
    return gather.person_facts(register, someone, on, TINY, ())


ANNA = person(
    "anna",
    "mia",
    group="postdoc",
    unit="U11",
    form=EmploymentForm.TEMPORARY,
    born=date(1966, 3, 1),
    route=PayRoute.DIALOGUE,
    absences=(Absence("parental", date(2026, 3, 1), date(2026, 3, 1)),),
    exclusions=(ReviewExclusion(2026),),
    facts=(Fact("t.course", date(2026, 3, 1), Decimal(1)),),
)


def about_dialogue(**more: Any) -> DialogueFacts:
    record = dialogue(state=State.INVITED)
    return gather.dialogue_facts(People(ANNA), record, ON, TINY, (), **more)


ABOUT_MATTER = MatterFacts("m-1", "harassment", ON, ON, TINY)

HOLD = [
    {"staff_groups": ["postdoc", "academic"]},
    {"staff_groups": "postdoc"},
    {"not_staff_groups": ["doctoral"]},
    {"forms": ["temporary"]},
    {"not_forms": ["permanent"]},
    {"employed": True},
    {"pay_routes": ["dialogue"]},
    {"not_pay_routes": ["ladder"]},
    {"units": ["U1"]},
    {"units": ["U11"]},
    {"min_age": 60},
    {"max_age": 60},
    {"absent": ["parental"]},
    {"absent": []},
    {"excluded_from_review": True},
    {"facts": ["t.course"]},
    {"since": date(2026, 3, 1)},
    {"until": date(2026, 3, 1)},
    {"setting": {"name": "basis", "equals": "calendar-year"}},
    {"setting": {"name": "basis", "equals": ["x", "calendar-year"]}},
    {},
]

FAIL = [
    ({"staff_groups": ["doctoral"]}, "It holds for the staff groups doctoral; this one is postdoc"),
    ({"not_staff_groups": ["postdoc"]}, "does not hold for the staff groups postdoc"),
    ({"forms": ["permanent"]}, "employment forms permanent; this one is temporary"),
    ({"not_forms": ["temporary"]}, "employment forms temporary"),
    ({"employed": False}, "depends on being employed on the day (no); here that is yes"),
    ({"pay_routes": ["ladder"]}, "pay routes ladder; this one is dialogue"),
    ({"not_pay_routes": ["dialogue"]}, "pay routes dialogue"),
    ({"units": ["U2"]}, "in the units U2 and below; this one is U11"),
    ({"min_age": 61}, "from the age of 61; here it is 60"),
    ({"max_age": 59}, "up to the age of 59; here it is 60"),
    ({"absent": ["sick"]}, "during an absence (sick); here it is parental"),
    ({"excluded_from_review": False}, "outside that year's review (no); the contract names: 2026"),
    ({"facts": ["t.course", "t.wish"]}, "the register has t.course, t.wish; here it has t.course"),
    ({"since": date(2026, 3, 2)}, "It holds from 2026-03-02; the day is 2026-03-01"),
    ({"until": date(2026, 2, 28)}, "It held until 2026-02-28; the day is 2026-03-01"),
    ({"setting": {"name": "basis", "equals": "rolling"}}, "where the setting basis is rolling"),
]


@pytest.mark.parametrize("when", HOLD, ids=str)
def test_a_condition_that_holds_leaves_nothing_to_say(when: dict[str, Any]) -> None:
    assert conditions.unmet(when, about_person(ANNA)) == ""
    assert conditions.applies(when, about_person(ANNA))


@pytest.mark.parametrize(("when", "why"), FAIL, ids=str)
def test_a_condition_that_does_not_hold_says_what_was_wanted_and_what_is(
    when: dict[str, Any], why: str
) -> None:
    facts = about_person(ANNA)
    assert not conditions.applies(when, facts)
    assert why in conditions.unmet(when, facts)


@pytest.mark.parametrize("when", HOLD, ids=str)
def test_conditions_about_a_person_are_asked_of_a_dialogues_employee(when: dict[str, Any]) -> None:
    if "units" not in when:
        assert conditions.applies(when, about_dialogue())


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ({"kinds": ["t.pay"]}, "asked of the kinds t.pay; this dialogue is t.work"),
        ({"states": ["held"]}, "in the states held; this dialogue is invited"),
        ({"parties": ["conductor"]}, "done by conductor; here it is employee"),
    ],
)
def test_conditions_about_a_dialogue_say_what_it_is(when: dict[str, Any], why: str) -> None:
    assert why in conditions.unmet(when, about_dialogue(party=Party.EMPLOYEE))


@pytest.mark.parametrize(
    "when", [{"kinds": ["t.work"]}, {"states": ["invited"]}, {"parties": ["employee"]}]
)
def test_conditions_about_a_dialogue_hold(when: dict[str, Any]) -> None:
    assert conditions.applies(when, about_dialogue(party=Party.EMPLOYEE))


def test_a_matter_is_asked_for_its_concern() -> None:
    assert conditions.applies({"concerns": ["harassment"]}, ABOUT_MATTER)
    why = conditions.unmet({"concerns": ["threat"]}, ABOUT_MATTER)
    assert why == "It is asked of matters of threat; this one is harassment."


def test_the_first_unmet_condition_is_the_reason() -> None:
    why = conditions.unmet({"staff_groups": ["postdoc"], "min_age": 70, "max_age": 1}, _facts())
    assert "from the age of 70" in why


def test_an_unknown_age_meets_no_age() -> None:
    facts = about_person(person("per", "mia"))
    assert not conditions.applies({"min_age": 1}, facts)
    assert "here it is not known" in conditions.unmet({"max_age": 120}, facts)


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ({"facts": ["t.course"]}, "the register has t.course; here it has no fact."),
        ({"facts_in_year": ["t.course"]}, "t.course in that year; here it has no fact."),
        ({"absent": ["sick"]}, "during an absence (sick); here there is none."),
        ({"excluded_from_review": True}, "(yes); the contract names no year."),
    ],
)
def test_where_there_is_nothing_at_all_the_sentence_says_so(when: dict[str, Any], why: str) -> None:
    assert conditions.unmet(when, about_person(person("per", "mia"))).endswith(why)


def test_the_years_review_is_the_cycles_if_one_is_asked_for() -> None:
    when = {"excluded_from_review": True}
    assert conditions.unmet(when, _facts(), year=2026) == ""
    assert conditions.unmet(when, _facts(), year=2025) != ""


@pytest.mark.parametrize(
    ("when", "scope", "why"),
    [
        ({"staf_groups": ["x"]}, Scope.PERSON, "There is no condition staf_groups."),
        ({"kinds": ["x"]}, Scope.PERSON, "The condition kinds cannot be asked of a person."),
        ({"min_age": 60}, Scope.MATTER, "The condition min_age cannot be asked of a matter."),
        ({"concerns": ["x"]}, Scope.DIALOGUE, "cannot be asked of a dialogue"),
        ({"min_age": "60"}, Scope.PERSON, "The condition min_age needs a whole number."),
        ({"employed": "yes"}, Scope.PERSON, "The condition employed needs true or false."),
        ({"since": "2026-01-01"}, Scope.PERSON, "The condition since needs a date."),
        ({"units": 7}, Scope.PERSON, "The condition units needs a text or a list of texts."),
        (
            {"setting": "basis"},
            Scope.PERSON,
            "The condition setting needs a name and what it equals.",
        ),
    ],
)
def test_conditions_that_cannot_be_asked_are_refused_in_words(
    when: dict[str, Any], scope: Scope, why: str
) -> None:
    with pytest.raises(ValueError, match=why.replace("(", r"\(")):
        conditions.compiled(when, scope)


def test_policy_files_know_the_same_words_as_rules() -> None:
    assert set(conditions.NAMES) == set(CONDITIONS)


def test_what_conditions_look_at_is_stated_by_name() -> None:
    stated = conditions.stated(["not_staff_groups", "min_age", "since"])
    assert {name: read(_facts()) for name, read in stated.items()} == {
        "staff_group": "postdoc",
        "age": 60,
    }


def _facts() -> PersonFacts:
    return about_person(ANNA)
