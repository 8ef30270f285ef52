"""Both stores keep the same contract."""

from pathlib import Path

import pytest

from visavi.store import MemoryRepository, create_store
from visavi.store.repository import Repository
from visavi_testing.store_contract import StoreContract


class TestFolder(StoreContract):
    """The store in a folder."""

    @pytest.fixture
    def repository(self, tmp_path: Path) -> Repository:
        """A new store."""
        return create_store(str(tmp_path / "store"), wait=0.05)


class TestMemory(StoreContract):
    """The store in memory."""

    @pytest.fixture
    def repository(self) -> Repository:
        """A new store."""
        return MemoryRepository(wait=0.05)
