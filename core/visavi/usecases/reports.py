"""Reports: numbers, never content; none about fewer than five people, or that gives one away."""

from collections.abc import Iterable, Mapping
from typing import Any

FLOOR = 5
"""No figure about fewer people than this is shown, nor one from which such a figure follows."""


WITHHELD = "fewer than five people, or gives such a unit away"
WANTS = ("offered", "invited", "held", "signed")
PROGRESS = ("open", "done", "closed", "carried")


def share(part: int, whole: int) -> int | None:
    """Whole per cent, 29 of 100 being 29; ``None`` of nothing: that is not zero."""
    return None if whole == 0 else (100 * part + whole // 2) // whole


def completion(items: Iterable[Mapping[str, Any]], unit_of: Mapping[str, str]) -> dict[str, Any]:
    """How many owed dialogues are met, by unit and kind; exempt and waived ones do not count.

    A dialogue that is owed in several ways (invited, held) counts once, by the most that is asked.
    A unit with fewer than five people concerned is withheld. If the withheld ones together are
    fewer than five, the next smallest unit is withheld with them, so that nothing can be worked
    out by subtracting from the total.
    """
    tallies: dict[str, dict[str, dict[str, int]]] = {}
    people: dict[str, dict[str, set[str]]] = {}
    for item in _one_a_dialogue(items):
        unit = unit_of.get(item["person"], "")
        tally = tallies.setdefault(item["kind"], {}).setdefault(unit, {"owed": 0, "met": 0})
        tally["owed"] += 1
        tally["met"] += item["state"] == "met"
        people.setdefault(item["kind"], {}).setdefault(unit, set()).add(item["person"])
    return {
        kind: _published(units, {unit: len(names) for unit, names in people[kind].items()})
        for kind, units in sorted(tallies.items())
    }


def completion_by_cycle(
    items: Iterable[Mapping[str, Any]], unit_of: Mapping[str, str]
) -> dict[str, Any]:
    """How many owed dialogues are met, by kind, unit and cycle; counted as by :func:`completion`.

    A unit is broken down only where each of its cycles concerns five people or more, and where
    :func:`completion` shows it. Where what is left of the totals of the cycles would tell of a few
    people, alone or together with what :func:`completion` shows, those totals are withheld.
    """
    cells: dict[str, dict[str, dict[str, list[bool]]]] = {}
    people: dict[str, dict[str, set[str]]] = {}
    for item in _one_a_dialogue(items):
        unit, kind = unit_of.get(item["person"], ""), item["kind"]
        cycles = cells.setdefault(kind, {}).setdefault(unit, {})
        cycles.setdefault(item["cycle"], []).append(item["state"] == "met")
        people.setdefault(kind, {}).setdefault(unit, set()).add(item["person"])
    found = {}
    for kind, units in sorted(cells.items()):
        small = withheld({unit: len(names) for unit, names in people[kind].items()})
        sizes = {u: {c: len(met) for c, met in cycles.items()} for u, cycles in units.items()}
        hidden = small | {unit for unit, cells in sizes.items() if min(cells.values()) < FLOOR}
        rows: list[dict[str, Any]] = [
            {"unit": unit, "withheld": WITHHELD}
            if unit in hidden
            else {"unit": unit, "cycles": _cycles(cycles)}
            for unit, cycles in sorted(units.items())
        ]
        every: dict[str, list[bool]] = {}
        for cycles in units.values():
            for cycle, met in cycles.items():
                every.setdefault(cycle, []).extend(met)
        found[kind] = {
            "units": rows,
            "total": None if _tell(hidden, sizes, small) else _cycles(every),
        }
    return found


def _cycles(cycles: Mapping[str, list[bool]]) -> list[dict[str, Any]]:
    return [
        {"cycle": cycle, "owed": len(met), "met": sum(met), "share_met": share(sum(met), len(met))}
        for cycle, met in sorted(cycles.items())
    ]


def _tell(
    hidden: frozenset[str], sizes: Mapping[str, Mapping[str, int]], unpublished: frozenset[str]
) -> bool:
    """Whether the totals of the cycles tell of units that are not broken down."""
    together: dict[str, int] = {}
    for unit in hidden:
        for cycle, size in sizes[unit].items():
            together[cycle] = together.get(cycle, 0) + size
    return not hidden <= unpublished or any(size < FLOOR for size in together.values())


def _one_a_dialogue(items: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    most: dict[tuple[str, str, str], Mapping[str, Any]] = {}
    for item in items:
        if item["state"] in ("exempt", "waived", "upcoming") or item["wants"] not in WANTS:
            continue
        key = (item["person"], item["kind"], item["cycle"])
        before = most.get(key)
        if before is None or WANTS.index(before["wants"]) < WANTS.index(item["wants"]):
            most[key] = item
    return most.values()


def obligations(items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """How many people there are by rule and state; small numbers are withheld with their rule."""
    seen: dict[str, dict[str, set[str]]] = {}
    for item in items:
        seen.setdefault(item["rule"], {}).setdefault(item["state"], set()).add(item["person"])
    rows = []
    for rule, states in sorted(seen.items()):
        sizes = {state: len(names) for state, names in states.items()}
        hidden = withheld(sizes)
        shown = {state: None if state in hidden else n for state, n in sorted(sizes.items())}
        total = sum(sizes.values())
        rows.append({"rule": rule, "states": shown, "total": total if total >= FLOOR else None})
    return rows


def activities(
    dialogues: Iterable[Mapping[str, Any]], unit_of: Mapping[str, str]
) -> dict[str, Any]:
    """How many activities are open, done, closed or carried, by unit; words are not looked at."""
    tallies: dict[str, dict[str, int]] = {}
    people: dict[str, set[str]] = {}
    for dialogue in dialogues:
        plan = dialogue.get("plan") or {}
        progress = {step["activity"]: step["progress"] for step in plan.get("steps", ())}
        for activity in plan.get("activities", ()):
            unit = unit_of.get(dialogue["employee"], "")
            state = progress.get(activity["id"], "open")
            tally = tallies.setdefault(unit, dict.fromkeys(PROGRESS, 0))
            tally[state] += 1
            people.setdefault(unit, set()).add(dialogue["employee"])
    sizes = {unit: len(names) for unit, names in people.items()}
    hidden = withheld(sizes)
    rows: list[dict[str, Any]] = [
        {"unit": unit, "withheld": WITHHELD} if unit in hidden else {"unit": unit, **tally}
        for unit, tally in sorted(tallies.items())
    ]
    enough = sum(sizes.values()) >= FLOOR
    total = {state: sum(t[state] for t in tallies.values()) for state in PROGRESS}
    return {"units": rows, "total": total if enough else None}


def withheld(sizes: Mapping[str, int]) -> frozenset[str]:
    """The groups to be hidden: too small ones, and enough others to hide them behind."""
    hidden = {group for group, size in sizes.items() if 0 < size < FLOOR}
    rest = sorted((group for group in sizes if group not in hidden), key=lambda g: (sizes[g], g))
    while hidden and (len(hidden) < 2 or sum(sizes[g] for g in hidden) < FLOOR) and rest:
        hidden.add(rest.pop(0))
    return frozenset(hidden)


def _published(units: Mapping[str, Mapping[str, int]], sizes: Mapping[str, int]) -> dict[str, Any]:
    hidden = withheld(sizes)
    rows: list[dict[str, Any]] = []
    for unit, tally in sorted(units.items()):
        if unit in hidden:
            rows.append({"unit": unit, "withheld": WITHHELD})
            continue
        rows.append({"unit": unit, **tally, "share_met": share(tally["met"], tally["owed"])})
    total = {key: sum(tally[key] for tally in units.values()) for key in ("owed", "met")}
    if sum(sizes.values()) < FLOOR:
        return {"units": rows, "total": None}
    return {"units": rows, "total": {**total, "share_met": share(total["met"], total["owed"])}}
