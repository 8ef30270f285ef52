from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavi.exchange.problems import CellError, shown
from visavi.exchange.values import (
    LONGEST_NAME,
    Order,
    clean,
    join_names,
    read_day,
    read_name,
    read_percent,
    require_plain,
)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 30)))
def test_every_way_of_writing_a_day_gives_the_same_day(day: date) -> None:
    for form in (
        "%Y-%m-%d",
        "%Y/%m/%d",
        "%d.%m.%Y",
        "%d/%m/%Y",
        "%d-%m-%Y",
        "%Y%m%d",
        "%Y-%m-%d 00:00:00",
        "%Y-%m-%dT00:00:00",
    ):
        assert read_day(day.strftime(form)) == day


@pytest.mark.parametrize(
    "text", ["", "9999-12-31", "31.12.9999", "2099-12-31", "31/12/2099", "00.00.0000", "00000000"]
)
def test_an_open_end_is_no_day(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "31.02.2024",
        "29.02.2023",
        "2024-13-01",
        "01.02.24",
        "2024-1-2-3",
        "2024-01.02",
        "soon",
        "45292",
        "2024-01-01 12:00",
        "٢٠٢٤-٠١-٠١",
    ],
)
def test_what_is_no_day_is_refused_and_named(text: str) -> None:
    with pytest.raises(CellError) as caught:
        read_day(text)
    assert "is not a date" in caught.value.reason


def test_a_long_number_in_a_column_of_days_is_not_repeated() -> None:
    with pytest.raises(CellError) as caught:
        read_day("19851305 9999 0000 1")
    assert "1985" not in caught.value.reason
    assert "1985" not in shown("198513059999")


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("100", "100"),
        ("100,00", "100"),
        ("37,50", "37.5"),
        ("12.5 %", "12.5"),
        ("0", "0"),
        ("080", "80"),
        ("66,67%", "66.67"),
    ],
)
def test_percentages_are_read_with_comma_or_point(text: str, percent: str) -> None:
    assert str(read_percent(text)) == percent


@pytest.mark.parametrize("text", ["0,5", "0.5", "1", "1.0", "0,01"])
def test_a_part_of_a_post_is_never_taken_for_a_part_of_a_percent(text: str) -> None:
    with pytest.raises(CellError, match="write 50 for half a post"):
        read_percent(text)
    assert read_percent(f"{text} %") == Decimal(text.replace(",", "."))


def test_the_month_may_stand_first_where_that_is_said_but_not_between_points() -> None:
    assert read_day("02/03/2019", Order.MONTH_FIRST) == date(2019, 2, 3)
    assert read_day("02-03-2019", Order.MONTH_FIRST) == date(2019, 2, 3)
    assert read_day("02.03.2019", Order.MONTH_FIRST) == date(2019, 3, 2)
    assert read_day("2019-03-02", Order.MONTH_FIRST) == date(2019, 3, 2)


def test_a_blank_percentage_is_not_zero() -> None:
    assert read_percent("") is None
    assert read_percent("0") == Decimal(0)


@pytest.mark.parametrize("text", ["101", "-1", "100,01", "1e2", "NaN", "Infinity", "half", "1 000"])
def test_what_is_no_percentage_from_0_to_100_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        read_percent(text)


@pytest.mark.parametrize(
    ("text", "said", "sorted_as"),
    [
        ("Øst, Åse", "Åse Øst", "Øst, Åse"),
        ("de Vått, Máret Bjørn", "Máret Bjørn de Vått", "de Vått, Máret Bjørn"),
        ("Åse Øst", "Åse Øst", "Øst, Åse"),
        ("Bo van der Made", "Bo van der Made", "van der Made, Bo"),
        ("  Åse   Maj  Øst ", "Åse Maj Øst", "Øst, Åse Maj"),
        ("Prince", "Prince", "Prince"),
        ("Prince,", "Prince", "Prince"),
    ],
)
def test_a_name_is_kept_as_it_is_said_and_as_it_is_sorted(
    text: str, said: str, sorted_as: str
) -> None:
    assert read_name(clean(text)) == (said, sorted_as)


def test_a_name_without_surname_is_missing() -> None:
    for surname, first in (("", "Arjun"), ("", "")):
        with pytest.raises(CellError, match="missing"):
            join_names(surname, first)
    for text in ("", ", Arjun"):
        with pytest.raises(CellError, match="missing"):
            read_name(text)


@pytest.mark.parametrize("text", ["a\0b", "a\x1b[31mb", "a\nb", "a\u202eb", "a\x85b", "a\u2028b"])
def test_control_characters_are_refused(text: str) -> None:
    with pytest.raises(CellError, match="control"):
        require_plain(text)


@pytest.mark.parametrize("text", ["=1+1", "+cmd()", "@x", "[/]", "[@click=x]y[/]", "\\x1b[31m"])
def test_formulas_and_markup_are_kept_as_letters(text: str) -> None:
    assert require_plain(clean(text)) == text


def test_the_guard_of_a_spreadsheet_is_taken_away() -> None:
    assert clean("'=1+1") == "=1+1"
    assert clean("'t Hart") == "'t Hart"


def test_an_endless_name_is_refused() -> None:
    with pytest.raises(CellError, match=str(LONGEST_NAME)):
        read_name("x" * (LONGEST_NAME + 1))


def test_composed_and_decomposed_letters_are_one() -> None:
    assert clean("A\u030ase") == "Åse"
