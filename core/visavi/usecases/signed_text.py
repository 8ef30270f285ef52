"""The bytes that both sign: canonical JSON (RFC 8785) of what they share, never written again."""

import hashlib
import json
import unicodedata
from typing import Any

from visavi.model.dialogues import Dialogue
from visavi.serial import unstructure

DOMAIN = "visavi signed dialogue 1\n"
"""Stands before the text when its digest is taken, so that it cannot serve elsewhere."""


def canonical_text(dialogue: Dialogue, number: int) -> str:
    """The shared part of the dialogue as version ``number``: record, pay and plan, no preparation.

    Letters are composed (NFC) and line ends are line feeds, so that what looks the same to the eye
    of a person has the same bytes.
    """
    whole = unstructure(dialogue)
    shared: dict[str, Any] = {
        "schema": "visavi.signed/1",
        "number": number,
        "dialogue": dialogue.id,
        "employee": dialogue.employee,
        "conductor": dialogue.conductor,
        "kind": dialogue.kind,
        "cycle": dialogue.cycle,
        "policy": whole["policy"],
        "topics": whole.get("topics", []),
        "pay": whole.get("pay"),
        "activities": whole.get("plan", {}).get("activities", []),
        "supplement": dialogue.supplement,
        "previous_version": dialogue.signed[number - 2].digest if number > 1 else None,
    }
    return canonical(shared)


def canonical(value: Any) -> str:
    """The canonical JSON of mappings with ASCII keys, lists, texts, whole numbers and booleans."""
    return json.dumps(
        _normal(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def digest(text: str) -> str:
    """The SHA-256 of a signed text under its domain, in hexadecimal."""
    return hashlib.sha256((DOMAIN + text).encode()).hexdigest()


def _normal(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, dict):
        return {key: _normal(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_normal(item) for item in value]
    return value
