"""UiO's policy and its layers, loaded as any institution's would be."""

from pathlib import Path

import pytest

from visavi.policy.loading import Policies

ROOT = Path(__file__).parents[3] / "plugins" / "visavi_uio"


@pytest.fixture(scope="session")
def policies() -> Policies:
    """The university's policy, with the layers of its faculties and departments."""
    return Policies("uio")


@pytest.fixture(scope="session")
def folder() -> Path:
    """Where the policy's files lie."""
    return ROOT
