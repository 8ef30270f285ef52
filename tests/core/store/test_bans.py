"""What visavi's code may not use: TinyDB's own storages lose data."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SOURCES = sorted(
    path for part in ("core", "plugins", "frontends") for path in (ROOT / part).rglob("*.py")
)
BANNED_MODULES = ("tinydb.storages", "tinydb.middlewares")
BANNED_NAMES = ("JSONStorage", "CachingMiddleware")


def banned(source: str) -> list[str]:
    """What the source uses that it may not."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name in BANNED_MODULES]
        elif isinstance(node, ast.ImportFrom):
            found += [node.module] if node.module in BANNED_MODULES else []
            found += [alias.name for alias in node.names if alias.name in BANNED_NAMES]
            tiny = node.module == "tinydb"
            found += [a.name for a in node.names if tiny and a.name in ("storages", "middlewares")]
        elif isinstance(node, ast.Attribute) and node.attr in BANNED_NAMES:
            found.append(node.attr)
    return found


def test_no_code_uses_tinydbs_own_storages() -> None:
    """Neither by module nor by name."""
    assert len(SOURCES) > 30
    assert {
        str(path): found for path in SOURCES if (found := banned(path.read_text("utf-8")))
    } == {}


@pytest.mark.parametrize(
    "source",
    [
        "from tinydb.storages import JSONStorage",
        "import tinydb.middlewares",
        "from tinydb import JSONStorage",
        "from tinydb import storages",
        "import tinydb\ntinydb.JSONStorage",
    ],
)
def test_the_ban_notices_every_way_in(source: str) -> None:
    """The test above can fail."""
    assert banned(source) != []
