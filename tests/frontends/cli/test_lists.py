"""Lists in and out by command: dry, for real, again, and back."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

LIST = """Employee number;Name;E-mail;Unit code;Title;Staff group;From;Manager
0012;Berg, Åse;ase@example.org;U1;Head;technical-administrative;2015-01-01;
0013;Ek, Nils;nils@example.org;U1;Adviser;technical-administrative;2016-01-01;0012
0014;;x@example.org;U1;Adviser;technical-administrative;2016-01-01;0012
"""


@pytest.fixture
def staff(home: Path) -> Path:
    """A small list with one bad row."""
    path = home / "staff.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_an_import_makes_a_store_only_when_it_is_no_dry_run(cli: Any, staff: Path) -> None:
    """Dry, for real, and again: the same numbers, then nothing new; 7 for the bad row."""
    line = f"person import {staff} --policy ki --unsealed"
    dry = cli(f"{line} --dry-run --json")
    assert (dry.code, dry.data["new"], dry.data["dry_run"]) == (7, ["0012", "0013"], True)
    assert cli("store status").code == 9

    real = cli(f"{line} --json")
    assert (real.code, real.data["new"]) == (7, ["0012", "0013"])
    assert "A new store under ki" in real.err
    assert "Row 4" in cli(line).out

    again = cli(f"person import {staff} --json").data
    assert (again["new"], again["changed"], again["unchanged"]) == ([], [], 2)
    assert cli("config get store.policy").out == "ki\n"
    assert cli("person show 0013 --json").data["line"][0]["manager"] == "0012"


def test_a_list_of_another_institution_is_refused(ki: Any, staff: Path) -> None:
    """Its people would be judged by the wrong policy."""
    done = ki(f"person import {staff} --policy uio")

    assert done.code == 2
    assert "ki" in done.err


def test_an_import_reads_a_pipe(cli: Any) -> None:
    """- is stdin."""
    done = cli("person import - --policy ki --unsealed --json", text=LIST)

    assert len(done.data["new"]) == 2


def test_columns_that_were_mapped_can_be_saved_and_used_again(cli: Any, home: Path) -> None:
    """The profile is a file that a person can read."""
    strange = home / "strange.csv"
    strange.write_text("Nummer X;Wer;Wo\n0012;Åse Berg;U1\n", encoding="utf-8")
    line = f"person import {strange} --policy ki --unsealed --json"
    mapped = cli(
        f"{line} --map 'id=Nummer X' --map name=Wer --map unit=Wo --save-profile ./own.toml"
    )
    assert mapped.code in (0, 7), mapped.err

    assert cli(f"{line} --profile ./own.toml").data["unchanged"] == len(mapped.data["new"])
    assert cli(f"{line} --profile nonsense").code == 3


def test_an_export_is_read_back_as_nothing_new(ki: Any, home: Path) -> None:
    """CSV for machines and spreadsheets: formulas are guarded, and the guard comes off again."""
    ki("person edit per --name", "=HYPERLINK(1)")
    exported = ki("person export")
    rows = list(csv.DictReader(io.StringIO(exported.out)))
    assert [row["Employee number"] for row in rows] == ["anna", "mia", "per", "top"]
    assert rows[2]["Name"] == "'=HYPERLINK(1)"
    (home / "back.csv").write_text(exported.out, encoding="utf-8")
    line = f"person import {home / 'back.csv'} --json"
    first = ki(line).data
    assert first["new"] == []
    assert {field for change in first["changed"] for field in change["fields"]} == {"sort_name"}

    again = ki(line).data

    assert (again["changed"], again["unchanged"]) == ([], 4)
    assert ki("person show per --json").data["name"] == "=HYPERLINK(1)"


def test_dialogues_held_before_visavi_can_be_entered(ki: Any, home: Path) -> None:
    """Days and people; the same list again changes nothing."""
    path = home / "held.csv"
    path.write_text(
        "Employee;Conductor;Kind;Cycle;Held;Signed\nanna;mia;ki.goals;2025;2025-02-10;2025-02-20\n",
        encoding="utf-8",
    )
    first = ki(f"dialogue import {path} --json")
    assert (first.code, len(first.data["new"])) == (0, 1), first.err

    assert ki(f"dialogue import {path} --json").data["unchanged"] == 1
    listed = ki("dialogue list --as mia --json").data
    assert [(row["kind"], row["state"]) for row in listed] == [("ki.goals", "signed")]


@pytest.mark.parametrize(
    ("content", "by", "code"),
    [("", "", 2), ("one;two\n1;2\n", "", 2), (LIST, "--as 0012", 4)],
    ids=["empty", "strange", "not the keeper"],
)
def test_a_list_that_cannot_go_in_leaves_no_store_behind(
    cli: Any, home: Path, content: str, by: str, code: int
) -> None:
    """The store is made when there is something to put into it."""
    bad = home / "bad.csv"
    bad.write_text(content, encoding="utf-8")

    done = cli(f"person import {bad} --policy ki --unsealed {by}")

    assert done.code == code
    assert "A new store" not in done.err
    assert cli("store status").code == 9


def test_dates_with_the_month_first_are_asked_about_and_then_read(cli: Any, home: Path) -> None:
    """Never a wrong day in silence: refused, or read as said, or said how it was read."""
    american = home / "american.csv"
    head = "Employee number;Name;Unit code;From\n0012;Berg, Ann;U1;02/03/2019\n"
    american.write_text(head + "0013;Ek, Nils;U1;12/31/2019\n", encoding="utf-8")
    line = f"person import {american} --policy ki --unsealed"

    refused = cli(line)
    assert (refused.code, "12/31/2019" in refused.err) == (2, True)
    assert cli(f"{line} --dates month-first").code == 0
    assert cli("person show 0012 --json").data["employments"][0]["start"] == "2019-02-03"

    american.write_text(head, encoding="utf-8")
    assert "02/03/2019 were read as day/month/year" in cli(f"{line} --dry-run").out


def test_a_word_that_nobody_declared_is_answered_with_the_one_that_was_meant(uio: Any) -> None:
    """Of a staff group, a role and a cycle."""
    group = uio("person new x1 --name X --unit U1 --group akademic").err
    role = uio("person role anna --name head-of-departmnt").err
    cycle = uio("dialogue new anna --kind uio.work --cycle 9999 --as mia --as-of 2026-02-10").err

    assert "Did you mean academic?" in group
    assert "Did you mean head-of-department?" in role
    assert "2026" in cycle


def test_an_employee_number_that_looks_like_an_identity_number_has_a_way_in(uio: Any) -> None:
    """The row says why it did not go in, and which option says what the number is."""
    rows = (
        "Employee number;Name;Unit code;Staff group;From;Manager\n"
        "8112289874;Berg, Ase;U1;academic;2015-01-01;\n"
        "0013;Ek, Nils;U1;academic;2015-01-01;8112289874\n"
    )
    first = uio("person import - --json", text=rows)
    reasons = [problem["reason"] for problem in first.data["problems"]]
    assert first.code == 7
    assert len(reasons) == 2
    assert all("--employee-numbers" in reason for reason in reasons)
    assert "8112289874" not in first.out + first.err

    again = uio("person import - --employee-numbers --json", text=rows)
    assert again.code == 0
    assert "8112289874" in again.data["new"]
    assert uio("person show 0013 --json").data["line"][0]["manager"] == "8112289874"
    assert uio("person new 7107072391 --name X --employee-number").code == 0
