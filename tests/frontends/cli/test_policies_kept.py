"""The agenda stands until a policy changes, and asking whether one did loads none."""

from pathlib import Path
from typing import Any

import pytest

from visavi.policy import loading

DAY = "--policy-dir lab --json --as-of 2026-02-10"


@pytest.fixture
def lab(cli: Any, home: Path) -> Path:
    """A policy of one's own, in use."""
    cli("policy new lab")
    cli("store init --unsealed --policy lab --policy-dir lab")
    cli("person new anna --name Anna --unit U1 --group staff --from 2015-01-01 --policy-dir lab")
    return home / "lab" / "policy.toml"


def _due(cli: Any) -> str:
    done = cli(f"agenda --person anna {DAY}")
    assert done.code == 0, done.err
    return str(done.data[0]["due"])


def test_an_agenda_that_stands_loads_no_policy(
    cli: Any, lab: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is known from the times of the files that it would be the same."""
    before = _due(cli)
    monkeypatch.setattr(loading, "load_policy", lambda *_, **__: pytest.fail("a policy is loaded"))

    assert _due(cli) == before


def test_a_policy_that_changed_is_judged_by_at_once(cli: Any, lab: Path) -> None:
    """Also when it was asked a moment ago."""
    assert _due(cli) == _due(cli) == "2026-04-30"
    lab.write_text(lab.read_text().replace('"04-30"', '"05-31"'))

    assert _due(cli) == "2026-05-31"
