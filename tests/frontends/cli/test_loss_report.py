"""What a lost store held, told from its backup: without a key, and without a name."""

from pathlib import Path
from typing import Any

import pytest

SEALED = "--passphrase-command 'echo four words of a test'"


def _filled(cli: Any, more: str = "") -> None:
    for person in ("mia", "anna"):
        post = "--unit U1 --group technical-administrative --from 2015-01-01"
        assert cli(f"person new {person} --name Planted-{person} {post} {more}").code == 0
    assert cli(f"line set anna --manager mia --from 2020-01-01 {more}").code == 0
    assert cli(f"dialogue new anna --kind uio.work --cycle 2026 --as mia {more}").code == 0


@pytest.mark.parametrize("place", ["copy", "copy.tar"])
def test_a_sealed_backup_tells_counts_and_no_name_without_its_passphrase(
    cli: Any, home: Path, place: str
) -> None:
    """Two people, one dialogue; and the same sentence on matters whether there are any or not."""
    assert cli(f"store init --policy uio --memory 8 --passes 1 {SEALED}").code == 0
    _filled(cli, SEALED)
    assert cli(f"store backup {place} {SEALED}").code == 0

    told = cli(f"store loss-report {place} --store nowhere")
    data = cli(f"store loss-report {place} --store nowhere --json").data

    assert (data["people"], data["dialogues"], data["sealed"]) == (2, 1, True)
    assert "units" not in told.out
    assert "It was sealed" in told.out
    assert not any(word in told.out.lower() for word in ("planted", "anna", "mia"))


def test_a_plain_backup_is_said_to_be_readable_by_whoever_has_it(cli: Any, home: Path) -> None:
    """The sentence that a report of a loss turns on."""
    assert cli("store init --policy uio --unsealed").code == 0
    _filled(cli)
    assert cli("store backup copy").code == 0

    told = cli("store loss-report copy")

    assert told.code == 0
    assert "can read everything" in told.out


def test_an_archive_that_lost_its_tail_tells_no_counts(cli: Any, home: Path) -> None:
    """Too small a number would be reported as the truth."""
    assert cli("store init --policy uio --unsealed").code == 0
    _filled(cli)
    assert cli("store backup copy.tar").code == 0
    archive = home / "copy.tar"
    content = archive.read_bytes()
    archive.write_bytes(content[: content.rindex(b"person.json") // 512 * 512])

    assert cli("store loss-report copy.tar").code == 9
    assert cli("store loss-report nothing.tar").code == 9
