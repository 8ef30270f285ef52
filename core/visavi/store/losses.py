"""What a lost store held, as far as a backup of it tells without being opened.

Whoever has lost a computer must be able to say what was on it, to how many people it may matter,
and whether a finder can read it; nobody needs a passphrase for that, and no name is told.
"""

import os
import tarfile
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from visavi.store import failures, layout, strictjson
from visavi.store.copies import describe_backup, no_backup
from visavi.store.local import SEALED


class Held(NamedTuple):
    """What a store held when the backup was made; ``made`` is the day that its file bears.

    How many matters there were cannot be told: they lie in one file, which is always there.
    """

    path: str
    store_id: str
    sealed: bool
    made: date
    people: int
    dialogues: int
    register: tuple[str, ...]


def held_in(path: str) -> Held:
    """What a backup, or a store that is still there, tells from outside.

    Raises :class:`~visavi.errors.StoreMissing`, :class:`~visavi.errors.StoreNewer` or
    :class:`~visavi.errors.StoreDamaged`.
    """
    description = describe_backup(path)
    people = dialogues = 0
    register: set[str] = set()
    for base, _, file in (place.rpartition("/") for place in _places(path)):
        name = file.removesuffix(".json")
        if base == layout.REGISTER and name != file:
            register.add(name)
        elif os.path.dirname(base) == layout.DOSSIERS:
            people += file == "person.json"
            dialogues += layout.dialogue_ending(file) is not None
    made = date.fromtimestamp(os.stat(path).st_mtime)
    sealed = SEALED in description
    return Held(path, description["id"], sealed, made, people, dialogues, tuple(sorted(register)))


def _places(path: str) -> Iterator[str]:
    try:
        yield from _in_folder(path) if os.path.isdir(path) else _in_archive(path)
    except tarfile.TarError:
        raise no_backup(path) from None
    except OSError as error:
        raise failures.unreadable(error, os.path.basename(path), path) from error


def _in_folder(path: str) -> Iterator[str]:
    for folder, _, files in os.walk(path):
        inside = os.path.relpath(folder, path).replace(os.sep, "/")
        yield from (f"{inside}/{name}" for name in files)


def _in_archive(path: str) -> Iterator[str]:
    """The members; an archive that lost its tail would tell too few."""
    found, written = 0, None
    with tarfile.open(path, "r:") as archive:
        for member in archive:
            inner = archive.extractfile(member) if member.name == layout.MANIFEST else None
            if inner is not None:
                written = strictjson.decode(inner.read(), layout.MANIFEST).get("files")
                continue
            found += 1
            yield member.name
    if found != written:
        raise no_backup(path)
