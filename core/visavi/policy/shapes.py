"""The format of ``policy.toml``, number 1: which tables there are, with which keys, of which type.

Everything else about the format is derived from this: strict reading, references between entries,
and the merging of layers.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from visavi.messages import Sentence
from visavi.model.dialogues import State
from visavi.model.people import EmploymentForm, PayRoute
from visavi.policy.outcomes import Modality
from visavi.policy.values import (
    Reader,
    anything,
    day,
    free_text,
    identifier,
    month_day,
    number_or_name,
    one_of,
    one_or_more,
    policy_id,
    scalar,
    several,
    span,
    table,
    text,
    truth,
    whole,
    zone,
)

# fmt: off
DEEDS = (
    "new", "invite", "prepare", "submit", "start", "note", "cover", "park", "skip", "differ",
    "tick", "ask", "attach", "pay", "activity", "hold", "afterthought", "sign", "refuse",
    "supplement", "release", "done", "adapt", "carry", "move", "decline", "waive", "cancel",
    "close", "open", "assess", "step", "hand-over",
)
# fmt: on
"""What a rule may refuse: the deeds on a dialogue, then those that only a matter knows."""


class Key(NamedTuple):
    """One key: its reader, whether it must stand, and the table whose ids it may hold.

    ``shape`` is given instead of ``read`` for a table inside the entry, or a list of tables.
    ``going`` says, where a later format will not have the key, what is to be written instead.
    """

    read: Reader | None = None
    required: bool = False
    refers: str = ""
    shape: "Mapping[str, Key] | None" = None
    listed: bool = False
    going: Sentence = ""


Shape = Mapping[str, Key]

_ids = several(identifier)
_cite = Key(one_or_more(identifier), refers="citation")
_must_cite = Key(one_or_more(identifier), required=True, refers="citation")
_id = Key(identifier, required=True)
_modality = one_of(*Modality)
_period: Shape = {"from": Key(day), "to": Key(day)}
_number = Key(number_or_name, refers="parameter")

CONDITIONS: Shape = {
    "kinds": Key(one_or_more(identifier), refers="kind"),
    "staff_groups": Key(one_or_more(identifier), refers="staff_group"),
    "not_staff_groups": Key(one_or_more(identifier), refers="staff_group"),
    "forms": Key(one_or_more(one_of(*EmploymentForm))),
    "not_forms": Key(one_or_more(one_of(*EmploymentForm))),
    "employed": Key(truth),
    "pay_routes": Key(one_or_more(one_of(*PayRoute))),
    "not_pay_routes": Key(one_or_more(one_of(*PayRoute))),
    "units": Key(one_or_more(text)),
    "not_units": Key(one_or_more(text)),
    "min_percent": Key(whole(0, 100)),
    "max_percent": Key(whole(0, 100)),
    "employed_on": Key(one_or_more(month_day)),
    "facts_in_year": Key(one_or_more(identifier), refers="fact"),
    "conductor_roles": Key(one_or_more(identifier), refers="role"),
    "not_conductor_roles": Key(one_or_more(identifier), refers="role"),
    "min_age": Key(whole(0, 120)),
    "max_age": Key(whole(0, 120)),
    "absent": Key(one_or_more(one_of("parental", "sick", "leave", "other"))),
    "excluded_from_review": Key(truth),
    "states": Key(one_or_more(one_of(*State))),
    "since": Key(day),
    "until": Key(day),
    "concerns": Key(one_or_more(identifier), refers="concern"),
    "setting": Key(
        shape={
            "name": Key(identifier, required=True, refers="setting"),
            "equals": Key(one_or_more(scalar), required=True),
        }
    ),
    "facts": Key(one_or_more(identifier), refers="fact"),
    "parties": Key(one_or_more(one_of("conductor", "employee"))),
}

_when = Key(shape=CONDITIONS)

WINDOW: Shape = {
    "opens": Key(month_day, required=True),
    "closes": Key(month_day, required=True),
    "opens_year": Key(whole(-2, 2)),
    "closes_year": Key(whole(-2, 2)),
}

POLICY: Shape = {
    "id": Key(policy_id, required=True),
    "version": Key(text, required=True),
    "api": Key(whole(1, 999), required=True),
    "extends": Key(policy_id),
    "languages": Key(several(one_of("en", "sv", "nb", "nn", "se", "da", "fi", "de"), least=1)),
    "zone": Key(zone),
    "horizon_days": Key(whole(0, 366)),
}

LISTS: Mapping[str, Shape] = {
    "citation": {
        "id": _id,
        "document": Key(text, required=True),
        "section": Key(free_text),
        "address": Key(free_text),
        "note": Key(free_text),
        **_period,
    },
    "staff_group": {"id": _id, "form": Key(identifier), "maps": Key(several(text))},
    "role": {"id": _id, "level": Key(whole(0, 20))},
    "fact": {"id": _id, "unit": Key(text)},
    "kind": {
        "id": _id,
        "topics": Key(_ids, refers="topic"),
        "window": Key(identifier, refers="parameter"),
        "conductor": Key(one_of("immediate-manager", "delegable")),
        "pay": Key(one_of("none", "by-route", "discouraged")),
        "once_per": Key(one_of("cycle", "never")),
        "plan": Key(truth),
        "minutes": Key(whole(5, 600)),
        "wants_previous": Key(_ids, refers="kind"),
    },
    "topic": {"id": _id, "criterion": Key(truth), "cite": _cite},
    "question": {
        "id": _id,
        "topic": Key(identifier, required=True, refers="topic"),
        "cite": _must_cite,
        "place": Key(whole(1, 999)),
        "when": _when,
    },
    "preparation": {
        "id": _id,
        "kinds": Key(_ids, refers="kind"),
        "party": Key(one_of("conductor", "employee"), required=True),
        "cite": _must_cite,
    },
    "self_question": {
        "id": _id,
        "stage": Key(one_of("before", "after"), required=True),
        "kinds": Key(_ids, refers="kind"),
        "cite": _must_cite,
        "place": Key(whole(1, 999)),
    },
    "reason": {"id": _id, "allowed": Key(truth), "cite": _cite},
    "concern": {"id": _id, "cite": _cite},
    "matter_step": {
        "id": _id,
        "concerns": Key(_ids, refers="concern"),
        "within": Key(identifier, refers="parameter"),
        "rule": Key(identifier, refers="any rule"),
        "closes": Key(truth),
        "cite": _cite,
    },
    "retention": {
        "id": _id,
        "what": Key(one_of("dialogue", "person", "matter"), required=True),
        "counted_from": Key(one_of("closed", "ended"), required=True),
        "action": Key(one_of("delete", "review"), required=True),
        "after": Key(identifier, refers="parameter"),
        "setting": Key(identifier, refers="setting"),
        "cite": _must_cite,
    },
    "obligation": {
        "rule": Key(identifier, required=True),
        "modality": Key(_modality, required=True),
        "cite": _must_cite,
        "kind": Key(identifier, refers="kind"),
        "wants": Key(one_of("offered", "invited", "held", "signed", "fact")),
        "fact": Key(identifier, refers="fact"),
        "every": Key(one_of("cycle", "year", "months", "once", "absence")),
        "basis": Key(identifier, refers="setting"),
        "at_age": _number,
        "anchor": Key(one_of("birthday", "calendar-year")),
        "after_start": Key(span),
        "opens_after": Key(span),
        "before_end": Key(span),
        "months": _number,
        "absences": Key(several(one_of("parental", "sick", "leave", "other"), least=1)),
        "lasting": Key(span),
        "within": Key(span),
        "lapses": Key(span),
        "no_due": Key(truth),
        "modality_setting": Key(identifier, refers="setting"),
        "owner": Key(one_of("conductor", "manager", "employee")),
        "when": _when,
        "exempt": Key(
            shape={
                "rule": Key(identifier, required=True, refers="any rule"),
                "when": Key(required=True, shape=CONDITIONS),
            },
            listed=True,
        ),
    },
    "rule": {
        "id": _id,
        "modality": Key(_modality, required=True),
        "cite": _must_cite,
        "check": Key(identifier, required=True),
        "with": Key(table),
        "refuses": Key(several(one_of(*DEEDS))),
        "kinds": Key(_ids, refers="kind"),
        "when": _when,
        "enforced_by": Key(text),
    },
}
"""Lists of tables (``[[kind]]``); only a citation's id may stand several times."""

DATED: Shape = {**_period, "value": Key(anything, required=True), "cite": _must_cite}
"""One entry of ``[[parameter.NAME]]``."""

SETTING: Shape = {
    "default": Key(scalar),
    "choices": Key(several(scalar, least=2)),
    "why": Key(text, required=True),
}
"""``[setting.NAME]``."""

TABLES = ("policy", "layers", "parameter", "setting", *LISTS)


def entry_key(table: str, entry: Mapping[str, Any]) -> str:
    """What an entry is known by in its table: its id, or an obligation's rule and kind."""
    if table != "obligation":
        return str(entry["id"])
    about = entry.get("fact") if entry.get("wants") == "fact" else entry.get("kind")
    return f"{entry['rule']} {about or ''}".strip()
