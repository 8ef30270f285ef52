import pytest

from visavi.errors import InvalidInput, NotFound
from visavi.exchange.columns import find_columns, parse_mapping, safe_headings
from visavi.exchange.profile import (
    BUILT_IN,
    DIALOGUES,
    built_in,
    profile_for,
    read_profile,
    with_columns,
    write_profile,
)


@pytest.mark.parametrize("name", [*BUILT_IN, DIALOGUES])
def test_a_built_in_profile_survives_being_written_and_read(name: str) -> None:
    profile = built_in(name)
    assert read_profile(write_profile(profile), "again") == profile
    assert profile.about


def test_a_saved_profile_maps_exactly_these_headings_and_keeps_the_routes() -> None:
    columns = {"name": 'Who "is" it\\?', "id": "Nr."}
    saved = with_columns(built_in("swedish-payroll"), "mine", columns)
    again = read_profile(write_profile(saved), "mine.toml")
    assert again == saved
    found = find_columns(("Nr.", "Mail", 'Who "is" it\\?'), {}, again)
    assert found.by_field == {"id": "Nr.", "name": 'Who "is" it\\?'}
    assert again.blank_agreement == "dialogue"
    assert again.groups == {"ladder": ("doctoral",)}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[profile]\nidd = 'x'", "profile.idd"),
        ("[column]\nid = ['x']", "column"),
        ("[columns]\nshoe_size = ['x']", "columns.shoe_size"),
        ("[columns]\nid = 'x'", "columns.id"),
        ("[columns]\nid = [1]", "columns.id"),
        ("columns = 1", "columns"),
        ("[routes]\nblank = 'union'", "routes.blank"),
        ("[routes.agreements]\nunion = ['x']", "routes.agreements.union"),
        ("[forms]\npermanent = ['x']\npermanent = ['y']", "not TOML"),
    ],
)
def test_a_profile_with_what_does_not_belong_is_refused_by_name(text: str, why: str) -> None:
    with pytest.raises(InvalidInput, match=why) as caught:
        read_profile(text, "mine.toml")
    assert "mine.toml" in str(caught.value)


def test_an_unknown_profile_is_refused_with_the_known_ones() -> None:
    with pytest.raises(NotFound, match="swedish-payroll"):
        built_in("../general")


def test_a_list_is_known_by_its_headings() -> None:
    assert profile_for(["ANSTÄLLNINGSNR", "Avtalsområde", "x"]).id == "swedish-payroll"
    assert profile_for(["Ressursnr", "Stillingskode"]).id == "norwegian-state"
    assert profile_for(["Employee number", "Name"]).id == "general"


def test_headings_are_recognised_in_several_languages_and_spellings() -> None:
    general = built_in("general")
    for headings in (
        ("employee_number", "LAST NAME", "first name", "Reports to"),
        ("Anst. nr.", "Efternamn", "Tilltalsnamn", "Närmaste chef"),
        ("Ansattnr", "Etternavn", "Fornavn", "Nærmeste leder"),
        ("Medarbejdernr", "Efternavn", "Fornavn(e)", "Leder"),
    ):
        found = find_columns(headings, {}, general)
        assert list(found.places) == ["id", "surname", "first_name", "manager"]
        assert not found.unused


def test_a_mapping_wins_over_what_the_profile_knows() -> None:
    mapping = parse_mapping(["id=Nr", "email=", "name = Full = name"])
    headings = ("Employee id", "Nr", "Full = name", "Surname", "Email")
    found = find_columns(headings, mapping, built_in("general"))
    assert found.by_field == {"id": "Nr", "name": "Full = name"}
    assert found.unused == ("Employee id", "Surname", "Email")


def test_missing_columns_are_named_with_the_headings_seen_and_the_nearest() -> None:
    with pytest.raises(InvalidInput) as caught:
        find_columns(("Employe numbr", "Wages", "Surnme"), {}, built_in("general"))
    message = str(caught.value)
    assert "id, name" in message
    assert "Nearest to id: 'Employe numbr'" in message
    assert "'Surnme'" in message.partition("Nearest to name:")[2]
    assert "'Wages'" in message


@pytest.mark.parametrize(
    ("pairs", "why"),
    [
        (["id"], "FIELD=HEADING"),
        (["shoe=Size"], "'shoe'"),
    ],
)
def test_a_mapping_that_says_nothing_is_refused(pairs: list[str], why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        parse_mapping(pairs)


def test_a_mapping_to_a_heading_that_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidInput, match="'Number'"):
        find_columns(("Id", "Name"), {"id": "Number"}, built_in("general"))


def test_a_list_without_headings_does_not_show_its_first_person() -> None:
    with pytest.raises(InvalidInput, match="looks like a person") as caught:
        find_columns(("0017", "Ada Example", "ada@example.org"), {}, built_in("general"))
    assert "Ada" not in str(caught.value)


def test_headings_never_hold_an_identity_number() -> None:
    headings = safe_headings(["0017", "Ada Example", "19850505-9835", "\ufeffx"])
    assert headings == ("0017", "Ada Example", "", "x")
