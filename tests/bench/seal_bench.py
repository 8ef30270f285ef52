"""A sealed store against the same unsealed, and its unlocking against the key derivation alone.

In process: a change, reading a document, and opening by passphrase at the default cost. Whole
commands: ``person edit`` in both, in CPU time; unlocking is paid once a command, so it is told both
ways.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from visavi.sealing.secret import Cost, typed
from visavi.sealing.unlocking import by_passphrase, sealing, unlocking
from visavi.store import TinyRepository, create_store, open_store

ROUNDS = 400
FEW = 9
WORDS = "four words for a bench"
COST = Cost()
TEXT = "what was said in a topic, at some length. " * 60

Row = tuple[str, float, str]


def rows() -> Iterator[Row]:
    """Ratios: what was measured, how much, and the most it may be."""
    with tempfile.TemporaryDirectory() as folder:
        plain = create_store(f"{folder}/plain")
        quick = sealing([by_passphrase(WORDS, Cost(8192, 1, 1))], f"{folder}/seen")
        sealed = create_store(f"{folder}/sealed", sealing=quick)
        for store in (plain, sealed):
            _fill(store)
        change = _ratio(ROUNDS, lambda: _change(sealed), lambda: _change(plain))
        yield "seal: a change of a dialogue with private notes, in process", change, "<= 1.1"
        person = _ratio(ROUNDS, lambda: _change_person(sealed), lambda: _change_person(plain))
        yield "seal: a change of a person, sealed / unsealed, in process", person, "<= 1.1"
        read = _ratio(ROUNDS, lambda: _read(sealed), lambda: _read(plain))
        yield "seal: reading a dialogue, sealed / unsealed, in process", read, "-"
        yield from _unlocking(folder)
        yield from _commands(Path(folder))


def _unlocking(folder: str) -> Iterator[Row]:
    make = sealing([by_passphrase(WORDS, COST)], f"{folder}/seen")
    path = create_store(f"{folder}/costly", sealing=make).path
    unlock = unlocking(lambda: typed(WORDS), f"{folder}/seen")
    ratio = _ratio(FEW, lambda: open_store(path, unlock=unlock), _derive)
    yield "seal: unlock and open / the key derivation alone", ratio, "<= 1.3"


def _commands(folder: Path) -> Iterator[Row]:
    """A deed as a whole command. What is left when the key derivation is taken off is the rest."""
    (folder / "words").write_text(WORDS)
    plain, sealed = str(folder / "c-plain"), str(folder / "c-sealed")
    _command(folder, "store", "init", "--unsealed", "--policy", "ki", "--store", plain)
    _command(folder, "store", "init", "--policy", "ki", "--store", sealed)
    for store in (plain, sealed):
        _command(folder, "person", "new", "anna", "--name", "Anna", "--store", store)

    def edit(store: str) -> Callable[[], None]:
        return lambda: _command(
            folder, "person", "edit", "anna", "--email", "a@example.org", "--store", store
        )

    deeds = (edit(sealed), edit(plain), _derive)
    times = [[_spent(deed) for deed in deeds] for _ in range(FEW)]
    whole = median(one / two for one, two, _ in times)
    rest = median((one - kdf) / two for one, two, kdf in times)
    yield "seal: a whole command, sealed / unsealed, unlocking included", whole, "-"
    yield "seal: a whole command, sealed / unsealed, the derivation taken off", rest, "<= 1.3"


def _fill(store: TinyRepository) -> None:
    with store.changing("bench") as change:
        change.put_person({"id": "anna", "name": "Anna"})
        change.put_dialogue({"id": "anna.aaaaaa", "text": TEXT, "preparations": _preparations()})


def _preparations() -> dict[str, object]:
    note = {"text": "a private note, two lines long. " * 4, "author": "anna"}
    return {"employee": {"notes": [note], "answers": [note], "submitted": "2026-02-01"}}


def _change(store: TinyRepository) -> None:
    with store.changing("bench") as change:
        change.put_dialogue({**store.dialogue("anna.aaaaaa"), "text": TEXT})


def _change_person(store: TinyRepository) -> None:
    with store.changing("bench") as change:
        change.put_person({**store.person("anna"), "name": "Anna"})


def _read(store: TinyRepository) -> None:
    store.dialogue("anna.aaaaaa")


def _derive() -> None:
    kdf = Argon2id(
        salt=bytes(32),
        length=32,
        iterations=COST.passes,
        lanes=COST.lanes,
        memory_cost=COST.memory,
    )
    kdf.derive(WORDS.encode())


def _command(folder: Path, *words: str) -> None:
    env = {**os.environ, "HOME": str(folder), "VISAVI_PASSPHRASE_COMMAND": ""}
    with open(folder / "words", "rb") as secret:
        number = secret.fileno()
        line = [sys.executable, "-m", "visavi_cli", *words, "--passphrase-fd", str(number)]
        subprocess.run(line, env=env, pass_fds=[number], check=True, capture_output=True)


def _ratio(rounds: int, one: Callable[[], object], other: Callable[[], object]) -> float:
    """The median of the rounds' ratios, the two taken in turns."""
    one(), other()
    return median(_time(one) / _time(other) for _ in range(rounds))


def _spent(deed: Callable[[], object]) -> float:
    """The CPU seconds of a deed, here and in the process that it runs."""
    began = _used()
    deed()
    return _used() - began


def _used() -> float:
    both = (resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def _time(deed: Callable[[], object]) -> float:
    began = perf_counter()
    deed()
    return perf_counter() - began
