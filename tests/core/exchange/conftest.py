"""Made-up lists of staff, with the traps of real ones."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def a_list() -> Callable[[str], io.BytesIO]:
    """Opens one of the lists in tests/data."""
    return lambda name: io.BytesIO((DATA / name).read_bytes())
