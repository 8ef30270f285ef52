"""What a policy is made of: its files, and the digest over them."""

import os
from collections.abc import Iterable, Iterator


def files_of(folder: str) -> Iterator[str]:
    """The files that a policy is made of: ``policy.toml``, its texts, its Python files.

    Sub-packages belong to it, other policies inside its folder do not.
    """
    yield os.path.join(folder, "policy.toml")
    pending = [folder]
    while pending:
        for entry in sorted(os.scandir(pending.pop()), key=lambda entry: entry.name):
            if entry.name.endswith(".py"):
                yield entry.path
            elif entry.is_dir() and _is_part(entry.path):
                pending.append(entry.path)
    texts = os.path.join(folder, "texts")
    if os.path.isdir(texts):
        for name in sorted(os.listdir(texts)):
            if name.endswith(".toml"):
                yield os.path.join(texts, name)


def _is_part(folder: str) -> bool:
    return os.path.exists(os.path.join(folder, "__init__.py")) and not os.path.exists(
        os.path.join(folder, "policy.toml")
    )


def digest(folders: Iterable[str]) -> str:
    """SHA-256 over the names and bytes of all files of all layers."""
    from hashlib import sha256

    total = sha256()
    for folder in folders:
        for path in sorted(files_of(folder)):
            with open(path, "rb") as file:
                content = file.read()
            name = os.path.relpath(path, folder).replace(os.sep, "/")
            total.update(f"{name}\0{len(content)}\0".encode())
            total.update(content)
    return total.hexdigest()
