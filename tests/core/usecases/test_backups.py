"""An erasure names the backups that still hold the person, and until when."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from visavi.errors import Conflict, NotFound, NotPermitted
from visavi.usecases.backups import backups_of, count_of, is_gone, made, overdue
from visavi.usecases.erase import erase_person
from visavi.usecases.people import new_person
from visavi.usecases.workspace import Workspace
from visavi_testing.team import ON, by


def backed_up(workspace: Workspace, path: str, **more: Any) -> None:
    """A backup at the path, as far as the store knows."""
    made(workspace.repository, by(None), path, lambda: None, **more)


def named(workspace: Workspace, person: str) -> dict[str, str | None]:
    """The backups that the receipt of the person's erasure names, each with its day."""
    receipt = erase_person(workspace, by(None), person, reason="Asked for.")
    return {one["path"]: one["expires"] for one in receipt["backups"]}


def test_the_receipt_names_the_backups_made_while_the_person_was_there(uio: Workspace) -> None:
    """Not those made before the person came, nor those that are gone."""
    backed_up(uio, "before")
    new_person(uio, by(None), "late", name="Late Testsson")
    backed_up(uio, "after", until=ON + timedelta(days=30))
    backed_up(uio, "kept", kept=True)
    backed_up(uio, "destroyed")
    is_gone(uio.repository, by(None), "b4")

    assert named(uio, "late") == {"after": "2026-03-12", "kept": "2026-04-07"}
    assert named(uio, "per") == {"before": None, "after": "2026-03-12", "kept": "2026-04-07"}


def test_somebody_entered_while_a_backup_is_made_counts_as_held_by_it(uio: Workspace) -> None:
    """Rather once too often than once too seldom."""
    made(
        uio.repository,
        by(None),
        "meanwhile",
        lambda: new_person(uio, by(None), "late", name="Late Testsson"),
    )

    assert named(uio, "late") == {"meanwhile": None}


def test_a_backup_that_failed_is_not_listed(uio: Workspace) -> None:
    """And does not count."""

    def fail() -> None:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011  # the very one
        made(uio.repository, by(None), "failed", fail)
    assert backups_of(uio.repository, by(None)) == []
    assert count_of(uio.repository) == 0


def test_in_a_folder_of_backups_those_that_hold_somebody_erased_go_on_their_day(
    uio: Workspace,
) -> None:
    """The others stay as long as their week asks for."""
    backed_up(uio, "kept", kept=True)
    last = ON + timedelta(weeks=8)
    assert overdue(uio.repository, last) == []
    erase_person(uio, by(None), "per", reason="Asked for.")

    assert overdue(uio.repository, last - timedelta(days=1)) == []
    assert overdue(uio.repository, last) == ["kept"]
    assert [row["erased"] for row in backups_of(uio.repository, by(None))] == [1]


@pytest.mark.parametrize("deed", [backups_of, lambda r, b: is_gone(r, b, "b1")])
def test_the_list_is_for_who_keeps_the_register(
    uio: Workspace, deed: Callable[[Any, Any], Any]
) -> None:
    """A manager has no part in it."""
    backed_up(uio, "one")
    with pytest.raises(NotPermitted):
        deed(uio.repository, by("mia"))
    deed(uio.repository, by("hanna"))


def test_a_backup_is_gone_once_and_only_if_it_is_listed(uio: Workspace) -> None:
    """The error says so."""
    backed_up(uio, "one")
    is_gone(uio.repository, by(None), "b1")
    with pytest.raises(Conflict):
        is_gone(uio.repository, by(None), "b1")
    with pytest.raises(NotFound):
        is_gone(uio.repository, by(None), "b9")
