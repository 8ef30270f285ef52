"""While a hold is open nothing about the person is deleted, and those concerned by it know."""

from datetime import timedelta

import pytest

from visavi.errors import InvalidInput, NotFound, NotPermitted, OutOfOrder
from visavi.usecases.erase import erase_person
from visavi.usecases.holds import place_hold, release_hold
from visavi.usecases.people import show_person
from visavi.usecases.workspace import Workspace
from visavi_testing.team import ON, by


def test_person_and_manager_see_the_hold_with_reason_and_day(uio: Workspace) -> None:
    """Others find no such person."""
    place_hold(uio, by("hanna"), "anna", reason="A claim is open.")

    for reader in ("anna", "mia", "hanna"):
        (hold,) = show_person(uio, by(reader), "anna")["holds"]
        assert (hold["reason"], hold["on"], hold["by"]) == (
            "A claim is open.",
            ON.isoformat(),
            "hanna",
        )
    with pytest.raises(NotFound):
        show_person(uio, by("per"), "anna")


def test_nothing_is_erased_until_every_hold_is_released(uio: Workspace) -> None:
    """Two holds, released one after the other; both stay on record."""
    _, first = place_hold(uio, by(None), "anna", reason="A claim is open.")
    _, second = place_hold(uio, by(None), "anna", reason="An audit is under way.")
    for hold in (first, second):
        with pytest.raises(OutOfOrder, match=r"hold h\d stands since 2026-02-10"):
            erase_person(uio, by(None), "anna", reason="Asked for.")
        after = release_hold(uio, by(None), "anna", hold, reason="It is over.")

    assert [hold.released for hold in after.holds] == [ON, ON]
    erase_person(uio, by(None), "anna", reason="Asked for.")


@pytest.mark.parametrize("actor", ["anna", "mia", "top", "per"])
def test_only_who_keeps_the_register_places_and_releases(uio: Workspace, actor: str) -> None:
    """Not the manager, and not the person."""
    _, hold = place_hold(uio, by(None), "anna", reason="A claim is open.")

    with pytest.raises(NotPermitted):
        place_hold(uio, by(actor), "anna", reason="Because.")
    with pytest.raises(NotPermitted):
        release_hold(uio, by(actor), "anna", hold, reason="Because.")


def test_a_hold_is_released_once_and_only_where_it_is(uio: Workspace) -> None:
    """An id of none is not there; an empty reason is none."""
    _, hold = place_hold(uio, by(None), "anna", reason="A claim is open.")
    release_hold(uio, by(None, ON + timedelta(days=1)), "anna", hold, reason="It is over.")

    with pytest.raises(OutOfOrder, match="2026-02-11"):
        release_hold(uio, by(None), "anna", hold, reason="Again.")
    with pytest.raises(NotFound):
        release_hold(uio, by(None), "anna", "h9", reason="No such hold.")
    with pytest.raises(InvalidInput):
        place_hold(uio, by(None), "anna", reason="  ")
