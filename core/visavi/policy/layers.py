"""Policies that extend one another: the base first, each layer on top of it, one merged plain form.

Entries are merged by id: what a layer's entry says replaces the base's, what it leaves out stays. A
parameter keeps all its dated values, the top layer's before the base's. Every entry knows the layer
and line it comes from: ``at`` is ``[layer, line]``.

A layer may be put on a policy that its author did not know: a faculty's, made for ``uio``, on an
institution's policy that extends ``uio`` as well. What it says wins there too, except where it
would demand less than the institution does.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from visavi.messages import Sentence
from visavi.policy.outcomes import Modality
from visavi.policy.problems import Problems
from visavi.policy.reading import Layer
from visavi.policy.shapes import LISTS

Plain = dict[str, Any]

_STRENGTH = {
    Modality.MAY: 0,
    Modality.SHOULD: 1,
    Modality.MUST: 2,
    Modality.SHOULD_NOT: -1,
    Modality.MUST_NOT: -2,
}
_REACHED = ("fact", "offered", "invited", "held", "signed")


def merge(layers: Sequence[Layer], problems: Problems, *, local: int | None = None) -> Plain:
    """The plain form of all layers, the base first, itself last. Mistakes go to ``problems``.

    From the layer with the number ``local`` on they were not made for what stands below them.
    """
    top = layers[-1]
    plain: Plain = {
        "policy": {"horizon_days": 31},
        "layers": [],
        "unit_layers": {},
        "raised": {},
        **{table: {} for table in ("parameter", "setting", *LISTS)},
    }
    for number, layer in enumerate(layers):
        plain["policy"] |= layer.policy
        plain["layers"].append(
            {
                "id": layer.id,
                "version": layer.policy.get("version", ""),
                "file": layer.file.label,
            }
        )
        plain["unit_layers"] |= layer.unit_layers
        for table in ("setting", *LISTS):
            for name, entry in layer.tables[table].items():
                if local is not None and number >= local:
                    entry = _as_strong(plain, table, name, entry)
                _merge_entry(plain, number, layer, table, name, entry, problems)
        for name, entries in layer.tables["parameter"].items():
            below = plain["parameter"].get(name, [])
            plain["parameter"][name] = [_placed(entry, number) for entry in entries] + below
    plain["policy"]["languages"] = top.policy["languages"]
    for name, kind in plain["kind"].items():
        kind.setdefault("wants_previous", [name])
    return plain


def _merge_entry(
    plain: Plain,
    number: int,
    layer: Layer,
    table: str,
    name: str,
    entry: Any,
    problems: Problems,
) -> None:
    merged = plain[table]
    if table == "citation":
        merged[name] = [_placed(one, number) for one in entry]
        return
    below = merged.get(name)
    missing = layer.missing.get((table, name), [])
    if below is None and table == "rule" and number and "check" in missing and "modality" in entry:
        # No rule is declared below: one written in Python may be, which only its code can tell.
        plain["raised"][name] = _placed(entry, number)
        return
    if below is None:
        for key in missing:
            problems.add(
                layer.file.label,
                layer.line(table, name),
                f"{table}.{name}",
                "The key {key} is missing.",
                key=key,
            )
        merged[name] = _placed(entry, number)
        return
    for key, sentence in loosened(table, below, entry):
        problems.add(
            layer.file.label,
            layer.line(table, name, key),
            f"{table}.{name}.{key}",
            sentence,
            suggestion="A layer may only tighten what {base} demands.",
            base=plain["layers"][below["at"][0]]["id"],
        )
    merged[name] = below | _placed(entry, number)


def _as_strong(plain: Plain, table: str, name: str, entry: Any) -> Any:
    """The entry without what would demand less than what stands below; of lists both are kept."""
    below = plain[table].get(name) if table != "citation" else None
    if table == "rule" and below is None:
        below = plain["raised"].get(name)
    if below is None:
        return entry
    kept = dict(entry)
    for key, _ in loosened(table, below, entry):
        if key in ("topics", "refuses"):
            added = [one for one in entry[key] if one not in below[key]]
            kept[key] = [*below[key], *added]
        elif key == "modality" and table == "rule" and "check" not in below:
            kept[key] = below[key]
        else:
            del kept[key]
    return kept


def _placed(entry: Mapping[str, Any], layer: int) -> dict[str, Any]:
    return {**entry, "at": [layer, entry["at"]]}


def loosened(
    table: str, below: Mapping[str, Any], entry: Mapping[str, Any]
) -> Iterator[tuple[str, Sentence]]:
    """Where an entry of a layer demands less than the entry that it replaces: key and sentence.

    *Only tighten* means: a rule or obligation stays as strong or becomes stronger, in the same
    direction; it is asked of the same people or of more; it forbids the same deeds or more; a kind
    keeps its topics, its plan and its conductor. How a rule is measured (its parameters, its
    arguments, its texts) is a layer's to say: that is what layers are for.
    """
    if {"modality"} <= below.keys() & entry.keys() and weakens(
        below["modality"], entry["modality"]
    ):
        yield "modality", "This is weaker than what stands below."
    if table == "rule":
        if entry.get("check", below.get("check")) != below.get("check"):
            yield "check", "The check of a rule cannot be replaced by another."
        if "refuses" in entry and not set(below.get("refuses", ())) <= set(entry["refuses"]):
            yield "refuses", "This forbids less than what stands below."
        if _narrower(below.get("kinds", ()), entry.get("kinds")):
            yield "kinds", "This asks fewer kinds than what stands below."
    if table in ("rule", "obligation") and _more_conditions(below, entry):
        yield "when", "These conditions leave out some whom the policy below means."
    if table == "obligation":
        before, after = below.get("wants", "held"), entry.get("wants")
        if after is not None and _REACHED.index(after) < _REACHED.index(before):
            yield "wants", "This asks for less than what stands below."
        if any(item not in below.get("exempt", ()) for item in entry.get("exempt", ())):
            yield "exempt", "This exempts some whom the policy below means."
    if table == "kind":
        if "topics" in entry and not set(below.get("topics", ())) <= set(entry["topics"]):
            yield "topics", "A topic of the policy below is missing here."
        if below.get("plan", True) and not entry.get("plan", True):
            yield "plan", "The policy below wants a plan."
        if below.get("conductor", "immediate-manager") == "immediate-manager" and (
            entry.get("conductor") == "delegable"
        ):
            yield "conductor", "The policy below wants the immediate manager."


def weakens(below: str, above: str) -> bool:
    """Whether a modality demands less than, or the opposite of, the one it replaces."""
    old, new = _STRENGTH[Modality(below)], _STRENGTH[Modality(above)]
    return abs(new) < abs(old) or old * new < 0


def _narrower(below: Sequence[str], above: Sequence[str] | None) -> bool:
    """Whether fewer are meant; no list means all."""
    if not above:
        return False
    return not below or not set(below) <= set(above)


def _more_conditions(below: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
    """Whether any condition stands in the entry that does not stand below."""
    if "when" not in entry:
        return False
    before = below.get("when", {})
    return any(before.get(key, _ABSENT) != value for key, value in entry["when"].items())


_ABSENT = object()
