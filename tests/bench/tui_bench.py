"""The terminal app on a pty, against an empty app of the same toolkit (T).

T is the time from the start of the process to the first paint of an app that shows one word; My
team is painted when its first person stands on the screen. Both are taken in turns. Keys are timed
from their writing to the last byte of the repaint. Stores are laid down past the app, and the app
is opened once before anything is timed, so that the agenda of the day is made.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from visavi.sealing.secret import Cost, typed
from visavi.sealing.unlocking import by_passphrase, sealing, unlocking
from visavi.store import TinyRepository, create_store, open_store
from visavi.store.documents import prepared
from visavi.usecases.drafts import Drafts
from visavi_testing.terminal import OnAPty

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("painted")
Empty().run(mouse=False)
"""
VISAVI = "from visavi_cli.entry import main; main()"
ON = "2026-11-21"
WORDS = "four words for a bench"
SIZES = (15, 5_000, 100_000)
ROUNDS = 9
KEYS = 120
LONG = 20_000
FRAME = 1 / 60
LETTERS = 30
TYPED = 200
KILLS = 12
POST = {"id": "1", "unit": "U1", "staff_group": "technical-administrative"}

Row = tuple[str, float, str]


def rows() -> Iterator[Row]:
    """What is measured, its ratio, and the target."""
    with tempfile.TemporaryDirectory(prefix="visavi-tui-bench-") as folder:
        bench = Bench(Path(folder))
        for count in (10, *SIZES):
            bench.fill(f"team-{count}", count)
            bench.open(f"team-{count}").end()
        yield from _paints(bench)
        yield from _keys(bench)
        yield from _echo(bench)
        yield from _kills(bench)


class Bench:
    """Stores in a folder, and a home of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8"}
        self.env |= {"TERM": "xterm-256color", "PYTHONPYCACHEPREFIX": str(folder / "compiled")}

    def empty(self) -> OnAPty:
        """The empty app."""
        return OnAPty((sys.executable, "-P", "-c", EMPTY), self.env)

    def start(self, store: str, *more: str) -> OnAPty:
        """Visavi at the store, as the manager of everybody."""
        where = {"VISAVI_STORE": str(self.folder / store), "VISAVI_AS": "boss"}
        return OnAPty((sys.executable, "-P", "-c", VISAVI, *more), self.env | where)

    def open(self, store: str, *more: str) -> OnAPty:
        """The same, when its queue stands there and nothing more comes."""
        opened = self.start(store, *more)
        opened.shown("Next step")
        opened.settle()
        return opened

    def talking(self) -> OnAPty:
        """The app in the talk, where the first note is being written."""
        self.discard()
        line = f"cat {self.folder / 'words'}"
        app = self.open("talk", "--passphrase-command", line)
        for keys, expected in ((b"\r", "topic 1 of"), (b"\r", "Leave")):
            since = len(app.written)
            app.send(keys)
            app.shown(expected, since)
            app.settle()
        return app

    def kept(self) -> int:
        """How many letters the draft in the talk has."""
        return sum(len(draft.text) for draft in self._drafts().all().values())

    def discard(self) -> None:
        """Leave no draft behind."""
        drafts = self._drafts()
        for key in list(drafts.all()):
            drafts.drop(key)

    def _drafts(self) -> Drafts:
        unlock = unlocking(lambda: typed(WORDS), f"{self.folder}/seen")
        return Drafts(open_store(str(self.folder / "talk"), unlock=unlock), "boss")

    def fill(self, name: str, people: int) -> TinyRepository:
        """A store in which one manager leads so many people."""
        repository = create_store(str(self.folder / name))
        with repository.changing("bench") as change:
            chosen = {**repository.register("settings"), "policy": "uio"}
            change.put_register("settings", chosen)
            change.put_person(_person("boss", "top"))
        for number in range(people):
            person = f"p{number:06}"
            home = Path(repository.path, "dossiers", person)
            home.mkdir(mode=0o700)
            content = prepared(_person(person, "boss"), "person", 1)
            (home / "person.json").write_bytes(content)
        return repository

    def talk(self, name: str) -> None:
        """A sealed store with one talk under way."""
        (self.folder / "words").write_text(WORDS)
        quick = sealing([by_passphrase(WORDS, Cost(8192, 1, 1))], f"{self.folder}/seen")
        repository = create_store(str(self.folder / name), sealing=quick)
        with repository.changing("bench") as change:
            chosen = {**repository.register("settings"), "policy": "uio"}
            change.put_register("settings", chosen)
            change.put_person(_person("boss", "top"))
            change.put_person(_person("p000000", "boss"))
            change.put_dialogue(_dialogue("p000000"))


def _paints(bench: Bench) -> Iterator[Row]:
    """From the start of the process to the first person on the screen, and the memory used."""
    times: dict[int, list[float]] = {count: [] for count in (0, *SIZES)}
    memory: dict[int, list[float]] = {count: [] for count in (0, *SIZES)}
    for _ in range(ROUNDS):
        for count in times:
            app = bench.start(f"team-{count}") if count else bench.empty()
            times[count].append(app.shown("Person p" if count else "painted"))
            app.settle()
            memory[count].append(app.end())
    base = median(times[0])
    for count in SIZES:
        ratio = median(a / b for a, b in zip(times[count], times[0], strict=True))
        yield f"My team of {count}: first paint (T: {base * 1e3:.0f} ms)", ratio, "<= 1.3 T"
    for count in SIZES:
        ratio = median(memory[count]) / median(memory[0])
        what = f"My team of {count}: greatest memory (empty: {median(memory[0]):.0f} MB)"
        yield what, ratio, "<= 1.3"


def _keys(bench: Bench) -> Iterator[Row]:
    """Keys in the queue, one after the other, in each list in turns."""
    apps = {count: bench.open(f"team-{count}") for count in (10, *SIZES[1:])}
    for name, key in (("j", b"j"), ("page-down", b"\x1b[6~")):
        times: dict[int, list[float]] = {count: [] for count in apps}
        for _ in range(KEYS):
            for count, app in apps.items():
                times[count].append(app.press(key))
                if count == 10:
                    app.press(b"k" if key == b"j" else b"\x1b[5~")
        floor = _p95(times[10])
        for count in SIZES[1:]:
            what = f"{name} in My team of {count}: p95 (of 10: {floor * 1e3:.1f} ms)"
            yield what, _p95(times[count]) / floor, "<= 1.3"
    for app in apps.values():
        app.end()


def _echo(bench: Bench) -> Iterator[Row]:
    """Letters in a note, in a sealed store whose drafts are kept meanwhile."""
    bench.talk("talk")
    paragraph = "It went well, and better than last year. " * 12 + "\n\n"
    notes = {
        "empty": "",
        "in paragraphs": (paragraph * (LONG // len(paragraph) + 1))[:LONG],
        "in one paragraph": ("It went well, and better than last year. " * LONG)[:LONG],
    }
    apps = {}
    for name, text in notes.items():
        app = apps[name] = bench.talking()
        if text:
            app.send(b"\x1b[200~" + text.encode() + b"\x1b[201~")
        app.settle()
    times: dict[str, list[float]] = {name: [] for name in apps}
    for _ in range(LETTERS):
        for name, app in apps.items():
            times[name].append(app.press(b"x"))
    floor = median(times["empty"])
    for name in list(notes)[1:]:
        what = f"a letter in {LONG} letters {name} (empty: {floor * 1e3:.1f} ms)"
        yield what, median(times[name]) / floor, "<= 2.0"
    letters = [apps["empty"].press(b"x", 0.015) for _ in range(TYPED)]
    for app in apps.values():
        app.end()
    worst = (quantiles(letters, n=200)[-1] - median(letters)) / FRAME
    yield "a letter while drafts are kept: 99.5 % within, in frames over the median", worst, "<= 1"


def _kills(bench: Bench) -> Iterator[Row]:
    """Somebody types without a pause and the program is killed: how much of it is lost."""
    lost = []
    for turn in range(KILLS):
        app = bench.talking()
        moments = []
        end = perf_counter() + 3.0 + 0.37 * turn
        while perf_counter() < end:
            app.press(b"x", 0.1)
            moments.append(perf_counter())
        died = perf_counter()
        app.end()
        kept = bench.kept()
        lost.append(died - moments[kept] if kept < len(moments) else 0.0)
    yield f"{KILLS} kills while somebody types: most seconds lost", max(lost), "<= 3"


def _p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20)[-1]


def _person(person: str, manager: str) -> dict[str, object]:
    return {
        "schema": "visavi.person/1",
        "id": person,
        "revision": 0,
        "name": f"Person {person}",
        "birth_date": "1970-05-01",
        "employments": [{**POST, "start": "2015-01-01"}],
        "line": [{"manager": manager, "start": "2015-01-01"}],
    }


def _dialogue(employee: str) -> dict[str, object]:
    topics = ("tasks", "management", "environment", "competence", "plans", "follow-up")
    return {
        "schema": "visavi.dialogue/1",
        "id": f"{employee}.a00000",
        "revision": 0,
        "employee": employee,
        "conductor": "boss",
        "kind": "uio.work",
        "cycle": "2026",
        "policy": {"id": "uio", "version": "2026.1"},
        "state": "in-progress",
        "events": [{"deed": "start", "on": ON, "by": "boss"}],
        "topics": [{"topic": topic} for topic in topics],
    }


if __name__ == "__main__":
    for what, ratio, target in rows():
        print(f"{ratio:6.2f}  {target:10}  {what}", flush=True)
