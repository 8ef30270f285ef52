"""SHA-256 at the lowest price: importing :mod:`hashlib` costs more than saving a dialogue does.

Where it is there already, it is the faster one.
"""

import sys
from functools import cache
from importlib import import_module
from typing import Any


def sha256(content: bytes) -> str:
    """The SHA-256 of the content, in hexadecimal."""
    digest: str = _module().sha256(content).hexdigest()
    return digest


@cache
def _module() -> Any:
    if "hashlib" in sys.modules:
        return sys.modules["hashlib"]
    for name in ("_sha2", "_sha256", "hashlib"):
        try:
            return import_module(name)
        except ImportError:
            continue
    raise ImportError("this Python has no SHA-256")
