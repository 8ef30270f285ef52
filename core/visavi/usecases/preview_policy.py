"""What would change for everybody in a store if another policy held there. Reads only."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from visavi import access
from visavi.model.dialogues import Dialogue, State
from visavi.model.people import Person
from visavi.model.plans import Progress
from visavi.policy import engine, gather
from visavi.policy.authoring.preview import GONE, NEW, Shift, shifts
from visavi.policy.authoring.preview_findings import UNDER_WAY, Said, said_of
from visavi.policy.facts import DialogueEntry
from visavi.policy.line import Register
from visavi.policy.policy import Policy
from visavi.serial import from_document
from visavi.usecases.reports import withheld
from visavi.usecases.workspace import Actor, PolicyBook, Workspace

_COUNTED = ("people", "affected", "same", "under_way", "signed", "activities")
_AGREED = frozenset({State.SIGNED, State.CLOSED})


def preview(workspace: Workspace, by: Actor, after: PolicyBook) -> dict[str, Any]:
    """The differences person by person, counted by rule, and what stays as it was agreed.

    ``workspace`` has the policies of before. For who looks after the register: what would be said
    or refused of dialogues under way tells something of their content, so it is only counted, and
    small numbers are withheld. What is signed stays under the version that judged it (``judged``).
    """
    access.require_register(workspace.repository, by.person, by.on)
    register, old = workspace.register(), workspace.policies
    found: list[Shift] = []
    kept: Counter[str] = Counter()
    said: Counter[tuple[str, str, str]] = Counter()
    judged: Counter[str] = Counter()
    for document in workspace.repository.people():
        person = from_document(Person, document)
        documents = workspace.repository.dialogues_of(person.id)
        dialogues = [from_document(Dialogue, one) for one in documents]
        entries = tuple(map(gather.entry_of, dialogues))
        policies = [_policy_of(register, book, person, by.on) for book in (old, after)]
        before, now = (
            engine.obligations(one, gather.person_facts(register, person, by.on, one, entries))
            for one in policies
        )
        differences, same = shifts(before, now)
        found += differences
        kept.update(people=1, same=same, affected=int(bool(differences)))
        kept.update(_agreed(dialogues))
        judged.update(_judged_by(dialogues))
        for earlier, later in _said(register, policies, dialogues, entries, by.on):
            kept["under_way"] += 1
            said.update((NEW, *key) for key in later - earlier)
            said.update((GONE, *key) for key in earlier - later)
    counts = Counter((one.what, one.obligation.rule) for one in found)
    return {
        "on": by.on.isoformat(),
        "before": _named(workspace.policies),
        "after": _named(after),
        **{name: kept[name] for name in _COUNTED},
        "said": _published(said),
        "judged": [{"policy": name, "dialogues": n} for name, n in sorted(judged.items())],
        "counts": [
            {"what": what, "rule": rule, "count": number}
            for (what, rule), number in sorted(counts.items())
        ],
        "changes": [one.as_mapping() for one in found],
    }


def _policy_of(register: Register, book: PolicyBook, person: Person, on: date) -> Policy:
    posts = person.employments_on(on)
    return book.for_units(gather.units_of(register, posts[0].unit) if posts else ())


def _said(
    register: Register,
    policies: list[Policy],
    dialogues: list[Dialogue],
    entries: tuple[DialogueEntry, ...],
    on: date,
) -> Iterator[tuple[frozenset[Said], frozenset[Said]]]:
    """What is said of each dialogue under way, under the one policy and the other."""
    known = {one.id: one for one in dialogues}
    for one in dialogues:
        if one.state in UNDER_WAY:
            others = [entry for entry in entries if entry.id != one.id]
            previous = known.get(one.previous or "")
            before, now = (
                said_of(policy, register, one, others, previous, on) for policy in policies
            )
            yield before, now


def _published(said: Counter[tuple[str, str, str]]) -> list[dict[str, Any]]:
    """The numbers by rule and deed; none from which a dialogue could be told."""
    hidden = withheld({" ".join(key): count for key, count in said.items()})
    return [
        {
            "what": what,
            "rule": rule,
            "deed": deed,
            "count": None if " ".join((what, rule, deed)) in hidden else count,
        }
        for (what, rule, deed), count in sorted(said.items())
    ]


def _judged_by(dialogues: list[Dialogue]) -> Iterator[str]:
    for one in dialogues:
        if one.state in _AGREED:
            yield f"{one.policy.id} {one.policy.version}"


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
