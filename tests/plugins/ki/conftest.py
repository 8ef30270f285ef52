"""The policy of KI, loaded once for all tests."""

import pytest


@pytest.fixture(scope="session")
def policy_id() -> str:
    """What the fixtures for authors are about here."""
    return "ki"
