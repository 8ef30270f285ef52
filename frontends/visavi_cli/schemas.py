"""What each ``--json`` answer holds, as JSON Schema; ``visavi spec --json`` prints it.

Keys are stable: one may be added, none is renamed or taken away without a new schema number.
"""

from typing import Any

Schema = dict[str, Any]
Fields = dict[str, str | Schema]

_TYPES: dict[str, Schema] = {
    "text": {"type": "string"},
    "id": {"type": "string"},
    "day": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "count": {"type": "integer"},
    "yes": {"type": "boolean"},
    "object": {"type": "object"},
    "any": {},
}


def _type(name: str | Schema) -> Schema:
    """``day`` is a day, ``day?`` may be null, ``[day]`` is a list of them."""
    if not isinstance(name, str):
        return name
    if name.startswith("["):
        return {"type": "array", "items": _type(name[1:-1])}
    if name.endswith("?"):
        kind = _TYPES[name[:-1]]
        return kind | {"type": [kind["type"], "null"]}
    return dict(_TYPES[name])


def obj(**fields: str | Schema) -> Schema:
    """An object that has all these keys, and may have more."""
    return {
        "type": "object",
        "properties": {name: _type(kind) for name, kind in fields.items()},
        "required": list(fields),
    }


def rows(**fields: str | Schema) -> Schema:
    """A list of such objects."""
    return {"type": "array", "items": obj(**fields)}


_SETTING: Fields = {"name": "text", "value": "any", "source": "text", "about": "text"}
_CITATION: Fields = {"id": "id", "document": "text", "section": "text"}
_FINDING: Fields = {
    "policy": "text",
    "rule": "text",
    "modality": "text",
    "about": "text",
    "told": "yes",
    "sentence": "text",
    "facts": "object",
    "ways": "[text]",
    "citations": rows(**_CITATION, address="text"),
}
_OBLIGATION: Fields = {
    "policy": "text",
    "rule": "text",
    "modality": "text",
    "person": "id",
    "owner": "id?",
    "kind": "text",
    "cycle": "text",
    "wants": "text",
    "opens": "day?",
    "due": "day?",
    "state": "text",
    "amount": "any",
    "dialogue": "id?",
    "exempt_by": "text?",
    "facts": "object",
    "sentence": "text",
    "citations": rows(**_CITATION),
}
_ACTIVITY: Fields = {
    "id": "id",
    "what": "text",
    "how": "text",
    "when": "day?",
    "responsible": "text?",
    "result": "text",
    "support": "text",
    "follow_up": "text",
    "carried_from": "id?",
}
_DIALOGUE: Fields = {
    "id": "id",
    "employee": "id",
    "conductor": "id",
    "kind": "text",
    "cycle": "text",
    "state": "text",
    "relation": "text",
    "days": "object",
    "previous": "id?",
}
_EVENT: Fields = {
    "deed": "text",
    "on": "day",
    "by": "id",
    "on_behalf_of": "id?",
    "reason": "text",
    "at": "moment?",
    "how": "text",
}
_QUESTION: Fields = {"id": "id", "topic": "text", "text": "text", "cite": "[text]"}
_MATTER: Fields = {
    "id": "id",
    "concern": "text",
    "opened": "day",
    "handler": "id",
    "severity": "text?",
    "closed": "day?",
}
_PERSON: Fields = {
    "id": "id",
    "name": "text",
    "sort_name": "text",
    "email": "text",
    "birth_date": "day?",
    "employments": rows(
        id="id",
        unit="text",
        staff_group="text",
        form="text",
        title="text",
        percent="text",
        start="day?",
        end="day?",
    ),
    "line": "[object]",
    "pay_routes": "[object]",
    "absences": "[object]",
    "exclusions": "[object]",
    "disqualifications": "[object]",
    "delegations": "[object]",
    "roles": "[object]",
    "facts": "[object]",
    "keys": "[object]",
    "holds": "[object]",
    "revision": "count",
}
_KEY: Fields = {
    "person": "id",
    "key": "text",
    "start": "day?",
    "end": "day?",
    "fingerprint": "text",
}
_VERSION: Fields = {
    "number": "count",
    "place": "text",
    "about": "text",
    "audience": "text",
    "author": "id",
    "on": "day",
    "at": "moment?",
    "text": "text",
    "fields": "object?",
    "signed": "count?",
}
_DUE: Fields = {
    "rule": "id",
    "what": "text",
    "id": "id",
    "person": "id?",
    "counted_from": "day",
    "due": "day",
    "action": "text",
    "state": "text",
}
_SILENCE: Fields = {"rule": "text", "because": "text"}

SCHEMAS: dict[str, Schema] = {
    "access-report": obj(
        person="id", on="day", complete="yes", register="object", log="[object]",
        mentions=rows(**{"under": "id", "as": "text", "fact": "object"}),
        dialogues=rows(id="id", kind="text", cycle="text", state="text", kept_until="day?"),
        written=rows(id="id", kind="text", cycle="text", state="text"),
        retention="object", sources="[text]",
        withheld=rows(what="text", rule="text", because="text"),
    ),
    "activities": rows(
        id="id", dialogue="id", employee="id", progress="text", when="day?", responsible="text?"
    ),
    "activity": obj(
        **_ACTIVITY, dialogue="id", employee="id", progress="text", steps=rows(
            activity="id", progress="text", on="day", by="id", word="text", carry="text?",
            carried_to="id?",
        ),
    ),
    "agenda": rows(**_OBLIGATION),
    "agenda-explained": obj(obligations=rows(**_OBLIGATION), silences=rows(**_SILENCE)),
    "agenda-summary": obj(on="day", counts="object", failures="[text]"),
    "backups": rows(
        id="id", on="day", by="text", path="text", kept="yes", expires="day?", gone="day?",
        erased="count",
    ),
    "completion": obj(shell="text", script="text"),
    "demo": obj(
        policy="text", store="text", on="day", changed="yes", next="[text]",
        people=rows(id="id", name="text", part="text"),
    ),
    "dialogue": obj(
        **_DIALOGUE, revision="count", withheld="[text]", preparations="object",
        last_plan=rows(**_ACTIVITY),
    ),
    "dialogues": rows(**_DIALOGUE),
    "doctor": obj(
        python="text", visavi="text", platform="text", paths="object", store="object",
        policies=rows(
            name="text", distribution="text", version="text", problem="text?", warnings="[text]"
        ),
    ),
    "error": obj(error="text", message="text", todo="text", exit="count"),
    "events": rows(**_EVENT),
    "findings": obj(findings=rows(**_FINDING), silences=rows(**_SILENCE)),
    "found": rows(
        dialogue="id", employee="id", conductor="id", kind="text", state="text", on="day",
        place="text", about="text", audience="text", excerpt="text",
    ),
    "help": obj(about="text", text="text"),
    "import": obj(
        new="[id]", unchanged="count", problems=rows(
            row="count", field="text", heading="text", reason="text", kept="yes"
        ),
        rejected="count", notes="[text]", rows="count", encoding="text", separator="text",
        columns="object", dropped_identity_numbers="count", dry_run="yes",
    ),
    "keys": rows(**_KEY),
    "line": obj(
        person="id", on="day", manager="id?", conductor="id?", because="text", line="[object]",
        disqualifications="[object]", absences="[object]", delegations="[object]",
    ),
    "loss-report": obj(
        path="text", store_id="text", sealed="yes", made="day", people="count", dialogues="count",
        register="[text]",
    ),
    "matter": obj(
        **_MATTER, policy="text", received_by="id", affected="id?", concerned="[id]", text="text",
        separate_meeting="yes?", immediate_action="yes?", steps="[object]", assessment="text",
        decision="text", events=rows(**_EVENT), revision="count",
    ),
    "matter-check": obj(findings=rows(**_FINDING), duties=rows(**_OBLIGATION)),
    "matters": rows(**_MATTER),
    "path": obj(path="text"),
    "people": rows(id="id", name="text", unit="text?", staff_group="text?", manager="id?"),
    "people-export": rows(**_PERSON),
    "person": obj(**_PERSON),
    "policies": rows(
        name="text", distribution="text", version="text", folder="text", format="count?",
        note="text",
    ),
    "policy": obj(
        id="text", version="text", name="text", about="text", digest="text", layers="[text]",
        languages="[text]", zone="text", kinds=rows(id="text", name="text", topics="[text]"),
        parameters="[text]", staff_groups="[text]", unit_layers="object",
        settings=rows(name="text", value="any", layer="text", choices="[any]", why="text"),
        rules=rows(id="text", modality="text", scope="text", says="text", cite="[text]"),
    ),
    "policy-coverage": rows(
        rule="text", modality="text", met="count", broken="count", lacks="[text]"
    ),
    "policy-differences": rows(what="text", table="text", id="text", sentence="text"),
    "policy-new": obj(
        name="text", folder="text", policy_dir="text", files="[text]", next="[text]", changed="yes"
    ),
    "policies-allowed": rows(name="text", version="text", digest="text", problem="text"),
    "policy-preview": obj(
        on="day", before="text", after="text", people="count", affected="count", same="count",
        under_way="count", said=rows(what="text", rule="text", deed="text", count="count?"),
        judged=rows(policy="text", dialogues="count"), signed="count",
        activities="count", counts=rows(what="text", rule="text", count="count"),
        changes=rows(person="id", what="text", rule="text", kind="text", cycle="text", key="text",
                     before="any", after="any", sentence="text"),
    ),
    "policy-simulation": obj(
        policy="text", people="count", units="[text]",
        kinds=rows(kind="text", dialogues="count"),
        months=rows(month="text", dialogues="count", minutes="count", other="count",
                    managers="count", busiest="text", most="count"),
        managers=rows(manager="text", dialogues="count"),
    ),
    "policy-explained-of": obj(
        policy="text", layers="[text]", silences=rows(rule="text", because="text"),
        explained=rows(table="text", id="text", lines="[text]", chain="[object]"),
    ),
    "policy-explained": rows(table="text", id="text", lines="[text]"),
    "problems": rows(
        file="text", line="count", key="text", sentence="text", suggestion="text", warning="yes"
    ),
    "question": obj(**_QUESTION, citations=rows(**_CITATION, address="text")),
    "questions": rows(**_QUESTION),
    "readers": rows(
        on="day", at="moment?", by="id", relation="text", sections="[text]", reason="text"
    ),
    "receipt": obj(deed="text", id="text", changed="yes"),
    "refusal": obj(
        error="text", message="text", changed="yes", exit="count", refusals=rows(**_FINDING)
    ),
    "report-activities": obj(units=rows(unit="text"), total="object?"),
    "report-completion": {"type": "object", "additionalProperties": obj(
        units=rows(unit="text"), total="object?"
    )},
    "report-cycles": {"type": "object", "additionalProperties": obj(
        units=rows(unit="text"), total="object?"
    )},
    "report-obligations": rows(rule="text", states="object", total="count?"),
    "retention": rows(**_DUE),
    "retention-applied": obj(
        fingerprint="text", rows=rows(**_DUE), receipts="[id]", changed="yes"
    ),
    "scenario-updates": rows(file="text", title="text", written="yes", changes="[text]"),
    "scenarios": rows(file="text", title="text", ok="yes", differences="[text]"),
    "setting": obj(**_SETTING),
    "settings": rows(**_SETTING),
    "spec": obj(
        program="text", version="text", exit_codes=rows(code="count", name="text", meaning="text"),
        common_options="[object]", environment="object", commands="[object]", schemas="object",
    ),
    "store-conflicts": rows(
        place="text", document="text", kind="text", id="id", mine="count?", theirs="count",
        equal="yes",
    ),
    "store-copy": obj(
        path="text", store_id="text?", files="count?", length="count?", erased_again="count?",
        removed="[text]", opens_by="[text]", changed="yes"
    ),
    "slot": obj(id="text", kind="text", recovery_code="text?", changed="yes"),
    "slots": rows(id="text", kind="text"),
    "unlocked": obj(slot="text"),
    "unsealed": obj(text="text"),
    "store-init": obj(
        path="text", policy="text", sealed="yes", recovery_code="text?", changed="yes"
    ),
    "store-problems": rows(place="text", code="text", sentence="text", repairable="yes"),
    "store-status": obj(
        path="text", id="text", format="count", policy="text?", sealed="yes", people="count",
        dialogues="count", writable="yes",
    ),
    "verification": obj(
        dialogue="id", holds="yes", head="text", entries="count",
        checks=rows(about="text", outcome="text", sentence="text"),
        signatures=rows(
            version="count", party="text", by="id", on="day", level="text", noted_by="text",
            entered="text", refused="yes", dissent="text", reason="text",
            how="text", proves="text", does_not_prove="text",
        ),
    ),
    "version": obj(**_VERSION),
    "versions": rows(**_VERSION),
    "walk": obj(policy="text", version="text", year="count", ok="yes", steps=rows(
        number="count", step="text", title="text", on="day?", ok="yes", ids="object",
        lines=rows(kind="text", text="text"), refusals="[object]",
    )),
}  # fmt: skip
"""By the name that stands in ``visavi.NAME/1``."""
