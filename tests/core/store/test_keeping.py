"""Backups in one folder: the last of seven days and of eight weeks; nothing else is touched."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from visavi.errors import Conflict, StoreDamaged, StoreUnwritable
from visavi.sealing.secret import Cost, typed
from visavi.sealing.unlocking import by_passphrase, sealing, unlocking
from visavi.store import TinyRepository, create_store, open_store, restore
from visavi.store.keeping import backup_and_thin_out, place_for, superfluous
from visavi.store.local import Unlock
from visavi_testing.faults import dies_at, state_of

WORDS = "correct horse battery"
MONDAY = date(2026, 6, 1)

Back = Callable[[date], list[str]]


@pytest.fixture(params=[False, True], ids=["unsealed", "sealed"])
def repository(request: pytest.FixtureRequest, tmp_path: Path) -> TinyRepository:
    """A store with one person."""
    made = sealing([by_passphrase(WORDS, Cost(8192, 1, 1))], None) if request.param else None
    store = create_store(str(tmp_path / "store"), wait=0.0, sealing=made)
    with store.changing("test") as change:
        change.put_person({"id": "anna", "name": "Anna"})
    return store


@pytest.fixture
def back(repository: TinyRepository, tmp_path: Path) -> Back:
    """Make a backup on a day, and tell what went."""
    return lambda day: backup_and_thin_out(repository, str(tmp_path / "kept"), "test", day)[1]


def days_in(folder: Path) -> list[str]:
    """The days of which there are backups."""
    return sorted(path.name[-17:-7] for path in folder.iterdir())


def test_the_last_of_seven_days_and_of_eight_weeks_is_kept(back: Back, tmp_path: Path) -> None:
    """A backup every day for twenty weeks; the sets overlap in the week that ends today."""
    for number in range(140):
        back(MONDAY + timedelta(number))
    last = MONDAY + timedelta(139)
    days = {last - timedelta(number) for number in range(7)}
    weeks = {last - timedelta(7 * number) for number in range(8)}

    assert days_in(tmp_path / "kept") == sorted(day.isoformat() for day in days | weeks)


def test_of_one_day_the_last_backup_is_kept(
    back: Back, repository: TinyRepository, tmp_path: Path
) -> None:
    """It holds what the day ended with."""
    back(MONDAY)
    with repository.changing("test") as change:
        change.put_person({**repository.person("anna"), "name": "Berta"})

    gone = back(MONDAY)

    (path,) = (tmp_path / "kept").iterdir()
    assert gone == [path.name.replace("-02.tar", "-01.tar")]
    opened = restored(repository, path, tmp_path / "back")
    assert state_of(opened) == state_of(repository)


def restored(repository: TinyRepository, source: Path, path: Path) -> TinyRepository:
    """The store made from a backup."""
    unlock: Unlock | None = unlocking(lambda: typed(WORDS), None) if repository.sealed else None
    return open_store(restore(str(source), str(path), unlock=unlock).path, unlock=unlock)


def test_days_without_a_backup_do_not_count(back: Back, tmp_path: Path) -> None:
    """Somebody who comes once a month keeps eight; nothing goes because time went by."""
    for month in range(1, 13):
        back(date(2026, month, 1))

    assert days_in(tmp_path / "kept") == [f"2026-{month:02}-01" for month in range(5, 13)]


@pytest.mark.parametrize("wrong", [date(1970, 1, 1), date(2099, 12, 31)], ids=["back", "ahead"])
def test_a_clock_that_jumps_costs_one_backup_at_most(
    back: Back, tmp_path: Path, wrong: date
) -> None:
    """The one just made always stays, whatever its day."""
    for number in range(70):
        back(MONDAY + timedelta(number))
    before = days_in(tmp_path / "kept")

    gone = back(wrong)

    after = days_in(tmp_path / "kept")
    assert wrong.isoformat() in after
    assert len(gone) <= 2
    assert set(before) - set(after) <= {before[0], before[-7]}


def test_nobody_elses_files_are_touched(
    back: Back, repository: TinyRepository, tmp_path: Path
) -> None:
    """Backups of another store, and whatever has another name."""
    folder = tmp_path / "kept"
    folder.mkdir()
    own = repository.store_id
    others = {
        "visavi-s-other-2020-01-01-01.tar",
        f"visavi-{own}-2020-01-01-01.tar.old",
        f"visavi-{own}-2020-13-01-01.tar",
        f"visavi-{own}.tar",
        "holiday.jpg",
    }
    for name in others:
        (folder / name).write_text("kept")
    for number in range(60):
        back(MONDAY + timedelta(number))

    assert others <= {path.name for path in folder.iterdir()}


def test_nothing_goes_when_the_new_backup_fails(
    back: Back, repository: TinyRepository, tmp_path: Path
) -> None:
    """A damaged store is not backed up, and the old backups are needed all the more."""
    for number in range(30):
        back(MONDAY + timedelta(number))
    before = days_in(tmp_path / "kept")
    person = next(Path(repository.path).rglob("person.json"))
    person.write_bytes(person.read_bytes()[:-5])

    with pytest.raises(StoreDamaged):
        back(MONDAY + timedelta(30))

    assert days_in(tmp_path / "kept") == before


def test_a_kill_at_any_call_keeps_enough(
    back: Back, repository: TinyRepository, tmp_path: Path
) -> None:
    """What should stay stays; the next backup removes what was left over."""
    folder = tmp_path / "kept"
    for number in range(9):
        back(MONDAY + timedelta(number))
    for call in range(1, 200, 7):
        day = MONDAY + timedelta(10 + call)
        wanted = set(days_in(folder)) - {
            name[-17:-7] for name in superfluous(repository, str(folder), day=day)
        }

        def act(day: date = day) -> None:
            back(day)

        died = dies_at(call, act)
        assert wanted <= set(days_in(folder))
        if died is None:
            return
    pytest.fail("it never came to its end")


def test_a_folder_that_is_none_is_said(repository: TinyRepository, tmp_path: Path) -> None:
    """Before anything is written."""
    (tmp_path / "file").write_text("kept")

    with pytest.raises(StoreUnwritable):
        place_for(repository, str(tmp_path / "file"), MONDAY)


def test_a_backup_is_not_restored_over_another_store(
    repository: TinyRepository, back: Back, tmp_path: Path
) -> None:
    """Both are named by their ids."""
    back(MONDAY)
    other = create_store(str(tmp_path / "other"))
    (source,) = (tmp_path / "kept").iterdir()

    with pytest.raises(Conflict, match=other.store_id) as told:
        restore(str(source), other.path)

    assert repository.store_id in told.value.message
    assert list(open_store(other.path).people()) == []
