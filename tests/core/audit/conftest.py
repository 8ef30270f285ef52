"""A small team in memory, and one in a folder."""

from pathlib import Path

import pytest
from attrs import evolve

from visavi.store import create_store
from visavi.usecases.workspace import Workspace
from visavi_testing.team import by, team_workspace


@pytest.fixture
def uio() -> Workspace:
    """The team under the policy of UiO."""
    return team_workspace("uio")


@pytest.fixture
def folder(uio: Workspace, tmp_path: Path) -> Workspace:
    """The same team in a folder of its own: ``tmp_path / "store"``."""
    local = evolve(uio, repository=create_store(str(tmp_path / "store")))
    with local.changing(by(None)) as change:
        for person in uio.repository.people():
            change.put_person({**person, "revision": 0})
    return local
