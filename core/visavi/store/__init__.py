"""Where people, dialogues and matters are kept: one folder, and changes that are all or nothing.

Names are imported when they are first used: asking for a store costs no query layer.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from visavi.store.checking import StoreProblem as StoreProblem
    from visavi.store.checking import check as check
    from visavi.store.checking import repair as repair
    from visavi.store.copies import Copy as Copy
    from visavi.store.copies import backup as backup
    from visavi.store.copies import restore as restore
    from visavi.store.local import TinyRepository as TinyRepository
    from visavi.store.local import create_store as create_store
    from visavi.store.local import open_store as open_store
    from visavi.store.memory import MemoryRepository as MemoryRepository
    from visavi.store.rivals import Rival as Rival
    from visavi.store.rivals import conflicts as conflicts
    from visavi.store.rivals import settle as settle

_HOMES = {
    "Copy": "visavi.store.copies",
    "MemoryRepository": "visavi.store.memory",
    "Rival": "visavi.store.rivals",
    "StoreProblem": "visavi.store.checking",
    "TinyRepository": "visavi.store.local",
    "backup": "visavi.store.copies",
    "check": "visavi.store.checking",
    "conflicts": "visavi.store.rivals",
    "create_store": "visavi.store.local",
    "open_store": "visavi.store.local",
    "repair": "visavi.store.checking",
    "restore": "visavi.store.copies",
    "settle": "visavi.store.rivals",
}

__all__ = [
    "Copy",
    "MemoryRepository",
    "Rival",
    "StoreProblem",
    "TinyRepository",
    "backup",
    "check",
    "conflicts",
    "create_store",
    "open_store",
    "repair",
    "restore",
    "settle",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
