"""All matters lie in one file, whose length tells nobody whether there is one."""

import shutil
from pathlib import Path

import pytest

from visavi.errors import InvalidInput, StoreDamaged
from visavi.store import TinyRepository, backup, check, create_store, open_store
from visavi.store.documents import STEP
from visavi.store.layout import FOLDERS
from visavi_testing.faults import dies_at

OLD = Path(__file__).parents[2] / "data" / "stores" / "1" / "unsealed"
IDS = [f"m-{letter * 12}" for letter in "abcdefgh"]


@pytest.fixture
def repository(tmp_path: Path) -> TinyRepository:
    """An empty store."""
    return create_store(str(tmp_path / "store"))


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store of form 1, with one matter in a file of its own."""
    copy = Path(shutil.copytree(OLD, tmp_path / "old"))
    for name in FOLDERS:
        (copy / name).mkdir(exist_ok=True)
    return copy


def seen(repository: TinyRepository) -> dict[str, int]:
    """Every file with its length, as somebody without a key sees them."""
    root = Path(repository.path)
    return {
        str(path.relative_to(root)): path.stat().st_size
        for path in root.rglob("*")
        if path.is_file() and path.parent.name != "index" and path.name != "lock"
    }


def test_files_lengths_and_backups_are_the_same_with_and_without_matters(
    repository: TinyRepository, tmp_path: Path
) -> None:
    """None, one, eight with long words, and none again."""
    empty = seen(repository)
    counts = backup(repository, str(tmp_path / "empty.tar"), "test")
    for number, name in enumerate(IDS):
        with repository.changing("test") as change:
            change.put_matter({"id": name, "text": "marker" * 1000})
        assert seen(repository) == empty
        made = backup(repository, str(tmp_path / f"{number}.tar"), "test")
        assert (made.files, made.length) == (counts.files, counts.length)
        assert Path(made.path).stat().st_size == Path(counts.path).stat().st_size
    with repository.changing("test") as change:
        for name in IDS:
            change.remove_matter(name)

    assert seen(repository) == empty
    assert b"marker" not in Path(repository.path, "matters", "matters.json").read_bytes()
    assert list(open_store(repository.path).matters()) == []


def test_more_than_fits_makes_the_file_one_step_longer(repository: TinyRepository) -> None:
    """And not by the length of what was written."""
    file = Path(repository.path, "matters", "matters.json")
    assert file.stat().st_size == STEP
    with repository.changing("test") as change:
        change.put_matter({"id": IDS[0], "text": "x" * STEP})
    assert file.stat().st_size == 2 * STEP


def test_a_matter_of_a_change_that_fails_is_not_there(repository: TinyRepository) -> None:
    """All or nothing: a person that cannot be stored takes the matter along."""

    def act() -> None:
        with repository.changing("test") as change:
            change.put_matter({"id": IDS[0]})
            change.put_person({"id": "../anna"})

    with pytest.raises(InvalidInput):
        act()
    assert list(repository.matters()) == []


def test_where_the_file_is_gone_nobody_is_told_that_there_are_no_matters(
    repository: TinyRepository,
) -> None:
    """It is named as damage, and nothing is made anew in its place."""
    Path(repository.path, "matters", "matters.json").unlink()

    with pytest.raises(StoreDamaged, match="missing"):
        list(repository.matters())
    with pytest.raises(StoreDamaged), repository.changing("test") as change:
        change.put_matter({"id": IDS[0]})
    assert [problem.code for problem in check(repository)] == ["damaged"]


def test_a_store_of_form_1_shows_its_matters_no_more_once_it_was_written_to(old: Path) -> None:
    """Reading changes nothing; the first change brings them into the one file."""
    repository = open_store(str(old))
    (before,) = repository.matters()
    assert not (old / "matters" / "matters.json").exists()

    with repository.changing("test") as change:
        change.put_person({**repository.person("anna"), "name": "Anna Annan"})

    assert [path.name for path in (old / "matters").iterdir()] == ["matters.json"]
    assert list(open_store(str(old)).matters()) == [before]
    assert open_store(str(old)).description["format"] == 2


def test_an_upgrade_that_dies_at_any_call_loses_no_matter(old: Path, tmp_path: Path) -> None:
    """It is read as it was, and the next writer finishes what was begun."""
    (before,) = open_store(str(old)).matters()
    for number in range(1, 200):
        copy = Path(shutil.copytree(old, tmp_path / f"copy-{number}"))

        def act(copy: Path = copy) -> None:
            with open_store(str(copy)).changing("test"):
                pass

        died = dies_at(number, act)
        assert list(open_store(str(copy)).matters()) == [before]
        act()
        assert list(open_store(str(copy)).matters()) == [before]
        assert open_store(str(copy)).description["format"] == 2
        shutil.rmtree(copy)
        if not died:
            break
    else:
        pytest.fail("it never came to its end")
    assert number > 10
