"""Sealed stores that are cheap to open, and what is needed to open them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from visavi.sealing.secret import Cost, typed
from visavi.sealing.unlocking import by_passphrase, sealing, unlocking
from visavi.store import TinyRepository, create_store, open_store

CHEAP = Cost(8192, 1, 1)
WORDS = "correct horse battery"


class Computer:
    """A folder for stores, and the memory of what was last seen of them."""

    cost = CHEAP
    words = WORDS

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen = str(folder / "state" / "seen")

    def make(self, name: str = "store", *more: Any, words: str = WORDS) -> TinyRepository:
        """A new sealed store; ``more`` are further slots."""
        slots = [by_passphrase(words, CHEAP), *more]
        made = sealing(slots, self.seen)
        return create_store(str(self.folder / name), wait=0.2, sealing=made)

    def open(
        self, name: str = "store", words: str = WORDS, *, accept: bool = False
    ) -> TinyRepository:
        """The store, opened as by a new process."""
        unlock = unlocking(lambda: typed(words), self.seen, accept=accept)
        return open_store(str(self.folder / name), wait=0.2, unlock=unlock)


def fill(repository: TinyRepository) -> None:
    """A person, a dialogue with all that is private in one, a matter, a derived file."""
    note = {"text": "NOTEMARK", "author": "annamark"}
    answer = {"text": "ANSWERMARK", "author": "annamark"}
    own = {"notes": [note], "answers": [answer], "ticks": ["one"]}
    done = {"notes": [note], "answers": [answer], "submitted": "2026-02-01"}
    with repository.changing("miamark") as change:
        change.put_person({"id": "annamark", "name": "NAMEMARK"})
        change.put_dialogue(
            {
                "id": "annamark.aaaaaa",
                "text": "TALKMARK",
                "preparations": {"employee": own, "conductor": done},
                "put_aside": {"permark": done},
            }
        )
        change.put_matter({"id": "m-aaaaaaaaaaaa", "text": "MATTERMARK", "handler": "miamark"})
        change.put_register("units", {"units": [{"id": "UNITMARK"}]})
    repository.put_derived("agenda", b"INDEXMARK annamark")


MARKS = (
    *("annamark", "miamark", "permark", "NOTEMARK", "ANSWERMARK", "NAMEMARK", "TALKMARK"),
    *("MATTERMARK", "UNITMARK", "INDEXMARK"),
)


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    """A computer of its own."""
    return Computer(tmp_path)


@pytest.fixture
def sealed(computer: Computer) -> TinyRepository:
    """A sealed store with something of everything in it."""
    repository = computer.make()
    fill(repository)
    return repository


@pytest.fixture
def marks() -> tuple[str, ...]:
    """Words that stand in the store and may not stand on the disk."""
    return MARKS


@pytest.fixture
def filling() -> Callable[[TinyRepository], None]:
    """Puts something of everything into a store."""
    return fill
