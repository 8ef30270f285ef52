"""A small team in memory, under the two shipped policies."""

import pytest

from visavi.usecases.workspace import Workspace
from visavi_testing.team import team_workspace


@pytest.fixture
def ki() -> Workspace:
    """The team under the policy of KI."""
    return team_workspace("ki")


@pytest.fixture
def uio() -> Workspace:
    """The team under the policy of UiO."""
    return team_workspace("uio")
