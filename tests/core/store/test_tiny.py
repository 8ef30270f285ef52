"""TinyDB over the folder gives the answers that TinyDB gives over its own memory."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where
from tinydb.storages import MemoryStorage  # noqa: TID251 -- the stock answers to compare with
from tinydb.table import Document, Table

from visavi.store import TinyRepository, create_store
from visavi.store.tiny import FolderTable

IDS = [f"anna.{letter * 6}" for letter in "abcdefgh"]
OWN = ("schema", "id", "revision")

Play = Callable[[Any], Any]


class StockTable(Table):
    """TinyDB's own table with ids of text, and nothing else of ours."""

    document_id_class = str  # type: ignore[assignment]  # a class attribute meant to be replaced


def grown(fields: dict[str, Any]) -> None:
    """An update by a function."""
    fields["minutes"] += 5


def doc(number: int, **fields: Any) -> Document:
    """A dialogue with an id of its own."""
    return Document(fields, doc_id=IDS[number])  # type: ignore[arg-type]


PLAYS: list[Play] = [
    lambda t: t.insert(doc(0, kind="goals", minutes=60, plan={"steps": [1, 2]})),
    lambda t: t.insert_multiple([doc(1, kind="goals", minutes=90), doc(2, kind="pay", minutes=30)]),
    lambda t: t.insert(doc(0, kind="again")),
    lambda t: t.insert_multiple([doc(3, kind="pay", minutes=15), doc(3, kind="twice")]),
    lambda t: t.all(),
    lambda t: len(t),
    lambda t: t.get(doc_id=IDS[1]),
    lambda t: t.get(doc_id=IDS[7]),
    lambda t: t.get(doc_id="../x"),
    lambda t: t.get(doc_ids=[IDS[0], IDS[2], IDS[7]]),
    lambda t: t.get(where("kind") == "pay"),
    lambda t: t.get(where("kind") == "none"),
    lambda t: t.search(where("minutes") > 40),
    lambda t: t.search(where("plan").steps.any([2])),
    lambda t: t.search((where("kind") == "goals") & ~(where("minutes") == 90)),
    lambda t: t.search(where("kind").matches("p.*")),
    lambda t: t.count(where("kind") == "goals"),
    lambda t: t.contains(doc_id=IDS[2]),
    lambda t: t.contains(doc_id=IDS[7]),
    lambda t: t.contains(where("minutes") == 30),
    lambda t: t.update({"state": "held"}, doc_ids=[IDS[0], IDS[7]]),
    lambda t: t.update({"state": "moved"}, where("kind") == "pay"),
    lambda t: t.update(grown, where("state") == "held"),
    lambda t: t.update({"seen": True}),
    lambda t: t.update_multiple(
        [({"big": True}, where("minutes") > 50), (grown, where("big").exists())]
    ),
    lambda t: t.search(where("seen").exists()),
    lambda t: t.upsert(doc(4, kind="new", minutes=1)),
    lambda t: t.upsert(doc(0, kind="older")),
    lambda t: t.upsert({"kind": "none"}, where("minutes") == 30),
    lambda t: t.upsert({"kind": "none"}),
    lambda t: t.search(where("kind") == "none"),
    lambda t: sorted(t.remove(where("kind") == "none")),
    lambda t: t.remove(doc_ids=[IDS[1], IDS[7]]),
    lambda t: t.remove(),
    lambda t: t.all(),
    lambda t: [found.doc_id for found in t],
    lambda t: t.truncate(),
    lambda t: t.all(),
    lambda t: len(t),
]


@pytest.fixture
def repository(tmp_path: Path) -> TinyRepository:
    """An empty store."""
    return create_store(str(tmp_path / "store"))


def played(play: Play, table: Any) -> Any:
    """The answer, or the kind of refusal."""
    try:
        return play(table)
    except (ValueError, RuntimeError) as error:
        return type(error)


def without_own(answer: Any) -> Any:
    """The answer without what every document of a store has."""
    if isinstance(answer, Document):
        return answer.doc_id, {key: answer[key] for key in answer if key not in OWN}
    return [without_own(found) for found in answer] if isinstance(answer, list) else answer


def test_the_same_calls_get_the_same_answers(repository: TinyRepository) -> None:
    """Inserts, updates, searches and removals, one after the other."""
    stock = StockTable(TinyDB(storage=MemoryStorage).storage, "dialogues")
    ours = repository.table("dialogues")
    for number, play in enumerate(PLAYS):
        with repository.changing("test"):
            answer = without_own(played(play, ours))

        assert answer == without_own(played(play, stock)), number


def test_what_another_process_wrote_is_seen_by_the_next_query(repository: TinyRepository) -> None:
    """No answer is kept."""
    table = repository.table("dialogues")
    assert table.search(where("kind") == "goals") == []

    with repository.changing("test") as change:
        change.put_dialogue({"id": IDS[0], "kind": "goals"})

    assert [found["id"] for found in table.search(where("kind") == "goals")] == [IDS[0]]


def test_a_query_that_alters_nothing_writes_nothing(repository: TinyRepository) -> None:
    """An update to what stands there already keeps the revision."""
    with repository.changing("test") as change:
        change.put_dialogue({"id": IDS[0], "kind": "goals"})
        change.put_dialogue({"id": IDS[1], "kind": "pay"})
    with repository.changing("test"):
        repository.table("dialogues").update({"kind": "goals"})

    assert repository.dialogue(IDS[0])["revision"] == 1
    assert repository.dialogue(IDS[1])["revision"] == 2


def test_tables_are_changed_inside_of_a_change_only(repository: TinyRepository) -> None:
    """There is no writing past the lock."""
    table: FolderTable = repository.table("dialogues")
    with pytest.raises(RuntimeError, match="changing"):
        table.insert(doc(0, kind="goals"))
    with pytest.raises(TypeError):
        table.storage.write({})

    assert table.all() == []


def test_a_dossier_is_a_table_of_its_own(repository: TinyRepository) -> None:
    """It holds what is its employee's, and finds nobody else's."""
    with repository.changing("test") as change:
        change.put_dialogue({"id": "anna.aaaaaa"})
        change.put_dialogue({"id": "berta.bbbbbb"})
    table = repository.table("dialogues/anna")

    assert [found["id"] for found in table] == ["anna.aaaaaa"]
    assert table.get(doc_id="berta.bbbbbb") is None  # type: ignore[call-overload]
