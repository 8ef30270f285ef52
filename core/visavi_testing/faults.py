"""A store that fails on demand: at any call to the system, in any way, or by sudden death."""

import os
import signal
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import pytest

from visavi.store import TinyRepository, check, create_store, open_store, repair

CALLS = (
    *("open", "close", "read", "write", "lseek", "fsync", "fstat", "lstat", "fchmod", "chmod"),
    *("replace", "rename", "unlink", "mkdir", "rmdir", "listdir"),
)
"""What a store asks of the system."""

State = dict[str, dict[str, Any]]
Deed = Callable[[TinyRepository], None]


def state_of(repository: TinyRepository) -> State:
    """Every document of a store by its id."""
    state: State = {"units": dict(repository.register("units"))}
    for person in repository.people():
        state[person["id"]] = dict(person)
        for dialogue in repository.dialogues_of(person["id"]):
            state[dialogue["id"]] = dict(dialogue)
    return state


def change_one_dialogue(repository: TinyRepository) -> None:
    """Change one file."""
    with repository.changing("test") as change:
        found = repository.dialogue("anna.aaaaaa")
        change.put_dialogue({**found, "text": "a longer text than before" * 40})


def add_person(repository: TinyRepository) -> None:
    """Make one file in a folder that is not there yet."""
    with repository.changing("test") as change:
        change.put_person({"id": "carin", "name": "Carin"})


def change_several(repository: TinyRepository) -> None:
    """Change and make files in several folders."""
    with repository.changing("test") as change:
        change.put_person({**repository.person("anna"), "name": "Anna B"})
        change.put_dialogue({**repository.dialogue("anna.aaaaaa"), "text": "short"})
        change.put_dialogue({"id": "dora.dddddd", "text": "new"})
        change.put_person({"id": "dora", "name": "Dora"})
        change.put_register("units", {**repository.register("units"), "units": ["K8"]})


def remove_one(repository: TinyRepository) -> None:
    """Remove one file, by the query layer."""
    with repository.changing("test"):
        repository.table("dialogues").remove(doc_ids=["anna.aaaaaa"])  # type: ignore[list-item]


DEEDS: dict[str, Deed] = {
    "one dialogue": change_one_dialogue,
    "a new person": add_person,
    "several documents": change_several,
    "removal": remove_one,
}


class Stores:
    """Makes equal stores in a folder, and knows what each deed makes of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0
        self.old = state_of(self.store())
        self.new: dict[str, State] = {}
        for name, deed in DEEDS.items():
            repository = self.store()
            deed(repository)
            self.new[name] = state_of(repository)

    def store(self) -> TinyRepository:
        """A store with two people and a dialogue each."""
        self._made += 1
        repository = create_store(str(self._folder / f"store-{self._made}"), wait=0.0)
        with repository.changing("test") as change:
            for person, ending in (("anna", "aaaaaa"), ("berta", "bbbbbb")):
                change.put_person({"id": person, "name": person.title()})
                change.put_dialogue({"id": f"{person}.{ending}", "text": "spoken words" * 20})
        return repository

    def settled(self, path: str, deed: str, *, repaired: bool = False) -> str:
        """``old`` or ``new``: what the deed left, after which the next change tidies up.

        Where the lock file may have been lost too, it takes a repair to do so.
        """
        repository = open_store(path, wait=0.0)
        found = state_of(repository)
        assert found in (self.old, self.new[deed])
        with repository.changing("afterwards") as change:
            change.put_person({**repository.person("berta"), "after": True})
        problems = repair(repository, "afterwards") if repaired else check(repository)
        assert [problem for problem in problems if problem.code != "folder"] == []
        return "old" if found == self.old else "new"


class Fault(NamedTuple):
    """At the ``number``-th call fail with ``error``, and from then on too if it ``lasts``."""

    number: int
    error: int
    lasts: bool = False


class Faulty:
    """The system's calls inside ``with``: counted, and failing as told.

    A fault that lasts lets reading and tidying up go on, as a full disk does.
    """

    WRITING = frozenset(("write", "fsync", "fchmod", "chmod", "replace", "rename", "mkdir"))

    def __init__(self, fault: Fault | None = None) -> None:
        self.seen: list[tuple[str, tuple[Any, ...]]] = []
        self.results: list[Any] = []
        self.struck: str | None = None
        self._fault = fault
        self._patch = pytest.MonkeyPatch()

    def __enter__(self) -> "Faulty":
        for name in CALLS:
            self._patch.setattr(os, name, self._wrapped(name, getattr(os, name)))
        return self

    def __exit__(self, *_: object) -> None:
        self._patch.undo()

    def times(self, name: str) -> int:
        """How often this was called."""
        return sum(1 for seen, _ in self.seen if seen == name)

    def _wrapped(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **options: Any) -> Any:
            self.seen.append((name, args))
            fault = self._fault
            if fault is None or not self._strikes(fault, name, args):
                self.results.append(None)
                self.results[-1] = call(*args, **options)
                return self.results[-1]
            self.results.append(None)
            self.struck = self.struck or name
            if name == "close":
                call(*args, **options)
            raise OSError(fault.error, os.strerror(fault.error))

        return called

    def _strikes(self, fault: Fault, name: str, args: tuple[Any, ...]) -> bool:
        if len(self.seen) == fault.number:
            return True
        writing = name in self.WRITING or (
            name == "open" and args[1] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        )
        return fault.lasts and len(self.seen) > fault.number and bool(writing)


def dies_at(number: int, act: Callable[[], None], *, half: bool = False) -> int | None:
    """Act in a process of its own that is killed before its ``number``-th call to the system.

    With ``half``, a write is cut in the middle first. Gives the signal that ended the process, or
    ``None`` if it came to the end.
    """
    child = os.fork()
    if child == 0:
        _live(partial(_act_until, number, act, half))
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else None


def _live(act: Callable[[], None]) -> NoReturn:
    """The life of a forked process: it leaves by a signal, or by the hard way out."""
    code = 1
    try:
        act()
        code = 0
    finally:
        os._exit(code)


def _act_until(number: int, act: Callable[[], None], half: bool) -> None:
    """Act, with all calls counted together, the ``number``-th of which kills the process."""
    calls = count(1)
    write = os.write

    def wrapped(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **options: Any) -> Any:
            if next(calls) == number:
                if half and name == "write":
                    write(args[0], args[1][: len(args[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **options)

        return called

    for name in CALLS:
        setattr(os, name, wrapped(name, getattr(os, name)))
    act()


def in_processes(count: int, act: Callable[[int], None]) -> list[int]:
    """Act in so many processes at once, each with its number; gives their exit codes."""
    children = []
    for number in range(count):
        child = os.fork()
        if child == 0:
            _live(partial(act, number))
        children.append(child)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def killed_while_writing(path: str, dialogue: str, after: int) -> tuple[int, int]:
    """Write one dialogue over and over in another process, and kill that once it has said so often
    that it was done.

    Gives the last number that was acknowledged and the number that stands in the store now. Texts
    grow and shrink, so that a write in place would leave a tail.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _live(partial(_write_on, path, dialogue, writing))
    os.close(writing)
    said = b""
    with open(reading, "rb", buffering=0) as pipe:
        while said.count(b"\n") < after:
            said += pipe.read(64)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        said += pipe.read()
    acknowledged = int(said.split(b"\n")[-2])
    return acknowledged, int(open_store(path).dialogue(dialogue)["number"])


def _write_on(path: str, dialogue: str, pipe: int) -> None:
    repository = open_store(path)
    for number in count(1):
        with repository.changing("victim") as change:
            found = repository.dialogue(dialogue)
            text = "word " * (number * 7919 % 3000)
            change.put_dialogue({**found, "number": number, "text": text})
        os.write(pipe, b"%d\n" % number)
