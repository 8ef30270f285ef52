"""The checks that a policy file can name: what each finds, and when it says nothing."""

import ast
import inspect
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from attrs import evolve

from visavi.model.dialogues import (
    Coverage,
    Event,
    Meeting,
    Note,
    Party,
    Preparation,
    Signature,
    Signed,
    State,
    Topic,
)
from visavi.model.people import Delegation, Disqualification, Role
from visavi.model.plans import Activity, Plan, Progress, Responsible, Step
from visavi.policy import checks, gather
from visavi.policy.document import RuleSpec
from visavi.policy.facts import DialogueFacts, MatterFacts
from visavi.policy.rules import Scope
from visavi_testing.builders import People, dialogue, person, policy

ON = date(2026, 2, 20)
TALK = date(2026, 2, 10)
TINY = policy(values={"least-minutes": 60}, settings={"notice": None, "week": 7})
NOTE = Note("x", "anna", TALK)


def found(
    check: str, facts: DialogueFacts, arguments: Mapping[str, Any] | None = None
) -> list[Mapping[str, Any]]:
    spec = RuleSpec("T-1", "should", check, arguments=arguments or {}, enforced_by="the program")
    return [item.facts for item in checks.rule_from(spec).check(facts)]


def facts(
    *,
    previous: Any = None,
    people: tuple[Any, ...] = (),
    deed: str | None = None,
    **record: Any,
) -> DialogueFacts:
    record.setdefault("held", TALK)
    register = People(*(people or (person("anna", "mia"), person("mia"))))
    return gather.dialogue_facts(
        register, dialogue(**record), ON, TINY, (), deed=deed, previous=previous
    )


def topic(coverage: Coverage, reason: str = "", views: tuple[Party, ...] = ()) -> Topic:
    return Topic("t1", coverage, reason, views=dict.fromkeys(views, NOTE))


def activity(**filled: Any) -> Activity:
    return Activity("anna.aaaaaa.a1", **{"what": "x", **filled})


@pytest.mark.parametrize(
    ("record", "is_found"),
    [
        ((), True),
        ((topic(Coverage.OPEN),), True),
        ((topic(Coverage.PARKED, "later"),), True),
        ((topic(Coverage.SKIPPED),), True),
        ((topic(Coverage.SKIPPED, "not this time"),), False),
        ((topic(Coverage.COVERED),), False),
    ],
)
def test_a_topic_must_be_covered_or_skipped_with_a_reason(
    record: tuple[Topic, ...], is_found: bool
) -> None:
    assert bool(found("topics-covered", facts(topics=record), {"topics": ["t1"]})) is is_found


def test_a_topic_that_may_not_be_skipped_is_found() -> None:
    skipped = facts(topics=(topic(Coverage.SKIPPED, "not this time"),))
    arguments = {"topics": ["t1"], "allow_skip": False}
    assert found("topics-covered", skipped, arguments) == [{"topic": "t1", "coverage": "skipped"}]


@pytest.mark.parametrize(
    ("views", "is_found"), [((), True), ((Party.EMPLOYEE,), True), (tuple(Party), False)]
)
def test_both_views_can_be_asked_for(views: tuple[Party, ...], is_found: bool) -> None:
    record = facts(topics=(topic(Coverage.COVERED, views=views),))
    arguments = {"topics": ["t1"], "both_views": True}
    assert bool(found("topics-covered", record, arguments)) is is_found


def test_both_views_are_there_when_both_wrote_a_note() -> None:
    notes = (Note("x", "anna", TALK), Note("x", "scribe", TALK, written_for="mia"))
    record = facts(topics=(evolve(topic(Coverage.COVERED), notes=notes),))
    assert found("topics-covered", record, {"topics": ["t1"], "both_views": True}) == []


AFTER = [
    ("topics-covered", {"topics": ["t1"]}),
    ("plan-exists", {}),
    ("signed-by-both", {}),
]


@pytest.mark.parametrize(("check", "arguments"), AFTER)
def test_what_a_talk_leaves_behind_is_asked_once_it_was_held_or_a_deed_is_tried(
    check: str, arguments: dict[str, Any]
) -> None:
    assert found(check, facts(held=None, state=State.INVITED), arguments) == []
    assert found(check, facts(), arguments)
    assert found(check, facts(held=None, state=State.INVITED, deed="hold"), arguments)


def test_a_plan_needs_its_number_of_activities() -> None:
    one = facts(plan=Plan((activity(),)))
    assert found("plan-exists", one) == []
    assert found("plan-exists", one, {"activities": 2}) == [{"activities": 1, "wanted": 2}]


def test_each_activity_names_its_blank_fields() -> None:
    record = facts(plan=Plan((activity(responsible=Responsible.BOTH, result="none"),)))
    fields = {"fields": ["what", "when", "responsible", "result", "support"]}
    assert found("plan-fields", record, fields) == [
        {"activity": "anna.aaaaaa.a1", "missing": "when, support"}
    ]
    assert found("plan-fields", record, {"fields": ["what", "result"]}) == []


def test_who_refused_with_a_reason_has_answered() -> None:
    answers = (
        Signature(Party.EMPLOYEE, "anna", ON, "", refused="no"),
        Signature(Party.CONDUCTOR, "mia", ON, ""),
    )
    assert found("signed-by-both", facts(signed=(Signed(1, "", "", answers),))) == []
    half = facts(signed=(Signed(1, "", "", answers[:1]),))
    assert found("signed-by-both", half) == [{"party": "conductor"}]


def test_preparation_is_asked_for_from_the_invitation_on() -> None:
    ticked = {Party.CONDUCTOR: Preparation(ticks=("room",), submitted=ON)}
    invited = facts(held=None, state=State.INVITED, preparations=ticked)
    planned = facts(held=None, state=State.PLANNED)
    items = {"items": ["room", "goals"]}
    assert found("ticked", invited, items) == [{"preparation": "goals"}]
    assert found("ticked", planned, items) == []
    assert found("submitted", invited, {"party": "employee"}) == [{"party": "employee"}]
    assert found("submitted", invited, {"party": ["conductor"]}) == []
    assert found("submitted", planned, {"party": "employee"}) == []


@pytest.mark.parametrize(
    ("minutes", "is_found"), [(59, True), (60, False), (120, False), (121, True)]
)
def test_a_meetings_length_lies_between_both_ends_included(minutes: int, is_found: bool) -> None:
    record = facts(meeting=TALK)
    record = evolve(record, minutes=minutes)
    limits = {"least": "least-minutes", "most": 120}
    assert bool(found("minutes-between", record, limits)) is is_found


def test_a_length_that_nobody_gave_is_not_judged() -> None:
    assert found("minutes-between", facts(), {"least": 60}) == []


@pytest.mark.parametrize(
    ("setting", "invited", "is_found"),
    [
        ("notice", date(2026, 2, 10), False),
        ("week", date(2026, 2, 3), False),
        ("week", date(2026, 2, 4), True),
    ],
)
def test_notice_is_judged_only_where_the_institution_chose_a_number(
    setting: str, invited: date, is_found: bool
) -> None:
    record = facts(meeting=TALK, events=(Event("invite", invited, "mia"),))
    assert bool(found("notice-days", record, {"setting": setting})) is is_found


def test_the_conductors_role_depends_on_the_staff_group() -> None:
    table = {"table": {"postdoc": ["head-of-research", "dean"], "doctoral": "dean"}}
    employee = person("anna", "mia", group="postdoc")
    dean = person("mia", roles=(Role("dean"),))
    gone = person("mia", roles=(Role("dean", end=date(2026, 2, 9)),))
    assert found("conductor-role", facts(people=(employee, dean)), table) == []
    assert found("conductor-role", facts(people=(employee, gone)), table) == [
        {"staff_group": "postdoc", "role": "head-of-research, dean"}
    ]
    assert found("conductor-role", facts(), table) == []


def test_the_manager_conducts_or_a_delegate_where_that_is_allowed() -> None:
    delegated = (person("anna", "mia"), person("mia", delegations=(Delegation("d1", "per"),)))
    by_delegate = facts(people=delegated, conductor="per")
    assert found("conductor-is-manager", facts()) == []
    assert found("conductor-is-manager", facts(conductor="otto")) == [
        {"conductor": "otto", "manager": "mia"}
    ]
    assert found("conductor-is-manager", by_delegate)
    assert found("conductor-is-manager", by_delegate, {"or_delegate": True}) == []


def test_another_conducts_where_the_manager_is_disqualified() -> None:
    near = person("anna", "mia", disqualifications=(Disqualification("mia", "partner"),))
    assert found("conductor-is-manager", facts(people=(near,), conductor="otto")) == []


def test_what_must_be_attached_is_named() -> None:
    record = facts(attachments=("hours",))
    assert found("attached", record, {"items": ["hours", "list"]}) == [{"attachment": "list"}]


def test_each_activity_of_the_last_plan_is_followed_up_or_goes_on() -> None:
    last = dialogue(
        dialogue_id="anna.bbbbbb",
        plan=Plan(
            tuple(Activity(f"anna.bbbbbb.a{n}", "x") for n in (1, 2, 3)),
            (
                Step("anna.bbbbbb.a1", Progress.DONE, ON, "anna"),
                Step("anna.bbbbbb.a3", Progress.OPEN, ON, "anna", "It goes on"),
            ),
        ),
    )
    kept = Plan((activity(carried_from="anna.bbbbbb.a2"),))
    record = facts(previous=last, plan=kept)
    assert found("followed-up", record) == [{"activity": "anna.bbbbbb.a3"}]


def test_the_last_conclusions_come_first_where_there_is_a_last_dialogue() -> None:
    last = dialogue(dialogue_id="anna.bbbbbb")
    first = {"topic": "t1"}
    assert found("previous-first", facts(), first) == []
    assert found("previous-first", facts(previous=last), first) == [
        {"topic": "t1", "previous": "anna.bbbbbb"}
    ]
    covered = facts(previous=last, topics=(topic(Coverage.COVERED),))
    assert found("previous-first", covered, first) == []


def test_disagreement_asks_for_both_views() -> None:
    signatures = (Signature(Party.EMPLOYEE, "anna", ON, "", dissent="no"),)
    signed = (Signed(1, "", "", signatures),)
    both = (topic(Coverage.COVERED, views=tuple(Party)),)
    assert found("views-recorded", facts(signed=signed)) == [{}]
    assert found("views-recorded", facts(signed=signed, topics=both)) == []
    assert found("views-recorded", facts()) == []


def test_a_meeting_needs_an_undisturbed_place() -> None:
    assert found("undisturbed", facts(meeting=TALK)) == [{}]
    assert found("undisturbed", facts()) == []
    quiet = evolve(facts(meeting=TALK), undisturbed=True)
    assert found("undisturbed", quiet) == []


def test_what_is_told_is_told_in_the_states_named() -> None:
    rule = checks.rule_from(RuleSpec("T-1", "may", "told", arguments={"states": ["planned"]}))
    assert rule.when == {"states": ("planned",)}
    assert list(rule.check(facts()))


def test_what_is_stated_never_finds_anything() -> None:
    assert found("stated", facts()) == []


def test_a_rule_with_concerns_is_about_matters() -> None:
    spec = RuleSpec("T-1", "may", "told", when={"concerns": ["harassment"]})
    rule = checks.rule_from(spec)
    open_matter = MatterFacts("m-1", "harassment", ON, ON, TINY)
    assert rule.scope is Scope.MATTER
    assert list(rule.check(open_matter))
    assert list(rule.check(evolve(open_matter, closed=ON))) == []
    when = {"concerns": ["harassment"]}
    stated = RuleSpec("T-1", "may", "stated", when=when, enforced_by="access")
    assert list(checks.rule_from(stated).check(open_matter)) == []


@pytest.mark.parametrize(
    ("spec", "why"),
    [
        (RuleSpec("T", "must", "topic-covered"), "There is no check topic-covered."),
        (RuleSpec("T", "must", "topics-covered"), "The check topics-covered needs topics."),
        (
            RuleSpec("T", "must", "plan-exists", arguments={"activites": 1}),
            "The check plan-exists does not know activites.",
        ),
        (RuleSpec("T", "must", "stated"), "The check stated needs enforced_by"),
        (
            RuleSpec("T", "must", "plan-exists", when={"concerns": ["x"]}),
            "The check plan-exists cannot be asked of a matter.",
        ),
        (
            RuleSpec("T", "must", "plan-fields", arguments={"fields": ["whom"]}),
            "An activity has no field whom.",
        ),
    ],
)
def test_a_check_that_cannot_be_made_says_why(spec: RuleSpec, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        checks.rule_from(spec)


def test_kinds_and_deeds_of_the_entry_are_those_of_the_rule() -> None:
    spec = RuleSpec("T", "must", "plan-exists", ("c",), refuses=("sign",), kinds=("t.work",))
    rule = checks.rule_from(spec)
    assert (rule.when, rule.refuses, rule.cite) == (
        {"kinds": ("t.work",)},
        frozenset({"sign"}),
        ("c",),
    )


def test_a_meetings_day_counts_as_the_day_of_the_talk_while_it_lies_ahead() -> None:
    ahead = facts(held=None, meeting=date(2026, 3, 5), state=State.INVITED)
    past = facts(held=None, meeting=date(2026, 2, 1), state=State.INVITED)
    assert (ahead.talk_on, past.talk_on, facts().talk_on) == (date(2026, 3, 5), ON, TALK)
    assert isinstance(dialogue(meeting=TALK).meeting, Meeting)


@pytest.mark.parametrize("name", checks.CHECKS)
def test_a_check_tells_which_facts_it_finds(name: str) -> None:
    """So that a sentence that asks for another one is a mistake before anybody reads it."""
    shape = checks.CHECKS[name]
    tree = ast.parse(inspect.getsource(shape.make))
    calls = [one for one in ast.walk(tree) if isinstance(one, ast.Call)]
    named = {
        word.arg
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "Found"
        for word in call.keywords
    }

    assert named - {"text", "modality"} == shape.facts
