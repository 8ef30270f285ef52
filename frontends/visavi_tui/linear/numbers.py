"""Numbers only, in lines: one sentence a unit instead of a table."""

from collections.abc import Mapping
from typing import Any

from visavi.messages import say
from visavi_tui.linear.lines import Talk


def tell_numbers(talk: Talk) -> None:
    """Completion by kind and unit; what is about fewer than five people is withheld."""
    policy = talk.session.workspace.policies.base
    talk.tell(say("Completion, in numbers only."))
    for kind, part in talk.session.completion().items():
        talk.tell(policy.text("kind", kind))
        for row in part["units"]:
            talk.tell(_told(row["unit"] or say("no unit"), row))
        talk.tell(_told(say("all"), part["total"] or {"withheld": True}))


def _told(unit: str, row: Mapping[str, Any]) -> str:
    if "withheld" in row:
        return say("{unit}: withheld, about fewer than five people or telling of them.", unit=unit)
    share = "-" if row["share_met"] is None else f"{row['share_met']} %"
    told = "{unit}: owed {owed}, met {met}, share {share}."
    return say(told, unit=unit, owed=row["owed"], met=row["met"], share=share)
