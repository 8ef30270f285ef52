"""Plugins that misbehave: each costs itself one line with its name and version, and nobody else."""

import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from visavi.errors import PolicyError, PolicyFailed, PolicyInvalid
from visavi.policy.containing import containment
from visavi.policy.containing.boundary import inside
from visavi.policy.loading import load_policy
from visavi_testing.policy_folder import PLUGIN, TEXTS, install

RULED = PLUGIN + "\n@hookimpl\ndef visavi_rules():\n"
MISCHIEF = {
    "misspelt hook": (
        PLUGIN.replace("def visavi_policy", "def visavi_polcy"),
        "visavi_polcy is not a hook. Did you mean visavi_policy?",
    ),
    "second hook misspelt": (
        PLUGIN + "\n@hookimpl\ndef visavi_rule():\n    return ()\n",
        "visavi_rule is not a hook. Did you mean visavi_rules?",
    ),
    "hook without its mark": (
        PLUGIN.replace("@hookimpl\n", ""),
        "visavi_policy is not marked with @hookimpl",
    ),
    "no hook at all": ("x = 1\n", "it has no hook visavi_policy"),
    "argument that no hook has": (
        PLUGIN.replace("visavi_policy()", "visavi_policy(policy)"),
        "{'policy'} are declared in the hookimpl but can not be found in the hookspec",
    ),
    "nothing": (PLUGIN.replace("return PolicySource", "PolicySource"), "gave nothing and not a"),
    "text for a source": (
        PLUGIN.replace("return PolicySource(api=1, folder=__path__[0])", 'return "here"'),
        "visavi_policy gave str and not a PolicySource",
    ),
    "folder that is not there": (
        PLUGIN.replace("__path__[0]", '"/nowhere/at/all"'),
        "its folder '/nowhere/at/all' is not there",
    ),
    "folder that is none": (PLUGIN.replace("__path__[0]", "7"), "do not lie in a folder"),
    "import of what is not there": (
        "import a_module_that_is_not_there\n",
        "its import raised ModuleNotFoundError: No module named 'a_module_that_is_not_there'",
    ),
    "no Python": ("def broken(:\n", "its import raised SyntaxError"),
    "error at import": ("1 / 0\n", "its import raised ZeroDivisionError: division by zero"),
    "exit at import": ("raise SystemExit(3)\n", "its import raised SystemExit: 3"),
    "endless recursion": ("def f():\n    f()\nf()\n", "its import raised RecursionError"),
    "error in a hook": (
        PLUGIN.replace("return PolicySource", "raise OSError('gone')\n    return PolicySource"),
        "visavi_policy raised OSError: gone",
    ),
    "error whose words raise": (
        "class Odd(Exception):\n    def __str__(self):\n        raise KeyError\nraise Odd\n",
        "its import raised Odd",
    ),
    "error of many lines": (
        "raise ValueError('a\\nb\\x1b[31m' + 'c' * 900)\n",
        "its import raised ValueError: 'a b\\x1b[31mccc",
    ),
    "rules that are none": (RULED + "    return 7\n", "visavi_rules gave int and not rules"),
    "rule that is none": (
        RULED + "    return ['T-9']\n",
        "visavi_rules gave str among its rules",
    ),
    "rules that raise on the way": (
        RULED + "    def some():\n        yield from ()\n        raise LookupError('late')\n"
        "    return some()\n",
        "visavi_rules raised LookupError: late",
    ),
}


def failing(site: Path, monkeypatch: pytest.MonkeyPatch, code: str, **more: str) -> PolicyError:
    """The error of loading a plugin with this code, installed beside the others."""
    install(site, f"policy_{abs(hash(code))}", code, **more)
    monkeypatch.syspath_prepend(str(site))
    with pytest.raises(PolicyError) as caught:
        load_policy("tiny")
    return caught.value


def test_the_plugin_that_all_mischief_is_made_in_can_be_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise no test below would say anything."""
    install(tmp_path, "policy_well_behaved")
    monkeypatch.syspath_prepend(str(tmp_path))

    assert [rule.id for rule in load_policy("tiny").rules] == ["T-1", "T-2"]


@pytest.mark.parametrize(("code", "says"), MISCHIEF.values(), ids=MISCHIEF)
def test_mischief_is_told_in_one_line(
    code: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Policy, distribution and version are named; the line can be printed; others go on."""
    error = failing(tmp_path, monkeypatch, code)

    assert isinstance(error, PolicyFailed)
    assert says in error.message
    assert error.message.startswith("The policy tiny (tiny-policy 1.2) cannot be used: ")
    assert "\n" not in str(error)
    assert str(error).isprintable()
    assert len(error.message) < 600
    assert load_policy("example").id == "example"


@pytest.mark.parametrize("name", ["error in a hook", "misspelt hook", "no Python", "rule"])
def test_mischief_is_told_with_file_and_line(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever mends it knows where to look."""
    code = (
        MISCHIEF[name][0] if name in MISCHIEF else RULED + "    return (1 / n for n in (2, 1, 0))\n"
    )

    error = failing(tmp_path, monkeypatch, code)

    line = {"error in a hook": 5, "misspelt hook": 3, "no Python": 1, "rule": 9}[name]
    assert f"__init__.py:{line})" in error.message


CLASS = PLUGIN + "\nclass Policy:\n    pass\n\nclass Whole:\n    inner = Policy\n"


def test_a_class_is_no_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its hooks would be called without an instance."""
    error = failing(tmp_path, monkeypatch, CLASS, target="policy_class:Whole.inner")
    install(tmp_path, "policy_class", CLASS, target="policy_class:Whole.inner")

    with pytest.raises(PolicyFailed, match="its entry point names the class Policy"):
        load_policy("tiny")
    assert "policy_class" in error.message


def test_a_plugin_written_for_a_newer_program_is_told_both_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In its code or in its file."""
    error = failing(tmp_path, monkeypatch, PLUGIN.replace("api=1", "api=2"))
    package = install(tmp_path, "policy_newer_file")
    file = package / "policy.toml"
    file.write_text(file.read_text("utf-8").replace("api = 1", "api = 2"), "utf-8")

    assert "written for plugin API 2; this visavi knows 1" in error.message
    with pytest.raises(PolicyInvalid, match="written for format 2; this visavi knows 1"):
        load_policy("tiny")


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="nothing can be interrupted here")
@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("while True:\n    pass\n", "its import"),
        (
            "while True:\n    try:\n        pass\n    except BaseException:\n        pass\n",
            "its import",
        ),
        (PLUGIN.replace("return", "while True: pass\n    return"), "visavi_policy"),
        (RULED + "    while True:\n        pass\n", "visavi_rules"),
        (RULED + "    return iter(lambda: __import__('time').sleep(9), 0)\n", "visavi_rules"),
    ],
    ids=["import", "import that swallows all", "hook", "rules", "sleeping rules"],
)
def test_a_plugin_that_hangs_is_left(
    code: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After its time it is told, and the program goes on with the timers as they were."""
    monkeypatch.setattr(containment, "LOAD_SECONDS", 0.05)
    before = signal.getsignal(signal.SIGALRM)

    error = failing(tmp_path, monkeypatch, code)

    assert f"{what} did not come back in time" in error.message
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_in_another_thread_a_plugin_that_hangs_is_left_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A watchdog ends it there, and one that does not hang is loaded."""
    monkeypatch.setattr(containment, "LOAD_SECONDS", 0.05)
    install(tmp_path, "policy_that_hangs", "while True:\n    pass\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    found: list[str] = []

    def work() -> None:
        try:
            load_policy("tiny")
        except PolicyError as error:
            found.append(error.message)
        found.append(load_policy("example").id)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert "its import did not come back in time" in found[0]
    assert found[1:] == ["example"]


def test_nobody_is_accused_of_what_another_policys_end_puts_back() -> None:
    """While one is loaded, another thread stops asking its rules."""
    began, may_end = threading.Event(), threading.Event()

    def ask() -> None:
        with inside():
            began.set()
            assert may_end.wait(20)

    asking = threading.Thread(target=ask)
    asking.start()
    assert began.wait(20)
    with containment.tidied(containment.Suspect("tiny", "tiny-policy", "1")):
        may_end.set()
        asking.join()

    assert os._exit.__module__ != "visavi.policy.containing.forbidden"


def test_what_a_plugin_prints_is_no_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It goes to stderr; stdout stays what programs can read."""
    chatty = "print('at import')\n" + PLUGIN.replace("return", "print('in a hook')\n    return")
    install(
        tmp_path, "policy_chatty", chatty + "\n@hookimpl\ndef visavi_rules():\n    print('r')\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))

    load_policy("tiny")

    out, err = capsys.readouterr()
    assert out == ""
    assert err.split("\n") == ["at import", "in a hook", "r", ""]


def test_the_users_word_to_stop_is_never_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while a plugin is imported ends the program, not the plugin."""
    install(tmp_path, "policy_stopped", "raise KeyboardInterrupt\n")
    monkeypatch.syspath_prepend(str(tmp_path))

    with pytest.raises(KeyboardInterrupt):
        load_policy("tiny")


def test_a_failed_import_leaves_no_half_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mending the file is enough: the next load reads it anew."""
    package = install(tmp_path, "policy_mended", "raise SystemExit\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(PolicyFailed):
        load_policy("tiny")

    assert "policy_mended" not in sys.modules
    (package / "__init__.py").write_text(PLUGIN + "# mended\n", encoding="utf-8")
    assert load_policy("tiny").id == "tiny"


CODED = """
from visavi.policy import MUST, Found, dialogue_rule

@dialogue_rule("C-1", {modality}, cite={cite}{more})
def check(dialogue):
    yield Found()
"""
WRONG_RULES = {
    "source that there is not": ("MUST", '"gide"', "", "there is no citation 'gide'. Did you mean"),
    "no source": ("MUST", "()", "", "The rule C-1 names no source"),
    "modality that is a word": ('"must"', '"guide"', "", "is not one of: must, should"),
    "deed that there is not": (
        "MUST", '"guide"', ', refuses=["sing"]', "no deed 'sing'. Did you mean sign?",
    ),
    "condition that there is not": (
        "MUST", '"guide"', ", group='staff'", "There is no condition group",
    ),
    "condition of another shape": ("MUST", '"guide"', ", min_age='60'", "needs a whole number"),
    "kind that there is not": (
        "MUST", '"guide"', ", kinds=['tiny.yaer']", "no kind 'tiny.yaer'. Did you mean tiny.year?",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("modality", "cite", "more", "says"), WRONG_RULES.values(), ids=WRONG_RULES
)
def test_a_coded_rule_is_checked_like_a_declared_one(
    modality: str, cite: str, more: str, says: str, tmp_path: Path
) -> None:
    """With the file and line of its function."""
    from visavi_testing.policy_folder import POLICY, write_policy

    texts = TEXTS + '[rule.C-1]\nsays = "a"\nfinds = "b"\nways = ["c"]\n'
    code = CODED.format(modality=modality, cite=cite, more=more)
    folder = write_policy(tmp_path / "tiny", POLICY, texts, rules=code)

    with pytest.raises(PolicyInvalid) as caught:
        load_policy("tiny", policy_dirs=[folder])

    told = [str(problem) for problem in caught.value.problems]
    assert any(line.startswith("tiny/rules.py:4: ") and says in line for line in told), told


def test_files_and_code_that_are_both_wrong_are_both_told(tmp_path: Path) -> None:
    """One does not hide the other."""
    from visavi_testing.policy_folder import POLICY, write_policy

    policy = POLICY.replace('window = "spring"', 'window = "sprint"')
    folder = write_policy(tmp_path / "tiny", policy, rules="1 / 0\n")

    with pytest.raises(PolicyInvalid) as caught:
        load_policy("tiny", policy_dirs=[folder])

    told = " ".join(str(problem) for problem in caught.value.problems)
    assert "There is no parameter sprint" in told
    assert "rules.py raised ZeroDivisionError" in told
