"""The invented team: every part is there, on every day of the year."""

from datetime import date

import pytest

from visavi.demo.team import Team, enter_team, team_for
from visavi.errors import InvalidInput
from visavi.model.people import PayRoute
from visavi.model.time import age_on
from visavi.policy.loading import Policies
from visavi.store import MemoryRepository
from visavi.usecases.actor import Actor
from visavi.usecases.line import show_line
from visavi.usecases.people import list_people
from visavi.usecases.workspace import Workspace

POLICIES = ("ki", "uio")
DAYS = [date(2026, 1, 5), date(2028, 2, 29), date(2026, 11, 21), date(2026, 12, 31)]


def entered(policy: str, on: date) -> tuple[Workspace, Team]:
    """A workspace in memory with the team in it."""
    workspace = Workspace(MemoryRepository(), Policies(policy))
    team = team_for(policy, on)
    enter_team(workspace, team, on)
    return workspace, team


def conductors(workspace: Workspace, team: Team, on: date) -> dict[str, tuple[str | None, str]]:
    """Who holds whose dialogues on the day, and why."""
    found = {}
    for member in team.members:
        line = show_line(workspace, Actor(None, on), member.id)
        found[member.id] = (line["conductor"], line["because"])
    return found


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("on", DAYS, ids=str)
def test_every_part_is_there(policy: str, on: date) -> None:
    """Disqualified manager, delegate, part time, new, leaving, away, 60 this year, doctoral, HR."""
    workspace, team = entered(policy, on)
    members = team.members
    reasons = {because for _, because in conductors(workspace, team, on).values()}

    assert 8 <= len(members) <= 12
    assert {"immediate-manager", "delegation", "disqualification", "nobody"} <= reasons
    assert any(len(m.posts) > 1 and sum(p.percent for p in m.posts) < 100 for m in members)
    assert any(0 < (on - m.since).days < 31 for m in members)
    assert any(p.end and 0 < (p.end - on).days < 62 for m in members for p in m.posts)
    assert any(m.absence and m.absence.start <= on for m in members)
    assert any(
        age_on(m.born, on) == 60 and age_on(m.born, date(on.year, 1, 1)) == 59 for m in members
    )
    assert any(p.staff_group == "doctoral" for m in members for p in m.posts)
    assert any(r.name == "hr" for m in members for r in m.roles)


def test_every_pay_route_is_there() -> None:
    """At KI salaries are set by dialogue, by the union and by the ladder."""
    team = team_for("ki", DAYS[0])

    routes = {member.pay_route for member in team.members}

    assert {PayRoute.DIALOGUE, PayRoute.COLLECTIVE, PayRoute.LADDER} <= routes


@pytest.mark.parametrize("policy", POLICIES)
def test_the_policy_knows_each_group_title_and_fact(policy: str) -> None:
    """The staff group of each post is the one that the policy gives its title."""
    known = Policies(policy).base

    posts = [post for member in team_for(policy, DAYS[0]).members for post in member.posts]

    assert [known.group_for(post.title) or post.staff_group for post in posts] == [
        post.staff_group for post in posts
    ]
    assert {post.staff_group for post in posts} <= set(known.staff_groups)


@pytest.mark.parametrize("policy", POLICIES)
def test_addresses_lead_nowhere_and_names_are_told_apart(policy: str) -> None:
    """Mail to the invented goes to example.org, and first names are enough."""
    workspace, team = entered(policy, DAYS[0])

    people = list(list_people(workspace, Actor(None, DAYS[0])))

    assert all(person["email"].endswith("@example.org") for person in people)
    assert len({member.first_name for member in team.members}) == len(people)


def test_other_policies_have_no_team() -> None:
    """It is said which ones have."""
    with pytest.raises(InvalidInput, match="ki and uio"):
        team_for("example", DAYS[0])
