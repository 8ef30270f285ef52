"""Which of a policy's rules its scenarios put to the test: met by some, broken by others."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from visavi.messages import say
from visavi.policy.authoring.scenario import Answers
from visavi.policy.rules import Rule

if TYPE_CHECKING:
    from visavi.policy.policy import Policy


@frozen
class Covered:
    """One rule, and in how many scenarios it was met and broken.

    A rule that holds by construction (``enforced_by``), and one that only tells, need no scenario
    of either sort; ``lacks`` says in words what is missing.
    """

    rule: str
    modality: str
    met: int
    broken: int
    lacks: tuple[str, ...]

    def as_mapping(self) -> dict[str, Any]:
        """The coverage of the rule as JSON-ready data."""
        return {
            "rule": self.rule,
            "modality": self.modality,
            "met": self.met,
            "broken": self.broken,
            "lacks": list(self.lacks),
        }


def coverage(
    policy: "Policy", below: Iterable["Policy"], answers: Iterable[Answers]
) -> list[Covered]:
    """The rules of a policy against what was answered; those of the policies below count there.

    A rule of a policy below that this one makes stronger counts here as well.
    """
    others = {rule.id for one in below for rule in one.rules} - policy.plain["raised"].keys()
    found = list(answers)
    rules = {rule.id: rule for rule in policy.rules if rule.id not in others}
    return [_covered(policy.plain["rule"], rule, found) for rule in rules.values()]


def _covered(declared: Mapping[str, Any], rule: Rule, answers: list[Answers]) -> Covered:
    met = sum(rule.id in one.met for one in answers)
    broken = sum(rule.id in one.broken for one in answers)
    tells = declared.get(rule.id, {}).get("check") == "told"
    lacks = []
    if not rule.enforced_by:
        if not broken:
            lacks.append(say("no scenario breaks it"))
        if not met and not tells:
            lacks.append(say("no scenario meets it"))
    return Covered(rule.id, str(rule.modality), met, broken, tuple(lacks))
