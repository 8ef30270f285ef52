"""The day that counts in a test: set by hand, and moved by hand."""

from datetime import date, timedelta
from typing import Self


class Clock:
    """A day. Nothing in a test reads any other clock."""

    def __init__(self, on: date) -> None:
        self.on = on

    def to(self, day: str) -> Self:
        """Go to a day, ``2026-03-01``, forwards or backwards."""
        self.on = date.fromisoformat(day)
        return self

    def later(self, days: int) -> Self:
        """Go on by so many days."""
        self.on += timedelta(days=days)
        return self
