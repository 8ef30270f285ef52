"""What an institution writes against: rules, facts, what they answer, and the plugin hooks.

Names are imported when they are first used, so that importing this package costs nothing.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visavi.model.dialogues import Coverage as Coverage
    from visavi.model.dialogues import Party as Party
    from visavi.model.dialogues import State as State
    from visavi.model.people import EmploymentForm as EmploymentForm
    from visavi.model.people import PayRoute as PayRoute
    from visavi.model.time import add_months as add_months
    from visavi.model.time import age_on as age_on
    from visavi.model.time import birthday as birthday
    from visavi.model.time import covers as covers
    from visavi.model.time import day_in_year as day_in_year
    from visavi.model.time import overlaps as overlaps
    from visavi.policy.facts import ActivityFacts as ActivityFacts
    from visavi.policy.facts import DialogueEntry as DialogueEntry
    from visavi.policy.facts import DialogueFacts as DialogueFacts
    from visavi.policy.facts import MatterFacts as MatterFacts
    from visavi.policy.facts import PayFacts as PayFacts
    from visavi.policy.facts import PersonFacts as PersonFacts
    from visavi.policy.facts import PreparationFacts as PreparationFacts
    from visavi.policy.facts import SignatureFacts as SignatureFacts
    from visavi.policy.facts import TopicFacts as TopicFacts
    from visavi.policy.facts import Values as Values
    from visavi.policy.hookspecs import PolicySource as PolicySource
    from visavi.policy.hookspecs import hookimpl as hookimpl
    from visavi.policy.outcomes import Citation as Citation
    from visavi.policy.outcomes import Due as Due
    from visavi.policy.outcomes import Finding as Finding
    from visavi.policy.outcomes import Modality as Modality
    from visavi.policy.outcomes import Obligation as Obligation
    from visavi.policy.outcomes import Silence as Silence
    from visavi.policy.problems import Problem as Problem
    from visavi.policy.rules import MAY as MAY
    from visavi.policy.rules import MUST as MUST
    from visavi.policy.rules import MUST_NOT as MUST_NOT
    from visavi.policy.rules import SHOULD as SHOULD
    from visavi.policy.rules import SHOULD_NOT as SHOULD_NOT
    from visavi.policy.rules import Duty as Duty
    from visavi.policy.rules import Found as Found
    from visavi.policy.rules import Rule as Rule
    from visavi.policy.rules import Scope as Scope
    from visavi.policy.rules import dialogue_rule as dialogue_rule
    from visavi.policy.rules import matter_rule as matter_rule
    from visavi.policy.rules import person_rule as person_rule
    from visavi.policy.rules import rules_in as rules_in

_HOME = {
    "visavi.model.dialogues": (
        "Coverage",
        "Party",
        "State",
    ),
    "visavi.model.people": (
        "EmploymentForm",
        "PayRoute",
    ),
    "visavi.model.time": (
        "add_months",
        "age_on",
        "birthday",
        "covers",
        "day_in_year",
        "overlaps",
    ),
    "visavi.policy.facts": (
        "ActivityFacts",
        "DialogueEntry",
        "DialogueFacts",
        "MatterFacts",
        "PayFacts",
        "PersonFacts",
        "PreparationFacts",
        "SignatureFacts",
        "TopicFacts",
        "Values",
    ),
    "visavi.policy.hookspecs": (
        "PolicySource",
        "hookimpl",
    ),
    "visavi.policy.outcomes": (
        "Citation",
        "Due",
        "Finding",
        "Modality",
        "Obligation",
        "Silence",
    ),
    "visavi.policy.problems": ("Problem",),
    "visavi.policy.rules": (
        "Duty",
        "Found",
        "MAY",
        "MUST",
        "MUST_NOT",
        "Rule",
        "SHOULD",
        "SHOULD_NOT",
        "Scope",
        "dialogue_rule",
        "matter_rule",
        "person_rule",
        "rules_in",
    ),
}

__all__ = [
    "MAY",
    "MUST",
    "MUST_NOT",
    "SHOULD",
    "SHOULD_NOT",
    "ActivityFacts",
    "Citation",
    "Coverage",
    "DialogueEntry",
    "DialogueFacts",
    "Due",
    "Duty",
    "EmploymentForm",
    "Finding",
    "Found",
    "MatterFacts",
    "Modality",
    "Obligation",
    "Party",
    "PayFacts",
    "PayRoute",
    "PersonFacts",
    "PolicySource",
    "PreparationFacts",
    "Problem",
    "Rule",
    "Scope",
    "SignatureFacts",
    "Silence",
    "State",
    "TopicFacts",
    "Values",
    "add_months",
    "age_on",
    "birthday",
    "covers",
    "day_in_year",
    "dialogue_rule",
    "hookimpl",
    "matter_rule",
    "overlaps",
    "person_rule",
    "rules_in",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    home = next(module for module, names in _HOME.items() if name in names)
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
