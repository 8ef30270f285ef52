"""Kill the app at random moments while somebody types; how much of the typing is lost.

``python tests/bench/kill_typing.py [TIMES]`` starts ``visavi`` on a terminal of its own, types a
letter every 40 milliseconds, kills it with no chance to save, and compares what was typed with the
draft that the next start offers. Printed: the most that was lost, in letters and in seconds.
"""

import os
import random
import select
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from visavi.demo.folder import make_demo
from visavi.policy.loading import Policies
from visavi.store import open_store
from visavi.usecases.drafts import Drafts
from visavi_testing.on_terminal import PROGRAM, Terminal

BEAT = 0.04
"""Seconds between two letters: twenty-five a second, quicker than anybody writes for long."""
SEED = 20260112


def typed_until_killed(folder: Path, seconds: float) -> tuple[str, str]:
    """What was typed, and what the store has of it."""
    homes = {f"XDG_{n}_HOME": str(folder / n) for n in ("DATA", "CONFIG", "CACHE", "STATE")}
    env = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "HOME": str(folder), **homes}
    store = folder / "store"
    make_demo(str(store), Policies("uio"), date(2026, 1, 12))
    options = ["--store", str(store), "--as", "ingrid", "--as-of", "2026-01-12"]
    terminal = Terminal([*PROGRAM, *options], env)
    terminal.until("Next step")
    terminal.press("o", "Begin the talk")
    terminal.press("s", "topic 1 of 7")
    terminal.press("\r", "Leave")
    letters = random.Random(SEED).choices("abcdefghij klmno pqrst", k=int(seconds / BEAT) + 1)
    end, typed = time.monotonic() + seconds, ""
    for letter in letters:
        if time.monotonic() >= end:
            break
        os.write(terminal.master, letter.encode())
        typed += letter
        while select.select([terminal.master], [], [], BEAT)[0]:
            terminal.read(0)
            if time.monotonic() >= end:
                break
    terminal.process.kill()
    terminal.process.wait()
    terminal.close()
    drafts = Drafts(open_store(str(store)), "ingrid").all()
    return typed, "".join(draft.text for draft in drafts.values())


def main(times: int) -> None:
    """Kill so often, and print what was lost."""
    moments = random.Random(SEED)
    lost: list[int] = []
    for number in range(times):
        with tempfile.TemporaryDirectory() as folder:
            typed, kept = typed_until_killed(Path(folder), moments.uniform(0.3, 8.0))
        assert typed.startswith(kept), "what was kept is not what was typed"
        lost.append(len(typed) - len(kept))
        print(f"kill {number + 1}: {len(typed)} letters typed, {lost[-1]} lost", flush=True)
    seconds = max(lost) * BEAT
    print(f"{times} kills: at most {max(lost)} letters lost, {seconds:.1f} seconds of typing")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
