"""A policy's code: imported, asked by its hooks, and never trusted to be right.

Each policy gets a plugin manager of its own, so it is always clear whose mistake something is.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from itertools import islice
from types import ModuleType
from typing import Any, cast
from warnings import WarningMessage, catch_warnings, simplefilter

from pluggy import PluginManager, PluginValidationError

from visavi.errors import PolicyInvalid
from visavi.messages import say
from visavi.policy import hookspecs
from visavi.policy.containing.containment import BESIDE, Suspect, call, contained, described, tidied
from visavi.policy.containing.own_modules import OwnModules, give_back
from visavi.policy.hookspecs import PROJECT, PolicyHooks, PolicySource
from visavi.policy.names import Named
from visavi.policy.problems import Problem, did_you_mean, shown
from visavi.policy.rules import Rule, rules_in

MOST_RULES = 10_000
"""More rules than this are not a policy but a loop."""


class Part:
    """One policy of a chain: where its files lie, and its hooks, if it has code."""

    def __init__(
        self,
        named: Named,
        folder: str,
        hooks: PolicyHooks | None = None,
        warnings: Sequence[Problem] = (),
        own: OwnModules | None = None,
    ) -> None:
        self.named = named
        self.folder = folder
        self.hooks = hooks
        self.warnings = warnings
        self._own = own
        self.suspect = suspect_of(named, folder)

    def rules(self) -> tuple[Rule, ...]:
        """The rules written in Python; ``PolicyFailed`` if they cannot be had."""
        with tidied(self.suspect), nullcontext() if self._own is None else self._own.in_use():
            if self.hooks is not None:
                given = call(self.suspect, "visavi_rules", self.hooks.visavi_rules)
            else:
                given = _rules_beside(self.suspect, self.folder)
            return _checked(self.suspect, given)


def suspect_of(named: Named, folder: str = "", modules: str = "") -> Suspect:
    """Who is to be named when this policy's code fails."""
    modules = modules or named.target.partition(":")[0].partition(".")[0]
    return Suspect(named.name, named.distribution, named.version, folder, modules)


def open_part(named: Named) -> Part:
    """The policy of that name, imported if it has code, with the folder of its files."""
    if not named.folder:
        return _open_module(named, named.target)
    folder = os.path.abspath(named.folder)
    if os.path.exists(os.path.join(folder, "__init__.py")):
        parent, target = _package_of(folder)
        own = OwnModules(parent, target)
        with own.in_use():
            part = _open_module(named, target, own)
        if not os.path.samefile(part.folder, folder):
            raise part.suspect.failed(say("its files lie elsewhere than its code"), part.folder)
        return part
    return Part(named, folder)


def _open_module(named: Named, target: str, own: OwnModules | None = None) -> Part:
    package = target.partition(":")[0].partition(".")[0]
    suspect = suspect_of(named, modules=package)
    if own is None:
        give_back(package)
    with tidied(suspect):
        plugin = _imported(suspect, target)
        hooks, heard = _registered(suspect, plugin)
        source = call(suspect, "visavi_policy", hooks.visavi_policy)
    if not isinstance(source, PolicySource):
        raise suspect.failed(
            say(
                "visavi_policy gave {given} and not a PolicySource",
                given="nothing" if source is None else type(source).__name__,
            ),
            _place(plugin, "visavi_policy"),
        )
    _check_api(suspect, source)
    folder = _folder(suspect, plugin, source)
    warnings = [_going(suspect, folder, one) for one in heard]
    return Part(named, folder, hooks, warnings, own)


def _imported(suspect: Suspect, target: str) -> Any:
    """The module or object that the entry point names."""
    module, _, path = target.partition(":")
    with contained(suspect, say("its import")):
        from importlib import import_module

        plugin: Any = import_module(module)
        for name in path.split(".") if path else ():
            plugin = getattr(plugin, name)
    if isinstance(plugin, type):
        raise suspect.failed(
            say("its entry point names the class {name}, not a module", name=plugin.__name__),
            target,
        )
    return plugin


def _registered(suspect: Suspect, plugin: Any) -> tuple[PolicyHooks, list[WarningMessage]]:
    """The plugin's hooks in a manager of its own, every one known and rightly called.

    With them comes what pluggy warns of: hooks and arguments that are to go.
    """
    manager = PluginManager(PROJECT)
    manager.add_hookspecs(PolicyHooks)
    known = [name for name in vars(PolicyHooks) if name.startswith(f"{PROJECT}_")]
    with contained(suspect, say("looking at its hooks")):
        marked = [
            name for name in dir(plugin) if manager.parse_hookimpl_opts(plugin, name) is not None
        ]
    for name in marked:
        if name not in known:
            raise suspect.failed(
                " ".join((say("{name} is not a hook.", name=name), did_you_mean(name, known))),
                _place(plugin, name),
            )
    if "visavi_policy" not in marked:
        unmarked = hasattr(plugin, "visavi_policy")
        raise suspect.failed(
            say("visavi_policy is not marked with @hookimpl")
            if unmarked
            else say("it has no hook visavi_policy"),
            _place(plugin, "visavi_policy"),
        )
    try:
        with catch_warnings(record=True) as heard:
            simplefilter("always")
            manager.register(plugin, suspect.policy)
        manager.check_pending()
    except PluginValidationError as error:
        wrong = next((name for name in marked if name in str(error)), marked[0])
        raise suspect.failed(described(error), _place(plugin, wrong)) from error
    return cast(PolicyHooks, manager.hook), heard


def _going(suspect: Suspect, folder: str, heard: WarningMessage) -> Problem:
    """What somebody should know of a hook that is to go, with the place of who answers it."""
    file = os.path.relpath(heard.filename, os.path.dirname(folder))
    return Problem(
        heard.filename if file.startswith("..") else file,
        heard.lineno,
        "",
        say(
            "{whose} answers a hook that will be asked no more: {what}",
            whose=suspect.whose,
            what=described(cast(Warning, heard.message)).partition(": ")[2],
        ),
        warning=True,
    )


def _check_api(suspect: Suspect, source: PolicySource) -> None:
    if type(source.api) is not int or not hookspecs.OLDEST <= source.api <= hookspecs.API:
        raise PolicyInvalid(
            "The policy {policy} ({whose}) is written for plugin API {api}; "
            "this visavi knows {known}.",
            todo="Update visavi, or install an older version of the policy.",
            policy=suspect.policy,
            whose=suspect.whose,
            api=shown(source.api),
            known=hookspecs.API,
        )


def _folder(suspect: Suspect, plugin: Any, source: PolicySource) -> str:
    place = _place(plugin, "visavi_policy")
    try:
        folder = os.fspath(source.folder)  # type: ignore[arg-type]  # not every Traversable is one
    except TypeError:
        raise suspect.failed(say("its files do not lie in a folder"), place) from None
    if not isinstance(folder, str) or not os.path.isdir(folder):
        raise suspect.failed(say("its folder {folder} is not there", folder=shown(folder)), place)
    return os.path.abspath(folder)


def _checked(suspect: Suspect, given: object) -> tuple[Rule, ...]:
    """The rules that a hook gave, each one a rule."""
    if given is None:
        return ()
    if not isinstance(given, Iterable):
        raise suspect.failed(
            say("visavi_rules gave {given} and not rules", given=type(given).__name__)
        )
    with contained(suspect, "visavi_rules"):
        rules = tuple(islice(given, MOST_RULES + 1))
    for rule in rules:
        if not isinstance(rule, Rule):
            raise suspect.failed(
                say("visavi_rules gave {given} among its rules", given=type(rule).__name__)
            )
    if len(rules) > MOST_RULES:
        raise suspect.failed(say("visavi_rules gave more than {most} rules", most=MOST_RULES))
    return rules


def _rules_beside(suspect: Suspect, folder: str) -> tuple[Rule, ...]:
    """The rules of a ``rules.py`` beside a ``policy.toml`` that was given by path."""
    path = os.path.join(folder, "rules.py")
    if not os.path.exists(path):
        return ()
    from hashlib import sha256
    from importlib.util import module_from_spec, spec_from_file_location

    name = f"{BESIDE}{sha256(path.encode()).hexdigest()[:16]}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise suspect.failed(say("{path} cannot be imported", path=path))
    module: ModuleType = module_from_spec(spec)
    sys.modules[name] = module
    try:
        with contained(suspect, "rules.py"):
            spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return rules_in(vars(module))


def _package_of(folder: str) -> tuple[str, str]:
    """The folder to import from, and the dotted name, of a package's folder."""
    names = []
    while os.path.exists(os.path.join(folder, "__init__.py")):
        folder, name = os.path.split(folder)
        names.append(name)
    return folder, ".".join(reversed(names))


def _place(plugin: Any, name: str) -> str:
    """File and line of a function of the plugin; its file if it has no such function."""
    code = getattr(getattr(plugin, name, None), "__code__", None)
    if code is not None:
        return f"{code.co_filename}:{code.co_firstlineno}"
    return str(getattr(plugin, "__file__", "") or "")
