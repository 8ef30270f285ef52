"""What a staff list holds once it is read: people with their posts, units, and what was wrong."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from attrs import define, evolve, field, frozen

from visavi.exchange.columns import Columns
from visavi.exchange.problems import CellError, RowProblem
from visavi.exchange.profile import Profile
from visavi.exchange.values import Order
from visavi.model.people import Absence, EmploymentForm, PayRoute

GroupFor = Callable[[str], str | None]
"""Gives the staff group that a title, a position code or a group's name stands for."""


@frozen
class Reading:
    """How a list is to be read: what a title means, on which day, for which review, and with which
    mapping where the headings do not say enough. ``profile`` unset means: the one that fits;
    ``dates`` unset: the day stands first, unless the dates themselves tell otherwise.
    ``group_in`` knows of a unit's own words, where units have some, and is asked instead.
    ``employee_numbers`` says that ids are such, though one may look like an identity number.
    """

    group_for: GroupFor
    on: date
    review_year: int
    needs_birth_date: bool = False
    profile: Profile | None = None
    mapping: Mapping[str, str] = field(factory=dict)
    encoding: str | None = None
    separator: str | None = None
    dates: Order | None = None
    employee_numbers: bool = False
    group_in: Callable[[str, str], str | None] | None = None


@frozen
class ListedPost:
    """One post as a row gives it; what is blank or ``None`` was not said, ``end`` excepted."""

    row: int
    unit: str = ""
    staff_group: str = ""
    form: EmploymentForm | None = None
    title: str = ""
    percent: Decimal | None = None
    start: date | None = None
    end: date | None = None
    manager: str | None = None
    pay_route: PayRoute | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is said of the post itself: the row is about the person alone."""
        return ListedPost(self.row, manager=self.manager, pay_route=self.pay_route) == self

    def is_same_as(self, other: "ListedPost") -> bool:
        """Whether two rows are about one post: an export repeats it for each absence."""
        return evolve(other, row=self.row, manager=self.manager) == self


@define
class ListedPerson:
    """One person as all rows with the id give them. ``sort_guessed`` says that the list does not
    tell where the surname begins.
    """

    id: str
    name: str
    sort_name: str
    sort_guessed: bool = False
    email: str = ""
    birth_date: date | None = None
    posts: tuple[ListedPost, ...] = ()
    absences: tuple[Absence, ...] = ()
    excluded: Mapping[int, bool] = field(factory=dict)


@define
class StaffList:
    """What a list holds. ``damaged`` are ids whose rows did not all go in: nothing follows from
    what is missing about them. ``nobodys`` are bad rows that do not even say whose they are;
    ``dates`` the first date that proves its order of day and month, by that order.
    """

    encoding: str
    separator: str
    profile: Profile
    columns: Columns
    people: dict[str, ListedPerson] = field(factory=dict)
    units: dict[str, str] = field(factory=dict)
    problems: list[RowProblem] = field(factory=list)
    damaged: set[str] = field(factory=set)
    nobodys: list[int] = field(factory=list)
    unknown_titles: set[str] = field(factory=set)
    unknown_forms: set[str] = field(factory=set)
    dates: dict[Order, str] = field(factory=dict)
    rows: int = 0
    dropped_identity_numbers: int = 0

    def note(self, row: int, error: CellError, *, kept: bool = False) -> None:
        """Keep the message about a row."""
        heading = self.columns.heading(error.field)
        self.problems.append(RowProblem(row, error.field, heading, error.reason, kept))
