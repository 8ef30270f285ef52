"""An invented team for a policy, entered into a store by the use cases that everybody uses.

All names are made up. Days follow from one day, so that the team stands in the middle of its year
whenever somebody looks at it.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from attrs import frozen

from visavi.errors import InvalidInput
from visavi.messages import Sentence, say
from visavi.model.people import (
    Absence,
    Delegation,
    Disqualification,
    Employment,
    EmploymentForm,
    PayRoute,
    Role,
    Unit,
    Units,
)
from visavi.serial import to_document
from visavi.usecases.actor import Actor
from visavi.usecases.line import delegate, disqualify, set_absence, set_line
from visavi.usecases.people import (
    exclude_from_review,
    new_person,
    set_employment,
    set_pay_route,
    set_role,
)
from visavi.usecases.workspace import Workspace

KEEPER = None
"""Who enters a team: nobody named, whoever holds the store's folder."""


@frozen
class Member:
    """One invented person. ``part`` says in a sentence what he or she is there to show.

    ``managers`` names the immediate manager by post; under ``""`` stands the one of every post.
    """

    id: str
    name: str
    part: Sentence
    born: date
    posts: tuple[Employment, ...]
    managers: Mapping[str, str] = {}
    pay_route: PayRoute | None = None
    roles: tuple[Role, ...] = ()
    absence: Absence | None = None
    delegation: Delegation | None = None
    disqualification: Disqualification | None = None
    excluded: tuple[int, Sentence] | None = None

    @property
    def first_name(self) -> str:
        """What the others call this person."""
        return self.name.partition(" ")[0]

    @property
    def since(self) -> date:
        """The first day of the first post."""
        return min(post.start for post in self.posts if post.start is not None)


@frozen
class Team:
    """The people, the units they work in, and who plays which part in a walk."""

    policy: str
    units: tuple[Unit, ...]
    members: tuple[Member, ...]

    def __getitem__(self, person: str) -> Member:
        return next(member for member in self.members if member.id == person)


def team_for(policy: str, on: date) -> Team:
    """The invented team of the policy, as it is on the day; raises :class:`InvalidInput`."""
    makers = _makers()
    if policy not in makers:
        raise InvalidInput(
            "There is no invented team for the policy {policy}.",
            todo="There is one for {known}.",
            policy=ascii(policy[:40]),
            known=say(" and ").join(makers),
        )
    return makers[policy](on)


def enter_team(workspace: Workspace, team: Team, on: date) -> None:
    """Enter the units and everybody, in the name of the store's keeper."""
    keeper = Actor(KEEPER, on)
    with workspace.changing(keeper) as change:
        before = workspace.repository.register("units")
        units = to_document(Units(team.units), before)
        change.put_register("units", units | {"schema": before["schema"]})
    for member in team.members:
        _enter(workspace, keeper, member)
    for member in team.members:
        for post, manager in member.managers.items():
            set_line(
                workspace,
                keeper,
                member.id,
                manager=manager,
                start=member.since,
                employment=post or None,
            )
    for member in team.members:
        _enter_facts(workspace, keeper, member)


def _enter(workspace: Workspace, keeper: Actor, member: Member) -> None:
    first, *others = member.posts
    new_person(
        workspace,
        keeper,
        member.id,
        name=member.name,
        email=f"{member.id}@example.org",
        birth_date=member.born,
        employment=first,
    )
    for post in others:
        set_employment(workspace, keeper, member.id, post)
    for role in member.roles:
        set_role(workspace, keeper, member.id, role)
    if member.pay_route is not None:
        set_pay_route(workspace, keeper, member.id, member.pay_route)


def _enter_facts(workspace: Workspace, keeper: Actor, member: Member) -> None:
    if member.absence is not None:
        set_absence(workspace, keeper, member.id, member.absence)
    if member.delegation is not None:
        delegate(workspace, keeper, member.id, member.delegation)
    if member.disqualification is not None:
        disqualify(workspace, keeper, member.id, member.disqualification)
    if member.excluded is not None:
        year, ground = member.excluded
        exclude_from_review(workspace, keeper, member.id, year=year, ground=say(ground))


def post(
    group: str,
    title: str,
    start: date,
    *,
    unit: str,
    number: str = "p1",
    percent: int = 100,
    form: EmploymentForm = EmploymentForm.PERMANENT,
    end: date | None = None,
) -> Employment:
    """One post of a member: full time and permanent, unless it is said otherwise."""
    return Employment(
        number, unit, group, form=form, title=title, percent=Decimal(percent), start=start, end=end
    )


def days(on: date, number: int) -> date:
    """So many days after the day, or before it."""
    return on + timedelta(days=number)


def _makers() -> Mapping[str, Callable[[date], Team]]:
    from visavi.demo import team_ki, team_uio

    return {"ki": team_ki.team, "uio": team_uio.team}
