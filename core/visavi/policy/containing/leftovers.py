"""What a stranger's code left changed behind it: noticed after it ran, put back, and named.

Looked at are the functions and classes of all modules that were loaded before, the methods of
visavi's own classes, and the settings that everything in a process shares.
"""

import builtins
import gc
import sys
from collections.abc import Callable, Iterator, Mapping
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from visavi.messages import say

Kept = tuple[str, Callable[[], Any], Callable[[Any], object]]
"""A shared setting: its name for people, how it is read, and how it is put back."""

_KINDS = (FunctionType, BuiltinFunctionType, type)


class Change:
    """One thing that was changed: its name, and file and line of what stands there now."""

    def __init__(self, name: str, now: Any) -> None:
        self.name = name
        code = getattr(now, "__code__", None)
        self.place = f"{code.co_filename}:{code.co_firstlineno}" if code is not None else ""

    @property
    def sentence(self) -> str:
        """What is wrong, in words."""
        return say("it changed {name}, which is not its own", name=self.name)


class Surroundings:
    """How things stand before a stranger's code runs.

    ``own`` is what the names of its modules begin with: what is of those modules and stands in one
    that was not loaded before was put there by the stranger.
    """

    def __init__(self, own: str) -> None:
        self._own = own
        self._spaces = dict(_spaces())
        self._before = {name: dict(vars(owner)) for name, owner in self._spaces.items()}
        self._settings = [(name, read(), put) for name, read, put in _settings()]

    def put_back(self) -> Change | None:
        """Undo every change; the first one that was found, if there was any."""
        found = [*self._functions(), *self._planted(), *self._shared()]
        return found[0] if found else None

    def _functions(self) -> Iterator[Change]:
        for space, owner in self._spaces.items():
            now = vars(owner)
            for name, value in self._before[space].items():
                if now.get(name) is not value and isinstance(value, _KINDS):
                    changed = now.get(name)
                    setattr(owner, name, value)
                    yield Change(f"{space}.{name}", changed)

    def _planted(self) -> Iterator[Change]:
        """Functions of the stranger in modules that it was the first to load: those go again."""
        for space, owner in _spaces():
            if space in self._spaces or space.startswith(self._own):
                continue
            for name, value in list(vars(owner).items()):
                if isinstance(value, FunctionType) and value.__module__.startswith(self._own):
                    _unload(space if isinstance(owner, ModuleType) else owner.__module__)
                    yield Change(f"{space}.{name}", value)

    def _shared(self) -> Iterator[Change]:
        reading = {name: read for name, read, _ in _settings()}
        for name, value, put in self._settings:
            if reading[name]() != value:
                put(value)
                yield Change(name, None)


def _spaces() -> Iterator[tuple[str, Any]]:
    """What holds functions: modules, and the classes of our own."""
    for name, module in list(sys.modules.items()):
        if not isinstance(module, ModuleType):
            continue
        yield name, module
        if name.startswith("visavi."):
            for value in list(vars(module).values()):
                if isinstance(value, type) and value.__module__ == name:
                    yield f"{name}.{value.__qualname__}", value


def _unload(module: str) -> None:
    """Let a module be read from its file anew when it is next wanted."""
    parent, _, name = module.rpartition(".")
    sys.modules.pop(module, None)
    if parent in sys.modules and name in vars(sys.modules[parent]):
        delattr(sys.modules[parent], name)


def _settings() -> Iterator[Kept]:
    """Settings of the process, as far as the modules that hold them are loaded."""
    yield "sys.excepthook", lambda: sys.excepthook, lambda hook: setattr(sys, "excepthook", hook)
    yield "sys.setrecursionlimit", sys.getrecursionlimit, sys.setrecursionlimit
    yield "gc.disable", gc.isenabled, lambda on: gc.enable() if on else gc.disable()
    yield "builtins", lambda: set(vars(builtins)), _only_builtins
    warnings = sys.modules.get("warnings")
    if warnings is not None:
        yield "warnings.filters", lambda: list(warnings.filters), _put_filters
    yield "locale.setlocale", _locale, _put_locale
    if "decimal" in sys.modules:
        yield "decimal.getcontext", _decimal, _put_decimal


def _only_builtins(names: set[str]) -> None:
    for name in set(vars(builtins)) - names:
        delattr(builtins, name)


def _put_filters(filters: list[Any]) -> None:
    import warnings

    warnings.filters[:] = filters  # type: ignore[index]  # it is the list itself
    warnings._filters_mutated()  # type: ignore[attr-defined]


def _locale() -> str:
    import _locale

    return _locale.setlocale(_locale.LC_ALL)


def _put_locale(kept: str) -> None:
    import _locale

    _locale.setlocale(_locale.LC_ALL, kept)


def _decimal() -> Mapping[str, Any]:
    from decimal import getcontext

    context = getcontext()
    return {"prec": context.prec, "rounding": context.rounding, "traps": dict(context.traps)}


def _put_decimal(kept: Mapping[str, Any]) -> None:
    from decimal import getcontext

    context = getcontext()
    context.prec, context.rounding = kept["prec"], kept["rounding"]
    context.traps.update(kept["traps"])
