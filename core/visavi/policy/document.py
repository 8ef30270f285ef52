"""What stands in a policy file, as typed values: kinds, topics, questions, rules and the rest.

These classes hold what :mod:`visavi.policy.reading` has checked; they check nothing themselves.
Each is made from one entry of the file, with the same names as there, except ``with``, which is
``arguments`` here. They are named tuples and not attrs classes because every command reads a
policy, and making twenty attrs classes takes five times as long as reading one.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from visavi.policy.outcomes import Citation

_NONE: Mapping[str, Any] = MappingProxyType({})


class Kind(NamedTuple):
    """A kind of dialogue: its topics in order, who holds it, and when it is wanted.

    ``window`` names a parameter ``{opens, closes}``; ``conductor`` is ``immediate-manager`` or
    ``delegable``; ``pay`` is ``none``, ``by-route`` or ``discouraged``; ``once_per`` is ``cycle``
    or ``never``; ``minutes`` is the length that an invitation offers; the last plan of the kinds
    in ``wants_previous`` opens this dialogue.
    """

    id: str
    topics: tuple[str, ...] = ()
    window: str | None = None
    conductor: str = "immediate-manager"
    pay: str = "none"
    once_per: str = "cycle"
    plan: bool = True
    minutes: int = 60
    wants_previous: tuple[str, ...] = ()


class TopicSpec(NamedTuple):
    """A topic; ``criterion`` says that it is one by which salary is set."""

    id: str
    criterion: bool = False
    cite: tuple[str, ...] = ()


class Question(NamedTuple):
    """A prompt to pick for a topic; ``place`` is its number in the source's section."""

    id: str
    topic: str
    cite: tuple[str, ...] = ()
    place: int | None = None
    when: Mapping[str, Any] = _NONE


class PreparationItem(NamedTuple):
    """Something for ``party`` (``conductor`` or ``employee``) to have done before the dialogue."""

    id: str
    party: str
    kinds: tuple[str, ...] = ()
    cite: tuple[str, ...] = ()


class SelfQuestion(NamedTuple):
    """A question that the conductor answers alone, ``before`` or ``after`` the dialogue."""

    id: str
    stage: str
    kinds: tuple[str, ...] = ()
    cite: tuple[str, ...] = ()
    place: int | None = None


class Reason(NamedTuple):
    """A reason for a salary; one with ``allowed`` false may not be given."""

    id: str
    allowed: bool = True
    cite: tuple[str, ...] = ()


class Concern(NamedTuple):
    """A kind of matter."""

    id: str
    cite: tuple[str, ...] = ()


class MatterStep(NamedTuple):
    """A step of a matter: ``within`` names a parameter of whole days after opening, ``rule`` the
    rule that the step serves; ``closes`` says that it is needed before closing.
    """

    id: str
    concerns: tuple[str, ...] = ()
    within: str | None = None
    rule: str | None = None
    closes: bool = False
    cite: tuple[str, ...] = ()


class Retention(NamedTuple):
    """How long something is kept: ``what`` is ``dialogue`` (its words), ``person`` or ``matter``.

    ``after`` names a parameter and ``setting`` a setting that holds the whole years; where neither
    does, there is no period, and it is kept. They are counted from the day on which the dialogue or
    matter was ``closed``, or the employment ``ended``. ``action`` is ``delete`` or ``review``.
    """

    id: str
    what: str
    counted_from: str
    action: str
    after: str | None = None
    setting: str | None = None
    cite: tuple[str, ...] = ()


class StaffGroup(NamedTuple):
    """A staff group: the form it is offered, and what HR exports call it."""

    id: str
    form: str = ""
    maps: tuple[str, ...] = ()


class RoleSpec(NamedTuple):
    """A function that the register may hold; ``level`` counts down from the institution's top."""

    id: str
    level: int | None = None


class FactSpec(NamedTuple):
    """A dated fact that the policy asks the register for; ``unit`` is what its value counts."""

    id: str
    unit: str | None = None


class Setting(NamedTuple):
    """What no source fixes: the stated default, the choices if they are few, and why it is open."""

    id: str
    default: Any = None
    choices: tuple[Any, ...] = ()
    why: str = ""


class DatedValue(NamedTuple):
    """A parameter's value in one period, both days included, and where it stands."""

    value: Any
    layer: str
    file: str
    line: int
    start: date | None = None
    end: date | None = None
    cite: tuple[str, ...] = ()


class Parameter(NamedTuple):
    """A parameter's values, the top layer's first; the first that covers a day is in force."""

    id: str
    values: tuple[DatedValue, ...]


class ValueSource(NamedTuple):
    """A value in force on a day, and where it comes from: layer, file, line, period, citations."""

    value: Any
    layer: str
    file: str
    line: int
    start: date | None = None
    end: date | None = None
    citations: "tuple[Citation, ...]" = ()


class Exemption(NamedTuple):
    """Lifts an obligation under conditions, in the name of another rule."""

    rule: str
    when: Mapping[str, Any] = _NONE


class ObligationSpec(NamedTuple):
    """A demand of the register that needs no code; becomes a rule about persons.

    ``wants`` is ``offered``, ``invited``, ``held``, ``signed`` or ``fact`` (then ``fact`` is its
    id). ``every`` says how often: ``cycle``; ``year`` (``basis`` names a setting); ``months`` (so
    many ``months`` after the last); ``absence`` (``within`` a time after the end of one of these
    ``absences`` that was ``lasting`` so long); ``once`` (``at_age`` with ``anchor``;
    ``after_start`` with ``opens_after``; ``before_end``; ``no_due``: from the first day of
    employment, without a last one). So long after its last day it ``lapses``. ``origin`` is file
    and line.
    """

    rule: str
    modality: str
    cite: tuple[str, ...] = ()
    kind: str | None = None
    wants: str = "held"
    fact: str | None = None
    every: str = "cycle"
    basis: str | None = None
    at_age: int | str | None = None
    anchor: str = "birthday"
    after_start: str | None = None
    opens_after: str | None = None
    before_end: str | None = None
    months: int | str | None = None
    absences: tuple[str, ...] = ()
    lasting: str | None = None
    within: str | None = None
    lapses: str | None = None
    no_due: bool = False
    modality_setting: str | None = None
    owner: str = "conductor"
    when: Mapping[str, Any] = _NONE
    exempt: tuple[Exemption, ...] = ()
    origin: str = ""


class RuleSpec(NamedTuple):
    """A demand on a dialogue (or matter) that needs no code: a named check with its arguments.

    ``arguments`` are the file's ``with``; ``refuses`` the deeds that it forbids; ``kinds`` empty
    means all. ``origin`` is file and line.
    """

    id: str
    modality: str
    check: str
    cite: tuple[str, ...] = ()
    arguments: Mapping[str, Any] = _NONE
    refuses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    when: Mapping[str, Any] = _NONE
    enforced_by: str = ""
    origin: str = ""


T = TypeVar("T")

_RENAMED = {"with": "arguments", "from": "start", "to": "end"}
_DATES = frozenset({"from", "to", "since", "until"})


def build(cls: type[T], entry: Mapping[str, Any], **more: Any) -> T:
    """One typed value from a checked entry; keys that the class does not have are left out."""
    known = cls._fields  # type: ignore[attr-defined]  # every class here is a named tuple
    values = dict(more)
    for key, value in entry.items():
        name = _RENAMED.get(key, key)
        if name in known and name not in values:
            values[name] = _exemptions(value) if key == "exempt" else revive(value, key)
    return cls(**values)


def _exemptions(entries: list[Mapping[str, Any]]) -> tuple[Exemption, ...]:
    return tuple(build(Exemption, entry) for entry in entries)


def revive(value: Any, key: str = "") -> Any:
    """A value of the plain form: lists become tuples, and written dates become dates again."""
    if isinstance(value, str):
        return date.fromisoformat(value) if key in _DATES else value
    if isinstance(value, list):
        return tuple(revive(item) for item in value)
    if isinstance(value, dict):
        if len(value) == 1 and "$date" in value:
            return date.fromisoformat(value["$date"])
        return {name: revive(item, name) for name, item in value.items()}
    return value


def build_citation(name: str, entry: Mapping[str, Any]) -> "Citation":
    """A citation from its checked entry."""
    from visavi.policy.outcomes import Citation

    return Citation(
        id=name,
        document=entry["document"],
        section=entry.get("section", ""),
        address=entry.get("address", ""),
        start=revive(entry.get("from"), "from"),
        end=revive(entry.get("to"), "to"),
        note=entry.get("note", ""),
    )


def origin(plain: Mapping[str, Any], table: str, name: str) -> str:
    """File and line of an entry of a plain policy."""
    layer, line = plain[table][name]["at"]
    return f"{plain['layers'][layer]['file']}:{line}"
