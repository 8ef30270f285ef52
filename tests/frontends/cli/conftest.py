"""The command line as a function: one line in, exit code and both streams out."""

import io
import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from visavi_cli.perform import run
from visavi_cli.settings import VARIABLES


class Done(NamedTuple):
    """What a command line gave."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What stands under ``data`` in the JSON on stdout."""
        assert self.out, self.err
        return json.loads(self.out)["data"]

    @property
    def error(self) -> Any:
        """What stands under ``data`` in the JSON on stderr."""
        return json.loads(self.err)["data"]


Cli = Callable[..., Done]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer of its own: no setting, store or cache of the developer is in reach."""
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    for name in (*VARIABLES.values(), "VISAVI_CONFIG", "VISAVI_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def cli(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Cli:
    """Run a command line in this process; ``text`` is what it finds on stdin."""

    def call(line: str, *more: str, text: str | bytes = "") -> Done:
        content = text.encode() if isinstance(text, str) else text
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
        code = run([*shlex.split(line), *more])
        out, err = capfdbinary.readouterr()
        return Done(code, out.decode(), err.decode())

    return call


@pytest.fixture
def ki(cli: Cli) -> Cli:
    """The same with a store under KI's policy: top leads mia, mia leads anna and per."""
    return _team(cli, "ki")


@pytest.fixture
def uio(cli: Cli) -> Cli:
    """The same under UiO's policy."""
    return _team(cli, "uio")


def _team(cli: Cli, policy: str) -> Cli:
    cli(f"store init --unsealed --policy {policy}")
    post = "--unit U1 --group technical-administrative --from 2015-01-01 --born 1980-05-01"
    for person in ("top", "mia", "anna", "per"):
        cli(f"person new {person} --name '{person.title()} Testsson' {post}")
    cli("person new hanna --name 'Hanna Testsson'")
    cli("person role hanna --name hr")
    cli("line set mia --manager top --from 2015-01-01")
    for person in ("anna", "per"):
        cli(f"line set {person} --manager mia --from 2015-01-01")
        cli(f"person edit {person} --pay-route dialogue")
    return cli


@pytest.fixture
def words(home: Path) -> str:
    """A passphrase in the file ``words`` and another one in ``other``, for ``cat``."""
    (home / "words").write_text("correct horse battery\nand a second line\n")
    (home / "other").write_text("quite other words")
    return "correct horse battery"


@pytest.fixture
def sealed(cli: Cli, words: str, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The same with a sealed store that is cheap to open, and a setting that opens it."""
    done = cli(
        "store init --policy ki --memory 8 --passes 1 --passphrase-command 'cat words' --json"
    )
    assert done.code == 0, done.err
    Path("code").write_text(done.data["recovery_code"])
    monkeypatch.setenv("VISAVI_PASSPHRASE_COMMAND", "cat words")
    return cli


@pytest.fixture
def store(home: Path) -> Path:
    """Where the store lies if nobody says otherwise."""
    return home / "data" / "visavi" / "store"
