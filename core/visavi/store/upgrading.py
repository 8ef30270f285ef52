"""A store of an older form made one of the present form, by whoever first writes to it.

Form 1 had a file for each matter: their number and lengths could be seen. Form 2 has one file for
all of them. Reading knows both, so that an interrupted upgrade leaves a store that is whole; the
number of the form goes up last, and the next writer does again what is missing.
"""

import os
from collections.abc import Mapping
from typing import Any

from visavi.errors import StoreDamaged
from visavi.store import documents, failures, layout, strictjson
from visavi.store.derived import Derived
from visavi.store.files import random_number, remove_quietly, sync_folder
from visavi.store.local import FORMAT, TinyRepository
from visavi.store.lock import Lock
from visavi.store.staging import Staging


def upgrade(repository: TinyRepository, lock: Lock, derived: Derived) -> None:
    """Bring all matters into one file, then write down that the store is of the present form."""
    staging = Staging(repository.folder, lock, derived)
    try:
        written = _gather(repository, staging)
        staging.commit()
    finally:
        staging.end()
    for place, revision in written.items():
        repository.shelves.codec.wrote(place, revision)
    schema = f"visavi.store/{FORMAT}"
    replace_description(
        repository, lock, {**repository.description, "schema": schema, "format": FORMAT}
    )


def _gather(repository: TinyRepository, staging: Staging) -> dict[str, int]:
    """Stage the one file with every matter that can be read; gives the revision of each place."""
    shelves, place, kind = repository.shelves, layout.COMPARTMENT, "matters"
    matters: dict[str, Any] = dict(shelves.matters())
    written: dict[str, int] = {}
    for name in sorted({*shelves.shelf(kind).names()} - set(matters)):
        own = layout.matter_place(name) or ""
        try:
            matters[name] = shelves.document("matter", name, own)
        except StoreDamaged:
            continue  # stays where it is, and is named as damaged there
        signature = shelves.folder.signature(own)
        if signature is not None:
            staging.remove(own, signature, "")
            written[own] = 0
    revision, before = shelves.standing(kind, kind, place)
    content = documents.prepared({"id": kind, "matters": matters}, kind, revision + 1)
    staging.put(place, shelves.codec.seal(content, place), before, "")
    return {**written, place: revision + 1}


def replace_description(
    repository: TinyRepository, lock: Lock, description: Mapping[str, Any]
) -> None:
    """Put another ``store.json`` in place of the present one; needs the lock."""
    folder = repository.folder
    fresh = layout.staged_place(layout.STAGED, random_number())
    folder.stage(fresh, strictjson.encode(description))
    try:
        lock.confirm()
        os.replace(folder.at(fresh), folder.at(layout.STORE))
    except OSError as error:
        remove_quietly(folder.at(fresh))
        raise failures.unwritable(error, layout.STORE, folder.path) from error
    repository.description = description
    repository.shelves.form = description["format"]
    try:
        sync_folder(folder.path)
    except OSError as error:
        raise failures.unconfirmed(error, folder.path) from error
