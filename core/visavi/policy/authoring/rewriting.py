"""What a scenario expects, written anew from what the policy answers.

Only the tables of ``[expect]`` change. Everything else in the file stays letter by letter, and the
new text is read again before it is handed out: if anything else would differ, nothing is written.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from visavi.errors import InvalidInput
from visavi.policy.authoring.scenario import Answers, Scenario
from visavi.policy.outcomes import Obligation

_EXPECT = re.compile(r"^\[\[?expect[\].]", re.MULTILINE)
_HEAD = re.compile(r"^\[expect\]", re.MULTILINE)
_ALWAYS = ("state", "modality")
_IF_THERE = ("due", "exempt_by")
_IF_STATED = ("opens", "owner", "amount")


def rewritten(text: str, scenario: Scenario, answers: Answers) -> str:
    """The file's text with the answers as its expectations.

    Raises ``InvalidInput`` where the tables of ``[expect]`` do not stand together at the end.
    """
    start = _EXPECT.search(text)
    head = (text if start is None else text[: start.start()]).rstrip("\n")
    tables = list(_expectations(scenario, answers))
    if "subjects" not in scenario.expect and tables and not _HEAD.search(text):
        tables = tables[2:] or tables  # the file has no line [expect], and needs none
    new = "\n".join((head, "", *tables)).rstrip("\n") + "\n"
    if not _same_facts(text, new):
        raise InvalidInput(
            "The scenario {title} cannot be rewritten: other tables stand among its expectations.",
            todo="Move [expect] and its tables to the end of the file.",
            title=scenario.title,
        )
    return new


def _same_facts(old: str, new: str) -> bool:
    import tomllib

    before = tomllib.loads(old)
    try:
        after = tomllib.loads(new)
    except ValueError:
        return False
    return {**before, "expect": None} == {**after, "expect": None}


def _expectations(scenario: Scenario, answers: Answers) -> Iterator[str]:
    yield "[expect]"
    if "subjects" in scenario.expect:
        yield f"subjects = {_toml(list(scenario.subjects))}"
    yield ""
    matters = scenario.matters
    stated = list(scenario.expect.get("obligation", ()))
    for one in answers.obligations:
        about = "matter" if one.person in matters else "person"
        old = _matching(one, stated)
        if old is not None:
            stated.remove(old)
        yield from _table("obligation", _obligation(one, about, old or {}))
    for (name, rule, modality), number in answers.findings.items():
        yield from _table(
            "finding",
            {_about(scenario, name): name, "rule": rule, "modality": modality} | _times(number),
        )
    refused = {(name, deed) for name, deed, _ in answers.refusals}
    for (name, deed, rule), number in answers.refusals.items():
        yield from _table(
            "refusal", {_about(scenario, name): name, "deed": deed, "rule": rule} | _times(number)
        )
    for name, deed in scenario.tried:
        if (name, deed) not in refused:
            yield from _table("allowed", {_about(scenario, name): name, "deed": deed})


def _matching(one: Obligation, stated: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    for entry in stated:
        person = entry.get("person") or entry.get("matter")
        if (person, entry["rule"], entry["kind"], entry["cycle"]) == (
            one.person,
            one.rule,
            one.kind,
            one.cycle,
        ):
            return entry
    return None


def _obligation(one: Obligation, about: str, old: Mapping[str, Any]) -> dict[str, Any]:
    """The entry, with what is always compared and what the old one stated beside it."""
    entry = {about: one.person, "rule": one.rule, "kind": one.kind, "cycle": one.cycle}
    keys = (*_ALWAYS, *_IF_THERE, *(key for key in _IF_STATED if key in old))
    values = {key: getattr(one, key) for key in keys}
    whole = entry | {key: value for key, value in values.items() if value is not None}
    return {key: whole[key] for key in dict.fromkeys((*old, *whole)) if key in whole}


def _about(scenario: Scenario, name: str) -> str:
    return "dialogue" if name in scenario.dialogues else "matter"


def _times(number: int) -> dict[str, int]:
    return {} if number == 1 else {"times": number}


def _table(name: str, entry: Mapping[str, Any]) -> Iterator[str]:
    yield f"[[expect.{name}]]"
    for key, value in entry.items():
        yield f"{key} = {_toml(value)}"
    yield ""


def _toml(value: Any) -> str:
    """A value as it stands in a TOML file."""
    import json

    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, int | Decimal):
        return str(value)
    return json.dumps(str(value), ensure_ascii=False)
