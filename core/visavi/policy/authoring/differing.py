"""What was expected of a policy against what it answered, each difference in words."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from visavi.messages import say
from visavi.policy.authoring.scenario_file import Entry
from visavi.policy.outcomes import Obligation, plain


def counted(
    expected: Counter[tuple[Any, ...]], given: Counter[tuple[Any, ...]]
) -> Iterator[tuple[tuple[Any, ...], int, bool]]:
    """What was expected and not given, then what was given and not expected, and how often."""
    for key, number in (expected - given).items():
        yield key, number, False
    for key, number in (given - expected).items():
        yield key, number, True


def how_often(number: int) -> str:
    """How often something differs, as a part of a sentence; nothing is said of once."""
    return "" if number == 1 else say(" ({number} times)", number=number)


_COMPARED = ("state", "modality", "due", "exempt_by")
"""Compared always: what the scenario leaves out must be absent."""

_IF_STATED = ("opens", "owner", "amount")
"""Compared where the scenario says something of it."""


def compare(expected: Iterable[Entry], given: Iterable[Obligation]) -> Iterator[str]:
    """The expected obligations against the given ones, each difference in words."""
    left = list(given)
    for entry in expected:
        person = entry.get("person") or entry.get("matter")
        same = [
            one
            for one in left
            if (one.person, one.rule, one.kind, one.cycle)
            == (person, entry["rule"], entry["kind"], entry["cycle"])
        ]
        if not same:
            yield say(
                "{person} should have the obligation {rule}: {kind} for {cycle}; there is none.",
                person=person,
                rule=entry["rule"],
                kind=entry["kind"],
                cycle=entry["cycle"],
            )
            continue
        best = min(same, key=lambda one: len(list(_unlike(entry, one))))
        left.remove(best)
        yield from _unlike(entry, best)
    for one in left:
        yield say(
            "{person} has an obligation that was not expected: {rule}, {kind} for {cycle}, "
            "{modality}, {state}, due {due}.",
            person=one.person,
            rule=one.rule,
            kind=one.kind,
            cycle=one.cycle,
            modality=one.modality,
            state=one.state,
            due=_shown(one.due),
        )


def _unlike(entry: Entry, one: Obligation) -> Iterator[str]:
    for name in (*_COMPARED, *(name for name in _IF_STATED if name in entry)):
        wanted, has = entry.get(name), getattr(one, name)
        if wanted != has:
            yield say(
                "{person}, {rule}, {kind} for {cycle}: {name} is {has}, expected was {wanted}.",
                person=one.person,
                rule=one.rule,
                kind=one.kind,
                cycle=one.cycle,
                name=name,
                has=_shown(has),
                wanted=_shown(wanted),
            )


def _shown(value: Any) -> str:
    return say("nothing") if value is None else str(plain(value))
