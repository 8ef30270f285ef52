"""Bring a staff list into a store, and look at what came of it: for tests of imports."""

import io
from datetime import date
from typing import Any

from attrs import evolve

from visavi.exchange.report import ImportOptions, ImportReport
from visavi.model.people import Person
from visavi.policy.loading import Policies
from visavi.serial import from_document, to_document
from visavi.store import MemoryRepository
from visavi.store.repository import Repository
from visavi.usecases.actor import Actor
from visavi.usecases.import_people import import_people
from visavi.usecases.workspace import Workspace

ON = date(2026, 11, 21)
HEAD = "Id;Name;Unit code;Title;Percent;Start;End;Manager\n"
"""The headings of a small list."""


def a_store(policies: Policies, repository: Repository | None = None) -> Workspace:
    """A store under the policies, in memory unless one is given."""
    return Workspace(repository or MemoryRepository(), policies)


def bring(
    workspace: Workspace, content: bytes | str, *, on: date = ON, **options: Any
) -> ImportReport:
    """Import the list as the keeper, on the day."""
    data = content.encode() if isinstance(content, str) else content
    return import_people(workspace, Actor(None, on), io.BytesIO(data), ImportOptions(**options))


def people(workspace: Workspace) -> dict[str, Person]:
    """Everybody in the store."""
    found = workspace.repository.people()
    return {each["id"]: from_document(Person, each) for each in found}


def documents(workspace: Workspace) -> list[dict[str, Any]]:
    """Everybody's document, as it stands."""
    return [dict(document) for document in workspace.repository.people()]


def edit(workspace: Workspace, person: str, **values: Any) -> None:
    """Change somebody by hand, past the import."""
    document = workspace.repository.person(person)
    with workspace.changing(Actor(None, ON)) as change:
        after = evolve(from_document(Person, document), **values)
        change.put_person(to_document(after, document))


def told(report: ImportReport) -> list[tuple[int, str, bool]]:
    """Row, field and whether the row's person went in, of each message."""
    return [(problem.row, problem.field, problem.kept) for problem in report.problems]
