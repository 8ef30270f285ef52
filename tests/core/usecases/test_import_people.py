import io
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from visavi.errors import Conflict, InvalidInput, NotPermitted
from visavi.exchange.identity_numbers import without_identity_numbers
from visavi.exchange.profile import read_profile, with_columns, write_profile
from visavi.model.people import (
    Absence,
    Delegation,
    Disqualification,
    Fact,
    Line,
    PayRoute,
    PayRouteFact,
    Person,
    ReviewExclusion,
    Role,
)
from visavi.policy.loading import Policies
from visavi.serial import from_document, to_document
from visavi.store import MemoryRepository, create_store
from visavi.store.repository import Repository
from visavi.usecases.actor import Actor
from visavi.usecases.import_people import (
    ImportOptions,
    ImportReport,
    PersonChange,
    asks_for_ages,
    import_people,
)
from visavi.usecases.workspace import Workspace

DATA = Path(__file__).parents[2] / "data"
ON = date(2026, 11, 21)
KI = Policies("ki")
UIO = Policies("uio")
SWEDISH = (DATA / "staff-swedish-cp1252.csv").read_bytes()
NORWEGIAN = (DATA / "staff-norwegian-utf8-bom.csv").read_bytes()
HEAD = "Id;Name;Unit code;Title;Percent;Start;End;Manager\n"


def a_store(policies: Policies = KI, *, repository: Repository | None = None) -> Workspace:
    return Workspace(repository or MemoryRepository(), policies)


def bring(
    workspace: Workspace, content: bytes | str, *, on: date = ON, **options: Any
) -> ImportReport:
    data = content.encode() if isinstance(content, str) else content
    return import_people(workspace, Actor(None, on), io.BytesIO(data), ImportOptions(**options))


def people(workspace: Workspace) -> dict[str, Person]:
    documents = workspace.repository.people()
    return {each["id"]: from_document(Person, each) for each in documents}


def change(workspace: Workspace, person: str, **values: Any) -> None:
    document = workspace.repository.person(person)
    with workspace.changing(Actor(None, ON)) as change:
        after = evolve(from_document(Person, document), **values)
        change.put_person(to_document(after, document))


def documents(workspace: Workspace) -> list[dict[str, Any]]:
    return [dict(document) for document in workspace.repository.people()]


def told(report: ImportReport) -> list[tuple[int, str, bool]]:
    return [(problem.row, problem.field, problem.kept) for problem in report.problems]


def test_good_rows_go_in_and_each_bad_row_gets_one_message() -> None:
    workspace = a_store()
    report = bring(workspace, SWEDISH)
    assert told(report) == [
        (8, "manager", True),
        (9, "manager", True),
        (10, "manager", True),
        (11, "manager", True),
        (12, "start", False),
        (13, "surname", False),
        (14, "id", False),
        (15, "", False),
        (19, "end", False),
        (20, "agreement", True),
        (21, "percent", False),
        (22, "", False),
    ]
    assert report.partly
    assert len(report.rejected) == 7
    assert report.new == tuple(people(workspace))
    assert len(report.new) == 12
    assert report.rows == 20


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    workspace = a_store()
    dry = bring(evolve(workspace, dry_run=True), SWEDISH)
    assert documents(workspace) == []
    assert workspace.repository.register("units")["revision"] == 0
    real = bring(workspace, SWEDISH)
    assert dry.as_mapping() == real.as_mapping() | {"dry_run": True}


@pytest.mark.parametrize(("policies", "content"), [(KI, SWEDISH), (UIO, NORWEGIAN)])
def test_the_same_list_again_changes_nothing(policies: Policies, content: bytes) -> None:
    workspace = a_store(policies)
    first = bring(workspace, content)
    before = documents(workspace)
    again = bring(workspace, content, on=date(2026, 12, 24))
    assert (again.new, again.changed, again.new_units) == ((), (), ())
    assert again.unchanged == len(first.new)
    assert again.absent == again.vanished == again.ended == ()
    assert again.problems == first.problems
    assert documents(workspace) == before


def test_people_come_with_posts_line_route_absence_exclusion_and_unit() -> None:
    workspace = a_store()
    bring(workspace, SWEDISH, review_year=2025)
    found = people(workspace)
    doctoral = found["000103"]
    assert doctoral.employments[0].staff_group == "doctoral"
    assert doctoral.pay_routes == (PayRouteFact(PayRoute.LADDER),)
    assert doctoral.exclusions == (ReviewExclusion(2025),)
    assert doctoral.manager_on(ON) == "000101"
    assert found["000105"].absences == (Absence("sick", date(2026, 9, 1)),)
    units = workspace.repository.register("units")["units"]
    assert units == [
        {"id": "A1", "name": "Inst. för påhitt"},
        {"id": "B2", "name": "Inst. för prov, södra delen"},
    ]


def test_two_posts_with_two_managers_have_a_line_each() -> None:
    workspace = a_store()
    bring(workspace, SWEDISH)
    person = people(workspace)["000114"]
    assert [post.percent for post in person.employments] == [60, 40]
    assert person.line == (Line("000101", employment="1"), Line("000102", employment="2"))
    assert person.manager_on(ON) == "000101"


def test_no_circle_and_no_manager_of_oneself_is_in_the_line() -> None:
    workspace = a_store()
    bring(workspace, SWEDISH)
    found = people(workspace)
    for person in ("000106", "000107", "000108", "000109"):
        assert found[person].line == ()


def test_titles_that_the_policy_does_not_know_are_named_once() -> None:
    workspace = a_store()
    report = bring(workspace, HEAD + "1;A A;K;Wizard;;;;\n2;B B;K;Wizard;;;;\n3;C C;K;Lektor;;;;\n")
    assert report.unknown_titles == ("Wizard",)
    assert sum("Wizard" in note for note in report.notes) == 1
    found = people(workspace)
    assert found["1"].employments[0].staff_group == ""
    assert found["3"].employments[0].staff_group == "academic"


def test_birth_dates_are_stored_only_if_the_policy_asks_for_ages() -> None:
    assert not asks_for_ages(KI.base)
    assert asks_for_ages(UIO.base)
    under_uio, under_ki = a_store(UIO), a_store(KI)
    bring(under_uio, NORWEGIAN)
    report = bring(under_ki, NORWEGIAN)
    assert people(under_uio)["00500001"].birth_date == date(1966, 1, 25)
    assert all(person.birth_date is None for person in people(under_ki).values())
    assert any("Birth dates were left out" in note for note in report.notes)


def test_a_new_manager_ends_the_old_line_on_the_day_before() -> None:
    workspace = a_store()
    bring(workspace, HEAD + "1;A A;K;;;;;\n2;B B;K;;;;;\n3;C C;K;;;;;1\n")
    report = bring(workspace, HEAD + "1;A A;K;;;;;\n2;B B;K;;;;;\n3;C C;K;;;;;2\n")
    assert report.changed == (PersonChange("3", ("line",)),)
    line = people(workspace)["3"].line
    assert line == (Line("1", end=date(2026, 11, 20)), Line("2", start=ON))


def test_a_new_manager_stops_where_the_register_already_has_the_next() -> None:
    workspace = a_store()
    text = HEAD + "1;A A;K;;;;;\n2;B B;K;;;;;\n4;D D;K;;;;;\n3;C C;K;;;;;{}\n"
    bring(workspace, text.format(1))
    planned = Line("4", start=date(2027, 1, 1))
    change(workspace, "3", line=(Line("1", end=date(2026, 12, 31)), planned))
    bring(workspace, text.format(2))
    assert people(workspace)["3"].line == (
        Line("1", end=date(2026, 11, 20)),
        planned,
        Line("2", start=ON, end=date(2026, 12, 31)),
    )


def test_a_blank_leaves_what_is_known() -> None:
    workspace = a_store()
    head = "Id;Name;Email;Unit code;Title;Percent;Manager;Agreement area;Not in salary review\n"
    bring(workspace, head + "1;A A;a@example.org;K;Lektor;50;2;Seko;Yes\n2;B B;;;;;;;\n")
    before = documents(workspace)
    report = bring(workspace, head + "1;A A;;;;;;;\n2;B B;;;;;;;\n")
    assert report.changed == ()
    assert documents(workspace) == before


def test_facts_that_no_list_gives_are_untouched() -> None:
    workspace = a_store()
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
    change(workspace, "1", **kept)
    report = bring(workspace, HEAD + "1;A B;K;Professor;80;2020-01-01;;2\n2;B B;K;;;;;\n")
    assert report.changed == (PersonChange("1", ("name", "sort_name", "employments")),)
    after = people(workspace)["1"]
    assert {name: getattr(after, name) for name in kept} == kept
    assert [post.title for post in after.employments] == ["Professor"]


def test_unknown_keys_of_a_document_are_kept() -> None:
    workspace = a_store()
    bring(workspace, HEAD + "1;A A;K;;;;;\n")
    with workspace.changing(Actor(None, ON)) as change:
        change.put_person({**workspace.repository.person("1"), "of_tomorrow": [1]})
    bring(workspace, HEAD + "1;A B;K;;;;;\n")
    assert workspace.repository.person("1")["of_tomorrow"] == [1]


def test_a_post_that_took_another_s_place_ends_it() -> None:
    workspace = a_store()
    bring(workspace, HEAD + "1;A A;K;Postdoktor;100;2024-01-01;2026-12-31;\n")
    bring(workspace, HEAD + "1;A A;L;Lektor;100;2026-07-01;;\n")
    first, second = people(workspace)["1"].employments
    assert (first.title, first.end) == ("Postdoktor", date(2026, 6, 30))
    assert (second.id, second.title, second.end) == ("2", "Lektor", None)


def test_a_post_that_is_not_listed_any_more_is_told_and_left() -> None:
    workspace = a_store()
    two = HEAD + "1;A A;K;Lektor;60;2020-01-01;;\n1;A A;L;Forskare;40;2021-01-01;;\n"
    one = HEAD + "1;A A;K;Lektor;60;2020-01-01;;\n"
    bring(workspace, two)
    report = bring(workspace, one)
    assert (report.vanished, report.changed) == (("1",), ())
    ended = bring(workspace, one, end_absent=date(2026, 10, 31))
    assert ended.ended == ("1",)
    assert people(workspace)["1"].employments[1].end == date(2026, 10, 31)


def test_a_bad_row_about_somebody_known_ends_and_removes_nothing() -> None:
    workspace = a_store()
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
    workspace = a_store()
    bring(workspace, HEAD + "1;A A;K;;;;;2\n2;B B;K;;;;;\n")
    report = bring(workspace, HEAD + "1;A A;K;;;;;1\n2;B B;K;;;;;9\n")
    assert told(report) == [(2, "manager", True), (3, "manager", True)]
    assert people(workspace)["1"].line == (Line("2"),)


def test_leavers_are_told_and_never_ended_unless_asked() -> None:
    workspace = a_store()
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
    workspace = a_store()
    bring(workspace, HEAD + "".join(f"{n};A A;K;;;;;\n" for n in range(1, 8)))
    before = documents(workspace)
    with pytest.raises(InvalidInput, match="6 of 7"):
        bring(workspace, HEAD + "1;A B;K;;;;;\n", end_absent=ON)
    assert documents(workspace) == before


def test_a_changed_pay_route_has_a_day() -> None:
    workspace = a_store()
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
    workspace = a_store()
    head = "Id;Name;Absence;Absence from;Absence to\n"
    bring(workspace, head + "1;A A;Sick leave;2026-09-01;\n")
    bring(workspace, head + "1;A A;Sick leave;2026-09-01;2026-10-01\n")
    bring(workspace, head + "1;A A;;;\n")
    assert people(workspace)["1"].absences == (
        Absence("sick", date(2026, 9, 1), date(2026, 10, 1)),
    )


def test_an_exclusion_that_is_denied_is_taken_back() -> None:
    workspace = a_store()
    head = "Id;Name;Not in salary review\n"
    bring(workspace, head + "1;A A;Yes\n")
    assert people(workspace)["1"].exclusions == (ReviewExclusion(2026),)
    bring(workspace, head + "1;A A;No\n")
    assert people(workspace)["1"].exclusions == ()


def test_who_does_not_keep_the_register_cannot_import() -> None:
    workspace = a_store()
    bring(workspace, HEAD + "1;A A;K;;;;;\n2;B B;K;;;;;\n")
    stream = io.BytesIO((HEAD + "1;A B;K;;;;;\n").encode())
    with pytest.raises(NotPermitted):
        import_people(workspace, Actor("1", ON), stream)
    change(workspace, "2", roles=(Role("hr"),))
    assert import_people(workspace, Actor("2", ON), stream).changed


def test_a_wrong_list_leaves_the_store_as_it_was() -> None:
    workspace = a_store()
    for content in (b"", b"PK\x03\x04", b"Wages;Shoes\n1;2\n", SWEDISH[:200]):
        with pytest.raises(InvalidInput):
            bring(workspace, content, encoding="utf-8" if len(content) > 20 else None)
    assert documents(workspace) == []


def test_a_list_that_is_cut_off_gives_the_rows_before_the_cut() -> None:
    workspace = a_store()
    cut = SWEDISH.index(b"000105") + 30
    report = bring(workspace, SWEDISH[:cut])
    assert report.new == ("000101", "000102", "000103", "000104")
    assert told(report) == [(6, "", False)]


def test_a_saved_mapping_reads_the_next_list_of_its_kind() -> None:
    workspace = a_store()
    content = "Nr;Wer;Wo\n1;Ask, Ada;K\n"
    report = bring(workspace, content, mapping={"id": "Nr", "name": "Wer", "unit": "Wo"})
    saved = write_profile(with_columns(report.profile, "wer", report.columns))
    again = bring(workspace, content, profile=read_profile(saved, "wer.toml"))
    assert (again.profile.id, again.unchanged) == ("wer", 1)
    assert again.columns == {"id": "Nr", "name": "Wer", "unit": "Wo"}


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
    workspace = a_store(repository=repository)
    bring(workspace, HEAD + "1;A A;K;;;;;\n")
    repository.edits = 2
    report = bring(workspace, HEAD + "1;A B;K;;;;;\n")
    assert report.changed == (PersonChange("1", ("name", "sort_name")),)
    person = people(workspace)["1"]
    assert (person.name, person.roles) == ("A B", (Role("role-0"),))


def test_a_store_that_never_rests_is_a_conflict() -> None:
    repository = Interrupted()
    workspace = a_store(repository=repository)
    bring(workspace, HEAD + "1;A A;K;;;;;\n")
    repository.edits = 100
    with pytest.raises(Conflict):
        bring(workspace, HEAD + "1;A B;K;;;;;\n")


def all_bytes(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        yield path.name
        if path.is_file():
            yield path.read_bytes().decode("utf-8", "replace")


@pytest.mark.parametrize(("policies", "content"), [(KI, SWEDISH), (UIO, NORWEGIAN)])
def test_no_byte_of_the_store_is_an_identity_number_or_a_union(
    policies: Policies, content: bytes, tmp_path: Path
) -> None:
    store = create_store(str(tmp_path / "store"))
    report = bring(a_store(policies, repository=store), content)
    assert report.dropped_identity_numbers == report.rows
    assert len(report.new) > 8
    shown = json.dumps(report.as_mapping(), ensure_ascii=False)
    for text in (*all_bytes(tmp_path), shown):
        for word in ("Saco", "OFR", "Seko", "Magiker"):
            assert word not in text
        for line in text.splitlines():
            for value in line.replace('"', "\n").splitlines():
                assert without_identity_numbers(value) == (value, 0)


GOOD = st.integers(1, 60).map(lambda n: f"{n:04};Ask, Ada {n};K{n % 3};Lektor;100;2020-01-01;;")
BAD = st.sampled_from(
    [
        ";Ask, Ada;K1;Lektor;100;2020-01-01;;",
        "9001;;K1;Lektor;100;2020-01-01;;",
        "9002;Ask, Ada;K1;Lektor;100;2020-02-30;;",
        "9003;Ask, Ada;K1;Lektor;1000;2020-01-01;;",
        "9004;Ask, Ada;K1;Lektor;100;2020-01-01;2019-01-01;",
        "9005;Ask, Ada;K1",
        "9006;Ask, Ada;K1;Lektor;100;2020-01-01;;;;more",
        "../9007;Ask, Ada;K1;Lektor;100;2020-01-01;;",
        '9008;"Ask, Ada;K1;Lektor;100;2020-01-01;;',
        "9009;Ask\x1b[2J, Ada;K1;Lektor;100;2020-01-01;;",
        "850505-9835;Ask, Ada;K1;Lektor;100;2020-01-01;;",
    ]
)


@settings(max_examples=60)
@given(st.lists(GOOD | BAD | st.just(";;;;;;;") | st.just(""), max_size=25))
def test_good_rows_always_go_in_whatever_stands_beside_them(rows: list[str]) -> None:
    workspace = a_store()
    report = bring(workspace, HEAD + "\n".join(rows))
    good = [row for row in rows if row.startswith("0")]
    bad = [row for row in rows if row.strip(";") and not row.startswith("0")]
    assert list(people(workspace)) == sorted({row[:4] for row in good})
    repeated = len(good) - len(set(good))
    assert len(report.problems) == len(bad) + repeated
    assert all(problem.reason and not problem.kept for problem in report.problems)
    assert bring(workspace, HEAD + "\n".join(rows)).changed == ()
