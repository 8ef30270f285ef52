"""Scenario files: read strictly, run exactly, and each difference said in words."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from visavi.errors import PolicyInvalid
from visavi.model.dialogues import Coverage, Party, State
from visavi.model.people import EmploymentForm
from visavi.policy.checks import obligation_rule, rule_from
from visavi.policy.document import Exemption, Kind, ObligationSpec, RuleSpec
from visavi.policy.facts import DialogueFacts
from visavi.policy.policy import Policy
from visavi.policy.rules import MUST, Found, Rule, dialogue_rule, rules_in
from visavi.policy.scenario import Scenario, ScenarioResult, read_scenario, run_scenario
from visavi_testing.builders import WINDOW, policy

HEAD = """
title = "One talk"
policy = "tiny"
as_of = 2026-02-10

[[person]]
id = "anna"
group = "postdoc"
unit = "U1"
manager = "mia"
employed = { from = 2020-01-01 }

[[person]]
id = "mia"
group = "manager"
"""

TALK = """
[[dialogue]]
name = "goals"
employee = "anna"
conductor = "mia"
kind = "t.goals"
cycle = "2026"
planned = 2026-01-07
invited = 2026-01-08
held = 2026-02-03
"""

MATTER = """
[[matter]]
name = "report"
concern = "harassment"
opened = 2026-02-01
received_by = "mia"
handler = "mia"
affected = "anna"
"""

GOALS = Kind("t.goals", window="goals", topics=("t1", "t2"))

RULES: tuple[Rule, ...] = (
    obligation_rule(
        ObligationSpec(
            "T-1",
            "should",
            kind="t.goals",
            exempt=(Exemption("T-9", {"staff_groups": ("doctoral",)}),),
        ),
        GOALS,
    ),
    rule_from(
        RuleSpec(
            "T-TOPICS",
            "must",
            "topics-covered",
            arguments={"topics": ["t1", "t2"]},
            refuses=("sign",),
        )
    ),
    rule_from(
        RuleSpec("T-CLOSE", "must", "told", refuses=("close",), when={"concerns": ["harassment"]})
    ),
)


class Book:
    """One policy for all, and perhaps another one in a unit."""

    def __init__(self, base: Policy, unit: str = "", layer: Policy | None = None) -> None:
        self.base = base
        self.unit = unit
        self.layer = layer

    def for_units(self, units: tuple[str, ...]) -> Policy:
        return self.layer if self.layer and self.unit in units else self.base

    def by_id(self, policy: str) -> Policy:
        return self.base


def tiny(*rules: Rule) -> Policy:
    made = policy(
        *(rules or RULES),
        kinds=(GOALS,),
        values={"goals": WINDOW, "week": 7},
        settings={"mode": "a"},
        steps=({"id": "confirm", "within": "week"},),
    )
    plain = dict(made.plain)
    for table, names in {
        "staff_group": ("postdoc", "manager", "doctoral"),
        "topic": ("t1", "t2"),
        "concern": ("harassment",),
        "fact": ("t.course",),
    }.items():
        plain[table] = {name: {"id": name, "at": [0, 1]} for name in names}
    return Policy(plain, texts=made._texts, rules=lambda: made.rules)


Write = Callable[[str], str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(content: str) -> str:
        path = tmp_path / "one.toml"
        path.write_text(content, encoding="utf-8")
        return str(path)

    return put


def run(path: str, book: Book | None = None) -> ScenarioResult:
    return run_scenario(read_scenario(path), book or Book(tiny()))


MET = """
[[expect.obligation]]
person = "anna"
rule = "T-1"
kind = "t.goals"
cycle = "2026"
state = "met"
due = 2026-03-31
modality = "should"
"""

BOTH_FOUND = """
[[expect.finding]]
dialogue = "goals"
rule = "T-TOPICS"
modality = "must"
times = 2
"""

CLOCK = """
[[expect.obligation]]
matter = "report"
rule = ""
kind = "matter.confirm"
cycle = "2026-02-01"
state = "overdue"
due = 2026-02-08
modality = "should"
"""


def test_a_scenario_that_expects_exactly_what_the_policy_says_is_ok(write: Write) -> None:
    result = run(write(HEAD + TALK + "[expect]" + MET + BOTH_FOUND))
    assert result.differences == ()
    assert result.ok


def test_what_is_not_expected_and_what_is_missing_is_said_in_words(write: Write) -> None:
    result = run(write(HEAD + TALK + "[expect]"))
    assert result.differences == (
        "anna has an obligation that was not expected: T-1, t.goals for 2026, should, met, "
        "due 2026-03-31.",
        "goals: the finding T-TOPICS (must) is not expected (2 times).",
    )
    wrong = MET.replace("2026", "2025") + BOTH_FOUND.replace("T-TOPICS", "T-OTHER")
    result = run(write(HEAD + TALK + "[expect]" + wrong))
    assert result.differences[0] == (
        "anna should have the obligation T-1: t.goals for 2025; there is none."
    )
    assert "goals: the finding T-OTHER (must) is missing (2 times)." in result.differences


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        (("met", "open"), "state is met, expected was open"),
        (("2026-03-31", "2026-04-01"), "due is 2026-03-31, expected was 2026-04-01"),
        (('"should"', '"must"'), "modality is should, expected was must"),
        (("due = 2026-03-31\n", ""), "due is 2026-03-31, expected was nothing"),
        (("state", 'owner = "per"\nstate'), "owner is mia, expected was per"),
        (("state", "opens = 2025-12-02\nstate"), "opens is 2025-12-01, expected was 2025-12-02"),
        (("state", 'exempt_by = "T-9"\nstate'), "exempt_by is nothing, expected was T-9"),
        (("state", "amount = 2\nstate"), "amount is nothing, expected was 2"),
    ],
)
def test_each_part_of_an_obligation_that_differs_is_named(
    write: Write, change: tuple[str, str], difference: str
) -> None:
    result = run(write(HEAD + TALK + "[expect]" + MET.replace(*change) + BOTH_FOUND))
    assert result.differences == (f"anna, T-1, t.goals for 2026: {difference}.",)


def test_the_first_person_is_the_subject_unless_others_are_named(write: Write) -> None:
    none = run(write(HEAD + '[expect]\nsubjects = ["mia"]'))
    assert [line.split()[0] for line in none.differences] == ["mia"]
    both = run(write(HEAD + '[expect]\nsubjects = ["anna", "mia"]'))
    assert [line.split()[0] for line in both.differences] == ["anna", "mia"]


REFUSED = """
[[expect.refusal]]
dialogue = "goals"
deed = "sign"
rule = "T-TOPICS"
times = 2
"""


def test_a_deed_is_refused_by_exactly_the_rules_named(write: Write) -> None:
    expected = "[expect]" + MET + BOTH_FOUND
    assert run(write(HEAD + TALK + expected + REFUSED)).ok
    other = run(write(HEAD + TALK + expected + REFUSED.replace("T-TOPICS", "T-OTHER")))
    assert other.differences == (
        "goals: sign should be refused by T-OTHER (2 times), and is not.",
        "goals: sign is refused by T-TOPICS (2 times), which was not expected.",
    )


def test_what_is_allowed_must_not_be_refused(write: Write) -> None:
    allowed = '\n[[expect.allowed]]\ndialogue = "goals"\ndeed = "{deed}"\n'
    expected = "[expect]" + MET + BOTH_FOUND
    assert run(write(HEAD + TALK + expected + allowed.format(deed="hold"))).ok
    refused = run(write(HEAD + TALK + expected + allowed.format(deed="sign")))
    assert refused.differences == (
        "goals: sign is refused by T-TOPICS (2 times), which was not expected.",
    )


@dialogue_rule("T-HOLD", MUST, cite="c", refuses=("hold",))
def held_today(facts: DialogueFacts) -> Iterator[Found]:
    """Finds only what was held on the very day."""
    if facts.state is State.HELD and facts.entry.held == facts.on:
        yield Found()


def test_a_deed_is_judged_as_if_it_were_done(write: Write) -> None:
    tried = '[expect]\nsubjects = []\n[[expect.refusal]]\ndialogue = "goals"\n'
    tried += 'deed = "hold"\nrule = "T-HOLD"\n'
    path = write(HEAD + TALK.replace("held = 2026-02-03", "") + tried)
    assert run(path, Book(tiny(*rules_in({"rule": held_today})))).differences == ()


def test_matters_are_compared_with_their_clock_findings_and_deeds(write: Write) -> None:
    expected = (
        "[expect]\nsubjects = []"
        + CLOCK.replace('rule = ""', 'rule = "none"')
        + '\n[[expect.finding]]\nmatter = "report"\nrule = "T-CLOSE"\nmodality = "must"\n'
        + '\n[[expect.allowed]]\nmatter = "report"\ndeed = "step"\n'
        + '\n[[expect.allowed]]\nmatter = "report"\ndeed = "close"\n'
    )
    result = run(write(HEAD + MATTER + expected))
    assert result.differences == (
        "report should have the obligation none: matter.confirm for 2026-02-01; there is none.",
        "report has an obligation that was not expected: , matter.confirm for 2026-02-01, "
        "should, overdue, due 2026-02-08.",
    )


def test_the_layer_of_the_persons_unit_is_tried(write: Write) -> None:
    layer = tiny(RULES[1])
    path = write(HEAD + '[[unit]]\nid = "U1"\nparent = "U0"\n[expect]\n')
    assert not run(path, Book(tiny())).ok
    assert run(path, Book(tiny(), "U0", layer)).ok


def test_settings_are_chosen_and_a_wrong_one_is_a_difference(write: Write) -> None:
    start = 'settings = { mode = "b" }\n'
    assert run(write(start + HEAD + TALK + "[expect]" + MET + BOTH_FOUND)).ok
    wrong = run(write(start.replace("mode", "mood") + HEAD + "[expect]"))
    assert "has no setting 'mood'" in wrong.differences[0]
    assert not wrong.ok


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        (("postdoc", "postdok"), "no staff group postdok. Did you mean postdoc?"),
        (("t.goals", "t.goal"), "no kind t.goal. Did you mean t.goals?"),
        (("harassment", "harasment"), "no concern harasment. Did you mean harassment?"),
        (("held =", 'topics = { t3 = "covered" }\nheld ='), "no topic t3."),
        (
            ('manager = "mia"', 'manager = "mia"\nfacts = [{ kind = "t.cours", on = 2026-01-01 }]'),
            "no fact t.cours. Did you mean t.course?",
        ),
    ],
)
def test_words_that_the_policy_does_not_have_are_named_first(
    write: Write, change: tuple[str, str], difference: str
) -> None:
    result = run(write((HEAD + TALK + MATTER).replace(*change) + "[expect]"))
    assert any(difference in line for line in result.differences)


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
