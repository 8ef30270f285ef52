"""The bytes that both sign: canonical JSON (RFC 8785) of what they share, never written again."""

from typing import Any

from visavi.model.dialogues import Dialogue
from visavi.serial import unstructure
from visavi.signing.canonical import canonical, composed
from visavi.signing.canonical import digest as digest


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
    return canonical(composed(shared))
