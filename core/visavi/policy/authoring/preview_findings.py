"""What a change of policy would say, or refuse, of dialogues that are under way."""

from collections.abc import Iterable
from datetime import date

from attrs import evolve

from visavi.model.dialogues import Dialogue, State
from visavi.policy import engine, gather
from visavi.policy.facts import DialogueEntry
from visavi.policy.line import Register
from visavi.policy.policy import Policy

UNDER_WAY = frozenset({State.PLANNED, State.INVITED, State.MOVED, State.IN_PROGRESS, State.HELD})
"""States in which the policy in force still judges; later ones stay as they were judged."""

_NEXT = {
    State.PLANNED: (("invite", State.INVITED),),
    State.INVITED: (("start", State.IN_PROGRESS),),
    State.MOVED: (("invite", State.INVITED),),
    State.IN_PROGRESS: (("hold", State.HELD),),
    State.HELD: (("sign", State.HELD),),
}

Said = tuple[str, str]
"""A rule, and the deed that it refuses; nothing where it only says something."""


def said_of(
    policy: Policy,
    register: Register,
    dialogue: Dialogue,
    others: Iterable[DialogueEntry],
    previous: Dialogue | None,
    on: date,
) -> frozenset[Said]:
    """What the policy's rules find on a dialogue, and what they refuse of the deed that is next."""
    entries = (*others, gather.entry_of(dialogue))
    facts = gather.dialogue_facts(register, dialogue, on, policy, entries, previous=previous)
    found = {(one.rule, "") for one in engine.findings(policy, facts)}
    for deed, state in _NEXT.get(dialogue.state, ()):
        after = evolve(dialogue, state=state)
        tried = gather.dialogue_facts(
            register, after, on, policy, entries, deed=deed, previous=previous
        )
        found |= {(one.rule, deed) for one in engine.refusals(policy, tried)}
    return frozenset(found)
