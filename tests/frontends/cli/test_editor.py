"""A text from an editor: nothing of it is left when it is saved, nothing lost when it is not."""

import os
import shutil
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from visavi_cli import editor

FAKE = """\
#!{python}
import os, sys, stat
path = sys.argv[-1]
folder = os.path.dirname(path)
seen = [oct(stat.S_IMODE(os.stat(one).st_mode)) for one in (path, folder, os.path.dirname(folder))]
with open({log!r}, "a") as log:
    log.write(repr((sys.argv[1:-1], seen, os.getcwd() == folder, os.environ["TMPDIR"] == folder)))
with open(path, encoding="utf-8") as file:
    before = file.read()
with open(path, "wb") as file:
    file.write(before.encode() + {text!r})
with open(os.path.join(folder, ".text.txt.swp"), "wb") as file:
    file.write({text!r})
sys.exit({code})
"""


@pytest.fixture
def room(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in memory, where texts lie while they are written."""
    place = home / "run"
    place.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(place))
    monkeypatch.delenv("VISUAL", raising=False)
    return place


@pytest.fixture
def write(room: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes an editor that adds a text and ends with a code."""

    def make(text: str | bytes = "marker-text", *, code: int = 0, name: str = "vim") -> Path:
        log, script = home / "log", home / name
        content = text.encode() if isinstance(text, str) else text
        script.write_text(FAKE.format(python=sys.executable, log=str(log), text=content, code=code))
        script.chmod(0o700)
        monkeypatch.setenv("EDITOR", str(script))
        return log

    return make


def dialogue(cli: Any) -> str:
    """A planned dialogue of mia's with anna."""
    made: str = cli("dialogue new anna --kind uio.work --as mia --json").data["id"]
    return made


def files(place: Path) -> list[str]:
    """The names of all files below a folder."""
    return [path.name for path in place.rglob("*") if path.is_file()]


def test_the_text_is_saved_and_nothing_of_it_is_left(uio: Any, write: Any, room: Path) -> None:
    """Nor of what the editor left beside it; meanwhile only the user could read it."""
    log = write("marker-text\n")
    done = uio(f"dialogue prepare {dialogue(uio)} --private --as anna --editor")

    assert (done.code, done.err) == (0, "")
    assert files(room) == []
    assert "marker-text" in uio("person access-report anna --as anna").out
    flags, modes, here, temporary = eval(log.read_text())  # our own script's words
    assert modes == ["0o600", "0o700", "0o700"]
    assert (here, temporary) == (True, True)
    assert {"-n", "-i", "NONE"} <= set(flags)
    assert all(word in " ".join(flags) for word in ("noswapfile", "noundofile", "nobackup"))


@pytest.mark.parametrize("name", ["vim", "nvim", "nano"])
def test_a_known_editor_is_told_to_keep_no_copies(uio: Any, write: Any, name: str) -> None:
    """Each in its own way, and without a warning."""
    log = write(name=name)
    done = uio(f"dialogue prepare {dialogue(uio)} --as anna --editor")

    assert done.err == ""
    assert eval(log.read_text())[0] == list(editor._FLAGS[name])


def test_of_any_other_editor_it_is_said_that_it_may_keep_copies(uio: Any, write: Any) -> None:
    """The known ones are named."""
    write(name="scribble")
    done = uio(f"dialogue prepare {dialogue(uio)} --as anna --editor")

    assert done.code == 0
    assert "scribble" in done.err
    assert "vim, nvim, nano" in done.err


def test_with_file_the_text_there_is_gone_on_with(uio: Any, write: Any, home: Path) -> None:
    """A kept text is taken up again like that."""
    write(" and more")
    (home / "kept.txt").write_text("Begun")
    uio(f"dialogue prepare {dialogue(uio)} --private --as anna --editor --file kept.txt")

    assert "Begun and more" in uio("person access-report anna --as anna").out


@pytest.mark.parametrize(
    ("text", "code", "line", "exit_code"),
    [
        ("marker-text", 1, "dialogue prepare {id} --as anna --editor", 2),
        ("marker-text", 0, "dialogue prepare {id} --as otto --editor", 3),
        ("marker-text", 0, "dialogue note {id} --topic tasks --as mia --editor", 5),
        ("marker-text", 0, "dialogue prepare {id} --as anna --editor --dry-run", 0),
        (b"marker-text \xff", 0, "dialogue prepare {id} --as anna --editor", 2),
        ("marker-text \x1b]", 0, "dialogue prepare {id} --as anna --editor", 2),
    ],
)
def test_whatever_goes_wrong_the_text_is_kept_and_its_place_is_told(
    uio: Any, write: Any, room: Path, text: str, code: int, line: str, exit_code: int
) -> None:
    """An editor that fails, a deed that is refused, a text that is none, a dry run."""
    write(text, code=code)
    done = uio(line.format(id=dialogue(uio)))

    assert done.code == exit_code
    (kept,) = room.rglob("text.txt")
    assert kept.read_bytes().startswith(b"marker-text")
    assert str(kept) in done.err
    assert "marker-text" not in done.err + done.out
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_an_editor_left_empty_keeps_nothing(uio: Any, write: Any, room: Path) -> None:
    """There is no text, and none is kept."""
    write("")
    done = uio(f"dialogue prepare {dialogue(uio)} --as anna --editor")

    assert done.code == 2
    assert files(room) == []


def test_a_text_left_by_a_run_that_was_killed_is_offered(uio: Any, write: Any, room: Path) -> None:
    """At the next time, by its place; it is not touched."""
    write()
    left = room / f"visavi-{os.getuid()}" / "0123456789abcdef" / "text.txt"
    left.parent.mkdir(parents=True, mode=0o700)
    left.write_text("marker-left")
    done = uio(f"dialogue prepare {dialogue(uio)} --as anna --editor")

    assert done.code == 0
    assert str(left) in done.err
    assert left.read_text() == "marker-left"


def test_a_folder_that_is_somebody_elses_is_not_used(
    uio: Any, write: Any, room: Path, home: Path
) -> None:
    """A link in its place is not followed."""
    write()
    (home / "trap").mkdir()
    (room / f"visavi-{os.getuid()}").symlink_to(home / "trap")
    done = uio(f"dialogue prepare {dialogue(uio)} --as anna --editor")

    assert done.code == 2
    assert files(home / "trap") == []


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("", "dialogue prepare {id} --as anna --editor"),
        ("'", "dialogue prepare {id} --as anna --editor"),
        ("/no/such/editor", "dialogue prepare {id} --as anna --editor"),
        ("true", "dialogue prepare {id} --as anna --editor --no-input"),
        ("true", "dialogue prepare {id} --as anna --editor --file nothing.txt"),
    ],
)
def test_without_an_editor_that_can_be_opened_nothing_is_written(
    uio: Any, room: Path, monkeypatch: pytest.MonkeyPatch, value: str, line: str
) -> None:
    """One sentence says so."""
    monkeypatch.setenv("EDITOR", value)
    done = uio(line.format(id=dialogue(uio)))

    assert (done.code, done.out) == (2, "")
    assert files(room) == []


@pytest.mark.skipif(shutil.which("vim") is None, reason="vim is not installed")
def test_the_real_vim_leaves_the_text_nowhere(
    uio: Any, room: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though its own settings ask for backups, undo files and a history."""
    wanted = "set nocompatible backup undofile swapfile viminfo='9,f1\n"
    dirs = "".join(f"set {one}={home}/vim\n" for one in ("backupdir", "undodir", "directory"))
    (home / "vim").mkdir()
    (home / ".vimrc").write_text(wanted + dirs)
    script = home / "keys"
    script.write_text(":normal imarker-vim\n:w\n:normal omarker-again\n:wq\n")
    monkeypatch.setenv("EDITOR", f"vim -u {home}/.vimrc -es -S {script}")
    uio(f"dialogue prepare {dialogue(uio)} --private --as anna --editor")

    assert "marker-vim" in uio("person access-report anna --as anna").out
    holding = [
        path
        for path in home.rglob("*")
        if path.is_file() and path != script and b"marker-vim" in path.read_bytes()
    ]
    assert [path.parent.name for path in holding] == ["anna"]
    assert files(home / "vim") == []
