"""The local store in process, against one file read (R) and one durable file replace (F).

R opens, reads and parses one dialogue's file with the fastest parser at hand; F writes the same
bytes to a temporary file, waits for the disk, renames it and waits for its folder. Both are taken
in turns with what is measured, on the same files. A store of 10 dialogues is compared with one of
100 000.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from visavi.model.ids import ALPHABET
from visavi.store import TinyRepository, create_store, open_store
from visavi.store.documents import prepared
from visavi_testing.faults import in_processes, killed_while_writing

FEW, MANY = 10, 100_000
PER_PERSON = 10
READS, CHANGES = 400, 200
WRITERS, INSERTS = 8, 25
KILLS = 60
WORDS = (
    *("samtal", "arbetsmiljö", "utveckling", "mål", "resultat"),
    *("forskning", "tid", "stöd", "kurs", "handledning"),
)

Row = tuple[str, float, str]


def rows() -> Iterator[Row]:
    """What is measured, its ratio, and the target."""
    parser, loads = _parser()
    with tempfile.TemporaryDirectory(prefix="visavi-store-bench-") as folder:
        small, large = (Sized(f"{folder}/{count}", count) for count in (FEW, MANY))
        reads, changes = _reads((small, large), loads), _changes((small, large))
        for size, read, change in zip((small, large), reads, changes, strict=True):
            many = f"of {size.count} dialogues"
            what = f"read one {many} (R: {read[0] * 1e6:.0f} us, {parser})"
            yield what, read[1] / read[0], "<= 2.5 R"
            yield f"open the store and read one {many}", read[2] / read[0], "<= 2.5 R"
            what = f"read and change one {many} (F: {change[0] * 1e6:.0f} us)"
            yield what, change[1] / change[0], "<= 2.0 F"
        for what, (few, most) in (("read", reads), ("change", changes)):
            growth = (most[1] / few[1]) / (most[0] / few[0] if what == "change" else 1)
            yield f"growth of a {what}, {FEW} to {MANY} dialogues", growth, "<= 1.1"
        yield f"everybody read, of {MANY // PER_PERSON} people", _everybody(large, loads), "(R)"
        shutil.rmtree(large.repository.path)
        kept = _crowd(f"{folder}/crowd")
        yield f"{WRITERS} writers, part of {WRITERS * INSERTS} inserts kept", kept, "= 1.0"
        yield f"{KILLS} kills, part damaged or lost", _killed(f"{folder}/killed"), "= 0.0"


class Sized:
    """A store with so many dialogues, laid down past it: the disk is not asked to wait."""

    def __init__(self, path: str, count: int) -> None:
        self.count = count
        self.repository: TinyRepository = create_store(path)
        for number in range(count):
            file = self.path(number)
            if number % PER_PERSON == 0:
                os.mkdir(os.path.dirname(file), 0o700)
                someone = prepared({"id": person(number), "name": "Somebody"}, "person", 1)
                Path(os.path.dirname(file), "person.json").write_bytes(someone)
            Path(file).write_bytes(prepared(dialogue(number), "dialogue", 1))
        os.sync()

    def path(self, number: int) -> str:
        """The file of a dialogue."""
        ending = name(number).rpartition(".")[2]
        return f"{self.repository.path}/dossiers/{person(number)}/{ending}.json"

    def change(self, number: int, turn: int) -> None:
        """Read one dialogue and write it with another state."""
        with self.repository.changing("bench") as change:
            found = self.repository.dialogue(name(number))
            change.put_dialogue({**found, "state": f"held-{turn}"})


def dialogue(number: int) -> dict[str, Any]:
    """A dialogue as long as one of an hour and a half: some 12 kB of words."""

    def text(length: int, salt: int) -> str:
        return " ".join(WORDS[(number + salt + n * 7) % len(WORDS)] for n in range(length))

    return {
        "id": name(number),
        "employee": person(number),
        "conductor": "p0",
        "kind": "bench.goals",
        "cycle": "2026",
        "state": "held",
        "events": [{"deed": "note", "on": "2026-02-10", "by": "p0"} for _ in range(12)],
        "topics": [
            {
                "topic": f"topic-{n}",
                "coverage": "covered",
                "notes": [{"text": text(60, n), "author": "p0", "on": "2026-02-10"}],
                "questions": [f"topic-{n}.{q}" for q in range(6)],
            }
            for n in range(10)
        ],
        "preparations": {
            "employee": {"answers": [{"text": text(18, n), "author": "p1"} for n in range(20)]}
        },
        "plan": {"activities": [{"what": text(12, n), "how": text(12, n + 5)} for n in range(5)]},
        "signed": [{"number": 1, "text": text(50, 3), "digest": "0" * 64}],
    }


def person(number: int) -> str:
    """The employee of a dialogue."""
    return f"p{number // PER_PERSON}"


def name(number: int) -> str:
    """The id of a dialogue."""
    ending = ALPHABET[number % PER_PERSON] * 6
    return f"{person(number)}.{ending}"


def _parser() -> tuple[str, Callable[[bytes], Any]]:
    """The fastest JSON parser at hand, and its name."""
    try:
        return "orjson", import_module("orjson").loads
    except ImportError:
        return "json", json.loads


def _reads(
    sizes: tuple[Sized, ...], loads: Callable[[bytes], Any]
) -> list[tuple[float, float, float]]:
    """For each store the seconds of the floor, of a read, and of a read that opens it too."""
    times: list[list[tuple[float, float, float]]] = [[] for _ in sizes]
    for turn in range(2 * READS):
        for size, taken in zip(sizes, times, strict=True):
            number = turn % READS * 7919 % size.count
            taken.append(
                (
                    _taken(partial(_read_plain, size.path(number), loads)),
                    _taken(partial(size.repository.dialogue, name(number))),
                    _taken(partial(_open_and_read, size.repository.path, name(number))),
                )
            )
    return [_medians(taken[READS:]) for taken in times]


def _changes(sizes: tuple[Sized, ...]) -> list[tuple[float, float]]:
    """For each store the seconds of the floor, and of a change with its reading."""
    times: list[list[tuple[float, float]]] = [[] for _ in sizes]
    for turn in range(CHANGES):
        for size, taken in zip(sizes, times, strict=True):
            number = turn * 7919 % size.count
            content = Path(size.path(number)).read_bytes()
            floor = _taken(partial(_replace_plain, size.path(number), content))
            taken.append((floor, _taken(partial(size.change, number, turn))))
    return [_medians(taken) for taken in times]


def _medians(times: Sequence[tuple[float, ...]]) -> tuple[Any, ...]:
    """The median of each column."""
    return tuple(median(column) for column in zip(*times, strict=True))


def _open_and_read(path: str, which: str) -> None:
    open_store(path).dialogue(which)


def _everybody(size: Sized, loads: Callable[[bytes], Any]) -> float:
    """How many times as long as plain reads of the same files it takes to read all people."""
    folder = f"{size.repository.path}/dossiers"
    paths = [f"{folder}/p{number}/person.json" for number in range(MANY // PER_PERSON)]

    def plainly() -> None:
        for path in paths:
            _read_plain(path, loads)

    def by_the_store() -> None:
        for person in size.repository.people():
            assert person["id"]

    times = [(_taken(plainly), _taken(by_the_store)) for _ in range(3)]
    return min(taken for _, taken in times) / min(floor for floor, _ in times)


def _crowd(path: str) -> float:
    """How much of what several processes put at once is there afterwards."""
    create_store(path)
    codes = in_processes(WRITERS, partial(_insert, path))
    kept = sum(1 for _ in open_store(path).people())
    return kept / (WRITERS * INSERTS) if codes == [0] * WRITERS else 0.0


def _insert(path: str, writer: int) -> None:
    repository = open_store(path, wait=60.0)
    for number in range(INSERTS):
        with repository.changing("bench") as change:
            change.put_person({"id": f"w{writer}-{number}"})


def _killed(path: str) -> float:
    """How many of the kills left damage, or took back what was acknowledged."""
    repository = create_store(path)
    with repository.changing("bench") as change:
        change.put_dialogue({"id": "anna.aaaaaa", "number": 0})
    wrong = 0
    for turn in range(KILLS):
        acknowledged, standing = killed_while_writing(path, "anna.aaaaaa", 1 + turn % 7)
        wrong += not acknowledged <= standing <= acknowledged + 1
    return wrong / KILLS


def _read_plain(path: str, loads: Callable[[bytes], Any]) -> Any:
    with open(path, "rb", buffering=0) as file:
        return loads(file.read())


def _replace_plain(path: str, content: bytes) -> None:
    beside, folder = f"{path}.floor.tmp", os.path.dirname(path)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.write(handle, content)
    os.fsync(handle)
    os.close(handle)
    os.replace(beside, path)
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def _taken(act: Callable[[], Any]) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start


if __name__ == "__main__":
    for what, ratio, target in rows():
        print(f"{ratio:6.2f}  {target:9}  {what}", flush=True)
