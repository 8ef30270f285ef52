"""UiO's policy and its layers, loaded as any institution's would be."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3] / "plugins" / "visavi_uio"


@pytest.fixture(scope="session")
def policy_id() -> str:
    """What the fixtures for authors are about here."""
    return "uio"


@pytest.fixture(scope="session")
def folder() -> Path:
    """Where the policy's files lie."""
    return ROOT
