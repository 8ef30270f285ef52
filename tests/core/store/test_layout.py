"""Names of files: safe on every system, and telling apart what ids tell apart."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavi.store import layout

ids = st.from_regex(r"[A-Za-z0-9](?:[A-Za-z0-9_@+-]|\.(?=[A-Za-z0-9])){0,63}", fullmatch=True)


@given(ids)
def test_a_dossier_tells_whose_it_is(person: str) -> None:
    """Its name and the id lead to one another."""
    assert layout.person_of(layout.folder_of(person)) == person


@given(ids, ids)
def test_different_people_have_different_dossiers_everywhere(first: str, second: str) -> None:
    """Also where capitals are not told apart."""
    same = layout.folder_of(first).casefold() == layout.folder_of(second).casefold()

    assert same == (first == second)


@given(ids)
def test_a_dossiers_name_is_safe_on_every_system(person: str) -> None:
    """One part of a path, short, no capitals, no device, no dot at either end."""
    name = layout.folder_of(person)

    assert re.fullmatch(r"[a-z0-9~_@+.-]{1,130}", name)
    assert not name.startswith(".")
    assert not name.endswith(".")
    assert name.split(".")[0] not in {"con", "prn", "aux", "nul", "com1", "lpt9"}


@pytest.mark.parametrize("device", ["con", "NUL", "aux.x", "com1", "lpt9.a.b", "prn"])
def test_device_names_are_avoided(device: str) -> None:
    """Windows would open the device instead."""
    assert layout.folder_of(device).split(".")[0] != device.lower().split(".")[0]
    assert layout.person_of(layout.folder_of(device)) == device


@pytest.mark.parametrize(
    "folder",
    ["", "..", "Anna", "~", "~~", "~~anna", "an~", "~1", "con", "å", "a b", "a/b"],
)
def test_other_folders_are_nobodys(folder: str) -> None:
    """A name that no id leads to is not a dossier."""
    assert layout.person_of(folder) is None


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("dossiers/anna/person.json", ("person", "anna")),
        ("dossiers/~anna/abc123.json", ("dialogue", "Anna.abc123")),
        ("matters/m-aaaaaaaaaaaa.json", ("matter", "m-aaaaaaaaaaaa")),
        ("register/units.json", ("register", "units")),
        ("store.json", None),
        ("dossiers/person.json", None),
        ("dossiers/anna/abc123.json.bak", None),
        ("dossiers/anna/abc123 (conflicted copy).json", None),
        ("dossiers/../register/units.json", None),
        ("dossiers/anna/../../x.json", None),
        ("matters/../matters/m-aaaaaaaaaaaa.json", None),
        ("register/units.txt", None),
        ("register/Units.json", None),
        ("/etc/passwd", None),
    ],
)
def test_a_place_tells_what_belongs_there(place: str, kind: tuple[str, str] | None) -> None:
    """And that nothing does."""
    assert layout.kind_at(place) == kind
