"""The hooks of a policy plugin: all of them, on one screen.

A policy with Python code is a module (or package) named by an entry point of the group
``visavi.policy``, whose name is the policy's id. It implements the hooks below::

    from visavi.policy import PolicySource, hookimpl, rules_in

    @hookimpl
    def visavi_policy() -> PolicySource:
        return PolicySource(api=1, folder=__path__[0])

    @hookimpl
    def visavi_rules() -> Iterable[Rule]:
        from my_policy import rules
        return rules_in(vars(rules))

Each policy is loaded into a manager of its own when it is first used. What it does wrong is told in
one line and costs that policy only.

What is to go is announced first. A hook gets ``hookspec(warn_on_impl=DeprecationWarning(...))``,
an argument ``warn_on_impl_args``, a key of ``policy.toml`` its ``going`` in
:mod:`visavi.policy.shapes`, an older number stays between :data:`OLDEST` and :data:`API`. All are
read as before for one release at least, and ``policy check`` and ``doctor`` name who uses them:
distribution, version, file and line.
"""

from collections.abc import Iterable
from os import PathLike
from typing import TYPE_CHECKING, Protocol

from attrs import frozen
from pluggy import HookimplMarker, HookspecMarker

from visavi.policy.numbers import API as API
from visavi.policy.numbers import OLDEST as OLDEST
from visavi.policy.rules import Rule

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

PROJECT = "visavi"

hookspec = HookspecMarker(PROJECT)
hookimpl = HookimplMarker(PROJECT)


@frozen
class PolicySource:
    """Where the policy's files lie, and the API number that it was written for.

    ``folder`` holds ``policy.toml`` and ``texts/``: a path, or what ``importlib.resources.files``
    gives for an installed package.
    """

    api: int
    folder: "str | PathLike[str] | Traversable"


class PolicyHooks(Protocol):
    """What a policy may implement."""

    @hookspec(firstresult=True)
    def visavi_policy(self) -> PolicySource:
        """Where the policy's files lie. Asked once, when the policy is loaded; required.

        Since API 1. Do nothing else here: no reading, no network.
        """

    @hookspec(firstresult=True)
    def visavi_rules(self) -> Iterable[Rule]:
        """The rules written in Python, usually ``rules_in(vars(rules))``; optional.

        Since API 1. Asked once, when rules are first needed; the rules are then called as plain
        functions. They must answer the same for the same facts: no clock, no network, no files.
        """
