"""What a change of policy means for people: what is owed anew, what no more, whose dates move."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from visavi.messages import Sentence, say
from visavi.policy.outcomes import Obligation, iso, plain

NEW: Sentence = "new"
GONE: Sentence = "gone"
MOVED = "moved"
CHANGED: Sentence = "changed"

_WORDS: Mapping[str, Sentence] = {
    NEW: "{person} owes or is owed {kind} of {cycle} ({rule}, {modality}), due {due}.",
    GONE: "{person} no longer owes or is owed {kind} of {cycle} ({rule}, {modality}).",
    MOVED: "{person}, {kind} of {cycle} ({rule}): {key} is {after} and was {before}.",
    CHANGED: "{person}, {kind} of {cycle} ({rule}): {key} is {after} and was {before}.",
}
_DATES = ("opens", "due")
_REST = ("rule", "modality", "state", "owner", "exempt_by", "wants", "amount")


@frozen
class Shift:
    """One difference for one person. ``key`` and the values stand where something changed."""

    what: str
    obligation: Obligation
    key: str = ""
    before: Any = None
    after: Any = None

    @property
    def sentence(self) -> str:
        """The difference in words."""
        one = self.obligation
        return say(
            _WORDS[self.what],
            person=one.person,
            kind=one.kind,
            cycle=one.cycle,
            rule=one.rule,
            modality=one.modality,
            due=iso(one.due) or say("without a last day"),
            key=self.key,
            before=_shown(self.before),
            after=_shown(self.after),
        )

    def as_mapping(self) -> dict[str, Any]:
        """The difference as JSON-ready data."""
        one = self.obligation
        return {
            "person": one.person,
            "what": self.what,
            "rule": one.rule,
            "kind": one.kind,
            "cycle": one.cycle,
            "key": self.key,
            "before": plain(self.before),
            "after": plain(self.after),
            "sentence": self.sentence,
        }


def shifts(before: Iterable[Obligation], after: Iterable[Obligation]) -> tuple[list[Shift], int]:
    """The differences for one person, and how many obligations stay as they are.

    What has the same rule, kind and cycle is the same obligation; of the rest, what asks for the
    same dialogue of the same cycle under another rule.
    """
    left, pairs = list(after), []
    gone = []
    for old in before:
        new = _partner(old, left)
        if new is None:
            gone.append(old)
        else:
            left.remove(new)
            pairs.append((old, new))
    changes = [shift for old, new in pairs for shift in _changes(old, new)]
    same = sum(1 for old, new in pairs if not list(_changes(old, new)))
    return [
        *changes,
        *(Shift(GONE, old) for old in gone),
        *(Shift(NEW, new) for new in left),
    ], same


def _partner(old: Obligation, left: list[Obligation]) -> Obligation | None:
    alike = [one for one in left if (one.kind, one.cycle) == (old.kind, old.cycle)]
    for one in alike:
        if one.rule == old.rule:
            return one
    return next((one for one in alike if one.wants == old.wants), None)


def _changes(old: Obligation, new: Obligation) -> Iterator[Shift]:
    for key in (*_DATES, *_REST):
        was, now = getattr(old, key), getattr(new, key)
        if was != now:
            yield Shift(MOVED if key in _DATES else CHANGED, new, key, was, now)


def _shown(value: Any) -> str:
    return say("nothing") if value is None else str(plain(value))
