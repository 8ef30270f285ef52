"""What is kept about a person, for that person: all that they may see, and what was left out.

Whoever keeps the register can prepare the report for delivery; it then holds the register's part
and no word of a dialogue, as no role implies reading. Of matters no report says anything: neither
whether there is one nor that there is none.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from visavi import access
from visavi.access import Section
from visavi.audit import readers_in
from visavi.errors import NotFound
from visavi.messages import Label, Sentence, say
from visavi.model import ids
from visavi.model.dialogues import Dialogue
from visavi.model.time import add_months
from visavi.policy.policy import Policy
from visavi.serial import from_document
from visavi.store.repository import Document
from visavi.usecases.circle import people_around
from visavi.usecases.deeds import policy_of
from visavi.usecases.holds import held
from visavi.usecases.logs import KEEPER, openings, with_deed
from visavi.usecases.people import without_log
from visavi.usecases.retention import ended_on, over_on, rule_for
from visavi.usecases.signed_text import canonical_text
from visavi.usecases.workspace import Actor, Workspace

SETTING = "access-report-private-notes"
"""The policy's setting for what the other party noted for themselves alone: ``withhold`` (also
where the policy has no such setting) or ``include``."""

SHOWN = "shown"
"""How a report is handed out that no file was made of."""

_HEADER = ("id", "employee", "conductor", "kind", "cycle", "state", "days")

Row = dict[str, Any]


def access_report(workspace: Workspace, by: Actor, person: str, *, how: str = SHOWN) -> Row:
    """Everything kept about the person that they may see, each thing once; and what is withheld.

    For the person, or without any word for who keeps the register; for everybody else there is
    :class:`NotFound`. Who asked, when, and ``how`` it was handed out stands in the person's log.
    """
    wanted = ids.person_id(person)
    document = workspace.repository.person(wanted)
    own = by.person == wanted
    if not own and not access.is_hr(workspace.repository, by.person, by.on):
        raise NotFound("There is no person {id} for you.", id=repr(person))
    document = _written_down(workspace, by, document, how)
    report = _Report(workspace, by, document)
    return {
        "person": wanted,
        "on": by.on.isoformat(),
        "complete": own,
        "register": without_log(document),
        "log": list(document.get("events", ())),
        "mentions": list(report.mentions()),
        "dialogues": list(report.dialogues(words=own)),
        "written": list(report.written(words=own)),
        "retention": report.retention(),
        "sources": [say(_SOURCES)],
        "withheld": list(report.withheld(words=own)),
    }


def _written_down(workspace: Workspace, by: Actor, document: Document, how: str) -> Document:
    """The person's document once it says who asked; the same asking counts once a day."""
    asked = {
        "deed": "access-report",
        "on": by.on.isoformat(),
        "by": by.person or KEEPER,
        "how": how,
    }
    events = document.get("events", ())
    if any({key: event.get(key) for key in asked} == asked for event in events):
        return document
    with workspace.changing(by) as change:
        before = workspace.repository.person(document["id"])
        change.put_person(with_deed(before, by, "access-report", how=how))
    return workspace.repository.person(document["id"])


def others_read_private_notes(workspace: Workspace, by: Actor, dialogue: str) -> bool:
    """Whether what the actor notes alone in this dialogue gets into the other's access report."""
    try:
        found = workspace.repository.dialogue(dialogue)
    except NotFound:
        return False
    if by.person != found["conductor"]:
        return False
    return _included(policy_of(workspace, found["employee"], by))


_SOURCES: Sentence = (
    "The register was entered by whoever keeps it, or imported from a staff list; "
    "which of the two is not recorded for each fact. An imported dialogue says so in its events."
)


class _Report:
    """The parts of one report."""

    def __init__(self, workspace: Workspace, by: Actor, person: Document) -> None:
        self._workspace = workspace
        self._repository = workspace.repository
        self._by = by
        self._person = person
        self._id: str = person["id"]
        self._policy = policy_of(workspace, self._id, by)
        self._rules = rule_for(workspace, by, self._id, "dialogue")

    def mentions(self) -> Iterator[Row]:
        """The facts about the person that stand in the register under somebody else."""
        for other in self._repository.people():
            if other["id"] == self._id:
                continue
            for name, who in _NAMING.items():
                for fact in other.get(name, ()):
                    if self._id in (fact.get(who), fact.get("replaced_by")):
                        yield {"under": other["id"], "as": name, "fact": self._cut(fact, who)}

    def _cut(self, fact: Mapping[str, Any], who: str) -> Row:
        """A fact without what it says of two others."""
        return {key: fact[key] for key in fact if key != "ground" or fact[who] == self._id}

    def dialogues(self, *, words: bool) -> Iterator[Row]:
        """The person's own dialogues as the person may see them, or their dates alone."""
        for document in self._repository.dialogues_of(self._id):
            view = access.view(document, access.Relation.EMPLOYEE, self._id)
            if not words:
                shown = {key: view[key] for key in _HEADER}
            else:
                shown = self._whole(document, view)
            yield {**shown, "kept_until": self._kept_until(document)}

    def _whole(self, document: Document, view: Row) -> Row:
        events = view.pop("events", ())
        view["events"] = [event for event in events if event["deed"] != "read"]
        view["readers"] = [*readers_in(events), *openings(self._repository)]
        view["signed"] = [_version(document, version) for version in view.get("signed", ())]
        if self._includes_notes():
            view["notes_of_others"] = list(_notes_of_others(document))
        return view

    def written(self, *, words: bool) -> Iterator[Row]:
        """The dialogues of others that the person holds or held, with what is the person's own."""
        sections = frozenset({Section.HEADER, Section.OWN_PREPARATION})
        for other in people_around(self._repository, self._id):
            if other == self._id:
                continue
            for document in self._repository.dialogues_of(other):
                if self._id not in (document["conductor"], *document.get("put_aside", {})):
                    continue
                relation = access.relation(self._repository, self._id, document, self._by.on)
                if Section.HEADER not in access.READS[relation]:
                    relation = access.Relation.FORMER_CONDUCTOR
                view = access.view(document, relation, self._id, sections)
                own = {"own": view["preparations"]} if words else {}
                yield {key: view[key] for key in _HEADER} | own

    def retention(self) -> Row:
        """The rules for how long it is kept, and whether a hold stops them."""
        return {
            "person": rule_for(self._workspace, self._by, self._id, "person"),
            "dialogues": self._rules,
            "held": held(self._person),
        }

    def withheld(self, *, words: bool) -> Iterator[Row]:
        """What is left out, under which rule; said alike whether there is any or not."""
        if not words:
            yield _left_out("words", "no role implies reading", _NO_WORDS)
        elif not self._includes_notes():
            yield _left_out("private-notes-of-others", SETTING, _NO_NOTES)
        yield _left_out("preparation-of-others", "blind until both have submitted", _NO_DRAFTS)
        yield _left_out("dialogues-of-others", "they are about somebody else", _NO_OTHERS)
        yield _left_out("matters", "serious matters are kept apart", _NO_MATTERS)

    def _includes_notes(self) -> bool:
        return _included(self._policy)

    def _kept_until(self, document: Document) -> str | None:
        """The first day on which a rule lets it be deleted; nothing where no rule has a period."""
        days = []
        for rule in self._rules:
            by_end = rule["counted_from"] == "ended"
            start = ended_on(self._person, self._by.on) if by_end else over_on(document)
            if start is not None and rule["years"] is not None:
                days.append(add_months(start, 12 * rule["years"]))
        return min(days, default=date.max).isoformat() if days else None


_NAMING: Mapping[str, str] = {
    "line": "manager",
    "delegations": "to",
    "disqualifications": "manager",
}
"""The facts of the register that name somebody else, and where."""

_NO_WORDS = (
    "What was written and said can be taken out by the person alone: "
    "visavi person access-report with --as."
)
_NO_NOTES = (
    "What the other party noted for themselves alone is no part of this report, "
    "whether there is any or not. The institution's setting says so."
)
_NO_DRAFTS = "What the other party prepares and has not shown yet, whether there is any or not."
_NO_OTHERS = "What was said in dialogues that the person held: the report of the other one has it."
_NO_MATTERS = (
    "Serious matters lie apart under rules of their own. "
    "This report never says whether there is one."
)


def _included(policy: Policy) -> bool:
    return SETTING in policy.settings and policy.setting(SETTING) == "include"


def _left_out(what: Label, rule: Sentence, because: Sentence) -> Row:
    return {"what": what, "rule": say(rule), "because": say(because)}


def _version(document: Document, version: Mapping[str, Any]) -> Row:
    """A signed version; its text is not repeated where it is the record as it stands."""
    shown = dict(version)
    same = shown["text"] == canonical_text(from_document(Dialogue, document), shown["number"])
    if same:
        del shown["text"]
    return {**shown, "is_the_record": same}


def _notes_of_others(document: Document) -> Iterator[Row]:
    """What conductors noted for themselves alone, in the preparation or before a take-over."""
    conductor = document.get("preparations", {}).get("conductor", {})
    parts = [(document["conductor"], conductor), *document.get("put_aside", {}).items()]
    for author, part in parts:
        for note in part.get("notes", ()):
            yield {"author": author, **note}
