"""Who is in the review at Uppsala: days of employment, pay set just before, long leave."""

from collections.abc import Iterator
from typing import Any

from visavi.policy import MUST, Duty, PersonFacts, add_months, day_in_year, person_rule

COVERED: dict[str, Any] = {
    "pay_routes": ["dialogue"],
    "units": ["ADM", "LIB"],
    "employed_on": ["09-30", "10-01"],
}
"""Whose pay is set in talks and not negotiated: by route and unit, employed on both days."""


@person_rule("UU-PAY-1", MUST, cite=("two-parts", "coverage"), **COVERED)
def the_first_talk_is_on_performance(facts: PersonFacts) -> Iterator[Duty]:
    """Those whose pay was set just before, and those long away, are outside."""
    yield _talk(facts, "uppsala.performance", _outside(facts))


@person_rule("UU-PAY-2", MUST, cite=("two-parts", "coverage"), **COVERED)
def the_second_talk_is_on_pay(facts: PersonFacts) -> Iterator[Duty]:
    """Where both agreed this year to hold one talk, there is no second."""
    agreed = facts.facts_of("uppsala.one-talk-agreed", facts.on.year)
    yield _talk(facts, "uppsala.pay", _outside(facts) or ("UU-PAY-4" if agreed else None))


def _outside(facts: PersonFacts) -> str | None:
    months = facts.values.value("fresh-pay-months", facts.on)
    day = day_in_year("10-01", facts.on.year)
    fresh = any(add_months(day, -months) <= on <= day for on in facts.facts_of("uppsala.new-pay"))
    return "UU-COV-2" if fresh or facts.absent("leave") else None


def _talk(facts: PersonFacts, kind: str, exempt_by: str | None) -> Duty:
    year = facts.on.year
    window = facts.values.value("review-window", facts.on)
    opens, closes = (day_in_year(window[end], year) for end in ("opens", "closes"))
    return Duty(kind, str(year), opens, closes, exempt_by=exempt_by)
