"""What a policy answers: obligations of the register, findings on a record, and their sources."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from attrs import frozen

FactValue = str | int | bool | date | Decimal | None
"""What a stated fact may be: small, printable, and never a text from a dialogue."""


class Modality(StrEnum):
    """How strongly a source puts it."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    SHOULD_NOT = "should-not"
    MUST_NOT = "must-not"


class Due(StrEnum):
    """The state of an obligation on a day."""

    UPCOMING = "upcoming"
    OPEN = "open"
    OVERDUE = "overdue"
    MET = "met"
    WAIVED = "waived"
    EXEMPT = "exempt"


@frozen
class Citation:
    """Where a demand stands, and from when to when it was in force (both days included)."""

    id: str
    document: str
    section: str = ""
    address: str = ""
    start: date | None = None
    end: date | None = None
    note: str = ""

    def as_mapping(self) -> dict[str, Any]:
        """The citation as JSON-ready data."""
        return {
            "id": self.id,
            "document": self.document,
            "section": self.section,
            "address": self.address,
            "from": iso(self.start),
            "to": iso(self.end),
            "note": self.note,
        }


@frozen
class Obligation:
    """Somebody owes something by a day.

    ``owner`` owes it, for ``person``; ``wants`` is the fact that meets it (``offered``,
    ``invited``, ``held``, ``signed`` of a dialogue of ``kind``, or a fact's kind). ``amount``
    counts units of the kind, where it has any (senior days). ``facts`` are what it follows from.
    ``text`` names the rule's other sentence, where that is meant.
    """

    policy: str
    rule: str
    modality: Modality
    person: str
    kind: str
    cycle: str
    wants: str
    state: Due
    owner: str | None = None
    opens: date | None = None
    due: date | None = None
    amount: Decimal | None = None
    dialogue: str | None = None
    exempt_by: str | None = None
    facts: Mapping[str, FactValue] = {}
    sentence: str = ""
    citations: tuple[Citation, ...] = ()
    text: str = ""

    def as_mapping(self) -> dict[str, Any]:
        """The obligation as JSON-ready data."""
        return {
            "policy": self.policy,
            "rule": self.rule,
            "modality": str(self.modality),
            "person": self.person,
            "owner": self.owner,
            "kind": self.kind,
            "cycle": self.cycle,
            "wants": self.wants,
            "opens": iso(self.opens),
            "due": iso(self.due),
            "state": str(self.state),
            "amount": plain(self.amount),
            "dialogue": self.dialogue,
            "exempt_by": self.exempt_by,
            "facts": {name: plain(value) for name, value in self.facts.items()},
            "sentence": self.sentence,
            "citations": [citation.as_mapping() for citation in self.citations],
        }


@frozen
class Finding:
    """What a rule says of one dialogue, person or matter.

    ``told`` marks what a rule says whenever it is asked: a reminder, and nothing amiss.
    """

    policy: str
    rule: str
    modality: Modality
    sentence: str
    facts: Mapping[str, FactValue] = {}
    ways: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    about: str = ""
    told: bool = False

    def as_mapping(self) -> dict[str, Any]:
        """The finding as JSON-ready data."""
        return {
            "policy": self.policy,
            "rule": self.rule,
            "modality": str(self.modality),
            "about": self.about,
            "told": self.told,
            "sentence": self.sentence,
            "facts": {name: plain(value) for name, value in self.facts.items()},
            "ways": list(self.ways),
            "citations": [citation.as_mapping() for citation in self.citations],
        }


@frozen
class Silence:
    """A rule that was asked and said nothing, and why."""

    rule: str
    because: str

    def as_mapping(self) -> dict[str, Any]:
        """The silence as JSON-ready data."""
        return {"rule": self.rule, "because": self.because}


def iso(day: date | None) -> str | None:
    """A date as ISO text."""
    return None if day is None else day.isoformat()


def plain(value: FactValue) -> str | int | bool | None:
    """A fact as JSON-ready data: dates as ISO text, numbers without float noise."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return value
