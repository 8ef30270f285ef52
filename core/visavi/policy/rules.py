"""Rules as small pure functions, collected once and then called as plain functions.

A rule is given facts and yields what it finds::

    @dialogue_rule("KI-MGR-2", MUST, cite="seed-000.introduction", kinds=["ki.salary"])
    def same_manager_holds_both(dialogue: DialogueFacts) -> Iterator[Found]:
        \"\"\"One manager holds both dialogues of a cycle.\"\"\"
        for other in dialogue.siblings:
            if other.conductor != dialogue.entry.conductor:
                yield Found(other=other.conductor)

Its sentence and ways forward stand in ``texts/<language>.toml`` under ``[rule.KI-MGR-2]``; the
facts that it yields fill their ``{name}`` fields.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from attrs import field, frozen

from visavi.policy.facts import DialogueFacts, MatterFacts, PersonFacts, Values
from visavi.policy.outcomes import FactValue, Modality

MUST = Modality.MUST
SHOULD = Modality.SHOULD
MAY = Modality.MAY
SHOULD_NOT = Modality.SHOULD_NOT
MUST_NOT = Modality.MUST_NOT


ONCE = "once"
"""The cycle of what is owed once, not period by period."""


class Scope(StrEnum):
    """What a rule is asked about."""

    PERSON = "person"
    DIALOGUE = "dialogue"
    MATTER = "matter"


class Found:
    """What a rule found: the facts for its sentence.

    ``modality`` is given only where it differs from the rule's, ``text`` only where the rule has
    several sentences (``[rule.ID.<text>]``).
    """

    __slots__ = ("facts", "modality", "text")

    def __init__(
        self, *, modality: Modality | None = None, text: str = "", **facts: FactValue
    ) -> None:
        self.modality = modality
        self.text = text
        self.facts: Mapping[str, FactValue] = facts


@frozen
class Duty:
    """What a person rule answers: something is owed for a cycle, between two days.

    A ``cycle`` of :data:`ONCE` is met by any dialogue of the kind, whatever its cycle.

    The engine looks for a dialogue of ``kind`` and ``cycle`` that has reached ``wants``, or, where
    ``wants`` is ``fact``, for a fact of that kind between ``opens`` and ``due``. ``exempt_by``
    names the rule that lifts it. ``settled`` says so where the policy can see by itself that it is
    met. ``owner`` is the conductor unless said otherwise.
    """

    kind: str
    cycle: str
    opens: date | None
    due: date | None
    wants: str = "held"
    exempt_by: str | None = None
    settled: bool = False
    owner: str | None = None
    amount: Decimal | None = None
    modality: Modality | None = None
    text: str = ""
    facts: Mapping[str, FactValue] = {}


@frozen
class Rule:
    """One demand: id, modality, source and check, with the conditions under which it is asked.

    ``refuses`` names the deeds that it forbids when it finds something; without it a finding is
    only told. ``when`` holds conditions of :mod:`visavi.policy.conditions`.

    ``for_day`` may give, once for a day and a horizon in days, a quicker ``check`` with the same
    answers. ``silent`` may say in words why nothing was found for these facts and horizon.
    ``looks_at`` names conditions that the check itself looks at, so that they are stated as well.
    ``told`` says that the rule speaks whenever it is asked: a reminder, and nothing amiss.
    """

    id: str
    modality: Modality
    cite: tuple[str, ...]
    scope: Scope
    check: Callable[[Any], Iterable[Any]]
    refuses: frozenset[str] = frozenset()
    when: Mapping[str, Any] = field(factory=dict)
    origin: str = ""
    enforced_by: str = ""
    for_day: Callable[[Values, date, int], Callable[[Any], Iterable[Any]]] | None = None
    silent: Callable[[Any, int], str] | None = None
    looks_at: tuple[str, ...] = ()
    told: bool = False


PersonCheck = TypeVar("PersonCheck", bound=Callable[[PersonFacts], Iterator[Duty]])
DialogueCheck = TypeVar("DialogueCheck", bound=Callable[[DialogueFacts], Iterator[Found]])
MatterCheck = TypeVar("MatterCheck", bound=Callable[[MatterFacts], Iterator[Found]])

_MARK = "__visavi_rules__"


def person_rule(
    rule: str, modality: Modality, *, cite: str | tuple[str, ...], **when: Any
) -> Callable[[PersonCheck], PersonCheck]:
    """Mark a function that says what a person is owed; asked for everybody on the agenda."""
    return _marker(rule, modality, cite, Scope.PERSON, (), when)


def dialogue_rule(
    rule: str,
    modality: Modality,
    *,
    cite: str | tuple[str, ...],
    refuses: Iterable[str] = (),
    **when: Any,
) -> Callable[[DialogueCheck], DialogueCheck]:
    """Mark a function that judges a dialogue; ``refuses`` names the deeds it can forbid."""
    return _marker(rule, modality, cite, Scope.DIALOGUE, refuses, when)


def matter_rule(
    rule: str,
    modality: Modality,
    *,
    cite: str | tuple[str, ...],
    refuses: Iterable[str] = (),
    **when: Any,
) -> Callable[[MatterCheck], MatterCheck]:
    """Mark a function that judges a matter; ``refuses`` names the deeds it can forbid."""
    return _marker(rule, modality, cite, Scope.MATTER, refuses, when)


def rules_in(namespace: Mapping[str, object]) -> tuple[Rule, ...]:
    """The marked functions of a module's namespace, in the order in which they stand there."""
    return tuple(rule for value in namespace.values() for rule in getattr(value, _MARK, ()) or ())


def _marker(
    rule: str,
    modality: Modality,
    cite: str | tuple[str, ...],
    scope: Scope,
    refuses: Iterable[str],
    when: Mapping[str, Any],
) -> Callable[[Any], Any]:
    def mark(check: Any) -> Any:
        made = Rule(
            id=rule,
            modality=modality,
            cite=(cite,) if isinstance(cite, str) else cite,
            scope=scope,
            check=check,
            refuses=frozenset(refuses),
            when=when,
            origin=f"{check.__module__}.{check.__qualname__}",
        )
        setattr(check, _MARK, (*getattr(check, _MARK, ()), made))
        return check

    return mark
