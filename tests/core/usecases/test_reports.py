"""Numbers about people: none about fewer than five, nor one from which such a number follows."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visavi.usecases.reports import (
    FLOOR,
    activities,
    completion,
    completion_by_cycle,
    obligations,
    share,
    withheld,
)

SIZES = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 12), max_size=7)


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(29, 100, 29), (1, 3, 33), (2, 3, 67), (0, 7, 0), (0, 0, None)]
)
def test_a_share_is_whole_per_cent_and_of_nothing_there_is_none(
    part: int, whole: int, expected: int | None
) -> None:
    """29 of 100 is 29 per cent; zero is an answer and blank is not."""
    assert share(part, whole) == expected


def gives_a_small_group_away(sizes: dict[str, int], hidden: frozenset[str]) -> bool:
    """Whether the total less what is shown is one group's, or fewer than five people's."""
    concealed = [sizes[group] for group in hidden if sizes[group]]
    return bool(concealed) and (len(concealed) == 1 or sum(concealed) < FLOOR)


@given(SIZES)
def test_no_hidden_group_can_be_worked_out_from_the_total(sizes: dict[str, int]) -> None:
    """Unless everything is hidden, and then the total is not shown either."""
    hidden = withheld(sizes)

    assert all(size >= FLOOR or size == 0 or group in hidden for group, size in sizes.items())
    shown = [group for group in sizes if group not in hidden and sizes[group]]
    assert not (shown and gives_a_small_group_away(sizes, hidden))


def test_hiding_small_groups_alone_would_give_them_away() -> None:
    """The control: the plain floor of five leaks in many layouts of three groups."""
    layouts = [dict(zip("abc", sizes, strict=True)) for sizes in product(range(1, 9), repeat=3)]
    plain = [
        sizes
        for sizes in layouts
        if gives_a_small_group_away(sizes, frozenset(g for g in sizes if sizes[g] < FLOOR))
    ]

    assert len(plain) > 100


def items(unit: str, count: int, met: int) -> list[dict[str, str]]:
    """So many people of a unit who owe a dialogue, some of them met."""
    return [
        {
            "person": f"{unit}{n}",
            "kind": "k",
            "cycle": "2026",
            "rule": "R",
            "wants": "held",
            "state": "met" if n < met else "overdue",
        }
        for n in range(count)
    ]


def test_completion_counts_by_unit_and_hides_the_small_one_with_another() -> None:
    """Unit c has two people: it is withheld with the next smallest, and the total stays."""
    everybody = [*items("a", 100, 29), *items("b", 6, 6), *items("c", 2, 1)]
    units = {item["person"]: item["person"][0] for item in everybody}

    report = completion(everybody, units)["k"]

    shown = {row["unit"]: row.get("share_met", "withheld") for row in report["units"]}
    assert shown == {"a": 29, "b": "withheld", "c": "withheld"}
    assert report["total"] == {"owed": 108, "met": 36, "share_met": 33}


CELLS = st.dictionaries(
    st.sampled_from("abcd"),
    st.dictionaries(st.sampled_from(("2025", "2026")), st.integers(1, 9), min_size=1),
    min_size=1,
)


@given(CELLS)
def test_no_cycle_of_a_unit_tells_of_fewer_than_five_people(
    sizes: dict[str, dict[str, int]],
) -> None:
    """Neither as it stands, nor as what is left of a cycle's total."""
    everybody = [
        {**item, "cycle": cycle}
        for unit, cells in sizes.items()
        for cycle, count in cells.items()
        for item in items(unit, count, 1)
    ]
    units = {item["person"]: item["person"][0] for item in everybody}
    found = completion_by_cycle(everybody, units)["k"]

    shown = {row["unit"]: row["cycles"] for row in found["units"] if "cycles" in row}
    assert all(one["owed"] >= FLOOR for cycles in shown.values() for one in cycles)
    assert shown or any(min(cells.values()) < FLOOR for cells in sizes.values())
    for one in found["total"] or ():
        rest = one["owed"] - sum(
            other["owed"]
            for row in shown.values()
            for other in row
            if other["cycle"] == one["cycle"]
        )
        assert rest == 0 or rest >= FLOOR
        assert len(set(sizes) - set(shown)) != 1
    assert found["total"] is None or len(found["total"]) == len(
        {c for s in sizes.values() for c in s}
    )


def test_totals_of_cycles_do_not_tell_of_a_unit_together_with_its_own_total() -> None:
    """Of unit a, three people in one cycle: all of its cycles could be worked out from both."""
    sizes = {"a": {"2024": 3, "2025": 20}, "b": {"2024": 10}, "c": {"2024": 15, "2025": 15}}
    everybody = [
        {**item, "cycle": cycle}
        for unit, cells in sizes.items()
        for cycle, count in cells.items()
        for item in items(unit, count, 1)
    ]
    units = {item["person"]: item["person"][0] for item in everybody}
    assert completion(everybody, units)["k"]["total"] is not None
    found = completion_by_cycle(everybody, units)["k"]
    assert [row["unit"] for row in found["units"] if "cycles" in row] == ["b", "c"]
    assert found["total"] is None


def test_exempt_and_waived_do_not_count() -> None:
    """A part not used does not count."""
    everybody = [*items("a", 6, 6), *({**i, "state": "exempt"} for i in items("x", 6, 0))]

    assert completion(everybody, {})["k"]["total"] == {"owed": 6, "met": 6, "share_met": 100}


def test_a_dialogue_owed_in_two_ways_counts_once_by_the_most_that_is_asked() -> None:
    """Six invited and none held are six owed and none met."""
    invited = [{**i, "wants": "invited", "state": "met"} for i in items("a", 6, 0)]

    report = completion([*invited, *items("a", 6, 0)], {})["k"]

    assert report["total"] == {"owed": 6, "met": 0, "share_met": 0}


def test_a_lone_small_group_gives_no_total() -> None:
    """Four people are not reported at all."""
    assert completion(items("a", 4, 1), {})["k"]["total"] is None
    assert obligations(items("a", 4, 1))[0]["total"] is None


def test_activities_are_counted_without_looking_at_words() -> None:
    """By progress; small units withheld."""
    plan = {
        "activities": [{"id": "a1"}, {"id": "a2"}],
        "steps": [{"activity": "a1", "progress": "done"}],
    }
    dialogues = [{"employee": f"p{n}", "plan": plan} for n in range(6)]

    report = activities(dialogues, dict.fromkeys((f"p{n}" for n in range(6)), "u"))

    assert report["total"] == {"open": 6, "done": 6, "closed": 0, "carried": 0}
    assert report["units"] == [{"unit": "u", **report["total"]}]
