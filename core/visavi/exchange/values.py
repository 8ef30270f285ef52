"""What a cell means: dates, percentages, names, yes and no. Every cell is text until it comes here.

Each function raises :class:`CellError` for what cannot be; none of them guesses.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

from visavi.errors import InvalidInput
from visavi.exchange.problems import CellError, shown
from visavi.messages import say
from visavi.model.time import FAR_FUTURE_YEAR

LONGEST_FIELD = 500
LONGEST_NAME = 200

_TIME = r"(?:[T ]00:00(?::00(?:\.0+)?)?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.ASCII)
_DAY_FIRST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TIME}", re.ASCII)
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_PERCENT = re.compile(r"([+-]?\d{1,6})(?:[.,](\d{1,6}))?\s*(%?)", re.ASCII)
_SPACES = re.compile(r"\s+")
_PARTICLES = frozenset(
    word
    for words in ("af av da dal de del della den der di", "do dos du el la le ter van vom von zu")
    for word in words.split()
)
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """The cell in composed form (NFC), without blanks around it or the guard of a spreadsheet."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = text.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def require_plain(text: str, longest: int = LONGEST_FIELD) -> str:
    """The text, if it is one line of letters and signs, and not too long."""
    if len(text) > longest:
        raise CellError(
            "It has {length} characters; {longest} is the most.", length=len(text), longest=longest
        )
    if not text.isprintable():
        for letter in text:
            if unicodedata.category(letter) in ("Cc", "Zl", "Zp") or letter in _TURNING:
                raise CellError("It holds a control character.")
    return text


class Order(StrEnum):
    """Which of day and month stands first in a date that ends with the year, as it proves."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    EITHER = "either"


def order_of(text: str) -> Order | None:
    """What a date such as 12/31/2019 proves of its list; ``None`` where nothing is in doubt.

    Between points the day stands first everywhere, and the same two numbers tell nothing.
    """
    found = _DAY_FIRST.fullmatch(text)
    if found is None or found[2] == "." or int(found[1]) == int(found[3]):
        return None
    if int(found[1]) > 12:
        return Order.DAY_FIRST
    return Order.MONTH_FIRST if int(found[3]) > 12 else Order.EITHER


def require_one_order(seen: Mapping[Order, str]) -> None:
    """Raise :class:`InvalidInput` for dates that were read day first and prove the opposite.

    One that does among others that prove day first is a slip, and its row says so.
    """
    if Order.MONTH_FIRST in seen and Order.DAY_FIRST not in seen:
        raise InvalidInput(
            "In {text} the month stands first, so the list's other dates may be misread.",
            todo="Say how all of them are written: month first or day first "
            "(--dates month-first, --dates day-first).",
            text=shown(seen[Order.MONTH_FIRST]),
        )


def notes_on_dates(seen: Mapping[Order, str]) -> Iterator[str]:
    """How dates were read of which none proves its order."""
    if seen.keys() == {Order.EITHER}:
        yield say(
            "Dates such as {text} were read as day/month/year. If the month stands first, say "
            "so: --dates month-first.",
            text=seen[Order.EITHER],
        )


def read_day(text: str, order: Order | None = None) -> date | None:
    """A date as HR systems write it; ``None`` for a blank, for zeros, and for an open end.

    Year-month-day, day.month.year, day/month/year and yyyymmdd are read, and month/day/year where
    ``order`` says so. A day from the end of 2099 on means that nothing is known.
    """
    if not text or not text.strip("0-./ "):
        return None
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found[1], found[3], found[4]
    elif found := _DAY_FIRST.fullmatch(text):
        year, month, day = found[4], found[3], found[1]
        if order is Order.MONTH_FIRST and found[2] != ".":
            month, day = day, month
    elif found := _SOLID.fullmatch(text):
        year, month, day = found[1], found[2], found[3]
    else:
        raise CellError("{text} is not a date.", text=_shown_day(text))
    try:
        read = date(int(year), int(month), int(day))
    except ValueError:
        raise CellError("{text} is not a date that exists.", text=_shown_day(text)) from None
    return None if read >= date(FAR_FUTURE_YEAR, 12, 31) else read


def _shown_day(text: str) -> str:
    """A day has eight digits; anything with more is not repeated."""
    return shown(text) if len(text) <= 19 else shown("0" * 9)


def read_percent(text: str) -> Decimal | None:
    """A share of a full post from 0 to 100, with decimal comma or point; ``None`` for a blank."""
    if not text:
        return None
    found = _PERCENT.fullmatch(text)
    if found is None:
        raise CellError("{text} is not a percentage.", text=shown(text))
    number = Decimal(f"{found[1]}.{found[2] or 0}")
    if not 0 <= number <= 100:
        raise CellError("{text} is not between 0 and 100.", text=shown(text))
    if 0 < number <= 1 and not found[3]:
        raise CellError(
            "{text} may be a part of a post or of a percent: write 50 for half a post.",
            text=shown(text),
        )
    whole = number.to_integral_value()
    return Decimal(int(whole)) if number == whole else number.normalize()


def read_name(text: str) -> tuple[str, str]:
    """The name as it is said, and as it is sorted, from ``Surname, First`` or ``First Surname``."""
    text = require_plain(_SPACES.sub(" ", text), LONGEST_NAME)
    surname, comma, first = (part.strip() for part in text.partition(","))
    if comma:
        return join_names(surname, first)
    words = text.split(" ")
    split = len(words) - 1
    while split > 1 and words[split - 1].casefold() in _PARTICLES:
        split -= 1
    return join_names(" ".join(words[split:]), " ".join(words[:split]))


def join_names(surname: str, first: str) -> tuple[str, str]:
    """The name as it is said, and as it is sorted, from its two parts."""
    surname = require_plain(_SPACES.sub(" ", surname), LONGEST_NAME)
    first = require_plain(_SPACES.sub(" ", first), LONGEST_NAME)
    if not surname:
        raise CellError("The name is missing.")
    if not first:
        return surname, surname
    return f"{first} {surname}", f"{surname}, {first}"
