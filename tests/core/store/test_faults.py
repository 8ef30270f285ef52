"""Whatever fails while a change is made, the store is as it was, or as it was to be."""

import errno
from functools import partial

import pytest

from visavi.errors import StoreError
from visavi.store import open_store
from visavi_testing.faults import DEEDS, Fault, Faulty, Stores, dies_at

ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EACCES)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Stores:
    """Equal stores on demand."""
    return Stores(tmp_path_factory.mktemp("stores"))


@pytest.mark.parametrize("lasts", [False, True], ids=["once", "lasting"])
@pytest.mark.parametrize("error", ERRORS, ids=[errno.errorcode[error] for error in ERRORS])
@pytest.mark.parametrize("deed", DEEDS)
def test_a_failing_call_leaves_old_or_new(
    stores: Stores, deed: str, error: int, lasts: bool
) -> None:
    """At every call of a change; the failure is told in words, and what it says is true."""
    for number in range(1, 200):
        repository = stores.store()
        told: StoreError | None = None
        with Faulty(Fault(number, error, lasts)) as faulty:
            try:
                DEEDS[deed](repository)
            except StoreError as failure:
                told = failure
        left = stores.settled(repository.path, deed)
        assert left == ("new" if told is None else _said(told))
        if faulty.struck is None:
            assert told is None
            return
    pytest.fail("the deed never came to its end")


def _said(told: StoreError) -> str:
    """Which state the failure's words promise."""
    written = ("The change was written", "The change is noted")
    return "new" if any(words in told.message for words in written) else "old"


@pytest.mark.parametrize("half", [False, True], ids=["before", "within"])
@pytest.mark.parametrize("deed", DEEDS)
def test_a_program_killed_at_any_call_leaves_old_or_new(
    stores: Stores, deed: str, half: bool
) -> None:
    """A real process, killed for real; the next one finds nothing torn and tidies up."""
    for number in range(1, 200):
        path = stores.store().path
        died = dies_at(number, partial(_do, deed, path), half=half)
        left = stores.settled(path, deed)
        if died is None:
            assert left == "new"
            return
    pytest.fail("the deed never came to its end")


def _do(deed: str, path: str) -> None:
    DEEDS[deed](open_store(path))
