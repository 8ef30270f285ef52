"""What plugin authors can rely on: each hook is documented, typed, shown, and used by a policy."""

import inspect
import re
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import pytest

from visavi import policy as public
from visavi.policy import hookspecs
from visavi.policy.authoring import scaffold
from visavi.policy.hookspecs import API, PolicyHooks, PolicySource
from visavi.policy.loading import policy_names
from visavi.policy.rules import Rule

HOOKS = sorted(name for name in vars(PolicyHooks) if name.startswith("visavi_"))
README = Path(__file__).parents[3] / "plugins" / "visavi_example" / "README.md"


def test_there_are_hooks() -> None:
    """The questions below are asked of something."""
    assert HOOKS == ["visavi_policy", "visavi_rules"]


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_has_documentation_a_type_and_an_example(hook: str) -> None:
    """All on the screen that holds them."""
    function = getattr(PolicyHooks, hook)
    returned = inspect.signature(function, eval_str=True).return_annotation

    assert inspect.getdoc(function)
    assert returned in (PolicySource, Iterable[Rule])
    assert re.search(rf"@hookimpl\s+def {hook}\(\)", hookspecs.__doc__ or "")


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_used_by_a_policy_that_ships(hook: str) -> None:
    """And by what a new package begins with."""
    targets = [named.target for named in policy_names() if named.distribution == "visavi"]
    users = [target for target in targets if hasattr(import_module(target), hook)]

    assert users
    files = scaffold.files_for("some-lab", "package")
    assert f"def {hook}()" in files["src/visavi_policy_some_lab/__init__.py"]


def test_the_number_of_the_format_is_told_wherever_a_policy_begins() -> None:
    """In the tutorial and in what is made anew."""
    assert f"api = {API} " in README.read_text(encoding="utf-8")
    assert f"api = {API}\n" in scaffold.files_for("some-lab", "data")["policy.toml"]


def test_what_authors_import_is_there() -> None:
    """Every name of the public list."""
    assert [name for name in public.__all__ if not hasattr(public, name)] == []
    assert list(public.__all__) == sorted(public.__all__, key=lambda n: (not n.isupper(), n))
