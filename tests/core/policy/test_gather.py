"""Facts for rules: who should hold a dialogue, and what a record shows without its words."""

from datetime import date

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from visavi.model.dialogues import (
    Answer,
    Coverage,
    Dialogue,
    Event,
    Note,
    Party,
    Pay,
    Preparation,
    Signature,
    Signed,
    State,
    Topic,
)
from visavi.model.matters import Matter, MatterStep
from visavi.model.people import Delegation, Disqualification, Employment, Line, Person, Role
from visavi.model.plans import Activity, Plan, Progress, Step
from visavi.policy import gather
from visavi.policy.document import Kind
from visavi_testing.builders import People, dialogue, entry, person, policy
from visavi_testing.strategies import dialogues, matters, people

ON = date(2026, 2, 10)
TINY = policy(
    kinds=(Kind("t.work", conductor="delegable"), Kind("t.pay")),
    roles=({"id": "dean", "level": 3},),
)
SECRET = "never-seen-by-a-rule"


def expected(*persons: Person, on: date = ON, delegable: bool = True) -> tuple[str | None, str]:
    register = People(*persons, units={"U11": "U1", "U1": None})
    return gather.expected_conductor(register, persons[0], on, delegable=delegable, kind="t.work")


def anna(manager: str | None = "mia", *near: Disqualification, unit: str = "U1") -> Person:
    return person("anna", manager, unit=unit, disqualifications=near)


def test_the_immediate_manager_is_expected() -> None:
    assert expected(anna(), person("mia")) == ("mia", "immediate-manager")


@pytest.mark.parametrize("manager", [None, "anna"])
def test_nobody_holds_their_own_dialogue(manager: str | None) -> None:
    assert expected(anna(manager)) == (None, "nobody")


def test_the_line_changes_on_its_day() -> None:
    moved = evolve(
        anna(), line=(Line("mia", end=date(2026, 2, 9)), Line("otto", start=date(2026, 2, 10)))
    )
    assert expected(moved, on=date(2026, 2, 9))[0] == "mia"
    assert expected(moved, on=date(2026, 2, 10))[0] == "otto"


def test_the_first_posts_manager_counts_where_posts_have_different_ones() -> None:
    double = Person(
        "anna",
        "Anna",
        employments=(
            Employment("small", "U1", "academic", percent=person("x").employments[0].percent / 4),
            Employment("large", "U2", "academic"),
        ),
        line=(Line("mia", employment="small"), Line("otto", employment="large")),
    )
    assert expected(double)[0] == "otto"


def test_the_one_named_stands_in_for_a_disqualified_manager() -> None:
    near = Disqualification("mia", "partner", replaced_by="otto")
    assert expected(anna("mia", near), person("mia", "top")) == ("otto", "disqualification")


def test_the_next_manager_up_stands_in_where_nobody_is_named() -> None:
    near = (Disqualification("mia", "partner"), Disqualification("top", "kin"))
    mia, top = person("mia", "top"), person("top", "rector")
    assert expected(anna("mia", near[0]), mia, top) == ("top", "disqualification")
    assert expected(anna("mia", *near), mia, top) == ("rector", "disqualification")
    assert expected(anna("mia", near[0]), person("mia")) == (None, "nobody")


def test_a_stand_in_who_is_disqualified_too_is_passed_over() -> None:
    near = (
        Disqualification("mia", "partner", replaced_by="otto"),
        Disqualification("otto", "sibling"),
    )
    assert expected(anna("mia", *near), person("mia", "top")) == ("top", "disqualification")


def test_a_disqualification_ends_with_its_last_day() -> None:
    near = Disqualification("mia", "partner", end=date(2026, 2, 10))
    one, mia = anna("mia", near), person("mia", "top")
    assert expected(one, mia, on=date(2026, 2, 10))[0] == "top"
    assert expected(one, mia, on=date(2026, 2, 11))[0] == "mia"


def test_a_line_that_runs_in_a_circle_ends() -> None:
    near = (Disqualification("mia", "kin"), Disqualification("otto", "kin"))
    circle = (anna("mia", *near), person("mia", "otto"), person("otto", "mia"))
    assert expected(*circle) == (None, "nobody")


def test_a_circle_back_to_the_person_is_nobody() -> None:
    near = Disqualification("mia", "kin")
    assert expected(anna("mia", near), person("mia", "anna")) == (None, "nobody")


@pytest.mark.parametrize(
    ("delegation", "covered"),
    [
        (Delegation("d", "per"), True),
        (Delegation("d", "per", people=("anna",)), True),
        (Delegation("d", "per", people=("eva",)), False),
        (Delegation("d", "per", staff_groups=("technical-administrative",)), True),
        (Delegation("d", "per", staff_groups=("postdoc",)), False),
        (Delegation("d", "per", units=("U1",)), True),
        (Delegation("d", "per", units=("U2",)), False),
        (Delegation("d", "per", kinds=("t.work",)), True),
        (Delegation("d", "per", kinds=("t.pay",)), False),
        (Delegation("d", "per", start=date(2026, 2, 10), end=date(2026, 2, 10)), True),
        (Delegation("d", "per", end=date(2026, 2, 9)), False),
        (Delegation("d", "per", start=date(2026, 2, 11)), False),
        (Delegation("d", "anna"), False),
    ],
)
def test_a_delegation_reaches_as_far_as_its_scope(delegation: Delegation, covered: bool) -> None:
    below = anna(unit="U11")
    holder = person("mia", delegations=(delegation,))
    wanted = ("per", "delegation") if covered else ("mia", "immediate-manager")
    assert expected(below, holder) == wanted


def test_a_delegate_who_is_disqualified_is_passed_over() -> None:
    one = anna("mia", Disqualification("per", "partner"))
    holder = person("mia", delegations=(Delegation("d", "per"), Delegation("e", "eva")))
    assert expected(one, holder) == ("eva", "delegation")


def test_a_kind_that_may_not_be_delegated_stays_with_the_manager() -> None:
    holder = person("mia", delegations=(Delegation("d", "per"),))
    assert expected(anna(), holder, delegable=False) == ("mia", "immediate-manager")
    facts = gather.person_facts(People(anna(), holder), anna(), ON, TINY, ())
    assert facts.conductor_for("t.work") == ("per", "delegation")
    assert facts.conductor_for("t.pay") == ("mia", "immediate-manager")


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whoever_is_expected_may_hold_the_dialogue(data: st.DataObject) -> None:
    ids = ("anna", "mia", "otto", "top", "per")
    everybody = [data.draw(people(st.just(one) | st.sampled_from(ids))) for one in ids]
    everybody = [evolve(one, id=name) for one, name in zip(everybody, ids, strict=True)]
    register = People(*everybody)
    for one in everybody:
        conductor, because = gather.expected_conductor(register, one, ON, delegable=True)
        assert (conductor is None) == (because == "nobody")
        assert conductor != one.id
        if conductor is not None:
            assert one.disqualified_on(conductor, ON) is None


def test_units_are_a_chain_that_may_not_run_in_a_circle() -> None:
    register = People(units={"a": "b", "b": "c", "c": "a"})
    assert gather.units_of(register, "a") == ("a", "b", "c")
    assert gather.units_of(register, "unknown") == ("unknown",)


def test_the_register_knows_a_dialogues_days() -> None:
    record = dialogue(
        state=State.SIGNED,
        held=date(2026, 2, 3),
        events=(
            Event("invite", date(2026, 1, 8), "mia"),
            Event("move", date(2026, 1, 9), "mia", reason="ill"),
            Event("invite", date(2026, 1, 10), "mia"),
        ),
        signed=(
            Signed(
                1,
                "",
                "",
                (
                    Signature(Party.EMPLOYEE, "anna", date(2026, 2, 5), ""),
                    Signature(Party.CONDUCTOR, "mia", date(2026, 2, 4), ""),
                ),
            ),
        ),
    )
    known = gather.entry_of(record)
    assert (known.planned, known.invited) == (date(2026, 1, 7), date(2026, 1, 10))
    assert (known.held, known.signed) == (date(2026, 2, 3), date(2026, 2, 5))
    assert known.reason_given
    assert not known.imported


def test_one_signature_is_not_signed() -> None:
    half = (Signed(1, "", "", (Signature(Party.EMPLOYEE, "anna", ON, ""),)),)
    assert gather.entry_of(dialogue(held=ON, signed=half)).signed is None


def test_an_imported_dialogue_was_held_on_the_day_it_says() -> None:
    known = gather.entry_of(
        dialogue(state=State.SIGNED, events=(Event("import", date(2025, 5, 2), "mia"),))
    )
    assert known.imported
    assert (known.held, known.signed) == (date(2025, 5, 2), date(2025, 5, 2))


def test_siblings_are_the_living_dialogues_of_the_same_cycle() -> None:
    entries = (
        entry("t.pay", "2026", entry_id="anna.bbbbbb"),
        entry("t.pay", "2025", entry_id="anna.cccccc"),
        entry("t.pay", "2026", entry_id="anna.dddddd", state=State.WAIVED),
        entry("t.work", "2026", entry_id="anna.aaaaaa"),
    )
    facts = gather.dialogue_facts(People(anna()), dialogue(), ON, TINY, entries)
    assert [one.id for one in facts.siblings] == ["anna.bbbbbb"]


def test_the_conductor_is_judged_on_the_day_of_the_talk() -> None:
    moved = evolve(
        anna(), line=(Line("mia", end=date(2026, 2, 9)), Line("otto", start=date(2026, 2, 10)))
    )
    held = dialogue(held=date(2026, 2, 9))
    facts = gather.dialogue_facts(People(moved), held, date(2026, 6, 1), TINY, ())
    assert facts.conductor_is_manager
    open_still = gather.dialogue_facts(People(moved), dialogue(), date(2026, 6, 1), TINY, ())
    assert not open_still.conductor_is_manager


def test_what_the_conductor_is_to_the_employee_is_known() -> None:
    near = anna("mia", Disqualification("otto", "friend"))
    otto = person("otto", roles=(Role("dean"), Role("hr", end=date(2020, 1, 1))))
    holder = person("mia", delegations=(Delegation("d", "otto"),))
    register = People(near, otto, holder)
    facts = gather.dialogue_facts(register, dialogue(conductor="otto"), ON, TINY, ())
    assert facts.conductor_disqualified == "friend"
    assert facts.conductor_is_delegate
    assert not facts.conductor_is_manager
    assert facts.conductor_roles == {"dean"}


def whole() -> Dialogue:
    note = Note(SECRET, "anna", ON)
    return dialogue(
        held=ON,
        preparations={Party.EMPLOYEE: Preparation((Answer(SECRET, "anna"),), ticks=("room",))},
        topics=(
            Topic("t1", Coverage.SKIPPED, SECRET, (note,), {Party.EMPLOYEE: note}),
            Topic("t2"),
        ),
        pay=Pay(True, 40_000, False, reasons=("results",), explanation=SECRET),
        plan=Plan(
            (Activity("anna.aaaaaa.a1", SECRET, when=ON, support=SECRET),),
            (Step("anna.aaaaaa.a1", Progress.DONE, ON, "anna", SECRET),),
        ),
        signed=(
            Signed(1, SECRET, "", (Signature(Party.EMPLOYEE, "anna", ON, "", dissent=SECRET),)),
        ),
        supplement=SECRET,
    )


def test_a_rule_sees_which_parts_there_are() -> None:
    facts = gather.dialogue_facts(People(anna()), whole(), ON, TINY, ())
    assert facts.preparations[Party.EMPLOYEE].answers == 1
    assert facts.ticks == {"room"}
    (skipped, still_open) = facts.topics
    assert skipped.reason_given
    assert skipped.notes == 1
    assert skipped.views == {Party.EMPLOYEE}
    assert still_open.coverage is Coverage.OPEN
    assert facts.activities[0].filled == {"what", "when", "support"}
    assert facts.activities[0].progress == "done"
    assert facts.pay is not None
    assert (facts.pay.amount_recorded, facts.pay.explained) == (True, True)
    assert facts.signatures[0].dissented
    assert facts.words == {"notes", "plan", "pay", "supplement", "dissent"}


def test_a_rule_sees_no_word_and_no_salary() -> None:
    facts = gather.dialogue_facts(People(anna()), whole(), ON, TINY, (), previous=whole())
    assert SECRET not in repr(facts)
    assert "40000" not in repr(facts)


@given(dialogues())
def test_every_dialogue_has_facts_and_its_register_entry_keeps_its_state(record: Dialogue) -> None:
    facts = gather.dialogue_facts(People(anna()), record, ON, TINY, ())
    assert facts.entry.state is record.state
    assert {topic.topic for topic in facts.topics} == {topic.topic for topic in record.topics}
    assert len(facts.activities) == len(record.plan.activities)


def test_a_matter_knows_how_its_handler_stands_to_those_concerned() -> None:
    register = People(
        anna(), person("mia", "top"), person("top", roles=(Role("dean"),)), person("otto", "mia")
    )
    matter = Matter(
        "m-1",
        "tiny",
        "harassment",
        ON,
        "otto",
        "otto",
        affected="anna",
        concerned=("mia",),
        steps=(
            MatterStep("confirm", date(2026, 2, 11), "otto"),
            MatterStep("confirm", date(2026, 2, 12), "otto"),
        ),
    )
    facts = gather.matter_facts(register, matter, ON, TINY)
    assert facts.concerned_is_affecteds_manager
    assert facts.handler_is_concerneds_report
    assert not facts.handler_is_concerned
    assert facts.steps == {"confirm": date(2026, 2, 11)}
    handed = gather.matter_facts(register, evolve(matter, handler="top"), ON, TINY)
    assert handed.handler_is_managers_manager
    assert handed.handler_level == 3
    assert not handed.handler_is_concerneds_report


def test_an_anonymous_report_has_no_affected_person() -> None:
    matter = Matter("m-1", "tiny", "harassment", ON, "mia", "mia", concerned=("mia",))
    facts = gather.matter_facts(People(person("mia")), matter, ON, TINY)
    assert facts.anonymous
    assert facts.handler_is_concerned
    assert not facts.concerned_is_affecteds_manager


@given(matters(st.sampled_from(("anna", "mia", "top"))))
def test_every_matter_has_facts_without_its_words(matter: Matter) -> None:
    register = People(anna(), person("mia", "top"), person("top"))
    secret = evolve(matter, text=SECRET, assessment=SECRET, decision=SECRET)
    facts = gather.matter_facts(register, secret, ON, TINY)
    assert SECRET not in repr(facts)
    assert facts.assessed
    assert facts.decided


def test_employment_is_unbroken_across_posts_that_follow_each_other() -> None:
    posts = (
        Employment("a", "U1", "postdoc", start=date(2020, 1, 1), end=date(2021, 12, 31)),
        Employment("b", "U1", "postdoc", start=date(2022, 1, 1), end=date(2023, 6, 30)),
        Employment("c", "U1", "academic", start=date(2023, 7, 1)),
    )
    chain = person("anna", employments=posts)
    gap = person("anna", employments=(posts[0], posts[2]))
    since = gather.person_facts(People(), chain, ON, TINY, ()).employed_since
    later = gather.person_facts(People(), gap, ON, TINY, ()).employed_since
    assert (since, later) == (date(2020, 1, 1), date(2023, 7, 1))
