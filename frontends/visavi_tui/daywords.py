"""The words for days in English, Norwegian (both forms) and Swedish, casefolded."""

import re

MONTHS = (
    "january januar januari",
    "february februar februari",
    "march mars",
    "april",
    "may mai maj",
    "june juni",
    "july juli",
    "august augusti",
    "september",
    "october oktober",
    "november",
    "december desember",
)
WEEKDAYS = (
    "monday mandag måndag",
    "tuesday tirsdag tysdag tisdag",
    "wednesday onsdag",
    "thursday torsdag",
    "friday fredag",
    "saturday lørdag laurdag lördag",
    "sunday søndag sundag söndag",
)
NAMED = {
    "today": 0,
    "i dag": 0,
    "idag": 0,
    "tomorrow": 1,
    "i morgen": 1,
    "imorgen": 1,
    "i morgon": 1,
    "imorgon": 1,
    "i morra": 1,
    "overmorgen": 2,
    "i overmorgen": 2,
    "i overmorgon": 2,
    "i övermorgon": 2,
    "övermorgon": 2,
}
"""How many days from today each is."""

DAYS = {
    "day days dag dager dagar": 1,
    "week weeks uke uker veke veker vecka veckor": 7,
}
"""Days of each unit."""

MONTHS_OF = {
    "month months måned måneder månad månader månadar": 1,
    "year years år": 12,
}
"""Months of each unit that is counted by the calendar."""

_COUNTS = (
    "a an one en ei et ett én éi eit",
    "two to två",
    "three tre",
    "four fire fyra",
    "five fem",
    "six seks sex",
    "seven sju syv",
    "eight åtte åtta",
    "nine ni nio",
    "ten ti tio",
    "eleven elleve elva",
    "twelve tolv",
    "thirteen tretten tretton",
    "fourteen fjorten fjorton",
)

_SAME = (
    (r"\b(\d{1,2})(?:st|nd|rd|th|:e|:a)\b", r"\1"),
    (r"^(?:den|the|på|on)\s+", ""),
    (r"(?<=\d)\s+(?:of|i|in)\s+(?=[^\W\d])", " "),
    (r"\b(?:ett? halvt år|eit halvt år|ett halvår|half a year)\b", "6 months"),
)
"""Ways to write that mean the same as a shorter one."""


def plain(text: str) -> str:
    """The words as they are looked up: casefolded, with single blanks and nothing around them."""
    text = " ".join(text.casefold().split()).strip(",")
    for way, shorter in _SAME:
        text = re.sub(way, shorter, text)
    return text


def number_of(word: str, names: tuple[str, ...]) -> int | None:
    """Which of the names the word begins, in three letters or more; ``None`` if none or two."""
    word = word.rstrip(".,")
    if len(word) < 3:
        return None
    found = [
        number
        for number, several in enumerate(names)
        if any(name.startswith(word) for name in several.split())
    ]
    return found[0] if len(found) == 1 else None


def count_of(word: str) -> int | None:
    """How many a number or a word for it says."""
    if word.isdecimal():
        return int(word)
    return next((n for n, names in enumerate(_COUNTS, 1) if word in names.split()), None)
