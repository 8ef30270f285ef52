"""Demo people with every part that rules tell apart, under any policy. All names are made up."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from visavi.model.people import (
    Absence,
    Delegation,
    Disqualification,
    Employment,
    PayRoute,
    Person,
    Role,
)
from visavi.model.time import add_months
from visavi.policy.policy import Policy
from visavi_testing.builders import person

SUPERIOR, MANAGER, DELEGATE = "superior", "manager", "delegate"
UNIT = "U1"
"""Where everybody works; ``U`` lies above it."""


def demo_people(policy: Policy, on: date) -> Mapping[str, Person]:
    """The people by the part they play, as they are on the day; the part is the id as well.

    - ``superior`` leads ``manager``, who leads everybody else but ``nobodys``; these two and the
      ``delegate`` have every role that the policy knows;
    - ``delegate`` holds what the manager may delegate for ``delegated``, and nobody else's;
    - ``plain`` is the ordinary case: permanent, full time, for ten years;
    - ``related``: the manager is disqualified, and the superior steps in;
    - ``away`` is on parental leave for the whole year, ``part-time`` works half;
    - ``doctoral`` is of the group ``doctoral`` if there is one, paid by the ladder;
    - ``sixty`` turns sixty in the year, ``new`` came a week ago, ``leaving`` ends in a month;
    - ``two-jobs`` has two posts; ``nobodys`` has no manager on record.
    """
    return {one.id: one for one in _everybody(policy, on)}


def _everybody(policy: Policy, on: date) -> Iterator[Person]:
    group = next(iter(policy.staff_groups), "")
    long_ago = add_months(on, -120)

    def one(part: str, manager: str | None = MANAGER, **more: object) -> Person:
        settings = {"group": group, "unit": UNIT, "start": long_ago, "born": date(1980, 5, 1)}
        settings |= {"route": PayRoute.DIALOGUE} | more
        return person(part, manager, **settings)  # type: ignore[arg-type]

    delegation = Delegation("d1", DELEGATE, people=("delegated",), start=long_ago)
    roles = tuple(Role(name) for name in policy.roles)
    yield one(SUPERIOR, None, roles=roles)
    yield one(MANAGER, SUPERIOR, delegations=(delegation,), roles=roles)
    yield one(DELEGATE, roles=roles)
    yield one("plain")
    yield one("delegated")
    related = Disqualification(MANAGER, "family", long_ago)
    yield one("related", disqualifications=(related,))
    year = (date(on.year, 1, 1), date(on.year, 12, 31))
    yield one("away", absences=(Absence("parental", *year),))
    yield one("part-time", percent=50)
    doctoral = "doctoral" if "doctoral" in policy.staff_groups else group
    yield one("doctoral", group=doctoral, route=PayRoute.LADDER)
    yield one("sixty", born=date(on.year - 60, on.month, min(on.day, 28)))
    yield one("new", start=on - timedelta(days=7))
    yield one("leaving", end=add_months(on, 1))
    posts = (
        Employment("e1", UNIT, group, percent=Decimal(60), start=long_ago),
        Employment("e2", "U", group, percent=Decimal(40), start=long_ago),
    )
    yield one("two-jobs", employments=posts)
    yield one("nobodys", None)
