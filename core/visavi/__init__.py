"""visavi: hold a good work dialogue, and keep what you promised each other.

The public names of the library; each is loaded when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from visavi.errors import VisaviError
    from visavi.policy.loading import Policies, load_policy, policy_names
    from visavi.store import create_store, open_store
    from visavi.usecases.workspace import Actor, Workspace

__version__ = "0.1.0"

__all__ = [
    "Actor",
    "Policies",
    "VisaviError",
    "Workspace",
    "__version__",
    "create_store",
    "load_policy",
    "open_store",
    "policy_names",
]

_HOMES = {
    "Actor": "visavi.usecases.workspace",
    "Policies": "visavi.policy.loading",
    "VisaviError": "visavi.errors",
    "Workspace": "visavi.usecases.workspace",
    "create_store": "visavi.store",
    "load_policy": "visavi.policy.loading",
    "open_store": "visavi.store",
    "policy_names": "visavi.policy.loading",
}


def __getattr__(name: str) -> Any:
    """Load the module of a public name on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
