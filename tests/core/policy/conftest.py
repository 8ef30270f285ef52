"""A scenario file to read."""

from pathlib import Path

import pytest

from visavi_testing.scenarios import Write


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(content: str) -> str:
        path = tmp_path / "one.toml"
        path.write_text(content, encoding="utf-8")
        return str(path)

    return put
