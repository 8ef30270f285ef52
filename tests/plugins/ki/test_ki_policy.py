"""What KI's policy holds: its rules, dated values, questions, groups and texts."""

import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import visavi_ki
from visavi.errors import PolicyInvalid
from visavi.policy import Modality
from visavi.policy.authoring.checking import check
from visavi.policy.loading import Policies, load_policy
from visavi.policy.policy import Policy
from visavi_ki.rules.content import CRITERIA
from visavi_ki.rules.matters import NEEDED
from visavi_ki.rules.periods import HORIZON_DAYS

RULES = {
    "KI-PART-1": "must",
    "KI-PART-2": "must",
    "KI-PART-3": "must",
    "KI-PART-4": "should",
    "KI-PART-5": "may",
    "KI-PART-6": "must",
    "KI-WIN-1": "should",
    "KI-WIN-1b": "may",
    "KI-WIN-2": "may",
    "KI-WIN-3": "should",
    "KI-WIN-4": "may",
    "KI-ORD-1": "should",
    "KI-MGR-1": "must",
    "KI-MGR-2": "must",
    "KI-MGR-3": "must",
    "KI-MGR-4": "must",
    "KI-MGR-5": "may",
    "SE-COI-1": "must",
    "KI-PREP-1": "should",
    "KI-PREP-2": "should",
    "KI-PREP-3": "may",
    "KI-PREP-4": "should",
    "KI-CONT-1": "should",
    "KI-CONT-2": "should",
    "KI-CONT-3": "should",
    "KI-CONT-4": "must",
    "KI-OUT-1": "must",
    "KI-OUT-2": "should",
    "KI-FOLL-1": "must",
    "KI-FOLL-2": "should",
    "KI-CONF-1": "should",
    "KI-PAY-1": "must",
    "KI-PAY-2": "must",
    "KI-PAY-3": "must",
    "KI-PAY-4": "may",
    "KI-PAY-5": "must",
    "KI-PAY-6": "must",
    "KI-PAY-7": "should",
    "KI-PAY-8": "should",
    "KI-PAY-9": "must",
    "SE-RALS-1": "may",
    "SE-PAR-1": "must",
    "SE-EQ-1": "must",
    "SE-SICK-1": "must",
    "SE-SICK-2": "should",
    "SE-HAR-1": "must",
    "SE-HAR-2": "must",
    "SE-HAR-3": "should",
    "SE-OSA-1": "must",
    "SE-DOC-1": "should",
    "SE-DOC-2": "must",
    "SE-DOC-3": "may",
}
"""Every demand of the facts about KI and Swedish law with its strength; advice and information
that nobody can break are ``may``."""


@pytest.fixture
def policy(policies: Policies) -> Policy:
    """KI's own policy."""
    return policies.base


def test_the_policy_has_no_mistake() -> None:
    """Files, references, periods and texts hold together."""
    assert check("ki") == []


def test_every_demand_stands_under_its_id_with_its_strength(policy: Policy) -> None:
    """None is missing, none was made up, and an id has one strength wherever it is asked."""
    found = {(rule.id, str(rule.modality)) for rule in policy.rules}

    assert found == set(RULES.items())


def test_every_demand_names_a_source_with_a_section_or_an_address(policy: Policy) -> None:
    """A source can be looked up; assumptions and background say in a note what they are."""
    for rule in policy.rules:
        sources = policy.citations(rule.cite, None)
        assert sources, rule.id
        assert all(source.section or source.address or source.note for source in sources)


def test_every_source_is_used(policy: Policy) -> None:
    """No citation stands there for nothing."""
    used = _cited(policy.plain) | {cite for rule in policy.rules for cite in rule.cite}

    assert set(policy.plain["citation"]) - used == set()


def _cited(value: Any) -> set[str]:
    """All ids under a key ``cite``, however deep."""
    if isinstance(value, dict):
        here = set(value.get("cite", ()))
        return here.union(*(_cited(item) for item in value.values()))
    return set[str]().union(*(_cited(item) for item in value)) if isinstance(value, list) else set()


@pytest.mark.parametrize(
    ("section", "questions"),
    [
        ("seed-000.opening", 2),
        ("seed-000.results", 3),
        ("seed-000.collaboration", 2),
        ("seed-000.development", 2),
        ("seed-000.health", 2),
    ],
)
def test_each_question_of_the_sheet_has_one_of_ours(
    policy: Policy, section: str, questions: int
) -> None:
    """As many questions as the source's section has, each pointing to its place there."""
    ours = [question for question in policy.questions if question.cite == (section,)]

    assert [question.place for question in ours] == list(range(1, questions + 1))
    assert {policy.topics[question.topic].cite for question in ours} == {(section,)}


def test_questions_that_are_not_the_sheets_belong_to_the_second_dialogue(policy: Policy) -> None:
    """The sheet's eleven questions are for the first dialogue, four others for the second."""
    kinds = Counter(question.when["kinds"] for question in policy.questions)

    assert kinds == {("ki.goals",): 11, ("ki.salary",): 4}


def test_health_is_a_topic_and_no_criterion(policy: Policy) -> None:
    """Three topics are salary criteria, in the policy's data as in its rules."""
    criteria = [topic.id for topic in policy.topics.values() if topic.criterion]

    assert tuple(criteria) == CRITERIA
    assert "health" in policy.kinds["ki.goals"].topics
    assert not policy.topics["health"].criterion


@pytest.mark.parametrize(
    ("year", "opens", "closes", "revision", "autumn"),
    [
        (2015, "09-01", "12-31", "10-01", True),
        (2019, "09-01", "12-31", "10-01", True),
        (2020, "09-01", "12-31", "10-01", True),
        (2021, "09-01", "12-31", "04-01", False),
        (2022, "10-01", "11-30", "10-01", True),
        (2023, "09-01", "12-31", "10-01", True),
        (2024, "10-01", "11-15", "10-01", True),
        (2025, "09-01", "12-31", "10-01", True),
        (2031, "09-01", "12-31", "10-01", True),
    ],
)
def test_each_year_has_its_window_and_revision_date(
    policy: Policy, year: int, opens: str, closes: str, revision: str, autumn: bool
) -> None:
    """From the first to the last day of the year."""
    for day in (date(year, 1, 1), date(year, 12, 31)):
        window = policy.value("salary-window", day)
        review = policy.value("salary-review", day)

        assert (window["opens"], window["closes"]) == (opens, closes)
        assert (review["revision"], review["autumn"]) == (revision, autumn)


@pytest.mark.parametrize("year", [2018, 2020, 2023, 2025, 2026])
def test_a_year_that_nobody_read_of_is_called_an_assumption(policy: Policy, year: int) -> None:
    """The source of such a value says that it is assumed, and that the real one can be set."""
    source = policy.value_source("salary-review", date(year, 6, 1))

    assert [citation.id for citation in source.citations] == ["assumed.review-year"]
    assert source.value["read"] is False
    assert "was read" in source.citations[0].note


def test_dialogues_have_the_names_of_their_time(policy: Policy) -> None:
    """The id stays, the name is the one of the year."""
    names = [policy.text("kind", "ki.goals", on=date(year, 2, 1)) for year in (2019, 2024, 2026)]

    assert names == [
        "Performance management dialogue 1",
        "Performance appraisal 1",
        "Goal and development dialogue (MS1)",
    ]
    assert policy.text("kind", "ki.salary", on=date(2019, 10, 1)).endswith("salary setting")
    assert policy.text("kind", "ki.salary", language="sv", on=date(2019, 10, 1)) == (
        "Medarbetarsamtal 2"
    )


@pytest.mark.parametrize(
    ("title", "group"),
    [
        ("Doktorand", "doctoral"),
        ("Administratör", "technical-administrative"),
        ("Ekonom", "technical-administrative"),
        ("HR-specialist", "technical-administrative"),
        ("Forskningsassistent", "technical-administrative"),
        ("Laboratorieingenjör", "technical-administrative"),
        ("Postdoktor", "postdoc"),
        ("Lektor", "academic"),
        ("Forskarassistent", "academic"),
        ("PROFESSOR ", "academic"),
        ("Gruppledare", "manager"),
        ("prefekt", "manager"),
        ("Stipendiat", "affiliated"),
        ("Trollkarl", None),
    ],
)
def test_titles_of_a_swedish_payroll_have_a_staff_group(
    policy: Policy, title: str, group: str | None
) -> None:
    """Whatever the case; a title that nobody knows has none, so that the import asks."""
    assert policy.group_for(title) == group


def test_a_title_belongs_to_one_group_only(policy: Policy) -> None:
    """No title is claimed twice."""
    titles = Counter(t.casefold() for g in policy.staff_groups.values() for t in g.maps)

    assert [title for title, times in titles.items() if times > 1] == []


def test_the_form_of_a_group_is_the_template_that_the_rule_wants(policy: Policy) -> None:
    """Planning and the rule on templates cannot disagree."""
    forms = {group.id: group.form for group in policy.staff_groups.values() if group.form}

    assert policy.value("templates", date(2026, 1, 1)) == forms


def test_each_forbidden_reason_is_refused_by_exactly_one_rule(policy: Policy) -> None:
    """The scenario on reasons gives all of them: what the data forbids, a rule refuses."""
    scenario = _toml("scenarios/pay-reasons.toml")
    given = {d["name"]: set(d["pay"]["reasons"]) for d in scenario["dialogue"]}
    refusals = sum(refusal.get("times", 1) for refusal in scenario["expect"]["refusal"])
    forbidden = {reason.id for reason in policy.reasons.values() if not reason.allowed}

    assert given["reasons that lie in the work"] == set(policy.reasons) - forbidden
    assert given["reasons that do not"] == {*forbidden, "results"}
    assert refusals == len(forbidden)


def _toml(path: str) -> dict[str, Any]:
    text = (Path(visavi_ki.__path__[0]) / path).read_text(encoding="utf-8")
    return tomllib.loads(text)


def test_constants_of_the_rules_agree_with_the_data(policy: Policy) -> None:
    """What stands in both places is the same."""
    closing = tuple(step.id for step in policy.matter_steps if step.closes)

    assert policy.horizon_days == HORIZON_DAYS
    assert closing == NEEDED


def test_swedish_says_all_that_english_says() -> None:
    """Both languages have the same texts, ways forward and fields."""
    assert _shape_of(_toml("texts/sv.toml")) == _shape_of(_toml("texts/en.toml"))


def _shape_of(texts: Any) -> Any:
    """The keys of a text file, with the fields of each sentence; dated names may differ."""
    if isinstance(texts, dict):
        return {key: key == "names" or _shape_of(value) for key, value in texts.items()}
    if isinstance(texts, list):
        return len(texts)
    return sorted(re.findall(r"{\w+}", texts))


@pytest.mark.parametrize("language", ["en", "sv"])
def test_ways_forward_are_whole_sentences(language: str) -> None:
    """They are shown as they stand: no field in them would be filled."""
    for entry in _toml(f"texts/{language}.toml")["rule"].values():
        for text in (entry, *(part for part in entry.values() if isinstance(part, dict))):
            assert all("{" not in way and way.endswith(".") for way in text.get("ways", ()))


LAYER = """
[policy]
id = "ki-k8"
version = "1"
api = 1
extends = "ki"
languages = ["en"]

[[parameter.goals-window]]
from = 2026-01-01
value = { opens = "01-15", closes = "02-28" }
cite = "ki.dialogue-older"

[[rule]]
id = "KI-CONT-1"
modality = "MODALITY"
"""


def _layer(folder: Path, modality: str) -> str:
    (folder / "texts").mkdir(parents=True)
    text = LAYER.replace("MODALITY", modality)
    (folder / "policy.toml").write_text(text, encoding="utf-8")
    (folder / "texts" / "en.toml").write_text('[policy]\nname = "K8"\n', encoding="utf-8")
    return str(folder)


def test_a_department_may_narrow_the_window_and_tighten_a_rule(tmp_path: Path) -> None:
    """A layer on top of KI's policy sets its own dates and makes a should a must."""
    layered = load_policy("ki-k8", policy_dirs=[_layer(tmp_path / "ki-k8", "must")])
    strength = {rule.id: rule.modality for rule in layered.rules}

    assert layered.layers == ("ki", "ki-k8")
    assert layered.value("goals-window", date(2026, 1, 1))["closes"] == "02-28"
    assert layered.value("goals-window", date(2025, 1, 1))["closes"] == "03-31"
    assert strength["KI-CONT-1"] is Modality.MUST


def test_a_department_may_not_loosen_a_rule(tmp_path: Path) -> None:
    """A should cannot become a may in a layer."""
    folder = _layer(tmp_path / "ki-k8", "may")

    with pytest.raises(PolicyInvalid, match="weaker"):
        load_policy("ki-k8", policy_dirs=[folder])
