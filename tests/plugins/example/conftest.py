"""The example, under the fixtures that its README tells authors of."""

import pytest


@pytest.fixture(scope="session")
def policy_id() -> str:
    """What the fixtures for authors are about here."""
    return "example"
