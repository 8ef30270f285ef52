"""Every rule that the sources give stands in the policy under its id and with its strength."""

from datetime import date

import pytest

from visavi.policy.loading import Policies

MUST, SHOULD, MAY = "must", "should", "may"

UNIVERSITY = {
    "UIO-FREQ-01": SHOULD,
    "UIO-COND-01": MUST,
    "UIO-COND-02": SHOULD,
    "UIO-NOTE-01": MUST,
    "UIO-NOTE-02": SHOULD,
    "UIO-NOTE-03": SHOULD,
    "UIO-DUR-01": SHOULD,
    "UIO-PLACE-01": SHOULD,
    "UIO-PREP-01": MUST,
    "UIO-PREP-02": MAY,
    "UIO-FORM-01": SHOULD,
    "UIO-TOPIC-01": MUST,
    "UIO-TOPIC-02": MUST,
    "UIO-TOPIC-03": SHOULD,
    "UIO-TOPIC-04": SHOULD,
    "UIO-TOPIC-05": SHOULD,
    "UIO-TOPIC-06": MAY,
    "UIO-GOAL-01": MUST,
    "UIO-GOAL-02": SHOULD,
    "UIO-PLAN-01": MUST,
    "UIO-PLAN-02": MUST,
    "UIO-PLAN-03": MUST,
    "UIO-PLAN-04": MUST,
    "UIO-PLAN-05": SHOULD,
    "UIO-SERIOUS-01": SHOULD,
    "UIO-PAY-01": MAY,
    "UIO-PAY-02": MUST,
    "UIO-PAY-03": SHOULD,
    "UIO-SEN-01": MUST,
    "UIO-SEN-02": MUST,
    "UIO-SEN-03": SHOULD,
    "UIO-SEN-04": MAY,
    "UIO-SEN-05": MUST,
    "UIO-SEN-06": MUST,
    "UIO-SEN-07": MUST,
    "UIO-SEN-08": MAY,
    "UIO-HAR-01": MUST,
    "UIO-HAR-02": MUST,
    "UIO-HAR-03": MUST,
    "UIO-HAR-04": SHOULD,
    "UIO-HAR-05": MUST,
    "UIO-HAR-06": MUST,
    "UIO-HAR-07": MUST,
    "UIO-HAR-08": SHOULD,
    "UIO-WB-01": MUST,
    "UIO-WB-02": SHOULD,
    "UIO-WB-03": MUST,
    "UIO-WB-04": MUST,
    "UIO-WB-05": MUST,
    "UIO-WB-06": MUST,
    "UIO-WB-07": MUST,
    "UIO-WB-08": MUST,
    "UIO-WB-09": MUST,
    "UIO-WB-10": MUST,
    "NO-AML-2A3": MUST,
    "NO-AML-2A4": MUST,
    "NO-AML-23D": MUST,
    "NO-AML-43": MUST,
    "NO-LDL-13": MUST,
    "NO-GDPR-01": MUST,
    "NO-GDPR-02": MUST,
}
LAYERS = {
    "uio-ils": {"UIO-FREQ-02": MUST, "UIO-COND-03": MUST, "UIO-BASIS-01": MUST},
    "uio-iped": {"UIO-FREQ-02": MUST, "UIO-COND-03": MUST, "UIO-BASIS-01": MUST},
    "uio-hf": {"UIO-FREQ-03": MUST, "UIO-COND-04": MUST},
    "uio-tf": {"UIO-TF-01": MUST, "UIO-TF-02": SHOULD},
    "uio-med": {"UIO-MED-01": MAY},
}
READ_ON = date(2026, 4, 1)


@pytest.mark.parametrize("layer", ["uio", *LAYERS])
def test_each_row_stands_under_its_id_with_its_strength(layer: str, policies: Policies) -> None:
    """No more, no fewer, none stronger or weaker than its source."""
    rules = policies.by_id(layer).rules

    assert {rule.id: str(rule.modality) for rule in rules} == UNIVERSITY | LAYERS.get(layer, {})
    assert len({rule.id for rule in rules}) == len(rules)


@pytest.mark.parametrize("layer", ["uio", *LAYERS])
def test_each_rule_has_a_source_in_force(layer: str, policies: Policies) -> None:
    """On a day on which all that was read held, no rule is without a source."""
    policy = policies.by_id(layer)

    assert [r.id for r in policy.rules if not policy.citations(r.cite, READ_ON)] == []


@pytest.mark.parametrize(
    ("on", "section"),
    [(date(2025, 12, 31), "4-3 (3)"), (date(2026, 1, 1), "4-3 (5)")],
)
def test_the_harassment_ban_is_cited_by_its_section_of_the_day(
    on: date, section: str, policies: Policies
) -> None:
    """Two new first paragraphs moved it on 1 January 2026."""
    rule = next(rule for rule in policies.base.rules if rule.id == "NO-AML-43")
    cited = {citation.id: citation.section for citation in policies.base.citations(rule.cite, on)}

    assert cited["aml.4-3-harassment"] == section


@pytest.mark.parametrize(
    ("citation", "last_day", "day_after"),
    [
        ("ha.talks", date(2022, 12, 31), date(2023, 1, 1)),
        ("ha.competence", date(2025, 12, 31), date(2026, 1, 1)),
        ("hta.pay-interview", date(2026, 4, 30), date(2026, 5, 1)),
    ],
)
def test_an_agreement_is_not_cited_after_its_period(
    citation: str, last_day: date, day_after: date, policies: Policies
) -> None:
    """What came after was not read, so nothing is said of it."""
    assert policies.base.citations((citation,), last_day)
    assert not policies.base.citations((citation,), day_after)


def test_every_unit_of_a_layer_leads_to_a_layer_that_extends_the_university(
    policies: Policies,
) -> None:
    """The five faculties and departments with rules of their own."""
    layers = dict(policies.base.unit_layers)

    assert layers == {
        "110000": "uio-tf",
        "140000": "uio-hf",
        "180300": "uio-iped",
        "190000": "uio-ils",
        "510000": "uio-med",
    }
    assert all(policies.by_id(one).layers == ("uio", one) for one in layers.values())


def test_what_the_sources_leave_open_is_a_setting_with_its_reason(policies: Policies) -> None:
    """Each has the default that is promised, or none where a number would be invented."""
    settings = policies.base.settings

    assert {name: policies.base.setting(name) for name in settings} == {
        "access-report-private-notes": "withhold",
        "annual-basis": "calendar-year",
        "yearly-modality": "should",
        "own-yearly-rule": False,
        "min-notice-days": None,
        "extra-week-years": "from-that-year",
        "senior-days-basis": "calendar-year",
        "lapse-notice-days": 60,
        "pay-interview-after-agreement": "may",
        "record-purpose": "planning and following up the employee's work and development",
        "record-readers": "the employee and the conductor",
        "record-delete-after-years": None,
    }
    assert all(len(setting.why) > 30 for setting in settings.values())


@pytest.mark.parametrize(
    ("rule", "deeds"),
    [
        ("UIO-TOPIC-01", {"sign"}),
        ("UIO-PLAN-04", {"sign"}),
        ("UIO-COND-01", set()),
        ("UIO-PREP-01", set()),
        ("UIO-HAR-01", {"close"}),
        ("UIO-WB-06", {"assess", "close"}),
        ("UIO-WB-07", {"hand-over"}),
        ("UIO-WB-09", set()),
    ],
)
def test_rules_refuse_what_can_still_be_mended_and_never_the_record_of_a_fact(
    rule: str, deeds: set[str], policies: Policies
) -> None:
    """Signing and closing can wait until something is put right."""
    found = next(one for one in policies.base.rules if one.id == rule)

    assert found.refuses == deeds


def test_no_rule_refuses_to_write_down_that_something_happened(policies: Policies) -> None:
    """A talk that took place did, and what was told must not be lost."""
    refused = {deed for rule in policies.base.rules for deed in rule.refuses}

    assert refused == {"sign", "close", "assess", "hand-over"}
