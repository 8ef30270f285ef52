import io
import json
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

from visavi.errors import InvalidInput, NotPermitted
from visavi.model.dialogues import Dialogue, State
from visavi.policy.gather import entry_of
from visavi.policy.loading import Policies
from visavi.serial import from_document
from visavi.store import MemoryRepository
from visavi.store.repository import Change
from visavi.usecases.actor import Actor
from visavi.usecases.import_dialogues import DialogueImportReport, import_dialogues
from visavi.usecases.import_people import import_people
from visavi.usecases.workspace import Workspace
from visavi_testing.team import seeded_draw

DATA = Path(__file__).parents[2] / "data"
HELD = (DATA / "dialogues-held-before.csv").read_bytes()
KEEPER = Actor(None, date(2026, 11, 21))
HEAD = "Employee;Conductor;Kind;Cycle;Held;Signed\n"


@pytest.fixture
def workspace() -> Workspace:
    """A store with the people of the made-up Swedish list."""
    made = Workspace(MemoryRepository(), Policies("ki"), draw=seeded_draw())
    people = (DATA / "staff-swedish-cp1252.csv").read_bytes()
    import_people(made, KEEPER, io.BytesIO(people))
    return made


def bring(workspace: Workspace, content: bytes | str) -> DialogueImportReport:
    data = content.encode() if isinstance(content, str) else content
    return import_dialogues(workspace, KEEPER, io.BytesIO(data))


def dialogues(workspace: Workspace, employee: str) -> list[Dialogue]:
    documents = workspace.repository.dialogues_of(employee)
    found = [from_document(Dialogue, document) for document in documents]
    return sorted(found, key=lambda each: (each.cycle, each.kind))


def told(report: DialogueImportReport) -> list[tuple[int, str, bool]]:
    return [(problem.row, problem.field, problem.kept) for problem in report.problems]


def test_good_rows_go_in_and_each_bad_row_gets_one_message(workspace: Workspace) -> None:
    report = bring(workspace, HELD)
    assert told(report) == [
        (4, "conductor", True),
        (6, "cycle", False),
        (7, "employee", False),
        (8, "conductor", False),
        (9, "kind", False),
        (10, "held", False),
        (11, "signed", False),
        (12, "cycle", False),
        (13, "", False),
        (14, "", False),
    ]
    assert len(report.new) == 4
    assert report.partly


def test_a_dialogue_comes_with_its_days_and_no_word(workspace: Workspace) -> None:
    bring(workspace, HELD)
    (found,) = dialogues(workspace, "000103")
    entry = entry_of(found)
    assert entry.imported
    assert (entry.kind, entry.cycle, entry.state) == ("ki.goals", "2026", State.SIGNED)
    assert (entry.held, entry.signed) == (date(2026, 2, 10), date(2026, 2, 20))
    assert (found.topics, found.signed, found.plan.activities) == ((), (), ())
    assert found.policy.id == "ki"


def test_a_dialogue_without_a_day_of_signing_is_closed(workspace: Workspace) -> None:
    bring(workspace, HELD)
    older, newer = dialogues(workspace, "000104")
    assert (older.state, newer.state) == (State.SIGNED, State.CLOSED)
    assert entry_of(newer).held == date(2026, 2, 11)


def test_the_same_list_again_changes_nothing(workspace: Workspace) -> None:
    first = bring(workspace, HELD)
    before = [d for person in ("000103", "000104", "000105") for d in dialogues(workspace, person)]
    again = bring(workspace, HELD)
    assert (again.new, again.unchanged) == ((), 4)
    assert [problem for problem in first.problems if not problem.kept] == list(again.problems)
    after = [d for person in ("000103", "000104", "000105") for d in dialogues(workspace, person)]
    assert after == before


def test_a_dry_run_writes_nothing(workspace: Workspace) -> None:
    dry = bring(evolve(workspace, dry_run=True), HELD)
    assert len(dry.new) == 4
    assert dialogues(workspace, "000103") == []


def test_a_kind_may_be_called_by_its_name(workspace: Workspace) -> None:
    name = workspace.policies.base.text("kind", "ki.goals")
    assert name != "ki.goals"
    report = bring(workspace, HEAD + f"000103;000101;{name.upper()};2026;10/02/2026;\n")
    assert not report.problems
    assert dialogues(workspace, "000103")[0].kind == "ki.goals"


def test_an_identity_number_is_never_stored_or_shown(workspace: Workspace) -> None:
    report = bring(
        workspace,
        HEAD
        + "850505-9835;000101;ki.goals;2026;2026-02-10;\n"
        + "000103;850505-9835;ki.goals;2026;2026-02-10;\n"
        + "000103;000101;ki.goals;850505-9835;2026-02-10;\n",
    )
    assert told(report) == [(2, "employee", False), (3, "conductor", False), (4, "cycle", False)]
    assert report.dropped_identity_numbers == 3
    assert "8505" not in json.dumps(report.as_mapping())


def test_a_list_without_the_columns_is_refused_with_its_headings(workspace: Workspace) -> None:
    with pytest.raises(InvalidInput, match=r"conductor, cycle.*'Wages'"):
        bring(workspace, "Employee;Kind;Held;Wages\n1;2;3;4\n")


def test_only_who_keeps_the_register_can_import(workspace: Workspace) -> None:
    with pytest.raises(NotPermitted):
        import_dialogues(workspace, Actor("000101", KEEPER.on), io.BytesIO(HELD))
    assert dialogues(workspace, "000103") == []


def test_held_on_a_day_that_may_be_misread_is_asked_about(workspace: Workspace) -> None:
    row = "000104;000101;ki.goals;2025;{day};\n"
    with pytest.raises(InvalidInput, match="01/31/2025"):
        bring(workspace, HEAD + row.format(day="01/31/2025"))
    (note,) = bring(workspace, HEAD + row.format(day="02/03/2025")).notes
    assert "02/03/2025 were read as day/month/year" in note
    (held,) = dialogues(workspace, "000104")
    assert held.day_of("hold") == date(2025, 3, 2)


def test_two_who_import_the_same_list_at_once_enter_each_dialogue_once(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one comes first, in the moment before the store is the first one's alone."""
    taking = workspace.repository.changing
    waiting = [lambda: bring(workspace, HELD)]
    others: list[DialogueImportReport] = []

    def crowded(holder: str) -> AbstractContextManager[Change]:
        while waiting:
            others.append(waiting.pop()())
        return taking(holder)

    monkeypatch.setattr(workspace.repository, "changing", crowded)
    mine = bring(workspace, HELD)

    assert (len(others[0].new), len(mine.new), mine.unchanged) == (4, 0, 4)
    assert sum(len(dialogues(workspace, p["id"])) for p in workspace.repository.people()) == 4
