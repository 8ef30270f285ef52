"""The policy of KI, loaded once for all tests."""

import pytest

from visavi.policy.loading import Policies


@pytest.fixture(scope="session")
def policies() -> Policies:
    """KI's policy as an institution holds it."""
    return Policies("ki")
