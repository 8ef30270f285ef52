import io
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from visavi.exchange.line import settle_line
from visavi.exchange.listed import Reading, StaffList
from visavi.exchange.staff_list import read_staff_list

ON = date(2026, 11, 21)


def listed(*rows: str) -> StaffList:
    text = "\n".join(["Id;Name;Unit code;Manager", *rows])
    return read_staff_list(io.BytesIO(text.encode()), Reading(lambda _: "", ON, 2026))


def told(found: StaffList) -> list[int]:
    assert all(problem.kept and problem.field == "manager" for problem in found.problems)
    return [problem.row for problem in found.problems]


def test_an_unknown_manager_and_oneself_are_refused() -> None:
    found = listed("1;A A;;", "2;B B;;9", "3;C C;;3", "4;D D;;8")
    assert settle_line(found, {"8": frozenset()}) == {("2", "9"), ("3", "3")}
    assert told(found) == [3, 4]


def test_two_who_manage_each_other_both_go_without() -> None:
    found = listed("1;A A;;2", "2;B B;;1", "3;C C;;1")
    assert settle_line(found, {}) == {("1", "2"), ("2", "1")}
    assert told(found) == [2, 3]
    assert "1, 2 manage each other" in found.problems[0].reason


def test_a_long_circle_is_taken_out_whole_and_what_hangs_on_it_stays() -> None:
    ring = [f"{n};A A;;{n % 7 + 1}" for n in range(1, 8)]
    found = listed(*ring, "8;B B;;7", "9;C C;;8")
    assert len(settle_line(found, {})) == 7


def test_a_circle_through_somebody_who_is_not_in_the_list_is_seen() -> None:
    found = listed("1;A A;;2")
    assert settle_line(found, {"2": frozenset({"1"})}) == {("1", "2")}


def test_a_circle_through_a_line_that_a_bad_row_leaves_standing_is_seen() -> None:
    found = listed("1;A A;;2", "2;B B;;2")
    refused = settle_line(found, {"1": frozenset(), "2": frozenset({"1"})})
    assert refused == {("2", "2"), ("1", "2")}


def test_a_line_as_long_as_the_list_is_no_circle() -> None:
    found = listed(*(f"{n};A A;;{n + 1}" for n in range(1, 3000)), "3000;Z Z;;")
    assert settle_line(found, {}) == set()


NONE: frozenset[str] = frozenset()
IDS = st.integers(0, 9).map(str)


@given(
    st.lists(st.tuples(IDS, st.sampled_from("xy"), IDS | st.just("")), max_size=14),
    st.dictionaries(IDS, st.integers(0, 9), max_size=6),
)
def test_no_circle_is_left_whatever_the_list_says(
    rows: list[tuple[str, str, str]], register: dict[str, int]
) -> None:
    known = {p: frozenset({str(m)}) if int(p) < m else NONE for p, m in register.items()}
    found = listed(*(f"{person};N N;{unit};{manager}" for person, unit, manager in rows))
    refused = settle_line(found, known)
    edges = dict(known)
    for person in found.people.values():
        said = {post.manager for post in person.posts}
        believed = frozenset(m for m in said if m is not None and (person.id, m) not in refused)
        kept: frozenset[str] = known[person.id] if believed != said and person.id in known else NONE
        edges[person.id] = kept | believed
    for start in edges:
        seen: set[str] = set()
        ahead = set(edges[start])
        while ahead:
            above = ahead.pop()
            assert above != start
            if above not in seen:
                seen.add(above)
                ahead |= edges.get(above, NONE)
