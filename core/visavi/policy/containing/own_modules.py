"""Modules of a policy that was given by its folder: its own, whatever is installed by their names.

So two versions of one package can be met in one process, each with its own rules. Where nobody
else has the name, the last of them keeps it, for imports that its rules make while they are asked.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_KEPT: set[str] = set()
"""The packages whose name a folder's modules keep for the time being."""


def give_back(package: str) -> None:
    """Let the package's name mean what is installed again."""
    if package in _KEPT:
        _KEPT.discard(package)
        _taken(package)


def _taken(package: str) -> dict[str, ModuleType]:
    """What stands under a package's name, taken away."""
    names = [name for name in sys.modules if name == package or name.startswith(f"{package}.")]
    return {name: sys.modules.pop(name) for name in names}


class OwnModules:
    """The modules of one package, imported from ``parent`` under the names that its code uses."""

    def __init__(self, parent: str, target: str) -> None:
        self._parent = parent
        self._package = target.partition(".")[0]
        self._modules: dict[str, ModuleType] = {}

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Let imports of the package's name find its own modules, and nobody else's."""
        others = _taken(self._package)
        sys.modules.update(self._modules)
        sys.path.insert(0, self._parent)
        try:
            yield
        finally:
            if self._parent in sys.path:
                sys.path.remove(self._parent)
            self._modules = _taken(self._package)
            if others and self._package not in _KEPT:
                sys.modules.update(others)
            else:
                _KEPT.add(self._package)
                sys.modules.update(self._modules)
