from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavi.exchange.identity_numbers import birth_date_in, without_identity_numbers

ON = date(2026, 11, 21)

DAYS = st.dates(date(1930, 1, 1), date(2010, 12, 31))
SERIALS = st.integers(980, 998)


def swedish(born: date, serial: int, *, coordination: bool = False) -> str:
    """Ten digits with a right last one, of a day in the range kept for tests."""
    day = born.day + (60 if coordination else 0)
    nine = f"{born:%y%m}{day:02}{serial:03}"
    total = sum(
        sum(divmod(int(digit) * (2 if place % 2 == 0 else 1), 10))
        for place, digit in enumerate(nine)
    )
    return f"{nine}{-total % 10}"


def norwegian(born: date, *, month: int = 80, day: int = 0) -> str:
    """Eleven digits of a test register: the month is moved, a D-number moves the day too."""
    for individual in range(500) if born.year < 2000 else range(999, 499, -1):
        nine = f"{born.day + day:02}{born.month + month:02}{born:%y}{individual:03}"
        digits = [int(digit) for digit in nine]
        for weights in ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)):
            digits.append(-sum(w * d for w, d in zip(weights, digits, strict=True)) % 11)
        if 10 not in digits:
            return "".join(map(str, digits))
    raise AssertionError("every day has numbers")


@given(DAYS, SERIALS, st.sampled_from(["", "-", " "]), st.booleans(), st.booleans())
def test_every_swedish_number_is_recognised(
    born: date, serial: int, separator: str, long: bool, coordination: bool
) -> None:
    ten = swedish(born, serial, coordination=coordination)
    number = f"{born:%Y}"[: 2 if long else 0] + ten[:6] + separator + ten[6:]
    assert without_identity_numbers(number) == ("", 1)
    assert without_identity_numbers(f"Ada ({number}), A1") == ("Ada (), A1", 1)
    if long:
        assert birth_date_in(number, ON) == born


@given(DAYS, st.sampled_from([40, 65, 80]), st.sampled_from([0, 40]), st.sampled_from(["", " "]))
def test_every_norwegian_number_is_recognised(
    born: date, month: int, day: int, separator: str
) -> None:
    number = norwegian(born, month=month, day=day)
    number = number[:6] + separator + number[6:]
    assert without_identity_numbers(number) == ("", 1)
    assert without_identity_numbers(f"x{number}@example.org") == ("x@example.org", 1)
    assert birth_date_in(number, ON) == born


@given(DAYS, SERIALS, st.integers(1, 9))
def test_a_wrong_last_digit_is_no_identity_number(born: date, serial: int, more: int) -> None:
    ten = swedish(born, serial)
    wrong = ten[:9] + str((int(ten[9]) + more) % 10)
    assert without_identity_numbers(wrong) == (wrong, 0)
    eleven = norwegian(born)
    wrong = eleven[:10] + str((int(eleven[10]) + more) % 10)
    assert without_identity_numbers(wrong) == (wrong, 0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "042545",
        "07594669",
        "1475",
        "31.12.9999",
        "2024-02-30",
        "+46 8 524 800 00",
        "190000",
        "1234567890123456",
        "0000000000",
        "00000000000",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert without_identity_numbers(text) == (text, 0)


def test_a_number_in_other_digits_and_with_strange_dashes_is_recognised() -> None:
    number = swedish(date(1985, 5, 5), 983)
    wide = "".join(chr(ord("０") + int(digit)) for digit in number)
    assert without_identity_numbers(wide) == ("", 1)
    assert without_identity_numbers(f"{number[:6]}–{number[6:]}") == ("", 1)
    assert (
        without_identity_numbers(f"19{number[:2]}-{number[2:4]}-{number[4:6]} {number[6:]}")[1] == 1
    )


def test_two_numbers_in_one_cell_both_go() -> None:
    first, second = swedish(date(1985, 5, 5), 983), norwegian(date(1990, 1, 31))
    assert without_identity_numbers(f"{first} / {second}") == ("/", 2)


def test_a_short_number_means_the_last_such_day_and_a_plus_the_one_before() -> None:
    number = swedish(date(1920, 5, 5), 983)
    assert birth_date_in(f"{number[:6]}-{number[6:]}", ON) == date(2020, 5, 5)
    assert birth_date_in(f"{number[:6]}+{number[6:]}", ON) == date(1920, 5, 5)


def test_a_text_without_number_has_no_birth_date() -> None:
    assert birth_date_in("1985-05-05", ON) is None
    assert birth_date_in("Ada 8505050000", ON) is None
