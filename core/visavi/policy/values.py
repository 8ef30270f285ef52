"""Readers of single values in a policy file. Nothing is coerced: ``"no"`` is not false.

A reader gives the value in its plain form (JSON values; dates as ISO text), or raises
:class:`Unfit` with what was wanted.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from math import isfinite
from typing import Any

from visavi.messages import say

Reader = Callable[[Any], Any]

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
DEEPEST = 8
_POLICY = re.compile(r"[a-z][a-z0-9-]{0,39}")
_SPAN = re.compile(r"([1-9][0-9]{0,3}) (day|week|month|year)s?")
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")


class Unfit(Exception):  # what it says of a value; never shown as an error
    """The value is not what it must be; ``wanted`` says in words what that is."""

    def __init__(self, wanted: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted


def text(value: Any) -> str:
    """A text that says something."""
    if type(value) is not str or not value.strip():
        raise Unfit(say("a text"))
    return value


def free_text(value: Any) -> str:
    """A text that may be empty."""
    if type(value) is not str:
        raise Unfit(say("a text"))
    return value


def identifier(value: Any) -> str:
    """An id: letters, digits, dots, dashes, underscores."""
    if type(value) is not str or not ID.fullmatch(value):
        raise Unfit(say("an id of letters, digits, dots, dashes and underscores"))
    return value


def policy_id(value: Any) -> str:
    """A policy's id, which is also its plugin's name."""
    if type(value) is not str or not _POLICY.fullmatch(value):
        raise Unfit(say("lower-case letters, digits and dashes, beginning with a letter"))
    return value


def truth(value: Any) -> bool:
    """True or false, and nothing like them."""
    if type(value) is not bool:
        raise Unfit(say("true or false, without quotes"))
    return value


def whole(least: int, most: int) -> Reader:
    """A whole number in a range."""

    def read(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:
            raise Unfit(say("a whole number from {least} to {most}", least=least, most=most))
        return value

    return read


def day(value: Any) -> str:
    """A civil date, written without quotes."""
    if type(value) is not date:
        raise Unfit(say("a date such as 2026-01-31, without quotes"))
    return value.isoformat()


def month_day(value: Any) -> str:
    """A day of every year."""
    if type(value) is not str or not _MONTH_DAY.fullmatch(value):
        raise Unfit(say('a day of the year as month and day, such as "12-01"'))
    return value


def span(value: Any) -> str:
    """A time after something, such as ``1 month``."""
    if type(value) is not str or not _SPAN.fullmatch(value):
        raise Unfit(say('a time such as "1 month" or "14 days"'))
    return value


def zone(value: Any) -> str:
    """An IANA zone that this computer knows."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(text(value))
    except (Unfit, ValueError, OSError, LookupError):
        raise Unfit(say('a time zone such as "Europe/Stockholm"')) from None
    return str(value)


def one_of(*words: str) -> Reader:
    """One of a few words."""

    def read(value: Any) -> str:
        if type(value) is not str or value not in words:
            raise Unfit(say("one of {words}", words=", ".join(words)))
        return value

    return read


def several(reader: Reader, *, least: int = 0) -> Reader:
    """A list without repetitions."""

    def read(value: Any) -> list[Any]:
        if type(value) is not list:
            raise Unfit(say("a list"))
        if len(value) < least:
            raise Unfit(say("a list of {least} or more", least=least))
        read_items = [reader(item) for item in value]
        if len({(type(item), item) for item in read_items}) < len(read_items):
            raise Unfit(say("a list in which nothing stands twice"))
        return read_items

    return read


def one_or_more(reader: Reader) -> Reader:
    """One value, or a list of them; always a list in the plain form."""
    listed = several(reader, least=1)

    def read(value: Any) -> list[Any]:
        return listed(value) if type(value) is list else [reader(value)]

    return read


def number_or_name(value: Any) -> int | str:
    """A whole number, or the name of a parameter that holds it."""
    if type(value) is int and value >= 0:
        return value
    if type(value) is str and ID.fullmatch(value):
        return value
    raise Unfit(say("a whole number, or the name of a parameter"))


def anything(value: Any, depth: int = 0) -> Any:
    """Any TOML value that is not a time of day; dates are kept as dates."""
    if depth > DEEPEST:
        raise Unfit(say("a value that is nested at most {depth} deep", depth=DEEPEST))
    if type(value) is date:
        return {"$date": value.isoformat()}
    if isinstance(value, datetime) or hasattr(value, "tzinfo"):
        raise Unfit(say("a value without a time of day"))
    if isinstance(value, float) and not isfinite(value):
        raise Unfit(say("a number that can be counted with"))
    if isinstance(value, list):
        return [anything(item, depth + 1) for item in value]
    if isinstance(value, Mapping):
        return {str(key): anything(item, depth + 1) for key, item in value.items()}
    return value


def table(value: Any) -> dict[str, Any]:
    """A table of anything."""
    if not isinstance(value, dict):
        raise Unfit(say("a table, written in braces"))
    return {str(key): anything(item, 1) for key, item in value.items()}


def scalar(value: Any) -> Any:
    """A text, a number, or true or false."""
    if isinstance(value, str | bool | int | float) and not (
        isinstance(value, float) and not isfinite(value)
    ):
        return value
    raise Unfit(say("a text, a number, or true or false"))
