"""What authors relied on and will go: read as before, and who uses it is named where it stands.

Nothing is on its way out at present, so the tests announce something by themselves.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pluggy import HookspecMarker

from visavi.errors import PolicyError, PolicyInvalid
from visavi.policy import hookspecs, plugins, shapes
from visavi.policy.authoring.checking import check, mistakes
from visavi.policy.hookspecs import PolicyHooks
from visavi.policy.loading import load_policy
from visavi_testing.policy_folder import PLUGIN, POLICY, install, write_policy

hookspec = HookspecMarker(hookspecs.PROJECT)


class Announcing(PolicyHooks):
    """The hooks of a release in which one is to go, and an argument of another."""

    @hookspec(
        firstresult=True,
        warn_on_impl_args={"folder": DeprecationWarning("folder is given no more")},
    )
    def visavi_policy(self, folder: str = "") -> Any:
        """As before."""

    @hookspec(
        firstresult=True, warn_on_impl=DeprecationWarning("rules_in the module is asked instead")
    )
    def visavi_rules(self) -> Any:
        """As before."""


@contextmanager
def going(key: str, table: str) -> Iterator[None]:
    """A release in which a key of a table is to go."""
    shape: Any = shapes.LISTS[table]
    before = shape[key]
    shape[key] = before._replace(going="Write minutes under [[rule]].")
    try:
        yield
    finally:
        shape[key] = before


def test_a_key_that_will_go_is_read_and_told_with_its_place(tmp_path: Path) -> None:
    text = POLICY.replace('window = "spring"', 'window = "spring"\nminutes = 45')
    folder = write_policy(tmp_path / "tiny", text)
    line = text.splitlines().index("minutes = 45") + 1

    with going("minutes", "kind"):
        told = check(folder)
        policy = load_policy("tiny", policy_dirs=[folder])

    assert [str(one) for one in told] == [
        f"tiny/policy.toml:{line}: kind.0.minutes: tiny writes the key minutes, which will be read "
        "no more. Write minutes under [[rule]]."
    ]
    assert mistakes(told) == []
    assert policy.kinds["tiny.year"].minutes == 45
    assert policy.warnings == tuple(told)
    assert check(folder) == []


def test_a_hook_and_an_argument_that_will_go_are_told_with_distribution_version_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = PLUGIN.replace("visavi_policy()", "visavi_policy(folder)")
    install(tmp_path, "policy_of_old", f"{code}\n@hookimpl\ndef visavi_rules():\n    return ()\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(plugins, "PolicyHooks", Announcing)
    monkeypatch.setattr(plugins, "call", lambda suspect, doing, hook: _asked(hook))

    told = check("tiny")

    assert mistakes(told) == []
    assert [str(one) for one in told] == [
        f"policy_of_old{os.sep}__init__.py:3: tiny-policy 1.2 answers a hook that will be asked no "
        "more: folder is given no more",
        f"policy_of_old{os.sep}__init__.py:7: tiny-policy 1.2 answers a hook that will be asked no "
        "more: rules_in the module is asked instead",
    ]


def _asked(hook: Any) -> Any:
    """The hook's answer in a release in which it still has its argument."""
    return hook(folder="") if hook.spec.argnames else hook()


def test_an_older_format_is_read_and_told_a_newer_and_a_bygone_one_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_policy(tmp_path / "tiny")
    monkeypatch.setattr(hookspecs, "API", 3)

    [told] = check(folder)
    assert str(told) == (
        "tiny/policy.toml:4: policy.api: tiny is written for format 1, which will be read no more; "
        "this visavi knows 3."
    )
    assert load_policy("tiny", policy_dirs=[folder]).warnings == (told,)

    monkeypatch.setattr(hookspecs, "OLDEST", 2)
    with pytest.raises(PolicyInvalid, match="format 1, which is read no more; this visavi knows 2"):
        load_policy("tiny", policy_dirs=[folder])

    monkeypatch.undo()
    write_policy(tmp_path / "tiny", POLICY.replace("api = 1", "api = 2"))
    with pytest.raises(PolicyError, match="format 2; this visavi knows 1"):
        load_policy("tiny", policy_dirs=[folder])


def test_what_a_policy_below_uses_is_told_of_that_policy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A layer's author cannot mend it, and should know who can."""
    monkeypatch.setattr(hookspecs, "API", 2)
    below = write_policy(tmp_path / "tiny")
    layer = '[policy]\nid = "top"\nversion = "1"\napi = 2\nextends = "tiny"\n'
    above = write_policy(tmp_path / "top", layer, '[policy]\nname = "Top"\n')

    told = check("top", policy_dirs=[below, above])

    assert [(one.file, one.sentence.split()[0]) for one in told] == [("tiny/policy.toml", "tiny")]


def test_the_warning_outlives_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who looks later is told as well."""
    monkeypatch.setattr(hookspecs, "API", 2)
    folder, cache = write_policy(tmp_path / "tiny"), str(tmp_path / "cache")
    first = load_policy("tiny", policy_dirs=[folder], cache=cache)

    assert load_policy("tiny", policy_dirs=[folder], cache=cache).warnings == first.warnings != ()
