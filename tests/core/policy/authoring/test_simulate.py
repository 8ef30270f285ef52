"""A policy on invented people: everything that is wanted is done once, in its window."""

from datetime import date
from pathlib import Path

import pytest

from visavi.errors import InvalidInput
from visavi.policy.authoring.simulate import Simulation, invented, simulate
from visavi.policy.loading import Policies, load_policy
from visavi_testing.builders import policy
from visavi_testing.policy_folder import POLICY, write_layer, write_policy

START = date(2026, 1, 1)


def run(name: str = "example", **more: int) -> Simulation:
    given = {"people": 60, "years": 2, "team": 10, "seed": 1} | more
    return simulate(Policies(name), start=START, **given)


def test_the_same_seed_gives_the_same_and_another_one_another() -> None:
    """No clock, no luck."""
    assert run() == run()
    assert run() != run(seed=2)


def test_every_month_of_the_years_is_there() -> None:
    """Also those in which there is nothing to do."""
    months = [month.month for month in run().months]

    assert (len(months), months[0], months[-1]) == (24, "2026-01", "2027-12")


def test_dialogues_lie_in_their_window_and_are_spread_over_it() -> None:
    """Example College meets from mid-January to April; few welcome talks lie elsewhere."""
    found = run()
    by_month = {month.month: month.dialogues for month in found.months}
    spring = sum(by_month[f"2027-0{number}"] for number in range(1, 5))

    assert spring >= 0.9 * sum(n for month, n in by_month.items() if month.startswith("2027"))
    assert all(by_month[f"2027-0{number}"] > 0 for number in range(1, 5))


def test_nobody_has_the_same_dialogue_twice() -> None:
    """At most one yearly dialogue for each person and cycle, and nearly all are held."""
    found = run()
    groups = 3
    asked = 60 * (groups - 1) // groups

    assert 0.5 * 2 * asked < found.kinds["example.year"] <= 2 * asked


def test_all_sums_agree() -> None:
    """By month, by kind and by manager it is the same number."""
    found = run("ki")
    total = sum(month.dialogues for month in found.months)

    assert total == found.kinds.total() == found.managers.total() > 0
    for month in found.months:
        assert month.managers <= month.dialogues
        assert month.most <= month.dialogues
        assert (month.dialogues == 0) is (month.busiest == "")


def test_larger_teams_make_busier_managers() -> None:
    """The number of dialogues stays the same."""
    small, large = run(team=5), run(team=30)

    assert small.kinds == large.kinds
    assert max(large.managers.values()) > max(small.managers.values())
    assert len(small.as_mapping()["managers"]) == 10


def test_the_invented_are_of_every_staff_group() -> None:
    """In turn, each with a manager, a birth date and a pay route."""
    known = load_policy("uio")
    staff = list(invented(known, people=20, start=START, team=10, seed=1))

    assert {one.group for one in staff} == set(known.staff_groups)
    assert {one.manager for one in staff} == {"m0", "m1"}
    assert all(one.person.birth_date and one.person.pay_routes for one in staff)


def test_a_policy_without_staff_groups_is_refused() -> None:
    """There would be nobody to invent."""
    nobody = Policies("tiny", loader=lambda *_, **__: policy())
    with pytest.raises(InvalidInput):
        simulate(nobody, people=1, years=1, start=START)


LATE = """
[[parameter.spring]]
value = { opens = "10-01", closes = "10-31" }
cite = "guide"
"""


def test_units_with_layers_are_simulated_under_them(tmp_path: Path) -> None:
    """Every other team lies in a unit whose layer wants its dialogues in October."""
    dirs = [
        write_policy(tmp_path / "tiny", POLICY + '\n[layers]\nD = "tiny-dept"\n'),
        write_layer(tmp_path / "dept", LATE, name="tiny-dept", below="tiny"),
    ]
    policies = Policies("tiny", policy_dirs=dirs)

    found = simulate(policies, people=100, years=1, start=START, team=10)

    held = {month.month: month.managers for month in found.months if month.dialogues}
    assert found.units == ("1", "D")
    assert held["2026-10"] == 5
    assert all(number <= 5 for number in held.values())
    assert (
        {"2026-02", "2026-03", "2026-10"}
        <= held.keys()
        <= {f"2026-{month}" for month in ("01", "02", "03", "04", "10")}
    )
