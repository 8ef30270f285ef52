"""Where people, dialogues and matters are kept: one folder, and changes that are all or nothing.

Names are imported when they are first used: asking for a store costs no query layer.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from visavi.store.local import TinyRepository as TinyRepository
    from visavi.store.local import create_store as create_store
    from visavi.store.local import open_store as open_store
    from visavi.store.memory import MemoryRepository as MemoryRepository

_HOMES = {
    "MemoryRepository": "visavi.store.memory",
    "TinyRepository": "visavi.store.local",
    "create_store": "visavi.store.local",
    "open_store": "visavi.store.local",
}

__all__ = [
    "MemoryRepository",
    "TinyRepository",
    "create_store",
    "open_store",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
