"""People and time: the register. Facts with dates, and no word that was said in a dialogue."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum

from attrs import frozen

from visavi.model.time import covers


class PayRoute(StrEnum):
    """How a person's salary is set. Union membership itself is never stored."""

    DIALOGUE = "dialogue"
    COLLECTIVE = "collective"
    LADDER = "ladder"
    NONE = "none"


class EmploymentForm(StrEnum):
    """How firmly somebody is employed."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    HOURLY = "hourly"
    NOT_EMPLOYED = "not-employed"


@frozen
class Employment:
    """One post. A person may hold several at once, each in its own unit with its own manager."""

    id: str
    unit: str
    staff_group: str
    form: EmploymentForm = EmploymentForm.PERMANENT
    title: str = ""
    percent: Decimal = Decimal(100)
    start: date | None = None
    end: date | None = None


@frozen
class Line:
    """Who is the immediate manager, from when; of one post if ``employment`` is given."""

    manager: str
    start: date | None = None
    end: date | None = None
    employment: str | None = None


@frozen
class Delegation:
    """The manager whose record holds this lets ``to`` hold dialogues; empty scopes mean all.

    It ends by its date, never by itself; it gives no right to pass it on.
    """

    id: str
    to: str
    start: date | None = None
    end: date | None = None
    people: tuple[str, ...] = ()
    staff_groups: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@frozen
class Disqualification:
    """``manager`` may not deal with the person whose record holds this, on a stated ground."""

    manager: str
    ground: str
    start: date | None = None
    end: date | None = None
    replaced_by: str | None = None
    reported_on: date | None = None


@frozen
class Absence:
    """Away for a time: ``parental``, ``sick``, ``leave``, ``other``."""

    kind: str
    start: date
    end: date | None = None


@frozen
class ReviewExclusion:
    """The contract keeps the person out of one year's salary review, on a stated ground."""

    year: int
    ground: str = ""


@frozen
class PayRouteFact:
    """The pay route in force for a period."""

    route: PayRoute
    start: date | None = None
    end: date | None = None


@frozen
class Role:
    """A function somebody holds: ``hr``, ``head-of-department``, ``office-manager``, ...

    ``level`` counts down from the top of the institution, where the policy knows levels.
    """

    name: str
    unit: str | None = None
    level: int | None = None
    start: date | None = None
    end: date | None = None


@frozen
class Fact:
    """A dated fact that a policy asks for: a course offered, a pay interview wished, days taken.

    ``kind`` is declared by the policy; ``value`` is a number of the unit declared there.
    """

    kind: str
    on: date
    value: Decimal | None = None


@frozen
class PublicKey:
    """The public half of the person's own key for signing, with the days on which it counts."""

    key: str
    start: date | None = None
    end: date | None = None


@frozen(repr=False)
class Hold:
    """While it is not released, nothing about the person is deleted. The person can read it.

    ``by`` and ``released_by`` are people, or ``keeper``.
    """

    id: str
    reason: str
    on: date
    by: str
    released: date | None = None
    released_by: str = ""
    released_why: str = ""


@frozen
class Person:
    """One person's part of the register. ``manager_of`` is never stored: it is others' line."""

    id: str
    name: str
    sort_name: str = ""
    email: str = ""
    birth_date: date | None = None
    employments: tuple[Employment, ...] = ()
    line: tuple[Line, ...] = ()
    pay_routes: tuple[PayRouteFact, ...] = ()
    absences: tuple[Absence, ...] = ()
    exclusions: tuple[ReviewExclusion, ...] = ()
    disqualifications: tuple[Disqualification, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    roles: tuple[Role, ...] = ()
    facts: tuple[Fact, ...] = ()
    keys: tuple[PublicKey, ...] = ()
    holds: tuple[Hold, ...] = ()
    revision: int = 0

    def employments_on(self, on: date) -> tuple[Employment, ...]:
        """The posts held on the day, the largest first: the first one counts where one must."""
        held = (post for post in self.employments if covers(post.start, post.end, on))
        return tuple(sorted(held, key=lambda post: (-post.percent, post.id)))

    def line_on(self, on: date) -> Iterator[Line]:
        """The lines in force on the day."""
        return (line for line in self.line if covers(line.start, line.end, on))

    def manager_on(self, on: date) -> str | None:
        """The immediate manager on the day: of the first post if posts have different ones."""
        lines = tuple(self.line_on(on))
        for post in self.employments_on(on):
            for line in lines:
                if line.employment == post.id:
                    return line.manager
        for line in lines:
            if line.employment is None:
                return line.manager
        return lines[0].manager if lines else None

    def pay_route_on(self, on: date) -> PayRoute | None:
        """The pay route in force on the day, if one is known."""
        for fact in reversed(self.pay_routes):
            if covers(fact.start, fact.end, on):
                return fact.route
        return None

    def disqualified_on(self, manager: str, on: date) -> Disqualification | None:
        """Why the manager may not deal with this person on the day, if so."""
        for fact in self.disqualifications:
            if fact.manager == manager and covers(fact.start, fact.end, on):
                return fact
        return None


@frozen
class Unit:
    """A part of the institution. ``parent`` makes a tree; a unit without parent is a top."""

    id: str
    name: str
    parent: str | None = None


@frozen
class Units:
    """All units of the institution, as one document of the register."""

    units: tuple[Unit, ...] = ()
    revision: int = 0
