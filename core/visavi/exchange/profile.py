"""Profiles: what a kind of list calls its columns, and what the words in them mean. Data, in TOML.

The built-in ones lie in ``profiles/``. A list that none of them knows is read with ``general``,
whose headings come in several languages; what it does not recognise has to be mapped.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import evolve, field, frozen

from visavi.errors import InvalidInput, NotFound
from visavi.messages import Label
from visavi.model.people import EmploymentForm, PayRoute

GENERAL = "general"
DIALOGUES = "dialogues"
BUILT_IN = (GENERAL, "norwegian-state", "swedish-payroll")
"""The built-in profiles of staff lists; beside them is one for lists of dialogues."""

FIELDS: tuple[Label, ...] = (
    "id",
    "name",
    "surname",
    "first_name",
    "email",
    "birth_date",
    "unit",
    "unit_name",
    "title",
    "title_code",
    "staff_group",
    "form",
    "percent",
    "start",
    "end",
    "manager",
    "agreement",
    "pay_route",
    "excluded",
    "absence",
    "absence_start",
    "absence_end",
    "identity_number",
)
"""What a column can hold. ``identity_number`` is never kept; it may give a birth date."""

DIALOGUE_FIELDS: tuple[Label, ...] = ("employee", "conductor", "kind", "cycle", "held", "signed")
"""What a column of a list of dialogues can hold."""

_ABSENCES = ("parental", "sick", "leave", "other")
_TABLES: Mapping[str, tuple[str, ...]] = {
    "columns": FIELDS + DIALOGUE_FIELDS,
    "forms": tuple(EmploymentForm),
    "absences": _ABSENCES,
    "answers": ("yes", "no"),
    "routes.agreements": tuple(PayRoute),
    "routes.groups": tuple(PayRoute),
}

Words = Mapping[str, tuple[str, ...]]
"""For each meaning, the words that have it."""


@frozen
class Profile:
    """One kind of list. Only what differs from ``general`` stands in it.

    ``known_by`` are headings that tell such a list from others; ``blank_agreement`` is the pay
    route of somebody without agreement area, where a blank says something.
    """

    id: str
    about: str = ""
    known_by: tuple[str, ...] = ()
    columns: Words = field(factory=dict)
    forms: Words = field(factory=dict)
    absences: Words = field(factory=dict)
    answers: Words = field(factory=dict)
    agreements: Words = field(factory=dict)
    groups: Words = field(factory=dict)
    blank_agreement: str = ""


def built_in(name: str) -> Profile:
    """The built-in profile of that name; raises :class:`NotFound`."""
    if name not in (*BUILT_IN, DIALOGUES):
        raise NotFound(
            "There is no profile {name}.",
            todo="Built in are: {known}. A file of your own is given by its path.",
            name=repr(name[:40]),
            known=", ".join(BUILT_IN),
        )
    from pkgutil import get_data

    content = get_data(__package__, f"profiles/{name}.toml")
    assert content is not None, "the built-in profiles lie in this package"
    return read_profile(content.decode(), f"{name}.toml")


def profile_for(headings: Sequence[str]) -> Profile:
    """The built-in profile that knows a list by its headings; ``general`` if none does."""
    seen = {plain(heading) for heading in headings}
    for name in BUILT_IN:
        profile = built_in(name)
        if profile.known_by and all(plain(heading) in seen for heading in profile.known_by):
            return profile
    return built_in(GENERAL)


def read_profile(text: str, origin: str) -> Profile:
    """The profile in a TOML text; raises :class:`InvalidInput` naming what does not belong."""
    from tomllib import TOMLDecodeError, loads

    try:
        content = loads(text)
    except TOMLDecodeError as error:
        raise InvalidInput(
            "The profile {origin} is not TOML: {reason}", origin=origin, reason=str(error)
        ) from None
    head = _table(content, "profile", ("id", "about", "known_by"), origin)
    routes = _table(content, "routes", ("blank", "agreements", "groups"), origin)
    _require_known(
        content, ("profile", "routes", "columns", "forms", "absences", "answers"), origin
    )
    blank = _text(routes.get("blank", ""), "routes.blank", origin)
    if blank and blank not in tuple(PayRoute):
        raise _not_right("routes.blank", origin)
    return Profile(
        id=_text(head.get("id", ""), "profile.id", origin),
        about=_text(head.get("about", ""), "profile.about", origin),
        known_by=_texts(head.get("known_by", []), "profile.known_by", origin),
        columns=_words(content, "columns", origin),
        forms=_words(content, "forms", origin),
        absences=_words(content, "absences", origin),
        answers=_words(content, "answers", origin),
        agreements=_words(routes, "routes.agreements", origin),
        groups=_words(routes, "routes.groups", origin),
        blank_agreement=blank,
    )


def with_columns(profile: Profile, name: str, columns: Mapping[str, str]) -> Profile:
    """The profile under a new name for lists with exactly these headings, by field."""
    return evolve(
        profile,
        id=name,
        about="",
        known_by=(),
        columns={known: (columns[known],) for known in _TABLES["columns"] if known in columns},
    )


def write_profile(profile: Profile) -> str:
    """The profile as TOML; :func:`read_profile` gives it back."""
    lines = ["[profile]", f"id = {_quoted(profile.id)}", f"about = {_quoted(profile.about)}"]
    if profile.known_by:
        lines.append(f"known_by = {_list(profile.known_by)}")
    if profile.blank_agreement:
        lines += ["", "[routes]", f"blank = {_quoted(profile.blank_agreement)}"]
    for name in _TABLES:
        words: Words = getattr(profile, name.rpartition(".")[2])
        if words:
            lines += ["", f"[{name}]", *(f"{key} = {_list(words[key])}" for key in words)]
    return "\n".join(lines) + "\n"


def plain(word: str) -> str:
    """A heading or word as it is compared: without regard to case, blanks and punctuation."""
    letters = "".join(letter for letter in word.casefold() if letter.isalnum())
    return letters or word.strip()


def lookup(*layers: Words) -> dict[str, str]:
    """What each word means; a later layer's meaning counts."""
    return {
        plain(word): meaning
        for words in layers
        for meaning, synonyms in words.items()
        for word in synonyms
    }


def _words(content: Mapping[str, Any], name: str, origin: str) -> Words:
    table = _table(content, name.rpartition(".")[2], _TABLES[name], origin, called=name)
    return {key: _texts(value, f"{name}.{key}", origin) for key, value in table.items()}


def _table(
    content: Mapping[str, Any], key: str, known: Iterable[str], origin: str, called: str = ""
) -> Mapping[str, Any]:
    table = content.get(key, {})
    if not isinstance(table, dict):
        raise _not_right(called or key, origin)
    _require_known(table, known, origin, called or key)
    return table


def _require_known(
    table: Mapping[str, Any], known: Iterable[str], origin: str, where: str = ""
) -> None:
    allowed = [str(key) for key in known]
    for key in table:
        if key not in allowed:
            raise InvalidInput(
                "The profile {origin} has a key {key} that no profile has.",
                todo="Known there are: {known}.",
                origin=origin,
                key=repr(".".join(filter(None, (where, key)))[:60]),
                known=", ".join(allowed),
            )


def _text(value: Any, key: str, origin: str) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise _not_right(key, origin)
    return value


def _texts(value: Any, key: str, origin: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _not_right(key, origin)
    return tuple(_text(item, key, origin) for item in value)


def _not_right(key: str, origin: str) -> InvalidInput:
    return InvalidInput(
        "The profile {origin}: {key} is not what it must be.",
        todo="See the built-in profiles for how one is written.",
        origin=origin,
        key=key,
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"
