"""A staff list, row by row: good rows become people, each bad row becomes one message.

National identity numbers are cut out of every cell before anything else looks at it. The agreement
area becomes a pay route here and goes no further.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import BinaryIO, TypeVar

from visavi.errors import InvalidInput
from visavi.exchange import values
from visavi.exchange.columns import find_columns, safe_headings
from visavi.exchange.identity_numbers import birth_date_in, without_identity_numbers
from visavi.exchange.listed import ListedPerson, ListedPost, Reading, StaffList
from visavi.exchange.problems import CellError, shown
from visavi.exchange.profile import GENERAL, Profile, built_in, lookup, plain, profile_for
from visavi.exchange.tables import Row, Table, open_table
from visavi.model import ids
from visavi.model.people import Absence, EmploymentForm, PayRoute

T = TypeVar("T")

OLDEST_BIRTH = date(1900, 1, 1)


def read_staff_list(stream: BinaryIO, reading: Reading) -> StaffList:
    """The whole list. Raises :class:`InvalidInput` only where nothing at all can be read."""
    table = open_table(stream, encoding=reading.encoding, separator=reading.separator)
    headings = _headings(table)
    profile = reading.profile or profile_for(headings)
    general = profile if profile.id == GENERAL else built_in(GENERAL)
    columns = find_columns(headings, reading.mapping, profile, general)
    found = StaffList(table.encoding, table.separator, profile, columns)
    reader = _RowReader(found, reading, general)
    for row in table.rows:
        reader.read(row)
    if reading.dates is None:
        values.require_one_order(found.dates)
    return found


def _headings(table: Table) -> tuple[str, ...]:
    first = next(table.rows, None)
    if first is None or not first.cells:
        raise InvalidInput("The list has no headings.", todo="Give a file with a line of headings.")
    return safe_headings(first.cells)


class _RowReader:
    """Turns rows into people, and remembers what a list repeats: dates, titles, whole rows."""

    def __init__(self, found: StaffList, reading: Reading, general: Profile) -> None:
        profile = found.profile
        self._found = found
        self._reading = reading
        self._places = found.columns.places
        self._headings = list(found.columns.headings)
        self._forms = lookup(general.forms, profile.forms)
        self._absences = lookup(general.absences, profile.absences)
        self._answers = lookup(general.answers, profile.answers)
        self._agreements = lookup(general.agreements, profile.agreements)
        self._ladders = lookup(profile.groups)
        self._seen: dict[int, int] = {}
        self._days: dict[str, date | None] = {}
        self._groups: dict[tuple[str, str], str | None] = {}
        self._words: dict[str, str] = {}
        self._cells: list[str] = []
        self._born: date | None = None
        self._number_in: set[int] = set()
        self._spared = self._ids() if reading.employee_numbers else frozenset()

    def _ids(self) -> frozenset[int]:
        """The columns that hold employee numbers."""
        return frozenset(self._places[name] for name in ("id", "manager") if name in self._places)

    def read(self, row: Row) -> None:
        """Take one row into the list, or note why not."""
        if not row.fault:
            self._take(row.cells)
            blank = not any(self._cells) and not self._number_in
            if blank or self._cells == self._headings:
                return
        self._found.rows += 1
        try:
            if row.fault:
                raise CellError(row.fault)
            self._read(row.number)
        except CellError as error:
            self._found.note(row.number, error)
            try:
                self._found.damaged.add(ids.person_id("" if row.fault else self._text("id")))
            except InvalidInput:
                self._found.nobodys.append(row.number)

    def _take(self, cells: list[str]) -> None:
        """The row's cells, clean and without identity numbers."""
        self._cells, self._born = [], None
        self._number_in.clear()
        for place, cell in enumerate(cells):
            text, count = values.clean(cell), 0
            if place not in self._spared:
                text, count = without_identity_numbers(text)
            if count:
                self._found.dropped_identity_numbers += count
                self._number_in.add(place)
                if self._reading.needs_birth_date and self._born is None:
                    self._born = birth_date_in(cell, self._reading.on)
            self._cells.append(text)

    def _read(self, row: int) -> None:
        width = len(self._headings)
        if len(self._cells) < width or any(self._cells[width:]):
            raise CellError(
                "It has {cells} cells where the headings have {width}.",
                cells=len(self._cells),
                width=width,
            )
        whole = hash(tuple(self._cells))
        if whole in self._seen:
            repeated = CellError(
                "The same line stands in row {row} already.", row=self._seen[whole]
            )
            self._found.note(row, repeated)
            return
        self._seen[whole] = row
        person = self._person()
        post = self._post(row)
        absences = self._absence()
        excluded = self._excluded()
        known = self._found.people.get(person.id)
        if known is None:
            person.posts, person.absences, person.excluded = (post,), absences, excluded
            self._found.people[person.id] = person
            return
        self._add(known, person, post)
        known.absences += tuple(absence for absence in absences if absence not in known.absences)
        known.excluded = {**excluded, **known.excluded}

    def _add(self, known: ListedPerson, person: ListedPerson, post: ListedPost) -> None:
        """One more row about somebody: another post, or the same one again."""
        if known.name.casefold() != person.name.casefold():
            raise CellError(
                "Row {row} gives the id {id} to somebody with another name.",
                field="surname" if "surname" in self._places else "name",
                row=known.posts[0].row,
                id=shown(known.id),
            )
        known.email = known.email or person.email
        known.birth_date = known.birth_date or person.birth_date
        same = next((other for other in known.posts if other.is_same_as(post)), None)
        if same is None:
            known.posts += (post,)
        elif post.manager not in (same.manager, None):
            error = CellError(
                "Row {row} names another manager for the same post; that one counts.",
                field="manager",
                row=same.row,
            )
            self._found.note(post.row, error, kept=True)

    def _person(self) -> ListedPerson:
        identity = self._identity()
        name, sort_name = self._in("surname" if "surname" in self._places else "name", self._name)
        return ListedPerson(
            id=identity,
            name=name,
            sort_name=sort_name,
            sort_guessed="surname" not in self._places and "," not in self._text("name"),
            email=self._plain("email", 254),
            birth_date=self._birth_date(),
        )

    def _identity(self) -> str:
        text = self._text("id")
        if not text and self._places["id"] in self._number_in:
            raise CellError(
                "The id looks like a national identity number, which is never stored; "
                "if it is an employee number, import again with --employee-numbers.",
                field="id",
            )
        if not text:
            raise CellError("The id is missing.", field="id")
        try:
            return ids.person_id(text)
        except InvalidInput:
            raise CellError("{text} cannot be an id.", field="id", text=shown(text)) from None

    def _name(self) -> tuple[str, str]:
        first = self._text("first_name")
        if "surname" in self._places:
            return values.join_names(self._text("surname"), first)
        name = self._text("name")
        if first and first.casefold() not in name.casefold():
            return values.join_names(name, first)
        return values.read_name(name)

    def _birth_date(self) -> date | None:
        if not self._reading.needs_birth_date:
            return None
        born = self._day("birth_date") or self._born
        if born is not None and not OLDEST_BIRTH <= born <= self._reading.on:
            raise CellError("Nobody was born on that day.", field="birth_date")
        return born

    def _post(self, row: int) -> ListedPost:
        start, end = self._period("start", "end")
        unit = self._unit()
        group = self._staff_group(unit)
        return ListedPost(
            row=row,
            unit=unit,
            staff_group=group,
            form=self._form(),
            title=self._shared(self._plain("title") or self._plain("title_code")),
            percent=self._in("percent", lambda: values.read_percent(self._text("percent"))),
            start=start,
            end=end,
            manager=self._manager(row),
            pay_route=self._pay_route(row, group),
        )

    def _unit(self) -> str:
        name = self._plain("unit_name")
        unit = self._shared(self._plain("unit", 100) or name[:100])
        if unit:
            self._found.units.setdefault(unit, self._shared(name or unit))
        return unit

    def _staff_group(self, unit: str) -> str:
        group_in = self._reading.group_in
        here = "" if group_in is None else unit
        texts = [self._plain(field) for field in ("staff_group", "title_code", "title")]
        for text in filter(None, texts):
            if (here, text) not in self._groups:
                self._groups[here, text] = (
                    group_in(here, text) if group_in and here else self._reading.group_for(text)
                )
            group = self._groups[here, text]
            if group is not None:
                return group
        named = " ".join(filter(None, texts))
        if named:
            self._found.unknown_titles.add(named)
        return ""

    def _form(self) -> EmploymentForm | None:
        text = self._plain("form")
        meaning = self._forms.get(plain(text)) if text else None
        if text and meaning is None:
            self._found.unknown_forms.add(text)
        return None if meaning is None else EmploymentForm(meaning)

    def _manager(self, row: int) -> str | None:
        text = self._plain("manager")
        if not text and self._places.get("manager", -1) in self._number_in:
            error = CellError(
                "The manager's id looks like a national identity number, which is never stored; "
                "no manager is set. If it is an employee number, import again with "
                "--employee-numbers.",
                field="manager",
            )
            self._found.note(row, error, kept=True)
        return self._shared(text) or None

    def _pay_route(self, row: int, group: str) -> PayRoute | None:
        """Nothing of what stands in the column of agreement areas leaves this method."""
        ladder = self._ladders.get(plain(group))
        if ladder is not None:
            return PayRoute(ladder)
        said = self._text("pay_route").casefold()
        if said in tuple(PayRoute):
            return PayRoute(said)
        if "agreement" not in self._places:
            return None
        area = self._text("agreement")
        route = self._agreements.get(plain(area)) if area else self._found.profile.blank_agreement
        if area and route is None:
            error = CellError(
                "This agreement area is not known; the pay route is left as it is.",
                field="agreement",
            )
            self._found.note(row, error, kept=True)
        return PayRoute(route) if route else None

    def _absence(self) -> tuple[Absence, ...]:
        text = self._text("absence")
        start, end = self._period("absence_start", "absence_end")
        if start is None:
            if text or end is not None:
                raise CellError("An absence has no first day.", field="absence_start")
            return ()
        return (Absence(self._absences.get(plain(text), "other"), start, end),)

    def _excluded(self) -> Mapping[int, bool]:
        text = self._text("excluded")
        if not text:
            return {}
        if len(text) == 4 and text.isdecimal() and text.isascii():
            return {int(text): True}
        answer = self._answers.get(plain(text))
        if answer is None:
            raise CellError("It is neither yes nor no.", field="excluded")
        return {self._reading.review_year: answer == "yes"}

    def _period(self, first: str, last: str) -> tuple[date | None, date | None]:
        start, end = self._day(first), self._day(last)
        if start is not None and end is not None and end < start:
            raise CellError(
                "It ends on {end}, before it starts on {start}.", field=last, start=start, end=end
            )
        return start, end

    def _day(self, field: str) -> date | None:
        text = self._text(field)
        if text not in self._days:
            if order := values.order_of(text):
                self._found.dates.setdefault(order, text)
            said = self._reading.dates
            self._days[text] = self._in(field, lambda: values.read_day(text, said))
        return self._days[text]

    def _plain(self, field: str, longest: int = values.LONGEST_FIELD) -> str:
        return self._in(field, lambda: values.require_plain(self._text(field), longest))

    def _in(self, field: str, read: Callable[[], T]) -> T:
        try:
            return read()
        except CellError as error:
            error.field = field
            raise

    def _text(self, field: str) -> str:
        place = self._places.get(field, -1)
        return self._cells[place] if 0 <= place < len(self._cells) else ""

    def _shared(self, text: str) -> str:
        """One copy of a text that many rows repeat."""
        return self._words.setdefault(text, text)
