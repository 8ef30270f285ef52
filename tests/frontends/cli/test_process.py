"""The program as a process: what it writes is the user's alone, and a crash leaves no memory."""

import os
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes and limits are of POSIX")

WATCH = """\
import atexit, os, resource, sys
sys.argv[1:] = {arguments!r}
atexit.register(lambda: print(resource.getrlimit(resource.RLIMIT_CORE), file=sys.stderr))
from visavi_cli.entry import main
main()
"""


def run(home: Path, *arguments: str, code: str = WATCH) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, whose umask lets everybody read."""
    code = code.format(arguments=list(arguments))
    environment = {**os.environ, "VISAVI_NORMAL_EXIT": "1"}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=home,
        umask=0,
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_file_that_is_made_can_be_read_by_others(home: Path) -> None:
    """Whatever the umask was: the store, the settings, profiles."""
    for line in (
        "store init --unsealed --policy uio",
        "person new anna --name Anna",
        "config set policy uio",
        "store backup copy.tar",
        "person erase anna --reason Asked",
    ):
        assert run(home, *line.split()).returncode == 0, line
    made = [path for path in home.rglob("*") if not path.is_symlink()]

    assert len(made) > 10
    assert [str(path) for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_there_is_no_core_file(home: Path) -> None:
    """Memory that holds texts is not written out by a crash."""
    assert run(home, "store", "path").stderr.splitlines()[-1] == "(0, 0)"


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel of Linux")
def test_whoever_holds_a_key_hands_its_memory_to_nobody(home: Path) -> None:
    """A program that collects crashes is given no memory either; without a key it may be."""
    words = "--passphrase-command 'echo four words of a test'"
    make = "store init --policy uio --memory 8 --passes 1 --store sealed"
    probe = WATCH.replace("resource.getrlimit(resource.RLIMIT_CORE)", "dumpable()").replace(
        "import atexit",
        "import ctypes\ndumpable = lambda: ctypes.CDLL(None).prctl(3)\nimport atexit",
    )

    told = [
        run(home, *shlex.split(line), code=probe).stderr.splitlines()[-1]
        for line in (
            f"{make} {words}",
            f"person list --store sealed {words}",
            "store init --unsealed --policy uio --store plain",
            "person list --store plain",
        )
    ]

    assert told == ["0", "0", "1", "1"]


def test_a_fault_with_debug_shows_no_local_variables(home: Path) -> None:
    """Where it happened, but not what was in somebody's hands."""
    assert run(home, *["store", "init", "--unsealed", "--policy", "uio"]).returncode == 0
    code = (
        "import visavi_cli.run, sys\n"
        "def text(self, file):\n    words = 'marker-' + 'words'\n    raise ZeroDivisionError\n"
        "visavi_cli.run.Run.text = text\n"
        "from visavi_cli.perform import run\n"
        "run(['dialogue', 'note', 'x.abc123', '--topic', 't', '--as', 'a', '--debug'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=home, capture_output=True, text=True, check=False
    )

    assert "ZeroDivisionError" in done.stderr
    assert "marker-words" not in done.stderr + done.stdout
