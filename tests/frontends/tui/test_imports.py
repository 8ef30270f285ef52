"""What the app and linear mode load, in fresh interpreters."""

import subprocess
import sys

import pytest

CASES = [
    ("import visavi_cli.alone, visavi_cli.linear", ("textual", "rich")),
    ("import visavi_tui", ("textual", "rich", "visavi_cli")),
    (
        "from visavi_tui.linear import conduct, plan, prepare, sign",
        ("textual", "visavi_cli", "asyncio"),
    ),
    (
        "import visavi_tui.app, visavi_tui.screens.team",
        ("textual.document._document", "visavi.usecases.read_dialogues", "visavi.policy.loading"),
    ),
    ("import visavi_tui.app", ("visavi_cli", "click", "visavi_ki", "visavi_uio", "tree_sitter")),
]


@pytest.mark.parametrize(("statement", "forbidden"), CASES, ids=[case[0] for case in CASES])
def test_an_import_stays_light(statement: str, forbidden: tuple[str, ...]) -> None:
    """Lines need no toolkit, and the toolkit needs no command line."""
    probe = f"{statement}; import sys; print(*sys.modules)"

    done = subprocess.run(
        [sys.executable, "-P", "-c", probe], capture_output=True, text=True, check=True
    )

    assert set(forbidden).intersection(done.stdout.split()) == set()
