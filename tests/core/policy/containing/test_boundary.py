"""What a policy's code is stopped from while it is loaded and asked, and what it may not leave.

Each is named with policy, distribution, version, file and line, and nothing of it has happened.
"""

import decimal
import json
import locale
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from visavi.errors import PolicyError, PolicyFailed
from visavi.policy import engine, gather
from visavi.policy.facts import PersonFacts
from visavi.policy.loading import load_policy
from visavi.policy.outcomes import Obligation
from visavi.policy.policy import Policy
from visavi_testing.builders import People, person
from visavi_testing.policy_folder import PLUGIN, TEXTS, install, write_policy

WORDS = TEXTS + '[rule.C-1]\nsays = "a"\nfinds = "b"\nways = ["c"]\n'
DEEDS = {
    "deletes": ("import os\nos.remove('keep.txt')", "it tried to delete or move 'keep.txt'"),
    "deletes a folder": ("import shutil\nshutil.rmtree('.')", "it tried to delete or move '.'"),
    "moves": ("import os\nos.rename('keep.txt', 'k')", "it tried to delete or move 'keep.txt'"),
    "writes": ("open('keep.txt', 'w')", "it tried to write 'keep.txt'"),
    "swallows that it was stopped": (
        "import os\ntry: os.remove('keep.txt')\nexcept BaseException: pass",
        "it tried to delete or move 'keep.txt'",
    ),
    "starts a program": ("import subprocess\nsubprocess.run(['true'])", "to start another program"),
    "calls": ("import socket\nsocket.create_connection(('localhost', 9))", "to use the network"),
    "goes elsewhere": ("import os\nos.chdir('/')", "the surroundings of this program (os.chdir)"),
    "changes the environment": ("import os\nos.environ['A'] = 'b'", "surroundings of this program"),
    "starts a thread": (
        "from threading import Thread\nThread(target=print).start()",
        "it tried to start a thread",
    ),
    "answers signals": (
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)",
        "it tried to change how signals are answered",
    ),
    "stops the clock of its limit": (
        "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0)",
        "it tried to change how signals are answered",
    ),
    "takes all memory": ("x = bytearray(3 * 1024 ** 3)", "MemoryError"),
}
CHANGES = {
    "json": ("import json\njson.dumps = lambda *a, **k: ''", "it changed json.dumps"),
    "open": ("import builtins\nbuiltins.open = print", "it changed builtins.open"),
    "builtins": ("import builtins\nbuiltins.shorthand = print", "it changed builtins"),
    "the engine": (
        "from visavi.policy import engine\nengine.refusals = lambda *a: []",
        "it changed visavi.policy.engine.refusals",
    ),
    "a class": (
        "from visavi.policy.policy import Policy\nPolicy.value = lambda *a: 1",
        "it changed visavi.policy.policy.Policy.value",
    ),
    "warnings": ("import warnings\nwarnings.simplefilter('ignore')", "it changed warnings.filters"),
    "decimals": ("import decimal\ndecimal.getcontext().prec = 2", "it changed decimal.getcontext"),
    "the locale": ("import locale\nlocale.setlocale(locale.LC_ALL, 'C')", "it changed locale."),
    "recursion": ("import sys\nsys.setrecursionlimit(9999)", "it changed sys.setrecursionlimit"),
}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, with a file that must stay as it is."""
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    (tmp_path / "desk" / "keep.txt").write_text("kept", encoding="utf-8")
    return tmp_path / "desk"


def failing(site: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> str:
    """What is said of a policy whose module holds this code."""
    install(site, f"policy_{abs(hash(code))}", f"{code}\n{PLUGIN}")
    monkeypatch.syspath_prepend(str(site))
    with pytest.raises(PolicyFailed) as caught:
        load_policy("tiny")
    return caught.value.message


def state() -> tuple[object, ...]:
    """What everything in the process shares."""
    return (
        json.dumps, open, engine.refusals, Policy.value, signal.getsignal(signal.SIGINT),
        list(warnings.filters), decimal.getcontext().prec, locale.setlocale(locale.LC_ALL),
        sys.getrecursionlimit(), threading.active_count(), sys.stdout,
    )  # fmt: skip


@pytest.mark.parametrize(("code", "says"), DEEDS.values(), ids=DEEDS)
def test_what_it_may_not_do_does_not_happen_and_is_told_with_file_and_line(
    code: str, says: str, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state()

    message = failing(tmp_path / "site", monkeypatch, code)

    assert message.startswith("The policy tiny (tiny-policy 1.2) cannot be used: ")
    assert says in message
    assert "__init__.py:" in message
    assert [(one.name, one.read_text("utf-8")) for one in desk.iterdir()] == [("keep.txt", "kept")]
    assert state() == before
    assert load_policy("example").rules


@pytest.mark.parametrize(("code", "says"), CHANGES.values(), ids=CHANGES)
def test_what_it_changed_is_put_back_and_named(
    code: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locale.setlocale(locale.LC_ALL, "C.UTF-8")
    before = state()

    message = failing(tmp_path, monkeypatch, code)

    assert says in message
    assert state() == before
    assert load_policy("example").rules


def test_what_it_put_into_a_module_that_it_was_the_first_to_load_goes_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)

    message = failing(tmp_path, monkeypatch, "import colorsys\ncolorsys.rgb_to_hls = lambda *a: 7")

    assert "it changed colorsys.rgb_to_hls" in message
    import colorsys

    assert colorsys.rgb_to_hls(0, 0, 0) == (0.0, 0.0, 0.0)


def test_what_ends_the_process_does_not_end_it(tmp_path: Path) -> None:
    """In another process: otherwise nobody would see this test fail."""
    install(tmp_path, "policy_that_ends_it", f"import os\nos._exit(0)\n{PLUGIN}")
    code = (
        "from visavi.policy.loading import load_policy\n"
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "try: load_policy('tiny')\n"
        "except Exception as error: print(error.message)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "it tried to end the program" in done.stdout


RULE = """
from visavi.policy import MUST, Duty, person_rule

@person_rule("C-1", MUST, cite="guide")
def check(facts):
    {body}
    yield Duty("tiny.year", "2026", None, None)
"""


def asked(folder: Path, body: str) -> list[Obligation]:
    """What is owed under a policy whose rule does this."""
    policy = load_policy(
        "tiny",
        policy_dirs=[write_policy(folder / "tiny", texts=WORDS, rules=RULE.format(body=body))],
    )
    anna = person("anna", "mia", group="staff")
    facts = gather.person_facts(People(anna, person("mia")), anna, date(2026, 3, 1), policy, ())
    return engine.obligations(policy, facts)


@pytest.mark.parametrize(("code", "says"), DEEDS.values(), ids=DEEDS)
def test_a_rule_is_stopped_from_the_same(code: str, says: str, desk: Path, tmp_path: Path) -> None:
    with pytest.raises(PolicyFailed) as caught:
        asked(tmp_path, code.replace("\n", "\n    "))

    assert says in caught.value.message
    assert caught.value.message.startswith("The rule C-1 of the policy tiny 1 (tiny) failed: ")
    assert "tiny/rules.py:" in caught.value.message
    assert (desk / "keep.txt").read_text("utf-8") == "kept"


def in_a_thread(folder: Path, body: str) -> object:
    """What is owed there, or the error, when another thread asks."""
    seen: list[object] = []

    def work() -> None:
        try:
            seen.append(asked(folder, body))
        except PolicyError as error:
            seen.append(error.message)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return seen[0]


def test_a_rule_that_never_comes_back_is_stopped_in_another_thread_as_well(
    tmp_path: Path,
) -> None:
    told = in_a_thread(tmp_path, "while True: pass")

    assert "it did not come back in time (tiny/rules.py:" in str(told)


def test_in_a_thread_a_rule_that_comes_back_is_heard(tmp_path: Path) -> None:
    found = in_a_thread(tmp_path, "pass")

    assert isinstance(found, list)
    assert sorted(one.rule for one in found) == ["C-1", "T-1"]


def test_only_the_thread_that_asks_loses_its_stdout(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two threads may judge at once, and a third may print its data meanwhile."""
    from visavi.policy.containing.boundary import inside

    entered, leave = threading.Event(), threading.Event()

    def judge() -> None:
        with inside():
            print("a rule")
            entered.set()
            leave.wait(60)

    thread = threading.Thread(target=judge)
    before = sys.stdout
    thread.start()
    entered.wait(60)
    with inside():
        print("another rule")
    print("data")
    leave.set()
    thread.join()
    print("more data")

    assert capsys.readouterr() == ("data\nmore data\n", "a rule\nanother rule\n")
    assert sys.stdout is before


def test_reading_goes_on_while_a_rule_waits_for_its_people(tmp_path: Path) -> None:
    """Who hands over the facts is not the policy: a store may lock and write meanwhile."""
    policy = load_policy("tiny", policy_dirs=[write_policy(tmp_path / "tiny")])
    anna = person("anna", "mia", group="staff")
    facts = gather.person_facts(People(anna, person("mia")), anna, date(2026, 3, 1), policy, ())

    def everybody() -> Iterator[PersonFacts]:
        (tmp_path / "lock").write_text("mine", encoding="utf-8")
        yield facts

    assert engine.obligations_of_all(policy, everybody())
