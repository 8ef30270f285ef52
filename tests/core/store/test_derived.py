"""What is derived never answers for documents that have changed since."""

import os
from pathlib import Path

import pytest

from visavi.store import TinyRepository, create_store, derived, open_store, repair
from visavi_testing.faults import Fault, Faulty

READ_ONLY = Fault(1, 30, lasts=True)


@pytest.fixture
def repository(tmp_path: Path) -> TinyRepository:
    """A store with one person, whose derived file is up to date."""
    made = create_store(str(tmp_path / "store"), wait=0.0)
    change_anna(made)
    made.put_derived("agenda", b"as of now")
    return made


def change_anna(repository: TinyRepository) -> None:
    """Put Anna anew."""
    with repository.changing("test") as change:
        change.put_person({"id": "anna", "revision": _revision(repository)})


def _revision(repository: TinyRepository) -> int:
    return next((person["revision"] for person in repository.people()), 0)


def test_after_a_new_start_of_the_system_nothing_derived_is_trusted(
    repository: TinyRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power may have gone before the disk had the end of the log."""
    mark, _ = repository.changed_people(0)
    other = Path(repository.path).parent / "boot"
    other.write_text("00000000-0000-0000-0000-000000000000\n")
    monkeypatch.setattr(derived, "_BOOT", str(other))

    again, people = repository.changed_people(mark)

    assert people == ("*",)
    assert repository.derived("agenda") is None
    assert repository.changed_people(again) == (again, ())


@pytest.mark.parametrize("content", [b"", b"x", b"0" * 64, b"\xff" * 200], ids=ascii)
def test_a_log_that_is_no_log_is_begun_anew(repository: TinyRepository, content: bytes) -> None:
    """Whoever asks reads everybody once."""
    mark, _ = repository.changed_people(0)
    Path(repository.path, "index", "changes").write_bytes(content)

    again, people = repository.changed_people(mark)
    change_anna(repository)

    assert people == ("*",)
    assert repository.changed_people(again)[1] == ("anna",)


def test_the_log_may_be_thrown_away_at_any_time(repository: TinyRepository) -> None:
    """A mark of the old log is not taken for one of the new."""
    mark, _ = repository.changed_people(0)
    os.unlink(f"{repository.path}/index/changes")
    for _ in range(20):
        change_anna(repository)

    assert repository.changed_people(mark)[1] == ("*",)


def test_the_log_does_not_grow_without_end(
    repository: TinyRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long one is begun anew, and whoever asks reads everybody once."""
    monkeypatch.setattr(derived, "_LONGEST", 200)
    log = Path(repository.path, "index", "changes")
    mark, _ = repository.changed_people(0)
    for _ in range(60):
        change_anna(repository)
        assert not log.exists() or log.stat().st_size < 300

    assert repository.changed_people(mark)[1] == ("*",)


def test_on_a_read_only_disk_answers_are_derived_each_time(repository: TinyRepository) -> None:
    """What cannot be kept is no failure: it is derived."""
    os.unlink(f"{repository.path}/index/changes")
    with Faulty(READ_ONLY):
        again = open_store(repository.path, wait=0.0)
        again.put_derived("agenda", b"newer")
        mark, people = again.changed_people(0)
        assert again.changed_people(mark) == (mark, people) == (0, ("*",))

    assert repository.derived("agenda") == b"as of now"
    assert sorted(os.listdir(f"{repository.path}/index")) == ["agenda"]


def test_while_somebody_writes_the_log_is_not_begun_anew(repository: TinyRepository) -> None:
    """It could hide what is being written."""
    os.unlink(f"{repository.path}/index/changes")
    with open_store(repository.path).changing("writer"):
        assert repository.changed_people(0) == (0, ("*",))

    assert repository.changed_people(0)[0] > 0


def test_what_somebody_typed_outlasts_a_new_start_and_a_repair(
    repository: TinyRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drafts cannot be made anew, so they are not thrown away with what can."""
    repository.put_derived("drafts-anna", b"half a sentence")
    other = Path(repository.path).parent / "boot"
    other.write_text("00000000-0000-0000-0000-000000000000\n")
    monkeypatch.setattr(derived, "_BOOT", str(other))

    repository.changed_people(0)
    repair(repository, "test")

    assert repository.derived("agenda") is None
    assert repository.derived("drafts-anna") == b"half a sentence"


def test_an_erasure_takes_the_drafts_too(repository: TinyRepository) -> None:
    """They may be about whoever is erased."""
    repository.put_derived("drafts-mia", b"about anna")
    with repository.changing("test") as change:
        change.remove_person("anna")

    assert repository.derived("drafts-mia") is None
