"""Import of 10 000 rows into a new store: peak memory above the bare program, and rows a second.

The bare program is one that prints its help. Both are processes of their own, and neither collects
garbage, as the command line does not.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROWS = 10_000
MOST_MEGABYTES = 60

_PEAK = """
with open("/proc/self/status", encoding="ascii") as status:
    kilobytes = next(line.split()[1] for line in status if line.startswith("VmHWM"))
print("peak", kilobytes, file=sys.stderr)
"""

BARE = f"""
import gc, sys
gc.disable()
from visavi_cli.perform import run
run(["--help"])
{_PEAK}
"""

IMPORT = f"""
import gc, os.path, sys
gc.disable()
from visavi_cli.perform import run
from datetime import date
from time import perf_counter
from visavi.policy.loading import Policies
from visavi.store import create_store, open_store
from visavi.usecases.actor import Actor
from visavi.usecases.import_people import import_people
from visavi.usecases.workspace import Workspace
path, store = sys.argv[1:]
repository = open_store(store) if os.path.exists(store) else create_store(store)
workspace = Workspace(repository, Policies("ki"))
began = perf_counter()
with open(path, "rb") as stream:
    report = import_people(workspace, Actor(None, date(2026, 11, 21)), stream)
took = perf_counter() - began
counts = (len(report.new), len(report.changed), report.unchanged, len(report.problems))
print("took", took, *counts, file=sys.stderr)
{_PEAK}
"""


def a_list(rows: int) -> Iterator[str]:
    """A payroll list of so many people: a few managers, the usual columns, a synthetic number."""
    yield (
        "Anställningsnr;Efternamn;Förnamn;E-post;Personnummer;Enhet;Enhetskod;Befattning;"
        "Anställningsform;Omfattning %;Anställd fr.o.m.;Anställd t.o.m.;Chef anst.nr;Avtalsområde\n"
    )
    titles = ("Professor", "Lektor", "Doktorand", "Administratör", "Postdoktor")
    for number in range(rows):
        manager = "" if number < 200 else f"{number % 200:06}"
        yield (
            f"{number:06};Påhitt{number % 977};Åsa {number};p{number}@example.org;850505-9835;"
            f"Inst. för prov {number % 40};U{number % 40};{titles[number % 5]};Tillsvidare;100;"
            f"20{number % 20:02}-0{number % 9 + 1}-01;9999-12-31;{manager};Saco-S\n"
        )


def run(program: str, *arguments: str) -> dict[str, list[float]]:
    """What the program said of itself: ``peak`` in kilobytes, ``took`` in seconds and counts."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True
    )
    said = (line.split() for line in done.stderr.splitlines())
    return {words[0]: [float(word) for word in words[1:]] for words in said if words}


def rows() -> Iterator[tuple[str, float, str]]:
    """Megabytes above the bare program, of a first import and of one that finds nothing new."""
    with tempfile.TemporaryDirectory() as folder:
        path, store = Path(folder, "list.csv"), Path(folder, "store")
        path.write_text("".join(a_list(ROWS)), encoding="cp1252")
        bare = run(BARE)["peak"][0]
        for name in ("first", "again"):
            said = run(IMPORT, str(path), str(store))
            took = said["took"][0]
            what = f"import of {ROWS} rows, {name} ({ROWS / took:.0f} rows/s): MB above the bare"
            yield what, (said["peak"][0] - bare) / 1000, f"<= {MOST_MEGABYTES} MB"
