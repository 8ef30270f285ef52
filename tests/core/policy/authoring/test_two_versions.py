"""Two versions of one policy, unpacked in two folders, beside a third that is installed."""

import linecache
import sys
from pathlib import Path

import pytest

from visavi.errors import PolicyFailed
from visavi.policy.authoring.comparing import diff
from visavi.policy.loading import load_policy
from visavi.policy.policy import Policy
from visavi_testing.policy_folder import PLUGIN, TEXTS, install

CODE = PLUGIN + "\n@hookimpl\ndef visavi_rules():\n    from versioned_policy import rules\n"
CODE += "    from visavi.policy import rules_in\n    return rules_in(vars(rules))\n"
RULES = """
from versioned_policy.days import LEAST
from visavi.policy import MUST, Found, dialogue_rule

@dialogue_rule("V-1", MUST, cite="guide", refuses=["{deed}"])
def check(dialogue):
    yield Found(days=LEAST)
"""
WORDS = TEXTS + '\n[rule.V-1]\nsays = "a"\nfinds = "{days}"\nways = ["c"]\n'


def version(folder: Path, deed: str, days: int) -> Path:
    """One version in a folder of its own."""
    package = install(folder, "versioned_policy", CODE)
    (package / "rules.py").write_text(RULES.format(deed=deed), encoding="utf-8")
    (package / "days.py").write_text(f"LEAST = {days}\n", encoding="utf-8")
    (package / "texts" / "en.toml").write_text(WORDS, encoding="utf-8")
    return package


def said(policy: Policy) -> tuple[set[str], object]:
    """What the rule refuses, and the number that its code holds."""
    rule = next(rule for rule in policy.rules if rule.id == "V-1")
    (found,) = rule.check(None)
    return set(rule.refuses), found.facts["days"]


def test_each_has_its_own_rules_whatever_was_loaded_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = str(version(tmp_path / "old", "sign", 1))
    new = str(version(tmp_path / "new", "hold", 2))
    version(tmp_path / "site", "close", 3)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))

    first = load_policy("tiny", policy_dirs=[old])
    second = load_policy("tiny", policy_dirs=[new])
    installed = load_policy("tiny")
    again = load_policy("tiny", policy_dirs=[old])

    assert said(first) == said(again) == ({"sign"}, 1)
    assert said(second) == ({"hold"}, 2)
    assert said(installed) == ({"close"}, 3)
    differences = {one.key: (one.id, one.before, one.after) for one in diff(first, second)}
    assert differences["refuses"] == ("V-1", ["sign"], ["hold"])
    assert str(tmp_path / "old") not in sys.path


def test_rules_that_are_asked_for_later_come_from_the_right_folder(tmp_path: Path) -> None:
    """From the cache a policy is loaded without its code, which follows when rules are asked."""
    cache = str(tmp_path / "cache")
    folders = [str(version(tmp_path / name, name, day)) for name, day in (("sign", 1), ("hold", 2))]
    for folder in folders:
        load_policy("tiny", policy_dirs=[folder], cache=f"{cache}/{folder[-20]}")

    known = [load_policy("tiny", policy_dirs=[one], cache=f"{cache}/{one[-20]}") for one in folders]

    assert [said(one) for one in reversed(known)] == [({"hold"}, 2), ({"sign"}, 1)]


def test_a_package_whose_files_lie_elsewhere_is_refused(tmp_path: Path) -> None:
    package = version(tmp_path / "here", "sign", 1)
    elsewhere = version(tmp_path / "there", "hold", 2)
    code = CODE.replace("__path__[0]", repr(str(elsewhere)))
    (package / "__init__.py").write_text(code, encoding="utf-8")

    with pytest.raises(PolicyFailed, match="its files lie elsewhere than its code"):
        load_policy("tiny", policy_dirs=[str(package)])


def test_a_rule_whose_code_differs_is_told(tmp_path: Path) -> None:
    """Even if all that is declared of it is the same."""
    old = version(tmp_path / "old", "sign", 1)
    new = version(tmp_path / "new", "sign", 1)
    text = (new / "rules.py").read_text("utf-8")
    before, same = (load_policy("tiny", policy_dirs=[str(one)]) for one in (old, new))
    assert diff(before, same) == []
    (new / "rules.py").write_text(text.replace("days=LEAST", "days=LEAST + 1"), encoding="utf-8")
    linecache.clearcache()

    after = load_policy("tiny", policy_dirs=[str(new)])

    assert [(one.what, one.id, one.key) for one in diff(before, after)] == [
        ("changed", "V-1", "code")
    ]
