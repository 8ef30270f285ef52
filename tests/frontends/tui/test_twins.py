"""A deed done in the app leaves in the store what its twin of the command line leaves."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from visavi.store import open_store

Theatre = Callable[..., Any]

DAY = "2026-01-12"

KEYS: tuple[str | list[str], ...] = (
    ["o", "s", "enter"],
    "Calmer since autumn",
    ["ctrl+n"],
    "Settle the lab move",
    ["enter", "ctrl+r", "escape", "ctrl+t", "space", "escape", "c", "down", "p"],
    "no time",
    ["ctrl+r", "down", "c", "down", "v"],
    "Fine",
    ["tab"],
    "Too much",
    ["ctrl+r", "c", *["down", "c"] * 3, "e"],
)

LINES: tuple[tuple[str, str], ...] = (
    ("dialogue conduct {id} --start", ""),
    ("dialogue note {id} --topic {t[0]}", "Calmer since autumn"),
    ("dialogue ask {id} {question}", ""),
    ("dialogue cover {id} --topic {t[0]}", ""),
    ("dialogue park {id} --topic {t[1]}", "no time"),
    ("dialogue cover {id} --topic {t[2]}", ""),
    ("dialogue differ {id} --topic {t[3]}", "Fine"),
    ("dialogue differ {id} --topic {t[3]} --for kari", "Too much"),
    ("dialogue cover {id} --topic {t[3]}", ""),
    ("activity new {id}", "Settle the lab move"),
    ("dialogue cover {id} --topic {t[4]}", ""),
    ("dialogue cover {id} --topic {t[5]}", ""),
    ("dialogue cover {id} --topic {t[6]}", ""),
    ("dialogue conduct {id} --finish", ""),
)


def _line(store: Path, home: Path, line: str, text: str) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("VISAVI", "XDG"))}
    common = ("--store", str(store), "--as", "ingrid", "--as-of", DAY)
    done = subprocess.run(
        [sys.executable, "-m", "visavi_cli", *shlex.split(line), *common],
        input=text,
        env=kept | {"HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (line, done.stderr)


def _told(document: Mapping[str, Any]) -> dict[str, Any]:
    """What the deeds made of the dialogue; not by which clock, nor the salts of the log."""
    events = [
        {name: one.get(name) for name in ("deed", "by", "on", "reason", "on_behalf_of")}
        for one in document["events"]
    ]
    return {
        **{name: document.get(name) for name in ("state", "topics", "plan", "signed")},
        "events": sorted(events, key=str),
    }


def test_a_talk_by_keys_and_a_talk_by_lines_are_the_same_dialogue(
    theatre: Theatre, demos: Path, kari: str, tmp_path: Path
) -> None:
    """Start, note, question, marks, two views, a promise, end: each by its own use case."""
    store = tmp_path / "line"
    shutil.copytree(demos / "uio", store)

    async def scene(stage: Any) -> None:
        for keys in KEYS:
            await (stage.type(keys) if isinstance(keys, str) else stage.press(*keys))

    by_keys = theatre(scene).desk.repository.dialogue(kari)
    topics = [topic["topic"] for topic in by_keys["topics"]]
    (question,) = by_keys["topics"][0]["questions"]
    for line, text in LINES:
        _line(store, tmp_path, line.format(id=kari, t=topics, question=question), text)

    by_lines = open_store(str(store)).dialogue(kari)
    assert _told(by_lines) == _told(by_keys)
