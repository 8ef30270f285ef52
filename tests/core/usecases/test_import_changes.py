from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from visavi.errors import Conflict, InvalidInput
from visavi.model.people import (
    Absence,
    Delegation,
    Disqualification,
    Fact,
    Line,
    PayRoute,
    PayRouteFact,
    ReviewExclusion,
    Role,
)
from visavi.policy.loading import Policies
from visavi.store import MemoryRepository
from visavi.usecases.actor import Actor
from visavi.usecases.import_people import PersonChange
from visavi_testing.lists import HEAD, ON, a_store, bring, documents, edit, people, told

KI = Policies("ki")


def test_a_new_manager_ends_the_old_line_on_the_day_before() -> None:
    workspace = a_store(KI)
    bring(workspace, HEAD + "1;A A;K;;;;;\n2;B B;K;;;;;\n3;C C;K;;;;;1\n")
    report = bring(workspace, HEAD + "1;A A;K;;;;;\n2;B B;K;;;;;\n3;C C;K;;;;;2\n")
    assert report.changed == (PersonChange("3", ("line",)),)
    line = people(workspace)["3"].line
    assert line == (Line("1", end=date(2026, 11, 20)), Line("2", start=ON))


def test_a_new_manager_stops_where_the_register_already_has_the_next() -> None:
    workspace = a_store(KI)
    text = HEAD + "1;A A;K;;;;;\n2;B B;K;;;;;\n4;D D;K;;;;;\n3;C C;K;;;;;{}\n"
    bring(workspace, text.format(1))
    planned = Line("4", start=date(2027, 1, 1))
    edit(workspace, "3", line=(Line("1", end=date(2026, 12, 31)), planned))
    bring(workspace, text.format(2))
    assert people(workspace)["3"].line == (
        Line("1", end=date(2026, 11, 20)),
        planned,
        Line("2", start=ON, end=date(2026, 12, 31)),
    )


def test_a_blank_leaves_what_is_known() -> None:
    workspace = a_store(KI)
    head = "Id;Name;Email;Unit code;Title;Percent;Manager;Agreement area;Not in salary review\n"
    bring(workspace, head + "1;A A;a@example.org;K;Lektor;50;2;Seko;Yes\n2;B B;;;;;;;\n")
    before = documents(workspace)
    report = bring(workspace, head + "1;A A;;;;;;;\n2;B B;;;;;;;\n")
    assert report.changed == ()
    assert documents(workspace) == before


def test_a_row_that_says_nothing_of_a_post_makes_and_ends_none() -> None:
    workspace = a_store(KI)
    bring(workspace, HEAD + "1;A A;K;Lektor;50;2020-01-01;2026-01-01;\n2;B B;K;;;;;\n")
    before = people(workspace)["1"]
    report = bring(workspace, HEAD + "1;A A;;;;;;2\n2;B B;K;;;;;\n")
    assert report.changed == (PersonChange("1", ("line",)),)
    assert report.vanished == ()
    assert people(workspace)["1"].employments == before.employments
    assert people(workspace)["1"].line == (Line("2"),)


def test_a_list_of_names_and_managers_gives_everybody_one_post() -> None:
    workspace = a_store(KI)
    names = "Id;Name;Manager\n1;A A;\n2;B B;1\n"
    bring(workspace, names)
    assert bring(workspace, names).changed == ()
    assert [len(person.employments) for person in people(workspace).values()] == [1, 1]
    assert people(workspace)["2"].manager_on(ON) == "1"


def test_a_list_that_does_not_part_the_names_leaves_the_sorting_alone() -> None:
    workspace = a_store(KI)
    bring(workspace, "Id;Surname;First name\n1;Ek Al;Bo\n")
    bring(workspace, "Id;Name\n1;Bo Ek Al\n")
    assert people(workspace)["1"].sort_name == "Ek Al, Bo"
    bring(workspace, "Id;Name\n1;Bo Ask\n")
    assert people(workspace)["1"].sort_name == "Ask, Bo"


def test_facts_that_no_list_gives_are_untouched() -> None:
    workspace = a_store(KI)
    bring(workspace, HEAD + "1;A A;K;Lektor;100;2020-01-01;;2\n2;B B;K;;;;;\n")
    kept = {
        "roles": (Role("hr"),),
        "delegations": (Delegation("d1", "2"),),
        "disqualifications": (Disqualification("2", "partner"),),
        "facts": (Fact("ki.salary-taken-up", ON, Decimal(2)),),
        "exclusions": (ReviewExclusion(2024, "contract"),),
        "absences": (Absence("leave", date(2020, 1, 1), date(2020, 2, 1)),),
        "birth_date": date(1980, 1, 1),
    }
    edit(workspace, "1", **kept)
    report = bring(workspace, HEAD + "1;A B;K;Professor;80;2020-01-01;;2\n2;B B;K;;;;;\n")
    assert report.changed == (PersonChange("1", ("name", "sort_name", "employments")),)
    after = people(workspace)["1"]
    assert {name: getattr(after, name) for name in kept} == kept
    assert [post.title for post in after.employments] == ["Professor"]


def test_unknown_keys_of_a_document_are_kept() -> None:
    workspace = a_store(KI)
    bring(workspace, HEAD + "1;A A;K;;;;;\n")
    with workspace.changing(Actor(None, ON)) as change:
        change.put_person({**workspace.repository.person("1"), "of_tomorrow": [1]})
    bring(workspace, HEAD + "1;A B;K;;;;;\n")
    assert workspace.repository.person("1")["of_tomorrow"] == [1]


def test_a_post_that_took_another_s_place_ends_it() -> None:
    workspace = a_store(KI)
    bring(workspace, HEAD + "1;A A;K;Postdoktor;100;2024-01-01;2026-12-31;\n")
    bring(workspace, HEAD + "1;A A;L;Lektor;100;2026-07-01;;\n")
    first, second = people(workspace)["1"].employments
    assert (first.title, first.end) == ("Postdoktor", date(2026, 6, 30))
    assert (second.id, second.title, second.end) == ("2", "Lektor", None)


def test_a_post_that_is_not_listed_any_more_is_told_and_left() -> None:
    workspace = a_store(KI)
    two = HEAD + "1;A A;K;Lektor;60;2020-01-01;;\n1;A A;L;Forskare;40;2021-01-01;;\n"
    one = HEAD + "1;A A;K;Lektor;60;2020-01-01;;\n"
    bring(workspace, two)
    report = bring(workspace, one)
    assert (report.vanished, report.changed) == (("1",), ())
    ended = bring(workspace, one, end_absent=date(2026, 10, 31))
    assert ended.ended == ("1",)
    assert people(workspace)["1"].employments[1].end == date(2026, 10, 31)


def test_a_bad_row_about_somebody_known_ends_and_removes_nothing() -> None:
    workspace = a_store(KI)
    good = HEAD + "1;A A;K;Lektor;60;2020-01-01;;2\n1;A A;L;Forskare;40;2021-01-01;;3\n"
    others = "2;B B;K;;;;;\n3;C C;K;;;;;\n"
    bring(workspace, good + others)
    before = documents(workspace)
    bad = good.replace("2021-01-01", "2021-02-30")
    report = bring(workspace, bad + others, end_absent=ON)
    assert told(report) == [(3, "start", False)]
    assert (report.changed, report.vanished, report.absent) == ((), (), ())
    assert documents(workspace) == before


def test_a_bad_manager_leaves_the_line_of_the_register() -> None:
    workspace = a_store(KI)
    bring(workspace, HEAD + "1;A A;K;;;;;2\n2;B B;K;;;;;\n")
    report = bring(workspace, HEAD + "1;A A;K;;;;;1\n2;B B;K;;;;;9\n")
    assert told(report) == [(2, "manager", True), (3, "manager", True)]
    assert people(workspace)["1"].line == (Line("2"),)


def test_leavers_are_told_and_never_ended_unless_asked() -> None:
    workspace = a_store(KI)
    everybody = HEAD + "".join(f"{n};A A;K;Lektor;100;2020-01-01;;\n" for n in range(1, 8))
    bring(workspace, everybody)
    smaller = "".join(everybody.splitlines(keepends=True)[:-1])
    before = documents(workspace)
    report = bring(workspace, smaller)
    assert report.absent == ("7",)
    assert (report.changed, report.ended) == ((), ())
    assert documents(workspace) == before
    report = bring(workspace, smaller, end_absent=date(2026, 11, 30))
    assert report.ended == ("7",)
    assert people(workspace)["7"].employments[0].end == date(2026, 11, 30)
    assert bring(workspace, smaller, on=date(2026, 12, 1)).absent == ()


def test_a_list_of_a_few_cannot_end_nearly_everybody() -> None:
    workspace = a_store(KI)
    bring(workspace, HEAD + "".join(f"{n};A A;K;;;;;\n" for n in range(1, 8)))
    before = documents(workspace)
    with pytest.raises(InvalidInput, match="6 of 7"):
        bring(workspace, HEAD + "1;A B;K;;;;;\n", end_absent=ON)
    assert documents(workspace) == before


@pytest.mark.parametrize("row", [";A A;K;;;;;", '8;"A A;K;;;;;', "?;A A;K;;;;;"])
def test_nobody_is_ended_while_a_bad_row_could_be_theirs(row: str) -> None:
    workspace = a_store(KI)
    everybody = "".join(f"{n};A A;K;;;;;\n" for n in range(1, 8))
    bring(workspace, HEAD + everybody + "8;A A;K;;;;;\n")
    before = documents(workspace)
    with pytest.raises(InvalidInput, match="Row 9 does not say whose it is"):
        bring(workspace, HEAD + everybody + row + "\n", end_absent=ON)
    assert documents(workspace) == before
    assert bring(workspace, HEAD + everybody + row + "\n").absent == ("8",)


def test_a_changed_pay_route_has_a_day() -> None:
    workspace = a_store(KI)
    head = "Id;Name;Agreement area\n"
    bring(workspace, head + "1;A A;Saco-S\n")
    bring(workspace, head + "1;A A;Seko\n")
    assert people(workspace)["1"].pay_routes == (
        PayRouteFact(PayRoute.DIALOGUE, end=date(2026, 11, 20)),
        PayRouteFact(PayRoute.COLLECTIVE, start=ON),
    )
    bring(workspace, head + "1;A A;Saco-S\n")
    assert people(workspace)["1"].pay_route_on(ON) is PayRoute.DIALOGUE


def test_an_absence_that_got_a_last_day_is_the_same_absence() -> None:
    workspace = a_store(KI)
    head = "Id;Name;Absence;Absence from;Absence to\n"
    bring(workspace, head + "1;A A;Sick leave;2026-09-01;\n")
    bring(workspace, head + "1;A A;Sick leave;2026-09-01;2026-10-01\n")
    bring(workspace, head + "1;A A;;;\n")
    assert people(workspace)["1"].absences == (
        Absence("sick", date(2026, 9, 1), date(2026, 10, 1)),
    )


def test_an_exclusion_that_is_denied_is_taken_back() -> None:
    workspace = a_store(KI)
    head = "Id;Name;Not in salary review\n"
    bring(workspace, head + "1;A A;Yes\n")
    assert people(workspace)["1"].exclusions == (ReviewExclusion(2026),)
    bring(workspace, head + "1;A A;No\n")
    assert people(workspace)["1"].exclusions == ()


class Interrupted(MemoryRepository):
    """A store in which somebody edits a person between the reading and the writing of an import."""

    edits = 0

    def person(self, person: str) -> Any:
        document = super().person(person)
        if self.edits:
            self.edits -= 1
            with self.changing("somebody") as change:
                change.put_person({**document, "roles": [{"name": f"role-{self.edits}"}]})
        return document


def test_somebody_else_s_change_in_between_is_kept() -> None:
    repository = Interrupted()
    workspace = a_store(KI, repository)
    bring(workspace, HEAD + "1;A A;K;;;;;\n")
    repository.edits = 2
    report = bring(workspace, HEAD + "1;A B;K;;;;;\n")
    assert report.changed == (PersonChange("1", ("name", "sort_name")),)
    person = people(workspace)["1"]
    assert (person.name, person.roles) == ("A B", (Role("role-0"),))


def test_a_store_that_never_rests_is_a_conflict() -> None:
    repository = Interrupted()
    workspace = a_store(KI, repository)
    bring(workspace, HEAD + "1;A A;K;;;;;\n")
    repository.edits = 100
    with pytest.raises(Conflict):
        bring(workspace, HEAD + "1;A B;K;;;;;\n")
