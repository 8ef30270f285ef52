"""Scenario files: read strictly, and whole people and dialogues described in them."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from visavi.errors import PolicyInvalid
from visavi.model.dialogues import Coverage, Party, State
from visavi.model.people import EmploymentForm
from visavi.policy.authoring.scenario import Scenario, read_scenario
from visavi_testing.scenarios import HEAD, TALK, Write

WRONG = [
    (("title", "titel"), "one.toml:2: titel: There is no key 'titel' here. Did you mean title?"),
    (("as_of = 2026-02-10", ""), "The key as_of is missing."),
    (("2026-02-10", '"2026-02-10"'), "one.toml:4: as_of: This must be a date"),
    (('kind = "t.goals"\n', ""), "dialogue.0: The key kind is missing."),
    (('employee = "anna"', 'employee = "ana"'), "'ana' stands nowhere in this file. Did you mean"),
    (('id = "mia"', 'id = "anna"'), "'anna' stands twice."),
    (("held = 2026-02-03", "held = 2026-02-30"), "This is not valid TOML"),
    (("held = 2026-02-03", 'topics = { t1 = "done" }'), "This must be one of open, covered"),
    (("[expect]", '[expect]\nsubjects = ["per"]'), "'per' stands nowhere in this file."),
    (
        ("[expect]", "[[expect.finding]]\nrule = 'T'\nmodality = 'must'"),
        "either dialogue or matter",
    ),
    (("[expect]", ""), "The key expect is missing."),
    (("[[person]]", "[person]"), "TOML"),
    (('group = "postdoc"', "percent = true"), "This must be a number, not True."),
]


@pytest.mark.parametrize(("change", "why"), WRONG, ids=lambda value: str(value)[:40])
def test_a_mistake_in_the_file_is_named_with_its_line(
    write: Write, change: tuple[str, str], why: str
) -> None:
    with pytest.raises(PolicyInvalid) as raised:
        read_scenario(write((HEAD + TALK + "[expect]\n").replace(*change)))
    assert why in "\n".join(map(str, raised.value.problems))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyInvalid, match=r"nowhere\.toml"):
        read_scenario(str(tmp_path / "nowhere.toml"))


WHOLE_PERSON = """
title = "All that can be said of somebody"
policy = "tiny"
as_of = 2026-02-10

[[person]]
id = "anna"
born = 1990-05-01
group = "postdoc"
posts = [
    { unit = "U1", percent = 60, from = 2020-01-01, to = 2026-02-10, manager = "mia" },
    { unit = "U2", percent = 40, form = "temporary", group = "manager", manager = "otto" },
]
line = [{ manager = "top", from = 2027-01-01 }]
pay_route = "ladder"
absences = [{ kind = "parental", from = 2026-03-01, to = 2027-01-31 }]
excluded_years = [2026]
disqualified = [{ manager = "mia", ground = "partner", from = 2026-01-01, replaced_by = "otto" }]
delegations = [{ to = "per", until = 2026-12-31, groups = ["postdoc"], kinds = ["t.goals"] }]
roles = [{ name = "dean", unit = "U1", level = 3 }]
facts = [{ kind = "t.course", on = 2026-02-01, value = 1.5 }]

[[dialogue]]
name = "last"
employee = "anna"
conductor = "mia"
kind = "t.goals"
cycle = "2025"
imported = true
held = 2025-02-01
signed = 2025-02-02
activities = [{ what = true, progress = "done" }, { what = "Course", when = 2025-06-01 }]

[[dialogue]]
name = "goals"
employee = "anna"
conductor = "mia"
kind = "t.goals"
cycle = "2026"
previous = "last"
planned = 2026-01-07
invited = 2026-01-08
meeting = 2026-02-20
minutes = 90
undisturbed = true
topics = { t1 = "covered", t2 = "skipped" }
views = ["t1"]
ticks = ["room"]
submitted = ["employee"]
attachments = ["hours"]
pay = { discussed = true, amount = true, agreed = false, reasons = ["results"], explained = true }
signed_by = ["employee"]
dissent = ["employee"]

[expect]
subjects = []
"""


def whole(write: Write) -> Scenario:
    return read_scenario(write(WHOLE_PERSON))


def test_a_person_can_be_described_whole(write: Write) -> None:
    on = date(2026, 2, 10)
    anna = whole(write).people["anna"]
    first, second = anna.employments_on(on)
    assert (first.unit, first.percent, first.staff_group) == ("U1", Decimal(60), "postdoc")
    assert (second.form, second.staff_group) == (EmploymentForm.TEMPORARY, "manager")
    assert anna.manager_on(on) == "mia"
    assert anna.manager_on(date(2026, 2, 11)) == "otto"
    assert anna.pay_route_on(on) == "ladder"
    assert anna.disqualifications[0].replaced_by == "otto"
    assert anna.delegations[0].end == date(2026, 12, 31)
    assert anna.roles[0].level == 3
    assert anna.facts[0].value == Decimal("1.5")
    assert [exclusion.year for exclusion in anna.exclusions] == [2026]
    assert anna.absences[0].kind == "parental"


def test_a_dialogue_can_be_described_whole(write: Write) -> None:
    dialogues = whole(write).dialogues
    last, goals = dialogues["last"], dialogues["goals"]
    assert last.state is State.SIGNED
    assert last.signed[0].complete
    assert [activity.id for activity in last.plan.unfinished()] == ["last.a2"]
    assert goals.state is State.INVITED
    assert goals.previous == "last"
    assert goals.meeting is not None
    assert (goals.meeting.starts.date(), goals.meeting.minutes) == (date(2026, 2, 20), 90)
    covered, skipped = goals.topics
    assert (covered.coverage, len(covered.views)) == (Coverage.COVERED, 2)
    assert (skipped.coverage, bool(skipped.reason)) == (Coverage.SKIPPED, True)
    assert goals.preparation_of(Party.EMPLOYEE).submitted is not None
    assert goals.preparation_of(Party.CONDUCTOR).ticks == ("room",)
    assert goals.pay is not None
    assert (goals.pay.amount is not None, goals.pay.agreed) == (True, False)
    assert goals.signed[0].signature_of(Party.CONDUCTOR) is None
    answer = goals.signed[0].signature_of(Party.EMPLOYEE)
    assert answer is not None
    assert answer.dissent


@pytest.mark.parametrize(
    ("days", "state"),
    [
        ("", State.PLANNED),
        ("invited = 2026-01-08", State.INVITED),
        ("moved = 2026-01-09", State.MOVED),
        ("started = 2026-02-03", State.IN_PROGRESS),
        ("held = 2026-02-03", State.HELD),
        ("held = 2026-02-03\nsigned = 2026-02-04", State.SIGNED),
        ("signed = 2026-02-04\nclosed = 2026-02-05", State.CLOSED),
        ("invited = 2026-01-08\ndeclined = 2026-01-09", State.DECLINED),
        ("waived = 2026-01-09", State.WAIVED),
        ("cancelled = 2026-01-09", State.CANCELLED),
    ],
)
def test_a_dialogues_state_follows_from_its_days(write: Write, days: str, state: State) -> None:
    start = TALK.split("invited")[0]
    scenario = read_scenario(write(HEAD + start + days + "\n[expect]\n"))
    assert scenario.dialogues["goals"].state is state
