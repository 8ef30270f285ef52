"""A conversation in plain lines, by command."""

import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from visavi_cli.perform import run


class Said(NamedTuple):
    """What a conversation gave."""

    code: int
    out: str
    err: str


Talk = Callable[..., Said]


@pytest.fixture
def store(demos: Path, tmp_path: Path) -> Path:
    """A copy of the demo."""
    folder = tmp_path / "store"
    shutil.copytree(demos / "uio", folder)
    return folder


@pytest.fixture
def talk(
    store: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Talk:
    """A conversation in lines, by command."""
    for name in [name for name in os.environ if name.startswith("VISAVI")]:
        monkeypatch.delenv(name)
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(store.parent / name))

    def say(
        verb: str,
        dialogue: str,
        *lines: str,
        more: tuple[str, ...] = ("--linear",),
        raw: bytes = b"",
    ) -> Said:
        content = raw or "".join(f"{line}\n" for line in lines).encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
        where = ["--store", str(store), "--as", "ingrid", "--as-of", "2026-01-12"]
        words = ["dialogue", verb, dialogue] if verb else []
        code = run([*filter(None, words), *where, *more])
        out, err = capfdbinary.readouterr()
        return Said(code, out.decode(), err.decode())

    return say
