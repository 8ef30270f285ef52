"""Which column of a list holds what: as mapped, as a profile says, or by a known heading."""

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from visavi.errors import InvalidInput
from visavi.exchange.identity_numbers import without_identity_numbers
from visavi.exchange.problems import shown
from visavi.exchange.profile import FIELDS, Profile, plain
from visavi.exchange.values import clean
from visavi.messages import say

_MOST_SHOWN = 30


@frozen
class Columns:
    """The columns of one list: each field's place and heading, and the headings not used."""

    headings: tuple[str, ...]
    places: Mapping[str, int]

    def heading(self, field: str) -> str:
        """What the list calls the field; empty if it has no such column."""
        return self.headings[self.places[field]] if field in self.places else ""

    @property
    def by_field(self) -> dict[str, str]:
        """The heading of each field."""
        return {field: self.headings[place] for field, place in self.places.items()}

    @property
    def unused(self) -> tuple[str, ...]:
        """The headings of columns that are not read."""
        used = set(self.places.values())
        return tuple(h for place, h in enumerate(self.headings) if place not in used and h)


def parse_mapping(pairs: Iterable[str], fields: tuple[str, ...] = FIELDS) -> dict[str, str]:
    """``FIELD=HEADING`` texts as a mapping; an empty heading leaves the field out."""
    mapping: dict[str, str] = {}
    for pair in pairs:
        field, equals, heading = (part.strip() for part in pair.partition("="))
        if not equals:
            raise InvalidInput(
                "{pair} does not say which column holds which field.",
                todo="Write FIELD=HEADING, for example id=Ressursnr.",
                pair=shown(pair),
            )
        _require_field(field, fields)
        mapping[field] = heading
    return mapping


def safe_headings(cells: Iterable[str]) -> tuple[str, ...]:
    """The headings without any identity number: a list without headings starts with a person."""
    return tuple(without_identity_numbers(clean(cell.lstrip("\ufeff")))[0] for cell in cells)


def find_columns(
    headings: Sequence[str],
    mapping: Mapping[str, str],
    *profiles: Profile,
    fields: tuple[str, ...] = FIELDS,
    required: tuple[str, ...] = ("id", "name"),
) -> Columns:
    """Where each field stands: as mapped, else as the first profile that knows a heading says.

    Raises :class:`InvalidInput` for a mapped heading that is not there, and where nothing holds the
    what is required, with the headings seen and those most like what is missing.
    """
    for field in mapping:
        _require_field(field, fields)
    by_word: dict[str, int] = {}
    for place, heading in enumerate(headings):
        by_word.setdefault(plain(heading), place)
    places = {
        field: _mapped(field, heading, by_word, headings)
        for field, heading in mapping.items()
        if heading
    }
    left_out = {field for field, heading in mapping.items() if not heading}
    if "name" in places:
        left_out |= {"surname", "first_name"}
    elif "surname" in places:
        left_out.add("name")
    for profile in profiles:
        for field in fields:
            if field not in places and field not in left_out:
                _find(field, profile, by_word, places)
    if "surname" in places:
        places.pop("name", None)
    met = {*places, "name"} if "surname" in places else {*places}
    missing = [field for field in required if field not in met]
    if missing:
        raise _not_found(missing, headings, profiles)
    return Columns(tuple(headings), {f: places[f] for f in fields if f in places})


def _find(field: str, profile: Profile, by_word: Mapping[str, int], places: dict[str, int]) -> None:
    for heading in profile.columns.get(field, ()):
        place = by_word.get(plain(heading))
        if place is not None and place not in places.values():
            places[field] = place
            return


def _mapped(field: str, heading: str, by_word: Mapping[str, int], headings: Sequence[str]) -> int:
    place = by_word.get(plain(heading))
    if place is None:
        raise InvalidInput(
            "The list has no column {heading} for {field}.",
            todo="It has: {seen}.",
            heading=shown(heading),
            field=field,
            seen=_seen(headings),
        )
    return place


def _not_found(
    missing: Sequence[str], headings: Sequence[str], profiles: Sequence[Profile]
) -> InvalidInput:
    return InvalidInput(
        "The list has no column that is known to hold: {missing}. Its headings are: {seen}.",
        todo="{near}Say which column it is (for example --map {first}=HEADING).",
        missing=", ".join(missing),
        seen=_seen(headings),
        near=_near(missing, headings, profiles),
        first=missing[0],
    )


def _near(missing: Sequence[str], headings: Sequence[str], profiles: Sequence[Profile]) -> str:
    from difflib import get_close_matches

    sentences = []
    for field in missing:
        kin = (field, "surname") if field == "name" else (field,)
        known = [plain(h) for p in profiles for name in kin for h in p.columns.get(name, ())]
        near = [h for h in headings if h and get_close_matches(plain(h), known, n=1, cutoff=0.6)]
        if near:
            sentences.append(say("Nearest to {field}: {near}. ", field=field, near=_seen(near[:3])))
    return "".join(sentences)


def _seen(headings: Sequence[str]) -> str:
    if any("@" in heading for heading in headings):
        return say("a line that looks like a person, not like headings")
    listed = [shown(heading) for heading in headings[:_MOST_SHOWN]]
    return ", ".join(listed) + (", …" if len(headings) > _MOST_SHOWN else "")


def _require_field(field: str, fields: tuple[str, ...]) -> None:
    if field not in fields:
        raise InvalidInput(
            "{field} is not something that a list can give.",
            todo="It can give: {known}.",
            field=shown(field),
            known=", ".join(fields),
        )
