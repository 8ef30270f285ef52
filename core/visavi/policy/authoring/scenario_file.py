"""Scenario files: facts, a date, and the exact obligations and findings that a policy must give.

The format is for HR advisers: TOML, one table for each person, dialogue and matter, and
``[expect]``. Reading is strict: an unknown key, a wrong type or a name that stands nowhere is a
mistake with its line, so that nothing is silently left untested.
"""

import os
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from visavi.errors import PolicyInvalid
from visavi.messages import Sentence
from visavi.model.dialogues import Coverage, Party
from visavi.model.matters import Severity
from visavi.model.people import EmploymentForm, PayRoute
from visavi.model.plans import Progress, Responsible
from visavi.policy.files import TomlFile, read_toml
from visavi.policy.outcomes import Due, Modality
from visavi.policy.problems import Problems, did_you_mean, shown
from visavi.policy.shapes import DEEDS
from visavi.policy.values import (
    Reader,
    Unfit,
    anything,
    day,
    identifier,
    one_of,
    policy_id,
    several,
    text,
    truth,
    whole,
)

Entry = Mapping[str, Any]
Path = tuple[str | int, ...]


class Key(NamedTuple):
    """One key: how it is read, whether it must stand, or the shape of the tables that it holds."""

    read: Reader | None = None
    required: bool = False
    shape: "Mapping[str, Key] | None" = None
    listed: bool = True


Shape = Mapping[str, Key]


def a_date(value: Any) -> date:
    """A civil date."""
    return date.fromisoformat(day(value))


def exact(value: Any) -> Decimal:
    """A number, as it is written."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unfit("a number")
    return Decimal(str(value))


def a_word(value: Any) -> str:
    """A text, or true where only it matters that something stands there."""
    if value is True:
        return "…"
    if value is False:
        return ""
    word: str = text(value)
    return word


def amount(value: Any) -> int | None:
    """A salary, or true where only it matters that one was written down."""
    if isinstance(value, bool):
        return 1 if value else None
    number: int = whole(0, 10_000_000)(value)
    return number


_date = Key(a_date)
_must_date = Key(a_date, required=True)
_text = Key(text)
_must_text = Key(text, required=True)
_id = Key(identifier)
_must_id = Key(identifier, required=True)
_truth = Key(truth)
_texts = Key(several(text))
_ids = Key(several(identifier))
_parties = Key(several(one_of(*Party)))
_form = Key(one_of(*EmploymentForm))
_period = {"from": _date, "to": _date}
_percent = Key(exact)

UNIT: Shape = {"id": _must_text, "parent": _text}

POST: Shape = {
    "unit": _text,
    "group": _id,
    "form": _form,
    "percent": _percent,
    "manager": _text,
    **_period,
}

PERSON: Shape = {
    "id": _must_text,
    "group": _id,
    "unit": _text,
    "form": _form,
    "percent": _percent,
    "employed": Key(shape=_period, listed=False),
    "posts": Key(shape=POST),
    "born": _date,
    "manager": _text,
    "line": Key(shape={"manager": _must_text, **_period}),
    "pay_route": Key(one_of(*PayRoute)),
    "absences": Key(
        shape={
            "kind": Key(one_of("parental", "sick", "leave", "other"), required=True),
            "from": _must_date,
            "to": _date,
        }
    ),
    "excluded_years": Key(several(whole(1900, 2999))),
    "disqualified": Key(
        shape={
            "manager": _must_text,
            "ground": _must_text,
            "replaced_by": _text,
            "reported": _date,
            **_period,
        }
    ),
    "delegations": Key(
        shape={
            "to": _must_text,
            "from": _date,
            "until": _date,
            "people": _texts,
            "groups": _ids,
            "units": _texts,
            "kinds": _ids,
        }
    ),
    "roles": Key(shape={"name": _must_id, "unit": _text, "level": Key(whole(0, 20)), **_period}),
    "facts": Key(shape={"kind": _must_id, "on": _must_date, "value": Key(exact)}),
}

ACTIVITY: Shape = {
    "what": Key(a_word),
    "how": Key(a_word),
    "when": _date,
    "responsible": Key(one_of(*Responsible)),
    "result": Key(a_word),
    "support": Key(a_word),
    "follow_up": Key(a_word),
    "progress": Key(one_of(*Progress)),
    "carried_from": _text,
}

DIALOGUE: Shape = {
    "name": _must_text,
    "employee": _must_text,
    "conductor": _must_text,
    "kind": _must_id,
    "cycle": _must_text,
    "previous": _text,
    "form": _id,
    **dict.fromkeys(
        (
            "planned",
            "invited",
            "moved",
            "started",
            "held",
            "signed",
            "closed",
            "waived",
            "declined",
            "cancelled",
            "meeting",
        ),
        _date,
    ),
    "imported": _truth,
    "topics": Key(anything),
    "views": _ids,
    "ticks": _ids,
    "submitted": _parties,
    "minutes": Key(whole(1, 1440)),
    "undisturbed": _truth,
    "place": Key(a_word),
    "attachments": _texts,
    "activities": Key(shape=ACTIVITY),
    "pay": Key(
        shape={
            "discussed": _truth,
            "amount": Key(amount),
            "agreed": _truth,
            "effective": _date,
            "reasons": _ids,
            "explained": _truth,
        },
        listed=False,
    ),
    "signed_by": _parties,
    "dissent": _parties,
    "refused": _parties,
}

MATTER: Shape = {
    "name": _must_text,
    "concern": _must_id,
    "opened": _must_date,
    "received_by": _must_text,
    "handler": _must_text,
    "affected": _text,
    "concerned": _texts,
    "severity": Key(one_of(*Severity)),
    "separate_meeting": _truth,
    "immediate_action": _truth,
    "steps": Key(shape={"step": _must_id, "on": _must_date}),
    "assessed": _truth,
    "decided": _truth,
    "closed": _date,
}

_about = {"dialogue": _text, "matter": _text}
_deed = Key(one_of(*DEEDS), required=True)
_modality = Key(one_of(*Modality), required=True)

EXPECT: Shape = {
    "subjects": _texts,
    "obligation": Key(
        shape={
            "person": _text,
            "matter": _text,
            "rule": _must_id,
            "kind": _must_id,
            "cycle": _must_text,
            "state": Key(one_of(*Due), required=True),
            "modality": _modality,
            "opens": _date,
            "due": _date,
            "owner": _text,
            "exempt_by": _id,
            "amount": Key(exact),
        }
    ),
    "finding": Key(
        shape={**_about, "rule": _must_id, "modality": _modality, "times": Key(whole(1, 99))}
    ),
    "refusal": Key(shape={**_about, "deed": _deed, "rule": _must_id, "times": Key(whole(1, 99))}),
    "allowed": Key(shape={**_about, "deed": _deed}),
}

SCENARIO: Shape = {
    "title": _must_text,
    "policy": Key(policy_id, required=True),
    "as_of": _must_date,
    "settings": Key(anything),
    "unit": Key(shape=UNIT),
    "person": Key(shape=PERSON, required=True),
    "dialogue": Key(shape=DIALOGUE),
    "matter": Key(shape=MATTER),
    "expect": Key(shape=EXPECT, required=True, listed=False),
}


def read_entries(path: str) -> Entry:
    """The tables of a scenario file, checked; raises :class:`PolicyInvalid` with all mistakes."""
    problems = Problems()
    label = "/".join(os.path.normpath(path).split(os.sep)[-2:])
    file = read_toml(path, label, problems)
    entries: Entry = {}
    if file is not None:
        reader = _Reader(file, problems)
        entries = reader.table((), SCENARIO, file.values)
        if not problems:
            reader.names(entries)
    if problems:
        found = tuple(problems)
        raise PolicyInvalid(
            "The scenario cannot be read: {first}", problems=found, first=str(found[0])
        )
    return entries


class _Reader:
    """Reads tables by their shape and notes every mistake with its line."""

    def __init__(self, file: TomlFile, problems: Problems) -> None:
        self.file = file
        self.problems = problems

    def wrong(
        self, path: Path, sentence: Sentence, /, suggestion: Sentence = "", **values: object
    ) -> None:
        key = ".".join(map(str, path))
        line = self.file.line(*path)
        self.problems.add(self.file.label, line, key, sentence, suggestion=suggestion, **values)

    def table(self, path: Path, shape: Shape, value: Any) -> dict[str, Any]:
        entry: dict[str, Any] = {}
        if not isinstance(value, dict):
            self.wrong(path, "This must be a table.")
            return entry
        for key in value:
            if key not in shape:
                near = did_you_mean(key, shape)
                self.wrong((*path, key), "There is no key {key} here.", near, key=shown(key))
        for key, wanted in shape.items():
            if key in value:
                entry[key] = self.value((*path, key), wanted, value[key])
            elif wanted.required:
                self.wrong(path, "The key {key} is missing.", key=key)
        return entry

    def value(self, path: Path, wanted: Key, value: Any) -> Any:
        if wanted.shape is None:
            return self.plain(path, wanted.read, value)
        if not wanted.listed:
            return self.table(path, wanted.shape, value)
        if not isinstance(value, list):
            self.wrong(path, "This is a list of tables.")
            return []
        return [self.table((*path, n), wanted.shape, item) for n, item in enumerate(value)]

    def plain(self, path: Path, read: Reader | None, value: Any) -> Any:
        assert read is not None
        try:
            return read(value)
        except Unfit as unfit:
            self.wrong(
                path,
                "This must be {wanted}, not {value}.",
                wanted=unfit.wanted,
                value=shown(value),
            )
            return None

    def names(self, entries: Entry) -> None:
        """Everybody and everything that is named must stand in the file, once."""
        people = self.once("person", "id", entries)
        dialogues = self.once("dialogue", "name", entries)
        matters = self.once("matter", "name", entries)
        for number, entry in enumerate(entries.get("dialogue", ())):
            path: Path = ("dialogue", number)
            self.known((*path, "employee"), entry["employee"], people)
            self.known((*path, "previous"), entry.get("previous"), dialogues)
            self.topics(path, entry)
        expect = entries["expect"]
        for number, subject in enumerate(expect.get("subjects", ())):
            self.known(("expect", "subjects", number), subject, people)
        for table in ("obligation", "finding", "refusal", "allowed"):
            for number, entry in enumerate(expect.get(table, ())):
                path = ("expect", table, number)
                self.known((*path, "person"), entry.get("person"), people)
                self.known((*path, "dialogue"), entry.get("dialogue"), dialogues)
                self.known((*path, "matter"), entry.get("matter"), matters)
                about = ("person", "matter") if table == "obligation" else ("dialogue", "matter")
                if sum(key in entry for key in about) != 1:
                    self.wrong(path, "It needs either {keys}.", keys=" or ".join(about))

    def once(self, table: str, key: str, entries: Entry) -> set[str]:
        seen: set[str] = set()
        for number, entry in enumerate(entries.get(table, ())):
            if entry[key] in seen:
                self.wrong((table, number, key), "{name} stands twice.", name=shown(entry[key]))
            seen.add(entry[key])
        return seen

    def known(self, path: Path, name: str | None, names: Iterable[str]) -> None:
        if name is not None and name not in names:
            near = did_you_mean(name, names)
            self.wrong(path, "{name} stands nowhere in this file.", near, name=shown(name))

    def topics(self, path: Path, entry: Entry) -> None:
        words = one_of(*Coverage)
        topics = entry.get("topics", {})
        for topic, coverage in topics.items() if isinstance(topics, dict) else ():
            self.plain((*path, "topics", topic), words, coverage)
