"""Retention: what is due under which rule of the policy. Nothing is deleted by itself.

Deleting takes two steps: look at the list, which has a fingerprint, and apply that very list. Of a
dialogue the words go, and who held which dialogue when stays in the register until the person's
own rule is due, so that no duty comes to life again. Matters are listed for their handler alone.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from visavi import access
from visavi.audit import entry, head_of, linked
from visavi.digests import sha256
from visavi.errors import Conflict, InvalidInput, NotFound, PolicyInvalid
from visavi.model.time import add_months
from visavi.policy.document import Retention
from visavi.policy.policy import Policy
from visavi.store.repository import Change, Document
from visavi.usecases.backups import holding, since_of
from visavi.usecases.deeds import policy_of
from visavi.usecases.erase import (
    Receipt,
    keep_receipts,
    new_receipt,
    remove_everything,
    require_reason,
)
from visavi.usecases.holds import held
from visavi.usecases.logs import KEEPER, log
from visavi.usecases.workspace import Actor, Workspace

EMPTIED = "empty"
"""The deed of a dialogue whose words were deleted."""

_OVER = {"closed": ("close",), "waived": ("waive",), "cancelled": ("cancel", "set-aside")}
"""The states in which a dialogue is over, and the deeds that lead there."""

_KEPT = (
    "schema", "id", "revision", "employee", "conductor", "kind", "cycle", "policy", "state",
    "previous",
)  # fmt: skip

Row = dict[str, Any]


def list_due(workspace: Workspace, by: Actor) -> list[Row]:
    """What is due on the actor's day: ``rule``, ``what``, ``id``, ``person``, ``counted_from``,
    ``due``, ``action`` and ``state`` (``due``, ``review`` or ``held``).

    Who keeps the register gets people and dialogues; a handler the own matters, and nobody else.
    """
    rows: list[Row] = []
    if access.is_hr(workspace.repository, by.person, by.on):
        for person in workspace.repository.people():
            rows.extend(_rows_of(workspace, by, person))
    rows.extend(_matters_due(workspace, by))
    return sorted(rows, key=lambda row: (row["due"], row["id"], row["rule"]))


def due_for(workspace: Workspace, by: Actor, person: str) -> list[Row]:
    """What is due of one person as a whole."""
    rows = _rows_of(workspace, by, workspace.repository.person(person))
    return [row for row in rows if row["what"] == "person"]


def fingerprint(rows: list[Row]) -> str:
    """What stands for the part of a list that would be deleted."""
    named = sorted(f"{row['rule']} {row['id']}" for row in rows if row["state"] == "due")
    return sha256("\n".join(named).encode())[:12]


def apply_due(
    workspace: Workspace, by: Actor, *, seen: str, reason: str
) -> tuple[list[Row], list[Receipt]]:
    """Delete what a list shows as ``due``, if it is still the list with the fingerprint ``seen``.

    Raises :class:`Conflict` if the list is another one by now, and nothing is deleted.
    """
    with workspace.changing(by) as change:
        rows = list_due(workspace, by)
        if fingerprint(rows) != seen:
            raise Conflict(
                "What is due is not what you have seen; nothing was deleted.",
                todo="See visavi retention apply --dry-run, and give its fingerprint.",
            )
        due = [row for row in rows if row["state"] == "due"]
        people = {row["person"] for row in due if row["person"]}
        stated = require_reason(reason, *(workspace.repository.person(one) for one in people))
        made = list(_receipts(workspace, by, due, stated))
        gone = {row["id"] for row in due if row["what"] == "person"}
        for row in due:
            _delete(workspace, by, change, row, gone)
        if made:
            keep_receipts(workspace.repository, change, made)
            told = [one["id"] for one in made if one["rule"]]
            if told:
                log(workspace.repository, change, by, "erase", reason=", ".join(told))
    return due, made


def rule_for(workspace: Workspace, by: Actor, person: str, what: str) -> list[Row]:
    """The retention rules for what is kept of a person, each with its years if it has a period."""
    policy = policy_of(workspace, person, by)
    return [
        {
            "rule": rule.id,
            "name": policy.text("retention", rule.id, on=by.on),
            "years": _years(policy, rule, by.on),
            "counted_from": rule.counted_from,
            "action": rule.action,
            "citations": [cited.as_mapping() for cited in policy.citations(rule.cite, by.on)],
        }
        for rule in policy.retentions
        if rule.what == what
    ]


def emptied(document: Document, on: str, by: str) -> Document:
    """A dialogue without its words: who, which kind, on which days. Its chain goes on.

    Without the salt nobody can try words out against the chain's digests any more.
    """
    kept = {key: document[key] for key in _KEPT if key in document}
    events: list[Row] = [
        {key: value for key, value in event.items() if key != "reason"}
        for event in document.get("events", ())
    ]
    events.append({"deed": EMPTIED, "on": on, "by": by})
    return {**kept, "events": events} | _chain(document, events)


def _chain(document: Document, events: list[Row]) -> Row:
    """The chain without its salt; each new event gets an entry that holds no digest."""
    audit = document.get("audit")
    if not audit:
        return {}
    told = list(audit.get("digests", ()))
    head = head_of(document)
    for number in range(len(told) + 1, len(events) + 1):
        told.append({})
        head = linked(head, entry(number, events[number - 1], {}))
    return {"audit": {"digests": told, "head": head}}


def _rows_of(workspace: Workspace, by: Actor, person: Document) -> Iterator[Row]:
    """What is due of one person's dossier."""
    policy = policy_of(workspace, person["id"], by)
    ended = ended_on(person, by.on)
    for rule in policy.retentions:
        years = _years(policy, rule, by.on)
        if rule.what == "matter" or years is None:
            continue
        if rule.what == "person":
            yield from _row(rule, years, by, ended, person["id"], person, held(person))
            continue
        for dialogue in workspace.repository.dialogues_of(person["id"]):
            start = ended if rule.counted_from == "ended" else over_on(dialogue)
            if not _is_empty(dialogue):
                yield from _row(rule, years, by, start, dialogue["id"], person, held(person))


def _matters_due(workspace: Workspace, by: Actor) -> Iterator[Row]:
    for matter in workspace.repository.matters():
        if not access.may_reach_matter(matter, by.person) or matter["handler"] != by.person:
            continue
        policy = workspace.policies.by_id(matter["policy"])
        closed = _day(matter.get("closed"))
        stopped = any(_is_held(workspace, one) for one in _named_in(matter))
        for rule in policy.retentions:
            years = _years(policy, rule, by.on)
            if rule.what == "matter" and years is not None:
                yield from _row(rule, years, by, closed, matter["id"], None, stopped)


def _row(
    rule: Retention,
    years: int,
    by: Actor,
    start: date | None,
    name: str,
    person: Document | None,
    stopped: bool,
) -> Iterator[Row]:
    """The row, if the period is over on the day."""
    if start is None:
        return
    due = add_months(start, 12 * years)
    if due < by.on:
        state = "held" if stopped else "due" if rule.action == "delete" else "review"
        yield {
            "rule": rule.id,
            "what": rule.what,
            "id": name,
            "person": None if person is None else person["id"],
            "counted_from": start.isoformat(),
            "due": due.isoformat(),
            "action": rule.action,
            "state": state,
        }


def _delete(workspace: Workspace, by: Actor, change: Change, row: Row, gone: set[str]) -> None:
    if row["what"] == "matter":
        change.remove_matter(row["id"])
    elif row["what"] == "person":
        remove_everything(workspace.repository, change, row["id"])
    elif row["person"] not in gone:
        document = workspace.repository.dialogue(row["id"])
        change.put_dialogue(emptied(document, by.on.isoformat(), by.person or KEEPER))


def _receipts(workspace: Workspace, by: Actor, due: list[Row], reason: str) -> Iterator[Receipt]:
    """One for each rule, and one for matters that tells nothing."""
    rules: dict[tuple[str, bool], list[str]] = {}
    for row in due:
        rules.setdefault((row["rule"], row["what"] == "matter"), []).append(row["id"])
    repository = workspace.repository
    people = {row["person"] for row in due if row["person"]}
    since = min((since_of(repository.person(one)) for one in people), default=0)
    for (rule, hidden), names in sorted(rules.items()):
        held_in = holding(repository, None if hidden else since)
        yield new_receipt(by, names, rule=rule, reason=reason, hidden=hidden, backups=held_in)


def _years(policy: Policy, rule: Retention, on: date) -> int | None:
    """The rule's period in whole years; ``None`` where there is none."""
    value: Any = None
    if rule.after is not None:
        value = policy.value(rule.after, on)
    elif rule.setting is not None:
        value = policy.setting(rule.setting)
    if value is not None and (type(value) is not int or not 0 <= value <= 200):
        raise PolicyInvalid(
            "The period of the retention rule {rule} is not a whole number of years.",
            todo="Set it to one, or leave it unset: then there is no period.",
            rule=rule.id,
        )
    return value


def over_on(dialogue: Document) -> date | None:
    """The day on which the dialogue was over, if it is."""
    deeds = _OVER.get(dialogue.get("state", ""), ())
    days = [event["on"] for event in dialogue.get("events", ()) if event["deed"] in deeds]
    return _day(days[-1]) if days else None


def ended_on(person: Document, on: date) -> date | None:
    """The last day of the last employment, if all have ended."""
    ends = [post.get("end") for post in person.get("employments", ())]
    if not ends or any(end is None or end >= on.isoformat() for end in ends):
        return None
    return _day(max(ends))


def _is_empty(dialogue: Mapping[str, Any]) -> bool:
    events = dialogue.get("events", ())
    return any(event["deed"] == EMPTIED for event in events)


def _named_in(matter: Document) -> Iterator[str]:
    if matter.get("affected"):
        yield matter["affected"]
    yield from matter.get("concerned", ())


def _is_held(workspace: Workspace, person: str) -> bool:
    try:
        return held(workspace.repository.person(person))
    except NotFound:
        return False


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def require_fingerprint(text: str | None) -> str:
    """The fingerprint, if it can be one; raises :class:`InvalidInput`."""
    if text and len(text) == 12 and all(letter in "0123456789abcdef" for letter in text):
        return text
    raise InvalidInput(
        "Deleting takes two steps.",
        todo="Look first: visavi retention apply --dry-run prints the list and its fingerprint.",
    )
