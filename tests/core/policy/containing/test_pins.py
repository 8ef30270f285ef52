"""Allowed policies: looked at by name, version and digest before anything of them is run."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from visavi.errors import PolicyFailed, PolicyUnknown
from visavi.policy.containing.pins import (
    chain,
    folder_of,
    layers_of,
    pin,
    require_allowed,
    require_same,
)
from visavi.policy.contents import digest
from visavi.policy.loading import find_policy, load_policy, policy_names
from visavi.policy.names import Named
from visavi_testing.policy_folder import install, write_layer, write_policy


@pytest.fixture
def dirs(tmp_path: Path) -> tuple[str, str]:
    """The tiny policy, and a layer over it with code."""
    base = write_policy(tmp_path / "tiny")
    layer = write_layer(tmp_path / "over", "", name="over", below="tiny")
    (tmp_path / "over" / "rules.py").write_text("RULES = ()\n")
    return layer, base


def pinned(names: tuple[Named, ...]) -> Mapping[str, Mapping[str, str]]:
    return {
        one.policy: {"version": one.version, "digest": one.digest}
        for one in (pin(named) for named in names if named.folder)
    }


def test_what_was_allowed_is_what_is_loaded(dirs: tuple[str, str]) -> None:
    """The digest asked for before is that of the policy afterwards."""
    names = policy_names(policy_dirs=dirs)

    expected = require_allowed("over", names, pinned(names))

    assert load_policy("over", policy_dirs=dirs).digest == expected
    assert [named.name for named in chain("over", names)] == ["over", "tiny"]
    require_same("over", expected, expected)


@pytest.mark.parametrize("file", ["over/rules.py", "over/policy.toml", "tiny/texts/en.toml"])
def test_a_change_in_any_file_of_any_layer_is_noticed(
    dirs: tuple[str, str], tmp_path: Path, file: str
) -> None:
    """One byte is enough."""
    names = policy_names(policy_dirs=dirs)
    allowed = pinned(names)
    with (tmp_path / file).open("a") as end:
        end.write("\n")

    with pytest.raises(PolicyFailed, match="not what was allowed"):
        require_allowed("over", names, allowed)


@pytest.mark.parametrize("missing", ["over", "tiny"])
def test_what_is_not_allowed_is_named(dirs: tuple[str, str], missing: str) -> None:
    """The layer, or the policy below it."""
    names = policy_names(policy_dirs=dirs)
    allowed = {name: entry for name, entry in pinned(names).items() if name != missing}

    with pytest.raises(PolicyFailed, match=f"{missing} 1 is not allowed"):
        require_allowed("over", names, allowed)


def test_an_installed_policy_is_pinned_without_being_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its code would end the program."""
    install(tmp_path, "pinned_module", "raise SystemExit(1)\n", name="tiny")
    monkeypatch.syspath_prepend(str(tmp_path))
    (named,) = [one for one in policy_names() if one.name == "tiny"]

    assert pin(named).version == "1"
    assert folder_of(named) == str(tmp_path / "pinned_module")
    assert "pinned_module" not in sys.modules


def test_files_that_cannot_be_found_cannot_be_pinned() -> None:
    """Code may say where its files lie; that would mean running it."""
    with pytest.raises(PolicyFailed, match="cannot be found"):
        pin(Named("x", "x", "1", target="nowhere_at_all"))
    with pytest.raises(PolicyUnknown):
        chain("nobody", ())
    with pytest.raises(PolicyFailed, match="elsewhere"):
        require_same("x", "one", "other")


def test_a_policy_that_extends_itself_is_told_by_loading(tmp_path: Path) -> None:
    """The chain ends where it begins."""
    folder = write_layer(tmp_path / "round", "", name="round", below="round")

    assert len(chain("round", policy_names(policy_dirs=[folder]))) == 1


def test_the_layers_of_units_are_known_without_loading() -> None:
    """Those that UiO names."""
    (uio,) = [one for one in policy_names() if one.name == "uio"]

    assert set(layers_of(uio)) == {"uio-hf", "uio-ils", "uio-iped", "uio-med", "uio-tf"}


def test_code_that_a_policy_imports_from_elsewhere_is_covered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module beside its package, what that imports, and one that a relative import names."""
    package = install(tmp_path, "policy_with_helpers")
    (package / "rules.py").write_text(
        "from datetime import date\n\n\ndef late():\n    import a_helper as helper, json\n"
        "    from . import here\n    from a_package.inner import (\n        deep,\n    )\n"
    )
    (tmp_path / "a_helper.py").write_text("from another_helper import VALUE\n")
    (tmp_path / "another_helper.py").write_text("VALUE = 1\n")
    (package / "here.py").write_text("\n")
    (tmp_path / "a_package" / "inner").mkdir(parents=True)
    for inside in ("__init__.py", "inner/__init__.py", "inner/deep.py"):
        (tmp_path / "a_package" / inside).write_text("\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    names = policy_names()
    named = find_policy("tiny", names)
    now = pin(named)
    allowed = {"tiny": {"version": now.version, "digest": now.digest}}

    require_allowed("tiny", names, allowed)
    for outside in ("another_helper.py", "a_package/__init__.py", "a_package/inner/deep.py"):
        (tmp_path / outside).write_text("VALUE = 2\n")
        with pytest.raises(PolicyFailed, match="not what was allowed"):
            require_allowed("tiny", names, allowed)
        now = pin(named)
        allowed = {"tiny": {"version": now.version, "digest": now.digest}}
    (tmp_path / "unrelated.py").write_text("VALUE = 2\n")
    require_allowed("tiny", names, allowed)


def test_what_is_only_made_of_its_folder_has_the_digest_of_its_folder() -> None:
    """The program, and what it is built on, is not the policy's."""
    for name in ("example", "ki", "uio"):
        named = find_policy(name, policy_names())
        assert pin(named).digest == digest((folder_of(named),))
