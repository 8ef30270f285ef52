"""Whole commands against a click program that prints one word (C) and bare Python (B).

Everything runs in a virtual environment of its own with a plain copy of visavi, 80 distributions
and 20 policies, so that neither an editable install nor a developer's ``.pth`` is measured. The
yardsticks are taken in turns with what is measured; a ratio is the median of the rounds' ratios
of CPU time.
"""

import compileall
import os
import shutil
import tempfile
import tomllib
import venv
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 15
WARM_UP = 2
PEOPLE = 10_000
MANY = 100_000
ON = "2026-11-21"
LIBRARIES = ("attr", "attrs", "cattrs", "click", "pluggy", "tinydb", "typing_extensions")

SCRIPT = """#!{python}
import sys
from visavi_cli.entry import main
if __name__ == "__main__":
    sys.exit(main())
"""
HELLO = """#!{python}
import click


@click.command()
def main():
    click.echo("hello")


main()
"""

Row = tuple[str, float, str]
Command = Sequence[str]


class Bench:
    """A folder with an installation, a home and stores."""

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder)
        home = self.folder / "home"
        home.mkdir()
        self.env = {"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8"}
        room = self.folder / "venv"
        venv.create(room, with_pip=False, symlinks=True)
        self.python = str(room / "bin" / "python")
        self.site = next((room / "lib").glob("python*/site-packages"))
        self._install()
        self.visavi = self._script("visavi", SCRIPT)
        self.hello = self._script("hello", HELLO)

    def _install(self) -> None:
        for package in (*ROOT.glob("core/*"), *ROOT.glob("plugins/*"), *ROOT.glob("frontends/*")):
            _copy(package, self.site / package.name)
        for name in LIBRARIES:
            origin = Path(str(getattr(find_spec(name), "origin", None)))
            whole = origin.parent if origin.name == "__init__.py" else origin
            _copy(whole, self.site / whole.name)
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        ours: dict[str, str] = project["project"]["entry-points"]["visavi.policy"]
        more = {f"policy-{number}": "visavi_example" for number in range(len(ours), 20)}
        self._distribution("visavi", {**ours, **more})
        for number in range(79):
            self._distribution(f"dist_{number:03}", {})
        compileall.compile_dir(self.site, quiet=2, workers=1)

    def _distribution(self, name: str, policies: Mapping[str, str]) -> None:
        info = self.site / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Name: {name}\nVersion: 1.0\n")
        lines = [f"{policy} = {target}\n" for policy, target in policies.items()]
        if lines:
            (info / "entry_points.txt").write_text("".join(["[visavi.policy]\n", *lines]))

    def _script(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text.format(python=self.python))
        path.chmod(0o755)
        return str(path)

    def visavi_with(self, store: str, line: str) -> Command:
        """A command line of visavi on one of the stores."""
        return (self.visavi, *line.split(), "--store", str(self.folder / store))

    def spent(self, command: Command) -> float:
        """The CPU seconds of one run; its output goes nowhere."""
        null = os.open(os.devnull, os.O_RDWR)
        to_null = [(os.POSIX_SPAWN_DUP2, null, number) for number in range(3)]
        child = os.posix_spawn(command[0], list(command), self.env, file_actions=to_null)
        _, status, usage = os.wait4(child, 0)
        os.close(null)
        code = os.waitstatus_to_exitcode(status)
        assert code == 0, f"{' '.join(command)} ended with {code}"
        return usage.ru_utime + usage.ru_stime

    def times(
        self, commands: Mapping[str, Command], rounds: int = ROUNDS
    ) -> dict[str, list[float]]:
        """The times of the commands, taken in turns."""
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(rounds + WARM_UP):
            for name, command in commands.items():
                spent = self.spent(command)
                if number >= WARM_UP:
                    taken[name].append(spent)
        return taken

    def yardsticks(self) -> dict[str, Command]:
        """B and C."""
        return {"B": (self.python, "-c", "pass"), "C": (self.hello,)}


def rows() -> Iterator[Row]:
    """The bench's rows: what, ratio, target; each when it has been taken."""
    with tempfile.TemporaryDirectory(prefix="visavi-bench-") as folder:
        bench = Bench(folder)
        yield from _start(bench)
        yield from _dialogues(bench)
        yield from _agenda(bench)


def _start(bench: Bench) -> Iterator[Row]:
    """What costs nothing but imports."""
    plugins = "20 policies, 80 distributions"
    taken = bench.times(
        {
            **bench.yardsticks(),
            "version": (bench.visavi, "--version"),
            "help": (bench.visavi, "--help"),
            "names": (bench.visavi, "policy", "list"),
        }
    )
    yield "C in B: a click program that prints one word", _ratio(taken, "C", "B"), ""
    yield "visavi --version, in B", _ratio(taken, "version", "B"), "<= 1.6 B"
    yield f"visavi --help, {plugins}", _ratio(taken, "help", "C"), "<= 1.2 C"
    yield f"visavi policy list, {plugins}", _ratio(taken, "names", "C"), ""


def _dialogues(bench: Bench) -> Iterator[Row]:
    """Reading and changing one dialogue, in a store of 10 and in one of 100 000."""
    text = bench.folder / "text"
    text.write_text("What I want to bring up.\n")
    few = _fill(bench, "few", people=10, dialogues=1)
    many = _fill(bench, "many", people=PEOPLE, dialogues=MANY // PEOPLE)
    show, change = "dialogue show {} --as boss", f"dialogue prepare {{}} --as boss --file {text}"
    taken = bench.times(
        {
            **bench.yardsticks(),
            "show few": bench.visavi_with("few", show.format(few)),
            "show many": bench.visavi_with("many", show.format(many)),
            "change few": bench.visavi_with("few", change.format(few)),
            "change many": bench.visavi_with("many", change.format(many)),
        }
    )
    yield "dialogue show, as mappings", _ratio(taken, "show few", "C"), "<= 1.3 C"
    yield f"the same among {MANY} dialogues", _ratio(taken, "show many", "C"), "<= 1.3 C"
    yield "growth, 10 to 100 000 dialogues", _ratio(taken, "show many", "show few"), "<= 1.05"
    yield "a durable change (dialogue prepare)", _ratio(taken, "change few", "C"), "<= 1.5 C"
    yield f"the same among {MANY} dialogues", _ratio(taken, "change many", "C"), "<= 1.5 C"
    yield "growth, 10 to 100 000 dialogues", _ratio(taken, "change many", "change few"), "<= 1.05"


def _agenda(bench: Bench) -> Iterator[Row]:
    """The agenda of large registers, made before. All of it is 7 and 70 megabytes of output."""
    for people, most in ((PEOPLE, "<= 1.5 C"), (MANY, "<= 2.5 C")):
        store = f"agenda-{people}"
        _fill(bench, store, people=people, dialogues=0)
        lines = {
            "one manager's": f"agenda --as-of {ON} --as boss7",
            "numbers by rule and state": f"agenda --as-of {ON} --summary",
            "due within a week": f"agenda --as-of {ON} --within 7",
            "all of it as JSON": f"agenda --as-of {ON} --json",
        }
        commands = {name: bench.visavi_with(store, line) for name, line in lines.items()}
        bench.spent(commands["numbers by rule and state"])
        taken = bench.times({**bench.yardsticks(), **commands})
        for name in lines:
            target = "" if name.startswith("all") else most
            yield f"agenda of {people} people: {name}", _ratio(taken, name, "C"), target


def _ratio(taken: Mapping[str, list[float]], name: str, yardstick: str) -> float:
    return median(one / other for one, other in zip(taken[name], taken[yardstick], strict=True))


def _fill(bench: Bench, store: str, *, people: int, dialogues: int) -> str:
    """Make a store with so many people, each with so many dialogues; gives one dialogue's id."""
    from visavi.store import create_store

    repository = create_store(str(bench.folder / store))
    documents = _documents(people, dialogues)
    done = False
    while not done:
        done = True
        with repository.changing("bench") as change:
            for number, (kind, document) in enumerate(documents, 1):
                getattr(change, f"put_{kind}")(document)
                if number == 1000:
                    done = False
                    break
    with repository.changing("bench") as change:
        chosen = {**repository.register("settings"), "policy": "uio"}
        change.put_register("settings", chosen)
    return "p0.a00000"


def _documents(people: int, dialogues: int) -> Iterator[tuple[str, dict[str, Any]]]:
    post = {"id": "1", "unit": "U1", "staff_group": "technical-administrative"}
    bosses = ["boss", *(f"boss{number}" for number in range(people // 10))]
    for boss in bosses:
        yield "person", _person(boss, {**post, "start": "2010-01-01"}, "top")
    for number in range(people):
        boss = "boss" if dialogues else bosses[1 + number // 10]
        yield "person", _person(f"p{number}", {**post, "start": "2015-01-01"}, boss)
        for one in range(dialogues):
            yield "dialogue", _dialogue(f"p{number}", f"a{one:05}", one == 0)


def _person(person: str, post: dict[str, Any], manager: str) -> dict[str, Any]:
    return {
        "schema": "visavi.person/1",
        "id": person,
        "revision": 0,
        "name": f"Påhitt {person}",
        "birth_date": "1970-05-01",
        "employments": [post],
        "line": [{"manager": manager, "start": "2015-01-01"}],
    }


def _dialogue(employee: str, ending: str, planned: bool) -> dict[str, Any]:
    """A dialogue of about twelve kilobytes."""
    words = "Vi talade om vad som går bra och vad som ska bli bättre till nästa gång. " * 7
    note = {"text": words, "author": "boss", "on": "2026-02-10"}
    topics = ("tasks", "management", "environment", "competence", "plans", "follow-up")
    return {
        "schema": "visavi.dialogue/1",
        "id": f"{employee}.{ending}",
        "revision": 0,
        "employee": employee,
        "conductor": "boss",
        "kind": "uio.work",
        "cycle": "2026",
        "policy": {"id": "uio", "version": "2026.1"},
        "state": "planned" if planned else "closed",
        "events": [{"deed": "new", "on": "2026-01-12", "by": "boss"}],
        "topics": [{"topic": topic, "notes": [note, note, note]} for topic in topics],
        "plan": {"activities": [{"id": f"a{n}", "what": words} for n in range(1, 6)]},
    }


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    elif source.suffix == ".py":
        shutil.copy(source, target)


if __name__ == "__main__":
    for what, ratio, target in rows():
        print(f"{ratio:6.2f}  {target:10}  {what}", flush=True)
