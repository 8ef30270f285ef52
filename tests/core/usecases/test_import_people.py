import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from visavi.errors import InvalidInput, NotPermitted
from visavi.exchange.identity_numbers import without_identity_numbers
from visavi.exchange.profile import read_profile, with_columns, write_profile
from visavi.model.people import (
    Absence,
    Line,
    PayRoute,
    PayRouteFact,
    ReviewExclusion,
    Role,
)
from visavi.policy.loading import Policies
from visavi.store import create_store
from visavi.usecases.actor import Actor
from visavi.usecases.import_people import asks_for_ages, import_people
from visavi_testing.lists import HEAD, ON, a_store, bring, documents, edit, people, told

DATA = Path(__file__).parents[2] / "data"
KI = Policies("ki")
UIO = Policies("uio")
SWEDISH = (DATA / "staff-swedish-cp1252.csv").read_bytes()
NORWEGIAN = (DATA / "staff-norwegian-utf8-bom.csv").read_bytes()


def test_good_rows_go_in_and_each_bad_row_gets_one_message() -> None:
    workspace = a_store(KI)
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
    workspace = a_store(KI)
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
    workspace = a_store(KI)
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
    workspace = a_store(KI)
    bring(workspace, SWEDISH)
    person = people(workspace)["000114"]
    assert [post.percent for post in person.employments] == [60, 40]
    assert person.line == (Line("000101", employment="1"), Line("000102", employment="2"))
    assert person.manager_on(ON) == "000101"


def test_people_with_several_posts_are_named() -> None:
    (note,) = (n for n in bring(a_store(KI), SWEDISH).notes if "several posts" in n)
    assert note.endswith("000114.")


def test_no_circle_and_no_manager_of_oneself_is_in_the_line() -> None:
    workspace = a_store(KI)
    bring(workspace, SWEDISH)
    found = people(workspace)
    for person in ("000106", "000107", "000108", "000109"):
        assert found[person].line == ()


def test_titles_that_the_policy_does_not_know_are_named_once() -> None:
    workspace = a_store(KI)
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


def test_who_does_not_keep_the_register_cannot_import() -> None:
    workspace = a_store(KI)
    bring(workspace, HEAD + "1;A A;K;;;;;\n2;B B;K;;;;;\n")
    stream = io.BytesIO((HEAD + "1;A B;K;;;;;\n").encode())
    with pytest.raises(NotPermitted):
        import_people(workspace, Actor("1", ON), stream)
    edit(workspace, "2", roles=(Role("hr"),))
    assert import_people(workspace, Actor("2", ON), stream).changed


def test_a_wrong_list_leaves_the_store_as_it_was() -> None:
    workspace = a_store(KI)
    for content in (b"", b"PK\x03\x04", b"Wages;Shoes\n1;2\n", SWEDISH[:200]):
        with pytest.raises(InvalidInput):
            bring(workspace, content, encoding="utf-8" if len(content) > 20 else None)
    assert documents(workspace) == []


def test_a_list_that_is_cut_off_gives_the_rows_before_the_cut() -> None:
    workspace = a_store(KI)
    cut = SWEDISH.index(b"000105") + 30
    report = bring(workspace, SWEDISH[:cut])
    assert report.new == ("000101", "000102", "000103", "000104")
    assert told(report) == [(6, "", False)]


def test_a_saved_mapping_reads_the_next_list_of_its_kind() -> None:
    workspace = a_store(KI)
    content = "Nr;Wer;Wo\n1;Ask, Ada;K\n"
    report = bring(workspace, content, mapping={"id": "Nr", "name": "Wer", "unit": "Wo"})
    saved = write_profile(with_columns(report.profile, "wer", report.columns))
    again = bring(workspace, content, profile=read_profile(saved, "wer.toml"))
    assert (again.profile.id, again.unchanged) == ("wer", 1)
    assert again.columns == {"id": "Nr", "name": "Wer", "unit": "Wo"}


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
    report = bring(a_store(policies, store), content)
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
    workspace = a_store(KI)
    report = bring(workspace, HEAD + "\n".join(rows))
    good = [row for row in rows if row.startswith("0")]
    bad = [row for row in rows if row.strip(";") and not row.startswith("0")]
    assert list(people(workspace)) == sorted({row[:4] for row in good})
    repeated = len(good) - len(set(good))
    assert len(report.problems) == len(bad) + repeated
    assert all(problem.reason and not problem.kept for problem in report.problems)
    assert bring(workspace, HEAD + "\n".join(rows)).changed == ()
