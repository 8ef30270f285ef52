"""What is wrong with one row of a list: where, and why. The row's own words are kept out of it."""

from typing import Any

from attrs import frozen

from visavi.messages import Sentence, say

_SHOWN = 40
_MOST_DIGITS = 8


@frozen
class RowProblem:
    """One message about one row.

    ``row`` counts the lines of the file, headings included; ``field`` is visavi's name of what is
    wrong (empty: the row as a whole) and ``heading`` the list's. ``kept`` says that the row's
    person went in all the same, without what is wrong.
    """

    row: int
    field: str
    heading: str
    reason: str
    kept: bool = False

    def __str__(self) -> str:
        place = self.heading or self.field
        if not place:
            return say("Row {row}: {reason}", row=self.row, reason=self.reason)
        return say("Row {row}, {place}: {reason}", row=self.row, place=place, reason=self.reason)

    def as_mapping(self) -> dict[str, Any]:
        """The problem as JSON-ready data."""
        return {
            "row": self.row,
            "field": self.field,
            "heading": self.heading,
            "reason": self.reason,
            "kept": self.kept,
        }


class CellError(Exception):
    """A cell cannot be what its column says; becomes the :class:`RowProblem` of its row."""

    def __init__(self, template: Sentence, *, field: str = "", **values: object) -> None:
        self.field = field
        self.reason = say(template, **values)
        super().__init__(self.reason)


def shown(text: str) -> str:
    """A cell in a message: one short printable line, and no number that could be a person's."""
    if sum(letter.isdecimal() for letter in text) > _MOST_DIGITS:
        return say("(what stands there)")
    cut = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return repr(cut) if cut.isprintable() else ascii(cut)
