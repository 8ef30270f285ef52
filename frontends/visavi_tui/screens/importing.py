"""Import a staff list: how it is read, every row before it counts, and then once."""

import os
from collections.abc import Iterator, Mapping
from functools import partial
from typing import ClassVar, NamedTuple

from attrs import evolve
from textual.binding import BindingType
from textual.types import CSSPathType
from textual.widget import Widget

from visavi.errors import InvalidInput
from visavi.exchange.listed import ListedPerson, StaffList
from visavi.exchange.report import ImportOptions, ImportReport
from visavi.exchange.values import Order
from visavi.messages import Sentence, label, say
from visavi.usecases.import_people import enter_people, read_people
from visavi_tui import register
from visavi_tui.actions import bindings
from visavi_tui.deeds import deed
from visavi_tui.screens.form import STAYS, Field, FormPage
from visavi_tui.screens.listing import ListPage
from visavi_tui.screens.page import Page
from visavi_tui.session import Session
from visavi_tui.widgets.lines import Lines
from visavi_tui.widgets.words import Words
from visavi_tui.words import fitted


def ask(page: Page) -> None:
    """Which file, and how its dates are to be read."""
    orders = [(str(one), say(ORDERS[one])) for one in ORDERS]
    fields = [
        Field(
            "path",
            say("File"),
            hint=say("CSV, as HR's system or a spreadsheet saves it: ~/staff.csv"),
        ),
        Field(
            "dates",
            say("Dates such as 02/03/2019"),
            hint=say("Without an answer the list itself tells, or the day stands first."),
            choices=orders,
        ),
    ]
    form: list[FormPage] = []

    async def done(given: dict[str, str]) -> object:
        options = ImportOptions(dates=Order(given["dates"]) if given["dates"] else None)
        keeper = register.keeper(page.session)
        found, report = await page.run(partial(read, keeper, given["path"].strip(), options))
        review = ReviewPage(keeper, found, options, report)
        form[0].app.push_screen(review, lambda taken: form[0].finish() if taken else None)
        return STAYS

    about = say("Nothing is entered yet: first you see every row, and what would become of it.")
    form.append(FormPage(say("Import a staff list"), fields, done, about=about, draft="import"))
    page.app.push_screen(form[0])


ORDERS: Mapping[Order, Sentence] = {
    Order.DAY_FIRST: "the day first",
    Order.MONTH_FIRST: "the month first",
}


def read(keeper: Session, path: str, options: ImportOptions) -> tuple[StaffList, ImportReport]:
    """Read the list, and try it on the register without writing; raises :class:`InvalidInput`."""
    try:
        with open(os.path.expanduser(path), "rb") as stream:
            found = keeper.do(read_people, stream, options)
    except (OSError, ValueError) as error:
        raise InvalidInput(
            "The list {name} cannot be read: {reason}.",
            todo="Look at its name; ~ is your own folder.",
            name=ascii(path[:200]),
            reason=getattr(error, "strerror", None) or say("no file can have that name"),
        ) from None
    trial = evolve(keeper.workspace, dry_run=True)
    return found, enter_people(trial, keeper.actor, found, options)


class Row(NamedTuple):
    """One line of the review: what becomes of it, who or where it is, and the rest."""

    state: str
    who: str
    rest: str


class ReviewPage(ListPage):
    """Every row of the list with what would become of it. The answer is whether it was taken."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["page.tcss", "people.tcss"]
    SCOPE = "review"
    ABOUT = (
        "What the list would do: who is new, who is changed and in what, and which rows are not "
        "taken in. Enter does nothing here; y takes the list in, Esc leaves everything as it is."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("review")]

    def __init__(
        self, keeper: Session, found: StaffList, options: ImportOptions, report: ImportReport
    ) -> None:
        super().__init__()
        self._keeper = keeper
        self._found = found
        self._options = options
        self._report = report

    def place(self) -> tuple[str, str]:
        """What is looked at."""
        return say("Import · every row before it counts"), say("NOTHING ENTERED YET")

    def body(self) -> Iterator[Widget]:
        """How the list was read, the rows, and the one under the cursor whole."""
        yield Words(id="sum")
        yield Lines(draw=_drawn)
        yield Words(id="whole")

    def fill(self) -> None:
        """The rows: what is wrong first, then who is new or changed, then the others."""
        self.query_one("#sum", Words).tell(list(self._sum()))
        lines = self.query_one(Lines)
        lines.show(list(self._rows()))
        lines.focus()
        self.say(say("Nothing is entered yet. y takes it in as shown; Esc leaves it."))

    def _sum(self) -> Iterator[str]:
        report = self._report
        yield say(
            "{rows} rows: {new} new, {changed} changed, {unchanged} unchanged, {bad} not taken in.",
            rows=report.rows,
            new=len(report.new),
            changed=len(report.changed),
            unchanged=report.unchanged,
            bad=len(report.rejected),
        )
        columns = ", ".join(f"{head} = {label(name)}" for name, head in report.columns.items())
        yield say("Columns: {columns}", columns=columns)
        if report.unused:
            yield say("Not used: {columns}", columns=", ".join(report.unused))
        if report.absent:
            yield say("{n} people are not in the list, and stay as they are.", n=len(report.absent))

    def _rows(self) -> Iterator[Row]:
        for problem in self._report.problems:
            state = say("without it") if problem.kept else say("left out")
            yield Row(state, say("row {n}", n=problem.row), str(problem))
        for note in self._report.notes:
            yield Row(say("note"), "", note)
        changed = {one.id: one.fields for one in self._report.changed}
        new = set(self._report.new)
        for person in sorted(self._found.people.values(), key=lambda one: one.name.casefold()):
            if person.id in new:
                yield Row(say("new"), person.name, _told(self._keeper, person))
            elif person.id in changed:
                fields = ", ".join(label(name) for name in changed[person.id])
                yield Row(say("changed"), person.name, f"{fields}: {_told(self._keeper, person)}")
        for person in self._found.people.values():
            if person.id not in new and person.id not in changed:
                yield Row(say("as before"), person.name, _told(self._keeper, person))

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """The row whole."""
        row: Row | None = event.lines.chosen
        self.query_one("#whole", Words).tell("" if row is None else f"{row.who}  {row.rest}")

    @deed
    async def action_take(self) -> None:
        """Enter it as shown."""
        report = await self.do(enter_people, self._found, self._options, acting=self._keeper)
        self.visavi.greet(
            say(
                "{new} new, {changed} changed; {bad} rows were not taken in.",
                new=len(report.new),
                changed=len(report.changed),
                bad=len(report.rejected),
            )
        )
        self.leave_with(True)


def _told(keeper: Session, person: ListedPerson) -> str:
    """What the list says of somebody, in one line."""
    policy = keeper.workspace.policies.base
    parts = [person.id]
    for post in person.posts:
        group = policy.text("staff_group", post.staff_group) if post.staff_group else post.title
        parts += [part for part in (post.unit, group) if part]
        if post.manager:
            parts.append(say("manager {id}", id=post.manager))
    if person.email:
        parts.append(person.email)
    return " · ".join(parts)


def _drawn(row: Row, width: int) -> str:
    return f"{fitted(row.state, 10)} {fitted(row.who, 22)} {fitted(row.rest, max(width - 34, 4))}"
