"""What each entry may load, in fresh interpreters: start-up is imports."""

import subprocess
import sys

import pytest

UI = ("click", "textual", "rich")
HEAVY = ("importlib.metadata", "asyncio", "cattrs", "textual", "rich", "cryptography")
CASES = [
    ("import visavi", ("tinydb", "cattrs", "attrs", "pluggy", *UI)),
    ("import visavi.policy", ("tinydb", "cattrs", *UI)),
    ("import visavi.model.dialogues", ("cattrs", "pluggy", "tinydb", *UI)),
    ("import visavi.access", ("attrs", "cattrs", "pluggy", "tinydb", *UI)),
    ("import visavi_ki", ("tinydb", "cattrs", "visavi_uio", *UI)),
    ("import visavi_uio", ("tinydb", "cattrs", "visavi_ki", *UI)),
    (
        "from visavi.policy.loading import policy_names; policy_names()",
        ("visavi_ki", "visavi_uio", "visavi_example", "importlib.metadata", *UI),
    ),
    (
        "from visavi.policy.loading import load_policy; load_policy('ki')",
        ("visavi_uio", "visavi_example", *UI),
    ),
    ("import visavi_cli.entry", ("attrs", "cattrs", "tinydb", "pluggy", "visavi_ki", *HEAVY)),
]


@pytest.mark.parametrize(("statement", "forbidden"), CASES, ids=[case[0] for case in CASES])
def test_an_import_stays_light(statement: str, forbidden: tuple[str, ...]) -> None:
    """Nothing heavy comes along unasked."""
    probe = f"{statement}; import sys; print(*sys.modules)"

    done = subprocess.run(
        [sys.executable, "-P", "-c", probe], capture_output=True, text=True, check=True
    )

    assert set(forbidden).intersection(done.stdout.split()) == set()


def test_a_heavy_import_is_noticed() -> None:
    """The probe can fail: it sees a module that is loaded."""
    probe = "import cattrs; import sys; print(*sys.modules)"

    done = subprocess.run(
        [sys.executable, "-P", "-c", probe], capture_output=True, text=True, check=True
    )

    assert "cattrs" in done.stdout.split()
