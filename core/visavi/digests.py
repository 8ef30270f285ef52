"""SHA-256 without OpenSSL: importing :mod:`hashlib` costs more than saving a dialogue does."""

from importlib import import_module
from typing import Any


def sha256(content: bytes) -> str:
    """The SHA-256 of the content, in hexadecimal."""
    digest: str = _module().sha256(content).hexdigest()
    return digest


def _module() -> Any:
    for name in ("_sha2", "_sha256", "hashlib"):
        try:
            return import_module(name)
        except ImportError:
            continue
    raise ImportError("this Python has no SHA-256")
