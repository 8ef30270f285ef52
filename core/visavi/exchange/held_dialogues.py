"""A list of dialogues held before visavi: who, with whom, which kind, when. It holds no words."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import BinaryIO, TypeVar

from attrs import define, field, frozen

from visavi.errors import InvalidInput
from visavi.exchange import values
from visavi.exchange.columns import Columns, find_columns, safe_headings
from visavi.exchange.identity_numbers import without_identity_numbers
from visavi.exchange.problems import CellError, RowProblem, shown
from visavi.exchange.profile import DIALOGUE_FIELDS, DIALOGUES, built_in
from visavi.exchange.tables import Row, open_table
from visavi.model import ids

T = TypeVar("T")

_REQUIRED = ("employee", "conductor", "kind", "cycle", "held")
_DAYS = ("held", "signed")
_LONGEST_CYCLE = 40


@frozen
class HeldDialogue:
    """One row: a dialogue that was held, and perhaps signed."""

    row: int
    employee: str
    conductor: str
    kind: str
    cycle: str
    held: date
    signed: date | None = None


@define
class HeldList:
    """What the list holds, in its order, and one message for each row that is wrong."""

    encoding: str
    separator: str
    columns: Columns
    dialogues: list[HeldDialogue] = field(factory=list)
    problems: list[RowProblem] = field(factory=list)
    rows: int = 0
    dropped_identity_numbers: int = 0
    dates: dict[values.Order, str] = field(factory=dict)

    def note(self, row: int, error: CellError, *, kept: bool = False) -> None:
        """Keep the message about a row."""
        heading = self.columns.heading(error.field)
        self.problems.append(RowProblem(row, error.field, heading, error.reason, kept))


def read_held_dialogues(
    stream: BinaryIO,
    on: date,
    *,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    dates: values.Order | None = None,
) -> HeldList:
    """The whole list, as it is known on a day: nothing was held or signed after it.

    ``dates`` says which of day and month stands first, where the list does not.

    Raises :class:`InvalidInput` only where nothing at all can be read.
    """
    table = open_table(stream, encoding=encoding, separator=separator)
    first = next(table.rows, None)
    if first is None or not first.cells:
        raise InvalidInput("The list has no headings.", todo="Give a file with a line of headings.")
    columns = find_columns(
        safe_headings(first.cells),
        mapping or {},
        built_in(DIALOGUES),
        fields=DIALOGUE_FIELDS,
        required=_REQUIRED,
    )
    found = HeldList(table.encoding, table.separator, columns)
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        _take(row, found, seen, on, dates)
    if dates is None:
        values.require_one_order(found.dates)
    return found


def _take(
    row: Row,
    found: HeldList,
    seen: dict[tuple[str, ...], int],
    on: date,
    dates: values.Order | None,
) -> None:
    cells = []
    for cell in row.cells:
        text, count = without_identity_numbers(values.clean(cell))
        found.dropped_identity_numbers += count
        cells.append(text)
    if not row.fault and not any(cells):
        return
    found.rows += 1
    for name in _DAYS:
        place = found.columns.places.get(name, len(cells))
        if place < len(cells) and (order := values.order_of(cells[place])):
            found.dates.setdefault(order, cells[place])
    try:
        dialogue = _read(row, cells, found.columns, on, dates)
        line = tuple(cells)
        if line in seen:
            raise CellError("The same line stands in row {row} already.", row=seen[line])
        seen[line] = row.number
        found.dialogues.append(dialogue)
    except CellError as error:
        found.note(row.number, error)


def _read(
    row: Row, cells: list[str], columns: Columns, on: date, dates: values.Order | None
) -> HeldDialogue:
    if row.fault:
        raise CellError(row.fault)
    width = len(columns.headings)
    if len(cells) < width or any(cells[width:]):
        raise CellError(
            "It has {cells} cells where the headings have {width}.", cells=len(cells), width=width
        )

    def take(name: str, read: Callable[[str], T]) -> T:
        place = columns.places.get(name)
        try:
            return read("" if place is None else cells[place])
        except CellError as error:
            error.field = name
            raise

    employee = take("employee", _person)
    conductor = take("conductor", _person)
    if employee == conductor:
        raise CellError("Nobody holds a dialogue with themselves.", field="conductor")
    kind = take("kind", lambda text: _said(text, values.LONGEST_FIELD))
    cycle = take("cycle", lambda text: _said(text, _LONGEST_CYCLE))
    held = take("held", lambda text: _past(text, on, dates))
    if held is None:
        raise CellError("The day is missing.", field="held")
    signed = take("signed", lambda text: _past(text, on, dates))
    if signed is not None and signed < held:
        raise CellError("It was signed before it was held.", field="signed")
    return HeldDialogue(row.number, employee, conductor, kind, cycle, held, signed)


def _person(text: str) -> str:
    if not text:
        raise CellError("The id is missing.")
    try:
        return ids.person_id(text)
    except InvalidInput:
        raise CellError("{text} cannot be an id.", text=shown(text)) from None


def _said(text: str, longest: int) -> str:
    if not text:
        raise CellError("It is missing.")
    return values.require_plain(text, longest)


def _past(text: str, on: date, dates: values.Order | None) -> date | None:
    day = values.read_day(text, dates)
    if day is not None and day > on:
        raise CellError("{day} is still to come.", day=day)
    return day
