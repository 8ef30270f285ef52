"""Who may see and do what: one table, asked by everything that reads or changes.

Rights follow from a person's relation to *this* dialogue on *this* day; no role implies reading.
Everything here works on the store's documents, so that reading needs no domain object.

Without a named actor the *keeper* acts: whoever can open the store's folder. The keeper and people
with the role ``hr`` look after the register (people, line, obligations) and read no word of a
dialogue through this program; nobody should take that for a promise against somebody who opens the
files themselves.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from visavi.errors import NotFound, NotPermitted
from visavi.messages import Label
from visavi.store.repository import Document, Repository

HR = "hr"
"""The role of those who look after the register; every policy knows it."""


class Relation(StrEnum):
    """What a person is to a dialogue on a day."""

    EMPLOYEE = "employee"
    CONDUCTOR = "conductor"
    FORMER_CONDUCTOR = "former-conductor"
    SUCCESSOR = "successor"
    DELEGATING_MANAGER = "delegating-manager"
    MANAGERS_MANAGER = "managers-manager"
    HR = "hr"
    NOBODY = "nobody"


class Section(StrEnum):
    """The parts of a dialogue that are shown or withheld as a whole."""

    HEADER = "header"
    HISTORY = "history"
    OWN_PREPARATION = "own-preparation"
    OTHER_PREPARATION = "other-preparation"
    RECORD = "record"
    PAY = "pay"
    PLAN = "plan"
    SIGNED = "signed"


_ALL = frozenset(Section)

READS: Mapping[Relation, frozenset[Section]] = {
    Relation.EMPLOYEE: _ALL,
    Relation.CONDUCTOR: _ALL,
    Relation.FORMER_CONDUCTOR: frozenset({Section.HEADER, Section.OWN_PREPARATION}),
    Relation.SUCCESSOR: frozenset({Section.HEADER, Section.PLAN, Section.RECORD}),
    Relation.DELEGATING_MANAGER: frozenset({Section.HEADER}),
    Relation.MANAGERS_MANAGER: frozenset(),
    Relation.HR: frozenset(),
    Relation.NOBODY: frozenset(),
}
"""What each relation may read at most; :func:`readable` narrows it by what was submitted, signed
and released."""

_BOTH: set[Label] = {
    "prepare", "submit", "note", "differ", "sign", "refuse", "release", "done", "move", "export",
    "withdraw", "undiffer", "unprepare", "remark", "unremark", "reopen-activity",
}  # fmt: skip
_CONDUCTING: set[Label] = {
    "invite", "start", "cover", "park", "skip", "tick", "ask", "attach", "pay", "activity", "hold",
    "reopen", "unask", "untick", "unpay", "remove-activity",
    "afterthought", "supplement", "adapt", "unadapt", "carry", "waive", "cancel", "close",
}  # fmt: skip

DEEDS: Mapping[Relation, frozenset[str]] = {
    Relation.EMPLOYEE: frozenset(_BOTH | {"decline", "tick", "untick"}),
    Relation.CONDUCTOR: frozenset(_BOTH | _CONDUCTING),
    Relation.FORMER_CONDUCTOR: frozenset(),
    Relation.SUCCESSOR: frozenset(
        {"take-over", "set-aside", "cancel", "waive", "close"}
        | {"carry", "done", "remark", "unremark", "reopen-activity"}
    ),
    Relation.DELEGATING_MANAGER: frozenset({"take-over"}),
    Relation.MANAGERS_MANAGER: frozenset(),
    Relation.HR: frozenset(),
    Relation.NOBODY: frozenset(),
}
"""What each relation may do; the state of the dialogue narrows it further."""


def relation(repository: Repository, actor: str | None, dialogue: Document, on: date) -> Relation:
    """What the actor is to the dialogue on the day."""
    if actor is None:
        return Relation.HR
    if actor == dialogue["employee"]:
        return Relation.EMPLOYEE
    person = repository.person(dialogue["employee"])
    day = on.isoformat()
    entitled = may_conduct(repository, person, actor, day, dialogue["kind"])
    holder = dialogue["conductor"]
    if actor == holder:
        return Relation.CONDUCTOR if entitled else Relation.FORMER_CONDUCTOR
    manager = manager_on(person, day)
    held = may_conduct(repository, person, holder, day, dialogue["kind"])
    if entitled and not held:
        return Relation.SUCCESSOR
    if entitled and actor == manager:
        return Relation.DELEGATING_MANAGER
    if actor in dialogue.get("put_aside", {}):
        return Relation.FORMER_CONDUCTOR
    if manager is not None and actor == _manager_of(repository, manager, day):
        return Relation.MANAGERS_MANAGER
    return Relation.HR if is_hr(repository, actor, on) else Relation.NOBODY


def readable(dialogue: Document, relation: Relation) -> frozenset[Section]:
    """The sections that this relation may read in this dialogue as it stands."""
    sections = set(READS[relation])
    preparations = dialogue.get("preparations", {})
    if not all(preparations.get(p, {}).get("submitted") for p in ("employee", "conductor")):
        sections.discard(Section.OTHER_PREPARATION)
    if relation is Relation.SUCCESSOR:
        if not _signed_by_both(dialogue):
            sections.discard(Section.PLAN)
        if len(dialogue.get("released", ())) < 2:
            sections.discard(Section.RECORD)
    return frozenset(sections)


def require_sight(dialogue: Document, relation: Relation) -> None:
    """Raise :class:`NotFound` for whoever may not know of the dialogue, as if it were not there."""
    if Section.HEADER not in READS[relation]:
        raise NotFound("There is no dialogue {id} for you.", id=repr(dialogue["id"]))


def require_deed(dialogue: Document, relation: Relation, deed: str) -> None:
    """Raise :class:`NotPermitted` for a deed that is not this person's, or :class:`NotFound`."""
    require_sight(dialogue, relation)
    if deed not in DEEDS[relation]:
        raise NotPermitted(
            "As {relation} you cannot do this ({deed}) in dialogue {id}.",
            todo="Ask the one who holds the dialogue.",
            relation=relation,
            deed=deed,
            id=dialogue["id"],
        )


def view(
    dialogue: Document,
    relation: Relation,
    actor: str | None,
    sections: frozenset[Section] | None = None,
) -> dict[str, Any]:
    """The dialogue as this person may see it; ``withheld`` names what is there but not shown.

    ``sections`` are those to show now, if fewer than all that may be read.
    """
    allowed = readable(dialogue, relation)
    sections = allowed if sections is None else allowed & sections
    shown: dict[str, Any] = {
        key: dialogue.get(key)
        for key in ("schema", "id", "employee", "conductor", "kind", "cycle", "policy", "previous")
    }
    shown["state"] = dialogue.get("state", "planned")
    shown["revision"] = dialogue["revision"]
    shown["relation"] = str(relation)
    shown["days"] = _days(dialogue)
    if Section.HISTORY in sections:
        shown |= {key: dialogue.get(key) for key in ("meeting", "form", "supplement")}
        shown["attachments"] = dialogue.get("attachments", [])
        shown["released"] = dialogue.get("released", [])
        shown["events"] = dialogue.get("events", [])
        shown["earlier"] = dialogue.get("earlier", [])
    shown["preparations"] = _preparations(dialogue, sections, actor)
    if Section.RECORD in sections:
        shown["topics"] = dialogue.get("topics", [])
    if Section.PAY in sections:
        shown["pay"] = dialogue.get("pay")
    if Section.PLAN in sections:
        shown["plan"] = dialogue.get("plan", {})
    if Section.SIGNED in sections:
        shown["signed"] = dialogue.get("signed", [])
    shown["withheld"] = sorted(str(section) for section in _ALL - sections)
    return shown


def may_conduct(
    repository: Repository, person: Document, actor: str, day: str, kind: str
) -> str | None:
    """Why the actor may hold the person's dialogues on the day; ``None`` if not at all.

    The immediate manager may, unless disqualified; then the replacement, or the manager's manager;
    and whoever the manager has delegated to, while the delegation lasts.
    """
    if actor == person["id"] or disqualified(person, actor, day):
        return None
    manager = manager_on(person, day)
    if manager is None:
        return None
    if actor == manager:
        return "immediate-manager"
    obstacle = disqualified(person, manager, day)
    if obstacle is not None:
        stand_in = obstacle.get("replaced_by") or _manager_of(repository, manager, day)
        return "disqualification" if actor == stand_in else None
    delegations = _person(repository, manager).get("delegations", ())
    given = any(
        fact["to"] == actor
        and _in_force(fact, day)
        and _in_scope(repository, fact, person, day, kind)
        for fact in delegations
    )
    return "delegation" if given else None


def manager_on(person: Document, day: str) -> str | None:
    """The immediate manager on the day: of the largest post where posts have different ones."""
    lines = [line for line in person.get("line", ()) if _in_force(line, day)]
    for post in posts_on(person, day):
        for line in lines:
            if line.get("employment") == post["id"]:
                return str(line["manager"])
    for line in lines:
        if line.get("employment") is None:
            return str(line["manager"])
    return str(lines[0]["manager"]) if lines else None


def disqualified(person: Document, manager: str, day: str) -> Document | None:
    """The fact that keeps the manager from dealing with the person on the day, if any."""
    for fact in person.get("disqualifications", ()):
        if fact["manager"] == manager and _in_force(fact, day):
            found: Document = fact
            return found
    return None


def units_of(repository: Repository, person: Document, on: date) -> tuple[str, ...]:
    """The unit of the person's first post on the day, and those above it, itself first.

    Of somebody without a post on the day it is the last post's.
    """
    posts = posts_on(person, on.isoformat()) or list(person.get("employments", ()))[-1:]
    return tuple(_above(repository, posts[0]["unit"])) if posts else ()


def is_hr(repository: Repository, actor: str | None, on: date) -> bool:
    """Whether the actor looks after the register: the keeper, or somebody with the role ``hr``."""
    if actor is None:
        return True
    roles = _person(repository, actor).get("roles", ())
    return any(role["name"] == HR and _in_force(role, on.isoformat()) for role in roles)


def require_register(repository: Repository, actor: str | None, on: date) -> None:
    """Raise :class:`NotPermitted` unless the actor looks after the register."""
    if not is_hr(repository, actor, on):
        raise NotPermitted(
            "Only the keeper of the store, or somebody with the role hr, can do this.",
            todo="Ask HR (or leave out --as).",
        )


def may_see_person(repository: Repository, actor: str | None, person: Document, on: date) -> bool:
    """Whether the person's part of the register is the actor's to see: self, manager, HR."""
    if actor == person["id"] or is_hr(repository, actor, on):
        return True
    return actor is not None and bool(
        may_conduct(repository, person, actor, on.isoformat(), "")
        or actor == manager_on(person, on.isoformat())
    )


def may_reach_matter(matter: Document, actor: str | None) -> bool:
    """Whether the actor reaches the matter: who received or handles it, never whom it is about.

    The keeper of the store is not among them: the folder's owner can be the one concerned.
    """
    if actor is None or actor in matter.get("concerned", ()):
        return False
    return actor in (matter["handler"], matter["received_by"])


def _preparations(
    dialogue: Document, sections: frozenset[Section], actor: str | None
) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for party in ("employee", "conductor"):
        preparation = dialogue.get("preparations", {}).get(party, {})
        mine = actor is not None and actor == dialogue[party]
        if mine and Section.OWN_PREPARATION in sections:
            shown[party] = preparation
        elif not mine and Section.OTHER_PREPARATION in sections:
            shown[party] = {
                key: value for key, value in preparation.items() if key not in ("notes", "earlier")
            }
        elif sections & {Section.HISTORY}:
            shown[party] = {"submitted": preparation.get("submitted")}
    aside = dialogue.get("put_aside", {}).get(actor) if actor is not None else None
    return shown if aside is None else shown | {"put_aside": aside}


def _days(dialogue: Document) -> dict[str, str]:
    """The day of each deed, without its reason: what the register knows."""
    days = {event["deed"]: event["on"] for event in dialogue.get("events", ())}
    return {deed: days[deed] for deed in days if deed in _PUBLIC_DEEDS}


_PUBLIC_DEEDS: frozenset[Label] = frozenset(
    {"new", "invite", "start", "hold", "close", "move", "decline", "waive", "cancel", "take-over"}
    | {"set-aside"}
    | {"signed", "import"}
)


def _signed_by_both(dialogue: Document) -> bool:
    versions = dialogue.get("signed", ())
    return any(len(version.get("signatures", ())) == 2 for version in versions)


def _in_force(fact: Document, day: str) -> bool:
    start, end = fact.get("start"), fact.get("end")
    return (start is None or start <= day) and (end is None or day <= end)


def _in_scope(
    repository: Repository, fact: Document, person: Document, day: str, kind: str
) -> bool:
    posts = posts_on(person, day)
    if fact.get("people") and person["id"] not in fact["people"]:
        return False
    if fact.get("kinds") and kind and kind not in fact["kinds"]:
        return False
    groups = fact.get("staff_groups")
    if groups and not any(post["staff_group"] in groups for post in posts):
        return False
    units = fact.get("units")
    return not units or any(_within(repository, post["unit"], units) for post in posts)


def _within(repository: Repository, unit: str, units: list[str]) -> bool:
    return not set(units).isdisjoint(_above(repository, unit))


def _above(repository: Repository, unit: str) -> list[str]:
    """The unit and those above it; a tree that runs in a circle is walked once."""
    parents = {u["id"]: u.get("parent") for u in repository.register("units").get("units", ())}
    found: list[str] = []
    here: str | None = unit
    while here and here not in found:
        found.append(here)
        here = parents.get(here)
    return found


def posts_on(person: Document, day: str) -> list[Document]:
    """The posts held on the day, the largest first."""
    posts = [post for post in person.get("employments", ()) if _in_force(post, day)]
    return sorted(posts, key=lambda post: (-float(post.get("percent", "100")), post["id"]))


def _manager_of(repository: Repository, person: str, day: str) -> str | None:
    return manager_on(_person(repository, person), day)


def _person(repository: Repository, person: str) -> Document:
    try:
        return repository.person(person)
    except NotFound:
        return {"id": person}
