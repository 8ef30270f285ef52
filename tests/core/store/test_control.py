"""A suite that cannot fail proves nothing: TinyDB's own file storage fails it."""

from functools import partial
from pathlib import Path

from tinydb import TinyDB
from tinydb.storages import JSONStorage  # noqa: TID251 -- the control that must fail

from visavi_testing.faults import dies_at

OLD, NEW = "spoken words " * 40, "short"


def test_tinydbs_own_storage_is_torn_by_a_kill(tmp_path: Path) -> None:
    """A text that got shorter leaves a tail behind that no parser accepts."""
    outcomes = set()
    for number in range(1, 10):
        path = tmp_path / f"{number}.json"
        with TinyDB(path, storage=JSONStorage) as db:
            db.insert({"text": OLD})
        died = dies_at(number, partial(_shorten, path))
        outcomes.add(_outcome(path))
        if died is None:
            break

    assert "torn" in outcomes


def test_tinydbs_own_storage_takes_an_emptied_file_for_a_new_one(tmp_path: Path) -> None:
    """Nobody is told that everything is gone."""
    path = tmp_path / "store.json"
    with TinyDB(path, storage=JSONStorage) as db:
        db.insert({"text": OLD})
    path.write_bytes(b"")

    with TinyDB(path, storage=JSONStorage) as db:
        assert db.all() == []


def _shorten(path: Path) -> None:
    with TinyDB(path, storage=JSONStorage) as db:
        db.update({"text": NEW})


def _outcome(path: Path) -> str:
    try:
        with TinyDB(path, storage=JSONStorage) as db:
            text = db.all()[0]["text"]
    except ValueError:
        return "torn"
    return "old" if text == OLD else "new"
