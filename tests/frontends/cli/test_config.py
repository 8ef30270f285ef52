"""Settings of this computer, and what the institution chose for the store."""

from pathlib import Path
from typing import Any

import pytest


def test_an_option_wins_over_the_environment_and_that_over_the_file(
    cli: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the list says where each value comes from."""
    assert cli("config set store /from/file").code == 0
    assert cli("store path").out == "/from/file\n"
    monkeypatch.setenv("VISAVI_STORE", "/from/environment")
    assert cli("store path").out == "/from/environment\n"
    assert cli("store path --store /from/option").out == "/from/option\n"

    rows = {row["name"]: row for row in cli("config list --json").data}
    assert (rows["store"]["value"], rows["store"]["source"]) == ("/from/environment", "environment")


def test_a_setting_can_be_taken_out_again(cli: Any) -> None:
    """The others stay."""
    cli("config set as mia")
    cli("config set policy ki")
    assert cli("config set as --remove").code == 0

    assert cli("config get as").code == 3
    assert cli("config get policy").out == "ki\n"


def test_the_environment_says_who_acts(ki: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where --as does not."""
    monkeypatch.setenv("VISAVI_AS", "per")
    assert ki("person show top").code == 3
    assert ki("person show top --as hanna").code == 0


def test_a_dry_run_writes_no_setting(cli: Any, home: Path) -> None:
    """It answers as if."""
    assert cli("config set policy ki --dry-run --json").data["value"] == "ki"
    assert not (home / "config").exists()


@pytest.mark.parametrize(
    "content", [b"policy ki\n", b"nonsense = 1\n", b"as = a\nas = b\n", b"\xff"]
)
def test_a_broken_file_is_named_with_its_line(cli: Any, home: Path, content: bytes) -> None:
    """What needs no setting still works."""
    path = Path(cli("config path").out.strip())
    path.parent.mkdir(parents=True)
    path.write_bytes(content)

    done = cli("config get policy")

    assert done.code == 2
    assert str(path) in done.err
    assert cli("--help").code == 0


def test_the_institution_chooses_policy_settings_and_layers_in_the_store(uio: Any) -> None:
    """They travel with the store, and are checked before they are kept."""
    assert uio("config get store.policy").out == "uio\n"
    assert uio("config set layer.U1 uio-ils").code == 0
    assert uio("config get layer.U1").out == "uio-ils\n"
    assert uio("config set layer.U1 nonsense").code == 3
    rows = [row for row in uio("config list --json").data if row["name"].startswith("setting.")]
    assert rows
    name, value = rows[0]["name"], rows[0]["value"]

    assert uio("config set", name, "no such choice").code == 2
    assert uio("config set", name, str(value)).code == 0
    changed = {row["name"]: row["source"] for row in uio("config list --json").data}
    assert changed[name] == "store"
    assert uio("config set", name, "--remove").code == 0


def test_only_who_keeps_the_register_chooses_for_the_store(uio: Any) -> None:
    """A manager does not."""
    assert uio("config set layer.U1 uio-ils --as mia").code == 4
    assert uio("config set layer.U1 uio-ils --as hanna").code == 0
