"""One tiny policy put to the engine: what it makes one person owe, what it sees of a dialogue."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from visavi.model.dialogues import State
from visavi.model.people import Person
from visavi.policy import engine, gather
from visavi.policy.checks import obligation_rule
from visavi.policy.document import Kind, ObligationSpec
from visavi.policy.facts import DialogueEntry, DialogueFacts, PersonFacts
from visavi.policy.outcomes import Obligation
from visavi.policy.policy import Policy
from visavi.policy.rules import Rule
from visavi_testing.builders import WINDOW, People, dialogue, entry, person, policy

ON = date(2026, 2, 10)
"""The day that is asked about unless a test names another."""

GOALS = Kind("t.goals", window="goals", conductor="delegable")
WORK = Kind("t.work")
KINDS = {kind.id: kind for kind in (GOALS, WORK)}


def tiny(*rules: Rule, **more: Any) -> Policy:
    """A policy with two kinds, one of them in a window, and these rules."""
    more.setdefault("values", {"goals": WINDOW})
    return policy(*rules, kinds=(GOALS, WORK), **more)


def demanding(rule: str = "T-1", **spec: Any) -> Policy:
    """A policy with one demand of the register; ``spec`` are fields of its declaration."""
    spec.setdefault("kind", "t.goals")
    settings = spec.pop("settings", {"basis": "calendar-year", "strength": "must"})
    made = obligation_rule(ObligationSpec(rule, "should", **spec), KINDS.get(spec["kind"]))
    return tiny(made, settings=settings)


def facts_of(
    one: Person, rules: Policy, on: date = ON, entries: Iterable[DialogueEntry] = ()
) -> PersonFacts:
    """What the policy is told of one person, whose manager's manager is ``top``."""
    return gather.person_facts(People(one, person("mia", "top")), one, on, rules, entries)


def owed(
    rules: Policy,
    on: date = ON,
    one: Person | None = None,
    entries: Iterable[DialogueEntry] = (),
    **words: Any,
) -> list[Obligation]:
    """What one person owes on the day; Anna if no other is given."""
    return engine.obligations(
        rules, facts_of(one or person("anna", "mia"), rules, on, entries), **words
    )


def judged(
    rules: Policy, deed: str | None = None, state: State = State.INVITED, **record: Any
) -> DialogueFacts:
    """What the policy is told of Anna's dialogue, beside another one that Otto conducts."""
    entries = (entry("t.goals", "2026", conductor="otto", entry_id="anna.bbbbbb"),)
    register = People(person("anna", "mia"))
    return gather.dialogue_facts(
        register, dialogue(state=state, **record), ON, rules, entries, deed=deed
    )
