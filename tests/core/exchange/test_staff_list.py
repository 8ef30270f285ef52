import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from visavi.errors import InvalidInput
from visavi.exchange.listed import ListedPerson, Reading, StaffList
from visavi.exchange.staff_list import read_staff_list
from visavi.exchange.values import Order
from visavi.model.people import Absence, EmploymentForm, PayRoute

Lists = Callable[[str], io.BytesIO]

ON = date(2026, 11, 21)
GROUPS = {
    "prefekt": "manager",
    "doktorand": "doctoral",
    "1017": "doctoral",
    "1475": "manager",
    "1352": "postdoc",
    "stipendiat": "wrong: the code comes first",
}


def group_for(title: str) -> str | None:
    return GROUPS.get(title.casefold(), None if title == "Trollkarl" else "other")


def read(content: io.BytesIO | str, **said: Any) -> StaffList:
    stream = io.BytesIO(content.encode()) if isinstance(content, str) else content
    return read_staff_list(stream, Reading(group_for, ON, 2026, **said))


def told(found: StaffList) -> list[tuple[int, str, bool]]:
    return [(problem.row, problem.field, problem.kept) for problem in found.problems]


def only(found: StaffList) -> ListedPerson:
    assert not found.problems
    (person,) = found.people.values()
    return person


def test_a_swedish_payroll_list_is_read_as_it_is(a_list: Lists) -> None:
    found = read(a_list("staff-swedish-cp1252.csv"))
    assert (found.encoding, found.separator) == ("cp1252", ";")
    assert found.profile.id == "swedish-payroll"
    assert found.dropped_identity_numbers == found.rows == 20
    assert found.units == {"A1": "Inst. för påhitt", "B2": "Inst. för prov, södra delen"}
    person = found.people["000104"]
    assert (person.name, person.sort_name) == ("Göran Provling", "Provling, Göran")
    assert person.absences == (Absence("parental", date(2026, 3, 1), date(2027, 1, 31)),)
    assert person.birth_date is None
    (post,) = person.posts
    assert (post.manager, post.unit, post.percent) == ("000101", "A1", Decimal(100))
    assert (post.start, post.end) == (date(2009, 9, 1), None)
    assert post.form is EmploymentForm.PERMANENT


def test_each_trap_of_the_swedish_list_gets_one_message(a_list: Lists) -> None:
    found = read(a_list("staff-swedish-cp1252.csv"))
    assert told(found) == [
        (12, "start", False),
        (13, "surname", False),
        (14, "id", False),
        (15, "", False),
        (19, "end", False),
        (20, "agreement", True),
        (21, "percent", False),
        (22, "", False),
    ]
    assert found.unknown_titles == {"Trollkarl"}
    assert [str(problem) for problem in found.problems[:2]] == [
        "Row 12, Anställd fr.o.m.: '2024-02-30' is not a date that exists.",
        "Row 13, Efternamn: The name is missing.",
    ]
    assert found.damaged == {"000110", "000111", "000112", "000115", "000117"}
    assert found.nobodys == [14]


def test_an_agreement_area_is_a_pay_route_and_nothing_else(a_list: Lists) -> None:
    found = read(a_list("staff-swedish-cp1252.csv"))
    routes = {person.id: person.posts[0].pay_route for person in found.people.values()}
    assert routes["000101"] is PayRoute.DIALOGUE
    assert routes["000102"] is PayRoute.DIALOGUE, "in no union: set in the dialogue"
    assert routes["000103"] is PayRoute.LADDER, "a doctoral student, whatever the union"
    assert routes["000104"] is PayRoute.COLLECTIVE
    assert routes["000109"] is PayRoute.COLLECTIVE
    assert routes["000116"] is None, "an area that is not known says nothing"
    everything = repr(found.people) + " ".join(map(str, found.problems))
    for area in ("Saco", "OFR", "Seko", "Magiker"):
        assert area not in everything


def test_a_norwegian_list_keeps_birth_dates_only_if_they_are_needed(a_list: Lists) -> None:
    name = "staff-norwegian-utf8-bom.csv"
    needed = read(a_list(name), needs_birth_date=True)
    assert needed.profile.id == "norwegian-state"
    person = needed.people["00500002"]
    assert person.birth_date == date(1966, 4, 27)
    assert person.name == "Máret Bjørn de Vått"
    assert needed.people["00500003"].posts[0].staff_group == "doctoral"
    assert needed.people["00500005"].posts[0].percent == Decimal("37.5")
    assert needed.people["00500001"].posts[0].end is None
    assert needed.people["00500004"].posts[0].form is EmploymentForm.TEMPORARY
    left_out = read(a_list(name))
    assert all(person.birth_date is None for person in left_out.people.values())


def test_each_trap_of_the_norwegian_list_gets_one_message(a_list: Lists) -> None:
    found = read(a_list("staff-norwegian-utf8-bom.csv"), needs_birth_date=True)
    assert told(found) == [
        (12, "start", False),
        (13, "name", False),
        (14, "id", False),
        (15, "", False),
        (19, "", False),
    ]
    assert [post.percent for post in found.people["00500014"].posts] == [80, 20]


def test_an_english_list_in_utf_16_is_read_by_its_headings(a_list: Lists) -> None:
    found = read(a_list("staff-english-utf16.txt"), needs_birth_date=True)
    assert (found.encoding, found.separator, found.profile.id) == ("utf-16", "\t", "general")
    assert told(found) == [(5, "percent", False)]
    ada, bo, lucja = found.people.values()
    assert ada.id == "0017"
    assert ada.birth_date == date(1980, 1, 1), "from the number, which is dropped"
    assert (bo.name, bo.sort_name) == ("Bo van der Made", "van der Made, Bo")
    assert bo.posts[0].start == date(2024, 8, 15)
    assert lucja.email == '=HYPERLINK("http://example.org")'
    assert lucja.posts[0].form is EmploymentForm.HOURLY
    assert lucja.posts[0].end is None
    assert lucja.birth_date == date(1999, 9, 9)
    assert found.dropped_identity_numbers == 3


def test_a_list_that_nobody_knows_is_read_by_a_mapping(a_list: Lists) -> None:
    mapping = {
        "id": "Pers.nr",
        "name": "Who",
        "unit_name": "Sits at",
        "manager": "Boss",
        "start": "Since",
        "end": "Until",
        "percent": "Share",
    }
    found = read(a_list("staff-unknown-comma.csv"), mapping=mapping)
    assert told(found) == [(4, "", False), (6, "", False)]
    assert list(found.people) == ["x-1", "x-2", "x-4"]
    assert found.people["x-2"].name == 'Cleo Comma "Coco"'
    assert found.people["x-2"].posts[0].percent == Decimal("75.5")
    assert found.people["x-1"].posts[0].start == date(2020, 1, 1)


def test_an_identity_number_anywhere_is_cut_out_and_counted() -> None:
    found = read("Id;Name;Title;Shoe\n1;Ada 850505-9835 Ask;850505-9835;850505-9835\n")
    person = only(found)
    assert (person.name, person.posts[0].title) == ("Ada Ask", "")
    assert found.dropped_identity_numbers == 3


def test_an_identity_number_is_nobody_s_id_and_is_not_repeated() -> None:
    found = read("Id;Name;Manager\n19850505-9835;Ada Ask;\n2;Bo Berg;19850505-9835\n")
    assert told(found) == [(2, "id", False), (3, "manager", True)]
    assert found.people["2"].posts[0].manager is None
    messages = json.dumps([problem.as_mapping() for problem in found.problems])
    assert "8505" not in messages


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ("../x;Ada Ask;;;;;;;", "id"),
        (f"{'9' * 5000};Ada Ask;;;;;;;", "id"),
        ("1\x00;Ada Ask;;;;;;;", "id"),
        ("1;Ada\x1b[31m Ask;;;;;;;", "name"),
        (f"1;{'x' * 5000};;;;;;;", "name"),
        ("1;Ada Ask;2024-02-30;;;;;;", "start"),
        ("1;Ada Ask;;soon;;;;;", "end"),
        ("1;Ada Ask;2026-02-01;2026-01-31;;;;;", "end"),
        ("1;Ada Ask;;;101;;;;", "percent"),
        ("1;Ada Ask;;;;Sick leave;;;", "absence_start"),
        ("1;Ada Ask;;;;Sick leave;2026-02-01;2026-01-01;", "absence_end"),
        ("1;Ada Ask;;;;;;;perhaps", "excluded"),
    ],
)
def test_a_bad_cell_costs_its_row_and_no_other(cells: str, field: str) -> None:
    found = read(
        "Id;Name;Start;End;Percent;Absence;Absence from;Absence to;Not in salary review\n"
        f"{cells}\n2;Bo Berg;;;;;;;\n"
    )
    assert told(found) == [(2, field, False)]
    assert list(found.people) == ["2"]
    (problem,) = found.problems
    assert problem.reason
    assert len(str(problem)) < 200
    assert str(problem).isprintable()


def test_blank_lines_repeated_headings_and_blank_cells_at_the_end_are_no_rows() -> None:
    found = read("Id;Name\n\n;\n1;Ada Ask\nId;Name\n2;Bo Berg;;\n")
    assert not found.problems
    assert list(found.people) == ["1", "2"]
    assert found.rows == 2


def test_one_post_in_several_rows_is_one_post_with_all_absences() -> None:
    person = only(
        read(
            "Id;Name;Unit code;Absence;Absence from;Absence to\n"
            "1;Ada Ask;K1;Sick leave;2026-01-01;2026-01-31\n"
            "1;Ada Ask;K1;Parental leave;2026-03-01;\n"
            "1;Ada Ask;K1;Gardening;2025-03-01;2025-03-02\n"
        )
    )
    assert len(person.posts) == 1
    assert person.absences == (
        Absence("sick", date(2026, 1, 1), date(2026, 1, 31)),
        Absence("parental", date(2026, 3, 1)),
        Absence("other", date(2025, 3, 1), date(2025, 3, 2)),
    )


def test_one_id_with_two_names_is_refused() -> None:
    found = read("Id;Name\n1;Ada Ask\n1;Bo Berg\n")
    assert told(found) == [(3, "name", False)]
    assert found.people["1"].name == "Ada Ask"


def test_a_post_with_two_managers_keeps_the_first() -> None:
    found = read("Id;Name;Manager\n1;Ada Ask;2\n1;Ada Ask;3\n")
    assert told(found) == [(3, "manager", True)]
    assert found.people["1"].posts[0].manager == "2"


def test_an_exclusion_may_name_its_year_or_be_denied() -> None:
    found = read(
        "Id;Name;Not in salary review\n1;A A;Ja\n2;B B;2025\n3;C C;Nej\n4;D D;\n",
        mapping={"excluded": "Not in salary review"},
    )
    assert [person.excluded for person in found.people.values()] == [
        {2026: True},
        {2025: True},
        {2026: False},
        {},
    ]


def test_a_separate_first_name_joins_a_name_that_lacks_it() -> None:
    found = read("Id;Navn;Fornavn\n1;Ask;Ada\n2;Bo Berg;Bo\n")
    assert [person.sort_name for person in found.people.values()] == ["Ask, Ada", "Berg, Bo"]


def test_a_birth_date_that_cannot_be_is_refused_only_where_it_is_needed() -> None:
    text = "Id;Name;Born\n1;Ada Ask;2027-01-01\n2;Bo Berg;1890-01-01\n"
    assert told(read(text, needs_birth_date=True)) == [
        (2, "birth_date", False),
        (3, "birth_date", False),
    ]
    assert not read(text).problems


DATED = "id;name;from\n1;Ek, Mia;02/03/2019\n2;Ask, Per;{day}\n"


def test_dates_that_prove_the_month_first_are_not_read_as_if_the_day_stood_there() -> None:
    content = DATED.format(day="12/31/2019")
    with pytest.raises(InvalidInput, match="12/31/2019") as caught:
        read(content)
    assert "--dates month-first" in caught.value.todo
    people = read(content, dates=Order.MONTH_FIRST).people
    assert people["1"].posts[0].start == date(2019, 2, 3)
    assert people["2"].posts[0].start == date(2019, 12, 31)
    assert told(read(content, dates=Order.DAY_FIRST)) == [(3, "start", False)]


def test_one_slip_among_dates_that_prove_the_day_first_costs_its_row_only() -> None:
    found = read(DATED.format(day="31/12/2019") + "3;Bo, Li;02/30/2019\n")
    assert told(found) == [(4, "start", False)]
    assert found.people["1"].posts[0].start == date(2019, 3, 2)
