"""What would change for everybody in a store if another policy held there. Reads only."""

from collections import Counter
from datetime import date
from typing import Any

from visavi import access
from visavi.model.dialogues import Dialogue, State
from visavi.model.people import Person
from visavi.model.plans import Progress
from visavi.policy import engine, gather
from visavi.policy.facts import DialogueEntry
from visavi.policy.line import Register
from visavi.policy.outcomes import Obligation
from visavi.policy.preview import Shift, shifts
from visavi.serial import from_document
from visavi.usecases.workspace import Actor, PolicyBook, Workspace

_AGREED = frozenset({State.SIGNED, State.CLOSED})


def preview(workspace: Workspace, by: Actor, after: PolicyBook) -> dict[str, Any]:
    """The differences person by person, counted by rule, and what stays as it was agreed.

    ``workspace`` has the policies of before. For who looks after the register.
    """
    access.require_register(workspace.repository, by.person, by.on)
    register = workspace.register()
    found: list[Shift] = []
    kept: Counter[str] = Counter()
    for document in workspace.repository.people():
        person = from_document(Person, document)
        documents = workspace.repository.dialogues_of(person.id)
        dialogues = [from_document(Dialogue, one) for one in documents]
        entries = tuple(map(gather.entry_of, dialogues))
        before, now = (
            _owed(register, book, person, entries, by.on) for book in (workspace.policies, after)
        )
        differences, same = shifts(before, now)
        found += differences
        kept.update(people=1, same=same, affected=int(bool(differences)))
        kept.update(_agreed(dialogues))
    counts = Counter((one.what, one.obligation.rule) for one in found)
    return {
        "on": by.on.isoformat(),
        "before": _named(workspace.policies),
        "after": _named(after),
        **{name: kept[name] for name in ("people", "affected", "same", "signed", "activities")},
        "counts": [
            {"what": what, "rule": rule, "count": number}
            for (what, rule), number in sorted(counts.items())
        ],
        "changes": [one.as_mapping() for one in found],
    }


def _owed(
    register: Register,
    book: PolicyBook,
    person: Person,
    entries: tuple[DialogueEntry, ...],
    on: date,
) -> list[Obligation]:
    posts = person.employments_on(on)
    policy = book.for_units(gather.units_of(register, posts[0].unit) if posts else ())
    return engine.obligations(policy, gather.person_facts(register, person, on, policy, entries))


def _agreed(dialogues: list[Dialogue]) -> Counter[str]:
    """What two people have signed, and what they are still at: no policy changes it."""
    counted: Counter[str] = Counter()
    for one in dialogues:
        counted["signed"] += one.state in _AGREED
        counted["activities"] += sum(
            one.plan.progress_of(activity.id) is Progress.OPEN for activity in one.plan.activities
        )
    return counted


def _named(book: PolicyBook) -> str:
    return f"{book.base.id} {book.base.version}"
