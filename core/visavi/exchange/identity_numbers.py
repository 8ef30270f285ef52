"""National identity numbers, known by their checksum so that they can be left out everywhere.

Swedish personal and coordination numbers (ten or twelve digits), Norwegian birth and D-numbers
(eleven digits) and the synthetic ones of both countries' test registers. Nothing here returns or
keeps a number: texts come back without them, and at most a birth date is read off.
"""

import re
from collections.abc import Iterator
from datetime import date

_SEPARATOR = r"[-+\s.–−]?"
_CANDIDATE = re.compile(
    rf"(?<!\d)(?:\d{{8}}{_SEPARATOR}\d{{4}}|\d{{6}}{_SEPARATOR}\d{{4}}|\d{{6}}{_SEPARATOR}\d{{5}})(?!\d)"
)
_ONLY_DIGITS = re.compile(r"[\d\s.–−+-]+")
_ENOUGH_DIGITS = re.compile(r"(?:\d[\s.–−+-]{0,2}){10}")

_FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)

_COORDINATION = 60
_D_NUMBER = 40
_OLDEST = 100
_SYNTHETIC_MONTHS = (0, 40, 65, 80)
"""What the Norwegian test registers add to the month; 0 is a real number."""


def without_identity_numbers(text: str) -> tuple[str, int]:
    """The text without the national identity numbers in it, and how many there were."""
    if not _ENOUGH_DIGITS.search(text):
        return text, 0
    if _ONLY_DIGITS.fullmatch(text) and _is_number(_digits(text)):
        return "", 1
    count = 0

    def drop(found: re.Match[str]) -> str:
        nonlocal count
        if not _is_number(_digits(found[0])):
            return found[0]
        count += 1
        return ""

    kept = _CANDIDATE.sub(drop, text)
    return (kept.strip(), count) if count else (text, 0)


def birth_date_in(text: str, on: date) -> date | None:
    """The birth date that an identity number in the text gives; the latest one before ``on``
    where the number does not say its century.
    """
    if not _ENOUGH_DIGITS.search(text):
        return None
    found = [text] if _ONLY_DIGITS.fullmatch(text) else []
    found += (match[0] for match in _CANDIDATE.finditer(text))
    for candidate in found:
        born = _birth_date(candidate, on)
        if born is not None:
            return born
    return None


def _birth_date(candidate: str, on: date) -> date | None:
    digits = _digits(candidate)
    if len(digits) == 11:
        return _norwegian_birth_date(digits, on) if _norwegian(digits) else None
    if not _swedish(digits):
        return None
    past = [day for day in _swedish_dates(digits) if day <= on]
    if "+" in candidate and len(digits) == 10:
        past = [day for day in past if on.year - day.year >= 100]
    return max(past, default=None)


def _is_number(digits: str) -> bool:
    return _norwegian(digits) if len(digits) == 11 else _swedish(digits)


def _digits(text: str) -> str:
    """The decimal digits of the text, those of other scripts as plain ones."""
    return "".join(str(int(letter)) for letter in text if letter.isdecimal())


def _swedish(digits: str) -> bool:
    if len(digits) not in (10, 12):
        return False
    return _luhn(digits[-10:]) and next(_swedish_dates(digits), None) is not None


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(map(int, digits)):
        doubled = digit * 2 if place % 2 == 0 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _swedish_dates(digits: str) -> Iterator[date]:
    """The dates that the number can mean: one for twelve digits, one a century for ten."""
    short = digits[-10:]
    centuries = (int(digits[:2]),) if len(digits) == 12 else (18, 19, 20)
    if not all(18 <= century <= 20 for century in centuries):
        return
    year, month, day = int(short[:2]), int(short[2:4]), int(short[4:6])
    if day > _COORDINATION:
        day -= _COORDINATION
    for century in centuries:
        yield from _dates(century * 100 + year, month, day)


def _norwegian(digits: str) -> bool:
    if len(digits) != 11:
        return False
    numbers = [int(digit) for digit in digits]
    first = -sum(w * n for w, n in zip(_FIRST_WEIGHTS, numbers, strict=False)) % 11
    second = -sum(w * n for w, n in zip(_SECOND_WEIGHTS, numbers, strict=False)) % 11
    if (first, second) != (numbers[9], numbers[10]):
        return False
    return next(_norwegian_dates(digits), None) is not None


def _norwegian_dates(digits: str) -> Iterator[date]:
    """The dates that the number can mean, one a century."""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    if day > _D_NUMBER:
        day -= _D_NUMBER
    for added in _SYNTHETIC_MONTHS:
        if 1 <= month - added <= 12:
            for century in (18, 19, 20):
                yield from _dates(century * 100 + year, month - added, day)


def _norwegian_birth_date(digits: str, on: date) -> date | None:
    """The date in the century that the number states, or the latest one if nobody is that old:
    the synthetic numbers of test registers do not keep to the centuries.
    """
    past = [day for day in _norwegian_dates(digits) if day <= on]
    stated = _norwegian_century(digits)
    meant = [day for day in past if stated <= day.year < stated + 100]
    alive = [day for day in meant if on.year - day.year <= _OLDEST]
    return max(alive or past, default=None)


def _norwegian_century(digits: str) -> int:
    """The century in which the individual number places the two digits of the year."""
    year, individual = int(digits[4:6]), int(digits[6:9])
    if individual < 500:
        return 1900
    if year >= 54 and individual < 750:
        return 1800
    return 1900 if year >= 40 else 2000


def _dates(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return
